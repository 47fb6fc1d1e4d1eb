-- refused: 3: ticket is not tied to the tenant: 
-- f() -> done
DELETE FROM ticket;
