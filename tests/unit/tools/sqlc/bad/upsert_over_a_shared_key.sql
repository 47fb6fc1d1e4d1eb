-- refused: 3: ON DUPLICATE KEY UPDATE over login, whose key (token_hash) has no tenant_id
-- f(token hash) -> done
INSERT INTO login (tenant_id, token_hash, seen_at) VALUES (:tenant, :token, :now)
ON DUPLICATE KEY UPDATE n = n + 1;
