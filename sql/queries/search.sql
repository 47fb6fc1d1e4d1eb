-- Search: tickets by their words. Words that few texts have are asked of the full-text index; what that leaves open is looked up in the
-- words of each ticket.

-- row search_hit { id id, at time }

-- Tickets with a text that has the words of a full-text expression, newest activity first: those a customer may see ...
-- search_hits(person id, mine bool, taking_part bool, organization id, organizations bool, asked int, words text, state int, status text, desk id, type id, before time, before_id id, limit int, start int) -> many search_hit
SELECT STRAIGHT_JOIN t.id, t.last_activity AS at
  FROM (SELECT DISTINCT w.ticket_id FROM search_text w WHERE w.tenant_id = :tenant AND MATCH (w.words) AGAINST (:words IN BOOLEAN MODE)) found
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = found.ticket_id
 WHERE ((:mine AND t.reporter_id = :person)
     OR (:taking_part AND EXISTS (SELECT 1 FROM ticket_participant i WHERE i.tenant_id = t.tenant_id AND i.ticket_id = t.id AND i.person_id = :person))
     OR (:organizations AND EXISTS (SELECT 1 FROM ticket_organization o
                                      JOIN organization_member m ON m.tenant_id = o.tenant_id AND m.organization_id = o.organization_id
                                     WHERE o.tenant_id = t.tenant_id AND o.ticket_id = t.id AND m.person_id = :person
                                       AND (:organization = 0 OR m.organization_id = :organization)))
     OR (:asked > 0 AND EXISTS (SELECT 1 FROM approver r
                                  JOIN approval v ON v.tenant_id = r.tenant_id AND v.id = r.approval_id
                                 WHERE r.tenant_id = t.tenant_id AND r.ticket_id = t.id AND r.person_id = :person AND (r.decision <> 'pending' OR v.decision <> 'void')
                                   AND (:asked = 1 OR r.pending = (:asked = 2)))))
   AND t.last_activity <= :before AND (t.last_activity < :before OR t.id < :before_id)
   AND (:state = 0 OR t.done = (:state = 2)) AND (:desk = 0 OR t.desk_id = :desk) AND (:type = 0 OR t.request_type_id = :type)
   AND (:status = '' OR EXISTS (SELECT 1 FROM status x WHERE x.tenant_id = t.tenant_id AND x.id = t.status_id AND x.customer_name = :status))
 ORDER BY t.last_activity DESC, t.id DESC
 LIMIT :limit OFFSET :start;

-- ... and those of a desk; with desk 0, of every desk that the person answers on, or of `all`.
-- search_hits_desk(desk id, person id, all bool, words text, state int, status text, before time, before_id id, limit int, start int) -> many search_hit
SELECT STRAIGHT_JOIN t.id, t.team_activity AS at
  FROM (SELECT DISTINCT w.ticket_id FROM search_text w WHERE w.tenant_id = :tenant AND MATCH (w.words) AGAINST (:words IN BOOLEAN MODE)) found
  JOIN ticket t ON t.tenant_id = :tenant AND t.id = found.ticket_id
 WHERE (t.desk_id = :desk OR (:desk = 0 AND (:all OR EXISTS (SELECT 1 FROM desk_agent g WHERE g.tenant_id = t.tenant_id AND g.desk_id = t.desk_id AND g.person_id = :person))))
   AND t.team_activity <= :before AND (t.team_activity < :before OR t.id < :before_id)
   AND (:state = 0 OR t.done = (:state = 2))
   AND (:status = '' OR EXISTS (SELECT 1 FROM status x WHERE x.tenant_id = t.tenant_id AND x.id = t.status_id AND x.name = :status))
 ORDER BY t.team_activity DESC, t.id DESC
 LIMIT :limit OFFSET :start;

-- A word is "7xerror " or, as a beginning, "7xerr": bytes, which are compared much faster than letters. A text's words all have the
-- audience that its first one has. Not EXISTS: MariaDB would turn that round and read all texts of the tenant.
-- part has(word)
(SELECT 1 FROM search_text w
  WHERE w.tenant_id = :tenant AND w.ticket_id = x.id AND (:notes OR LEFT(w.words, 1) = 'p')
    AND INSTR(CONCAT(w.words, ' '), CONCAT(LEFT(w.words, 1), :word)) > 0
  LIMIT 1) = 1;

-- row search_match { id id? }

-- Which of these tickets have all of the words, each in whatever text of theirs; in the order asked.
-- search_matching(wanted ids, notes bool, n int, word_1 blob, word_2 blob, word_3 blob, word_4 blob, word_5 blob, word_6 blob, word_7 blob, word_8 blob) -> many search_match
SELECT x.id
  FROM JSON_TABLE(:wanted, '$[*]' COLUMNS (nth FOR ORDINALITY, id BIGINT PATH '$')) AS x
 WHERE $has(word_1)
   AND (:n < 2 OR $has(word_2))
   AND (:n < 3 OR $has(word_3))
   AND (:n < 4 OR $has(word_4))
   AND (:n < 5 OR $has(word_5))
   AND (:n < 6 OR $has(word_6))
   AND (:n < 7 OR $has(word_7))
   AND (:n < 8 OR $has(word_8))
 ORDER BY x.nth
 LIMIT 1000;

-- row common_word { word text, texts int }

-- How many texts have each of these words, as far as that is many; with '', how many texts there are.
-- search_common_find(words json) -> many common_word
SELECT STRAIGHT_JOIN c.word, c.texts
  FROM JSON_TABLE(:words, '$[*]' COLUMNS (word VARCHAR(100) PATH '$')) AS x
  JOIN search_common c ON c.tenant_id = :tenant AND c.word = x.word COLLATE utf8mb4_nopad_bin
 LIMIT 1000;

-- row uncounted { tenant_id id }

-- A tenant whose words were never counted, or long ago.
-- search_uncounted(before time, limit int) -> many uncounted
-- global: the sweep goes over all tenants
SELECT t.id AS tenant_id
  FROM tenant t
 WHERE NOT EXISTS (SELECT 1 FROM search_common c WHERE c.tenant_id = t.id AND c.word = '' AND c.counted_at > :before)
 ORDER BY t.id
 LIMIT :limit;

-- row search_span { first id?, last id?, texts int }

-- The tenant's first and last ticket with texts, and how many texts, counted as far as `limit`.
-- search_span(limit int) -> one search_span
SELECT (SELECT MIN(a.ticket_id) FROM search_text a WHERE a.tenant_id = :tenant) AS first,
       (SELECT MAX(z.ticket_id) FROM search_text z WHERE z.tenant_id = :tenant) AS last,
       (SELECT COUNT(*) FROM (SELECT w.ticket_id FROM search_text w WHERE w.tenant_id = :tenant LIMIT :limit) some) AS texts;

-- row sampled { ticket_id id, words text }

-- Texts from this ticket on; very long ones are left out.
-- search_sample(ticket id, limit int) -> many sampled
SELECT w.ticket_id, w.words
  FROM search_text w
 WHERE w.tenant_id = :tenant AND w.ticket_id >= :ticket AND LENGTH(w.words) <= 8000
 ORDER BY w.ticket_id, w.id
 LIMIT :limit;

-- search_common_forget() -> affected
DELETE FROM search_common
 WHERE tenant_id = :tenant;

-- search_common_add(rows json) -> affected
INSERT INTO search_common (tenant_id, word, texts, counted_at)
SELECT :tenant, x.word, x.texts, :now
  FROM JSON_TABLE(:rows, '$[*]' COLUMNS (word VARCHAR(100) PATH '$[0]', texts BIGINT PATH '$[1]')) AS x;
