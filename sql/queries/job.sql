-- Work that follows a change. Lanes take from here, tenant after tenant.

-- job_add(lane text, kind text, subject id) -> done
INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at)
VALUES (:tenant, :lane, :kind, :subject, :now, :now);
