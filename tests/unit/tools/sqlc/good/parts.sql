-- Pieces of SQL that statements share.
-- row line { id id, summary text }

-- part lines(t)
t.id, t.summary
  FROM ticket t;

-- A part may use the parts before it.
-- part mine(t, who)
SELECT $lines(t)
 WHERE t.tenant_id = :tenant AND t.id = :who;

-- line_first(first id) -> one line
$mine(a, first);

-- line_other(other id) -> one line
$mine(b, other);
