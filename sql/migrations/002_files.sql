-- Files: uploads that go on where they broke off, checks of what the bytes are, links for people without a session, quotas, drafts of
-- forms, jobs, and what the sweep knows of the store.

-- A quota, and what counts against it. The count is referenced by no foreign key, as a row that is written with every file.
ALTER TABLE tenant
	ADD files_size_max BIGINT NOT NULL DEFAULT 0 COMMENT 'bytes of all its files; 0: no quota';
CREATE TABLE tenant_files (
	tenant_id BIGINT NOT NULL PRIMARY KEY,
	size      BIGINT NOT NULL COMMENT 'bytes of its files that are temporary or ready, lost ones too; those of uploads count from their beginning, by the length they announced'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

ALTER TABLE desk
	ADD file_types    VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'what may be attached, by spaces: image/* application/pdf; empty: anything',
	ADD file_size_max BIGINT        NOT NULL DEFAULT 0 COMMENT 'bytes; 0: the operator''s limit',
	ADD unscanned     ENUM('warn', 'refuse') NOT NULL DEFAULT 'warn' COMMENT 'a file that is larger than the scanner takes';
ALTER TABLE field
	ADD file_types    VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'of an attachment field, beside what the desk says',
	ADD file_size_max BIGINT        NOT NULL DEFAULT 0;

-- `verdict` says what is known of the bytes; only passed and unscanned ones are given out. `removed` is a file that somebody took
-- away: its row stays for the log of who had it, its object goes.
ALTER TABLE attachment
	MODIFY state ENUM('uploading', 'temporary', 'ready', 'removed') NOT NULL,
	ADD verdict ENUM('checking', 'scanning', 'passed', 'unscanned', 'infected', 'refused', 'lost') NOT NULL DEFAULT 'checking'
		COMMENT 'checking: not read back yet; unscanned: larger than the scanner takes; refused: its bytes are not what its desk takes; lost: the store has it no more',
	ADD finding    VARCHAR(100) NULL COMMENT 'what the scanner calls it, or why it was refused',
	ADD thumbnail  BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'there is a small picture: object_key and .thumb',
	ADD removed_by BIGINT       NULL,
	ADD removed_at DATETIME(3)  NULL,
	ADD KEY by_object (object_key),
	ADD KEY by_verdict (verdict, state),
	ADD FOREIGN KEY (tenant_id, removed_by) REFERENCES person (tenant_id, id);
UPDATE attachment SET verdict = 'passed' WHERE state <> 'uploading';

-- An upload that goes on over several requests (tus 1.0); it belongs to its attachment, whose id is its name.
CREATE TABLE upload (
	tenant_id     BIGINT        NOT NULL,
	attachment_id BIGINT        NOT NULL,
	length        BIGINT        NOT NULL COMMENT 'bytes, as was said at its beginning',
	received      BIGINT        NOT NULL DEFAULT 0 COMMENT 'bytes that are kept for certain: parts and tail',
	store_id      VARCHAR(1024) NULL COMMENT 'of the store''s multipart upload; NULL: none begun',
	part_next     INT           NOT NULL DEFAULT 1 COMMENT 'its number; one that was put and not kept is put again under the same, as Ceph wants all that were ever put',
	tail_key      VARCHAR(200)  NULL COMMENT 'the object with the bytes that are short of a part',
	tail_size     INT           NOT NULL DEFAULT 0,
	lease         VARCHAR(50)   NULL COMMENT 'the request that moves bytes now',
	leased_until  DATETIME(3)   NULL,
	PRIMARY KEY (tenant_id, attachment_id),
	KEY by_tail (tail_key),
	FOREIGN KEY (tenant_id, attachment_id) REFERENCES attachment (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE upload_part (
	tenant_id     BIGINT       NOT NULL,
	attachment_id BIGINT       NOT NULL,
	number        INT          NOT NULL,
	etag          VARCHAR(255) NOT NULL,
	size          BIGINT       NOT NULL,
	PRIMARY KEY (tenant_id, attachment_id, number),
	FOREIGN KEY (tenant_id, attachment_id) REFERENCES upload (tenant_id, attachment_id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- A link that opens one file for one person who has no session here (in a mail). It opens what that person may see at that time.
CREATE TABLE file_link (
	tenant_id     BIGINT      NOT NULL,
	id            BIGINT      NOT NULL AUTO_INCREMENT,
	attachment_id BIGINT      NOT NULL,
	person_id     BIGINT      NOT NULL COMMENT 'whom it was sent to',
	created_by    BIGINT      NOT NULL,
	token_hash    BINARY(32)  NOT NULL,
	created_at    DATETIME(3) NOT NULL,
	expires_at    DATETIME(3) NOT NULL,
	revoked_at    DATETIME(3) NULL,
	use_limit     INT         NOT NULL DEFAULT 0 COMMENT '0: none',
	uses          INT         NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, token_hash),
	KEY (tenant_id, attachment_id, id),
	FOREIGN KEY (tenant_id, attachment_id) REFERENCES attachment (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
ALTER TABLE download
	ADD kind    ENUM('download', 'preview') NOT NULL DEFAULT 'download',
	ADD link_id BIGINT NULL COMMENT 'opened by the link that was sent to the person',
	ADD KEY by_link (tenant_id, link_id, id),
	ADD FOREIGN KEY (tenant_id, link_id) REFERENCES file_link (tenant_id, id);

-- What a person has typed into the form of a type and not sent yet, on whatever device.
CREATE TABLE draft (
	tenant_id       BIGINT      NOT NULL,
	person_id       BIGINT      NOT NULL,
	request_type_id BIGINT      NOT NULL,
	body            MEDIUMTEXT  NOT NULL COMMENT 'JSON: values and files',
	updated_at      DATETIME(3) NOT NULL,
	expires_at      DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, person_id, request_type_id),
	KEY (expires_at),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, request_type_id) REFERENCES request_type (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Work that follows a change, written in the change's own transaction (an outbox). A claim moves due_at to the end of its lease, so
-- what a worker left behind is due again by itself; what is done leaves the table.
CREATE TABLE job (
	tenant_id  BIGINT       NOT NULL,
	id         BIGINT       NOT NULL AUTO_INCREMENT,
	lane       VARCHAR(20)  NOT NULL,
	kind       VARCHAR(30)  NOT NULL COMMENT 'what is to be done: a row of the table in desk/job.c',
	subject_id BIGINT       NOT NULL COMMENT 'to what: an id that the kind understands',
	due_at     DATETIME(3)  NULL COMMENT 'NULL: gave up',
	tries      SMALLINT     NOT NULL DEFAULT 0,
	lease      VARCHAR(50)  NULL,
	trouble    VARCHAR(300) NULL COMMENT 'why the last try failed',
	created_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY by_lane (lane, tenant_id, due_at),
	KEY by_subject (tenant_id, subject_id),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Objects that are to be deleted: written in the transaction that deletes what named them, so none is forgotten. No tenant: these
-- outlive it.
CREATE TABLE doomed_object (
	object_key VARCHAR(200) NOT NULL PRIMARY KEY,
	doomed_at  DATETIME(3)  NOT NULL COMMENT 'or when the store last would not delete it',
	KEY (doomed_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Objects that no row names, as sweeps saw them: only what two have seen, and is old, is deleted.
CREATE TABLE stray_object (
	object_key    VARCHAR(1024) NOT NULL,
	key_hash      BINARY(32)    NOT NULL PRIMARY KEY COMMENT 'SHA-256 of the key, which may be longer than an index takes',
	modified_at   DATETIME(3)   NOT NULL COMMENT 'by the store''s clock',
	first_seen_at DATETIME(3)   NOT NULL,
	seen_at       DATETIME(3)   NOT NULL COMMENT 'by the last sweep that saw it',
	KEY (first_seen_at),
	KEY (seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE sweep_report (
	id        BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	began_at  DATETIME(3)  NOT NULL,
	ended_at  DATETIME(3)  NOT NULL,
	whole     BOOLEAN      NOT NULL COMMENT 'it looked through the whole store, or tried to',
	outcome   VARCHAR(30)  NOT NULL COMMENT 'OK, or the name of the error that ended it',
	said      VARCHAR(1000) NOT NULL COMMENT 'what it found and did: words and numbers',
	KEY (began_at),
	KEY (whole, ended_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
