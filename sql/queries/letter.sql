-- What a letter needs to know beside the ticket that it is about.

-- row letter_reader { id id, account_id text, email text?, display_name text, time_zone text?, language text? }

-- letter_reader(person id) -> one letter_reader
SELECT p.id, p.account_id, p.email, p.display_name, p.time_zone, p.language
  FROM person p
 WHERE p.tenant_id = :tenant AND p.id = :person AND p.active;

-- row letter_mail { id id, message_id text?, subject text?, from_name text?, proof text, refused text? }

-- The mail that a letter answers.
-- letter_mail(mail id) -> one letter_mail
SELECT m.id, m.message_id, m.subject, m.from_name, m.proof, m.refused
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.id = :mail;

-- What somebody wrote to a ticket by mail last: their program knows it by this name.
-- letter_last_mail(ticket id, person id) -> one letter_mail
SELECT m.id, m.message_id, m.subject, m.from_name, m.proof, m.refused
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.ticket_id = :ticket AND m.person_id = :person AND m.state = 'done' AND m.message_id IS NOT NULL
 ORDER BY m.id DESC
 LIMIT 1;

-- row letter_before { told bool }

-- Has somebody had a letter about the ticket before this one, or written it by mail themselves?
-- letter_before(ticket id, person id, letter id) -> one letter_before
SELECT EXISTS (SELECT 1 FROM mail_out o WHERE o.tenant_id = :tenant AND o.ticket_id = :ticket AND o.person_id = :person AND o.id < :letter AND o.state IN ('sent', 'bounced'))
    OR EXISTS (SELECT 1 FROM mail_in m WHERE m.tenant_id = :tenant AND m.ticket_id = :ticket AND m.person_id = :person AND m.state = 'done') AS told;

-- row letter_stop { why text? }

-- Nothing is sent to this address any more.
-- letter_stop(recipient text) -> one letter_stop
SELECT r.why
  FROM mail_recipient r
 WHERE r.tenant_id = :tenant AND r.address = :recipient AND r.stopped_at IS NOT NULL;
