-- refused: 4: a table of another database
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT u.id, u.summary FROM mysql.user u WHERE u.id = :id;
