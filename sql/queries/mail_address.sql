-- The addresses at which desks take mail. Without their logos, which are large: mail_address_logo has one.

-- row mail_address { id id, tenant_id id, desk_id id, address text, request_type_id id, position int, enabled bool, sender_name text, signature text, language text, unknown text, domains text, unproven text, pictures_inline bool }

-- part mail_addresses
a.id, a.tenant_id, a.desk_id, a.address, a.request_type_id, a.position, a.enabled, a.sender_name, a.signature, a.language, a.unknown, a.domains, a.unproven, a.pictures_inline
  FROM mail_address a;

-- mail_address_by_name(address text) -> one mail_address
-- global: the address is what says whose a mail is
SELECT $mail_addresses
 WHERE a.address = :address;

-- mail_address_find(id id) -> one mail_address
SELECT $mail_addresses
 WHERE a.tenant_id = :tenant AND a.id = :id;

-- Those of one desk, the one that its letters come from first.
-- mail_address_of_desk(desk id) -> many mail_address
SELECT $mail_addresses
 WHERE a.tenant_id = :tenant AND a.desk_id = :desk
 ORDER BY a.position, a.id
 LIMIT 100;

-- mail_address_list() -> many mail_address
SELECT $mail_addresses
 WHERE a.tenant_id = :tenant
 ORDER BY a.desk_id, a.position, a.id
 LIMIT 1000;

-- row mail_logo { logo text?, logo_type text? }

-- mail_address_logo(id id) -> one mail_logo
SELECT a.logo, a.logo_type
  FROM mail_address a
 WHERE a.tenant_id = :tenant AND a.id = :id;
