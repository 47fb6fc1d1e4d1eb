-- Demo tenant "copernicus": one desk, five people, twelve tickets over ten days. Loaded once by `lodgectl demo load`, which then
-- sets address and provider secrets and indexes the words. Explicit ids, so that a bookmark survives a new demo.
SET @now = UTC_TIMESTAMP(3);

INSERT INTO tenant (id, slug, name, host, origin, brand_hue, brand_chroma, register_url, support_address, time_zone, created_at)
VALUES (1, 'copernicus', 'Copernicus Data Space', 'copernicus.localhost', 'http://copernicus.localhost:8080', 250, 120,
        'https://register.copernicus.example/', 'help-login@copernicus.example', 'Europe/Warsaw', @now - INTERVAL 30 DAY);

INSERT INTO person (tenant_id, id, account_id, email, email_verified, display_name, role, time_zone, active, created_at) VALUES
	(1, 101, 'ac:00000000-0000-4000-8000-000000000101', 'customer@copernicus.example', TRUE, 'Anna Nowak', 'customer', NULL, TRUE, @now - INTERVAL 30 DAY),
	(1, 102, 'ac:00000000-0000-4000-8000-000000000102', 'colleague@copernicus.example', TRUE, 'Jon Bell', 'customer', 'Europe/London', TRUE, @now - INTERVAL 29 DAY),
	(1, 103, 'ac:00000000-0000-4000-8000-000000000103', 'outsider@copernicus.example', TRUE, 'Mei Lin', 'customer', NULL, TRUE, @now - INTERVAL 28 DAY),
	(1, 104, 'ac:00000000-0000-4000-8000-000000000104', 'agent@copernicus.example', TRUE, 'Piotr Zielinski', 'agent', NULL, TRUE, @now - INTERVAL 30 DAY),
	(1, 105, 'ac:00000000-0000-4000-8000-000000000105', 'admin@copernicus.example', TRUE, 'Sara Ek', 'admin', 'Europe/Stockholm', TRUE, @now - INTERVAL 30 DAY);

INSERT INTO organization (tenant_id, id, name, created_at) VALUES
	(1, 11, 'Sentinel Analytics', @now - INTERVAL 30 DAY),
	(1, 12, 'Delta Mapping', @now - INTERVAL 28 DAY);
INSERT INTO organization_member (tenant_id, organization_id, person_id) VALUES (1, 11, 101), (1, 11, 102), (1, 12, 103);

-- The issuers and secrets are set when the ports are known.
INSERT INTO provider (tenant_id, id, label, issuer, client_id, vouches_for, position) VALUES
	(1, 1, 'Copernicus account', 'http://127.0.0.1:8081/auth/realms/CDSE', 'portal', 'copernicus.example', 1),
	(1, 3, 'Partner account', 'http://127.0.0.1:8081/auth/realms/PSS', 'portal', '', 2);
INSERT INTO identity (tenant_id, provider_id, sub, person_id, created_at) VALUES
	(1, 1, '00000000-0000-4000-8000-000000000101', 101, @now - INTERVAL 30 DAY),
	(1, 1, '00000000-0000-4000-8000-000000000102', 102, @now - INTERVAL 29 DAY),
	(1, 1, '00000000-0000-4000-8000-000000000103', 103, @now - INTERVAL 28 DAY),
	(1, 1, '00000000-0000-4000-8000-000000000104', 104, @now - INTERVAL 30 DAY),
	(1, 1, '00000000-0000-4000-8000-000000000105', 105, @now - INTERVAL 30 DAY);

-- Workflow
INSERT INTO workflow (tenant_id, id, name) VALUES (1, 1, 'Support');
INSERT INTO status (tenant_id, id, workflow_id, name, customer_name, category, awaits_customer, position) VALUES
	(1, 11, 1, 'Open', 'Open', 'NEW', FALSE, 1),
	(1, 12, 1, 'In progress', 'In progress', 'INDETERMINATE', FALSE, 2),
	(1, 13, 1, 'Waiting for customer', 'Waiting for customer', 'INDETERMINATE', TRUE, 3),
	(1, 14, 1, 'Resolved', 'Resolved', 'DONE', FALSE, 4),
	(1, 15, 1, 'Closed', 'Closed', 'DONE', FALSE, 5);
UPDATE workflow SET initial_status_id = 11 WHERE tenant_id = 1 AND id = 1;
INSERT INTO transition (tenant_id, id, workflow_id, name, from_status_id, to_status_id, on_portal, position) VALUES
	(1, 11, 1, 'Start work', 11, 12, FALSE, 1),
	(1, 12, 1, 'Ask the customer', 11, 13, FALSE, 2),
	(1, 13, 1, 'Ask the customer', 12, 13, FALSE, 2),
	(1, 14, 1, 'Go on', 13, 12, FALSE, 3),
	(1, 15, 1, 'Resolve', 12, 14, FALSE, 4),
	(1, 16, 1, 'Resolve', 13, 14, FALSE, 4),
	(1, 17, 1, 'Reopen', 14, 12, TRUE, 5),
	(1, 18, 1, 'Reopen', 15, 12, FALSE, 5),
	(1, 19, 1, 'Close request', NULL, 15, TRUE, 6);
UPDATE workflow SET reopen_s = 1209600 WHERE tenant_id = 1;
UPDATE transition SET who = IF(on_portal, 'team customer', 'team'), event = ELT(FIELD(id, 14, 17), 'reply', 'reopen') WHERE tenant_id = 1;

-- Desk and its forms
INSERT INTO desk (tenant_id, id, project_key, name, description, announcement, access, position, created_at) VALUES
	(1, 55, 'CDSE', 'Copernicus Data Space', 'Help with Sentinel data, the browser, the APIs and your account.',
	 'Planned maintenance of the object storage: Thursday 18:00 to 20:00 UTC. Downloads may be slower.', 'open', 1, @now - INTERVAL 30 DAY);
INSERT INTO desk_agent (tenant_id, desk_id, person_id) VALUES (1, 55, 104), (1, 55, 105);

INSERT INTO request_type (tenant_id, id, desk_id, workflow_id, name, description, help_text, icon, position) VALUES
	(1, 5501, 55, 1, 'Technical support', 'Something does not work, or not as the documentation says.',
	 'Tell us what you did, what you expected and what happened instead. A log or a screenshot helps.', 'life', 1),
	(1, 5502, 55, 1, 'Data access', 'Missing, late or damaged products, download problems.', '', 'data', 2),
	(1, 5503, 55, 1, 'Account and sign-in', 'You cannot sign in, or want to change or close your account.', '', 'key', 3),
	(1, 5504, 55, 1, 'Quotas and usage', 'More storage, processing units or downloads for your project.',
	 'Quotas are granted per project for a limited time. We usually answer within two working days.', 'chart', 4);
INSERT INTO request_type_group (tenant_id, id, desk_id, name, position) VALUES
	(1, 551, 55, 'Support', 1),
	(1, 552, 55, 'Account', 2);
INSERT INTO request_type_group_member (tenant_id, group_id, request_type_id) VALUES
	(1, 551, 5501), (1, 551, 5502), (1, 552, 5503), (1, 552, 5504);

INSERT INTO field (tenant_id, id, request_type_id, key_name, kind, label, help, required, length_max, position) VALUES
	(1, 5511, 5501, 'summary', 'text', 'Summary', 'One line that says what is wrong.', TRUE, 0, 1),
	(1, 5512, 5501, 'description', 'markdown', 'Description', 'Markdown is welcome: lists, code, links.', FALSE, 0, 2),
	(1, 5513, 5501, 'customfield_10', 'select', 'Service', 'Where it happens.', FALSE, 0, 3),
	(1, 5514, 5501, 'attachment', 'attachment', 'Attachments', 'Drop files anywhere on this page.', FALSE, 0, 4),

	(1, 5521, 5502, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(1, 5522, 5502, 'customfield_11', 'select', 'Collection', '', TRUE, 0, 2),
	(1, 5523, 5502, 'customfield_12', 'paragraph', 'Product names', 'One product in each line.', FALSE, 4000, 3),
	(1, 5524, 5502, 'description', 'markdown', 'Description', '', FALSE, 0, 4),
	(1, 5525, 5502, 'attachment', 'attachment', 'Attachments', '', FALSE, 0, 5),

	(1, 5531, 5503, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(1, 5532, 5503, 'customfield_13', 'text', 'Affected account', 'The user name or e-mail address, never the password.', FALSE, 120, 2),
	(1, 5533, 5503, 'description', 'markdown', 'Description', '', FALSE, 0, 3),
	(1, 5534, 5503, 'attachment', 'attachment', 'Attachments', '', FALSE, 0, 4),

	(1, 5541, 5504, 'summary', 'text', 'Summary', '', TRUE, 120, 1),
	(1, 5542, 5504, 'customfield_20', 'text', 'Project', 'As it is called in your contract.', TRUE, 80, 2),
	(1, 5543, 5504, 'customfield_21', 'paragraph', 'What do you need it for?', 'A few sentences are enough.', TRUE, 2000, 3),
	(1, 5544, 5504, 'customfield_22', 'select', 'Quota', '', TRUE, 0, 4),
	(1, 5545, 5504, 'customfield_23', 'number', 'How much', 'In the unit of the quota: TB, units or requests a minute.', TRUE, 0, 5),
	(1, 5546, 5504, 'customfield_24', 'date', 'From', '', FALSE, 0, 6),
	(1, 5547, 5504, 'duedate', 'date', 'Until', 'When the project ends.', TRUE, 0, 7),
	(1, 5548, 5504, 'customfield_25', 'multiselect', 'Services', 'All that apply.', FALSE, 0, 8),
	(1, 5549, 5504, 'customfield_26', 'checkboxes', 'Tell me when', '', FALSE, 0, 9),
	(1, 5550, 5504, 'customfield_27', 'checkbox', 'Terms of use', '', TRUE, 0, 10),
	(1, 5551, 5504, 'customfield_28', 'number', 'Expected downloads a day', '', FALSE, 0, 11),
	(1, 5552, 5504, 'description', 'markdown', 'Anything else', '', FALSE, 0, 12),
	(1, 5553, 5504, 'attachment', 'attachment', 'Attachments', 'A letter of support, for example.', FALSE, 0, 13);
INSERT INTO field_option (tenant_id, id, field_id, label, position) VALUES
	(1, 1001, 5513, 'Browser', 1), (1, 1002, 5513, 'JupyterLab', 2), (1, 1003, 5513, 'OData and STAC catalogue', 3),
	(1, 1004, 5513, 'S3 access', 4), (1, 1005, 5513, 'openEO', 5), (1, 1006, 5513, 'Something else', 6),
	(1, 1011, 5522, 'Sentinel-1', 1), (1, 1012, 5522, 'Sentinel-2', 2), (1, 1013, 5522, 'Sentinel-3', 3),
	(1, 1014, 5522, 'Sentinel-5P', 4), (1, 1015, 5522, 'Contributing missions', 5),
	(1, 1021, 5544, 'Storage (TB)', 1), (1, 1022, 5544, 'Processing units', 2), (1, 1023, 5544, 'Requests a minute', 3),
	(1, 1031, 5548, 'Catalogue', 1), (1, 1032, 5548, 'S3', 2), (1, 1033, 5548, 'openEO', 3), (1, 1034, 5548, 'Sentinel Hub', 4),
	(1, 1041, 5549, '80 per cent are used', 1), (1, 1042, 5549, 'all of it is used', 2), (1, 1043, 5549, 'it ends in a week', 3),
	(1, 1051, 5550, 'I have read the terms of use and they suit my project', 1);

-- Tickets: id, type, summary, reporter, assignee, hours ago. Status and activity follow from what happened, below.
INSERT INTO ticket (tenant_id, id, desk_id, request_type_id, ticket_key, summary, reporter_id, assignee_id, status_id, status_changed_at, done, created_at, last_activity)
SELECT 1, w.id, 55, w.type, CONCAT('CDSE-', w.id - 1000), w.summary, w.reporter, w.assignee, 11, @now, FALSE, @now - INTERVAL w.hours HOUR, @now
  FROM JSON_TABLE('[
	[1001, 5501, "JupyterLab kernel dies when I open a Sentinel-2 L2A product", 101, 104, 236],
	[1002, 5502, "S2B tile 33UXR of 14 November is missing", 102, 104, 214],
	[1003, 5503, "The code from the authenticator app is refused", 103, 105, 190],
	[1004, 5504, "Storage for the flood mapping project", 101, 104, 167],
	[1005, 5501, "openEO job fails with \\"NoDataAvailable\\" over the Baltic Sea", 103, 104, 143],
	[1006, 5501, "STAC search answers 500 for long polygons", 102, 104, 121],
	[1007, 5502, "Checksum of a Sentinel-1 GRD product does not match", 101, 104, 98],
	[1008, 5503, "Please change the e-mail address of my account", 102, 105, 74],
	[1009, 5504, "More processing units until the end of the year", 103, null, 52],
	[1010, 5501, "S3 credentials expire after an hour", 101, 104, 30],
	[1011, 5501, "Browser: the time slider jumps back to today", 102, null, 9],
	[1012, 5502, "Sentinel-5P NRTI products arrive six hours late", 101, null, 3]
       ]', '$[*]' COLUMNS (id BIGINT PATH '$[0]', type BIGINT PATH '$[1]', summary VARCHAR(255) PATH '$[2]', reporter BIGINT PATH '$[3]', assignee BIGINT PATH '$[4]', hours INT PATH '$[5]')) AS w;

INSERT INTO field_value (tenant_id, ticket_id, field_id, value) VALUES
	(1, 1001, 5512, '"Opening any **L2A** product ends the kernel after about ten seconds:\\n\\n```\\nimport rioxarray\\nband = rioxarray.open_rasterio(path)   # dies here\\n```\\n\\nIt worked last week. 2 GB of memory are shown as free."'),
	(1, 1001, 5513, '{"id":"1002","value":"JupyterLab"}'),
	(1, 1002, 5522, '{"id":"1012","value":"Sentinel-2"}'),
	(1, 1002, 5523, '"S2B_MSIL2A_20261114T100209_N0511_R122_T33UXR"'),
	(1, 1002, 5524, '"The neighbouring tiles of the same orbit are there. Is it late or lost?"'),
	(1, 1003, 5532, '"outsider@copernicus.example"'),
	(1, 1003, 5533, '"New phone, restored from a backup. Each code is *invalid*."'),
	(1, 1004, 5542, '"Flood mapping Vistula 2026"'),
	(1, 1004, 5543, '"Daily water masks of the Vistula basin for three regional authorities."'),
	(1, 1004, 5544, '{"id":"1021","value":"Storage (TB)"}'),
	(1, 1004, 5545, '12.5'),
	(1, 1004, 5546, '"2026-12-01"'),
	(1, 1004, 5547, '"2027-05-31"'),
	(1, 1004, 5548, '[{"id":"1032","value":"S3"},{"id":"1033","value":"openEO"}]'),
	(1, 1004, 5549, '[{"id":"1041","value":"80 per cent are used"}]'),
	(1, 1004, 5550, '[{"id":"1051","value":"I have read the terms of use and they suit my project"}]'),
	(1, 1004, 5551, '400'),
	(1, 1005, 5512, '"Process graph:\\n\\n1. `load_collection` SENTINEL2_L2A\\n2. `mask` by SCL\\n3. `reduce_dimension` over t\\n\\nThe catalogue shows 14 scenes for the same box and dates."'),
	(1, 1005, 5513, '{"id":"1005","value":"openEO"}'),
	(1, 1006, 5512, '"Polygons with more than about 1,000 points answer 500. A limit would be fine, but please say 400 and which limit."'),
	(1, 1006, 5513, '{"id":"1003","value":"OData and STAC catalogue"}'),
	(1, 1007, 5522, '{"id":"1011","value":"Sentinel-1"}'),
	(1, 1007, 5524, '"Downloaded three times, always the same MD5, never the one in the manifest."'),
	(1, 1008, 5533, '"From `j.bell@old.example` to `colleague@copernicus.example`."'),
	(1, 1009, 5542, '"Coastal erosion atlas"'),
	(1, 1009, 5543, '"Yearly composites of all European coasts, processed once."'),
	(1, 1009, 5544, '{"id":"1022","value":"Processing units"}'),
	(1, 1009, 5545, '40000'),
	(1, 1009, 5547, '"2026-12-31"'),
	(1, 1009, 5550, '[{"id":"1051","value":"I have read the terms of use and they suit my project"}]'),
	(1, 1010, 5512, '"Long downloads stop in the middle with **403**. Can the keys live longer?"'),
	(1, 1010, 5513, '{"id":"1004","value":"S3 access"}'),
	(1, 1011, 5512, '"Firefox 145, Linux. Choose any day in 2024, zoom in: the slider shows today again."'),
	(1, 1011, 5513, '{"id":"1001","value":"Browser"}'),
	(1, 1012, 5522, '{"id":"1014","value":"Sentinel-5P"}'),
	(1, 1012, 5524, '"Since yesterday noon. Our air quality forecast runs at 06:00 UTC and finds nothing."');

-- What happened: ticket, status, by whom, hours ago. The first row of each ticket is its creation.
INSERT INTO status_change (tenant_id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at)
SELECT t.tenant_id, t.id, s.id, s.customer_name, s.category, s.awaits_customer, t.reporter_id, t.created_at
  FROM ticket t
  JOIN status s ON s.tenant_id = 1 AND s.id = 11
 WHERE t.tenant_id = 1
 ORDER BY t.id;
INSERT INTO status_change (tenant_id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at)
SELECT 1, w.ticket, s.id, s.customer_name, s.category, s.awaits_customer, w.person, @now - INTERVAL w.hours HOUR
  FROM JSON_TABLE('[
	[1001, 12, 104, 234], [1001, 13, 104, 228], [1001, 12, 104, 210], [1001, 14, 104, 165],
	[1002, 12, 104, 212], [1002, 14, 104, 186], [1002, 15, 102, 180],
	[1003, 12, 105, 188], [1003, 13, 105, 187], [1003, 14, 105, 140],
	[1004, 12, 104, 164], [1004, 13, 104, 120], [1004, 12, 104, 95],
	[1005, 12, 104, 141], [1005, 14, 104, 100], [1005, 12, 103, 76],
	[1006, 12, 104, 118],
	[1007, 12, 104, 96], [1007, 13, 104, 90],
	[1008, 12, 105, 70], [1008, 14, 105, 69],
	[1010, 12, 104, 27], [1010, 13, 104, 26]
       ]', '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', status BIGINT PATH '$[1]', person BIGINT PATH '$[2]', hours INT PATH '$[3]')) AS w
  JOIN status s ON s.tenant_id = 1 AND s.id = w.status
 ORDER BY w.hours DESC;

-- Comments: ticket, author, public, hours ago, body.
INSERT INTO comment (tenant_id, ticket_id, author_id, by_team, public, body, created_at)
SELECT 1, w.ticket, w.author, w.author IN (104, 105), w.public, w.body, @now - INTERVAL w.hours HOUR
  FROM JSON_TABLE('[
	[1001, 104, 1, 228, "Thank you, I can see the kernel being ended for its memory. Which server size did you start: **small** or **medium**?"],
	[1001, 101, 1, 214, "Small. I did not know there was a choice."],
	[1001, 104, 0, 211, "The image of 10 November loads all overviews at once. Same as the report of the Warsaw node, fix is in the next image."],
	[1001, 104, 1, 208, "Please take *medium* for today. The new image, due this week, needs a third of the memory again:\\n\\n- stop the server\\n- choose *medium*\\n- start it again"],
	[1001, 101, 1, 190, "Works, thank you!"],
	[1001, 104, 1, 165, "The new image is in place, so *small* is enough again."],
	[1002, 104, 1, 210, "The tile was held back by a quality check. It is being processed again."],
	[1002, 104, 1, 186, "It is in the catalogue now. Thank you for telling us."],
	[1003, 105, 1, 187, "Is the clock of the phone set by the network? Codes are valid for thirty seconds only."],
	[1003, 103, 1, 160, "It was two minutes late. Now it works."],
	[1004, 104, 0, 160, "Asked the quota board, answer by Wednesday."],
	[1004, 104, 1, 120, "The board asks whether the masks will be published. Under which licence?"],
	[1004, 102, 1, 97, "Yes, CC BY 4.0, with a DOI for each month."],
	[1004, 104, 1, 95, "Good, I have passed that on."],
	[1005, 104, 1, 100, "The collection name has changed: `SENTINEL2_L2A` without the suffix of the old backend. With it, your graph finds the 14 scenes."],
	[1005, 103, 1, 76, "It finds them, but the result is empty over water. I have reopened this."],
	[1006, 104, 0, 117, "Gateway limit is 8 KB for GET. POST search has no such limit. Backend ticket filed for the status code."],
	[1006, 104, 1, 116, "Until this is repaired: send the same search as POST with a JSON body, which may be much larger."],
	[1006, 102, 1, 99, "POST works. Please keep this open until GET says 400."],
	[1007, 104, 1, 90, "Could you attach the manifest that you have, and say which mirror you took it from?"],
	[1008, 105, 1, 69, "Changed. Please sign in once with the new address."],
	[1010, 104, 1, 26, "The keys of the dashboard live for an hour by design. For long transfers make a key pair at *My account*, which lives until the day you choose. Would that do?"]
       ]', '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', author BIGINT PATH '$[1]', public INT PATH '$[2]', hours INT PATH '$[3]', body TEXT PATH '$[4]')) AS w
 ORDER BY w.hours DESC;

INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) VALUES (1, 1005, 101, @now), (1, 1009, 102, @now);
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
SELECT t.tenant_id, t.id, m.organization_id, @now
  FROM ticket t
  JOIN organization_member m ON m.tenant_id = t.tenant_id AND m.person_id = t.reporter_id
 WHERE t.tenant_id = 1;

-- The state each ticket is in now, from what happened to it.
UPDATE ticket t
  JOIN (SELECT c.ticket_id, MAX(c.id) AS id FROM status_change c WHERE c.tenant_id = 1 GROUP BY c.ticket_id) last ON last.ticket_id = t.id
  JOIN status_change c ON c.tenant_id = t.tenant_id AND c.id = last.id
   SET t.status_id = c.status_id, t.status_changed_at = c.created_at, t.done = c.category = 'DONE',
       t.last_activity = GREATEST(c.created_at, COALESCE((SELECT MAX(o.created_at) FROM comment o WHERE o.tenant_id = t.tenant_id AND o.ticket_id = t.id), c.created_at))
 WHERE t.tenant_id = 1;
UPDATE ticket SET team_activity = last_activity WHERE tenant_id = 1;
UPDATE ticket_participant i JOIN ticket t ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id SET i.last_activity = t.last_activity WHERE i.tenant_id = 1;
UPDATE ticket_organization o JOIN ticket t ON t.tenant_id = o.tenant_id AND t.id = o.ticket_id SET o.last_activity = t.last_activity WHERE o.tenant_id = 1;
INSERT INTO desk_counter (tenant_id, desk_id, last)
SELECT t.tenant_id, t.desk_id, COUNT(*)
  FROM ticket t
 WHERE t.tenant_id = 1
 GROUP BY t.tenant_id, t.desk_id;

-- Clocks. What they say of each ticket is counted by `lodgectl demo load` from what happened to it.
INSERT INTO calendar (tenant_id, id, name, time_zone, created_at) VALUES
	(1, 11, 'Service desk', 'Europe/Warsaw', @now - INTERVAL 30 DAY),
	(1, 12, 'Operations, day and night', 'Europe/Warsaw', @now - INTERVAL 30 DAY);
-- The desk has an hour's break at noon; the night of operations ends on the next day.
INSERT INTO calendar_span (tenant_id, calendar_id, weekday, starts, ends)
SELECT 1, w.calendar, d.seq, w.starts, w.ends
  FROM JSON_TABLE('[[11, 540, 720], [11, 780, 1080], [12, 480, 1200], [12, 1260, 1860]]', '$[*]' COLUMNS (calendar BIGINT PATH '$[0]', starts INT PATH '$[1]', ends INT PATH '$[2]')) AS w
  JOIN seq_1_to_5 d;
-- 0 for the year: every year.
INSERT INTO calendar_holiday (tenant_id, calendar_id, day, name)
SELECT 1, 11, w.day, w.name
  FROM JSON_TABLE('[[101, "New Year"], [501, "Labour Day"], [1111, "Independence Day"], [1224, "Christmas Eve"], [1225, "Christmas Day"], [1226, "Boxing Day"]]',
	'$[*]' COLUMNS (day INT PATH '$[0]', name VARCHAR(200) PATH '$[1]')) AS w;
INSERT INTO sla_metric (tenant_id, id, desk_id, name, position, start_on, pause_while, stop_on, warn_s) VALUES
	(1, 551, 55, 'Time to first response', 1, 'created', '', 'comment for customers; resolved', 7200),
	(1, 552, 55, 'Time to resolution', 2, 'created; reopened', 'awaiting customer', 'resolved', 14400);
-- Metric, place, request type, priority, hours, calendar; 0: any, and every hour of every day.
INSERT INTO sla_goal (tenant_id, metric_id, position, request_type_id, priority, goal_s, calendar_id)
SELECT 1, w.metric, w.position, NULLIF(w.type, 0), NULLIF(w.priority, 0), w.hours * 3600, NULLIF(w.calendar, 0)
  FROM JSON_TABLE('[
	[551, 1, 0, 1, 1, 0], [551, 2, 0, 2, 4, 12], [551, 3, 5504, 0, 53, 0], [551, 4, 0, 0, 8, 11],
	[552, 1, 0, 1, 8, 0], [552, 2, 0, 2, 16, 12], [552, 3, 5504, 0, 80, 11], [552, 4, 0, 0, 40, 11]
       ]', '$[*]' COLUMNS (metric BIGINT PATH '$[0]', position INT PATH '$[1]', type BIGINT PATH '$[2]', priority INT PATH '$[3]', hours INT PATH '$[4]', calendar BIGINT PATH '$[5]')) AS w;
UPDATE desk SET clocks_shown = TRUE WHERE tenant_id = 1 AND id = 55;

-- The log of changes.
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, before_text, after_text, customer_before, customer_after, created_at)
SELECT t.tenant_id, t.desk_id, t.id, x.person_id, 'portal', x.kind, x.public, x.subject_id, x.before_text, x.after_text, x.customer_before, x.customer_after, x.created_at
  FROM (SELECT n.tenant_id, n.id AS ticket_id, n.reporter_id AS person_id, 'created' AS kind, TRUE AS public, NULL AS subject_id, NULL AS before_text, n.summary AS after_text,
               NULL AS customer_before, NULL AS customer_after, n.created_at, 0 AS nth
          FROM ticket n
         UNION ALL
        SELECT c.tenant_id, c.ticket_id, c.author_id, IF(c.public, 'comment', 'note'), c.public, c.id, NULL, NULL, NULL, NULL, c.created_at, 2
          FROM comment c
         UNION ALL
        SELECT h.tenant_id, h.ticket_id, h.person_id, 'status', TRUE, h.status_id, h.was, h.name, h.customer_was, h.customer_name, h.created_at, 1
          FROM (SELECT c.tenant_id, c.ticket_id, c.person_id, c.status_id, s.name, c.customer_name, c.created_at,
                       LAG(s.name) OVER earlier AS was, LAG(c.customer_name) OVER earlier AS customer_was
                  FROM status_change c
                  JOIN status s ON s.tenant_id = c.tenant_id AND s.id = c.status_id
                WINDOW earlier AS (PARTITION BY c.tenant_id, c.ticket_id ORDER BY c.id)) h
         WHERE h.was IS NOT NULL) x
  JOIN ticket t ON t.tenant_id = x.tenant_id AND t.id = x.ticket_id
 WHERE t.tenant_id = 1
 ORDER BY x.created_at, x.nth;

-- People around tickets: what reporters think of what is done, who muted one, a comment that was changed.
INSERT INTO feedback (tenant_id, ticket_id, person_id, rating, comment, updated_at)
SELECT 1, w.ticket, t.reporter_id, w.rating, w.comment, t.last_activity
  FROM JSON_TABLE('[
	[1001, 5, "Quick, and somebody who reads the whole log. Thank you!"],
	[1002, 4, null],
	[1003, 3, "It helped, but the page that explains the codes should be easier to find."]
       ]', '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', rating INT PATH '$[1]', comment VARCHAR(2000) PATH '$[2]')) AS w
  JOIN ticket t ON t.tenant_id = 1 AND t.id = w.ticket;
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, after_text, created_at)
SELECT t.tenant_id, t.desk_id, t.id, t.reporter_id, 'portal', 'feedback', TRUE, f.rating, f.updated_at
  FROM feedback f
  JOIN ticket t ON t.tenant_id = f.tenant_id AND t.id = f.ticket_id
 WHERE f.tenant_id = 1;
INSERT INTO subscription (tenant_id, ticket_id, person_id, subscribed) VALUES (1, 1006, 102, FALSE), (1, 1004, 101, TRUE);
INSERT INTO text_edit (tenant_id, ticket_id, comment_id, body, person_id, created_at)
SELECT c.tenant_id, c.ticket_id, c.id, 'It finds them, but the result is empty.', c.author_id, c.created_at + INTERVAL 5 MINUTE
  FROM comment c
 WHERE c.tenant_id = 1 AND c.body LIKE 'It finds them, but%';
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, created_at)
SELECT t.tenant_id, t.desk_id, t.id, e.person_id, 'portal', 'comment-edited', TRUE, e.comment_id, e.created_at
  FROM text_edit e
  JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
 WHERE e.tenant_id = 1;
UPDATE comment c JOIN text_edit e ON e.tenant_id = c.tenant_id AND e.comment_id = c.id SET c.edited_at = e.created_at WHERE c.tenant_id = 1;
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, after_text, created_at)
SELECT t.tenant_id, t.desk_id, t.id, t.reporter_id, 'portal', 'participant-added', TRUE, p.id, p.display_name, t.created_at + INTERVAL 10 MINUTE
  FROM ticket_participant i
  JOIN ticket t ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id
  JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
 WHERE i.tenant_id = 1;

-- The desk at work: how urgent some are, queues of its own beside those that every desk has, answers it writes often, links.
UPDATE ticket SET priority = CASE id WHEN 1001 THEN 2 WHEN 1005 THEN 2 WHEN 1006 THEN 1 WHEN 1008 THEN 4 WHEN 1009 THEN 5 ELSE priority END WHERE tenant_id = 1;
INSERT INTO queue (tenant_id, id, desk_id, name, position, awaits, priority, request_type_id, organization_id, columns, sort, descending) VALUES
	(1, 1101, 55, 'Urgent and ours', 1, 'team', 2, 0, 0, 'key summary status priority organization assignee updated', 'priority', FALSE),
	(1, 1102, 55, 'Sentinel Analytics', 2, 'any', 0, 0, 11, 'key summary status priority reporter assignee created', 'created', TRUE),
	(1, 1103, 55, 'Quotas and usage', 3, 'any', 0, 5504, 0, 'key summary status reporter assignee updated', 'updated', TRUE);
INSERT INTO template (tenant_id, id, desk_id, name, body, public, updated_by, updated_at) VALUES
	(1, 1, 55, 'Job id, please', 'Dear {customer},\n\nthank you for writing to us. To look into {key} we need\n\n* the id of the job,\n* the time of the last try.\n\nKind regards\n{agent}', TRUE, 104, @now - INTERVAL 9 DAY),
	(1, 2, 55, 'Known, is being mended', 'Dear {customer},\n\nwe know of this, and operations is at work on it. We write again on {key} as soon as it is over.\n\nKind regards\n{agent}', TRUE, 105, @now - INTERVAL 5 DAY),
	(1, 3, 55, 'To operations', 'Given to operations by {agent}: the cluster''s own log first, please.', FALSE, 104, @now - INTERVAL 3 DAY);
INSERT INTO relation (tenant_id, id, ticket_id, other_id, kind, created_by, created_at) VALUES
	(1, 1, 1006, 1005, 'relates', 104, @now - INTERVAL 2 DAY),
	(1, 2, 1002, 1007, 'causes', 104, @now - INTERVAL 2 DAY);

-- The desk's address, where anybody may write; one for data alone, where only those we know may.
INSERT INTO mail_address (tenant_id, id, desk_id, address, request_type_id, position, sender_name, signature, language, unknown, domains, pictures_inline, created_at) VALUES
	(1, 11, 55, 'support@copernicus.example', 5501, 1, '', 'The Copernicus Data Space service desk', 'en', 'open', '', TRUE, @now - INTERVAL 30 DAY),
	(1, 12, 55, 'data@copernicus.example', 5502, 2, 'Copernicus data', '', 'en', 'domains', 'sentinel.example delta.example', FALSE, @now - INTERVAL 30 DAY);
