-- The rules of clocks and the calendars as operators bring them in and take them out.

-- calendar_add(name text, time_zone text) -> made
INSERT INTO calendar (tenant_id, name, time_zone, created_at)
VALUES (:tenant, :name, :time_zone, :now);

-- calendar_move(calendar id, time_zone text) -> done
UPDATE calendar SET time_zone = :time_zone
 WHERE tenant_id = :tenant AND id = :calendar;

-- calendar_spans_remove(calendar id) -> affected
DELETE FROM calendar_span
 WHERE tenant_id = :tenant AND calendar_id = :calendar;

-- calendar_span_add(calendar id, weekday int, starts int, ends int) -> done
INSERT INTO calendar_span (tenant_id, calendar_id, weekday, starts, ends)
VALUES (:tenant, :calendar, :weekday, :starts, :ends);

-- calendar_holidays_remove(calendar id) -> affected
DELETE FROM calendar_holiday
 WHERE tenant_id = :tenant AND calendar_id = :calendar;

-- calendar_holiday_keep(calendar id, day int, name text) -> affected
INSERT INTO calendar_holiday (tenant_id, calendar_id, day, name)
VALUES (:tenant, :calendar, :day, :name)
    ON DUPLICATE KEY UPDATE name = VALUE(name);

-- sla_metric_add(desk id, name text, position int, start_on text, pause_while text, stop_on text, warn_s int) -> made
INSERT INTO sla_metric (tenant_id, desk_id, name, position, start_on, pause_while, stop_on, warn_s)
VALUES (:tenant, :desk, :name, :position, :start_on, :pause_while, :stop_on, :warn_s);

-- sla_metric_set(metric id, position int, start_on text, pause_while text, stop_on text, warn_s int, enabled bool) -> done
UPDATE sla_metric SET position = :position, start_on = :start_on, pause_while = :pause_while, stop_on = :stop_on, warn_s = :warn_s, enabled = :enabled
 WHERE tenant_id = :tenant AND id = :metric;

-- sla_goals_remove(metric id) -> affected
DELETE FROM sla_goal
 WHERE tenant_id = :tenant AND metric_id = :metric;

-- sla_goal_add(metric id, position int, type id?, priority int?, organization id?, goal_s int, calendar id?) -> done
INSERT INTO sla_goal (tenant_id, metric_id, position, request_type_id, priority, organization_id, goal_s, calendar_id)
VALUES (:tenant, :metric, :position, :type, :priority, :organization, :goal_s, :calendar);

-- row sla_goal_line { goal_s int, priority int, type text?, organization text?, calendar text? }

-- sla_goal_list(metric id) -> many sla_goal_line
SELECT g.goal_s, COALESCE(g.priority, 0) AS priority, r.name AS type, o.name AS organization, c.name AS calendar
  FROM sla_goal g
  LEFT JOIN request_type r ON r.tenant_id = g.tenant_id AND r.id = g.request_type_id
  LEFT JOIN organization o ON o.tenant_id = g.tenant_id AND o.id = g.organization_id
  LEFT JOIN calendar c ON c.tenant_id = g.tenant_id AND c.id = g.calendar_id
 WHERE g.tenant_id = :tenant AND g.metric_id = :metric
 ORDER BY g.position
 LIMIT 100;

-- row sla_named { id id }

-- sla_type_named(desk id, name text) -> many sla_named
SELECT r.id
  FROM request_type r
 WHERE r.tenant_id = :tenant AND r.desk_id = :desk AND r.name = :name
 LIMIT 1;

-- sla_organization_named(name text) -> many sla_named
SELECT o.id
  FROM organization o
 WHERE o.tenant_id = :tenant AND o.name = :name
 LIMIT 1;

-- Of a workflow that a type of the desk has.
-- sla_status_named(desk id, name text) -> many sla_named
SELECT s.id
  FROM request_type r
  JOIN status s ON s.tenant_id = r.tenant_id AND s.workflow_id = r.workflow_id AND s.name = :name
 WHERE r.tenant_id = :tenant AND r.desk_id = :desk
 LIMIT 1;

-- sla_show(desk id, shown bool) -> affected
UPDATE desk SET clocks_shown = :shown
 WHERE tenant_id = :tenant AND id = :desk;
