-- refused: 2: -> all: write one, many, done, affected or made
-- f(id id) -> all
UPDATE ticket SET open = FALSE WHERE tenant_id = :tenant AND id = :id;
