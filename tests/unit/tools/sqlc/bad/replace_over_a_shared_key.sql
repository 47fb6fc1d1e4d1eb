-- refused: 3: REPLACE over login, whose key (token_hash) has no tenant_id
-- f(token hash) -> done
REPLACE INTO login (tenant_id, token_hash, seen_at) VALUES (:tenant, :token, :now);
