-- refused: 3: comment has no column colour
-- f(id id) -> done
INSERT INTO comment (tenant_id, colour) VALUES (:tenant, :id);
