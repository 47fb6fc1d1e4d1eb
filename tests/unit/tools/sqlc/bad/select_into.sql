-- refused: 4: INTO is not understood here
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT t.id, t.summary INTO OUTFILE '/tmp/x' FROM ticket t WHERE t.tenant_id = :tenant AND t.id = :id;
