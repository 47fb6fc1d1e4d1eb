-- refused: 3: 4 columns, but 2 values
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public) VALUES (:tenant, :id);
