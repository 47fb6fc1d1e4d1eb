-- Approvals: who was asked about a quote, and what they said.

-- row approval { id id, name text, decision text, needed int, created_at time, closed_at time?, quote_id id, version int, state text, currency text, total int, valid_until time, document text, sha256 hash, account_id text, email text?, display_name text, time_zone text?, active bool }

-- part approvals
a.id, a.name, a.decision, a.needed, a.created_at, a.closed_at, q.id AS quote_id, q.version, q.state, q.currency, q.total, q.valid_until, q.document, q.sha256,
       p.account_id, p.email, p.display_name, p.time_zone, p.active
  FROM approval a
  JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.created_by
  JOIN quote q ON q.tenant_id = a.tenant_id AND q.id = a.quote_id;

-- Oldest first.
-- approval_list(ticket id, limit int, start int) -> many approval
SELECT $approvals
 WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket
 ORDER BY a.id
 LIMIT :limit OFFSET :start;

-- approval_find(ticket id, id id) -> one approval
SELECT $approvals
 WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket AND a.id = :id;

-- row approval_of { ticket_id id }

-- approval_ticket(approval id) -> one approval_of
SELECT a.ticket_id
  FROM approval a
 WHERE a.tenant_id = :tenant AND a.id = :approval;

-- The versions of the ticket's quote with their approvals, newest first.
-- quote_list(ticket id, limit int, start int) -> many approval
SELECT $approvals
 WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket
 ORDER BY a.id DESC
 LIMIT :limit OFFSET :start;

-- row approver { approval_id id, person_id id, decision text, reason text?, sha256 hash?, address text?, user_agent text?, decided_at time?, account_id text, email text?, display_name text, time_zone text?, active bool }

-- approver_list_of(wanted ids) -> many approver
SELECT STRAIGHT_JOIN r.approval_id, r.person_id, r.decision, r.reason, r.sha256, r.address, r.user_agent, r.decided_at, p.account_id, p.email, p.display_name, p.time_zone, p.active
  FROM JSON_TABLE(:wanted, '$[*]' COLUMNS (id BIGINT PATH '$')) AS w
  JOIN approver r ON r.tenant_id = :tenant AND r.approval_id = w.id
  JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id
 ORDER BY r.approval_id, r.person_id
 LIMIT 2100;

-- approval_add(ticket id, quote id, name text, needed int, author id) -> made
INSERT INTO approval (tenant_id, ticket_id, quote_id, name, needed, created_by, created_at)
VALUES (:tenant, :ticket, :quote, :name, :needed, :author, :now);

-- approver_add(approval id, person id, ticket id) -> done
INSERT INTO approver (tenant_id, approval_id, person_id, ticket_id, last_activity)
VALUES (:tenant, :approval, :person, :ticket, :now);

-- approver_decide(approval id, person id, decision text, reason text?, sha256 hash?, address text?, user_agent text?) -> done
UPDATE approver SET decision = :decision, reason = :reason, sha256 = :sha256, address = :address, user_agent = :user_agent, decided_at = :now, pending = FALSE
 WHERE tenant_id = :tenant AND approval_id = :approval AND person_id = :person;

-- approval_close(approval id, decision text) -> done
UPDATE approval SET decision = :decision, closed_at = :now
 WHERE tenant_id = :tenant AND id = :approval;

-- approval_release(approval id) -> done
UPDATE approver SET pending = FALSE
 WHERE tenant_id = :tenant AND approval_id = :approval;

-- Whatever is asked about a ticket is not waited for any more.
-- approval_void(ticket id) -> affected
UPDATE approval SET decision = 'void', closed_at = :now
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND decision = 'pending';

-- approver_release(ticket id) -> affected
UPDATE approver SET pending = FALSE
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND pending;
