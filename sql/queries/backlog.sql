-- What waits, as operators count it.

-- row backlog_lane { lane text, n int, due int, gave_up int, since time? }

-- Of the index alone.
-- backlog_lanes() -> many backlog_lane
-- global: the operator looks at all of them
SELECT j.lane, COUNT(*) AS n, CAST(SUM(COALESCE(j.due_at <= :now, FALSE)) AS SIGNED) AS due, CAST(SUM(j.due_at IS NULL) AS SIGNED) AS gave_up,
       MIN(CASE WHEN j.due_at <= :now THEN j.due_at END) AS since
  FROM job j
 GROUP BY j.lane
 LIMIT 100;

-- row backlog_count { n int }

-- backlog_held() -> one backlog_count
-- global: the operator looks at all of them
SELECT COUNT(*) AS n
  FROM desk d
  JOIN mail_in m FORCE INDEX (by_desk) ON m.tenant_id = d.tenant_id AND m.desk_id = d.id AND m.state = 'held';

-- backlog_failed() -> one backlog_count
-- global: the operator looks at all of them
SELECT COUNT(*) AS n
  FROM desk d
  JOIN mail_out o FORCE INDEX (by_desk) ON o.tenant_id = d.tenant_id AND o.desk_id = d.id AND o.state = 'failed';
