-- Organizations: with which of them a ticket is shared, and what operators do with them.

-- row organization { id id, name text }

-- organization_of_ticket(ticket id) -> many organization
SELECT g.id, g.name
  FROM ticket_organization o
  JOIN organization g ON g.tenant_id = o.tenant_id AND g.id = o.organization_id
 WHERE o.tenant_id = :tenant AND o.ticket_id = :ticket
 ORDER BY g.name, g.id
 LIMIT 200;

-- Those of a person, without the ones that the ticket is shared with; ticket 0: all.
-- organization_of_person(person id, ticket id) -> many organization
SELECT g.id, g.name
  FROM organization_member m
  JOIN organization g ON g.tenant_id = m.tenant_id AND g.id = m.organization_id
 WHERE m.tenant_id = :tenant AND m.person_id = :person
   AND NOT EXISTS (SELECT 1 FROM ticket_organization o WHERE o.tenant_id = g.tenant_id AND o.ticket_id = :ticket AND o.organization_id = g.id)
 ORDER BY g.name, g.id
 LIMIT 64;

-- Those of a desk for its team: all when it is open to everybody, else whom it is offered to, and the reporter's in any case; the reporter's
-- first. `organization` 0: any.
-- organization_of_desk(desk id, ticket id, reporter id, organization id) -> many organization
SELECT g.id, g.name
  FROM organization g
 WHERE g.tenant_id = :tenant AND (:organization = 0 OR g.id = :organization)
   AND (EXISTS (SELECT 1 FROM desk d WHERE d.tenant_id = g.tenant_id AND d.id = :desk AND d.access = 'open')
     OR EXISTS (SELECT 1 FROM desk_organization k WHERE k.tenant_id = g.tenant_id AND k.desk_id = :desk AND k.organization_id = g.id)
     OR EXISTS (SELECT 1 FROM organization_member n WHERE n.tenant_id = g.tenant_id AND n.organization_id = g.id AND n.person_id = :reporter))
   AND NOT EXISTS (SELECT 1 FROM ticket_organization o WHERE o.tenant_id = g.tenant_id AND o.ticket_id = :ticket AND o.organization_id = g.id)
 ORDER BY EXISTS (SELECT 1 FROM organization_member m WHERE m.tenant_id = g.tenant_id AND m.organization_id = g.id AND m.person_id = :reporter) DESC, g.name, g.id
 LIMIT 100;

-- organization_share(ticket id, organization id) -> done
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
VALUES (:tenant, :ticket, :organization, :now);

-- organization_unshare(ticket id, organization id) -> affected
DELETE FROM ticket_organization
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND organization_id = :organization;

-- A new ticket: with all of the person's.
-- organization_share_all(ticket id, person id) -> affected
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
SELECT :tenant, :ticket, m.organization_id, :now
  FROM organization_member m
 WHERE m.tenant_id = :tenant AND m.person_id = :person;

-- With those of the person's that they chose.
-- organization_share_chosen(ticket id, person id, wanted ids) -> affected
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
SELECT DISTINCT :tenant, :ticket, m.organization_id, :now
  FROM JSON_TABLE(:wanted, '$[*]' COLUMNS (id BIGINT PATH '$')) AS w
  JOIN organization_member m ON m.tenant_id = :tenant AND m.organization_id = w.id
 WHERE m.person_id = :person;

-- row organization_line { id id, name text, members int, tickets int }

-- organization_list_all(after id) -> many organization_line
SELECT g.id, g.name,
       (SELECT COUNT(*) FROM organization_member m WHERE m.tenant_id = g.tenant_id AND m.organization_id = g.id) AS members,
       (SELECT COUNT(*) FROM ticket_organization o WHERE o.tenant_id = g.tenant_id AND o.organization_id = g.id) AS tickets
  FROM organization g
 WHERE g.tenant_id = :tenant AND g.id > :after
 ORDER BY g.id
 LIMIT 200;

-- organization_add(name text) -> made
INSERT INTO organization (tenant_id, name, created_at)
VALUES (:tenant, :name, :now);

-- organization_find(organization id) -> one organization
SELECT g.id, g.name
  FROM organization g
 WHERE g.tenant_id = :tenant AND g.id = :organization;

-- organization_member_add(organization id, person id) -> done
INSERT INTO organization_member (tenant_id, organization_id, person_id)
VALUES (:tenant, :organization, :person);

-- organization_member_remove(organization id, person id) -> affected
DELETE FROM organization_member
 WHERE tenant_id = :tenant AND organization_id = :organization AND person_id = :person;
