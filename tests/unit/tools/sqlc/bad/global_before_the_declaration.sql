-- refused: 2: global stands between a declaration and its statement
-- global: all of them
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE id = :id;
