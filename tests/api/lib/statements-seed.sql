-- statements-seed.sql - one tenant of 200,000 tickets and fifty small ones, for statements.test.mjs. Ids of the large tenant begin
-- at 1, those of small tenant t at 1000000 + 1000 * t.
SET foreign_key_checks = 0, unique_checks = 0;
SET @now = TIMESTAMP('2026-11-01 12:00:00');

INSERT INTO tenant (id, slug, name, host, origin, created_at)
SELECT seq, CONCAT('t', seq), CONCAT('Tenant ', seq), CONCAT('t', seq, '.example'), CONCAT('https://t', seq, '.example'), @now FROM seq_1_to_51;
-- Whose rows have which ids: tenant, the first id, how many.
CREATE TEMPORARY TABLE part AS
SELECT 1 AS tenant, 0 AS base, 2000 AS people, 200000 AS tickets UNION ALL SELECT seq, 1000000 + 1000 * seq, 20, 40 FROM seq_2_to_51;
-- One line for each ticket to be.
CREATE TEMPORARY TABLE line (tenant BIGINT, base BIGINT, people BIGINT, seq BIGINT) ENGINE=MyISAM;
INSERT INTO line SELECT 1, 0, 2000, seq FROM seq_1_to_200000;
INSERT INTO line SELECT p.tenant, p.base, p.people, seq FROM part p JOIN seq_1_to_40 WHERE p.tenant > 1;

INSERT INTO person (tenant_id, id, account_id, email, email_verified, display_name, role, active, created_at)
SELECT p.tenant, p.base + seq, CONCAT('a', p.base + seq), CONCAT('p', seq, '@t', p.tenant, '.example'), TRUE, CONCAT('Person ', seq), IF(seq < 20, 'agent', 'customer'), TRUE, @now
  FROM part p JOIN seq_1_to_2000 ON seq <= p.people ORDER BY 1, 2;
INSERT INTO organization (tenant_id, id, name, created_at)
SELECT p.tenant, p.base + seq, CONCAT('Organization ', seq), @now FROM part p JOIN seq_1_to_100 ON seq <= p.people / 20 ORDER BY 1, 2;
INSERT INTO organization_member (tenant_id, organization_id, person_id)
SELECT p.tenant, p.base + 1 + seq % (p.people DIV 20), p.base + seq FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
-- Person 2000 is in six more.
INSERT INTO organization_member (tenant_id, organization_id, person_id) SELECT 1, 10 + seq, 2000 FROM seq_1_to_6;

INSERT INTO provider (tenant_id, id, label, issuer, client_id) SELECT p.tenant, p.base + 1, 'Account', 'https://op.example', 'portal' FROM part p;
INSERT INTO identity (tenant_id, provider_id, sub, person_id, created_at)
SELECT p.tenant, p.base + 1, CONCAT('sub', seq), p.base + seq, @now FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
INSERT INTO provider_document (tenant_id, provider_id, kind, body, fetched_at, next_try_at) SELECT p.tenant, p.base + 1, 'jwks', '{}', @now, @now FROM part p;
INSERT INTO session (tenant_id, id_hash, person_id, provider_id, idp_sub, idp_sid, created_at, seen_at, expires_at)
SELECT p.tenant, UNHEX(SHA2(CONCAT('s', p.base + seq), 256)), p.base + seq, p.base + 1, CONCAT('sub', seq), CONCAT('sid', seq), @now, @now, @now + INTERVAL 14 DAY FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
INSERT INTO login_attempt (tenant_id, state_hash, browser_hash, provider_id, nonce, verifier, return_to, address, created_at)
SELECT p.tenant, UNHEX(SHA2(CONCAT('l', p.base + seq), 256)), UNHEX(SHA2('browser', 256)), p.base + 1, 'n', 'v', '/', CONCAT('10.0.0.', seq % 250), @now - INTERVAL seq SECOND FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
INSERT INTO logout_token (tenant_id, provider_id, jti_hash, created_at)
SELECT p.tenant, p.base + 1, UNHEX(SHA2(CONCAT('j', p.base + seq), 256)), @now - INTERVAL seq SECOND FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
INSERT INTO api_token (tenant_id, id, token_hash, person_id, label, scopes, created_at, expires_at)
SELECT p.tenant, p.base + seq, UNHEX(SHA2(CONCAT('t', p.base + seq), 256)), p.base + seq, 'api', 'read:servicedesk-request', @now, @now + INTERVAL 1 YEAR FROM part p JOIN seq_1_to_2000 ON seq <= p.people ORDER BY 1, 2;
INSERT INTO idempotency (tenant_id, person_id, request, body, status, answer, created_at)
SELECT p.tenant, p.base + seq, UNHEX(SHA2(CONCAT('i', p.base + seq), 256)), UNHEX(SHA2('body', 256)), 201, '{}', @now FROM part p JOIN seq_1_to_2000 ON seq <= p.people;

INSERT INTO workflow (tenant_id, id, name, initial_status_id) SELECT p.tenant, p.base + 1, 'Support', p.base + 1 FROM part p;
INSERT INTO status (tenant_id, id, workflow_id, name, customer_name, category, position)
SELECT p.tenant, p.base + seq, p.base + 1, ELT(seq, 'Open', 'In progress', 'Waiting', 'Resolved', 'Closed'), ELT(seq, 'Open', 'In progress', 'Waiting', 'Done', 'Done'), ELT(seq, 'NEW', 'INDETERMINATE', 'INDETERMINATE', 'DONE', 'DONE'), seq
  FROM part p JOIN seq_1_to_5 ORDER BY 1, 2;
INSERT INTO transition (tenant_id, id, workflow_id, name, from_status_id, to_status_id, on_portal, who, position)
SELECT p.tenant, p.base + seq, p.base + 1, CONCAT('Move ', seq), IF(seq < 6, p.base + seq, NULL), p.base + 1 + seq % 5, seq % 2, 'team customer', seq FROM part p JOIN seq_1_to_8 ORDER BY 1, 2;
INSERT INTO desk (tenant_id, id, project_key, name, access, position, created_at)
SELECT p.tenant, p.base + seq, CONCAT('D', seq), CONCAT('Desk ', seq), IF(seq = 3, 'organizations', 'open'), seq, @now FROM part p JOIN seq_1_to_3 ORDER BY 1, 2;
INSERT INTO desk_agent (tenant_id, desk_id, person_id) SELECT p.tenant, p.base + d.seq, p.base + a.seq FROM part p JOIN seq_1_to_3 d JOIN seq_1_to_10 a;
INSERT INTO desk_watch (tenant_id, desk_id, person_id) SELECT p.tenant, p.base + d.seq, p.base + a.seq FROM part p JOIN seq_1_to_3 d JOIN seq_1_to_5 a;
INSERT INTO desk_organization (tenant_id, desk_id, organization_id) SELECT p.tenant, p.base + 3, p.base + 1 FROM part p;
INSERT INTO desk_counter (tenant_id, desk_id, last) SELECT p.tenant, p.base + seq, p.tickets FROM part p JOIN seq_1_to_2;
INSERT INTO request_type (tenant_id, id, desk_id, workflow_id, name, position) SELECT p.tenant, p.base + seq, p.base + 1 + seq % 3, p.base + 1, CONCAT('Type ', seq), seq FROM part p JOIN seq_1_to_12 ORDER BY 1, 2;
INSERT INTO request_type_group (tenant_id, id, desk_id, name, position) SELECT p.tenant, p.base + seq, p.base + 1 + seq % 3, CONCAT('Group ', seq), seq FROM part p JOIN seq_1_to_6 ORDER BY 1, 2;
INSERT INTO request_type_group_member (tenant_id, group_id, request_type_id) SELECT p.tenant, p.base + 1 + seq % 6, p.base + seq FROM part p JOIN seq_1_to_12;
INSERT INTO field (tenant_id, id, request_type_id, key_name, kind, label, position)
SELECT p.tenant, p.base + 10 * (t.seq - 1) + f.seq, p.base + t.seq, ELT(f.seq, 'summary', 'description', 'customfield_1', 'customfield_2', 'attachment'), ELT(f.seq, 'text', 'markdown', 'select', 'number', 'attachment'), CONCAT('Field ', f.seq), f.seq
  FROM part p JOIN seq_1_to_12 t JOIN seq_1_to_5 f ORDER BY 1, 2;
INSERT INTO field_option (tenant_id, id, field_id, label, position)
SELECT p.tenant, p.base + 10 * (t.seq - 1) + o.seq, p.base + 10 * (t.seq - 1) + 3, CONCAT('Option ', o.seq), o.seq FROM part p JOIN seq_1_to_12 t JOIN seq_1_to_5 o ORDER BY 1, 2;

-- Each person of the large tenant has raised a hundred, each organization shares two thousand.
INSERT INTO ticket (tenant_id, id, desk_id, request_type_id, ticket_key, summary, reporter_id, assignee_id, status_id, status_changed_at, done, created_at, last_activity, priority, awaits_customer, breach_at)
SELECT p.tenant, p.base + seq, p.base + 1 + (seq % 10 = 0), p.base + 1 + seq % 12, CONCAT('D1-', seq), CONCAT('Summary ', seq), p.base + 1 + seq % p.people, IF(seq % 3, p.base + 1, NULL), p.base + 1 + (seq DIV 7) % 5, @now, (seq DIV 7) % 5 > 2, @now - INTERVAL seq MINUTE, @now - INTERVAL seq MINUTE, 1 + (seq DIV 3) % 5, seq % 4 = 0, IF(seq % 5 = 0, @now + INTERVAL (seq DIV 5) MINUTE, NULL)
  FROM line p;
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
SELECT p.tenant, p.base + seq, p.base + 1 + (1 + seq % p.people) % (p.people DIV 20), @now - INTERVAL seq MINUTE FROM line p;
INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity)
SELECT p.tenant, p.base + seq, p.base + 1 + (seq DIV 10) % p.people, @now - INTERVAL seq MINUTE FROM line p WHERE seq % 10 = 0;
-- Every twentieth has a quote; person 500 was asked about two thousand of the large tenant's, and three of them wait.
INSERT INTO quote (tenant_id, id, ticket_id, version, state, currency, total, valid_until, document, sha256, author_id, created_at)
SELECT p.tenant, p.base + seq, p.base + seq, 1, IF(seq % 60, 'accepted', 'pending'), 'EUR', 100, @now, '{}', UNHEX(SHA2('{}', 256)), p.base + 1, @now FROM line p WHERE seq % 20 = 0;
INSERT INTO quote_line (tenant_id, quote_id, position, text, amount) SELECT q.tenant_id, q.id, 1, 'Work', 100 FROM quote q;
INSERT INTO approval (tenant_id, id, ticket_id, quote_id, name, decision, created_by, created_at)
SELECT q.tenant_id, q.id, q.id, q.id, 'Quote 1', IF(q.state = 'pending', 'pending', 'approved'), q.author_id, @now FROM quote q ORDER BY 1, 2;
INSERT INTO approver (tenant_id, approval_id, person_id, ticket_id, pending, last_activity)
SELECT p.tenant, p.base + seq, IF(p.tenant = 1 AND seq <= 40000, 500, p.base + 1 + (seq DIV 20) % p.people), p.base + seq, IF(p.tenant = 1 AND seq <= 40000, seq IN (20000, 30000, 40000), seq % 60 = 0), @now - INTERVAL seq MINUTE FROM line p WHERE seq % 20 = 0;
INSERT INTO field_value (tenant_id, ticket_id, field_id, value)
SELECT p.tenant, p.base + seq, p.base + 10 * (seq % 12) + 2, '"Description"' FROM line p WHERE seq % 4 = 0;
INSERT INTO status_change (tenant_id, id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at)
SELECT p.tenant, p.base + seq, p.base + seq, p.base + 1, 'Open', 'NEW', FALSE, p.base + 1, @now FROM line p WHERE seq % 4 = 0;
INSERT INTO comment (tenant_id, id, ticket_id, author_id, by_team, public, body, created_at)
SELECT p.tenant, p.base + seq, p.base + seq, p.base + 1, TRUE, seq % 40 > 0, 'Said', @now FROM line p WHERE seq % 10 = 0;
INSERT INTO comment (tenant_id, ticket_id, author_id, by_team, public, body, created_at) SELECT 1, 100000, 1, TRUE, TRUE, 'More', @now FROM seq_1_to_30;
INSERT INTO attachment (tenant_id, id, state, desk_id, person_id, ticket_id, comment_id, object_key, filename, mime_type, created_at)
SELECT p.tenant, p.base + seq, 'ready', p.base + 1, p.base + 1 + seq % p.people, p.base + seq * 10, IF(seq % 2, p.base + seq * 10, NULL), CONCAT(p.tenant, '/', seq), 'a.txt', 'text/plain', @now FROM line p WHERE seq <= IF(p.tenant = 1, 20000, 4);
INSERT INTO attachment (tenant_id, id, state, desk_id, person_id, temporary_id, object_key, filename, mime_type, created_at, expires_at)
SELECT 1, 500000 + seq, IF(seq % 2, 'uploading', 'temporary'), 1, 1 + seq % 100, IF(seq % 2, NULL, CONCAT('temp', seq)), CONCAT('1/w', seq), 'w.txt', 'text/plain', @now, @now + INTERVAL seq MINUTE FROM seq_1_to_2000;
-- Of the files on the way some come in parts.
INSERT INTO upload (tenant_id, attachment_id, length, received, store_id, part_next, lease, leased_until)
SELECT 1, 500000 + seq, 100000000, 8000000, 's', 2, IF(seq % 4 = 1, CONCAT('l', seq), NULL), IF(seq % 4 = 1, @now, NULL) FROM seq_1_to_2000;
INSERT INTO upload_part (tenant_id, attachment_id, number, etag, size) SELECT 1, 500000 + u.seq, p.seq, 'e', 8000000 FROM seq_1_to_2000 u JOIN seq_1_to_10 p;
UPDATE attachment SET verdict = IF(id % 1000, 'passed', 'checking');
-- Of the lane `files` most are at work or later, of `mail` most have given up.
INSERT INTO job (tenant_id, id, lane, kind, subject_id, due_at, lease, created_at)
SELECT p.tenant, p.base + seq, IF(seq % 2, 'files', 'mail'), 'check', p.base + seq, CASE WHEN seq % 100 < 2 THEN @now - INTERVAL 1 MINUTE WHEN seq % 2 THEN @now + INTERVAL 1 HOUR END, IF(seq % 2, CONCAT('l', seq), NULL), @now
  FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
INSERT INTO file_link (tenant_id, id, attachment_id, person_id, created_by, token_hash, created_at, expires_at)
SELECT p.tenant, p.base + seq, p.base + seq, p.base + 1 + seq % p.people, p.base + 1, UNHEX(SHA2(CONCAT('k', p.base + seq), 256)), @now, @now + INTERVAL 30 DAY FROM line p WHERE seq <= IF(p.tenant = 1, 20000, 4);
INSERT INTO file_link (tenant_id, attachment_id, person_id, created_by, token_hash, created_at, expires_at) SELECT 1, 10001, 1 + seq, 1, UNHEX(SHA2(CONCAT('more', seq), 256)), @now, @now + INTERVAL 30 DAY FROM seq_1_to_100;
INSERT INTO download (tenant_id, attachment_id, person_id, link_id, address, user_agent, created_at)
SELECT 1, 10000, 500, IF(seq % 2, 10000, NULL), '10.0.0.1', CONCAT('agent ', seq), @now - INTERVAL 1000 - seq SECOND FROM seq_1_to_1000;
INSERT INTO search_text (tenant_id, id, ticket_id, words)
SELECT p.tenant, p.base + seq, p.base + seq, CONCAT('p', p.tenant, 'xticket p', p.tenant, 'xrare', seq DIV 20) FROM line p;
INSERT INTO search_common (tenant_id, word, texts, counted_at)
SELECT p.tenant, IF(w.seq = 1, '', CONCAT('common', w.seq)), 5000, @now FROM part p JOIN seq_1_to_2000 w ON w.seq <= p.people;
INSERT INTO draft (tenant_id, person_id, request_type_id, body, updated_at, expires_at)
SELECT p.tenant, p.base + seq, p.base + 1, '{"values":{},"files":[]}', @now, @now + INTERVAL 1 DAY FROM part p JOIN seq_1_to_1000 ON seq <= p.people;
INSERT INTO reply_draft (tenant_id, person_id, ticket_id, body, updated_at, expires_at)
SELECT p.tenant, p.base + seq, p.base + 1, '{"values":{},"files":[]}', @now, @now + INTERVAL 1 DAY FROM part p JOIN seq_1_to_1000 ON seq <= p.people;
-- One change for each ticket, in the order of ids, and a thousand of one ticket, of which every second is the team's.
INSERT INTO activity (tenant_id, id, desk_id, ticket_id, person_id, door, kind, public, created_at)
SELECT p.tenant, p.base + seq, p.base + 1 + (seq % 10 = 0), p.base + seq, p.base + 1, 'portal', 'created', TRUE, @now - INTERVAL 300000 - seq SECOND FROM line p;
INSERT INTO activity (tenant_id, id, desk_id, ticket_id, person_id, door, kind, public, created_at)
SELECT 1, 2000000 + seq, 1, 100000, 1, 'portal', 'comment', seq % 2, @now - INTERVAL 2000 - seq SECOND FROM seq_1_to_1000;
INSERT INTO presence (tenant_id, ticket_id, person_id, writing, seen_at)
SELECT p.tenant, p.base + 1 + seq % 10 + IF(p.tenant = 1, 99995, 0), p.base + seq, seq % 2, @now - INTERVAL seq SECOND FROM part p JOIN seq_1_to_100 ON seq <= p.people;
-- The store's: two thousand objects to be deleted, as many that no row names, reports of a month.
INSERT INTO doomed_object (object_key, doomed_at) SELECT CONCAT('1/d', seq), @now - INTERVAL seq SECOND FROM seq_1_to_2000;
INSERT INTO stray_object (object_key, key_hash, modified_at, first_seen_at, seen_at)
SELECT CONCAT('1/s', seq), UNHEX(SHA2(CONCAT('1/s', seq), 256)), @now - INTERVAL seq HOUR, @now - INTERVAL seq HOUR, @now FROM seq_1_to_2000;
INSERT INTO sweep_report (began_at, ended_at, whole, outcome, said)
SELECT @now - INTERVAL 10 * seq MINUTE, @now - INTERVAL 10 * seq MINUTE, seq % 36 = 0, IF(seq % 72, 'OK', 'E_BUSY'), 'files=1' FROM seq_1_to_3000;

-- Around tickets: who wants news, what was said of them, what their texts were.
INSERT INTO subscription (tenant_id, ticket_id, person_id, subscribed) SELECT p.tenant, p.base + seq, p.base + 1 + seq % p.people, seq % 2 FROM line p WHERE seq % 20 = 0;
INSERT INTO feedback (tenant_id, ticket_id, person_id, rating, comment, updated_at) SELECT p.tenant, p.base + seq, p.base + 1 + seq % p.people, 1 + seq % 5, IF(seq % 3, 'Fast', NULL), @now - INTERVAL seq MINUTE FROM line p WHERE seq % 20 = 0;
INSERT INTO text_edit (tenant_id, ticket_id, comment_id, field_key, body, person_id, created_at) SELECT p.tenant, p.base + seq, IF(seq % 20, p.base + seq, NULL), IF(seq % 20, NULL, 'description'), 'Before', p.base + 1, @now FROM line p WHERE seq % 10 = 0;
INSERT INTO text_edit (tenant_id, ticket_id, comment_id, body, person_id, created_at) SELECT 1, 100000, 100000, 'Before', 1, @now FROM seq_1_to_20;
INSERT INTO queue (tenant_id, id, desk_id, name) SELECT p.tenant, p.base + 1000 + seq, p.base + 1, CONCAT('Queue ', seq) FROM part p JOIN seq_1_to_20 ORDER BY 1, 2;
INSERT INTO template (tenant_id, id, desk_id, name, body, updated_by, updated_at) SELECT p.tenant, p.base + seq, p.base + 1, CONCAT('Template ', seq), 'x', p.base + 1, @now FROM part p JOIN seq_1_to_20 ORDER BY 1, 2;
INSERT INTO relation (tenant_id, id, ticket_id, other_id, kind, created_by, created_at) SELECT p.tenant, p.base + seq, p.base + seq, p.base + seq + 1, 'relates', p.base + 1, @now FROM line p WHERE seq % 10 = 1;
INSERT INTO relation (tenant_id, ticket_id, other_id, kind, created_by, created_at) SELECT 1, 100000 + seq * (seq % 2), 100000 + seq * (1 - seq % 2), 'blocks', 1, @now FROM seq_1_to_40;
-- Clocks: two of each desk, one run of each on every fourth ticket of the large tenant, every hundredth of which goes on.
INSERT INTO calendar (tenant_id, id, name, time_zone, created_at) SELECT p.tenant, p.base + seq, CONCAT('Calendar ', seq), 'Europe/Warsaw', @now FROM part p JOIN seq_1_to_3 ORDER BY 1, 2;
INSERT INTO calendar_span (tenant_id, calendar_id, weekday, starts, ends) SELECT p.tenant, p.base + c.seq, d.seq, 540, 1020 FROM part p JOIN seq_1_to_3 c JOIN seq_1_to_5 d;
INSERT INTO calendar_holiday (tenant_id, calendar_id, day, name) SELECT p.tenant, p.base + c.seq, 20260000 + d.seq, 'Holiday' FROM part p JOIN seq_1_to_3 c JOIN seq_101_to_128 d;
INSERT INTO sla_metric (tenant_id, id, desk_id, name, position, start_on, stop_on) SELECT p.tenant, p.base + seq, p.base + 1 + seq % 3, CONCAT('Clock ', seq), seq, 'created', 'resolved' FROM part p JOIN seq_1_to_6 ORDER BY 1, 2;
INSERT INTO sla_goal (tenant_id, metric_id, position, request_type_id, goal_s, calendar_id) SELECT p.tenant, p.base + m.seq, g.seq, IF(g.seq < 3, p.base + g.seq, NULL), 28800, p.base + 1 FROM part p JOIN seq_1_to_6 m JOIN seq_1_to_3 g;
INSERT INTO sla_cycle (tenant_id, id, metric_id, ticket_id, started_at, stopped_at, goal_ms, calendar_id, breach_at)
SELECT p.tenant, p.base + seq, p.base + 3, p.base + seq, @now - INTERVAL seq MINUTE, IF(seq % 100, @now, NULL), 28800000, p.base + 1, @now FROM line p WHERE seq % 4 = 0;
INSERT INTO sla_event (tenant_id, cycle_id, at, kind, because)
SELECT p.tenant, p.base + p.seq, @now - INTERVAL p.seq MINUTE, ELT(e.seq, 'started', 'paused', 'resumed'), 'created' FROM line p JOIN seq_1_to_3 e WHERE p.seq % 4 = 0;
INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) SELECT p.tenant, 'clocks', 'clock', p.base + seq, @now + INTERVAL seq SECOND, @now FROM line p WHERE seq % 100 = 0;
-- Mail: three addresses and a mailbox, a mail and what refers to it for every twentieth ticket, a notice and a letter for every tenth.
INSERT INTO mail_address (tenant_id, id, desk_id, address, request_type_id, position, created_at) SELECT p.tenant, p.base + seq, p.base + 1 + (seq = 3), CONCAT('support', seq, '@t', p.tenant, '.example'), p.base + 1, seq, @now FROM part p JOIN seq_1_to_3 ORDER BY 1, 2;
INSERT INTO mailbox (tenant_id, id, address_id, host, user_name, secret) SELECT p.tenant, p.base + seq, p.base + seq, 'imap.example', 'u', 's' FROM part p JOIN seq_1_to_2 ORDER BY 1, 2;
INSERT INTO mail_in (tenant_id, id, desk_id, address_id, once, raw_key, size, envelope_from, envelope_to, state, why, from_address, subject, person_id, ticket_id, comment_id, received_at)
SELECT p.tenant, p.base + seq, p.base + 1, p.base + 1, UNHEX(SHA2(CONCAT('m', p.base + seq), 256)), CONCAT(p.tenant, '/m', p.base + seq), 1000, 'x@y.example', 'support1@t1.example', IF(seq % 2000, 'done', 'held'), IF(seq % 2000, NULL, 'not-involved'),
       'x@y.example', 'Re: x', p.base + 1, IF(seq % 2000 = 0 AND seq % 100000, NULL, p.base + seq), NULL, @now - INTERVAL seq SECOND FROM line p WHERE seq % 20 = 0;
INSERT INTO mail_reference (tenant_id, desk_id, message_hash, ticket_id, mail_id) SELECT m.tenant_id, m.desk_id, UNHEX(SHA2(CONCAT('r', m.id), 256)), m.ticket_id, m.id FROM mail_in m WHERE m.ticket_id IS NOT NULL;
INSERT INTO mail_block (tenant_id, desk_id, sender, created_by, created_at) SELECT p.tenant, p.base + 1, CONCAT('b', seq, '@y.example'), p.base + 1, @now FROM part p JOIN seq_1_to_1000 ON seq <= p.people;
INSERT INTO notice (tenant_id, id, ticket_id, person_id, first_activity_id, last_activity_id, told, created_at) SELECT p.tenant, p.base + seq, p.base + seq, p.base + 1, p.base + seq, p.base + seq, TRUE, @now FROM line p WHERE seq % 10 = 0;
INSERT INTO mail_out (tenant_id, id, desk_id, address_id, ticket_id, notice_id, person_id, recipient, kind, message_id, state, created_at, ended_at)
SELECT p.tenant, p.base + seq, p.base + 1, p.base + 1, p.base + seq, p.base + seq, p.base + 1 + seq % p.people, CONCAT('p', 1 + seq % p.people, '@t', p.tenant, '.example'), 'notice', CONCAT('l', p.base + seq, '@t.example'),
       IF(seq % 1000, 'sent', 'waiting'), @now - INTERVAL seq SECOND, IF(seq % 1000, @now, NULL) FROM line p WHERE seq % 10 = 0;
INSERT INTO mail_recipient (tenant_id, address, bounces) SELECT p.tenant, CONCAT('p', seq, '@t', p.tenant, '.example'), 1 FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
INSERT INTO mail_rate (tenant_id, name, began_at, n) SELECT p.tenant, CONCAT('answer:p', seq, '@t', p.tenant, '.example'), @now - INTERVAL seq SECOND, 1 FROM part p JOIN seq_1_to_2000 ON seq <= p.people;
INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) SELECT o.tenant_id, 'mail', 'letter', o.id, @now + INTERVAL 1 HOUR, @now FROM mail_out o WHERE o.state = 'waiting';
