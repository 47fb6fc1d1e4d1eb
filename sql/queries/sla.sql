-- Clocks: the rules of a desk, and their runs on a ticket. Whoever changes runs holds the ticket first, then its runs.

-- row sla_metric { id id, desk_id id, name text, start_on text, pause_while text, stop_on text, warn_s int, enabled bool }

-- sla_metric_list(desk id) -> many sla_metric
SELECT m.id, m.desk_id, m.name, m.start_on, m.pause_while, m.stop_on, m.warn_s, m.enabled
  FROM sla_metric m
 WHERE m.tenant_id = :tenant AND m.desk_id = :desk
 ORDER BY m.position, m.id
 LIMIT 50;

-- row sla_ticket { id id, desk_id id, status_id id, assignee_id id?, done bool, priority int, request_type_id id, merged_into id?, breach_at time?, created_at time }

-- sla_ticket_hold(ticket id) -> one sla_ticket
SELECT t.id, t.desk_id, t.status_id, t.assignee_id, t.done, t.priority, t.request_type_id, t.merged_into, t.breach_at, t.created_at
  FROM ticket t
 WHERE t.tenant_id = :tenant AND t.id = :ticket
   FOR UPDATE;

-- sla_ticket_breach(ticket id, breach_at time?) -> done
UPDATE ticket SET breach_at = :breach_at
 WHERE tenant_id = :tenant AND id = :ticket;

-- row sla_status { name text, customer_name text, done bool, awaits_customer bool }

-- sla_status_find(status id) -> one sla_status
SELECT s.name, s.customer_name, s.category = 'DONE' AS done, s.awaits_customer
  FROM status s
 WHERE s.tenant_id = :tenant AND s.id = :status;

-- Of the same workflow as another status.
-- sla_status_beside(status id, name text) -> many sla_status
SELECT b.name, b.customer_name, b.category = 'DONE' AS done, b.awaits_customer
  FROM status s
  JOIN status b ON b.tenant_id = s.tenant_id AND b.workflow_id = s.workflow_id AND b.name = :name
 WHERE s.tenant_id = :tenant AND s.id = :status
 LIMIT 1;

-- row sla_aim { metric_id id, goal_s int, calendar_id id?, calendar_name text? }

-- The goals that fit a ticket, the first of each metric's counts.
-- sla_aim_list(ticket id) -> many sla_aim
SELECT g.metric_id, g.goal_s, g.calendar_id, c.name AS calendar_name
  FROM ticket t
  JOIN sla_metric m ON m.tenant_id = t.tenant_id AND m.desk_id = t.desk_id
  JOIN sla_goal g ON g.tenant_id = m.tenant_id AND g.metric_id = m.id
  LEFT JOIN calendar c ON c.tenant_id = g.tenant_id AND c.id = g.calendar_id
 WHERE t.tenant_id = :tenant AND t.id = :ticket
   AND COALESCE(g.request_type_id, t.request_type_id) = t.request_type_id
   AND COALESCE(g.priority, t.priority) = t.priority
   AND (g.organization_id IS NULL OR EXISTS (SELECT 1 FROM ticket_organization o WHERE o.tenant_id = t.tenant_id AND o.ticket_id = t.id AND o.organization_id = g.organization_id))
 ORDER BY g.metric_id, g.position
 LIMIT 1000;

-- row sla_cycle { id id, metric_id id, name text, warn_s int, enabled bool, ticket_id id, started_at time, stopped_at time?, paused_at time?, goal_ms int, calendar_id id?, calendar_name text?, breach_at time?, elapsed_ms int, warned_at time?, breached_at time? }

-- part cycles
c.id, c.metric_id, m.name, m.warn_s, m.enabled, c.ticket_id, c.started_at, c.stopped_at, c.paused_at, c.goal_ms, c.calendar_id, k.name AS calendar_name, c.breach_at, c.elapsed_ms, c.warned_at, c.breached_at
  FROM sla_cycle c
  JOIN sla_metric m ON m.tenant_id = c.tenant_id AND m.id = c.metric_id
  LEFT JOIN calendar k ON k.tenant_id = c.tenant_id AND k.id = c.calendar_id;

-- Of one metric, or of all for 0. The newest last.
-- sla_cycle_list(ticket id, metric id) -> many sla_cycle
SELECT $cycles
 WHERE c.tenant_id = :tenant AND c.ticket_id = :ticket AND (:metric = 0 OR c.metric_id = :metric)
 ORDER BY m.position, c.metric_id, c.id
 LIMIT 1000;

-- sla_cycle_find(cycle id) -> one sla_cycle
SELECT $cycles
 WHERE c.tenant_id = :tenant AND c.id = :cycle;

-- row sla_held { id id }

-- The runs of a held ticket.
-- sla_cycle_hold(ticket id) -> many sla_held
SELECT c.id
  FROM sla_cycle c
 WHERE c.tenant_id = :tenant AND c.ticket_id = :ticket
 ORDER BY c.id
 LIMIT 1000
   FOR UPDATE;

-- sla_cycle_add(metric id, ticket id, started_at time, goal_ms int, calendar id?) -> made
INSERT INTO sla_cycle (tenant_id, metric_id, ticket_id, started_at, goal_ms, calendar_id)
VALUES (:tenant, :metric, :ticket, :started_at, :goal_ms, :calendar);

-- sla_cycle_set(cycle id, started_at time, stopped_at time?, paused_at time?, goal_ms int, calendar id?, breach_at time?, elapsed_ms int, warned_at time?, breached_at time?) -> done
UPDATE sla_cycle SET started_at = :started_at, stopped_at = :stopped_at, paused_at = :paused_at, goal_ms = :goal_ms, calendar_id = :calendar, breach_at = :breach_at,
       elapsed_ms = :elapsed_ms, warned_at = :warned_at, breached_at = :breached_at
 WHERE tenant_id = :tenant AND id = :cycle;

-- sla_cycle_remove(cycle id) -> affected
DELETE FROM sla_cycle
 WHERE tenant_id = :tenant AND id = :cycle;

-- Who marks it tells of it.
-- sla_cycle_warned(cycle id) -> affected
UPDATE sla_cycle SET warned_at = :now
 WHERE tenant_id = :tenant AND id = :cycle AND warned_at IS NULL;

-- sla_cycle_breached(cycle id) -> affected
UPDATE sla_cycle SET breached_at = :now, warned_at = COALESCE(warned_at, :now)
 WHERE tenant_id = :tenant AND id = :cycle AND breached_at IS NULL;

-- row sla_event { id id, cycle_id id, at time, kind text, because text, before_text text?, after_text text?, customer_before text?, customer_after text?, goal_before int, goal_after int, calendar_before text?, calendar_after text? }

-- part events
e.id, e.cycle_id, e.at, e.kind, e.because, e.before_text, e.after_text, e.customer_before, e.customer_after, e.goal_before, e.goal_after, e.calendar_before, e.calendar_after
  FROM sla_event e;

-- sla_event_list(cycle id) -> many sla_event
SELECT $events
 WHERE e.tenant_id = :tenant AND e.cycle_id = :cycle
 ORDER BY e.id
 LIMIT 2000;

-- Of all runs of a ticket.
-- sla_event_list_of(ticket id) -> many sla_event
SELECT e.id, e.cycle_id, e.at, e.kind, e.because, e.before_text, e.after_text, e.customer_before, e.customer_after, e.goal_before, e.goal_after, e.calendar_before, e.calendar_after
  FROM sla_cycle c
  JOIN sla_event e ON e.tenant_id = c.tenant_id AND e.cycle_id = c.id
 WHERE c.tenant_id = :tenant AND c.ticket_id = :ticket
 ORDER BY e.at, e.id
 LIMIT 5000;

-- sla_event_add(cycle id, at time, kind text, because text, before_text text?, after_text text?, customer_before text?, customer_after text?) -> done
INSERT INTO sla_event (tenant_id, cycle_id, at, kind, because, before_text, after_text, customer_before, customer_after)
VALUES (:tenant, :cycle, :at, :kind, :because, :before_text, :after_text, :customer_before, :customer_after);

-- sla_target_add(cycle id, because text, before_text text?, after_text text?, customer_before text?, customer_after text?, goal_before int, goal_after int, calendar_before text?, calendar_after text?) -> done
INSERT INTO sla_event (tenant_id, cycle_id, at, kind, because, before_text, after_text, customer_before, customer_after, goal_before, goal_after, calendar_before, calendar_after)
VALUES (:tenant, :cycle, :now, 'target', :because, :before_text, :after_text, :customer_before, :customer_after, :goal_before, :goal_after, :calendar_before, :calendar_after);

-- The record of a run is written anew; what its targets were stays.
-- sla_timeline_remove(cycle id) -> affected
DELETE FROM sla_event
 WHERE tenant_id = :tenant AND cycle_id = :cycle AND kind <> 'target';

-- row sla_shown { shown bool }

-- sla_shown(desk id) -> one sla_shown
SELECT d.clocks_shown AS shown
  FROM desk d
 WHERE d.tenant_id = :tenant AND d.id = :desk;

-- row sla_past { at time, kind text, status text?, awaits_customer bool, done bool, by_team bool, before_text text?, after_text text?, customer_before text?, customer_after text? }

-- What happened to a ticket, as far as clocks go: from the log of changes, and, for what came before there was one, from the history of
-- its statuses and its comments.
-- sla_past_list(ticket id) -> many sla_past
SELECT p.at, p.kind, p.status, p.awaits_customer, p.done, p.by_team, p.before_text, p.after_text, p.customer_before, p.customer_after
  FROM (SELECT a.created_at AS at, a.kind, s.name AS status, COALESCE(s.awaits_customer, FALSE) AS awaits_customer, COALESCE(s.category = 'DONE', FALSE) AS done,
               COALESCE(c.by_team, FALSE) AS by_team, a.before_text, a.after_text, a.customer_before, a.customer_after, a.id AS sequence
          FROM activity a
          LEFT JOIN status s ON s.tenant_id = a.tenant_id AND s.id = a.subject_id AND a.kind = 'status'
          LEFT JOIN comment c ON c.tenant_id = a.tenant_id AND c.id = a.subject_id AND a.kind = 'comment'
         WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket AND a.kind IN ('status', 'comment', 'assignee', 'priority', 'shared', 'unshared', 'merged')
        UNION ALL
        SELECT h.created_at AS at, 'status' AS kind, s.name AS status, s.awaits_customer, s.category = 'DONE' AS done,
               FALSE AS by_team, NULL AS before_text, s.name AS after_text, NULL AS customer_before, h.customer_name AS customer_after, 0 AS sequence
          FROM status_change h
          JOIN status s ON s.tenant_id = h.tenant_id AND s.id = h.status_id
         WHERE h.tenant_id = :tenant AND h.ticket_id = :ticket
           AND NOT EXISTS (SELECT 1 FROM activity x WHERE x.tenant_id = h.tenant_id AND x.ticket_id = h.ticket_id AND x.kind = 'status' AND x.created_at = h.created_at)
        UNION ALL
        SELECT d.created_at AS at, 'comment' AS kind, NULL AS status, FALSE AS awaits_customer, FALSE AS done,
               d.by_team, NULL AS before_text, NULL AS after_text, NULL AS customer_before, NULL AS customer_after, 0 AS sequence
          FROM comment d
         WHERE d.tenant_id = :tenant AND d.ticket_id = :ticket AND d.public AND d.merged_from IS NULL
           AND NOT EXISTS (SELECT 1 FROM activity y WHERE y.tenant_id = d.tenant_id AND y.ticket_id = d.ticket_id AND y.kind = 'comment' AND y.subject_id = d.id)) p
 ORDER BY p.at, p.sequence
 LIMIT 5000;

-- Tickets of a desk on which a clock may go on, or all of them. Counted rather than EXISTS, which would be answered for all tickets at once.
-- sla_due_list(desk id, all bool, after id, limit int) -> many sla_held
SELECT t.id
  FROM ticket t FORCE INDEX (PRIMARY)
 WHERE t.tenant_id = :tenant AND t.id > :after AND t.desk_id = :desk AND t.merged_into IS NULL
   AND (:all OR t.done = FALSE OR (SELECT COUNT(*) FROM sla_cycle c WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id AND c.stopped_at IS NULL) > 0)
 ORDER BY t.id
 LIMIT :limit;
