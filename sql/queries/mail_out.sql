-- The outbox: letters to people, each to one.

-- With a trouble it is withheld.
-- mail_out_add(desk id, mail_address id, ticket id?, notice id?, mail id?, person id?, recipient text, kind text, message_id text, trouble text?) -> made
INSERT INTO mail_out (tenant_id, desk_id, address_id, ticket_id, notice_id, mail_id, person_id, recipient, kind, message_id, state, trouble, created_at, ended_at)
VALUES (:tenant, :desk, :mail_address, :ticket, :notice, :mail, :person, :recipient, :kind, :message_id, IF(:trouble IS NULL, 'waiting', 'withheld'), :trouble, :now, IF(:trouble IS NULL, NULL, :now));

-- row mail_out_withheld { before bool }

-- Does the outbox say already that this person is not told of the ticket's news?
-- mail_out_withheld(ticket id, person id, kind text) -> one mail_out_withheld
SELECT EXISTS (SELECT 1 FROM mail_out o WHERE o.tenant_id = :tenant AND o.ticket_id = :ticket AND o.person_id = :person AND o.kind = :kind AND o.state = 'withheld') AS `before`;

-- mail_out_name(letter id, message_id text) -> done
UPDATE mail_out SET message_id = :message_id
 WHERE tenant_id = :tenant AND id = :letter;

-- row mail_out_row { id id, desk_id id, address_id id, ticket_id id?, notice_id id?, mail_id id?, person_id id?, recipient text, kind text, message_id text, subject text?, state text, trouble text?, created_at time, ended_at time? }

-- mail_out_find(letter id) -> one mail_out_row
SELECT o.id, o.desk_id, o.address_id, o.ticket_id, o.notice_id, o.mail_id, o.person_id, o.recipient, o.kind, o.message_id, o.subject, o.state, o.trouble, o.created_at, o.ended_at
  FROM mail_out o
 WHERE o.tenant_id = :tenant AND o.id = :letter;

-- Which letter somebody answers.
-- mail_out_by_message(message_id text) -> one mail_out_row
SELECT o.id, o.desk_id, o.address_id, o.ticket_id, o.notice_id, o.mail_id, o.person_id, o.recipient, o.kind, o.message_id, o.subject, o.state, o.trouble, o.created_at, o.ended_at
  FROM mail_out o
 WHERE o.tenant_id = :tenant AND o.message_id = :message_id;

-- It left, or never will. One that somebody decided about meanwhile stays as they left it.
-- mail_out_end(letter id, state text, trouble text?, subject text?) -> affected
UPDATE mail_out SET state = :state, trouble = :trouble, subject = COALESCE(:subject, subject), ended_at = :now
 WHERE tenant_id = :tenant AND id = :letter AND state = 'waiting';

-- mail_out_wait(letter id, trouble text) -> affected
UPDATE mail_out SET trouble = :trouble
 WHERE tenant_id = :tenant AND id = :letter AND state = 'waiting' AND NOT (trouble <=> :trouble);

-- row mail_out_since { since time }

-- Since when it is tried: from the beginning, or since somebody asked for it anew.
-- mail_out_since(letter id, job id) -> one mail_out_since
SELECT GREATEST(o.created_at, COALESCE((SELECT j.created_at FROM job j WHERE j.tenant_id = :tenant AND j.id = :job), o.created_at)) AS since
  FROM mail_out o
 WHERE o.tenant_id = :tenant AND o.id = :letter;

-- row outbox_letter { id id, desk_id id, recipient text, kind text, subject text?, ticket_key text?, state text, trouble text?, created_at time, ended_at time?, decided_at time?, tries int?, due_at time?, leased bool, account_id text?, email text?, display_name text?, time_zone text?, active bool }

-- A subject names what the request is now: of one that went to another desk it is not shown.
-- part outbox_columns
o.id, o.desk_id, o.recipient, o.kind, IF(COALESCE(v.desk_id, t.desk_id, o.desk_id) = o.desk_id, o.subject, NULL) AS subject, IF(t.desk_id = o.desk_id, t.ticket_key, NULL) AS ticket_key, o.state, o.trouble, o.created_at, o.ended_at, o.decided_at, j.tries, j.due_at, COALESCE(j.lease IS NOT NULL, FALSE) AS leased,
  d.account_id, d.email, d.display_name, d.time_zone, COALESCE(d.active, FALSE) AS active;

-- part outbox_about
LEFT JOIN ticket t ON t.tenant_id = o.tenant_id AND t.id = o.ticket_id
  LEFT JOIN ticket v ON v.tenant_id = t.tenant_id AND v.id = t.merged_into
  LEFT JOIN job j ON j.tenant_id = o.tenant_id AND j.subject_id = o.id AND j.lane = 'mail' AND j.kind = 'letter'
  LEFT JOIN person d ON d.tenant_id = o.tenant_id AND d.id = o.decided_by;

-- One range of the index for each state, by its number in the column.
-- part of_state(number)
(SELECT m.id FROM mail_out m WHERE m.tenant_id = :tenant AND m.desk_id = :desk AND m.state = number AND m.id < :before_id AND (:state = 0 OR :state = number) ORDER BY m.id DESC LIMIT :reach);

-- Newest first; `reach` is how many rows the page and those before it have.
-- mail_out_list(desk id, state int, before_id id, reach int, limit int, start int) -> many outbox_letter
SELECT $outbox_columns
  FROM ($of_state(1) UNION ALL $of_state(2) UNION ALL $of_state(3) UNION ALL $of_state(4) UNION ALL $of_state(5) UNION ALL $of_state(6) UNION ALL $of_state(7)) w
  JOIN mail_out o ON o.tenant_id = :tenant AND o.id = w.id
  $outbox_about
 ORDER BY o.id DESC
 LIMIT :limit OFFSET :start;

-- mail_out_of_desk(desk id, letter id) -> one outbox_letter
SELECT $outbox_columns
  FROM mail_out o
  $outbox_about
 WHERE o.tenant_id = :tenant AND o.desk_id = :desk AND o.id = :letter;

-- row mail_out_state { state text }

-- mail_out_hold(letter id) -> one mail_out_state
SELECT o.state
  FROM mail_out o
 WHERE o.tenant_id = :tenant AND o.id = :letter
   FOR UPDATE;

-- mail_out_decided(letter id, person id?) -> done
UPDATE mail_out SET decided_by = :person, decided_at = :now
 WHERE tenant_id = :tenant AND id = :letter;

-- mail_out_anew(letter id) -> done
UPDATE mail_out SET state = 'waiting', ended_at = NULL
 WHERE tenant_id = :tenant AND id = :letter;

-- Why it did not go stays beside it.
-- mail_out_drop(letter id) -> done
UPDATE mail_out SET state = 'discarded', ended_at = :now
 WHERE tenant_id = :tenant AND id = :letter;

-- One at work is left alone.
-- mail_out_hurry(letter id) -> affected
UPDATE job SET due_at = :now, tries = 0
 WHERE tenant_id = :tenant AND subject_id = :letter AND lane = 'mail' AND kind = 'letter' AND lease IS NULL;

-- row outbox_line { id id, slug text, address text, recipient text, kind text, state text, trouble text?, created_at time, tries int? }

-- part stuck_columns
o.id, n.slug, a.address, o.recipient, o.kind, o.state, o.trouble, o.created_at;

-- part stuck_about
JOIN tenant n ON n.id = o.tenant_id
  JOIN mail_address a ON a.tenant_id = o.tenant_id AND a.id = o.address_id;

-- What does not go out: it waits, or has failed. Oldest first.
-- mail_out_stuck(limit int) -> many outbox_line
-- global: the operator looks at all of them
(SELECT STRAIGHT_JOIN $stuck_columns, j.tries
   FROM job j
   JOIN mail_out o ON o.tenant_id = j.tenant_id AND o.id = j.subject_id AND o.state = 'waiting'
   $stuck_about
  WHERE j.lane = 'mail' AND j.kind = 'letter'
  LIMIT :limit)
UNION ALL
(SELECT STRAIGHT_JOIN $stuck_columns, NULL AS tries
   FROM desk d
   JOIN mail_out o FORCE INDEX (by_desk) ON o.tenant_id = d.tenant_id AND o.desk_id = d.id AND o.state = 'failed'
   $stuck_about
  LIMIT :limit)
 ORDER BY id
 LIMIT :limit;

-- row mail_out_count { waiting int, since time? }

-- mail_out_count() -> one mail_out_count
-- global: the operator looks at all of them
SELECT COUNT(*) AS waiting, MIN(j.created_at) AS since
  FROM job j
 WHERE j.lane = 'mail' AND j.kind = 'letter';

-- All that waits is tried at once.
-- mail_out_hurry_all() -> affected
-- global: the operator means all of them
UPDATE job SET due_at = :now, tries = 0
 WHERE lane = 'mail' AND kind = 'letter' AND lease IS NULL
 LIMIT 100000;

-- row mail_out_home { tenant_id id }

-- mail_out_home(letter id) -> one mail_out_home
-- global: the operator names the letter
SELECT o.tenant_id
  FROM mail_out o
 WHERE o.id = :letter;
