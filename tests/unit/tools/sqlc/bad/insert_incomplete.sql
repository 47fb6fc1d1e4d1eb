-- refused: 3: an INSERT into comment gives its body
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, public) VALUES (:tenant, :id, TRUE);
