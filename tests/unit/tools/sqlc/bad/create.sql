-- refused: 3: CREATE is not understood here
-- f() -> done
CREATE TABLE x (id BIGINT);
