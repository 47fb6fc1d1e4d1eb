-- Who is asking: browser sessions and API tokens. Secrets are found by their SHA-256, and only below the tenant of the host.

-- row caller { person_id id, account_id text, email text?, display_name text, role text, time_zone text?, language text?, active bool, scopes text?, expires_at time, seen_at time }

-- part columns
p.id AS person_id, p.account_id, p.email, p.display_name, p.role, p.time_zone, p.language, p.active;

-- `scopes` is NULL for a session.
-- caller_by_session(id_hash hash, seen_since time) -> one caller
SELECT $columns,
       NULL AS scopes, s.expires_at, s.seen_at
  FROM session s
  JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
 WHERE s.tenant_id = :tenant AND s.id_hash = :id_hash AND s.expires_at > :now AND s.seen_at > :seen_since AND p.active;

-- caller_by_token(token_hash hash) -> one caller
SELECT $columns,
       k.scopes, k.expires_at, k.created_at AS seen_at
  FROM api_token k
  JOIN person p ON p.tenant_id = k.tenant_id AND p.id = k.person_id
 WHERE k.tenant_id = :tenant AND k.token_hash = :token_hash AND k.expires_at > :now AND p.active;

-- Somebody who is not here: on whose behalf a link is opened.
-- caller_by_person(person id) -> one caller
SELECT $columns,
       NULL AS scopes, :now AS expires_at, :now AS seen_at
  FROM person p
 WHERE p.tenant_id = :tenant AND p.id = :person AND p.active;

-- row membership { organization_id id }

-- The organizations of a person.
-- membership_list(person id, limit int) -> many membership
SELECT m.organization_id
  FROM organization_member m
 WHERE m.tenant_id = :tenant AND m.person_id = :person
 ORDER BY m.organization_id
 LIMIT :limit;

-- session_add(id_hash hash, person id, provider id, idp_sub text, idp_sid text?, id_token text?, expires_at time) -> done
INSERT INTO session (tenant_id, id_hash, person_id, provider_id, idp_sub, idp_sid, id_token, created_at, seen_at, expires_at)
VALUES (:tenant, :id_hash, :person, :provider, :idp_sub, :idp_sid, :id_token, :now, :now, :expires_at);

-- session_seen(id_hash hash) -> done
UPDATE session SET seen_at = :now
 WHERE tenant_id = :tenant AND id_hash = :id_hash;

-- row session_end { provider_id id, id_token text? }

-- session_remove(id_hash hash) -> one session_end
DELETE FROM session
 WHERE tenant_id = :tenant AND id_hash = :id_hash
RETURNING provider_id, id_token;

-- session_remove_by_sid(provider id, idp_sid text) -> affected
DELETE FROM session
 WHERE tenant_id = :tenant AND provider_id = :provider AND idp_sid = :idp_sid;

-- session_remove_by_sub(provider id, idp_sub text) -> affected
DELETE FROM session
 WHERE tenant_id = :tenant AND provider_id = :provider AND idp_sub = :idp_sub;

-- token_add(token_hash hash, person id, label text, scopes text, expires_at time) -> made
INSERT INTO api_token (tenant_id, token_hash, person_id, label, scopes, created_at, expires_at)
VALUES (:tenant, :token_hash, :person, :label, :scopes, :now, :expires_at);
