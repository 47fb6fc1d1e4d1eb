-- Brakes: how often something was done in the running window, and where nothing is sent any more.

-- Its row stays locked until the transaction ends. The assignments go from left to right, so the old beginning is asked first.
-- mail_rate_count(name text, since time) -> affected
INSERT INTO mail_rate (tenant_id, name, began_at, n)
VALUES (:tenant, :name, :now, 1)
ON DUPLICATE KEY UPDATE n = IF(began_at <= :since, 1, n + 1), began_at = IF(began_at <= :since, :now, began_at);

-- row mail_rate { n int }

-- mail_rate_find(name text, since time) -> many mail_rate
SELECT r.n
  FROM mail_rate r
 WHERE r.tenant_id = :tenant AND r.name = :name AND r.began_at > :since
 LIMIT 1;

-- row mail_recipient { bounces int, stopped_at time? }

-- mail_recipient_find(address text) -> many mail_recipient
SELECT r.bounces, r.stopped_at
  FROM mail_recipient r
 WHERE r.tenant_id = :tenant AND r.address = :address
 LIMIT 1;

-- mail_recipient_bounce(address text, why text, stop int) -> affected
INSERT INTO mail_recipient (tenant_id, address, bounces, why)
VALUES (:tenant, :address, 1, :why)
ON DUPLICATE KEY UPDATE bounces = bounces + 1, why = :why, stopped_at = IF(bounces >= :stop, COALESCE(stopped_at, :now), stopped_at);

-- Somebody writes from there: it works.
-- mail_recipient_alive(address text) -> affected
DELETE FROM mail_recipient
 WHERE tenant_id = :tenant AND address = :address;

-- A letter came back. Once.
-- mail_out_bounced(letter id, trouble text) -> affected
UPDATE mail_out SET state = 'bounced', trouble = :trouble, ended_at = :now
 WHERE tenant_id = :tenant AND id = :letter AND state IN ('waiting', 'sent');
