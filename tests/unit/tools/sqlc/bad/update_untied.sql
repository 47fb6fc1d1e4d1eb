-- refused: 3: ticket is not tied to the tenant: 
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE id = :id;
