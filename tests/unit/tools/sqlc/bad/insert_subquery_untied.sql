-- refused: 3: t is not tied to the tenant: 
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public) VALUES (:tenant, :id, (SELECT t.summary FROM ticket t WHERE t.id = :id), TRUE);
