-- What `lodgectl demo seed` writes and asks: a tenant with very many tickets. Rows come as JSON, some hundred at once.

-- Instants travel as milliseconds.
-- part at(ms)
TIMESTAMPADD(MICROSECOND, 1000 * x.ms, '1970-01-01 00:00:00.000');

-- row seed_state { strangers int, people int, tickets int }

-- How many have no address that is an example, and what seeding has made so far.
-- seed_state(account text) -> one seed_state
SELECT (SELECT COUNT(*) FROM person p WHERE p.tenant_id = :tenant AND p.email NOT LIKE '%.example') AS strangers,
       (SELECT COUNT(*) FROM person p WHERE p.tenant_id = :tenant AND p.account_id LIKE :account) AS people,
       (SELECT COUNT(*) FROM person p JOIN ticket t ON t.tenant_id = p.tenant_id AND t.reporter_id = p.id
         WHERE p.tenant_id = :tenant AND p.account_id LIKE :account) AS tickets;

-- row seed_type { desk_id id, project_key text, type_id id, workflow_id id, initial_status_id id?, field_id id }

-- The types of requests there are, each with the field of its description.
-- seed_type_list() -> many seed_type
SELECT d.id AS desk_id, d.project_key, r.id AS type_id, r.workflow_id, w.initial_status_id, f.id AS field_id
  FROM desk d
  JOIN request_type r ON r.tenant_id = d.tenant_id AND r.desk_id = d.id
  JOIN workflow w ON w.tenant_id = r.tenant_id AND w.id = r.workflow_id
  JOIN field f ON f.tenant_id = r.tenant_id AND f.request_type_id = r.id AND f.key_name = 'description'
 WHERE d.tenant_id = :tenant
 ORDER BY d.id, r.id
 LIMIT 200;

-- row seed_status { id id, workflow_id id, customer_name text, category text, awaits_customer bool }

-- seed_status_list() -> many seed_status
SELECT s.id, s.workflow_id, s.customer_name, s.category, s.awaits_customer
  FROM status s
 WHERE s.tenant_id = :tenant
 ORDER BY s.workflow_id, s.position, s.id
 LIMIT 500;

-- row seed_person { id id, desk_id id?, organization_id id? }

-- seed_agent_list() -> many seed_person
SELECT g.person_id AS id, g.desk_id, NULL AS organization_id
  FROM desk_agent g
 WHERE g.tenant_id = :tenant
 ORDER BY g.desk_id, g.person_id
 LIMIT 1000;

-- The people that seeding made, each with an organization.
-- seed_person_list(account text) -> many seed_person
SELECT p.id, NULL AS desk_id, MIN(m.organization_id) AS organization_id
  FROM person p
  LEFT JOIN organization_member m ON m.tenant_id = p.tenant_id AND m.person_id = p.id
 WHERE p.tenant_id = :tenant AND p.account_id LIKE :account
 GROUP BY p.id
 ORDER BY p.id
 LIMIT 50000;

-- seed_organizations(rows json) -> affected
INSERT INTO organization (tenant_id, name, created_at)
SELECT :tenant, x.name, :now
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (name VARCHAR(200) PATH '$[0]')) AS x
 WHERE NOT EXISTS (SELECT 1 FROM organization o WHERE o.tenant_id = :tenant AND o.name = x.name COLLATE utf8mb4_nopad_bin);

-- seed_people(rows json) -> affected
INSERT INTO person (tenant_id, account_id, email, email_verified, display_name, created_at)
SELECT :tenant, x.account, x.email, TRUE, x.name, :now
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (account VARCHAR(64) PATH '$[0]', email VARCHAR(254) PATH '$[1]', name VARCHAR(255) PATH '$[2]')) AS x;

-- seed_members(rows json) -> affected
INSERT INTO organization_member (tenant_id, organization_id, person_id)
SELECT :tenant, o.id, p.id
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (account VARCHAR(64) PATH '$[0]', name VARCHAR(200) PATH '$[3]')) AS x
  JOIN organization o ON o.tenant_id = :tenant AND o.name = x.name COLLATE utf8mb4_nopad_bin
  JOIN person p ON p.tenant_id = :tenant AND p.account_id = x.account COLLATE utf8mb4_nopad_bin;

-- The numbers of a whole chunk at once.
-- seed_counter_next(desk id, n int) -> made
UPDATE desk_counter SET last = LAST_INSERT_ID(last + :n)
 WHERE tenant_id = :tenant AND desk_id = :desk;

-- seed_tickets(desk id, rows json) -> affected
INSERT INTO ticket (tenant_id, desk_id, request_type_id, ticket_key, summary, reporter_id, assignee_id, status_id, status_changed_at, done, awaits_customer, priority, resolution, resolved_at,
	created_at, last_activity, team_activity)
SELECT :tenant, :desk, x.type, x.k, x.summary, x.reporter, x.assignee, x.status, $at(changed), x.done, x.awaits, x.priority, IF(x.done, 'Done', NULL), IF(x.done, $at(changed), NULL),
	$at(created), $at(activity), $at(team)
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (type BIGINT PATH '$[0]', k VARCHAR(30) PATH '$[1]', summary VARCHAR(255) PATH '$[2]', reporter BIGINT PATH '$[3]', assignee BIGINT PATH '$[4]',
	status BIGINT PATH '$[5]', done BOOLEAN PATH '$[6]', awaits BOOLEAN PATH '$[7]', priority INT PATH '$[8]', created BIGINT PATH '$[9]', changed BIGINT PATH '$[10]',
	activity BIGINT PATH '$[11]', team BIGINT PATH '$[12]')) AS x;

-- row seed_id { id id }

-- In the order of the keys.
-- seed_ticket_ids(keys json) -> many seed_id
SELECT t.id
  FROM JSON_TABLE(:keys, '$[*]' COLUMNS (nth FOR ORDINALITY, k VARCHAR(30) PATH '$')) AS x
  JOIN ticket t ON t.tenant_id = :tenant AND t.ticket_key = x.k COLLATE utf8mb4_nopad_bin
 ORDER BY x.nth
 LIMIT 1000;

-- seed_values(rows json) -> affected
INSERT INTO field_value (tenant_id, ticket_id, field_id, value)
SELECT :tenant, x.ticket, x.field, JSON_QUOTE(x.body)
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', field BIGINT PATH '$[1]', body TEXT PATH '$[2]')) AS x;

-- seed_organization_shares(rows json) -> affected
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
SELECT t.tenant_id, t.id, x.organization, t.last_activity
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', organization BIGINT PATH '$[1]')) AS x
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = x.ticket;

-- seed_participants(rows json) -> affected
INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity)
SELECT t.tenant_id, t.id, x.person, t.last_activity
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', person BIGINT PATH '$[1]')) AS x
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = x.ticket;

-- seed_changes(rows json) -> affected
INSERT INTO status_change (tenant_id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at)
SELECT s.tenant_id, x.ticket, s.id, s.customer_name, s.category, s.awaits_customer, x.person, $at(moment)
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', status BIGINT PATH '$[1]', person BIGINT PATH '$[2]', moment BIGINT PATH '$[3]')) AS x
  JOIN status s ON s.tenant_id = :tenant AND s.id = x.status
 ORDER BY x.ticket, x.moment;

-- seed_activities(desk id, rows json) -> affected
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, before_text, after_text, created_at)
SELECT :tenant, :desk, x.ticket, x.person, 'portal', x.kind, TRUE, NULL, x.later, $at(moment)
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', person BIGINT PATH '$[2]', moment BIGINT PATH '$[3]', kind VARCHAR(30) PATH '$[4]', later VARCHAR(500) PATH '$[5]')) AS x;

-- seed_comments(rows json) -> affected
INSERT INTO comment (tenant_id, ticket_id, author_id, by_team, public, body, created_at)
SELECT :tenant, x.ticket, x.author, x.team, x.public, x.body, $at(moment)
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', author BIGINT PATH '$[1]', team BOOLEAN PATH '$[2]', public BOOLEAN PATH '$[3]', body TEXT PATH '$[4]', moment BIGINT PATH '$[5]')) AS x;

-- A ticket's comments in the order they were made.
-- seed_comment_ids(wanted ids) -> many seed_id
SELECT c.id
  FROM JSON_TABLE(:wanted, '$[*]' COLUMNS (nth FOR ORDINALITY, id BIGINT PATH '$')) AS x
  JOIN comment c ON c.tenant_id = :tenant AND c.ticket_id = x.id
 ORDER BY x.nth, c.id
 LIMIT 20000;

-- seed_words(rows json) -> affected
INSERT INTO search_text (tenant_id, ticket_id, comment_id, words)
SELECT :tenant, x.ticket, x.comment, x.words
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', comment BIGINT PATH '$[1]', words TEXT PATH '$[2]')) AS x;
