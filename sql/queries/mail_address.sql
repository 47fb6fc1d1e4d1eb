-- The addresses at which desks take mail, and whose mail they do not want. Without their logos, which are large: mail_address_logo has one.

-- row mail_address { id id, tenant_id id, desk_id id, address text, request_type_id id, position int, enabled bool, sender_name text, signature text, language text, unknown text, domains text, unproven text, pictures_inline bool, copies bool }

-- part mail_addresses
a.id, a.tenant_id, a.desk_id, a.address, a.request_type_id, a.position, a.enabled, a.sender_name, a.signature, a.language, a.unknown, a.domains, a.unproven, a.pictures_inline, a.copies
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

-- mail_address_add(desk id, address text, type id) -> made
INSERT INTO mail_address (tenant_id, desk_id, address, request_type_id, position, created_at)
SELECT d.tenant_id, d.id, :address, :type, (SELECT COUNT(*) FROM mail_address o WHERE o.tenant_id = d.tenant_id AND o.desk_id = d.id), :now
  FROM desk d
 WHERE d.tenant_id = :tenant AND d.id = :desk;

-- A text that is NULL, no type, and a number below 0 leave what is there.
-- mail_address_change(id id, type id?, position int, enabled int, sender_name text?, signature text?, language text?, unknown text?, domains text?, unproven text?, pictures int, copies int) -> affected
UPDATE mail_address SET
       request_type_id = COALESCE(:type, request_type_id), position = IF(:position < 0, position, :position), enabled = IF(:enabled < 0, enabled, :enabled),
       sender_name = COALESCE(:sender_name, sender_name), signature = COALESCE(:signature, signature), language = COALESCE(:language, language),
       unknown = COALESCE(:unknown, unknown), domains = COALESCE(:domains, domains), unproven = COALESCE(:unproven, unproven),
       pictures_inline = IF(:pictures < 0, pictures_inline, :pictures), copies = IF(:copies < 0, copies, :copies)
 WHERE tenant_id = :tenant AND id = :id;

-- mail_address_set_logo(id id, logo text?, logo_type text?) -> affected
UPDATE mail_address SET logo = :logo, logo_type = :logo_type
 WHERE tenant_id = :tenant AND id = :id;

-- Refused while mails, letters or mailboxes name it.
-- mail_address_remove(id id) -> affected
DELETE FROM mail_address
 WHERE tenant_id = :tenant AND id = :id;

-- row mail_block { sender text, who text?, created_at time }

-- mail_block_list(desk id, after text) -> many mail_block
SELECT b.sender, p.display_name AS who, b.created_at
  FROM mail_block b
  LEFT JOIN person p ON p.tenant_id = b.tenant_id AND p.id = b.created_by
 WHERE b.tenant_id = :tenant AND b.desk_id = :desk AND b.sender > :after
 ORDER BY b.sender
 LIMIT 200;

-- mail_block_add(desk id, sender text, person id?) -> done
INSERT INTO mail_block (tenant_id, desk_id, sender, created_by, created_at)
VALUES (:tenant, :desk, :sender, :person, :now)
    ON DUPLICATE KEY UPDATE sender = sender;

-- mail_block_remove(desk id, sender text) -> affected
DELETE FROM mail_block
 WHERE tenant_id = :tenant AND desk_id = :desk AND sender = :sender;
