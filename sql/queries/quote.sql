-- Quotes: what is sent is never changed, a new version voids the one before. All who write here hold the ticket's row first.

-- row quote_last { version int }

-- quote_last(ticket id) -> one quote_last
SELECT COALESCE(MAX(q.version), 0) AS version
  FROM quote q
 WHERE q.tenant_id = :tenant AND q.ticket_id = :ticket;

-- quote_add(ticket id, version int, currency text, total int, valid_until time, terms text?, document text, sha256 hash, author id) -> made
INSERT INTO quote (tenant_id, ticket_id, version, state, currency, total, valid_until, terms, document, sha256, author_id, created_at)
VALUES (:tenant, :ticket, :version, 'pending', :currency, :total, :valid_until, :terms, :document, :sha256, :author, :now);

-- quote_line_add(quote id, position int, text text, hours int?, amount int) -> done
INSERT INTO quote_line (tenant_id, quote_id, position, text, hours, amount)
VALUES (:tenant, :quote, :position, :text, :hours, :amount);

-- row quote_pending { id id, version int, currency text, total int }

-- quote_pending(ticket id) -> one quote_pending
SELECT q.id, q.version, q.currency, q.total
  FROM quote q
 WHERE q.tenant_id = :tenant AND q.ticket_id = :ticket AND q.state = 'pending'
 ORDER BY q.version DESC
 LIMIT 1;

-- quote_close(quote id, state text) -> done
UPDATE quote SET state = :state, closed_at = :now
 WHERE tenant_id = :tenant AND id = :quote AND state = 'pending';
