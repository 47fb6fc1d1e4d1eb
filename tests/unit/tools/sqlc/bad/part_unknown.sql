-- refused: 5: there is no part lines before
-- row line { id id, summary text }

-- line_find(id id) -> one line
SELECT $lines(t) WHERE t.tenant_id = :tenant AND t.id = :id;
