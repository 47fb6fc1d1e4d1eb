-- refused: 3: ticket is not tied to the tenant: 
-- f(id id) -> done
DELETE FROM ticket WHERE id = :id;
