-- Work that follows a change. Lanes take from here, tenant after tenant.

-- job_add(lane text, kind text, subject id) -> done
INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at)
VALUES (:tenant, :lane, :kind, :subject, :now, :now);

-- job_add_at(lane text, kind text, subject id, due_at time) -> done
INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at)
VALUES (:tenant, :lane, :kind, :subject, :due_at, :now);

-- Whoever is at it finds it gone.
-- job_drop(lane text, kind text, subject id) -> affected
DELETE FROM job
 WHERE tenant_id = :tenant AND subject_id = :subject AND lane = :lane AND kind = :kind;

-- row lane_tenant { tenant_id id?, due bool }

-- The next tenant that has jobs, and whether one is due: two looks into the index, however many there are.
-- job_next_tenant(lane text, after id) -> one lane_tenant
-- global: a lane goes from tenant to tenant
SELECT n.tenant_id, EXISTS (SELECT 1 FROM job d WHERE d.lane = :lane AND d.tenant_id = n.tenant_id AND d.due_at <= :now) AS due
  FROM (SELECT MIN(j.tenant_id) AS tenant_id FROM job j WHERE j.lane = :lane AND j.tenant_id > :after) n;

-- row due_job { id id, kind text, subject_id id, tries int }

-- Those that another lodge-jobs takes at this moment are passed over.
-- job_due(lane text, limit int) -> many due_job
SELECT j.id, j.kind, j.subject_id, j.tries
  FROM job j
 WHERE j.tenant_id = :tenant AND j.lane = :lane AND j.due_at <= :now
 ORDER BY j.due_at, j.id
 LIMIT :limit
   FOR UPDATE SKIP LOCKED;

-- job_claim(job id, lease text, until time) -> affected
UPDATE job SET lease = :lease, due_at = :until
 WHERE tenant_id = :tenant AND id = :job;

-- Counted before it is done, so that one that ends its process is not begun for ever.
-- job_begin(job id, lease text, until time) -> affected
UPDATE job SET due_at = :until, tries = tries + 1
 WHERE tenant_id = :tenant AND id = :job AND lease = :lease;

-- job_hold(job id, lease text, until time) -> affected
UPDATE job SET due_at = :until
 WHERE tenant_id = :tenant AND id = :job AND lease = :lease;

-- job_done(job id, lease text) -> affected
DELETE FROM job
 WHERE tenant_id = :tenant AND id = :job AND lease = :lease;

-- job_fail(job id, lease text, due_at time?, tries int, trouble text) -> affected
UPDATE job SET lease = NULL, due_at = :due_at, tries = :tries, trouble = :trouble
 WHERE tenant_id = :tenant AND id = :job AND lease = :lease;

-- Nothing came of it, and that is nobody's fault.
-- job_give_back(job id, lease text, tries int) -> affected
UPDATE job SET lease = NULL, due_at = :now, tries = :tries
 WHERE tenant_id = :tenant AND id = :job AND lease = :lease;

-- There is more to be done later; what was done so far went well.
-- job_again(job id, lease text, due_at time) -> affected
UPDATE job SET lease = NULL, due_at = :due_at, tries = 0, trouble = NULL
 WHERE tenant_id = :tenant AND id = :job AND lease = :lease;

-- row job_line { id id, slug text, lane text, kind text, subject_id id, due_at time?, tries int, leased bool, trouble text?, created_at time }

-- Those that gave up first.
-- job_list(limit int) -> many job_line
-- global: the operator looks at all of them
SELECT j.id, t.slug, j.lane, j.kind, j.subject_id, j.due_at, j.tries, j.lease IS NOT NULL AS leased, j.trouble, j.created_at
  FROM job j
  JOIN tenant t ON t.id = j.tenant_id
 ORDER BY j.due_at, j.id
 LIMIT :limit;

-- One that is at work is left alone.
-- job_retry(job id) -> affected
-- global: the operator names the job
UPDATE job SET due_at = :now, tries = 0
 WHERE id = :job AND lease IS NULL;

-- job_retry_all() -> affected
-- global: the operator means all of them
UPDATE job SET due_at = :now, tries = 0
 WHERE due_at IS NULL
 LIMIT 10000;

-- row job_count { n int, gave_up int }

-- job_count() -> one job_count
-- global: the operator looks at all of them
SELECT COUNT(*) AS n, CAST(COALESCE(SUM(j.due_at IS NULL), 0) AS SIGNED) AS gave_up
  FROM job j;
