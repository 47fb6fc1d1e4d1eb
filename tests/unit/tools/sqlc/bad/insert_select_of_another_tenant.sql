-- refused: 4: the tenant_id of a new row is :tenant, or that of a tied alias
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public)
SELECT t.status_id, t.id, t.summary, TRUE FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
