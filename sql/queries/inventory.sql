-- What rows know of the store, laid beside what it holds.

-- row named_object { object_key text, kind text, tenant_id id, id id, lost bool, created_at time }

-- The names in one stretch of the keys, in the order of their bytes. `kind` is the state of a file, `tail`, `mail` or `doomed`.
-- named_list(after text, upto text, limit int) -> many named_object
-- global: the store is one, of all tenants
SELECT n.object_key, n.kind, n.tenant_id, n.id, n.lost, n.created_at
  FROM ((SELECT f.object_key, CONCAT(f.state, '') AS kind, f.tenant_id, f.id, (f.verdict = 'lost' AND f.finding IS NULL) AS lost, f.created_at
           FROM attachment f
          WHERE f.object_key > :after AND f.object_key <= :upto AND f.state <> 'removed'
          ORDER BY f.object_key LIMIT :limit)
	UNION ALL
	(SELECT u.tail_key AS object_key, 'tail' AS kind, u.tenant_id, u.attachment_id AS id, FALSE AS lost, :now AS created_at
	   FROM upload u
	  WHERE u.tail_key > :after AND u.tail_key <= :upto
	  ORDER BY u.tail_key LIMIT :limit)
	UNION ALL
	(SELECT m.raw_key AS object_key, 'mail' AS kind, m.tenant_id, m.id, FALSE AS lost, m.received_at AS created_at
	   FROM mail_in m
	  WHERE m.raw_key > :after AND m.raw_key <= :upto
	  ORDER BY m.raw_key LIMIT :limit)
	UNION ALL
	(SELECT d.object_key, 'doomed' AS kind, 0 AS tenant_id, 0 AS id, FALSE AS lost, d.doomed_at AS created_at
	   FROM doomed_object d
	  WHERE d.object_key > :after AND d.object_key <= :upto
	  ORDER BY d.object_key LIMIT :limit)) n
 ORDER BY n.object_key
 LIMIT :limit;

-- One that is to be deleted anyhow goes in its own time.
-- stray_see(object_key text, key_hash hash, modified_at time) -> done
INSERT INTO stray_object (object_key, key_hash, modified_at, first_seen_at, seen_at)
SELECT :object_key, :key_hash, :modified_at, :now, :now
  FROM DUAL
 WHERE NOT EXISTS (SELECT 1 FROM doomed_object d WHERE d.object_key = :object_key)
ON DUPLICATE KEY UPDATE modified_at = VALUES(modified_at), seen_at = VALUES(seen_at);

-- row stray { object_key text, key_hash hash }

-- Those of the look that began at :began that an earlier one has seen, too, and that are old.
-- stray_ripe(began time, seen_before time, modified_before time, limit int) -> many stray
SELECT t.object_key, t.key_hash
  FROM stray_object t
 WHERE t.seen_at >= :began AND t.first_seen_at <= :seen_before AND t.modified_at <= :modified_before
 ORDER BY t.first_seen_at
 LIMIT :limit;

-- stray_forget(key_hash hash) -> affected
DELETE FROM stray_object
 WHERE key_hash = :key_hash;

-- What a whole look did not see is gone, or named.
-- stray_forget_unseen(began time) -> affected
DELETE FROM stray_object
 WHERE seen_at < :began;

-- row naming { n int }

-- How many rows name the object, or, of a small picture, its file? A tail is there before its row says so: then the request that put it
-- still holds the lease that is in its name.
-- object_named(object_key text, file_key text, upload id) -> one naming
-- global: an object is found by its key alone
SELECT (SELECT COUNT(*) FROM attachment f WHERE f.object_key = :file_key AND f.state <> 'removed')
     + (SELECT COUNT(*) FROM upload u WHERE u.tail_key = :object_key)
     + (SELECT COUNT(*) FROM mail_in m WHERE m.raw_key = :object_key)
     + (SELECT COUNT(*)
          FROM attachment g
          JOIN upload v ON v.tenant_id = g.tenant_id AND v.attachment_id = g.id
         WHERE g.id = :upload AND :object_key = CONCAT('uploads/', g.id, '/', v.lease, '.tail')) AS n;

-- The store has it no more.
-- file_lose(attachment id) -> affected
UPDATE attachment SET verdict = 'lost'
 WHERE tenant_id = :tenant AND id = :attachment AND state = 'ready' AND verdict <> 'lost';

-- It is there again; what it is has to be found out anew.
-- file_regain(attachment id) -> affected
UPDATE attachment SET verdict = 'checking'
 WHERE tenant_id = :tenant AND id = :attachment AND state = 'ready' AND verdict = 'lost';

-- row tenant_bytes { counted int, actual int }

-- What the quota counts, and what it should.
-- tenant_bytes() -> one tenant_bytes
SELECT COALESCE((SELECT n.size FROM tenant_files n WHERE n.tenant_id = :tenant), 0) AS counted,
       CAST(COALESCE((SELECT SUM(f.size) FROM attachment f WHERE f.tenant_id = :tenant AND f.state IN ('temporary', 'ready')), 0)
          + COALESCE((SELECT SUM(u.length) FROM upload u JOIN attachment g ON g.tenant_id = u.tenant_id AND g.id = u.attachment_id
                       WHERE u.tenant_id = :tenant AND g.state = 'uploading'), 0) AS SIGNED) AS actual;
