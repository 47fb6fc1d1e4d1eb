-- Who is told of a ticket's news.

-- What a person said about it, and how they see it at all: who does not see it any more is told nothing, whatever they said.
-- row interest { said bool?, taking_part bool, asked bool, shared bool, team bool }

-- subscription_interest(ticket id, desk id, person id) -> one interest
SELECT (SELECT u.subscribed FROM subscription u WHERE u.tenant_id = :tenant AND u.ticket_id = :ticket AND u.person_id = p.id) AS said,
       EXISTS (SELECT 1 FROM ticket_participant i WHERE i.tenant_id = :tenant AND i.ticket_id = :ticket AND i.person_id = p.id) AS taking_part,
       EXISTS (SELECT 1 FROM approver r
                 JOIN approval v ON v.tenant_id = r.tenant_id AND v.id = r.approval_id
                WHERE r.tenant_id = :tenant AND r.ticket_id = :ticket AND r.person_id = p.id AND (r.decision <> 'pending' OR v.decision <> 'void')) AS asked,
       EXISTS (SELECT 1 FROM ticket_organization o
                 JOIN organization_member m ON m.tenant_id = o.tenant_id AND m.organization_id = o.organization_id
                WHERE o.tenant_id = :tenant AND o.ticket_id = :ticket AND m.person_id = p.id) AS shared,
       p.role = 'admin' OR (p.role = 'agent' AND EXISTS (SELECT 1 FROM desk_agent g WHERE g.tenant_id = :tenant AND g.desk_id = :desk AND g.person_id = p.id)) AS team
  FROM person p
 WHERE p.tenant_id = :tenant AND p.id = :person AND p.active;

-- subscription_set(ticket id, person id, subscribed bool) -> done
INSERT INTO subscription (tenant_id, ticket_id, person_id, subscribed)
VALUES (:tenant, :ticket, :person, :subscribed)
ON DUPLICATE KEY UPDATE subscribed = :subscribed;

-- subscription_forget(ticket id, person id) -> affected
DELETE FROM subscription
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND person_id = :person;
