-- refused: 3: DROP is not understood here
-- f() -> done
DROP TABLE ticket;
