-- Working hours, as their owners keep them.

-- row calendar_head { id id, name text, time_zone text }

-- calendar_find(calendar id) -> one calendar_head
SELECT c.id, c.name, c.time_zone
  FROM calendar c
 WHERE c.tenant_id = :tenant AND c.id = :calendar;

-- calendar_find_by_name(name text) -> one calendar_head
SELECT c.id, c.name, c.time_zone
  FROM calendar c
 WHERE c.tenant_id = :tenant AND c.name = :name;

-- calendar_list() -> many calendar_head
SELECT c.id, c.name, c.time_zone
  FROM calendar c
 WHERE c.tenant_id = :tenant
 ORDER BY c.name
 LIMIT 1000;

-- row calendar_span { weekday int, starts int, ends int }

-- calendar_spans(calendar id) -> many calendar_span
SELECT p.weekday, p.starts, p.ends
  FROM calendar_span p
 WHERE p.tenant_id = :tenant AND p.calendar_id = :calendar
 ORDER BY p.weekday, p.starts
 LIMIT 84;

-- row calendar_holiday { day int, name text }

-- calendar_holidays(calendar id) -> many calendar_holiday
SELECT h.day, h.name
  FROM calendar_holiday h
 WHERE h.tenant_id = :tenant AND h.calendar_id = :calendar
 ORDER BY h.day
 LIMIT 5000;
