-- Files: the row is first, the bytes follow, then the row says so.

-- row attachment { id id, ticket_id id?, comment_id id?, object_key text, filename text, mime_type text, size int, created_at time, verdict text, finding text?, thumbnail bool, sha256 hash?, person_id id, account_id text, email text?, display_name text, time_zone text?, active bool, public bool }

-- part files
f.id, f.ticket_id, f.comment_id, f.object_key, f.filename, f.mime_type, f.size, f.created_at, f.verdict, f.finding, f.thumbnail, f.sha256, f.person_id, p.account_id, p.email, p.display_name, p.time_zone, p.active, COALESCE(c.public, TRUE) AS public
  FROM attachment f
  JOIN person p ON p.tenant_id = f.tenant_id AND p.id = f.person_id
  LEFT JOIN comment c ON c.tenant_id = f.tenant_id AND c.id = f.comment_id;

-- Those of the request itself, of public comments, and of notes for who may see notes.
-- part shown
(f.comment_id IS NULL OR c.public OR :notes);

-- part visible
f.state = 'ready' AND $shown;

-- Not those that stand in the text of a mail.
-- attachment_list(ticket id, comment id, notes bool, limit int, start int) -> many attachment
SELECT $files
 WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket AND $visible AND NOT f.inline
   AND (:comment = 0 OR f.comment_id = :comment)
 ORDER BY f.id
 LIMIT :limit OFFSET :start;

-- attachment_find(ticket id, attachment id, notes bool) -> one attachment
SELECT $files
 WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket AND f.id = :attachment AND $visible;

-- Also one that was removed: the log of who had it stays.
-- attachment_find_kept(ticket id, attachment id, notes bool) -> one attachment
SELECT $files
 WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket AND f.id = :attachment AND f.state IN ('ready', 'removed') AND $shown;

-- attachment_begin(desk id, person id, object_key text, filename text, expires_at time) -> made
INSERT INTO attachment (tenant_id, state, desk_id, person_id, object_key, filename, mime_type, created_at, expires_at)
VALUES (:tenant, 'uploading', :desk, :person, :object_key, :filename, 'application/octet-stream', :now, :expires_at);

-- attachment_stored(attachment id, temporary_id text, mime_type text, size int, sha256 hash, verdict text) -> affected
UPDATE attachment SET state = 'temporary', temporary_id = :temporary_id, mime_type = :mime_type, size = :size, sha256 = :sha256, verdict = :verdict
 WHERE tenant_id = :tenant AND id = :attachment AND state = 'uploading';

-- attachment_drop(attachment id) -> affected
DELETE FROM attachment
 WHERE tenant_id = :tenant AND id = :attachment AND state = 'uploading';

-- What the store did not take is for the sweep, and soon not counted any more.
-- attachment_leave(attachment id, expires_at time) -> affected
UPDATE attachment SET expires_at = :expires_at
 WHERE tenant_id = :tenant AND id = :attachment AND state = 'uploading';

-- What waits for its uploader to take it: only theirs, of this desk, in time. The rules of a field are asked of it.
-- attachment_temporary(temporary_id text, person id, desk id) -> one attachment
SELECT $files
 WHERE f.tenant_id = :tenant AND f.temporary_id = :temporary_id AND f.person_id = :person AND f.desk_id = :desk AND f.state = 'temporary' AND f.expires_at > :now;

-- A temporary file becomes one of the ticket: only its uploader's, of this desk, in time, and once; not one that nobody may have.
-- attachment_take(temporary_id text, person id, desk id, ticket id, comment id?) -> affected
UPDATE attachment SET state = 'ready', ticket_id = :ticket, comment_id = :comment, temporary_id = NULL, expires_at = NULL
 WHERE tenant_id = :tenant AND temporary_id = :temporary_id AND person_id = :person AND desk_id = :desk AND state = 'temporary' AND expires_at > :now
   AND verdict NOT IN ('infected', 'refused', 'lost');

-- Which file of its mail it is.
-- attachment_part(attachment id, number int, shown bool) -> done
UPDATE attachment SET mail_part = :number, inline = :shown
 WHERE tenant_id = :tenant AND id = :attachment;

-- row attachment_count { n int, size int }

-- How many files a person has on the way or waiting, and their bytes: the limits on uploads look here. What is on the way has
-- no size yet, so those that begin at once all pass.
-- attachment_waiting(person id) -> one attachment_count
SELECT COUNT(*) AS n, CAST(COALESCE(SUM(f.size), 0) AS SIGNED) AS size
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.person_id = :person AND f.state IN ('uploading', 'temporary') AND f.expires_at > :now;

-- row unchecked { id id, object_key text, filename text, mime_type text, size int, sha256 hash?, file_types text, unscanned text }

-- A file whose bytes are to be looked at, and what its desk takes.
-- attachment_unchecked(attachment id) -> one unchecked
SELECT f.id, f.object_key, f.filename, f.mime_type, f.size, f.sha256, d.file_types, d.unscanned
  FROM attachment f
  JOIN desk d ON d.tenant_id = f.tenant_id AND d.id = f.desk_id
 WHERE f.tenant_id = :tenant AND f.id = :attachment AND f.state IN ('temporary', 'ready') AND f.verdict IN ('checking', 'scanning');

-- attachment_judge(attachment id, verdict text, finding text?, mime_type text, sha256 hash?) -> affected
UPDATE attachment SET verdict = :verdict, finding = :finding, mime_type = :mime_type, sha256 = :sha256
 WHERE tenant_id = :tenant AND id = :attachment AND state IN ('temporary', 'ready') AND verdict IN ('checking', 'scanning');

-- row file_place { ticket_id id?, comment_id id? }

-- Where it is by now; it stays there as long as the transaction that judges it.
-- attachment_place(attachment id) -> one file_place
SELECT f.ticket_id, f.comment_id
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.id = :attachment
   FOR UPDATE;

-- row field_types { file_types text }

-- What the fields of the ticket's form take.
-- attachment_field_types(ticket id) -> many field_types
SELECT l.file_types
  FROM ticket t
  JOIN field l ON l.tenant_id = t.tenant_id AND l.request_type_id = t.request_type_id AND l.kind = 'attachment'
 WHERE t.tenant_id = :tenant AND t.id = :ticket
 LIMIT 100;

-- row waiting_files { n int }

-- Files that wait for their check, and whose job is older than that, or is none.
-- attachment_waiting_long(before time) -> one waiting_files
-- global: the operator looks at all of them
SELECT COUNT(*) AS n
  FROM attachment f
 WHERE f.verdict IN ('checking', 'scanning') AND f.state IN ('temporary', 'ready')
   AND NOT EXISTS (SELECT 1 FROM job j WHERE j.tenant_id = f.tenant_id AND j.lane = 'files' AND j.kind = 'check' AND j.subject_id = f.id AND j.created_at > :before);
