-- What of a desk's mail waits for somebody of its team.

-- row mail_count { held int, unsent int }

-- Mails to decide on, and letters that did not arrive; no further than `reach`.
-- mail_count(desk id, reach int) -> one mail_count
SELECT (SELECT COUNT(*)
          FROM (SELECT m.id FROM mail_in m WHERE m.tenant_id = :tenant AND m.desk_id = :desk AND m.state = 'held' LIMIT :reach) h) AS held,
       (SELECT COUNT(*)
          FROM (SELECT o.id FROM mail_out o WHERE o.tenant_id = :tenant AND o.desk_id = :desk AND o.state IN ('failed', 'bounced') LIMIT :reach) u) AS unsent;
