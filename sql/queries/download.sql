-- The log of who took a file. Rows stay when the file goes.

-- row download { id id, kind text, by_link bool, link_maker text?, address text, user_agent text, created_at time, account_id text, email text?, display_name text, time_zone text?, active bool }

-- download_add(attachment id, person id, kind text, link id?, address text, user_agent text) -> done
INSERT INTO download (tenant_id, attachment_id, person_id, kind, link_id, address, user_agent, created_at)
VALUES (:tenant, :attachment, :person, :kind, :link, :address, :user_agent, :now);

-- Newest first.
-- download_list(attachment id, limit int, start int) -> many download
SELECT d.id, d.kind, d.link_id IS NOT NULL AS by_link,
       (SELECT m.display_name FROM file_link l JOIN person m ON m.tenant_id = l.tenant_id AND m.id = l.created_by WHERE l.tenant_id = d.tenant_id AND l.id = d.link_id) AS link_maker,
       d.address, d.user_agent, d.created_at, p.account_id, p.email, p.display_name, p.time_zone, p.active
  FROM download d
  JOIN person p ON p.tenant_id = d.tenant_id AND p.id = d.person_id
 WHERE d.tenant_id = :tenant AND d.attachment_id = :attachment
 ORDER BY d.id DESC
 LIMIT :limit OFFSET :start;

-- row recent_open { n int }

-- Was the link opened from this place lately? Its last fifty opens are looked at: who opens it more often counts again.
-- download_recent(link id, since time, address text, user_agent text) -> one recent_open
SELECT COUNT(*) AS n
  FROM (SELECT d.created_at, d.address, d.user_agent
          FROM download d
         WHERE d.tenant_id = :tenant AND d.link_id = :link
         ORDER BY d.id DESC
         LIMIT 50) o
 WHERE o.created_at > :since AND o.address = :address AND o.user_agent = :user_agent;
