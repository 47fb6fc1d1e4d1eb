-- Workflows as rows, read and written whole: for the operator who keeps them as texts.

-- row workflow_head { id id, name text, reopen_s int, initial_status_id id? }

-- workflow_by_name(name text) -> one workflow_head
SELECT w.id, w.name, w.reopen_s, w.initial_status_id
  FROM workflow w
 WHERE w.tenant_id = :tenant AND w.name = :name;

-- row workflow_line { id id, name text, statuses int, moves int, types text? }

-- What there is, with the request types that use it.
-- workflow_list() -> many workflow_line
SELECT w.id, w.name,
       (SELECT COUNT(*) FROM status s WHERE s.tenant_id = w.tenant_id AND s.workflow_id = w.id AND NOT s.retired) AS statuses,
       (SELECT COUNT(*) FROM transition t WHERE t.tenant_id = w.tenant_id AND t.workflow_id = w.id) AS moves,
       (SELECT GROUP_CONCAT(r.id ORDER BY r.id SEPARATOR ' ') FROM request_type r WHERE r.tenant_id = w.tenant_id AND r.workflow_id = w.id) AS types
  FROM workflow w
 WHERE w.tenant_id = :tenant
 ORDER BY w.name
 LIMIT 200;

-- row stored_status { id id, name text, customer_name text, category text, awaits_customer bool, retired bool }

-- In the order of the text; those that went are last.
-- stored_statuses(workflow id) -> many stored_status
SELECT s.id, s.name, s.customer_name, s.category, s.awaits_customer, s.retired
  FROM status s
 WHERE s.tenant_id = :tenant AND s.workflow_id = :workflow
 ORDER BY s.retired, s.position, s.id
 LIMIT 1000;

-- row stored_move { id id, name text, from_status_id id?, to_status_id id?, on_portal bool, event text?, who text, needs text, sets text }

-- stored_moves(workflow id) -> many stored_move
SELECT t.id, t.name, t.from_status_id, t.to_status_id, t.on_portal, t.event, t.who, t.needs, t.sets
  FROM transition t
 WHERE t.tenant_id = :tenant AND t.workflow_id = :workflow
 ORDER BY t.position, t.id
 LIMIT 1000;

-- workflow_add(name text) -> made
INSERT INTO workflow (tenant_id, name)
VALUES (:tenant, :name);

-- The first of a change: who changes the same one waits here.
-- workflow_lock(workflow id, reopen_s int) -> affected
UPDATE workflow SET reopen_s = :reopen_s
 WHERE tenant_id = :tenant AND id = :workflow;

-- workflow_set_first(workflow id, status id) -> affected
UPDATE workflow SET initial_status_id = :status
 WHERE tenant_id = :tenant AND id = :workflow;

-- A name is one of its workflow's, so those that change give theirs up first.
-- status_unname(status id) -> affected
UPDATE status SET name = CONCAT('~', id)
 WHERE tenant_id = :tenant AND id = :status;

-- status_add(workflow id, name text, customer_name text, category text, awaits_customer bool, position int) -> made
INSERT INTO status (tenant_id, workflow_id, name, customer_name, category, awaits_customer, position)
VALUES (:tenant, :workflow, :name, :customer_name, :category, :awaits_customer, :position);

-- status_set(status id, name text, customer_name text, category text, awaits_customer bool, position int, retired bool) -> affected
UPDATE status SET name = :name, customer_name = :customer_name, category = :category, awaits_customer = :awaits_customer, position = :position, retired = :retired
 WHERE tenant_id = :tenant AND id = :status;

-- row status_use { n int }

-- How many tickets are in a status; counting stops at a thousand.
-- status_tickets(status id) -> one status_use
SELECT COUNT(*) AS n
  FROM (SELECT t.id FROM ticket t WHERE t.tenant_id = :tenant AND t.status_id = :status LIMIT 1000) some;

-- What a ticket repeats of its status, where that is another now.
-- status_followed(status id, done bool, awaits_customer bool, limit int) -> affected
UPDATE ticket SET resolved_at = IF(:done, COALESCE(resolved_at, :now), NULL), resolution = IF(:done, resolution, NULL), done = :done, awaits_customer = :awaits_customer
 WHERE tenant_id = :tenant AND status_id = :status AND (done <> :done OR awaits_customer <> :awaits_customer)
 LIMIT :limit;

-- transition_add(workflow id, name text, from id?, to id?, on_portal bool, event text?, who text, needs text, sets text, position int) -> made
INSERT INTO transition (tenant_id, workflow_id, name, from_status_id, to_status_id, on_portal, event, who, needs, sets, position)
VALUES (:tenant, :workflow, :name, :from, :to, :on_portal, :event, :who, :needs, :sets, :position);

-- transition_set(transition id, to id?, on_portal bool, event text?, who text, needs text, sets text, position int) -> affected
UPDATE transition SET to_status_id = :to, on_portal = :on_portal, event = :event, who = :who, needs = :needs, sets = :sets, position = :position
 WHERE tenant_id = :tenant AND id = :transition;

-- transition_remove(transition id) -> affected
DELETE FROM transition
 WHERE tenant_id = :tenant AND id = :transition;

-- row used_type { id id, name text, workflow_id id, workflow_name text }

-- used_type_find(type id) -> one used_type
SELECT r.id, r.name, r.workflow_id, w.name AS workflow_name
  FROM request_type r
  JOIN workflow w ON w.tenant_id = r.tenant_id AND w.id = r.workflow_id
 WHERE r.tenant_id = :tenant AND r.id = :type
   FOR UPDATE;

-- row used_status { id id, name text, goal_id id?, category text?, awaits_customer bool?, n int }

-- The statuses that tickets of the type are in, each with the one of that name in another workflow.
-- used_statuses(type id, goal id) -> many used_status
SELECT s.id, s.name, g.id AS goal_id, g.category, g.awaits_customer, used.n
  FROM (SELECT t.status_id, COUNT(*) AS n FROM ticket t WHERE t.tenant_id = :tenant AND t.request_type_id = :type GROUP BY t.status_id) used
  JOIN status s ON s.tenant_id = :tenant AND s.id = used.status_id
  LEFT JOIN status g ON g.tenant_id = s.tenant_id AND g.workflow_id = :goal AND g.name = s.name AND NOT g.retired
 ORDER BY s.id
 LIMIT 1000;

-- used_status_change(type id, from id, to id, done bool, awaits_customer bool, limit int) -> affected
UPDATE ticket SET status_id = :to, back_status_id = NULL, resolved_at = IF(:done, COALESCE(resolved_at, :now), NULL), resolution = IF(:done, resolution, NULL), done = :done,
       awaits_customer = :awaits_customer
 WHERE tenant_id = :tenant AND request_type_id = :type AND status_id = :from
 LIMIT :limit;

-- type_set_workflow(type id, workflow id) -> affected
UPDATE request_type SET workflow_id = :workflow
 WHERE tenant_id = :tenant AND id = :type;
