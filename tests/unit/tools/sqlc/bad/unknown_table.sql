-- refused: 4: there is no table users in the migrations
-- row ticket { id id, summary text }
-- f(id id) -> one ticket
SELECT u.id, u.summary FROM users u WHERE u.id = :id;
