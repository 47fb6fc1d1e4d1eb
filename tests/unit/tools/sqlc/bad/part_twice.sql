-- refused: 7: the part lines is declared twice
-- row line { id id, summary text }

-- part lines
t.id, t.summary FROM ticket t;

-- part lines
t.id FROM ticket t;
