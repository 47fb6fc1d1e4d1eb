-- The small picture beside a file's object.

-- row picture { id id, object_key text, size int }

-- A file of which a small picture may be made: it is there and may be given out.
-- part drawable
f.id, f.object_key, f.size
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.id = :attachment AND f.state IN ('temporary', 'ready') AND f.verdict IN ('passed', 'unscanned');

-- thumbnail_source(attachment id) -> one picture
SELECT $drawable;

-- The same, and nobody takes it away before the end of the transaction.
-- thumbnail_hold(attachment id) -> one picture
SELECT $drawable
   FOR UPDATE;

-- thumbnail_made(attachment id) -> done
UPDATE attachment SET thumbnail = TRUE
 WHERE tenant_id = :tenant AND id = :attachment;
