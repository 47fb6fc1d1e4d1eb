-- Tenants: found by the host name of the request, before anything else is known.

-- row tenant { id id, slug text, name text, host text, origin text, brand_hue int, brand_chroma int, register_url text?, support_address text?, time_zone text }

-- part columns
t.id, t.slug, t.name, t.host, t.origin, t.brand_hue, t.brand_chroma, t.register_url, t.support_address, t.time_zone;

-- tenant_by_host(host text) -> one tenant
-- global: the host name is what says which tenant it is
SELECT $columns
  FROM tenant t
 WHERE t.host = :host;

-- tenant_by_slug(slug text) -> one tenant
-- global: the operator names the tenant
SELECT $columns
  FROM tenant t
 WHERE t.slug = :slug;

-- tenant_find(tenant_id id) -> one tenant
-- global: a lane goes from tenant to tenant
SELECT $columns
  FROM tenant t
 WHERE t.id = :tenant_id;

-- tenant_list() -> many tenant
-- global: the operator looks at all of them
SELECT $columns
  FROM tenant t
 ORDER BY t.slug
 LIMIT 10000;

-- tenant_add(slug text, name text, host text, origin text) -> made
-- global: the operator opens a new tenant
INSERT INTO tenant (slug, name, host, origin, created_at)
VALUES (:slug, :name, :host, :origin, :now);

-- tenant_set_origin(slug text, host text, origin text) -> affected
-- global: the operator moves a tenant to another address
UPDATE tenant SET host = :host, origin = :origin
 WHERE slug = :slug;
