-- Desks, their request types in groups, and the forms of the types.

-- row desk { id id, project_key text, name text, description text, announcement text?, answering bool, open bool, shared bool, file_types text, file_size_max int, unscanned text, sharing text, share_new text, edit_s int }

-- `answering`: the person is an agent of it; `shared`: it is offered to an organization of theirs.
-- part answering
EXISTS (SELECT 1 FROM desk_agent a WHERE a.tenant_id = d.tenant_id AND a.desk_id = d.id AND a.person_id = :person);

-- part shared
EXISTS (SELECT 1 FROM desk_organization o
         JOIN organization_member m ON m.tenant_id = o.tenant_id AND m.organization_id = o.organization_id
        WHERE o.tenant_id = d.tenant_id AND o.desk_id = d.id AND m.person_id = :person);

-- May the person use the desk? One place says it; `all` is for admins.
-- part usable
(:all OR d.access = 'open' OR $answering OR $shared);

-- The desks that this person may use.
-- desk_list(person id, all bool, limit int, start int) -> many desk
SELECT d.id, d.project_key, d.name, d.description, d.announcement,
       $answering AS answering,
       d.access = 'open' AS open, FALSE AS shared, d.file_types, d.file_size_max, d.unscanned, d.sharing, d.share_new, d.edit_s
  FROM desk d
 WHERE d.tenant_id = :tenant
   AND $usable
 ORDER BY d.position, d.id
 LIMIT :limit OFFSET :start;

-- part found
d.id, d.project_key, d.name, d.description, d.announcement, $answering AS answering, d.access = 'open' AS open, $shared AS shared, d.file_types, d.file_size_max, d.unscanned, d.sharing, d.share_new, d.edit_s
  FROM desk d;

-- desk_find(desk id, person id) -> one desk
SELECT $found
 WHERE d.tenant_id = :tenant AND d.id = :desk;

-- desk_find_by_key(project_key text, person id) -> one desk
SELECT $found
 WHERE d.tenant_id = :tenant AND d.project_key = :project_key;

-- row request_type { id id, desk_id id, workflow_id id, name text, description text, help_text text, icon text, desk_name text, group_ids text?, group_id id? }

-- part types
t.id, t.desk_id, t.workflow_id, t.name, t.description, t.help_text, t.icon, d.name AS desk_name,
       (SELECT GROUP_CONCAT(m.group_id ORDER BY m.group_id) FROM request_type_group_member m WHERE m.tenant_id = t.tenant_id AND m.request_type_id = t.id) AS group_ids,
       NULL AS group_id
  FROM request_type t
  JOIN desk d ON d.tenant_id = t.tenant_id AND d.id = t.desk_id;

-- Types of a desk with the groups they stand in, ids by commas; `group` 0 and an empty search leave nothing out.
-- type_list(desk id, group id, search text, hidden bool, limit int, start int) -> many request_type
SELECT $types
 WHERE t.tenant_id = :tenant AND t.desk_id = :desk
   AND (:group = 0 OR EXISTS (SELECT 1 FROM request_type_group_member g WHERE g.tenant_id = t.tenant_id AND g.request_type_id = t.id AND g.group_id = :group))
   AND (:hidden OR EXISTS (SELECT 1 FROM request_type_group_member h WHERE h.tenant_id = t.tenant_id AND h.request_type_id = t.id))
   AND (:search = '' OR LOCATE(LOWER(:search), LOWER(CONCAT(t.name, ' ', t.description))) > 0)
 ORDER BY t.position, t.id
 LIMIT :limit OFFSET :start;

-- type_find(desk id, type id) -> one request_type
SELECT $types
 WHERE t.tenant_id = :tenant AND t.desk_id = :desk AND t.id = :type;

-- A desk's types once for each group they stand in: the portal page.
-- type_by_group(desk id) -> many request_type
SELECT t.id, t.desk_id, t.workflow_id, t.name, t.description, t.help_text, t.icon, d.name AS desk_name, NULL AS group_ids, m.group_id
  FROM request_type_group_member m
  JOIN request_type t ON t.tenant_id = m.tenant_id AND t.id = m.request_type_id
  JOIN desk d ON d.tenant_id = t.tenant_id AND d.id = t.desk_id
 WHERE m.tenant_id = :tenant AND t.desk_id = :desk
 ORDER BY t.position, t.id
 LIMIT 500;

-- The types, in some group, of all desks that this person may use.
-- type_list_all(person id, all bool, desk id, search text, limit int, start int) -> many request_type
SELECT $types
 WHERE t.tenant_id = :tenant AND (:desk = 0 OR t.desk_id = :desk)
   AND $usable
   AND EXISTS (SELECT 1 FROM request_type_group_member h WHERE h.tenant_id = t.tenant_id AND h.request_type_id = t.id)
   AND (:search = '' OR LOCATE(LOWER(:search), LOWER(CONCAT(t.name, ' ', t.description))) > 0)
 ORDER BY d.position, d.id, t.position, t.id
 LIMIT :limit OFFSET :start;

-- row type_group { id id, name text }

-- group_list(desk id, limit int, start int) -> many type_group
SELECT g.id, g.name
  FROM request_type_group g
 WHERE g.tenant_id = :tenant AND g.desk_id = :desk
 ORDER BY g.position, g.id
 LIMIT :limit OFFSET :start;

-- row field { id id, key_name text, kind text, label text, help text, required bool, length_max int, file_types text, file_size_max int }

-- What a field does not say of files, its desk does.
-- field_list(type id) -> many field
SELECT f.id, f.key_name, f.kind, f.label, f.help, f.required, f.length_max,
       COALESCE(NULLIF(f.file_types, ''), d.file_types) AS file_types, COALESCE(NULLIF(f.file_size_max, 0), d.file_size_max) AS file_size_max
  FROM field f
  JOIN request_type t ON t.tenant_id = f.tenant_id AND t.id = f.request_type_id
  JOIN desk d ON d.tenant_id = t.tenant_id AND d.id = t.desk_id
 WHERE f.tenant_id = :tenant AND f.request_type_id = :type
 ORDER BY f.position, f.id
 LIMIT 200;

-- row field_option { id id, field_id id, label text }

-- option_list(type id) -> many field_option
SELECT o.id, o.field_id, o.label
  FROM field f
  JOIN field_option o ON o.tenant_id = f.tenant_id AND o.field_id = f.id
 WHERE f.tenant_id = :tenant AND f.request_type_id = :type
 ORDER BY o.field_id, o.position, o.id
 LIMIT 5000;
