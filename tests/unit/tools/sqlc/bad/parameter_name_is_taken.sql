-- refused: 2: the name int is taken in C
-- f(int id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :int;
