-- Tickets: made, found with the caller's ways of seeing them, listed by a union of one index range for each way.

-- `answering`, `taking_part`, `shared` and `asked` say how near the asking person is to it: ticket_find of desk/ticket.c fills them in.
-- row ticket { id id, key text, summary text, desk_id id, desk_name text, file_types text, file_size_max int, sharing text, edit_s int, request_type_id id, request_type_name text, workflow_id id, reporter_id id, account_id text, email text?, display_name text, time_zone text?, active bool, assignee_id id?, assignee_account_id text?, assignee_name text?, status_id id, status_name text, customer_name text, category text, awaits_customer bool, status_changed_at time, done bool, priority int, resolution text?, resolved_at time?, breach_at time?, merged_into id?, back_status_id id?, edited_at time?, plain bool, created_at time, last_activity time, team_activity time, answering bool, taking_part bool, shared bool, asked bool }

-- Lists say the order of the joins: chosen rows first. The planner, when its statistics are old, begins with the desk and its types and
-- reads all tickets there are.
-- part columns
t.id, t.ticket_key AS key, t.summary, t.desk_id, d.name AS desk_name, d.file_types, d.file_size_max, d.sharing, d.edit_s, t.request_type_id, r.name AS request_type_name, r.workflow_id,
       t.reporter_id, p.account_id, p.email, p.display_name, p.time_zone, p.active, t.assignee_id, a.account_id AS assignee_account_id, a.display_name AS assignee_name,
       t.status_id, s.name AS status_name, s.customer_name, s.category, s.awaits_customer, t.status_changed_at, t.done,
       t.priority, t.resolution, t.resolved_at, t.breach_at, t.merged_into, t.back_status_id, t.edited_at, t.plain, t.created_at, t.last_activity, t.team_activity,
       FALSE AS answering, FALSE AS taking_part, FALSE AS shared, FALSE AS asked;

-- part about
JOIN desk d ON d.tenant_id = t.tenant_id AND d.id = t.desk_id
  JOIN request_type r ON r.tenant_id = t.tenant_id AND r.id = t.request_type_id
  JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.reporter_id
  JOIN status s ON s.tenant_id = t.tenant_id AND s.id = t.status_id
  LEFT JOIN person a ON a.tenant_id = t.tenant_id AND a.id = t.assignee_id;

-- One that went into another is listed for its reporter alone: others may not see where it leads.
-- Page and filters of one branch; `w` is where the last activity is repeated, so that each branch is a range of its own index.
-- part fits(w, w_id)
    AND w.last_activity <= :before AND (w.last_activity < :before OR w.w_id < :before_id)
    AND (:state = 0 OR m.done = (:state = 2)) AND (:desk = 0 OR m.desk_id = :desk) AND (:type = 0 OR m.request_type_id = :type)
    AND (:status = '' OR EXISTS (SELECT 1 FROM status x WHERE x.tenant_id = m.tenant_id AND x.id = m.status_id AND x.customer_name = :status))
    AND (m.merged_into IS NULL OR m.reporter_id = :person);

-- part wanted(w, w_id)
    $fits(w, w_id)
  ORDER BY w.last_activity DESC, w.w_id DESC LIMIT :reach;

-- part shared_with(organization)
(SELECT STRAIGHT_JOIN o.ticket_id AS id, o.last_activity
   FROM ticket_organization o FORCE INDEX (by_organization)
   JOIN ticket m ON m.tenant_id = o.tenant_id AND m.id = o.ticket_id
  WHERE o.tenant_id = :tenant AND o.organization_id = :organization $wanted(o, ticket_id));

-- ticket_find(key text) -> one ticket
SELECT $columns
  FROM ticket t
  $about
 WHERE t.tenant_id = :tenant AND t.ticket_key = :key;

-- ticket_find_by_id(id id) -> one ticket
SELECT $columns
  FROM ticket t
  $about
 WHERE t.tenant_id = :tenant AND t.id = :id;

-- row nearness { answering bool, taking_part bool, shared bool, asked bool }

-- How near a person is to a ticket that is not their own. Of whom an approval was taken back before they answered, nothing is asked.
-- ticket_nearness(ticket id, desk id, person id) -> one nearness
SELECT EXISTS (SELECT 1 FROM desk_agent g WHERE g.tenant_id = :tenant AND g.desk_id = :desk AND g.person_id = :person) AS answering,
       EXISTS (SELECT 1 FROM ticket_participant i WHERE i.tenant_id = :tenant AND i.ticket_id = :ticket AND i.person_id = :person) AS taking_part,
       EXISTS (SELECT 1 FROM ticket_organization o
                 JOIN organization_member m ON m.tenant_id = o.tenant_id AND m.organization_id = o.organization_id
                WHERE o.tenant_id = :tenant AND o.ticket_id = :ticket AND m.person_id = :person) AS shared,
       EXISTS (SELECT 1 FROM approver r
                 JOIN approval v ON v.tenant_id = r.tenant_id AND v.id = r.approval_id
                WHERE r.tenant_id = :tenant AND r.ticket_id = :ticket AND r.person_id = :person AND (r.decision <> 'pending' OR v.decision <> 'void')) AS asked;

-- The caller's tickets, newest activity first: one branch for each way of seeing, each an index range with its own limit.
-- `state` 0 any, 1 open, 2 done; empty or 0 filters leave nothing out. A branch that gives nothing still costs its planning, so
-- there are three widths: only what the person raised; with what one organization shares; with what up to four share, and `many`.
-- The order of the joins and the index are said: the planner, left alone, walks over all tickets of the tenant when they are few.
-- part by_reporter
(SELECT m.id, m.last_activity
   FROM ticket m FORCE INDEX (by_reporter)
  WHERE m.tenant_id = :tenant AND m.reporter_id = :person AND :mine $wanted(m, id));

-- part by_participant
(SELECT STRAIGHT_JOIN i.ticket_id AS id, i.last_activity
   FROM ticket_participant i FORCE INDEX (by_person)
   JOIN ticket m ON m.tenant_id = i.tenant_id AND m.id = i.ticket_id
  WHERE i.tenant_id = :tenant AND i.person_id = :person AND :taking_part $wanted(i, ticket_id));

-- Those that wait for the person's approval (:asked = 2), did so before (3), or either (1); a ticket may have asked more than once.
-- part asked_of(still, code)
(SELECT STRAIGHT_JOIN r.ticket_id AS id, r.last_activity
   FROM approver r FORCE INDEX (by_person)
   JOIN ticket m ON m.tenant_id = r.tenant_id AND m.id = r.ticket_id
  WHERE r.tenant_id = :tenant AND r.person_id = :person AND r.pending = still AND (:asked = 1 OR :asked = code)
    AND (r.decision <> 'pending' OR EXISTS (SELECT 1 FROM approval v WHERE v.tenant_id = r.tenant_id AND v.id = r.approval_id AND v.decision <> 'void'))
    $fits(r, ticket_id)
  GROUP BY r.last_activity, r.ticket_id
  ORDER BY r.last_activity DESC, r.ticket_id DESC LIMIT :reach);

-- part shown
JOIN ticket t ON t.tenant_id = :tenant AND t.id = seen.id
  $about
 ORDER BY seen.last_activity DESC, seen.id DESC
 LIMIT :limit OFFSET :start;

-- ticket_list_mine(person id, mine bool, state int, status text, desk id, type id, before time, before_id id, reach int, limit int, start int) -> many ticket
SELECT STRAIGHT_JOIN $columns
  FROM ($by_reporter) seen
  $shown;

-- ticket_list(person id, mine bool, taking_part bool, organization id, state int, status text, desk id, type id, before time, before_id id, reach int, limit int, start int) -> many ticket
SELECT STRAIGHT_JOIN $columns
  FROM ($by_reporter
	UNION
	$by_participant
	UNION
	$shared_with(organization)) seen
  $shown;

-- ticket_list_asked(person id, asked int, state int, status text, desk id, type id, before time, before_id id, reach int, limit int, start int) -> many ticket
SELECT $columns
  FROM ($asked_of(TRUE, 2)
	UNION
	$asked_of(FALSE, 3)) seen
  $shown;

-- ticket_list_wide(person id, mine bool, taking_part bool, organization_1 id, organization_2 id, organization_3 id, organization_4 id, many bool, asked int, state int, status text, desk id, type id, before time, before_id id, reach int, limit int, start int) -> many ticket
SELECT STRAIGHT_JOIN $columns
  FROM ($by_reporter
	UNION
	$by_participant
	UNION
	$shared_with(organization_1)
	UNION
	$shared_with(organization_2)
	UNION
	$shared_with(organization_3)
	UNION
	$shared_with(organization_4)
	UNION
	$asked_of(TRUE, 2)
	UNION
	$asked_of(FALSE, 3)
	UNION
	(SELECT o.ticket_id AS id, o.last_activity
	   FROM organization_member n
	   JOIN ticket_organization o ON o.tenant_id = n.tenant_id AND o.organization_id = n.organization_id
	   JOIN ticket m ON m.tenant_id = o.tenant_id AND m.id = o.ticket_id
	  WHERE n.tenant_id = :tenant AND n.person_id = :person AND :many $wanted(o, ticket_id))) seen
  $shown;

-- A desk's tickets for its agents, newest activity of the team first. The rows are chosen before anything is joined to them: else
-- all of the desk are joined, and then sorted. The status is the team's name of it.
-- part before(m)
m.team_activity <= :before AND (m.team_activity < :before OR m.id < :before_id);

-- part shown_to_team
JOIN ticket t ON t.tenant_id = :tenant AND t.id = seen.id
  $about
 ORDER BY seen.team_activity DESC, seen.id DESC;

-- ticket_list_desk(desk id, state int, before time, before_id id, limit int, start int) -> many ticket
SELECT STRAIGHT_JOIN $columns
  FROM (SELECT m.id, m.team_activity
          FROM ticket m
         WHERE m.tenant_id = :tenant AND m.desk_id = :desk AND $before(m) AND (:state = 0 OR m.done = (:state = 2))
         ORDER BY m.team_activity DESC, m.id DESC
         LIMIT :limit OFFSET :start) seen
  $shown_to_team
 LIMIT :limit;

-- A page of them that was chosen before; in the order of ids.
-- ticket_list_of(wanted ids) -> many ticket
SELECT STRAIGHT_JOIN $columns
  FROM JSON_TABLE(:wanted, '$[*]' COLUMNS (id BIGINT PATH '$')) AS w
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = w.id
  $about
 ORDER BY t.id
 LIMIT 200;

-- Statuses of several workflows may have one name: a branch for each of the first four, each an index range, and one for any others.
-- part named(nth)
(SELECT m.id, m.team_activity
   FROM ticket m
  WHERE m.tenant_id = :tenant AND m.desk_id = :desk
    AND m.status_id = (SELECT x.id FROM status x WHERE x.tenant_id = :tenant AND x.name = :status ORDER BY x.id LIMIT 1 OFFSET nth)
    AND $before(m)
  ORDER BY m.team_activity DESC, m.id DESC LIMIT :reach);

-- ticket_list_status(desk id, status text, before time, before_id id, reach int, limit int, start int) -> many ticket
SELECT STRAIGHT_JOIN $columns
  FROM ($named(0)
	UNION
	$named(1)
	UNION
	$named(2)
	UNION
	$named(3)
	UNION
	(SELECT m.id, m.team_activity
	   FROM status x
	   JOIN ticket m ON m.tenant_id = x.tenant_id AND m.status_id = x.id
	  WHERE x.tenant_id = :tenant AND x.name = :status
	    AND x.id > (SELECT y.id FROM status y WHERE y.tenant_id = :tenant AND y.name = :status ORDER BY y.id LIMIT 1 OFFSET 3)
	    AND m.desk_id = :desk AND $before(m)
	  ORDER BY m.team_activity DESC, m.id DESC LIMIT :reach)) seen
  $shown_to_team
 LIMIT :limit OFFSET :start;

-- row ticket_count { n int }

-- How many open ones the person raised; counting stops at a hundred.
-- ticket_count_open(person id) -> one ticket_count
SELECT COUNT(*) AS n
  FROM (SELECT t.id FROM ticket t WHERE t.tenant_id = :tenant AND t.reporter_id = :person AND t.done = FALSE LIMIT 100) mine;

-- counter_make(desk id) -> done
INSERT INTO desk_counter (tenant_id, desk_id, last)
VALUES (:tenant, :desk, 0)
ON DUPLICATE KEY UPDATE last = last;

-- The next number of the desk; gaps are allowed. Taken last before the insert, for its row stays locked until the commit.
-- counter_next(desk id) -> made
UPDATE desk_counter SET last = LAST_INSERT_ID(last + 1)
 WHERE tenant_id = :tenant AND desk_id = :desk;

-- ticket_add(desk id, type id, key text, summary text, reporter id, status id, done bool, awaits_customer bool, plain bool) -> made
INSERT INTO ticket (tenant_id, desk_id, request_type_id, ticket_key, summary, reporter_id, status_id, status_changed_at, done, awaits_customer, plain, resolved_at, created_at, last_activity, team_activity)
VALUES (:tenant, :desk, :type, :key, :summary, :reporter, :status, :now, :done, :awaits_customer, :plain, IF(:done, :now, NULL), :now, :now, :now);

-- value_add(ticket id, field id, value json) -> done
INSERT INTO field_value (tenant_id, ticket_id, field_id, value)
VALUES (:tenant, :ticket, :field, :value);

-- Shared with the reporter's organization when there is exactly one.
-- ticket_share(ticket id, person id) -> affected
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
SELECT :tenant, :ticket, MIN(m.organization_id), :now
  FROM organization_member m
 WHERE m.tenant_id = :tenant AND m.person_id = :person
HAVING COUNT(*) = 1;

-- Something that only the team sees does not move the ticket in a customer's lists.
-- ticket_touch(ticket id, public bool) -> done
UPDATE ticket SET team_activity = :now, last_activity = IF(:public, :now, last_activity)
 WHERE tenant_id = :tenant AND id = :ticket;

-- ticket_touch_participants(ticket id) -> done
UPDATE ticket_participant SET last_activity = :now
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- ticket_touch_approvers(ticket id) -> done
UPDATE approver SET last_activity = :now
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- ticket_touch_organizations(ticket id) -> done
UPDATE ticket_organization SET last_activity = :now
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- Only from the status it was found in: a second agent who was quicker wins. What begins to wait for the customer keeps where it
-- came from, unless it was done. The assignments go from left to right, so the old values are asked first.
-- ticket_move(ticket id, from id, status id, done bool, awaits_customer bool, renamed bool, resolution text?) -> affected
UPDATE ticket SET back_status_id = IF(:awaits_customer AND NOT awaits_customer AND NOT done, status_id, back_status_id),
       status_id = :status, done = :done, awaits_customer = :awaits_customer, resolution = :resolution,
       resolved_at = IF(:done, COALESCE(resolved_at, :now), NULL), status_changed_at = IF(:renamed, :now, status_changed_at)
 WHERE tenant_id = :tenant AND id = :ticket AND status_id = :from;

-- row field_value { ticket_id id, key_name text, kind text, label text, value json? }

-- The form's fields in order with what was filled in; the summary stands in the ticket itself.
-- value_list(ticket id, type id) -> many field_value
SELECT :ticket AS ticket_id, f.key_name, f.kind, f.label, v.value
  FROM field f
  LEFT JOIN field_value v ON v.tenant_id = f.tenant_id AND v.field_id = f.id AND v.ticket_id = :ticket
 WHERE f.tenant_id = :tenant AND f.request_type_id = :type
 ORDER BY f.position, f.id
 LIMIT 200;

-- The same for a page of tickets. A value over 64 KiB is left to who reads that ticket alone: a page of them is more than a
-- request may hold.
-- value_list_of(wanted ids) -> many field_value
SELECT STRAIGHT_JOIN t.id AS ticket_id, f.key_name, f.kind, f.label, v.value
  FROM JSON_TABLE(:wanted, '$[*]' COLUMNS (id BIGINT PATH '$')) AS w
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = w.id
  JOIN field f ON f.tenant_id = t.tenant_id AND f.request_type_id = t.request_type_id
  LEFT JOIN field_value v ON v.tenant_id = f.tenant_id AND v.field_id = f.id AND v.ticket_id = t.id AND LENGTH(v.value) <= 65536
 ORDER BY t.id, f.position, f.id
 LIMIT 20000;

-- row status_change { id id, customer_name text, category text, awaits_customer bool, created_at time }

-- change_add(ticket id, status id, customer_name text, category text, awaits_customer bool, person id) -> done
INSERT INTO status_change (tenant_id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at)
VALUES (:tenant, :ticket, :status, :customer_name, :category, :awaits_customer, :person, :now);

-- Newest first.
-- change_list(ticket id, limit int, start int) -> many status_change
SELECT c.id, c.customer_name, c.category, c.awaits_customer, c.created_at
  FROM status_change c
 WHERE c.tenant_id = :tenant AND c.ticket_id = :ticket
 ORDER BY c.id DESC
 LIMIT :limit OFFSET :start;

-- row held_ticket { id id }

-- Who changes what hangs on it takes their turn, and then finds what was done, or that it is gone.
-- ticket_hold(ticket id) -> one held_ticket
SELECT t.id
  FROM ticket t
 WHERE t.tenant_id = :tenant AND t.id = :ticket
   FOR UPDATE;

-- row participant { account_id text, email text?, display_name text, time_zone text?, active bool }

-- participant_list(ticket id, limit int, start int) -> many participant
SELECT p.account_id, p.email, p.display_name, p.time_zone, p.active
  FROM ticket_participant i
  JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
 WHERE i.tenant_id = :tenant AND i.ticket_id = :ticket
 ORDER BY p.id
 LIMIT :limit OFFSET :start;

-- words_add(ticket id, comment id?, words text) -> done
INSERT INTO search_text (tenant_id, ticket_id, comment_id, words)
VALUES (:tenant, :ticket, :comment, :words);
