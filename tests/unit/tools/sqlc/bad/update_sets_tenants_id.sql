-- refused: 3: a row keeps its tenant: id cannot be set
-- f(id id) -> done
UPDATE tenant SET id = :id WHERE id = :tenant;
