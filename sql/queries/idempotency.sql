-- A repeated POST with the same Idempotency-Key gets the first one's answer.

-- row kept_answer { body hash, status int, answer text }

-- answer_find(person id, request hash, since time) -> one kept_answer
SELECT i.body, i.status, i.answer
  FROM idempotency i
 WHERE i.tenant_id = :tenant AND i.person_id = :person AND i.request = :request AND i.created_at > :since;

-- The row is made first, so that a twin of the request waits here until this one has committed, and is then a duplicate.
-- answer_begin(person id, request hash, body hash) -> done
INSERT INTO idempotency (tenant_id, person_id, request, body, answer, created_at)
VALUES (:tenant, :person, :request, :body, '', :now);

-- answer_keep(person id, request hash, status int, answer text) -> done
UPDATE idempotency SET status = :status, answer = :answer
 WHERE tenant_id = :tenant AND person_id = :person AND request = :request;
