-- The tenant's quota of bytes.

-- row quota { size int, size_max int }

-- What counts, and how much may; size_max 0 is no quota.
-- quota_find() -> one quota
SELECT COALESCE((SELECT n.size FROM tenant_files n WHERE n.tenant_id = :tenant), 0) AS size, t.files_size_max AS size_max
  FROM tenant t
 WHERE t.id = :tenant;

-- quota_count(size int) -> done
INSERT INTO tenant_files (tenant_id, size)
VALUES (:tenant, :size)
ON DUPLICATE KEY UPDATE size = size + VALUES(size);

-- quota_set(size int) -> affected
UPDATE tenant SET files_size_max = :size
 WHERE id = :tenant;

-- row tenant_quota { id id, size int, size_max int }

-- quota_list() -> many tenant_quota
-- global: the operator looks at all of them
SELECT t.id, COALESCE(n.size, 0) AS size, t.files_size_max AS size_max
  FROM tenant t
  LEFT JOIN tenant_files n ON n.tenant_id = t.id
 ORDER BY t.slug
 LIMIT 10000;
