-- refused: 5: t is not tied to the tenant: t.tenant_id = :tenant, or = that of a tied alias, must be a condition of its own in WHERE or in an inner JOIN's ON
-- row line { id id, summary text }

-- part lines
t.id, t.summary FROM ticket t;

-- line_find(id id) -> one line
SELECT $lines WHERE t.id = :id;
