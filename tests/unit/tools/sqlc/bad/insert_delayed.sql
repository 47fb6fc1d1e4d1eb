-- refused: 3: INTO is missing before DELAYED
-- f(id id) -> done
INSERT DELAYED INTO comment (tenant_id, ticket_id) VALUES (:tenant, :id);
