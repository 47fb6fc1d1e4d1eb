-- refused: 4: t is not tied to the tenant: 
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public)
SELECT :tenant, t.id, t.summary, TRUE FROM ticket t WHERE t.id = :id;
