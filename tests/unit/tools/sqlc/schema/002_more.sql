-- A key that is shared by all tenants, a table without tenants, and columns that came later.
CREATE TABLE login (tenant_id BIGINT NOT NULL, token_hash BINARY(32) NOT NULL, seen_at DATETIME(3) NOT NULL, n INT NOT NULL DEFAULT 0);
ALTER TABLE login ADD PRIMARY KEY (tenant_id, token_hash), ADD CONSTRAINT login_hash UNIQUE KEY (token_hash);
CREATE TABLE word (id BIGINT NOT NULL PRIMARY KEY, word VARCHAR(100) NOT NULL);
ALTER TABLE ticket ADD COLUMN price DECIMAL(10, 2) NULL AFTER summary, ADD KEY (tenant_id, breach_at);
CREATE UNIQUE INDEX counter_next ON counter (tenant_id, next);
