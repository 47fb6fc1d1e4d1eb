-- refused: 3: the function LOAD_FILE is not allowed
-- f(id id) -> done
UPDATE ticket SET breach_at = LOAD_FILE('/etc/passwd') WHERE tenant_id = :tenant AND id = :id;
