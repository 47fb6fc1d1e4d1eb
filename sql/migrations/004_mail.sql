-- Mail: the addresses of desks, what came in and what became of it, what goes out and whether it arrived, and the brakes.

-- The addresses at which desks take mail, and how they answer. An address is one of all tenants: it says whose a mail is before
-- anything else is known.
CREATE TABLE mail_address (
	tenant_id       BIGINT        NOT NULL,
	id              BIGINT        NOT NULL AUTO_INCREMENT,
	desk_id         BIGINT        NOT NULL,
	address         VARCHAR(100)  NOT NULL COMMENT 'lower case, without a +detail; its local part has at most 24 bytes, as the tokens of replies follow it',
	request_type_id BIGINT        NOT NULL COMMENT 'of the tickets that it opens',
	position        SMALLINT      NOT NULL DEFAULT 0 COMMENT 'the first one of a desk is what its letters come from',
	enabled         BOOLEAN       NOT NULL DEFAULT TRUE,
	sender_name     VARCHAR(100)  NOT NULL DEFAULT '' COMMENT 'in From; empty: the desk''s name',
	signature       VARCHAR(2000) NOT NULL DEFAULT '' COMMENT 'Markdown, below each letter',
	logo            MEDIUMTEXT    NULL COMMENT 'base64 of a PNG, JPEG, GIF or WebP of at most 64 KiB',
	logo_type       VARCHAR(50)   NULL,
	language        VARCHAR(10)   NOT NULL DEFAULT 'en' COMMENT 'to people who have not said theirs',
	unknown         ENUM('open', 'domains', 'invited') NOT NULL DEFAULT 'invited' COMMENT 'senders that nobody knows: anybody may write, those of `domains`, or nobody',
	domains         VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'by spaces, lower case',
	unproven        ENUM('hold', 'take') NOT NULL DEFAULT 'hold' COMMENT 'a mail of somebody we know that proves nothing, where nothing speaks against it either',
	pictures_inline BOOLEAN       NOT NULL DEFAULT FALSE COMMENT 'small pictures of an answer stand in the letter itself',
	copies          BOOLEAN       NOT NULL DEFAULT TRUE COMMENT 'whom a mail was sent to as well takes part, if its sender may add them',
	created_at      DATETIME(3)   NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (address),
	KEY (tenant_id, desk_id, position),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, request_type_id) REFERENCES request_type (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Mailboxes that are asked for mail (IMAP), for addresses that are hosted elsewhere. One job polls each.
CREATE TABLE mailbox (
	tenant_id     BIGINT       NOT NULL,
	id            BIGINT       NOT NULL AUTO_INCREMENT,
	address_id    BIGINT       NOT NULL COMMENT 'what arrives there, whoever it names',
	host          VARCHAR(253) NOT NULL,
	port          INT          NOT NULL DEFAULT 993,
	tls           ENUM('tls', 'starttls', 'none') NOT NULL DEFAULT 'tls' COMMENT 'none: only to networks that the operator excepts',
	user_name     VARCHAR(254) NOT NULL,
	auth          ENUM('password', 'xoauth2') NOT NULL DEFAULT 'password',
	secret        VARCHAR(4000) NOT NULL COMMENT 'sealed: the password, or the refresh token',
	token_url     VARCHAR(500) NULL COMMENT 'where a refresh token gives an access token (RFC 6749 section 6)',
	client_id     VARCHAR(255) NULL,
	client_secret VARCHAR(1000) NULL COMMENT 'sealed',
	access_token  VARCHAR(8000) NULL COMMENT 'sealed',
	access_until  DATETIME(3)  NULL,
	folder        VARCHAR(200) NOT NULL DEFAULT 'INBOX',
	done_folder   VARCHAR(200) NOT NULL DEFAULT 'Processed' COMMENT 'where a mail goes once it is kept here',
	authserv_id   VARCHAR(253) NULL COMMENT 'whose Authentication-Results are believed there; NULL: nobody''s',
	enabled       BOOLEAN      NOT NULL DEFAULT TRUE,
	uidvalidity   BIGINT       NOT NULL DEFAULT 0,
	at_uid        BIGINT       NOT NULL DEFAULT 0 COMMENT 'the mail that was begun last; 0: none is',
	at_tries      SMALLINT     NOT NULL DEFAULT 0 COMMENT 'how often it was, counted before it is fetched: one that cannot be, or ends its process, goes aside',
	polled_at     DATETIME(3)  NULL COMMENT 'when it last went well',
	trouble       VARCHAR(300) NULL COMMENT 'why it does not',
	aside_why     VARCHAR(300) NULL COMMENT 'mails lie in its folder Quarantine; why the last one does',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, address_id),
	FOREIGN KEY (tenant_id, address_id) REFERENCES mail_address (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Every mail that came, as it came: `raw_key` is its object in the store. `held` is the quarantine. Nothing leaves here but with its
-- tenant, its ticket, or by somebody's word.
CREATE TABLE mail_in (
	tenant_id     BIGINT       NOT NULL,
	id            BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id       BIGINT       NOT NULL,
	address_id    BIGINT       NOT NULL,
	mailbox_id    BIGINT       NULL COMMENT 'NULL: by LMTP',
	once          BINARY(32)   NOT NULL COMMENT 'what tells one mail from another however often it is delivered: SHA-256 of address, Message-ID, Date, From, Subject and body',
	message_hash  BINARY(32)   NULL COMMENT 'SHA-256 of its Message-ID, known before it is read: an answer that comes with it waits for it. NULL: it has none',
	raw_key       VARCHAR(200) NOT NULL,
	size          BIGINT       NOT NULL,
	envelope_from VARCHAR(320) NOT NULL COMMENT 'empty: a report, or of an unknown sender',
	envelope_to   VARCHAR(320) NOT NULL COMMENT 'with its +detail',
	state         ENUM('new', 'done', 'held', 'passed', 'discarded') NOT NULL DEFAULT 'new'
		COMMENT 'new: not read yet; done: became a ticket, a comment or a report; held: an agent decides; passed: stored and of no effect (our own loop, a report of nothing)',
	why           VARCHAR(30)  NULL COMMENT 'a word of desk/mail_why.c: why it is held, or passed',
	tries         SMALLINT     NOT NULL DEFAULT 0 COMMENT 'counted before it is read',
	trouble       VARCHAR(300) NULL COMMENT 'of the last try',
	from_address  VARCHAR(254) NULL COMMENT 'NULL: it has none that could be one',
	from_name     VARCHAR(255) NULL,
	subject       VARCHAR(255) NULL,
	message_id    VARCHAR(500) NULL,
	automatic     BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'a machine wrote it: nobody answers it by itself',
	proof         ENUM('none', 'failed', 'passed', 'token') NOT NULL DEFAULT 'none' COMMENT 'that its sender is who it says',
	person_id     BIGINT       NULL COMMENT 'who sent it, as far as is known',
	ticket_id     BIGINT       NULL COMMENT 'of one that is held: the one that it speaks of',
	comment_id    BIGINT       NULL COMMENT 'NULL with a ticket: it opened it',
	text          MEDIUMTEXT   NULL COMMENT 'what is new in it, as plain text, once it was read',
	quoted        MEDIUMTEXT   NULL COMMENT 'what it quotes, or has below its text',
	html          MEDIUMTEXT   NULL COMMENT 'all of it, made safe; <img data-part="3"> is its third file',
	files         MEDIUMTEXT   NULL COMMENT 'JSON: what came with it, [{number, filename, mimeType, size}]',
	refused       VARCHAR(1000) NULL COMMENT 'files that were not taken, and why: words for people',
	copied        VARCHAR(3000) NULL COMMENT 'whom it was sent to as well, and who does not take part by that: addresses, by spaces',
	received_at   DATETIME(3)  NOT NULL,
	decided_by    BIGINT       NULL,
	decided_at    DATETIME(3)  NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, once),
	KEY by_desk (tenant_id, desk_id, state, id),
	KEY by_ticket (tenant_id, ticket_id, comment_id),
	KEY by_raw (raw_key),
	KEY by_message (tenant_id, desk_id, message_hash),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, address_id) REFERENCES mail_address (tenant_id, id),
	FOREIGN KEY (tenant_id, mailbox_id) REFERENCES mailbox (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, comment_id) REFERENCES comment (tenant_id, id),
	FOREIGN KEY (tenant_id, decided_by) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Which ticket a mail of somebody else's belongs to, by its Message-ID: a later one that refers to it follows it.
CREATE TABLE mail_reference (
	tenant_id    BIGINT     NOT NULL,
	desk_id      BIGINT     NOT NULL,
	message_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the Message-ID without its brackets',
	ticket_id    BIGINT     NOT NULL,
	mail_id      BIGINT     NOT NULL,
	PRIMARY KEY (tenant_id, desk_id, message_hash, mail_id),
	KEY by_ticket (tenant_id, ticket_id),
	KEY by_mail (tenant_id, mail_id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, mail_id) REFERENCES mail_in (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Senders whose mail a desk does not want: it is stored and passed.
CREATE TABLE mail_block (
	tenant_id  BIGINT       NOT NULL,
	desk_id    BIGINT       NOT NULL,
	sender     VARCHAR(254) NOT NULL COMMENT 'an address, or @domain; lower case',
	created_by BIGINT       NULL COMMENT 'NULL: an operator',
	created_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, desk_id, sender),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What one person did to a ticket in one go: written in the transactions of its changes, and told once, a moment after the last.
CREATE TABLE notice (
	tenant_id         BIGINT      NOT NULL,
	id                BIGINT      NOT NULL AUTO_INCREMENT COMMENT 'stands in the Message-ID of its letters',
	ticket_id         BIGINT      NOT NULL,
	person_id         BIGINT      NULL COMMENT 'who did it; NULL: nobody, a rule did',
	first_activity_id BIGINT      NOT NULL,
	last_activity_id  BIGINT      NOT NULL,
	told              BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'its letters are rows of mail_out; what happens from now on is another notice',
	created_at        DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY by_ticket (tenant_id, ticket_id, told),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The outbox: one letter to one person. Its Message-ID never changes, so one that was sent twice is known as one.
CREATE TABLE mail_out (
	tenant_id   BIGINT       NOT NULL,
	id          BIGINT       NOT NULL AUTO_INCREMENT COMMENT 'stands in its envelope sender: what comes back is known by it',
	desk_id     BIGINT       NOT NULL,
	address_id  BIGINT       NOT NULL COMMENT 'what it comes from',
	ticket_id   BIGINT       NULL,
	notice_id   BIGINT       NULL,
	mail_id     BIGINT       NULL COMMENT 'the mail that it answers',
	person_id   BIGINT       NULL,
	recipient   VARCHAR(254) NOT NULL,
	kind        VARCHAR(20)  NOT NULL COMMENT 'a row of desk/letter.c: notice, received, files-refused',
	message_id  VARCHAR(250) NOT NULL COMMENT 'without brackets',
	subject     VARCHAR(400) NULL COMMENT 'as it was sent',
	state       ENUM('waiting', 'sent', 'failed', 'bounced', 'discarded', 'needless', 'withheld') NOT NULL DEFAULT 'waiting'
		COMMENT 'failed: the server will not have it, or we gave up; needless: when its turn came there was nothing left to say, or nobody to say it to; withheld: never tried, as a brake or what is known of the address forbids it',
	trouble     VARCHAR(300) NULL COMMENT 'why it was not sent (yet), in words for people',
	created_at  DATETIME(3)  NOT NULL,
	ended_at    DATETIME(3)  NULL COMMENT 'when it left, or when it was clear that it never will',
	decided_by  BIGINT       NULL COMMENT 'who asked for it anew, or discarded it; NULL: nobody, or an operator',
	decided_at  DATETIME(3)  NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, message_id),
	KEY by_desk (tenant_id, desk_id, state, id),
	KEY by_ticket (tenant_id, ticket_id, id),
	KEY by_mail (tenant_id, mail_id),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, address_id) REFERENCES mail_address (tenant_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, id),
	FOREIGN KEY (tenant_id, mail_id) REFERENCES mail_in (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, decided_by) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What is known of an address that letters went to. Three that came back for good in a row, and nothing is sent there any more.
CREATE TABLE mail_recipient (
	tenant_id  BIGINT       NOT NULL,
	address    VARCHAR(254) NOT NULL,
	bounces    SMALLINT     NOT NULL DEFAULT 0 COMMENT 'in a row',
	stopped_at DATETIME(3)  NULL,
	why        VARCHAR(300) NULL COMMENT 'what the last report said',
	PRIMARY KEY (tenant_id, address),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Brakes: how often something was done in the running window. Its name says what: `answer:anna@x.example`, `ticket:17`.
CREATE TABLE mail_rate (
	tenant_id BIGINT       NOT NULL,
	name      VARCHAR(300) NOT NULL,
	began_at  DATETIME(3)  NOT NULL,
	n         INT          NOT NULL,
	PRIMARY KEY (tenant_id, name),
	KEY (began_at),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Somebody who came by mail: letters go to the address that they wrote from, though nothing has proven it yet.
ALTER TABLE person
	ADD language VARCHAR(10) NULL COMMENT 'en, pl, ar ...: of what is written to them; NULL: not said',
	ADD by_mail  BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'made from a mail, and has not signed in yet';

-- What came by mail is plain text: nothing in it means anything to Markdown.
ALTER TABLE ticket
	ADD plain BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'its description';
ALTER TABLE comment
	ADD plain BOOLEAN NOT NULL DEFAULT FALSE;

-- Pictures that stand in the text of a mail are no attachments of their own to people.
ALTER TABLE attachment
	ADD mail_part SMALLINT NULL COMMENT 'which file of its mail it was, from 1',
	ADD inline    BOOLEAN  NOT NULL DEFAULT FALSE COMMENT 'it stands in the text of its mail, and in no list';

-- Which notice tells of it.
ALTER TABLE activity
	ADD notice_id BIGINT NULL;

-- Who wants a letter of each new request on a desk; of no effect once they answer there no more.
CREATE TABLE desk_watch (
	tenant_id BIGINT NOT NULL,
	desk_id   BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	PRIMARY KEY (tenant_id, desk_id, person_id),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
