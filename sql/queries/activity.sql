-- Every change of a ticket.

-- To a ticket that went into another while it was written to there is none: 0.
-- activity_add(desk id, ticket id, person id?, door text, kind text, public bool, subject id?, before_text text?, after_text text?, customer_before text?, customer_after text?) -> made
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, before_text, after_text, customer_before, customer_after, created_at)
SELECT :tenant, :desk, :ticket, :person, :door, :kind, :public, :subject, :before_text, :after_text, :customer_before, :customer_after, :now
  FROM ticket t
 WHERE t.tenant_id = :tenant AND t.id = :ticket AND t.merged_into IS NULL;

-- What was said of a comment, and of its files, is not for customers any more.
-- activity_hide(ticket id, comment id) -> affected
UPDATE activity SET public = FALSE
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND subject_id = :comment AND kind IN ('comment', 'comment-edited');

-- activity_hide_files(ticket id, comment id) -> affected
UPDATE activity SET public = FALSE
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND kind IN ('file-added', 'file-removed')
   AND subject_id IN (SELECT f.id FROM attachment f WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket AND f.comment_id = :comment);

-- row activity { id id, door text, kind text, public bool, subject_id id?, before_text text?, after_text text?, customer_before text?, customer_after text?, created_at time, person_id id?, account_id text?, email text?, display_name text?, time_zone text?, active bool }

-- part columns
a.id, a.door, a.kind, a.public, a.subject_id, a.before_text, a.after_text, a.customer_before, a.customer_after, a.created_at,
       a.person_id, p.account_id, p.email, p.display_name, p.time_zone, COALESCE(p.active, FALSE) AS active
  FROM activity a
  LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id;

-- A ticket's, newest first; those before one, for a page that goes on.
-- activity_list(ticket id, team bool, before_id id, limit int, start int) -> many activity
SELECT $columns
 WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket AND a.id < :before_id AND (:team OR a.public)
 ORDER BY a.id DESC
 LIMIT :limit OFFSET :start;

-- What came after one, in the order of ids, which is not that of commits (desk/change.h).
-- activity_after(ticket id, team bool, after id, limit int) -> many activity
SELECT $columns
 WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket AND a.id > :after AND (:team OR a.public)
 ORDER BY a.id
 LIMIT :limit;

-- row change { id id, ticket_id id, key text, kind text, by_me bool, created_at time, told bool }

-- The same of a whole desk. `told` is for whoever gathers them by ticket.
-- change_after(desk id, person id, after id, limit int) -> many change
SELECT a.id, a.ticket_id, t.ticket_key AS key, a.kind, COALESCE(a.person_id, 0) = :person AS by_me, a.created_at, FALSE AS told
  FROM activity a
  JOIN ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
 WHERE a.tenant_id = :tenant AND a.desk_id = :desk AND a.id > :after
 ORDER BY a.id
 LIMIT :limit;

-- row settled { id id }

-- The last one that is so old that none before it is still to be committed.
-- settled_of_desk(desk id, before time) -> one settled
SELECT a.id
  FROM activity a
 WHERE a.tenant_id = :tenant AND a.desk_id = :desk AND a.created_at <= :before
 ORDER BY a.id DESC
 LIMIT 1;

-- settled_of_ticket(ticket id, team bool, before time) -> one settled
SELECT a.id
  FROM activity a
 WHERE a.tenant_id = :tenant AND a.ticket_id = :ticket AND a.created_at <= :before AND (:team OR a.public)
 ORDER BY a.id DESC
 LIMIT 1;
