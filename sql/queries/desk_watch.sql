-- Who wants to know of each new request on a desk.

-- row desk_watch { watching bool }

-- desk_watch_find(desk id, person id) -> one desk_watch
SELECT EXISTS (SELECT 1 FROM desk_watch w WHERE w.tenant_id = :tenant AND w.desk_id = :desk AND w.person_id = :person) AS watching;

-- desk_watch_begin(desk id, person id) -> done
INSERT INTO desk_watch (tenant_id, desk_id, person_id)
VALUES (:tenant, :desk, :person)
ON DUPLICATE KEY UPDATE person_id = :person;

-- desk_watch_end(desk id, person id) -> affected
DELETE FROM desk_watch
 WHERE tenant_id = :tenant AND desk_id = :desk AND person_id = :person;
