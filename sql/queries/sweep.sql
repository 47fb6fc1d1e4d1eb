-- What has ended is cleared away, over all tenants, a little at a time.

-- sweep_sessions() -> affected
-- global: the sweep goes over all tenants
DELETE FROM session
 WHERE expires_at <= :now
 LIMIT 1000;

-- sweep_answers(before time) -> affected
-- global: the sweep goes over all tenants
DELETE FROM idempotency
 WHERE created_at <= :before
 LIMIT 1000;

-- sweep_drafts() -> affected
-- global: the sweep goes over all tenants
DELETE FROM draft
 WHERE expires_at <= :now
 LIMIT 1000;

-- sweep_reply_drafts() -> affected
-- global: the sweep goes over all tenants
DELETE FROM reply_draft
 WHERE expires_at <= :now
 LIMIT 1000;

-- sweep_mail_rates(before time) -> affected
-- global: the sweep goes over all tenants
DELETE FROM mail_rate
 WHERE began_at <= :before
 LIMIT 1000;

-- sweep_reports(before time) -> affected
DELETE FROM sweep_report
 WHERE began_at <= :before
 LIMIT 1000;

-- row ended_file { tenant_id id, id id }

-- Files on the way or waiting whose time is over: nobody took them. One that a request moves bytes of just now is not among them.
-- sweep_files_find(limit int) -> many ended_file
-- global: the sweep goes over all tenants
SELECT f.tenant_id, f.id
  FROM attachment f
  LEFT JOIN upload u ON u.tenant_id = f.tenant_id AND u.attachment_id = f.id
 WHERE f.expires_at <= :now AND (u.leased_until IS NULL OR u.leased_until <= :now)
 ORDER BY f.expires_at
 LIMIT :limit;

-- row ending_file { object_key text, counted int, store_id text?, tail_key text? }

-- The same one, held: nobody takes it or goes on with it now. `gone`: the store has lost a waiting one, so its time does not matter.
-- What is on the way counts by the length that was announced, a single request's upload when it is stored.
-- sweep_file_hold(attachment id, gone bool) -> one ending_file
SELECT f.object_key, IF(f.state = 'uploading', COALESCE(u.length, 0), f.size) AS counted, u.store_id, u.tail_key
  FROM attachment f
  LEFT JOIN upload u ON u.tenant_id = f.tenant_id AND u.attachment_id = f.id
 WHERE f.tenant_id = :tenant AND f.id = :attachment
   AND ((f.expires_at <= :now AND (u.leased_until IS NULL OR u.leased_until <= :now)) OR (:gone AND f.state = 'temporary'))
   FOR UPDATE;

-- row doomed_object { object_key text, named bool }

-- Objects to be deleted, oldest first. One that a row names all the same is not deleted.
-- doomed_list(limit int) -> many doomed_object
-- global: objects outlive their tenant
SELECT d.object_key,
       (EXISTS (SELECT 1 FROM attachment f WHERE f.object_key = d.object_key AND f.state <> 'removed')
        OR EXISTS (SELECT 1 FROM upload u WHERE u.tail_key = d.object_key)
        OR EXISTS (SELECT 1 FROM mail_in m WHERE m.raw_key = d.object_key)) AS named
  FROM doomed_object d
 WHERE d.doomed_at <= :now
 ORDER BY d.doomed_at
 LIMIT :limit;

-- doomed_remove(object_key text) -> affected
DELETE FROM doomed_object
 WHERE object_key = :object_key;

-- One that the store would not delete lets the others go first.
-- doomed_later(object_key text) -> affected
UPDATE doomed_object SET doomed_at = :now
 WHERE object_key = :object_key;

-- row sending { n int }

-- Is there an upload that makes this object? Then its parts in the store are no remains.
-- upload_lives(object_key text) -> one sending
-- global: an object is found by its key alone
SELECT COUNT(*) AS n
  FROM attachment f
 WHERE f.object_key = :object_key AND f.state = 'uploading';

-- row sweep_line { began_at time, ended_at time, whole bool, outcome text, said text }

-- report_add(began_at time, whole bool, outcome text, said text) -> done
INSERT INTO sweep_report (began_at, ended_at, whole, outcome, said)
VALUES (:began_at, :now, :whole, :outcome, :said);

-- The last ones, newest first.
-- report_list(limit int) -> many sweep_line
SELECT r.began_at, r.ended_at, r.whole, r.outcome, r.said
  FROM sweep_report r
 ORDER BY r.id DESC
 LIMIT :limit;

-- report_last_look() -> many sweep_line
SELECT r.began_at, r.ended_at, r.whole, r.outcome, r.said
  FROM sweep_report r
 WHERE r.whole
 ORDER BY r.ended_at DESC
 LIMIT 1;

-- report_last_good_look() -> many sweep_line
SELECT r.began_at, r.ended_at, r.whole, r.outcome, r.said
  FROM sweep_report r
 WHERE r.whole AND r.outcome = 'OK'
 ORDER BY r.ended_at DESC
 LIMIT 1;
