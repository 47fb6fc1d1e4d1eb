-- refused: 3: INSERT names its columns
-- f(id id) -> done
INSERT INTO comment VALUES (:tenant, :id);
