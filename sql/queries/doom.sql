-- Objects of the store that are to be deleted. They outlive the rows that named them, and their tenant.

-- doom_add(object_key text, at time) -> done
INSERT INTO doomed_object (object_key, doomed_at)
VALUES (:object_key, :at)
ON DUPLICATE KEY UPDATE doomed_at = doomed_at;
