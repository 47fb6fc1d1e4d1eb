-- refused: 3: the id of a new row is :tenant
-- f(id id) -> done
INSERT INTO tenant (id, name, host) VALUES (:id, 'x', 'y');
