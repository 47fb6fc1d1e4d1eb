-- refused: 8: the part lines takes 1 words, not 2
-- row line { id id, summary text }

-- part lines(t)
t.id, t.summary FROM ticket t;

-- line_find(id id) -> one line
SELECT $lines(t, u) WHERE t.tenant_id = :tenant AND t.id = :id;
