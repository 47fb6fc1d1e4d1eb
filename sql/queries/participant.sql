-- Who takes part in a ticket, and whom somebody may ask to.

-- Is the person in an organization of the asking one?
-- part mate(p)
EXISTS (SELECT 1 FROM organization_member i
         JOIN organization_member o ON o.tenant_id = i.tenant_id AND o.organization_id = i.organization_id
        WHERE i.tenant_id = p.tenant_id AND i.person_id = :person AND o.person_id = p.id);

-- Is the desk theirs: have they raised something there, or is it offered to an organization of theirs?
-- part of_desk(p)
(EXISTS (SELECT 1 FROM ticket r WHERE r.tenant_id = p.tenant_id AND r.reporter_id = p.id AND r.desk_id = :desk)
     OR EXISTS (SELECT 1 FROM desk_organization k
                  JOIN organization_member n ON n.tenant_id = k.tenant_id AND n.organization_id = k.organization_id
                 WHERE k.tenant_id = p.tenant_id AND k.desk_id = :desk AND n.person_id = p.id));

-- part not_there(p)
p.id <> :reporter AND NOT EXISTS (SELECT 1 FROM ticket_participant x WHERE x.tenant_id = p.tenant_id AND x.ticket_id = :ticket AND x.person_id = p.id);

-- `mate` and `of_desk` say how near somebody is to the asking person and to the desk.
-- row candidate { id id, account_id text, email text?, display_name text, time_zone text?, active bool, customer bool, mate bool, of_desk bool, taking_part bool }

-- part asked
p.id, p.account_id, p.email, p.display_name, p.time_zone, p.active, p.role = 'customer' AS customer, $mate(p) AS mate, $of_desk(p) AS of_desk,
       EXISTS (SELECT 1 FROM ticket_participant y WHERE y.tenant_id = p.tenant_id AND y.ticket_id = :ticket AND y.person_id = p.id) AS taking_part
  FROM person p;

-- candidate_by_account(account_id text, person id, ticket id, desk id) -> many candidate
SELECT $asked
 WHERE p.tenant_id = :tenant AND p.account_id = :account_id AND p.active
 LIMIT 1;

-- Only an address that is proven: else a ticket would be shown to whoever claims it.
-- candidate_by_email(email text, person id, ticket id, desk id) -> many candidate
SELECT $asked
 WHERE p.tenant_id = :tenant AND p.email = :email AND p.email_verified AND p.active
 LIMIT 1;

-- row found_person { id id, account_id text, email text?, display_name text, time_zone text?, active bool }

-- part person_shown(p)
p.id, p.account_id, p.email, p.display_name, p.time_zone, p.active;

-- People of the asking person's organizations by a part of their name.
-- people_of_organizations(person id, ticket id, reporter id, search text, limit int) -> many found_person
SELECT DISTINCT $person_shown(p)
  FROM organization_member m
  JOIN organization_member w ON w.tenant_id = m.tenant_id AND w.organization_id = m.organization_id
  JOIN person p ON p.tenant_id = w.tenant_id AND p.id = w.person_id
 WHERE m.tenant_id = :tenant AND m.person_id = :person AND p.id <> :person AND p.active
   AND LOCATE(LOWER(:search), LOWER(p.display_name)) > 0
   AND $not_there(p)
 ORDER BY p.display_name, p.id
 LIMIT :limit;

-- The same among those who have to do with the desk; `all`: the whole tenant, by their addresses, too.
-- people_of_desk(person id, ticket id, desk id, reporter id, all bool, search text, limit int) -> many found_person
SELECT $person_shown(p)
  FROM person p
 WHERE p.tenant_id = :tenant AND p.active AND p.id <> :person
   AND (LOCATE(LOWER(:search), LOWER(p.display_name)) > 0 OR (:all AND LOCATE(LOWER(:search), p.email) > 0))
   AND (:all OR $mate(p) OR $of_desk(p))
   AND $not_there(p)
 ORDER BY p.display_name, p.id
 LIMIT :limit;

-- row taking_part { id id, account_id text, email text?, display_name text }

-- participant_all(ticket id) -> many taking_part
SELECT p.id, p.account_id, p.email, p.display_name
  FROM ticket_participant i
  JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
 WHERE i.tenant_id = :tenant AND i.ticket_id = :ticket
 ORDER BY p.id
 LIMIT 1000;

-- participant_add(ticket id, person id) -> done
INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity)
VALUES (:tenant, :ticket, :person, :now);

-- participant_remove(ticket id, person id) -> affected
DELETE FROM ticket_participant
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND person_id = :person;
