-- Mails that came in: read, and become tickets and comments, or held until somebody decides.

-- row mail_in { id id, desk_id id, address_id id, mailbox_id id?, raw_key text, size int, envelope_from text, envelope_to text, state text, why text?, tries int, from_address text?, from_name text?, subject text?, message_id text?, automatic bool, proof text, person_id id?, ticket_id id?, comment_id id?, refused text?, received_at time, decided_by id?, decided_at time?, authserv_id text?, ticket_key text?, ticket_summary text? }

-- part mails
m.id, m.desk_id, m.address_id, m.mailbox_id, m.raw_key, m.size, m.envelope_from, m.envelope_to, m.state, m.why, m.tries, m.from_address, m.from_name, m.subject, m.message_id,
       m.automatic, m.proof, m.person_id, m.ticket_id, m.comment_id, m.refused, m.received_at, m.decided_by, m.decided_at, b.authserv_id, t.ticket_key, t.summary AS ticket_summary
  FROM mail_in m
  LEFT JOIN mailbox b ON b.tenant_id = m.tenant_id AND b.id = m.mailbox_id
  LEFT JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id;

-- mail_in_find(mail id) -> one mail_in
SELECT $mails
 WHERE m.tenant_id = :tenant AND m.id = :mail;

-- Newest first, of those before an id.
-- mail_in_list(desk id, state text, before id, limit int) -> many mail_in
SELECT $mails
 WHERE m.tenant_id = :tenant AND m.desk_id = :desk AND m.state = :state AND m.id < :before
 ORDER BY m.id DESC
 LIMIT :limit;

-- row mail_state { state text, tries int }

-- Its row stays as it is until the transaction ends: two who come for it take turns.
-- mail_in_lock(mail id) -> one mail_state
SELECT m.state, m.tries
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.id = :mail
   FOR UPDATE;

-- Counted before it is read.
-- mail_in_try(mail id) -> affected
UPDATE mail_in SET tries = tries + 1
 WHERE tenant_id = :tenant AND id = :mail AND state = 'new';

-- It was nobody's fault.
-- mail_in_untry(mail id) -> affected
UPDATE mail_in SET tries = GREATEST(tries - 1, 0)
 WHERE tenant_id = :tenant AND id = :mail AND state = 'new';

-- mail_in_trouble(mail id, trouble text) -> affected
UPDATE mail_in SET trouble = :trouble
 WHERE tenant_id = :tenant AND id = :mail AND state = 'new';

-- What stands in it.
-- mail_in_keep(mail id, from_address text?, from_name text?, subject text?, message_id text?, automatic bool, proof text, text text, quoted text?, html text?, files json?) -> done
UPDATE mail_in SET from_address = :from_address, from_name = :from_name, subject = :subject, message_id = :message_id, automatic = :automatic, proof = :proof,
       text = :text, quoted = :quoted, html = :html, files = :files
 WHERE tenant_id = :tenant AND id = :mail;

-- What became of it.
-- mail_in_end(mail id, state text, why text?, person id?, ticket id?, comment id?, refused text?) -> done
UPDATE mail_in SET state = :state, why = :why, person_id = COALESCE(:person, person_id), ticket_id = :ticket, comment_id = :comment, refused = :refused
 WHERE tenant_id = :tenant AND id = :mail;

-- mail_in_refused(mail id, refused text?) -> done
UPDATE mail_in SET refused = :refused
 WHERE tenant_id = :tenant AND id = :mail;

-- mail_in_copied_keep(mail id, copied text) -> done
UPDATE mail_in SET copied = :copied
 WHERE tenant_id = :tenant AND id = :mail;

-- row mail_copied { copied text }

-- Whom the mails of a ticket were sent to as well.
-- mail_in_copied(ticket id) -> many mail_copied
SELECT COALESCE(m.copied, '') AS copied
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.ticket_id = :ticket AND m.copied IS NOT NULL
 ORDER BY m.id
 LIMIT 100;

-- mail_in_decided(mail id, person id) -> done
UPDATE mail_in SET decided_by = :person, decided_at = :now
 WHERE tenant_id = :tenant AND id = :mail;

-- It is read anew.
-- mail_in_again(mail id) -> affected
UPDATE mail_in SET state = 'new', why = NULL, tries = 0, ticket_id = NULL, comment_id = NULL
 WHERE tenant_id = :tenant AND id = :mail AND state IN ('held', 'passed', 'discarded');

-- row mail_content { text text?, quoted text?, html text?, files json?, refused text?, from_address text?, from_name text?, received_at time, by_team bool, edited bool, trouble text? }

-- part contents
m.text, m.quoted, m.html, m.files, m.refused, m.from_address, m.from_name, m.received_at, COALESCE(c.by_team, FALSE) OR COALESCE(w.role <> 'customer', FALSE) AS by_team, COALESCE(c.edited_at, t.edited_at) IS NOT NULL AS edited, m.trouble
  FROM mail_in m
  LEFT JOIN comment c ON c.tenant_id = m.tenant_id AND c.id = m.comment_id
  LEFT JOIN person w ON w.tenant_id = m.tenant_id AND w.id = m.person_id
  LEFT JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id AND m.comment_id IS NULL;

-- mail_in_content(mail id) -> one mail_content
SELECT $contents
 WHERE m.tenant_id = :tenant AND m.id = :mail;

-- The mail that opened a ticket.
-- mail_in_of_ticket(ticket id) -> many mail_content
SELECT $contents
 WHERE m.tenant_id = :tenant AND m.ticket_id = :ticket AND m.comment_id IS NULL AND m.state = 'done'
 ORDER BY m.id
 LIMIT 1;

-- The one that a comment came by.
-- mail_in_of_comment(ticket id, comment id) -> many mail_content
SELECT $contents
 WHERE m.tenant_id = :tenant AND m.ticket_id = :ticket AND m.comment_id = :comment AND m.state = 'done'
 ORDER BY m.id
 LIMIT 1;

-- row mail_picture { id id, mail_part int, object_key text, filename text, mime_type text, verdict text }

-- The pictures that stand in its text, and may be given out; `comment` 0: in that of the ticket itself.
-- mail_in_pictures(ticket id, comment id) -> many mail_picture
SELECT f.id, COALESCE(f.mail_part, 0) AS mail_part, f.object_key, f.filename, f.mime_type, f.verdict
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket AND ((:comment = 0 AND f.comment_id IS NULL) OR f.comment_id = :comment)
   AND f.state = 'ready' AND f.mail_part IS NOT NULL
 ORDER BY f.mail_part
 LIMIT 100;

-- row mail_part_count { n int }

-- How many of its files are there already.
-- mail_in_parts(ticket id, comment id) -> one mail_part_count
SELECT COUNT(*) AS n
  FROM attachment f
 WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket AND ((:comment = 0 AND f.comment_id IS NULL) OR f.comment_id = :comment) AND f.mail_part IS NOT NULL;

-- row mail_candidate { id id, key text, summary text }

-- Where it may belong: what it speaks of, and what its sender raised last.
-- mail_in_candidates(ticket id, desk id, person id) -> many mail_candidate
SELECT t.id, t.ticket_key AS key, t.summary
  FROM ticket t
 WHERE t.tenant_id = :tenant AND t.id = :ticket AND t.merged_into IS NULL
UNION ALL
(SELECT o.id, o.ticket_key AS key, o.summary
   FROM ticket o
  WHERE o.tenant_id = :tenant AND o.reporter_id = :person AND o.desk_id = :desk AND NOT o.id <=> :ticket AND o.merged_into IS NULL
  ORDER BY o.last_activity DESC, o.id DESC
  LIMIT 5)
 LIMIT 6;

-- Later mails that refer to it follow it.
-- mail_reference_add(desk id, message_hash hash, ticket id, mail id) -> affected
INSERT IGNORE INTO mail_reference (tenant_id, desk_id, message_hash, ticket_id, mail_id)
VALUES (:tenant, :desk, :message_hash, :ticket, :mail);

-- row mail_referred { ticket_id id }

-- mail_reference_find(desk id, message_hash hash) -> many mail_referred
SELECT r.ticket_id
  FROM mail_reference r
 WHERE r.tenant_id = :tenant AND r.desk_id = :desk AND r.message_hash = :message_hash
 ORDER BY r.mail_id
 LIMIT 1;

-- row mail_unread { n int }

-- Has it come to the desk, and is still to be read?
-- mail_in_unread(desk id, message_hash hash, mail id) -> one mail_unread
SELECT COUNT(*) AS n
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.desk_id = :desk AND m.message_hash = :message_hash AND m.id <> :mail AND m.state = 'new';

-- row mail_blocked { n int }

-- mail_block_count(desk id, address text, domain text) -> one mail_blocked
SELECT COUNT(*) AS n
  FROM mail_block b
 WHERE b.tenant_id = :tenant AND b.desk_id = :desk AND b.sender IN (:address, :domain);
