-- Comments, public and internal. Who may not see notes asks with `notes` FALSE.

-- What a mail's own text is not stands with the mail: `mail_quoted`, `mail_html` and `mail_pictures` say whether there is any, and
-- `mail_by_team` whether somebody of a team wrote it.
-- row comment { id id, body text, plain bool, public bool, by_team bool, created_at time, edited_at time?, merged_from text?, author_id id, account_id text, email text?, display_name text, time_zone text?, active bool, mail_from text?, mail_by_team bool, mail_quoted bool, mail_html bool, mail_pictures bool, mail_refused text? }

-- part comments
c.id, c.body, c.plain, c.public, c.by_team, c.created_at, c.edited_at, c.merged_from, c.author_id, p.account_id, p.email, p.display_name, p.time_zone, p.active,
       m.from_address AS mail_from, c.by_team OR p.role <> 'customer' AS mail_by_team, m.quoted IS NOT NULL AS mail_quoted, m.html IS NOT NULL AS mail_html,
       COALESCE(m.html LIKE '%<img data-part=%', FALSE) AS mail_pictures, m.refused AS mail_refused
  FROM comment c
  JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.author_id
  LEFT JOIN mail_in m ON m.tenant_id = c.tenant_id AND m.ticket_id = c.ticket_id AND m.comment_id = c.id AND c.plain;

-- comment_list(ticket id, publics bool, notes bool, limit int, start int) -> many comment
SELECT $comments
 WHERE c.tenant_id = :tenant AND c.ticket_id = :ticket
   AND ((c.public AND :publics) OR (NOT c.public AND :notes))
 ORDER BY c.created_at, c.id
 LIMIT :limit OFFSET :start;

-- comment_find(ticket id, comment id, notes bool) -> one comment
SELECT $comments
 WHERE c.tenant_id = :tenant AND c.ticket_id = :ticket AND c.id = :comment AND (c.public OR :notes);

-- `plain`: its body is no Markdown.
-- comment_add(ticket id, author id, by_team bool, public bool, body text, plain bool) -> made
INSERT INTO comment (tenant_id, ticket_id, author_id, by_team, public, body, plain, created_at)
VALUES (:tenant, :ticket, :author, :by_team, :public, :body, :plain, :now);

-- A public comment becomes a note.
-- comment_hide(comment id) -> affected
UPDATE comment SET public = FALSE
 WHERE tenant_id = :tenant AND id = :comment AND public;

-- Its words are made anew.
-- comment_words_remove(ticket id, comment id) -> affected
DELETE FROM search_text
 WHERE tenant_id = :tenant AND ticket_id = :ticket AND comment_id = :comment;
