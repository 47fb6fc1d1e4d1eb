-- refused: 3: :id may be NULL, the column ticket_id may not
-- f(id id?) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public) VALUES (:tenant, :id, 'x', TRUE);
