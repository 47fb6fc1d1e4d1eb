-- refused: 3: :id does not fit the column ticket_key, which is VARCHAR(64)
-- f(id id) -> done
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND ticket_key = :id;
