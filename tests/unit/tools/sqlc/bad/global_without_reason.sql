-- refused: 3: global wants its reason
-- f(id id) -> done
-- global
UPDATE ticket SET open = FALSE WHERE id = :id;
