-- refused: 3: nested deeper than 64
-- f(id id) -> done
UPDATE ticket SET open = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))) WHERE tenant_id = :tenant AND id = :id;
