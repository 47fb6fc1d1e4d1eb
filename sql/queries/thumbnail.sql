-- The small picture beside a file's object.

-- row picture { id id, object_key text, size int }

-- A file of which a small picture may be made: it is there and may be given out.
-- thumbnail_source(attachment id) -> one picture
SELECT f.id, f.object_key, f.size
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.id = :attachment AND f.state IN ('temporary', 'ready') AND f.verdict IN ('passed', 'unscanned');

-- Nobody takes the file away before the end of the transaction.
-- thumbnail_hold(attachment id) -> one picture
SELECT f.id, f.object_key, f.size
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.id = :attachment AND f.state IN ('temporary', 'ready')
   FOR UPDATE;

-- thumbnail_made(attachment id) -> done
UPDATE attachment SET thumbnail = TRUE
 WHERE tenant_id = :tenant AND id = :attachment AND state IN ('temporary', 'ready') AND verdict IN ('passed', 'unscanned');
