-- Uploads that go on over several requests. What is theirs alone stands in upload, the rest in attachment, whose id is theirs too.

-- row upload { id id, desk_id id, object_key text, filename text, temporary_id text?, expires_at time?, created_at time, length int, received int, store_id text?, part_next int, tail_key text?, tail_size int, lease text?, leased_until time? }

-- Only its sender knows of it.
-- part uploads
u.attachment_id AS id, f.desk_id, f.object_key, f.filename, f.temporary_id, f.expires_at, f.created_at, u.length, u.received, u.store_id, u.part_next, u.tail_key, u.tail_size, u.lease, u.leased_until
  FROM upload u
  JOIN attachment f ON f.tenant_id = u.tenant_id AND f.id = u.attachment_id
 WHERE u.tenant_id = :tenant AND u.attachment_id = :upload AND f.person_id = :person AND f.state IN ('uploading', 'temporary');

-- upload_find(upload id, person id) -> one upload
SELECT $uploads;

-- upload_lock(upload id, person id) -> one upload
SELECT $uploads
   FOR UPDATE;

-- The length counts from the beginning, for the quota and for what waits.
-- upload_file_add(desk id, person id, object_key text, filename text, length int, expires_at time) -> made
INSERT INTO attachment (tenant_id, state, desk_id, person_id, object_key, filename, mime_type, size, created_at, expires_at)
VALUES (:tenant, 'uploading', :desk, :person, :object_key, :filename, 'application/octet-stream', :length, :now, :expires_at);

-- upload_add(upload id, length int) -> done
INSERT INTO upload (tenant_id, attachment_id, length)
VALUES (:tenant, :upload, :length);

-- upload_claim(upload id, lease text, leased_until time) -> done
UPDATE upload SET lease = :lease, leased_until = :leased_until
 WHERE tenant_id = :tenant AND attachment_id = :upload;

-- upload_release(upload id, lease text) -> affected
UPDATE upload SET lease = NULL, leased_until = NULL
 WHERE tenant_id = :tenant AND attachment_id = :upload AND lease = :lease;

-- Moving bytes keeps it alive.
-- upload_file_touch(upload id, object_key text, expires_at time) -> done
UPDATE attachment SET object_key = :object_key, expires_at = :expires_at
 WHERE tenant_id = :tenant AND id = :upload AND state = 'uploading';

-- How far it has come, said by the request that holds the lease and by no other.
-- upload_move(upload id, lease text, store_id text?, received int, tail_key text?, tail_size int, next_lease text?, leased_until time?, part_next int) -> affected
UPDATE upload SET store_id = :store_id, received = :received, tail_key = :tail_key, tail_size = :tail_size, lease = :next_lease, leased_until = :leased_until, part_next = :part_next
 WHERE tenant_id = :tenant AND attachment_id = :upload AND lease = :lease;

-- upload_part_add(upload id, number int, etag text, size int) -> done
INSERT INTO upload_part (tenant_id, attachment_id, number, etag, size)
VALUES (:tenant, :upload, :number, :etag, :size);

-- row upload_part { number int, etag text }

-- upload_part_list(upload id, limit int) -> many upload_part
SELECT p.number, p.etag
  FROM upload_part p
 WHERE p.tenant_id = :tenant AND p.attachment_id = :upload
 ORDER BY p.number
 LIMIT :limit;

-- upload_part_remove(upload id) -> done
DELETE FROM upload_part
 WHERE tenant_id = :tenant AND attachment_id = :upload;

-- All its bytes are one object: a temporary file, which is still to be read back.
-- upload_file_finish(upload id, temporary_id text, mime_type text, expires_at time) -> affected
UPDATE attachment SET state = 'temporary', temporary_id = :temporary_id, mime_type = :mime_type, verdict = 'checking', expires_at = :expires_at
 WHERE tenant_id = :tenant AND id = :upload AND state = 'uploading';

-- row upload_file { object_key text }

-- What the file is called in the store, whoever has it now.
-- upload_file_find(upload id) -> one upload_file
SELECT f.object_key
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.id = :upload;

-- A file that a ticket takes is no upload any more.
-- upload_end(temporary_id text, person id) -> done
DELETE FROM upload
 WHERE tenant_id = :tenant AND attachment_id = (SELECT f.id FROM attachment f WHERE f.tenant_id = :tenant AND f.temporary_id = :temporary_id AND f.person_id = :person);
