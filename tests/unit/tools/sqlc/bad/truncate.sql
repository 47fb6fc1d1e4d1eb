-- refused: 3: TRUNCATE is not understood here
-- f() -> done
TRUNCATE TABLE ticket;
