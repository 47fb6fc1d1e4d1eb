-- Mails as they arrive, by whichever door: one row for each, however often it is delivered.

-- row mail_arrived { id id, envelope_to text }

-- mail_arrived(once hash) -> one mail_arrived
SELECT m.id, m.envelope_to
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.once = :once;

-- mail_arrive(desk id, mail_address id, mailbox id?, once hash, message_hash hash?, raw_key text, size int, envelope_from text, envelope_to text) -> made
INSERT INTO mail_in (tenant_id, desk_id, address_id, mailbox_id, once, message_hash, raw_key, size, envelope_from, envelope_to, received_at)
VALUES (:tenant, :desk, :mail_address, :mailbox, :once, :message_hash, :raw_key, :size, :envelope_from, :envelope_to, :now);

-- row waiting_mails { n int }

-- Mails that nobody has read for long.
-- mail_waiting_long(before time) -> one waiting_mails
-- global: the operator looks at all of them
SELECT COUNT(*) AS n
  FROM mail_in m
 WHERE m.state = 'new' AND m.received_at <= :before;
