-- refused: 4: the alias T is not in lower case
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT T.id, T.summary FROM ticket T WHERE T.tenant_id = :tenant AND T.id = :id;
