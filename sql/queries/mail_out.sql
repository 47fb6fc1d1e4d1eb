-- The outbox: letters to people, each to one.

-- mail_out_add(desk id, address id, ticket id?, notice id?, mail id?, person id?, recipient text, kind text, message_id text) -> made
INSERT INTO mail_out (tenant_id, desk_id, address_id, ticket_id, notice_id, mail_id, person_id, recipient, kind, message_id, created_at)
VALUES (:tenant, :desk, :address, :ticket, :notice, :mail, :person, :recipient, :kind, :message_id, :now);

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
