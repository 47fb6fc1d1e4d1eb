-- row number { n int }

-- first(id id) -> one number
SELECT t.id AS n FROM ticket t WHERE t.id = :id;

-- fine(id id) -> one number
SELECT t.id AS n FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;

-- second(id id) -> done
DELETE FROM comment WHERE id = :id OR tenant_id = :tenant;
