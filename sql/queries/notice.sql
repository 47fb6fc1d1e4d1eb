-- Notices: what somebody did to a ticket in one go, and who may be told of it. All who write here hold the ticket's row first.

-- What is still untold takes the new change in by itself; and a desk without an address tells nobody. 0: nothing was begun.
-- notice_begin(desk id, ticket id, person id?, activity id) -> made
INSERT INTO notice (tenant_id, ticket_id, person_id, first_activity_id, last_activity_id, created_at)
SELECT :tenant, :ticket, :person, :activity, :activity, :now
  FROM mail_address m
 WHERE m.tenant_id = :tenant AND m.desk_id = :desk AND m.enabled
   AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.tenant_id = :tenant AND n.ticket_id = :ticket AND NOT n.told AND n.person_id <=> :person)
 LIMIT 1;

-- row notice { id id, ticket_id id, person_id id?, actor_name text?, by_team bool, first_activity_id id, told bool, created_at time, desk_id id, merged_into id? }

-- notice_find(notice id) -> one notice
SELECT n.id, n.ticket_id, n.person_id, p.display_name AS actor_name,
       COALESCE(p.role = 'admin' OR (p.role = 'agent' AND EXISTS (SELECT 1 FROM desk_agent g WHERE g.tenant_id = n.tenant_id AND g.desk_id = t.desk_id AND g.person_id = p.id)), FALSE) AS by_team,
       n.first_activity_id, n.told, n.created_at, t.desk_id, t.merged_into
  FROM notice n
  JOIN ticket t ON t.tenant_id = n.tenant_id AND t.id = n.ticket_id
  LEFT JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.person_id
 WHERE n.tenant_id = :tenant AND n.id = :notice;

-- All that its person did to the ticket since it began.
-- notice_mark(notice id, ticket id, person id?, first id) -> affected
UPDATE activity SET notice_id = :notice
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND id >= :first AND person_id <=> :person AND notice_id IS NULL;

-- From now on nothing joins it.
-- notice_end(notice id, last id) -> done
UPDATE notice SET told = TRUE, last_activity_id = :last
 WHERE tenant_id = :tenant AND id = :notice;

-- row notice_change { id id, door text, kind text, public bool, subject_id id?, before_text text?, after_text text?, customer_before text?, customer_after text?, created_at time, done_before bool, done_after bool }

-- Its changes, oldest first. Of a status: whether a ticket is over in it, and was in the one before.
-- notice_changes(ticket id, notice id, first id, limit int) -> many notice_change
SELECT a.id, a.door, a.kind, a.public, a.subject_id, a.before_text, a.after_text, a.customer_before, a.customer_after, a.created_at,
       COALESCE(b.category = 'DONE', FALSE) AS done_before, COALESCE(w.category = 'DONE', FALSE) AS done_after
  FROM activity a
  LEFT JOIN status w ON w.tenant_id = a.tenant_id AND w.id = a.subject_id AND a.kind = 'status'
  LEFT JOIN status b ON b.tenant_id = w.tenant_id AND b.workflow_id = w.workflow_id AND b.name = a.before_text
 WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket AND a.id >= :first AND a.notice_id = :notice
 ORDER BY a.id
 LIMIT :limit;

-- Somebody who may be told, and their part in the ticket. `quote_id` is the quote that waits for their answer.
-- row notice_person { id id, email text?, display_name text, proven bool, by_mail bool, language text?, stopped bool, said bool?, reports bool, assigned bool, taking_part bool, asked bool, quote_id id?, shared bool, team bool, watching bool }

-- part person_columns
p.id, p.email, p.display_name, p.email_verified AS proven, p.by_mail, p.language,
       EXISTS (SELECT 1 FROM mail_recipient f WHERE f.tenant_id = p.tenant_id AND f.address = p.email AND f.stopped_at IS NOT NULL) AS stopped,
       (SELECT u.subscribed FROM subscription u WHERE u.tenant_id = :tenant AND u.ticket_id = :ticket AND u.person_id = p.id) AS said,
       t.reporter_id = p.id AS reports, COALESCE(t.assignee_id = p.id, FALSE) AS assigned,
       EXISTS (SELECT 1 FROM ticket_participant i WHERE i.tenant_id = :tenant AND i.ticket_id = :ticket AND i.person_id = p.id) AS taking_part,
       EXISTS (SELECT 1 FROM approver r
                 JOIN approval v ON v.tenant_id = r.tenant_id AND v.id = r.approval_id
                WHERE r.tenant_id = :tenant AND r.ticket_id = :ticket AND r.person_id = p.id AND (r.decision <> 'pending' OR v.decision <> 'void')) AS asked,
       (SELECT MAX(v.quote_id) FROM approver r
                 JOIN approval v ON v.tenant_id = r.tenant_id AND v.id = r.approval_id
                WHERE r.tenant_id = :tenant AND r.ticket_id = :ticket AND r.person_id = p.id AND r.pending AND r.decision = 'pending' AND v.decision = 'pending') AS quote_id,
       EXISTS (SELECT 1 FROM ticket_organization o
                 JOIN organization_member m ON m.tenant_id = o.tenant_id AND m.organization_id = o.organization_id
                WHERE o.tenant_id = :tenant AND o.ticket_id = :ticket AND m.person_id = p.id) AS shared,
       p.role = 'admin' OR (p.role = 'agent' AND EXISTS (SELECT 1 FROM desk_agent g WHERE g.tenant_id = :tenant AND g.desk_id = t.desk_id AND g.person_id = p.id)) AS team,
       EXISTS (SELECT 1 FROM desk_watch h WHERE h.tenant_id = :tenant AND h.desk_id = t.desk_id AND h.person_id = p.id) AS watching;

-- notice_people(ticket id, limit int) -> many notice_person
SELECT STRAIGHT_JOIN $person_columns
  FROM (SELECT x.reporter_id AS id FROM ticket x WHERE x.tenant_id = :tenant AND x.id = :ticket
         UNION
        SELECT y.assignee_id AS id FROM ticket y WHERE y.tenant_id = :tenant AND y.id = :ticket AND y.assignee_id IS NOT NULL
         UNION
        SELECT j.person_id AS id FROM ticket_participant j WHERE j.tenant_id = :tenant AND j.ticket_id = :ticket
         UNION
        SELECT k.person_id AS id FROM approver k WHERE k.tenant_id = :tenant AND k.ticket_id = :ticket
         UNION
        SELECT s.person_id AS id FROM subscription s WHERE s.tenant_id = :tenant AND s.ticket_id = :ticket AND s.subscribed
         UNION
        SELECT h.person_id AS id FROM ticket z JOIN desk_watch h ON h.tenant_id = z.tenant_id AND h.desk_id = z.desk_id WHERE z.tenant_id = :tenant AND z.id = :ticket) w
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = :ticket
  JOIN person p ON p.tenant_id = :tenant AND p.id = w.id
 WHERE p.active
 ORDER BY p.id
 LIMIT :limit;

-- notice_person(ticket id, person id) -> one notice_person
SELECT $person_columns
  FROM ticket t
  JOIN person p ON p.tenant_id = t.tenant_id AND p.id = :person
 WHERE t.tenant_id = :tenant AND t.id = :ticket AND p.active;

-- row notice_mail { id id, automatic bool }

-- The mail that the ticket was made of.
-- notice_mail(ticket id) -> one notice_mail
SELECT m.id, m.automatic
  FROM mail_in m
 WHERE m.tenant_id = :tenant AND m.ticket_id = :ticket AND m.comment_id IS NULL AND m.state = 'done'
 ORDER BY m.id
 LIMIT 1;
