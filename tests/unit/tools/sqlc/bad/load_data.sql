-- refused: 3: LOAD is not understood here
-- f() -> done
LOAD DATA INFILE 'x' INTO TABLE ticket;
