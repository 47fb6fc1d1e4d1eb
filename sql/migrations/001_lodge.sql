-- The main road: tenants and their people, desks with their request types and workflows, tickets with comments and files.
-- Every tenant table has PRIMARY KEY (tenant_id, id) with KEY (id) for AUTO_INCREMENT, and every foreign key carries
-- tenant_id: a row that belongs to two tenants cannot exist. Instants are UTC. Secrets are stored as SHA-256 or sealed. Texts compare
-- byte by byte, spaces at the end too.

CREATE TABLE tenant (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	slug            VARCHAR(63)  NOT NULL COMMENT 'what operators call it',
	name            VARCHAR(100) NOT NULL COMMENT 'what customers call it',
	host            VARCHAR(253) NOT NULL COMMENT 'the host name that is this tenant, lower case, without a port',
	origin          VARCHAR(300) NOT NULL COMMENT 'scheme, host and port of its pages; links are built from it',
	brand_hue       SMALLINT     NOT NULL DEFAULT 250 COMMENT 'oklch hue, 0-360',
	brand_chroma    SMALLINT     NOT NULL DEFAULT 120 COMMENT 'oklch chroma in thousandths, 0-140',
	register_url    VARCHAR(500) NULL COMMENT 'where people without an account get one',
	support_address VARCHAR(254) NULL COMMENT 'trouble signing in? write to ...',
	time_zone       VARCHAR(64)  NOT NULL DEFAULT 'UTC' COMMENT 'of people who have not said theirs',
	created_at      DATETIME(3)  NOT NULL,
	UNIQUE KEY (slug),
	UNIQUE KEY (host)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- People. An address is not a name: two people may show the same one as long as it is not verified for both.
CREATE TABLE person (
	tenant_id      BIGINT       NOT NULL,
	id             BIGINT       NOT NULL AUTO_INCREMENT,
	account_id     VARCHAR(64)  NOT NULL COMMENT 'JSM accountId: opaque, never reused',
	email          VARCHAR(254) NULL,
	email_verified BOOLEAN      NOT NULL DEFAULT FALSE,
	display_name   VARCHAR(255) NOT NULL,
	role           ENUM('customer', 'agent', 'admin') NOT NULL DEFAULT 'customer',
	time_zone      VARCHAR(64)  NULL COMMENT 'IANA name',
	active         BOOLEAN      NOT NULL DEFAULT TRUE,
	created_at     DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, account_id),
	KEY (tenant_id, email),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE organization (
	tenant_id  BIGINT       NOT NULL,
	id         BIGINT       NOT NULL AUTO_INCREMENT,
	name       VARCHAR(200) NOT NULL,
	created_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, name),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE organization_member (
	tenant_id       BIGINT NOT NULL,
	organization_id BIGINT NOT NULL,
	person_id       BIGINT NOT NULL,
	PRIMARY KEY (tenant_id, organization_id, person_id),
	KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, organization_id) REFERENCES organization (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Sign-in. An OpenID provider of the tenant; the client secret is sealed.
CREATE TABLE provider (
	tenant_id     BIGINT       NOT NULL,
	id            BIGINT       NOT NULL AUTO_INCREMENT,
	label         VARCHAR(100) NOT NULL COMMENT 'on its button',
	issuer        VARCHAR(255) NOT NULL COMMENT 'compared exactly; discovery stands below it',
	client_id     VARCHAR(255) NOT NULL,
	client_secret VARCHAR(1000) NULL COMMENT 'sealed; NULL: a public client',
	scopes        VARCHAR(255) NOT NULL DEFAULT 'openid email profile',
	extra_params  VARCHAR(500) NULL COMMENT 'added to the authorization request, e.g. kc_idp_hint=corp',
	algorithms    VARCHAR(100) NOT NULL DEFAULT 'RS256 ES256 PS256',
	require_iss   BOOLEAN      NULL COMMENT 'RFC 9207; NULL: as discovery says',
	vouches_for   VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'mail domains, by spaces, whose verified addresses it may join to people we know',
	enabled       BOOLEAN      NOT NULL DEFAULT TRUE,
	position      SMALLINT     NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, issuer, client_id),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE identity (
	tenant_id   BIGINT       NOT NULL,
	provider_id BIGINT       NOT NULL,
	sub         VARCHAR(255) NOT NULL,
	person_id   BIGINT       NOT NULL,
	created_at  DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, provider_id, sub),
	KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What providers publish, shared by all workers: who wins the update of next_try_at fetches it, the others read.
CREATE TABLE provider_document (
	tenant_id   BIGINT      NOT NULL,
	provider_id BIGINT      NOT NULL,
	kind        ENUM('discovery', 'jwks') NOT NULL,
	body        MEDIUMTEXT  NULL COMMENT 'NULL: never fetched',
	fetched_at  DATETIME(3) NULL,
	next_try_at DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, provider_id, kind),
	FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE login_attempt (
	tenant_id    BIGINT       NOT NULL,
	state_hash   BINARY(32)   NOT NULL,
	browser_hash BINARY(32)   NOT NULL COMMENT 'of the cookie that binds it to one browser',
	provider_id  BIGINT       NOT NULL,
	nonce        VARCHAR(64)  NOT NULL,
	verifier     VARCHAR(500) NOT NULL COMMENT 'PKCE, sealed',
	return_to    VARCHAR(1000) NOT NULL,
	address      VARCHAR(45)  NOT NULL,
	created_at   DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, state_hash),
	KEY (tenant_id, created_at),
	KEY (tenant_id, address, created_at),
	FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE session (
	tenant_id   BIGINT       NOT NULL,
	id_hash     BINARY(32)   NOT NULL,
	person_id   BIGINT       NOT NULL,
	provider_id BIGINT       NOT NULL,
	idp_sub     VARCHAR(255) NOT NULL,
	idp_sid     VARCHAR(255) NULL,
	id_token    TEXT         NULL COMMENT 'sealed; the hint for the provider''s sign-out',
	created_at  DATETIME(3)  NOT NULL,
	seen_at     DATETIME(3)  NOT NULL COMMENT 'moved on by writing requests only, and at most every few minutes',
	expires_at  DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id_hash),
	KEY (tenant_id, provider_id, idp_sid),
	KEY (tenant_id, provider_id, idp_sub),
	KEY (tenant_id, person_id),
	KEY (expires_at),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Logout tokens are good once.
CREATE TABLE logout_token (
	tenant_id   BIGINT      NOT NULL,
	provider_id BIGINT      NOT NULL,
	jti_hash    BINARY(32)  NOT NULL,
	created_at  DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, provider_id, jti_hash),
	KEY (tenant_id, created_at),
	FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE api_token (
	tenant_id  BIGINT       NOT NULL,
	id         BIGINT       NOT NULL AUTO_INCREMENT,
	token_hash BINARY(32)   NOT NULL,
	person_id  BIGINT       NOT NULL,
	label      VARCHAR(100) NOT NULL,
	scopes     VARCHAR(500) NOT NULL COMMENT 'JSM''s classic scopes, by spaces',
	created_at DATETIME(3)  NOT NULL,
	expires_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, token_hash),
	KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Workflows: statuses with the name that customers see, and the moves between them.
CREATE TABLE workflow (
	tenant_id         BIGINT       NOT NULL,
	id                BIGINT       NOT NULL AUTO_INCREMENT,
	name              VARCHAR(100) NOT NULL,
	initial_status_id BIGINT       NULL COMMENT 'set once the statuses exist',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, name),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE status (
	tenant_id       BIGINT       NOT NULL,
	id              BIGINT       NOT NULL AUTO_INCREMENT,
	workflow_id     BIGINT       NOT NULL,
	name            VARCHAR(60)  NOT NULL COMMENT 'inside the team',
	customer_name   VARCHAR(60)  NOT NULL,
	category        ENUM('NEW', 'INDETERMINATE', 'DONE') NOT NULL,
	awaits_customer BOOLEAN      NOT NULL DEFAULT FALSE,
	position        SMALLINT     NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, workflow_id, name),
	FOREIGN KEY (tenant_id, workflow_id) REFERENCES workflow (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

ALTER TABLE workflow ADD FOREIGN KEY (tenant_id, initial_status_id) REFERENCES status (tenant_id, id);

CREATE TABLE transition (
	tenant_id      BIGINT      NOT NULL,
	id             BIGINT      NOT NULL AUTO_INCREMENT,
	workflow_id    BIGINT      NOT NULL,
	name           VARCHAR(60) NOT NULL,
	from_status_id BIGINT      NULL COMMENT 'NULL: from every status but its goal',
	to_status_id   BIGINT      NOT NULL,
	on_portal      BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'customers may run it',
	position       SMALLINT    NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, workflow_id, from_status_id),
	FOREIGN KEY (tenant_id, workflow_id) REFERENCES workflow (tenant_id, id),
	FOREIGN KEY (tenant_id, from_status_id) REFERENCES status (tenant_id, id),
	FOREIGN KEY (tenant_id, to_status_id) REFERENCES status (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Desks (JSM's service desks; their id is also the portal's).
CREATE TABLE desk (
	tenant_id    BIGINT       NOT NULL,
	id           BIGINT       NOT NULL AUTO_INCREMENT,
	project_key  VARCHAR(10)  NOT NULL COMMENT 'before the dash of a ticket key',
	name         VARCHAR(100) NOT NULL,
	description  VARCHAR(500) NOT NULL DEFAULT '',
	announcement VARCHAR(1000) NULL,
	access       ENUM('open', 'organizations') NOT NULL DEFAULT 'open' COMMENT 'open: everybody with an account',
	position     SMALLINT     NOT NULL DEFAULT 0,
	created_at   DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, project_key),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The next ticket number. Referenced by no foreign key: a counter on the desk row deadlocks parallel creates.
CREATE TABLE desk_counter (
	tenant_id BIGINT NOT NULL,
	desk_id   BIGINT NOT NULL,
	last      BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, desk_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE desk_agent (
	tenant_id BIGINT NOT NULL,
	desk_id   BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	PRIMARY KEY (tenant_id, desk_id, person_id),
	KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE desk_organization (
	tenant_id       BIGINT NOT NULL,
	desk_id         BIGINT NOT NULL,
	organization_id BIGINT NOT NULL,
	PRIMARY KEY (tenant_id, desk_id, organization_id),
	KEY (tenant_id, organization_id),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, organization_id) REFERENCES organization (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE request_type (
	tenant_id   BIGINT       NOT NULL,
	id          BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id     BIGINT       NOT NULL,
	workflow_id BIGINT       NOT NULL,
	name        VARCHAR(100) NOT NULL,
	description VARCHAR(500) NOT NULL DEFAULT '',
	help_text   VARCHAR(2000) NOT NULL DEFAULT '',
	icon        VARCHAR(30)  NOT NULL DEFAULT 'life' COMMENT 'a name of the page''s icon set',
	position    SMALLINT     NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, desk_id, position),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, workflow_id) REFERENCES workflow (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE request_type_group (
	tenant_id BIGINT       NOT NULL,
	id        BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id   BIGINT       NOT NULL,
	name      VARCHAR(100) NOT NULL,
	position  SMALLINT     NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, desk_id, position),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- A type in no group is hidden from the portal and still usable by programs.
CREATE TABLE request_type_group_member (
	tenant_id       BIGINT NOT NULL,
	group_id        BIGINT NOT NULL,
	request_type_id BIGINT NOT NULL,
	PRIMARY KEY (tenant_id, group_id, request_type_id),
	KEY (tenant_id, request_type_id),
	FOREIGN KEY (tenant_id, group_id) REFERENCES request_type_group (tenant_id, id),
	FOREIGN KEY (tenant_id, request_type_id) REFERENCES request_type (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The form of a request type. `key_name` is JSM's fieldId: summary, description, attachment, duedate, customfield_N.
CREATE TABLE field (
	tenant_id       BIGINT       NOT NULL,
	id              BIGINT       NOT NULL AUTO_INCREMENT,
	request_type_id BIGINT       NOT NULL,
	key_name        VARCHAR(60)  NOT NULL,
	kind            VARCHAR(20)  NOT NULL COMMENT 'a row of desk/field_kind.c',
	label           VARCHAR(100) NOT NULL,
	help            VARCHAR(1000) NOT NULL DEFAULT '',
	required        BOOLEAN      NOT NULL DEFAULT FALSE,
	length_max      INT          NOT NULL DEFAULT 0 COMMENT 'characters; 0: the kind''s own limit',
	position        SMALLINT     NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, request_type_id, key_name),
	FOREIGN KEY (tenant_id, request_type_id) REFERENCES request_type (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE field_option (
	tenant_id BIGINT       NOT NULL,
	id        BIGINT       NOT NULL AUTO_INCREMENT,
	field_id  BIGINT       NOT NULL,
	label     VARCHAR(200) NOT NULL,
	position  SMALLINT     NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, field_id, position),
	FOREIGN KEY (tenant_id, field_id) REFERENCES field (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Tickets (JSM's requests). last_activity is repeated in the two tables through which others see it, so that each way of
-- seeing is one index range; ticket_touch moves all three.
CREATE TABLE ticket (
	tenant_id         BIGINT       NOT NULL,
	id                BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id           BIGINT       NOT NULL,
	request_type_id   BIGINT       NOT NULL,
	ticket_key        VARCHAR(30)  NOT NULL COMMENT 'CDSE-1',
	summary           VARCHAR(255) NOT NULL,
	reporter_id       BIGINT       NOT NULL,
	assignee_id       BIGINT       NULL,
	status_id         BIGINT       NOT NULL,
	status_changed_at DATETIME(3)  NOT NULL COMMENT 'when the customer''s name of the status changed',
	done              BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'the status is of category DONE',
	created_at        DATETIME(3)  NOT NULL,
	last_activity     DATETIME(3)  NOT NULL COMMENT 'of what customers may see',
	team_activity     DATETIME(3)  NOT NULL DEFAULT (last_activity) COMMENT 'of anything, notes too: never shown to customers, not even as an order',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, ticket_key),
	KEY by_reporter (tenant_id, reporter_id, last_activity, id),
	KEY by_reporter_open (tenant_id, reporter_id, done),
	KEY by_desk (tenant_id, desk_id, team_activity, id),
	KEY by_desk_status (tenant_id, desk_id, status_id, team_activity, id),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, request_type_id) REFERENCES request_type (tenant_id, id),
	FOREIGN KEY (tenant_id, reporter_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, assignee_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, status_id) REFERENCES status (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE ticket_participant (
	tenant_id     BIGINT      NOT NULL,
	ticket_id     BIGINT      NOT NULL,
	person_id     BIGINT      NOT NULL,
	last_activity DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, ticket_id, person_id),
	KEY by_person (tenant_id, person_id, last_activity, ticket_id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE ticket_organization (
	tenant_id       BIGINT      NOT NULL,
	ticket_id       BIGINT      NOT NULL,
	organization_id BIGINT      NOT NULL,
	last_activity   DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, ticket_id, organization_id),
	KEY by_organization (tenant_id, organization_id, last_activity, ticket_id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, organization_id) REFERENCES organization (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What was filled in, as the API shows it: text, number, date, or the chosen options with the labels they had.
CREATE TABLE field_value (
	tenant_id BIGINT     NOT NULL,
	ticket_id BIGINT     NOT NULL,
	field_id  BIGINT     NOT NULL,
	value     MEDIUMTEXT NOT NULL COMMENT 'JSON',
	PRIMARY KEY (tenant_id, ticket_id, field_id),
	KEY (tenant_id, field_id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, field_id) REFERENCES field (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The statuses a ticket went through, by the name that customers saw then.
CREATE TABLE status_change (
	tenant_id       BIGINT      NOT NULL,
	id              BIGINT      NOT NULL AUTO_INCREMENT,
	ticket_id       BIGINT      NOT NULL,
	status_id       BIGINT      NOT NULL,
	customer_name   VARCHAR(60) NOT NULL,
	category        ENUM('NEW', 'INDETERMINATE', 'DONE') NOT NULL,
	awaits_customer BOOLEAN     NOT NULL,
	person_id       BIGINT      NOT NULL,
	created_at      DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, ticket_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, status_id) REFERENCES status (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE comment (
	tenant_id  BIGINT      NOT NULL,
	id         BIGINT      NOT NULL AUTO_INCREMENT,
	ticket_id  BIGINT      NOT NULL,
	author_id  BIGINT      NOT NULL,
	by_team    BOOLEAN     NOT NULL COMMENT 'the author answered as an agent of the desk',
	public     BOOLEAN     NOT NULL COMMENT 'FALSE: an internal note',
	body       MEDIUMTEXT  NOT NULL COMMENT 'Markdown',
	created_at DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, ticket_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, author_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Files. The row is first: `uploading` names the object before its bytes move; `temporary` belongs to who uploaded it until a
-- ticket takes it; `ready` is visible with its ticket, or with its comment.
CREATE TABLE attachment (
	tenant_id    BIGINT       NOT NULL,
	id           BIGINT       NOT NULL AUTO_INCREMENT,
	state        ENUM('uploading', 'temporary', 'ready') NOT NULL,
	desk_id      BIGINT       NOT NULL,
	person_id    BIGINT       NOT NULL COMMENT 'who uploaded it',
	ticket_id    BIGINT       NULL,
	comment_id   BIGINT       NULL COMMENT 'its visibility follows the comment',
	temporary_id VARCHAR(50)  NULL COMMENT 'JSM temporaryAttachmentId; means something to its uploader only',
	object_key   VARCHAR(200) NOT NULL,
	filename     VARCHAR(255) NOT NULL,
	mime_type    VARCHAR(100) NOT NULL,
	size         BIGINT       NOT NULL DEFAULT 0,
	sha256       BINARY(32)   NULL,
	created_at   DATETIME(3)  NOT NULL,
	expires_at   DATETIME(3)  NULL COMMENT 'of uploading and temporary ones',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, temporary_id),
	KEY (tenant_id, ticket_id, id),
	KEY (tenant_id, person_id, state),
	KEY (expires_at),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, comment_id) REFERENCES comment (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Who took a file, when.
CREATE TABLE download (
	tenant_id     BIGINT       NOT NULL,
	id            BIGINT       NOT NULL AUTO_INCREMENT,
	attachment_id BIGINT       NOT NULL,
	person_id     BIGINT       NOT NULL,
	address       VARCHAR(45)  NOT NULL,
	user_agent    VARCHAR(255) NOT NULL,
	created_at    DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, attachment_id, id),
	FOREIGN KEY (tenant_id, attachment_id) REFERENCES attachment (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The words of tickets and comments. Each word carries its tenant and who may find it (p7xerror for everybody on the ticket,
-- i7xerror for agents only), so a search reads only its own postings.
CREATE TABLE search_text (
	tenant_id  BIGINT     NOT NULL,
	id         BIGINT     NOT NULL AUTO_INCREMENT,
	ticket_id  BIGINT     NOT NULL,
	comment_id BIGINT     NULL COMMENT 'NULL: summary, description and fields',
	words      MEDIUMTEXT NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, ticket_id),
	FULLTEXT KEY (words),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, comment_id) REFERENCES comment (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Answers to requests that carried an Idempotency-Key, kept a day.
CREATE TABLE idempotency (
	tenant_id  BIGINT       NOT NULL,
	person_id  BIGINT       NOT NULL,
	request    BINARY(32)   NOT NULL COMMENT 'SHA-256 of method, path and key',
	body       BINARY(32)   NOT NULL COMMENT 'SHA-256 of the body',
	status     SMALLINT     NOT NULL DEFAULT 0,
	answer     MEDIUMTEXT   NOT NULL,
	created_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, person_id, request),
	KEY (created_at),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
