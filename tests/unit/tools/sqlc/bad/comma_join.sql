-- refused: 4: tables parted by a comma: write JOIN
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM ticket t, comment c WHERE t.tenant_id = :tenant AND t.id = :id;
