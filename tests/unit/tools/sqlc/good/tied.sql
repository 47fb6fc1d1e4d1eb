-- Every way of tying that is allowed.
-- row number { n int }

-- tied_without_alias(id id) -> one number
SELECT open AS n FROM ticket WHERE tenant_id = :tenant AND id = :id;

-- tied_the_other_way_round(id id) -> one number
SELECT t.open AS n FROM ticket t WHERE :tenant = t.tenant_id AND t.id = :id;

-- tied_by_inner_join(id id) -> one number
SELECT 1 FROM ticket t JOIN comment c ON c.tenant_id = :tenant AND t.tenant_id = c.tenant_id WHERE t.id = :id;

-- tied_through_three(id id) -> one number
SELECT 1
  FROM ticket t
  JOIN comment c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id
 INNER JOIN status s ON (s.tenant_id = c.tenant_id) AND (s.id = t.status_id AND s.name <> '')
 WHERE s.tenant_id = :tenant AND t.id = :id;

-- tied_by_left_join(id id) -> one number
SELECT 1
  FROM ticket t
  LEFT JOIN comment c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id
  LEFT OUTER JOIN status s ON s.tenant_id = c.tenant_id AND s.id = t.status_id
 WHERE t.tenant_id = :tenant AND t.id = :id;

-- tied_with_or_beside(id id) -> one number
SELECT 1 FROM ticket t WHERE t.tenant_id = :tenant AND (t.id = :id OR t.open IS TRUE OR t.status_id <=> :id);

-- tied_correlated(id id) -> one number
SELECT EXISTS (SELECT 1 FROM comment c WHERE c.tenant_id = t.tenant_id AND c.ticket_id = t.id
                 AND NOT EXISTS (SELECT 1 FROM status s WHERE s.tenant_id = t.tenant_id AND s.id = c.id)) AS n
  FROM ticket t
 WHERE t.tenant_id = :tenant AND t.id IN (SELECT c.ticket_id FROM comment c WHERE c.tenant_id = :tenant AND c.id = :id);

-- tied_union(limit int, id id) -> many number
SELECT d.n
  FROM ((SELECT t.id AS n FROM ticket t WHERE t.tenant_id = :tenant AND t.open ORDER BY t.id DESC LIMIT :limit)
         UNION ALL
        (SELECT c.id FROM comment c WHERE c.tenant_id = :tenant AND c.ticket_id = :id ORDER BY c.id LIMIT :limit)) AS d
 GROUP BY d.n
HAVING COUNT(*) > 0
 ORDER BY n DESC
 LIMIT :limit;

-- tied_by_derived_table(id id) -> one number
SELECT COUNT(DISTINCT c.id) AS n
  FROM (SELECT t.tenant_id, t.id FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id) d
  JOIN comment c ON c.tenant_id = d.tenant_id AND c.ticket_id = d.id;

-- tied_by_cte(id id) -> one number
WITH mine AS (SELECT t.tenant_id, t.id FROM ticket t WHERE t.tenant_id = :tenant),
     some AS (SELECT m.id FROM mine m WHERE m.id > :id)
SELECT COALESCE(SUM(s.id), 0) AS n FROM some s JOIN mine m ON m.id = s.id;

-- tied_tenant_row() -> one number
SELECT COUNT(*) AS n FROM tenant e JOIN ticket t ON t.tenant_id = e.id WHERE e.id = :tenant;

-- tenants_of_nobody() -> one number
SELECT COUNT(*) AS n FROM word w FORCE INDEX (PRIMARY) WHERE w.word LIKE 'a|%' ESCAPE '|';

-- expressions(id id, words text) -> one number
SELECT CASE WHEN t.open THEN 1 ELSE 0 END + CASE t.id WHEN 1 THEN 2 END AS n
  FROM ticket t
  JOIN comment c ON c.tenant_id = t.tenant_id
 WHERE t.tenant_id = :tenant AND t.id = -:id * 2 DIV 3 AND t.breach_at BETWEEN :now - INTERVAL 3 DAY AND DATE_ADD(:now, INTERVAL :id MINUTE)
   AND MATCH (c.body) AGAINST (:words IN BOOLEAN MODE) AND CAST(t.id AS CHAR(20)) REGEXP '^1' AND (t.id, t.open) IN ((1, 2), (3, 4))
   AND TIMESTAMPDIFF(SECOND, t.breach_at, :now) > 3 AND t.summary COLLATE utf8mb4_general_ci = 'x' AND t.id NOT IN (5, 6)
 LIMIT 1;

-- claimed(limit int) -> many number
SELECT t.id AS n FROM ticket t WHERE t.tenant_id = :tenant ORDER BY t.id LIMIT :limit FOR UPDATE SKIP LOCKED;

-- counted(desk id) -> made
UPDATE counter SET next = LAST_INSERT_ID(next + 1) WHERE tenant_id = :tenant AND desk_id = :desk;

-- counter_put(desk id) -> affected
INSERT INTO counter (tenant_id, desk_id, next) VALUES (:tenant, :desk, 1), (:tenant, 7, 1)
ON DUPLICATE KEY UPDATE next = next + VALUES(next);

-- counter_keep(desk id) -> done
INSERT IGNORE INTO counter (tenant_id, desk_id, next) VALUES (:tenant, :desk, 1);

-- comment_copy(id id) -> affected
INSERT INTO comment (tenant_id, ticket_id, body, public)
SELECT c.tenant_id, :id, GROUP_CONCAT(DISTINCT c.body ORDER BY c.id DESC SEPARATOR '; '), FALSE FROM comment c WHERE c.tenant_id = :tenant
 UNION
SELECT :tenant, :id, 'x', TRUE FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id);

-- comment_hide(id id) -> done
UPDATE comment c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id SET c.public = FALSE, t.open = c.public
 WHERE c.tenant_id = :tenant AND c.id = :id;

-- comment_drop(id id) -> done
DELETE c, t FROM comment c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id
 WHERE c.tenant_id = :tenant AND c.id = :id;

-- comment_take(limit int) -> many number
DELETE FROM comment WHERE tenant_id = :tenant ORDER BY id LIMIT :limit RETURNING id AS n;

-- login_made(token hash) -> one number
-- global: sign-in looks for the tenant
INSERT INTO login (tenant_id, token_hash, seen_at) VALUES (1, :token, :now)
ON DUPLICATE KEY UPDATE seen_at = :now RETURNING n;
