-- Answers that a desk writes often.

-- row template { id id, name text, body text, public bool, updated_at time, updated_by text }

-- part columns
m.id, m.name, m.body, m.public, m.updated_at, p.display_name AS updated_by
  FROM template m
  JOIN person p ON p.tenant_id = m.tenant_id AND p.id = m.updated_by;

-- template_list(desk id) -> many template
SELECT $columns
 WHERE m.tenant_id = :tenant AND m.desk_id = :desk
 ORDER BY m.name, m.id
 LIMIT 100;

-- template_find(desk id, template id) -> one template
SELECT $columns
 WHERE m.tenant_id = :tenant AND m.desk_id = :desk AND m.id = :template;

-- template_add(desk id, name text, body text, public bool, person id) -> made
INSERT INTO template (tenant_id, desk_id, name, body, public, updated_by, updated_at)
VALUES (:tenant, :desk, :name, :body, :public, :person, :now);

-- template_change(desk id, template id, name text, body text, public bool, person id) -> affected
UPDATE template SET name = :name, body = :body, public = :public, updated_by = :person, updated_at = :now
 WHERE tenant_id = :tenant AND desk_id = :desk AND id = :template;

-- template_remove(desk id, template id) -> affected
DELETE FROM template
 WHERE tenant_id = :tenant AND desk_id = :desk AND id = :template;
