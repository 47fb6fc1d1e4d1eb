-- refused: 4: e is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT e.id, e.name AS summary FROM tenant e WHERE e.id = :id;
