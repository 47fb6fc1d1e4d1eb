-- refused: 3: INSERT IGNORE over login, whose key (token_hash) has no tenant_id
-- f(token hash) -> done
INSERT IGNORE INTO login (tenant_id, token_hash, seen_at) VALUES (:tenant, :token, :now);
