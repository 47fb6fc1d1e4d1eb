-- What reporters thought of their tickets.

-- row feedback { rating int, comment text?, updated_at time }

-- feedback_find(ticket id) -> one feedback
SELECT f.rating, f.comment, f.updated_at
  FROM feedback f
 WHERE f.tenant_id = :tenant AND f.ticket_id = :ticket;

-- feedback_set(ticket id, person id, rating int, comment text?) -> done
INSERT INTO feedback (tenant_id, ticket_id, person_id, rating, comment, updated_at)
VALUES (:tenant, :ticket, :person, :rating, :comment, :now)
ON DUPLICATE KEY UPDATE person_id = :person, rating = :rating, comment = :comment, updated_at = :now;

-- feedback_remove(ticket id) -> affected
DELETE FROM feedback
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- row feedback_month { month text, n int, hundredths int, comments int }

-- The average of a desk's months in hundredths, newest first.
-- feedback_by_month(desk id) -> many feedback_month
SELECT LEFT(f.updated_at, 7) AS month, COUNT(*) AS n, ROUND(AVG(f.rating) * 100) AS hundredths, COUNT(f.comment) AS comments
  FROM feedback f
  JOIN ticket t ON t.tenant_id = f.tenant_id AND t.id = f.ticket_id
 WHERE f.tenant_id = :tenant AND t.desk_id = :desk
 GROUP BY LEFT(f.updated_at, 7)
 ORDER BY month DESC
 LIMIT 120;
