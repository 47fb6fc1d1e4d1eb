-- Who sent a mail: people by the address that they wrote from.

-- row mail_person { id id, email text?, email_verified bool, role text, active bool, by_mail bool, display_name text }

-- part people
p.id, p.email, p.email_verified, p.role, p.active, p.by_mail, p.display_name
  FROM person p;

-- Those who hold it as proven first, then who came by mail with it; of others who claim it, nothing is known.
-- mail_people(email text) -> many mail_person
SELECT $people
 WHERE p.tenant_id = :tenant AND p.email = :email AND (p.email_verified OR p.by_mail)
 ORDER BY p.email_verified DESC, p.id
 LIMIT 10;

-- mail_person_find(person id) -> one mail_person
SELECT $people
 WHERE p.tenant_id = :tenant AND p.id = :person;

-- mail_person_add(account_id text, email text, email_verified bool, display_name text, language text?) -> made
INSERT INTO person (tenant_id, account_id, email, email_verified, display_name, role, active, by_mail, language, created_at)
VALUES (:tenant, :account_id, :email, :email_verified, :display_name, 'customer', TRUE, TRUE, :language, :now);

-- Only where nobody else holds it as proven.
-- mail_person_prove(person id, email text) -> affected
UPDATE person SET email_verified = TRUE
 WHERE tenant_id = :tenant AND id = :person AND email = :email AND NOT email_verified;
