-- Queues: the tickets of a desk by a filter. What a page shows is chosen first, by ids, each way an index range; desk/queue_walk.c says
-- which way. A filter that the index does not have is told by `fits`, so that what is passed over is counted, and ends.

-- row queue { id id, desk_id id, name text, position int, state text, assignee text, awaits text, status text, priority int, type_id id?, organization_id id?, breach_within_s int, columns text, sort text, descending bool }

-- part columns
q.id, q.desk_id, q.name, q.position, q.state, q.assignee, q.awaits, q.status, q.priority, q.request_type_id AS type_id, q.organization_id, q.breach_within_s, q.columns, q.sort, q.descending
  FROM queue q;

-- queue_list(desk id) -> many queue
SELECT $columns
 WHERE q.tenant_id = :tenant AND q.desk_id = :desk
 ORDER BY q.position, q.id
 LIMIT 100;

-- queue_find(desk id, queue id) -> one queue
SELECT $columns
 WHERE q.tenant_id = :tenant AND q.desk_id = :desk AND q.id = :queue;

-- queue_add(desk id, name text, position int, state text, assignee text, awaits text, status text, priority int, type id, organization id, breach_within int, columns text, sort text, descending bool) -> made
INSERT INTO queue (tenant_id, desk_id, name, position, state, assignee, awaits, status, priority, request_type_id, organization_id, breach_within_s, columns, sort, descending)
VALUES (:tenant, :desk, :name, :position, :state, :assignee, :awaits, :status, :priority, :type, :organization, :breach_within, :columns, :sort, :descending);

-- queue_change(queue id, name text, position int, state text, assignee text, awaits text, status text, priority int, type id, organization id, breach_within int, columns text, sort text, descending bool) -> affected
UPDATE queue SET name = :name, position = :position, state = :state, assignee = :assignee, awaits = :awaits, status = :status, priority = :priority, request_type_id = :type,
       organization_id = :organization, breach_within_s = :breach_within, columns = :columns, sort = :sort, descending = :descending
 WHERE tenant_id = :tenant AND id = :queue;

-- queue_remove(desk id, queue id) -> affected
DELETE FROM queue
 WHERE tenant_id = :tenant AND desk_id = :desk AND id = :queue;

-- row queue_status { id id }

-- The statuses of a name that tickets of the desk can have.
-- queue_statuses(desk id, status text) -> many queue_status
SELECT s.id
  FROM status s
 WHERE s.tenant_id = :tenant AND s.name = :status
   AND s.workflow_id IN (SELECT r.workflow_id FROM request_type r WHERE r.tenant_id = :tenant AND r.desk_id = :desk)
 ORDER BY s.id
 LIMIT 2;

-- queue_organization(organization id) -> one queue_status
SELECT o.id
  FROM organization o
 WHERE o.tenant_id = :tenant AND o.id = :organization;

-- All that a queue may ask; what it does not is said to be so.
-- part fits
(m.done IN (:done_1, :done_2)
        AND (:anybody OR m.assignee_id <=> :person)
        AND (:awaits = 0 OR m.awaits_customer = (:awaits = 2))
        AND (:priority = 0 OR m.priority <= :priority)
        AND (:type = 0 OR m.request_type_id = :type)
        AND (:breaching = FALSE OR (m.breach_at IS NOT NULL AND m.breach_at <= :breach))
        AND (:status = '' OR EXISTS (SELECT 1 FROM status x WHERE x.tenant_id = m.tenant_id AND x.id = m.status_id AND x.name = :status))
        AND (:organization = 0 OR EXISTS (SELECT 1 FROM ticket_organization g WHERE g.tenant_id = m.tenant_id AND g.ticket_id = m.id AND g.organization_id = :organization)));

-- row seen { id id, at time?, priority int, fits bool }

-- part picked(sorted)
SELECT m.id, m.sorted AS at, m.priority, $fits AS fits;

-- part desk
m.tenant_id = :tenant AND m.desk_id = :desk;

-- Down from a place, or up from it.
-- part down(sorted)
m.sorted <= :at AND (m.sorted < :at OR m.id < :at_id) ORDER BY m.sorted DESC, m.id DESC LIMIT :reach;

-- part up(sorted)
m.sorted >= :at AND (m.sorted > :at OR m.id > :at_id) ORDER BY m.sorted, m.id LIMIT :reach;

-- queue_any_down(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk)
 WHERE $desk AND $down(team_activity);

-- queue_any_up(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk)
 WHERE $desk AND $up(team_activity);

-- queue_open_down(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_open)
 WHERE $desk AND m.done = :done_1 AND $down(team_activity);

-- queue_open_up(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_open)
 WHERE $desk AND m.done = :done_1 AND $up(team_activity);

-- queue_assignee_down(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_assignee)
 WHERE $desk AND m.done = :done_1 AND m.assignee_id <=> :person AND $down(team_activity);

-- queue_assignee_up(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_assignee)
 WHERE $desk AND m.done = :done_1 AND m.assignee_id <=> :person AND $up(team_activity);

-- queue_awaits_down(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_awaits)
 WHERE $desk AND m.done = :done_1 AND m.awaits_customer = (:awaits = 2) AND $down(team_activity);

-- queue_awaits_up(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_awaits)
 WHERE $desk AND m.done = :done_1 AND m.awaits_customer = (:awaits = 2) AND $up(team_activity);

-- queue_status_down(desk id, status_id id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_status)
 WHERE $desk AND m.status_id = :status_id AND $down(team_activity);

-- queue_status_up(desk id, status_id id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_status)
 WHERE $desk AND m.status_id = :status_id AND $up(team_activity);

-- queue_created_down(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(created_at)
  FROM ticket m FORCE INDEX (by_desk_created)
 WHERE $desk AND m.done = :done_1 AND $down(created_at);

-- queue_created_up(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(created_at)
  FROM ticket m FORCE INDEX (by_desk_created)
 WHERE $desk AND m.done = :done_1 AND $up(created_at);

-- queue_breach_down(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(breach_at)
  FROM ticket m FORCE INDEX (by_desk_breach)
 WHERE $desk AND m.done = :done_1 AND m.breach_at <= :breach AND $down(breach_at);

-- queue_breach_up(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at time, at_id id, reach int) -> many seen
$picked(breach_at)
  FROM ticket m FORCE INDEX (by_desk_breach)
 WHERE $desk AND m.done = :done_1 AND m.breach_at <= :breach AND $up(breach_at);

-- What has no clock that runs stands after all that has one.
-- queue_clockless(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, at_id id, reach int) -> many seen
$picked(breach_at)
  FROM ticket m FORCE INDEX (by_desk_breach)
 WHERE $desk AND m.done = :done_1 AND m.breach_at IS NULL AND m.id > :at_id
 ORDER BY m.id
 LIMIT :reach;

-- The most urgent first, and of these what was left alone longest; or the other way round.
-- queue_priority_up(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, from_priority int, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_priority)
 WHERE $desk AND m.done = :done_1
   AND (m.priority > :from_priority OR (m.priority = :from_priority AND m.team_activity >= :at AND (m.team_activity > :at OR m.id > :at_id)))
 ORDER BY m.priority, m.team_activity, m.id
 LIMIT :reach;

-- queue_priority_down(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, from_priority int, at time, at_id id, reach int) -> many seen
$picked(team_activity)
  FROM ticket m FORCE INDEX (by_desk_priority)
 WHERE $desk AND m.done = :done_1
   AND (m.priority < :from_priority OR (m.priority = :from_priority AND m.team_activity <= :at AND (m.team_activity < :at OR m.id < :at_id)))
 ORDER BY m.priority DESC, m.team_activity DESC, m.id DESC
 LIMIT :reach;

-- A few tickets that an index has found, in any order: `rank` is what they are sorted by as a number, the other way round if they go
-- down, and `at` says it as the ways above do.
-- part ranked
CASE :sort WHEN 'created' THEN m.created_at WHEN 'breach' THEN m.breach_at ELSE m.team_activity END AS at, m.priority, m.id,
               (CASE WHEN :down THEN -1 ELSE 1 END) * (CASE WHEN :sort = 'priority' THEN m.priority * 1000000000000000 ELSE 0 END
                 + TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', CASE :sort WHEN 'created' THEN m.created_at WHEN 'breach' THEN m.breach_at ELSE m.team_activity END) DIV 1000) AS ranked,
               (CASE WHEN :down THEN -1 ELSE 1 END) * m.id AS nth;

-- part from_there
WHERE COALESCE(w.ranked, 9000000000000000000) >= :from_rank AND (COALESCE(w.ranked, 9000000000000000000) > :from_rank OR w.nth > :from_nth)
 ORDER BY COALESCE(w.ranked, 9000000000000000000), w.nth
 LIMIT :reach;

-- queue_few_assignee(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, sort text, down bool, from_rank int, from_nth int, reach int) -> many seen
SELECT w.id, w.at, w.priority, TRUE AS fits
  FROM (SELECT $ranked
          FROM ticket m FORCE INDEX (by_desk_assignee)
         WHERE $desk AND m.done IN (:done_1, :done_2) AND m.assignee_id <=> :person AND $fits
         LIMIT 2000) w
 $from_there;

-- queue_few_awaits(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, sort text, down bool, from_rank int, from_nth int, reach int) -> many seen
SELECT w.id, w.at, w.priority, TRUE AS fits
  FROM (SELECT $ranked
          FROM ticket m FORCE INDEX (by_desk_awaits)
         WHERE $desk AND m.done IN (:done_1, :done_2) AND m.awaits_customer = (:awaits = 2) AND $fits
         LIMIT 2000) w
 $from_there;

-- queue_few_status(desk id, status_id id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, sort text, down bool, from_rank int, from_nth int, reach int) -> many seen
SELECT w.id, w.at, w.priority, TRUE AS fits
  FROM (SELECT $ranked
          FROM ticket m FORCE INDEX (by_desk_status)
         WHERE $desk AND m.status_id = :status_id AND $fits
         LIMIT 2000) w
 $from_there;

-- queue_few_breach(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, sort text, down bool, from_rank int, from_nth int, reach int) -> many seen
SELECT w.id, w.at, w.priority, TRUE AS fits
  FROM (SELECT $ranked
          FROM ticket m FORCE INDEX (by_desk_breach)
         WHERE $desk AND m.done IN (:done_1, :done_2) AND m.breach_at <= :breach AND $fits
         LIMIT 2000) w
 $from_there;

-- queue_few_organization(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, sort text, down bool, from_rank int, from_nth int, reach int) -> many seen
SELECT w.id, w.at, w.priority, TRUE AS fits
  FROM (SELECT $ranked
          FROM ticket_organization o FORCE INDEX (by_organization)
          JOIN ticket m ON m.tenant_id = o.tenant_id AND m.id = o.ticket_id
         WHERE o.tenant_id = :tenant AND o.organization_id = :organization AND m.desk_id = :desk AND $fits
         LIMIT 2000) w
 $from_there;

-- queue_found(desk id, words text, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, sort text, down bool, from_rank int, from_nth int, reach int) -> many seen
SELECT w.id, w.at, w.priority, TRUE AS fits
  FROM (SELECT STRAIGHT_JOIN $ranked
          FROM (SELECT DISTINCT t.ticket_id FROM search_text t WHERE t.tenant_id = :tenant AND MATCH (t.words) AGAINST (:words IN BOOLEAN MODE)) found
          JOIN ticket m ON m.tenant_id = :tenant AND m.id = found.ticket_id
         WHERE m.desk_id = :desk AND $fits) w
 $from_there;

-- row queue_count { seen int, n int }

-- How many fit, out of the first that the index gives.
-- part counted
SELECT COUNT(*) AS seen, CAST(COALESCE(SUM(w.fits), 0) AS SIGNED) AS n;

-- queue_count_any(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT $fits AS fits
          FROM ticket m FORCE INDEX (by_desk)
         WHERE $desk
         LIMIT :reach) w;

-- queue_count_open(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT $fits AS fits
          FROM ticket m FORCE INDEX (by_desk_open)
         WHERE $desk AND m.done IN (:done_1, :done_2)
         LIMIT :reach) w;

-- queue_count_assignee(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT $fits AS fits
          FROM ticket m FORCE INDEX (by_desk_assignee)
         WHERE $desk AND m.done IN (:done_1, :done_2) AND m.assignee_id <=> :person
         LIMIT :reach) w;

-- queue_count_awaits(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT $fits AS fits
          FROM ticket m FORCE INDEX (by_desk_awaits)
         WHERE $desk AND m.done IN (:done_1, :done_2) AND m.awaits_customer = (:awaits = 2)
         LIMIT :reach) w;

-- queue_count_status(desk id, status_id id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT $fits AS fits
          FROM ticket m FORCE INDEX (by_desk_status)
         WHERE $desk AND m.status_id = :status_id
         LIMIT :reach) w;

-- queue_count_breach(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT $fits AS fits
          FROM ticket m FORCE INDEX (by_desk_breach)
         WHERE $desk AND m.done IN (:done_1, :done_2) AND m.breach_at <= :breach
         LIMIT :reach) w;

-- queue_count_organization(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT m.desk_id = :desk AND $fits AS fits
          FROM ticket_organization o FORCE INDEX (by_organization)
          JOIN ticket m ON m.tenant_id = o.tenant_id AND m.id = o.ticket_id
         WHERE o.tenant_id = :tenant AND o.organization_id = :organization
         LIMIT :reach) w;

-- queue_count_priority(desk id, done_1 bool, done_2 bool, anybody bool, person id?, awaits int, priority int, type id, breaching bool, breach time, status text, organization id, reach int) -> one queue_count
$counted
  FROM (SELECT $fits AS fits
          FROM ticket m FORCE INDEX (by_desk_priority)
         WHERE $desk AND m.done IN (:done_1, :done_2) AND m.priority <= :priority
         LIMIT :reach) w;

-- row built_in_count { id id, n int }

-- The queues that every desk has, through their indexes alone; desk/queue.c knows them by the same ids.
-- part stopped(nth)
SELECT nth AS id, COUNT(*) AS n FROM (SELECT m.id FROM ticket m;

-- queue_count_built_in(desk id, person id, breach time, reach int) -> many built_in_count
$stopped(1) FORCE INDEX (by_desk_assignee) WHERE $desk AND m.done = FALSE AND m.assignee_id IS NULL LIMIT :reach) a
UNION ALL
$stopped(2) FORCE INDEX (by_desk_assignee) WHERE $desk AND m.done = FALSE AND m.assignee_id = :person LIMIT :reach) b
UNION ALL
$stopped(3) FORCE INDEX (by_desk_awaits) WHERE $desk AND m.done = FALSE AND m.awaits_customer = FALSE LIMIT :reach) c
UNION ALL
$stopped(4) FORCE INDEX (by_desk_breach) WHERE $desk AND m.done = FALSE AND m.breach_at <= :breach LIMIT :reach) d
UNION ALL
$stopped(5) FORCE INDEX (by_desk_open) WHERE $desk AND m.done = FALSE LIMIT :reach) e
LIMIT 5;

-- row shared_name { ticket_id id, id id, name text }

-- With which organizations the tickets of a page are shared.
-- queue_organizations(wanted ids) -> many shared_name
SELECT STRAIGHT_JOIN o.ticket_id, g.id, g.name
  FROM JSON_TABLE(:wanted, '$[*]' COLUMNS (id BIGINT PATH '$')) AS w
  JOIN ticket_organization o ON o.tenant_id = :tenant AND o.ticket_id = w.id
  JOIN organization g ON g.tenant_id = o.tenant_id AND g.id = o.organization_id
 ORDER BY o.ticket_id, g.name
 LIMIT 1000;
