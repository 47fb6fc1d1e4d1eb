-- refused: 2: number is no kind
-- f(id number) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
