-- refused: 3: CALL is not understood here
-- f(id id) -> done
CALL f(:id);
