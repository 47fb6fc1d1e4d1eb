-- refused: 3: SET is not understood here
-- f(id id) -> done
SET SESSION sql_mode = :id;
