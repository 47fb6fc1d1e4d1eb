-- The desk at work: workflows that say who may move what, quotes with a price and their approval, clocks, queues, people around a
-- ticket, and a log of every change.

-- What a workflow says beyond its statuses. The words in `who`, `needs` and `sets` are rows of tables in desk/workflow_word.c.
ALTER TABLE workflow
	ADD reopen_s INT NOT NULL DEFAULT 0 COMMENT 'seconds after its end for which customers are offered to reopen; 0: never';
ALTER TABLE transition
	MODIFY to_status_id BIGINT NULL COMMENT 'NULL: back to where the ticket came from',
	ADD event VARCHAR(20)  NULL COMMENT 'runs it by itself: reply, quote, approved, declined, then; or reopen, withdraw: what it is to customers',
	ADD who   VARCHAR(100) NOT NULL DEFAULT 'team' COMMENT 'by spaces: team assignee reporter customer; on_portal shows it to customers',
	ADD needs VARCHAR(100) NOT NULL DEFAULT '' COMMENT 'conditions, by spaces: comment assignee accepted-quote ...',
	ADD sets  VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'what it changes beside the status: resolution=Done assignee=me ...';

UPDATE transition SET who = 'team customer' WHERE on_portal;
ALTER TABLE status
	ADD retired BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'the workflow has it no more; the history of tickets has';

-- `done` and `awaits_customer` are the status'; what queues look for stands in the ticket, each with an index of its own.
ALTER TABLE ticket
	ADD priority        TINYINT     NOT NULL DEFAULT 3 COMMENT '1 Highest, 2 High, 3 Medium, 4 Low, 5 Lowest',
	ADD resolution      VARCHAR(60) NULL COMMENT 'how it ended; NULL: it has not, or nobody said',
	ADD resolved_at     DATETIME(3) NULL COMMENT 'when it was done; NULL: it is not',
	ADD awaits_customer BOOLEAN     NOT NULL DEFAULT FALSE,
	ADD back_status_id  BIGINT      NULL COMMENT 'where it came from when it began to wait for the customer',
	ADD breach_at       DATETIME(3) NULL COMMENT 'when the first of its running clocks ends; NULL: none runs',
	ADD merged_into     BIGINT      NULL COMMENT 'the ticket that has all of it now: its key leads there',
	ADD edited_at       DATETIME(3) NULL COMMENT 'when its own text was changed last',
	ADD KEY by_desk_open (tenant_id, desk_id, done, team_activity, id),
	ADD KEY by_desk_assignee (tenant_id, desk_id, done, assignee_id, team_activity, id),
	ADD KEY by_desk_awaits (tenant_id, desk_id, done, awaits_customer, team_activity, id),
	ADD KEY by_desk_breach (tenant_id, desk_id, done, breach_at, id),
	ADD KEY by_desk_created (tenant_id, desk_id, done, created_at, id),
	ADD KEY by_desk_priority (tenant_id, desk_id, done, priority, team_activity, id),
	ADD FOREIGN KEY (tenant_id, back_status_id) REFERENCES status (tenant_id, id),
	ADD FOREIGN KEY (tenant_id, merged_into) REFERENCES ticket (tenant_id, id);
UPDATE ticket t JOIN status s ON s.tenant_id = t.tenant_id AND s.id = t.status_id
   SET t.awaits_customer = s.awaits_customer, t.resolved_at = IF(t.done, t.status_changed_at, NULL);

ALTER TABLE comment
	ADD edited_at   DATETIME(3) NULL,
	ADD merged_from VARCHAR(30) NULL COMMENT 'the key of the ticket that it was written on',
	DROP KEY tenant_id,
	ADD KEY by_ticket (tenant_id, ticket_id, created_at, id);

ALTER TABLE desk
	ADD sharing      ENUM('nobody', 'organization', 'desk', 'anybody') NOT NULL DEFAULT 'organization' COMMENT 'whom customers may find and add to their requests',
	ADD share_new    ENUM('private', 'single', 'all') NOT NULL DEFAULT 'single' COMMENT 'with which of the reporter''s organizations a new one is shared; single: when there is exactly one',
	ADD edit_s       INT     NOT NULL DEFAULT 900 COMMENT 'seconds for which customers may change what they wrote; 0: never',
	ADD clocks_shown BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'customers see the clocks of their requests';

-- Every change of a ticket: who, what, before, after, by which door. Customers see the public ones as its history.
CREATE TABLE activity (
	tenant_id   BIGINT       NOT NULL,
	id          BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id     BIGINT       NOT NULL,
	ticket_id   BIGINT       NOT NULL,
	person_id   BIGINT       NULL COMMENT 'NULL: nobody, a clock or a rule did it',
	door        ENUM('portal', 'api', 'mail', 'job', 'command') NOT NULL,
	kind        VARCHAR(30)  NOT NULL COMMENT 'a row of the table in desk/activity.c',
	public      BOOLEAN      NOT NULL,
	subject_id  BIGINT       NULL COMMENT 'the comment, file, person, quote ... that it is about',
	before_text VARCHAR(500) NULL,
	after_text  VARCHAR(500) NULL,
	customer_before VARCHAR(500) NULL COMMENT 'what customers see instead, where that differs',
	customer_after  VARCHAR(500) NULL,
	created_at  DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY by_ticket (tenant_id, ticket_id, id),
	KEY by_desk (tenant_id, desk_id, id),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What is known of tickets from before this log: how they began, what was said, and which statuses they went through.
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, before_text, after_text, customer_before, customer_after, created_at)
SELECT t.tenant_id, t.desk_id, t.id, x.person_id, 'portal', x.kind, x.public, x.subject_id, x.before_text, x.after_text, x.customer_before, x.customer_after, x.created_at
  FROM (SELECT n.tenant_id, n.id AS ticket_id, n.reporter_id AS person_id, 'created' AS kind, TRUE AS public, NULL AS subject_id, NULL AS before_text, n.summary AS after_text,
               NULL AS customer_before, NULL AS customer_after, n.created_at, 0 AS nth
          FROM ticket n
         UNION ALL
        SELECT c.tenant_id, c.ticket_id, c.author_id, IF(c.public, 'comment', 'note'), c.public, c.id, NULL, NULL, NULL, NULL, c.created_at, 2
          FROM comment c
         UNION ALL
        SELECT h.tenant_id, h.ticket_id, h.person_id, 'status', TRUE, h.status_id, h.was, h.name, h.customer_was, h.customer_name, h.created_at, 1
          FROM (SELECT c.tenant_id, c.ticket_id, c.person_id, c.status_id, s.name, c.customer_name, c.created_at,
                       LAG(s.name) OVER earlier AS was, LAG(c.customer_name) OVER earlier AS customer_was
                  FROM status_change c
                  JOIN status s ON s.tenant_id = c.tenant_id AND s.id = c.status_id
                WINDOW earlier AS (PARTITION BY c.tenant_id, c.ticket_id ORDER BY c.id)) h
         WHERE h.was IS NOT NULL) x
  JOIN ticket t ON t.tenant_id = x.tenant_id AND t.id = x.ticket_id
 ORDER BY x.created_at, x.nth;

-- Quotes. Amounts are whole numbers of the currency's smallest unit. A new version voids the one before; what was sent is never
-- changed, and `document` is exactly what was shown.
CREATE TABLE quote (
	tenant_id   BIGINT       NOT NULL,
	id          BIGINT       NOT NULL AUTO_INCREMENT,
	ticket_id   BIGINT       NOT NULL,
	version     INT          NOT NULL,
	state       ENUM('pending', 'accepted', 'rejected', 'void') NOT NULL,
	currency    CHAR(3)      NOT NULL COMMENT 'ISO 4217',
	total       BIGINT       NOT NULL,
	valid_until DATETIME(3)  NOT NULL COMMENT 'cannot be accepted from then on',
	terms       TEXT         NULL COMMENT 'Markdown',
	document    MEDIUMTEXT   NOT NULL COMMENT 'JSON of all that was shown',
	sha256      BINARY(32)   NOT NULL COMMENT 'of document',
	author_id   BIGINT       NOT NULL,
	created_at  DATETIME(3)  NOT NULL,
	closed_at   DATETIME(3)  NULL COMMENT 'when it was no longer pending',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, ticket_id, version),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, author_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE quote_line (
	tenant_id BIGINT       NOT NULL,
	id        BIGINT       NOT NULL AUTO_INCREMENT,
	quote_id  BIGINT       NOT NULL,
	position  SMALLINT     NOT NULL,
	text      VARCHAR(500) NOT NULL,
	hours     INT          NULL COMMENT 'hundredths of an hour',
	amount    BIGINT       NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, quote_id, position),
	FOREIGN KEY (tenant_id, quote_id) REFERENCES quote (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Who was asked, and what they said: with person, time, address, and the SHA-256 of what they were shown.
CREATE TABLE approval (
	tenant_id  BIGINT       NOT NULL,
	id         BIGINT       NOT NULL AUTO_INCREMENT,
	ticket_id  BIGINT       NOT NULL,
	quote_id   BIGINT       NULL,
	name       VARCHAR(100) NOT NULL,
	decision   ENUM('pending', 'approved', 'declined', 'void') NOT NULL DEFAULT 'pending',
	needed     SMALLINT     NOT NULL DEFAULT 1 COMMENT 'how many must approve; one who declines ends it',
	created_by BIGINT       NOT NULL,
	created_at DATETIME(3)  NOT NULL,
	closed_at  DATETIME(3)  NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, ticket_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, quote_id) REFERENCES quote (tenant_id, id),
	FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE approver (
	tenant_id     BIGINT        NOT NULL,
	approval_id   BIGINT        NOT NULL,
	person_id     BIGINT        NOT NULL,
	ticket_id     BIGINT        NOT NULL,
	pending       BOOLEAN       NOT NULL DEFAULT TRUE COMMENT 'an answer is waited for: FALSE once the approval is closed',
	decision      ENUM('pending', 'approved', 'declined') NOT NULL DEFAULT 'pending',
	reason        VARCHAR(2000) NULL,
	sha256        BINARY(32)    NULL COMMENT 'of the document that was decided on',
	address       VARCHAR(45)   NULL,
	user_agent    VARCHAR(255)  NULL,
	decided_at    DATETIME(3)   NULL,
	last_activity DATETIME(3)   NOT NULL COMMENT 'the ticket''s, as in ticket_participant',
	PRIMARY KEY (tenant_id, approval_id, person_id),
	KEY by_person (tenant_id, person_id, pending, last_activity, ticket_id),
	KEY by_ticket (tenant_id, ticket_id, person_id),
	FOREIGN KEY (tenant_id, approval_id) REFERENCES approval (tenant_id, id) ON DELETE CASCADE,
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Working hours. A span may end after midnight (`ends` above 1440); a day that is a holiday has none.
CREATE TABLE calendar (
	tenant_id  BIGINT       NOT NULL,
	id         BIGINT       NOT NULL AUTO_INCREMENT,
	name       VARCHAR(100) NOT NULL,
	time_zone  VARCHAR(64)  NOT NULL COMMENT 'IANA name',
	created_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, name),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE calendar_span (
	tenant_id   BIGINT   NOT NULL,
	id          BIGINT   NOT NULL AUTO_INCREMENT,
	calendar_id BIGINT   NOT NULL,
	weekday     TINYINT  NOT NULL COMMENT '1 Monday - 7 Sunday',
	starts      SMALLINT NOT NULL COMMENT 'minutes after midnight, local time',
	ends        SMALLINT NOT NULL COMMENT 'the same, not included; above 1440: on the next day',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, calendar_id, weekday, starts),
	FOREIGN KEY (tenant_id, calendar_id) REFERENCES calendar (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE calendar_holiday (
	tenant_id   BIGINT       NOT NULL,
	id          BIGINT       NOT NULL AUTO_INCREMENT,
	calendar_id BIGINT       NOT NULL,
	day         INT          NOT NULL COMMENT 'YYYYMMDD, local; 0 for YYYY: every year',
	name        VARCHAR(200) NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, calendar_id, day),
	FOREIGN KEY (tenant_id, calendar_id) REFERENCES calendar (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Clocks: a metric of a desk says what starts, pauses and stops it; its goals say how long, the first that fits counts.
CREATE TABLE sla_metric (
	tenant_id   BIGINT       NOT NULL,
	id          BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id     BIGINT       NOT NULL,
	name        VARCHAR(100) NOT NULL,
	position    SMALLINT     NOT NULL DEFAULT 0,
	start_on    VARCHAR(500) NOT NULL COMMENT 'conditions in words, by semicolons; desk/sla_condition.c knows them',
	pause_while VARCHAR(500) NOT NULL DEFAULT '',
	stop_on     VARCHAR(500) NOT NULL,
	warn_s      INT          NOT NULL DEFAULT 3600 COMMENT 'so long before its end the team is warned; 0: not',
	enabled     BOOLEAN      NOT NULL DEFAULT TRUE,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, desk_id, name),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE sla_goal (
	tenant_id       BIGINT   NOT NULL,
	id              BIGINT   NOT NULL AUTO_INCREMENT,
	metric_id       BIGINT   NOT NULL,
	position        SMALLINT NOT NULL,
	request_type_id BIGINT   NULL COMMENT 'NULL: any',
	priority        TINYINT  NULL COMMENT 'NULL: any',
	organization_id BIGINT   NULL COMMENT 'shared with it; NULL: any',
	goal_s          INT      NOT NULL COMMENT 'seconds of working time',
	calendar_id     BIGINT   NULL COMMENT 'NULL: every hour of every day',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, metric_id, position),
	FOREIGN KEY (tenant_id, metric_id) REFERENCES sla_metric (tenant_id, id) ON DELETE CASCADE,
	FOREIGN KEY (tenant_id, request_type_id) REFERENCES request_type (tenant_id, id),
	FOREIGN KEY (tenant_id, organization_id) REFERENCES organization (tenant_id, id),
	FOREIGN KEY (tenant_id, calendar_id) REFERENCES calendar (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
-- One run of a clock. While it goes on, goal and calendar may change and all is computed anew; once stopped it stays as it is.
CREATE TABLE sla_cycle (
	tenant_id    BIGINT      NOT NULL,
	id           BIGINT      NOT NULL AUTO_INCREMENT,
	metric_id    BIGINT      NOT NULL,
	ticket_id    BIGINT      NOT NULL,
	started_at   DATETIME(3) NOT NULL,
	stopped_at   DATETIME(3) NULL,
	paused_at    DATETIME(3) NULL COMMENT 'it stands still since; NULL: it runs, or is stopped',
	goal_ms      BIGINT      NOT NULL COMMENT '0: no goal fits at present, so there is no clock to see',
	calendar_id  BIGINT      NULL,
	breach_at    DATETIME(3) NULL COMMENT 'when it will be or was late, or would have been had it not stopped; NULL while it is paused before that',
	elapsed_ms   BIGINT      NOT NULL DEFAULT 0 COMMENT 'working time that it took, once it is stopped',
	warned_at    DATETIME(3) NULL COMMENT 'when the team was told that it is about to be late',
	breached_at  DATETIME(3) NULL COMMENT 'when the team was told that it is late',
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY by_ticket (tenant_id, ticket_id, metric_id, id),
	KEY by_metric (tenant_id, metric_id, stopped_at),
	FOREIGN KEY (tenant_id, metric_id) REFERENCES sla_metric (tenant_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, calendar_id) REFERENCES calendar (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
-- What happened to it, and why: paused, went on, another target. The pauses are its timeline.
CREATE TABLE sla_event (
	tenant_id       BIGINT       NOT NULL,
	id              BIGINT       NOT NULL AUTO_INCREMENT,
	cycle_id        BIGINT       NOT NULL,
	at              DATETIME(3)  NOT NULL,
	kind            ENUM('started', 'paused', 'resumed', 'target', 'stopped') NOT NULL,
	because         VARCHAR(30)  NOT NULL COMMENT 'a word of desk/sla_condition.c: created, status, awaiting, priority ...',
	before_text     VARCHAR(500) NULL COMMENT 'what changed on the ticket, as the team calls it: a status, a priority',
	after_text      VARCHAR(500) NULL,
	customer_before VARCHAR(500) NULL COMMENT 'the same as customers call it; NULL: they are not told',
	customer_after  VARCHAR(500) NULL,
	goal_before     BIGINT       NOT NULL DEFAULT 0 COMMENT 'ms, of another target; 0: none',
	goal_after      BIGINT       NOT NULL DEFAULT 0,
	calendar_before VARCHAR(100) NULL COMMENT 'its name; NULL: every hour of every day',
	calendar_after  VARCHAR(100) NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, cycle_id, id),
	FOREIGN KEY (tenant_id, cycle_id) REFERENCES sla_cycle (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Queues: saved filters of a desk that its whole team sees. 0, '' and 'any' leave nothing out. The ids below 1001 are of those that
-- every desk has (desk/queue.c).
CREATE TABLE queue (
	tenant_id       BIGINT       NOT NULL,
	id              BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id         BIGINT       NOT NULL,
	name            VARCHAR(100) NOT NULL,
	position        SMALLINT     NOT NULL DEFAULT 0,
	state           ENUM('open', 'done', 'any') NOT NULL DEFAULT 'open',
	assignee        ENUM('any', 'me', 'nobody') NOT NULL DEFAULT 'any',
	awaits          ENUM('any', 'team', 'customer') NOT NULL DEFAULT 'any',
	status          VARCHAR(60)  NOT NULL DEFAULT '' COMMENT 'the team''s name of it',
	priority        TINYINT      NOT NULL DEFAULT 0 COMMENT 'at least as urgent as',
	request_type_id BIGINT       NOT NULL DEFAULT 0,
	organization_id BIGINT       NOT NULL DEFAULT 0,
	breach_within_s INT          NOT NULL DEFAULT 0,
	columns         VARCHAR(300) NOT NULL DEFAULT 'key summary status priority reporter assignee updated' COMMENT 'by spaces',
	sort            VARCHAR(20)  NOT NULL DEFAULT 'updated' COMMENT 'updated created priority breach',
	descending      BOOLEAN      NOT NULL DEFAULT TRUE,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, desk_id, name),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id)
) ENGINE=InnoDB AUTO_INCREMENT=1001 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Answers that a desk writes often.
CREATE TABLE template (
	tenant_id  BIGINT       NOT NULL,
	id         BIGINT       NOT NULL AUTO_INCREMENT,
	desk_id    BIGINT       NOT NULL,
	name       VARCHAR(100) NOT NULL,
	body       TEXT         NOT NULL COMMENT 'Markdown; {customer}, {agent} and {key} are filled in',
	public     BOOLEAN      NOT NULL DEFAULT TRUE COMMENT 'meant for customers; FALSE: for notes',
	updated_by BIGINT       NOT NULL,
	updated_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, desk_id, name),
	FOREIGN KEY (tenant_id, desk_id) REFERENCES desk (tenant_id, id),
	FOREIGN KEY (tenant_id, updated_by) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Tickets that have to do with each other: `ticket` blocks, duplicates, causes or relates to `other`.
CREATE TABLE relation (
	tenant_id  BIGINT      NOT NULL,
	id         BIGINT      NOT NULL AUTO_INCREMENT,
	ticket_id  BIGINT      NOT NULL,
	other_id   BIGINT      NOT NULL,
	kind       ENUM('relates', 'blocks', 'duplicates', 'causes') NOT NULL,
	created_by BIGINT      NOT NULL,
	created_at DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	UNIQUE KEY (tenant_id, ticket_id, other_id, kind),
	KEY (tenant_id, other_id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, other_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Who looks at a ticket now. In memory only: it is said again every 20 seconds, and nothing else depends on it.
CREATE TABLE presence (
	tenant_id BIGINT      NOT NULL,
	ticket_id BIGINT      NOT NULL,
	person_id BIGINT      NOT NULL,
	writing   BOOLEAN     NOT NULL,
	seen_at   DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, ticket_id, person_id) USING BTREE,
	KEY (seen_at) USING BTREE
) ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What a person has typed under a ticket and not sent yet, on whatever device.
CREATE TABLE reply_draft (
	tenant_id  BIGINT      NOT NULL,
	person_id  BIGINT      NOT NULL,
	ticket_id  BIGINT      NOT NULL,
	body       MEDIUMTEXT  NOT NULL COMMENT 'JSON: values and files',
	updated_at DATETIME(3) NOT NULL,
	expires_at DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, person_id, ticket_id),
	KEY by_ticket (tenant_id, ticket_id),
	KEY (expires_at),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What a person said about being told of a ticket's news; without a row their part in it decides.
CREATE TABLE subscription (
	tenant_id  BIGINT  NOT NULL,
	ticket_id  BIGINT  NOT NULL,
	person_id  BIGINT  NOT NULL,
	subscribed BOOLEAN NOT NULL,
	PRIMARY KEY (tenant_id, ticket_id, person_id),
	KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Texts as they stood before they were changed: of a comment, or of a field of the ticket.
CREATE TABLE text_edit (
	tenant_id  BIGINT      NOT NULL,
	id         BIGINT      NOT NULL AUTO_INCREMENT,
	ticket_id  BIGINT      NOT NULL,
	comment_id BIGINT      NULL,
	field_key  VARCHAR(60) NULL COMMENT 'summary, description; NULL: of the comment',
	body       MEDIUMTEXT  NOT NULL,
	person_id  BIGINT      NOT NULL COMMENT 'who changed it',
	created_at DATETIME(3) NOT NULL,
	PRIMARY KEY (tenant_id, id),
	KEY (id),
	KEY (tenant_id, ticket_id, id),
	KEY (tenant_id, comment_id, id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, comment_id) REFERENCES comment (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What the reporter thought of it (JSM's csat): one for each ticket.
CREATE TABLE feedback (
	tenant_id  BIGINT        NOT NULL,
	ticket_id  BIGINT        NOT NULL,
	person_id  BIGINT        NOT NULL,
	rating     TINYINT       NOT NULL COMMENT '1-5',
	comment    VARCHAR(2000) NULL,
	updated_at DATETIME(3)   NOT NULL,
	PRIMARY KEY (tenant_id, ticket_id),
	KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The texts of one ticket stand together, as a search for frequent words goes through the newest tickets and reads all words of each.
ALTER TABLE search_text
	DROP PRIMARY KEY,
	ADD PRIMARY KEY (tenant_id, ticket_id, id),
	DROP KEY tenant_id;

-- Words that so many texts of a tenant have that their postings are no way to search; counted from a sample, now and then.
CREATE TABLE search_common (
	tenant_id  BIGINT       NOT NULL,
	word       VARCHAR(100) NOT NULL COMMENT 'error; err* for all that begin so; empty: every text',
	texts      BIGINT       NOT NULL COMMENT 'how many have it, about',
	counted_at DATETIME(3)  NOT NULL,
	PRIMARY KEY (tenant_id, word),
	FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
