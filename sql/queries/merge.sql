-- One ticket goes into another. What people read of it moves; what says how it went stays with its row, which closes.

-- row merge_side { id id, merged_into id? }

-- Both are locked, the lower id first: whoever writes to one of them meanwhile waits, and then finds where it went.
-- merge_hold(ticket id) -> one merge_side
SELECT t.id, t.merged_into
  FROM ticket t
 WHERE t.tenant_id = :tenant AND t.id = :ticket
   FOR UPDATE;

-- What the ticket said itself, as its reporter's words from when it was raised.
-- merge_add_text(into id, author id, body text, plain bool, created_at time, key text) -> made
INSERT INTO comment (tenant_id, ticket_id, author_id, by_team, public, body, plain, created_at, merged_from)
VALUES (:tenant, :into, :author, FALSE, TRUE, :body, :plain, :created_at, :key);

-- A note of the team's, of now.
-- merge_add_note(into id, author id, body text, key text) -> made
INSERT INTO comment (tenant_id, ticket_id, author_id, by_team, public, body, created_at, merged_from)
VALUES (:tenant, :into, :author, TRUE, FALSE, :body, :now, :key);

-- One that was merged before says where it was written, not what it came through.
-- merge_comments(ticket id, into id, key text) -> affected
UPDATE comment SET ticket_id = :into, merged_from = COALESCE(merged_from, :key)
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- merge_edits(ticket id, into id) -> affected
UPDATE text_edit SET ticket_id = :into
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND comment_id IS NOT NULL;

-- Its own files stand with its own text.
-- merge_files(ticket id, into id, desk id, comment id) -> affected
UPDATE attachment SET ticket_id = :into, desk_id = :desk, comment_id = COALESCE(comment_id, :comment)
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- The mail that opened it is the one of its text now; those that wait for a decision are about the other.
-- merge_mails(ticket id, into id, comment id) -> affected
UPDATE mail_in SET ticket_id = :into, comment_id = CASE WHEN state = 'done' THEN COALESCE(comment_id, :comment) END
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- merge_references(ticket id, into id) -> affected
UPDATE mail_reference SET ticket_id = :into
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- It is found by its words, and by its old key, in the other now.
-- merge_words(ticket id, into id, comment id) -> affected
UPDATE search_text SET ticket_id = :into, comment_id = COALESCE(comment_id, :comment)
 WHERE tenant_id = :tenant AND ticket_id = :ticket;

-- Who took part in it does in the other; those who raised it, too.
-- merge_participants(ticket id, into id) -> affected
INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity)
SELECT :tenant, :into, p.id, :now
  FROM (SELECT i.person_id AS id FROM ticket_participant i WHERE i.tenant_id = :tenant AND i.ticket_id = :ticket
         UNION
        SELECT o.reporter_id AS id FROM ticket o WHERE o.tenant_id = :tenant AND o.id = :ticket) p
 WHERE NOT EXISTS (SELECT 1 FROM ticket n WHERE n.tenant_id = :tenant AND n.id = :into AND n.reporter_id = p.id)
   AND NOT EXISTS (SELECT 1 FROM ticket_participant j WHERE j.tenant_id = :tenant AND j.ticket_id = :into AND j.person_id = p.id);

-- merge_subscriptions(ticket id, into id) -> affected
INSERT INTO subscription (tenant_id, ticket_id, person_id, subscribed)
SELECT :tenant, :into, u.person_id, u.subscribed
  FROM subscription u
 WHERE u.tenant_id = :tenant AND u.ticket_id = :ticket
   AND NOT EXISTS (SELECT 1 FROM subscription v WHERE v.tenant_id = :tenant AND v.ticket_id = :into AND v.person_id = u.person_id);

-- What somebody has typed under it; one under the other stays as it is.
-- merge_drafts(ticket id, into id) -> affected
INSERT INTO reply_draft (tenant_id, person_id, ticket_id, body, updated_at, expires_at)
SELECT :tenant, e.person_id, :into, e.body, e.updated_at, e.expires_at
  FROM reply_draft e
 WHERE e.tenant_id = :tenant AND e.ticket_id = :ticket
   AND NOT EXISTS (SELECT 1 FROM reply_draft f WHERE f.tenant_id = :tenant AND f.ticket_id = :into AND f.person_id = e.person_id);

-- row merge_link { id id, outward bool }

-- Its links, but for what the other has already, and for one between the two.
-- merge_links(ticket id, into id) -> many merge_link
SELECT r.id, r.ticket_id = :ticket AS outward
  FROM relation r
 WHERE r.tenant_id = :tenant AND r.ticket_id = :ticket AND r.other_id <> :into
   AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.tenant_id = :tenant AND x.ticket_id = :into AND x.other_id = r.other_id AND x.kind = r.kind)
UNION ALL
SELECT r.id, r.ticket_id = :ticket AS outward
  FROM relation r
 WHERE r.tenant_id = :tenant AND r.other_id = :ticket AND r.ticket_id <> :into
   AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.tenant_id = :tenant AND x.other_id = :into AND x.ticket_id = r.ticket_id AND x.kind = r.kind)
 LIMIT 200;

-- merge_link_out(relation id, into id) -> affected
UPDATE relation SET ticket_id = :into
 WHERE tenant_id = :tenant AND id = :relation;

-- merge_link_in(relation id, into id) -> affected
UPDATE relation SET other_id = :into
 WHERE tenant_id = :tenant AND id = :relation;

-- What went into it before leads to the other at once.
-- merge_chain(ticket id, into id) -> affected
UPDATE ticket SET merged_into = :into
 WHERE tenant_id = :tenant AND merged_into = :ticket;

-- row final_status { id id, name text, customer_name text, category text, awaits_customer bool }

-- Where a ticket of this workflow ends: where it is called Closed, if it is.
-- merge_final_status(workflow id) -> many final_status
SELECT s.id, s.name, s.customer_name, s.category, s.awaits_customer
  FROM status s
 WHERE s.tenant_id = :tenant AND s.workflow_id = :workflow AND s.category = 'DONE'
 ORDER BY s.name = 'Closed' DESC, s.position, s.id
 LIMIT 1;

-- merge_close(ticket id, status id, renamed bool) -> affected
UPDATE ticket SET status_id = :status, done = TRUE, awaits_customer = FALSE, back_status_id = NULL, resolution = 'Merged', resolved_at = COALESCE(resolved_at, :now),
       status_changed_at = CASE WHEN :renamed THEN :now ELSE status_changed_at END
 WHERE tenant_id = :tenant AND id = :ticket;

-- Last of all: nothing is written to it after this.
-- merge_seal(ticket id, into id) -> affected
UPDATE ticket SET merged_into = :into, breach_at = NULL
 WHERE tenant_id = :tenant AND id = :ticket AND merged_into IS NULL;

-- row merge_quote { version int, state text, currency text, total int }

-- merge_quotes(ticket id) -> many merge_quote
SELECT q.version, q.state, q.currency, q.total
  FROM quote q
 WHERE q.tenant_id = :tenant AND q.ticket_id = :ticket
 ORDER BY q.version
 LIMIT 200;
