-- refused: 4: f gives no rows
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
