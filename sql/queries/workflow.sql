-- Statuses and the transitions between them.

-- row status { id id, name text, customer_name text, category text, awaits_customer bool, n int }

-- status_initial(workflow id) -> one status
SELECT s.id, s.name, s.customer_name, s.category, s.awaits_customer, 0 AS n
  FROM workflow w
  JOIN status s ON s.tenant_id = w.tenant_id AND s.id = w.initial_status_id
 WHERE w.tenant_id = :tenant AND w.id = :workflow;

-- The names that customers can meet on the desks that this person may use, each once; of `all` desks for admins.
-- status_names(person id, all bool) -> many status
SELECT MIN(s.id) AS id, MIN(s.name) AS name, s.customer_name, MIN(s.category) AS category, MAX(s.awaits_customer) AS awaits_customer, 0 AS n
  FROM status s
 WHERE s.tenant_id = :tenant AND NOT s.retired
   AND s.workflow_id IN (SELECT r.workflow_id
                           FROM request_type r
                           JOIN desk d ON d.tenant_id = r.tenant_id AND d.id = r.desk_id
                          WHERE r.tenant_id = :tenant
                            AND (:all OR d.access = 'open'
                              OR EXISTS (SELECT 1 FROM desk_agent a WHERE a.tenant_id = d.tenant_id AND a.desk_id = d.id AND a.person_id = :person)
                              OR EXISTS (SELECT 1 FROM desk_organization o
                                           JOIN organization_member m ON m.tenant_id = o.tenant_id AND m.organization_id = o.organization_id
                                          WHERE o.tenant_id = d.tenant_id AND o.desk_id = d.id AND m.person_id = :person)))
 GROUP BY s.customer_name
 ORDER BY MIN(s.position), MIN(s.id)
 LIMIT 200;

-- The statuses of a desk's workflows with the number of its tickets in each; nobody counts further than a thousand.
-- status_counts(desk id) -> many status
SELECT s.id, s.name, s.customer_name, s.category, s.awaits_customer,
       COALESCE((SELECT 1000 FROM ticket t FORCE INDEX (by_desk_status) WHERE t.tenant_id = s.tenant_id AND t.desk_id = :desk AND t.status_id = s.id LIMIT 1 OFFSET 999),
                (SELECT COUNT(*) FROM ticket t FORCE INDEX (by_desk_status) WHERE t.tenant_id = s.tenant_id AND t.desk_id = :desk AND t.status_id = s.id)) AS n
  FROM status s
 WHERE s.tenant_id = :tenant AND NOT s.retired
   AND s.workflow_id IN (SELECT r.workflow_id FROM request_type r WHERE r.tenant_id = :tenant AND r.desk_id = :desk)
 ORDER BY s.workflow_id, s.position, s.id
 LIMIT 200;

-- `lacks` says why it cannot be run now: desk/workflow.c fills it in.
-- row transition { id id, name text, to_status_id id, on_portal bool, event text?, who text, needs text, sets text, reopen_s int, to_name text, customer_name text, category text, awaits_customer bool, lacks text? }

-- Where a transition leads: one without a goal leads back to where the ticket came from, or to the first status.
-- part transition_columns
t.id, t.name, s.id AS to_status_id, t.on_portal, t.event, t.who, t.needs, t.sets, w.reopen_s, s.name AS to_name, s.customer_name, s.category, s.awaits_customer, NULL AS lacks;

-- part leading
FROM transition t
  JOIN workflow w ON w.tenant_id = t.tenant_id AND w.id = t.workflow_id
  LEFT JOIN status b ON b.tenant_id = t.tenant_id AND b.workflow_id = t.workflow_id AND b.id = :back AND NOT b.retired
  JOIN status s ON s.tenant_id = t.tenant_id AND s.id = COALESCE(t.to_status_id, b.id, w.initial_status_id)
 WHERE t.tenant_id = :tenant AND t.workflow_id = :workflow
   AND (t.from_status_id = :from OR t.from_status_id IS NULL) AND s.id <> :from;

-- transition_list(workflow id, from id, back id?, portal_only bool) -> many transition
SELECT $transition_columns
  $leading
   AND (t.on_portal OR NOT :portal_only)
 ORDER BY t.position, t.id
 LIMIT 200;

-- What the event runs from this status; a transition from this very status goes before one from any.
-- transition_of_event(workflow id, from id, back id?, event text) -> many transition
SELECT $transition_columns
  $leading
   AND t.event = :event
 ORDER BY t.from_status_id IS NULL, t.position, t.id
 LIMIT 1;

-- row found { yes bool }

-- Is the newest quote of the ticket in this state?
-- quote_newest_is(ticket id, state text) -> one found
SELECT COALESCE((SELECT q.state = :state FROM quote q WHERE q.tenant_id = :tenant AND q.ticket_id = :ticket ORDER BY q.version DESC LIMIT 1), FALSE) AS yes;

-- Has the team said something that the customer can read?
-- ticket_answered(ticket id) -> one found
SELECT EXISTS (SELECT 1 FROM comment c WHERE c.tenant_id = :tenant AND c.ticket_id = :ticket AND c.by_team AND c.public) AS yes;
