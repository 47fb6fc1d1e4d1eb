-- Sign-in at an OpenID provider: providers, what they publish, attempts, and logout tokens.

-- `require_iss` is 1, 0, or -1: as discovery says.
-- row provider { id id, label text, issuer text, client_id text, client_secret text?, scopes text, extra_params text?, algorithms text, require_iss int, vouches_for text, enabled bool }

-- part providers
p.id, p.label, p.issuer, p.client_id, p.client_secret, p.scopes, p.extra_params, p.algorithms, COALESCE(p.require_iss, -1) AS require_iss, p.vouches_for, p.enabled
  FROM provider p;

-- provider_list() -> many provider
SELECT $providers
 WHERE p.tenant_id = :tenant AND p.enabled
 ORDER BY p.position, p.id
 LIMIT 20;

-- provider_find(provider id) -> one provider
SELECT $providers
 WHERE p.tenant_id = :tenant AND p.id = :provider AND p.enabled;

-- provider_add(label text, issuer text, client_id text, client_secret text?, vouches_for text) -> made
INSERT INTO provider (tenant_id, label, issuer, client_id, client_secret, vouches_for)
VALUES (:tenant, :label, :issuer, :client_id, :client_secret, :vouches_for);

-- row provider_document { body text?, fetched_at time?, next_try_at time }

-- document_find(provider id, kind text) -> one provider_document
SELECT d.body, d.fetched_at, d.next_try_at
  FROM provider_document d
 WHERE d.tenant_id = :tenant AND d.provider_id = :provider AND d.kind = :kind;

-- The first worker that comes makes the row; the others find it.
-- document_make(provider id, kind text) -> done
INSERT INTO provider_document (tenant_id, provider_id, kind, next_try_at)
VALUES (:tenant, :provider, :kind, :now)
ON DUPLICATE KEY UPDATE kind = VALUES(kind);

-- One worker wins the right to fetch: affected is 1 for that one. next_try_at stands a lease further away until it is done.
-- document_claim(provider id, kind text, next_try_at time) -> affected
UPDATE provider_document SET next_try_at = :next_try_at
 WHERE tenant_id = :tenant AND provider_id = :provider AND kind = :kind AND next_try_at <= :now;

-- document_set(provider id, kind text, body text, fetched_at time, next_try_at time) -> done
UPDATE provider_document SET body = :body, fetched_at = :fetched_at, next_try_at = :next_try_at
 WHERE tenant_id = :tenant AND provider_id = :provider AND kind = :kind;

-- The fetch failed: what is there stays, and nobody asks again before next_try_at.
-- document_settle(provider id, kind text, next_try_at time) -> done
UPDATE provider_document SET next_try_at = :next_try_at
 WHERE tenant_id = :tenant AND provider_id = :provider AND kind = :kind;

-- After its issuer changed, nothing that the old one published counts.
-- document_forget(provider id) -> affected
DELETE FROM provider_document
 WHERE tenant_id = :tenant AND provider_id = :provider;

-- attempt_add(state_hash hash, browser_hash hash, provider id, nonce text, verifier text, return_to text, address text) -> done
INSERT INTO login_attempt (tenant_id, state_hash, browser_hash, provider_id, nonce, verifier, return_to, address, created_at)
VALUES (:tenant, :state_hash, :browser_hash, :provider, :nonce, :verifier, :return_to, :address, :now);

-- row attempt { provider_id id, nonce text, verifier text, return_to text }

-- Taken by one callback only, from the browser that began it, and in time.
-- attempt_take(state_hash hash, browser_hash hash, provider id, since time) -> one attempt
DELETE FROM login_attempt
 WHERE tenant_id = :tenant AND state_hash = :state_hash AND browser_hash = :browser_hash AND provider_id = :provider AND created_at > :since
RETURNING provider_id, nonce, verifier, return_to;

-- row attempt_count { n int }

-- attempt_count(address text, since time) -> one attempt_count
SELECT COUNT(*) AS n
  FROM login_attempt a
 WHERE a.tenant_id = :tenant AND a.address = :address AND a.created_at > :since;

-- attempt_remove_old(before time) -> affected
DELETE FROM login_attempt
 WHERE tenant_id = :tenant AND created_at <= :before
 LIMIT 100;

-- A logout token is good once: a second one with its id is a duplicate.
-- logout_token_add(provider id, jti_hash hash) -> done
INSERT INTO logout_token (tenant_id, provider_id, jti_hash, created_at)
VALUES (:tenant, :provider, :jti_hash, :now);

-- logout_token_remove_old(before time) -> affected
DELETE FROM logout_token
 WHERE tenant_id = :tenant AND created_at <= :before
 LIMIT 100;
