-- refused: 3: :id does not fit the column body, which is MEDIUMTEXT(0)
-- f(id id) -> done
INSERT INTO comment (tenant_id, ticket_id, body, public) VALUES (:tenant, :id, :id, TRUE);
