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

-- row expired_file { tenant_id id, id id, object_key text }

-- Files on the way or waiting whose time is over: nobody took them.
-- sweep_files_find(limit int) -> many expired_file
-- global: the sweep goes over all tenants
SELECT f.tenant_id, f.id, f.object_key
  FROM attachment f
 WHERE f.expires_at <= :now
 ORDER BY f.expires_at
 LIMIT :limit;

-- After its object is gone; not if a ticket took it meanwhile.
-- sweep_file_remove(owner id, attachment id) -> affected
-- global: the sweep goes over all tenants
DELETE FROM attachment
 WHERE tenant_id = :owner AND id = :attachment AND expires_at <= :now;
