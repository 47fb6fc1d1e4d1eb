-- refused: 3: an INSERT into comment gives its tenant_id
-- f(id id) -> done
INSERT INTO comment (ticket_id, body, public) VALUES (:id, 'x', TRUE);
