-- refused: 3: :text may be NULL, the column summary may not
-- f(text text?) -> done
UPDATE ticket SET summary = :text WHERE tenant_id = :tenant;
