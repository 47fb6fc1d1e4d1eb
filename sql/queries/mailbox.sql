-- Mailboxes on other servers, which JOB_MAILBOX looks into.

-- `takes`: it is switched on, and so is the address that its mails come to.
-- row mailbox { id id, address_id id, desk_id id, address text, host text, port int, tls text, user_name text, auth text, secret text, token_url text?, client_id text?, client_secret text?, access_token text?, access_until time?, folder text, done_folder text, authserv_id text?, takes bool, uidvalidity int, at_uid int, at_tries int, polled_at time?, trouble text?, aside_why text? }

-- part mailboxes
m.id, m.address_id, a.desk_id, a.address, m.host, m.port, m.tls, m.user_name, m.auth, m.secret, m.token_url, m.client_id, m.client_secret, m.access_token, m.access_until, m.folder, m.done_folder, m.authserv_id, m.enabled AND a.enabled AS takes, m.uidvalidity, m.at_uid, m.at_tries, m.polled_at, m.trouble, m.aside_why
  FROM mailbox m
  JOIN mail_address a ON a.tenant_id = m.tenant_id AND a.id = m.address_id;

-- mailbox_find(mailbox id) -> one mailbox
SELECT $mailboxes
 WHERE m.tenant_id = :tenant AND m.id = :mailbox;

-- mailbox_list() -> many mailbox
SELECT $mailboxes
 WHERE m.tenant_id = :tenant
 ORDER BY m.id
 LIMIT 1000;

-- mailbox_add(mail_address id, host text, port int, tls text, user_name text, auth text, secret text, token_url text?, client_id text?, client_secret text?, folder text, done_folder text, authserv_id text?) -> made
INSERT INTO mailbox (tenant_id, address_id, host, port, tls, user_name, auth, secret, token_url, client_id, client_secret, folder, done_folder, authserv_id)
VALUES (:tenant, :mail_address, :host, :port, :tls, :user_name, :auth, :secret, :token_url, :client_id, :client_secret, :folder, :done_folder, :authserv_id);

-- What is NULL, or a port of 0, stays; an authserv_id that is empty goes. What was kept of the server means nothing any more.
-- mailbox_change(mailbox id, host text?, port int, tls text?, user_name text?, auth text?, secret text?, token_url text?, client_id text?, client_secret text?, folder text?, done_folder text?, authserv_id text?, enabled bool) -> affected
UPDATE mailbox SET host = COALESCE(:host, host), port = IF(:port = 0, port, :port), tls = COALESCE(:tls, tls), user_name = COALESCE(:user_name, user_name), auth = COALESCE(:auth, auth),
       secret = COALESCE(:secret, secret), token_url = COALESCE(:token_url, token_url), client_id = COALESCE(:client_id, client_id),
       client_secret = COALESCE(:client_secret, client_secret), folder = COALESCE(:folder, folder), done_folder = COALESCE(:done_folder, done_folder),
       authserv_id = NULLIF(COALESCE(:authserv_id, authserv_id), ''), enabled = :enabled, access_token = NULL, access_until = NULL, at_uid = 0, at_tries = 0, trouble = NULL
 WHERE tenant_id = :tenant AND id = :mailbox;

-- mailbox_set_access(mailbox id, secret text, access_token text, access_until time) -> affected
UPDATE mailbox SET secret = :secret, access_token = :access_token, access_until = :access_until
 WHERE tenant_id = :tenant AND id = :mailbox;

-- A mail is begun; uid 0: none is.
-- mailbox_begin(mailbox id, uidvalidity int, uid int, tries int) -> affected
UPDATE mailbox SET uidvalidity = :uidvalidity, at_uid = :uid, at_tries = :tries
 WHERE tenant_id = :tenant AND id = :mailbox;

-- mailbox_polled(mailbox id, aside_why text?) -> affected
UPDATE mailbox SET polled_at = :now, trouble = NULL, aside_why = :aside_why
 WHERE tenant_id = :tenant AND id = :mailbox;

-- mailbox_in_trouble(mailbox id, trouble text) -> affected
UPDATE mailbox SET trouble = :trouble
 WHERE tenant_id = :tenant AND id = :mailbox;

-- row mailbox_mail { id id? }

-- Has one ever come by it?
-- mailbox_has_mail(mailbox id) -> one mailbox_mail
SELECT MIN(i.id) AS id
  FROM mail_in i
 WHERE i.tenant_id = :tenant AND i.mailbox_id = :mailbox;

-- It has no secrets any more, and is not looked into.
-- mailbox_end(mailbox id) -> affected
UPDATE mailbox SET enabled = FALSE, secret = '', client_secret = NULL, access_token = NULL, access_until = NULL, trouble = NULL, aside_why = NULL
 WHERE tenant_id = :tenant AND id = :mailbox;

-- mailbox_remove(mailbox id) -> affected
DELETE FROM mailbox
 WHERE tenant_id = :tenant AND id = :mailbox;
