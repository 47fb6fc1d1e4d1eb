-- The tables that the cases beside this folder speak of.
CREATE TABLE tenant (
	id   BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	name VARCHAR(100) NOT NULL,
	host VARCHAR(253) NOT NULL,
	UNIQUE KEY (host)
);

CREATE TABLE ticket (
	tenant_id  BIGINT       NOT NULL,
	id         BIGINT       NOT NULL AUTO_INCREMENT,
	ticket_key VARCHAR(64)  NOT NULL,
	summary    VARCHAR(255) NOT NULL DEFAULT 'none; yet',
	status_id  BIGINT       NULL,
	breach_at  DATETIME(3)  NULL,
	open       BOOLEAN      NOT NULL DEFAULT TRUE,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, ticket_key),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB COMMENT='what a customer wants';

CREATE TABLE comment (
	tenant_id BIGINT     NOT NULL,
	id        BIGINT     NOT NULL AUTO_INCREMENT,
	ticket_id BIGINT     NOT NULL,
	body      MEDIUMTEXT NOT NULL,
	public    BOOLEAN    NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	FULLTEXT KEY (body)
);

CREATE TABLE status (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, name VARCHAR(64) NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE counter (tenant_id BIGINT NOT NULL, desk_id BIGINT NOT NULL, next BIGINT NOT NULL, PRIMARY KEY (tenant_id, desk_id));
CREATE TABLE passing (id BIGINT);
INSERT INTO passing (id) VALUES (1);
DROP TABLE passing;
