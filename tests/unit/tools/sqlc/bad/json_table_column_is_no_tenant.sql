-- refused: 4: t is not tied to the tenant: 
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary FROM JSON_TABLE(:id, '$[*]' COLUMNS (tenant_id BIGINT PATH '$')) w JOIN ticket t ON t.tenant_id = w.tenant_id;
