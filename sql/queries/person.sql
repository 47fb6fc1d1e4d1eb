-- People of a tenant, their identities at providers, and how the two are joined.

-- row person { id id, account_id text, email text?, email_verified bool, display_name text, role text, time_zone text?, active bool }

-- part columns
p.id, p.account_id, p.email, p.email_verified, p.display_name, p.role, p.time_zone, p.active;

-- person_find(person id) -> one person
SELECT $columns
  FROM person p
 WHERE p.tenant_id = :tenant AND p.id = :person;

-- row person_id { id id }

-- Somebody who may come in, by what the API calls them.
-- person_by_account(account_id text) -> one person_id
SELECT p.id
  FROM person p
 WHERE p.tenant_id = :tenant AND p.account_id = :account_id AND p.active;

-- People who show this address, those with it verified first.
-- person_by_email(email text) -> many person
SELECT $columns
  FROM person p
 WHERE p.tenant_id = :tenant AND p.email = :email
 ORDER BY p.email_verified DESC, p.id
 LIMIT 10;

-- person_list(after id) -> many person
SELECT $columns
  FROM person p
 WHERE p.tenant_id = :tenant AND p.id > :after
 ORDER BY p.id
 LIMIT 200;

-- person_by_identity(provider id, sub text) -> one person
SELECT $columns
  FROM identity i
  JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
 WHERE i.tenant_id = :tenant AND i.provider_id = :provider AND i.sub = :sub;

-- Customers who hold this address as verified, or came by mail from it, locked: whether one may be joined to a new identity is judged
-- while nobody else can join them.
-- person_joinable(email text) -> many person
SELECT $columns
  FROM person p
 WHERE p.tenant_id = :tenant AND p.email = :email AND (p.email_verified OR p.by_mail) AND p.role = 'customer'
 ORDER BY p.id
 LIMIT 10
   FOR UPDATE;

-- row identity_count { n int }

-- identity_count(person id) -> one identity_count
SELECT COUNT(*) AS n
  FROM identity i
 WHERE i.tenant_id = :tenant AND i.person_id = :person;

-- row holder_count { n int }

-- Others who hold this address as verified: it is verified for one person of a tenant at most.
-- person_count_holders(email text, person id) -> one holder_count
SELECT COUNT(*) AS n
  FROM person p
 WHERE p.tenant_id = :tenant AND p.email = :email AND p.email_verified AND p.id <> :person;

-- person_add(account_id text, email text?, email_verified bool, display_name text, role text, time_zone text?) -> made
INSERT INTO person (tenant_id, account_id, email, email_verified, display_name, role, time_zone, active, created_at)
VALUES (:tenant, :account_id, :email, :email_verified, :display_name, :role, :time_zone, TRUE, :now);

-- They have signed in, with this address as proven.
-- person_joined(person id) -> done
UPDATE person SET by_mail = FALSE, email_verified = TRUE
 WHERE tenant_id = :tenant AND id = :person;

-- What the provider says of a person now.
-- person_refresh(person id, email text?, email_verified bool, display_name text) -> done
UPDATE person SET email = :email, email_verified = :email_verified, display_name = :display_name
 WHERE tenant_id = :tenant AND id = :person;

-- person_set_role(person id, role text) -> affected
UPDATE person SET role = :role
 WHERE tenant_id = :tenant AND id = :person;

-- person_set_language(person id, language text) -> affected
UPDATE person SET language = :language
 WHERE tenant_id = :tenant AND id = :person;

-- person_set_active(person id, active bool) -> affected
UPDATE person SET active = :active
 WHERE tenant_id = :tenant AND id = :person;

-- row identity_owner { person_id id }

-- Somebody who signs in by this provider, if the issuer is not the one that it has; locked, so that nobody comes meanwhile.
-- identity_of_other_issuer(provider id, issuer text) -> many identity_owner
SELECT i.person_id
  FROM provider p
  JOIN identity i ON i.tenant_id = p.tenant_id AND i.provider_id = p.id
 WHERE p.tenant_id = :tenant AND p.id = :provider AND p.issuer <> :issuer
 LIMIT 1
   FOR UPDATE;

-- identity_add(provider id, sub text, person id) -> done
INSERT INTO identity (tenant_id, provider_id, sub, person_id, created_at)
VALUES (:tenant, :provider, :sub, :person, :now);
