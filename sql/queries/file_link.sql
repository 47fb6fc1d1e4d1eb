-- Links that open one file for one person who has no session here. The token is known by its SHA-256 only.

-- row file_link { id id, attachment_id id, ticket_id id?, person_id id, expires_at time, revoked_at time?, use_limit int, uses int }

-- file_link_add(attachment id, person id, author id, token_hash hash, expires_at time, use_limit int) -> made
INSERT INTO file_link (tenant_id, attachment_id, person_id, created_by, token_hash, created_at, expires_at, use_limit)
VALUES (:tenant, :attachment, :person, :author, :token_hash, :now, :expires_at, :use_limit);

-- file_link_find(token_hash hash) -> one file_link
SELECT l.id, l.attachment_id, f.ticket_id, l.person_id, l.expires_at, l.revoked_at, l.use_limit, l.uses
  FROM file_link l
  JOIN attachment f ON f.tenant_id = l.tenant_id AND f.id = l.attachment_id
 WHERE l.tenant_id = :tenant AND l.token_hash = :token_hash;

-- row link_state { expires_at time, revoked_at time?, use_limit int, uses int }

-- Locked: who opens a link counts alone.
-- file_link_lock(link id) -> one link_state
SELECT l.expires_at, l.revoked_at, l.use_limit, l.uses
  FROM file_link l
 WHERE l.tenant_id = :tenant AND l.id = :link
   FOR UPDATE;

-- file_link_use(link id) -> done
UPDATE file_link SET uses = uses + 1
 WHERE tenant_id = :tenant AND id = :link;

-- row link_count { living int, made int }

-- How many links to a file a person has made, and how many of them open it still.
-- file_link_count(attachment id, author id) -> one link_count
SELECT CAST(COALESCE(SUM(l.revoked_at IS NULL AND l.expires_at > :now AND (l.use_limit = 0 OR l.uses < l.use_limit)), 0) AS SIGNED) AS living, COUNT(*) AS made
  FROM file_link l
 WHERE l.tenant_id = :tenant AND l.attachment_id = :attachment AND l.created_by = :author;

-- row link_line { id id, created_at time, expires_at time, revoked_at time?, use_limit int, uses int, last_used_at time?, account_id text, email text?, display_name text, time_zone text?, active bool, maker_account_id text, maker_email text?, maker_display_name text, maker_time_zone text?, maker_active bool }

-- Newest first: all of a file's, or those that a person made or got.
-- file_link_list(attachment id, all bool, person id, limit int, start int) -> many link_line
SELECT l.id, l.created_at, l.expires_at, l.revoked_at, l.use_limit, l.uses,
       (SELECT d.created_at FROM download d WHERE d.tenant_id = l.tenant_id AND d.link_id = l.id ORDER BY d.id DESC LIMIT 1) AS last_used_at,
       p.account_id, p.email, p.display_name, p.time_zone, p.active,
       m.account_id AS maker_account_id, m.email AS maker_email, m.display_name AS maker_display_name, m.time_zone AS maker_time_zone, m.active AS maker_active
  FROM file_link l
  JOIN person p ON p.tenant_id = l.tenant_id AND p.id = l.person_id
  JOIN person m ON m.tenant_id = l.tenant_id AND m.id = l.created_by
 WHERE l.tenant_id = :tenant AND l.attachment_id = :attachment AND (:all OR l.person_id = :person OR l.created_by = :person)
 ORDER BY l.id DESC
 LIMIT :limit OFFSET :start;

-- row link_known { id id }

-- file_link_known(attachment id, link id, all bool, person id) -> one link_known
SELECT l.id
  FROM file_link l
 WHERE l.tenant_id = :tenant AND l.attachment_id = :attachment AND l.id = :link AND (:all OR l.person_id = :person OR l.created_by = :person);

-- One of a file's links (0: each of them) ends, if the person made or got it; the team ends all.
-- file_link_revoke(attachment id, link id, all bool, person id) -> affected
UPDATE file_link SET revoked_at = :now
 WHERE tenant_id = :tenant AND attachment_id = :attachment AND (:link = 0 OR id = :link) AND (:all OR person_id = :person OR created_by = :person) AND revoked_at IS NULL;
