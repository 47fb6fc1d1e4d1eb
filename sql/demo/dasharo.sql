-- Demo tenant "dasharo": three desks, one of them for one organization only, and a workflow with a price. Loaded as
-- copernicus.sql is.
SET @now = UTC_TIMESTAMP(3);

INSERT INTO tenant (id, slug, name, host, origin, brand_hue, brand_chroma, register_url, support_address, time_zone, created_at)
VALUES (2, 'dasharo', 'Dasharo Support', 'dasharo.localhost', 'http://dasharo.localhost:8080', 155, 120,
        'https://register.dasharo.example/', 'help@dasharo.example', 'Europe/Warsaw', @now - INTERVAL 30 DAY);

INSERT INTO person (tenant_id, id, account_id, email, email_verified, display_name, role, time_zone, active, created_at) VALUES
	(2, 201, 'ac:00000000-0000-4000-8000-000000000201', 'customer@dasharo.example', TRUE, 'Anna Nowak', 'customer', NULL, TRUE, @now - INTERVAL 30 DAY),
	(2, 202, 'ac:00000000-0000-4000-8000-000000000202', 'colleague@dasharo.example', TRUE, 'Jon Bell', 'customer', 'Europe/London', TRUE, @now - INTERVAL 29 DAY),
	(2, 203, 'ac:00000000-0000-4000-8000-000000000203', 'outsider@dasharo.example', TRUE, 'Mei Lin', 'customer', 'Asia/Taipei', TRUE, @now - INTERVAL 28 DAY),
	(2, 204, 'ac:00000000-0000-4000-8000-000000000204', 'agent@dasharo.example', TRUE, 'Piotr Zielinski', 'agent', NULL, TRUE, @now - INTERVAL 30 DAY),
	(2, 205, 'ac:00000000-0000-4000-8000-000000000205', 'admin@dasharo.example', TRUE, 'Sara Ek', 'admin', 'Europe/Stockholm', TRUE, @now - INTERVAL 30 DAY);

INSERT INTO organization (tenant_id, id, name, created_at) VALUES
	(2, 21, 'Contoso Labs', @now - INTERVAL 30 DAY),
	(2, 22, 'Formosa Boards', @now - INTERVAL 28 DAY);
INSERT INTO organization_member (tenant_id, organization_id, person_id) VALUES (2, 21, 201), (2, 21, 202), (2, 22, 203);

-- The issuer and the secret are set when the ports are known.
INSERT INTO provider (tenant_id, id, label, issuer, client_id, vouches_for, position) VALUES
	(2, 2, 'Dasharo account', 'http://127.0.0.1:8081/auth/realms/Dasharo', 'portal', 'dasharo.example', 1);
INSERT INTO identity (tenant_id, provider_id, sub, person_id, created_at) VALUES
	(2, 2, '00000000-0000-4000-8000-000000000201', 201, @now - INTERVAL 30 DAY),
	(2, 2, '00000000-0000-4000-8000-000000000202', 202, @now - INTERVAL 29 DAY),
	(2, 2, '00000000-0000-4000-8000-000000000203', 203, @now - INTERVAL 28 DAY),
	(2, 2, '00000000-0000-4000-8000-000000000204', 204, @now - INTERVAL 30 DAY),
	(2, 2, '00000000-0000-4000-8000-000000000205', 205, @now - INTERVAL 30 DAY);

-- Workflow: Open -> Analysis -> Waiting for client -> Approved | Rejected -> In progress <-> On hold -> Closed | Done
INSERT INTO workflow (tenant_id, id, name) VALUES (2, 2, 'Work with a price');
INSERT INTO status (tenant_id, id, workflow_id, name, customer_name, category, awaits_customer, position) VALUES
	(2, 21, 2, 'Open', 'Open', 'NEW', FALSE, 1),
	(2, 22, 2, 'Analysis', 'Analysis', 'INDETERMINATE', FALSE, 2),
	(2, 23, 2, 'Waiting for client', 'Waiting for client', 'INDETERMINATE', TRUE, 3),
	(2, 24, 2, 'Approved', 'Approved', 'INDETERMINATE', FALSE, 4),
	(2, 25, 2, 'Rejected', 'Rejected', 'DONE', FALSE, 5),
	(2, 26, 2, 'In progress', 'In progress', 'INDETERMINATE', FALSE, 6),
	(2, 27, 2, 'On hold', 'On hold', 'INDETERMINATE', FALSE, 7),
	(2, 28, 2, 'Closed', 'Closed', 'DONE', FALSE, 8),
	(2, 29, 2, 'Done', 'Done', 'DONE', FALSE, 9);
UPDATE workflow SET initial_status_id = 21 WHERE tenant_id = 2 AND id = 2;
INSERT INTO transition (tenant_id, id, workflow_id, name, from_status_id, to_status_id, on_portal, position) VALUES
	(2, 21, 2, 'Analyse', 21, 22, FALSE, 1),
	(2, 22, 2, 'Ask the client', 22, 23, FALSE, 2),
	(2, 23, 2, 'Approve', 23, 24, TRUE, 3),
	(2, 24, 2, 'Reject', 23, 25, TRUE, 4),
	(2, 25, 2, 'Client answered', 23, 22, FALSE, 5),
	(2, 26, 2, 'Start work', 24, 26, FALSE, 6),
	(2, 27, 2, 'Put on hold', 26, 27, FALSE, 7),
	(2, 28, 2, 'Go on', 27, 26, FALSE, 8),
	(2, 29, 2, 'Done', 26, 29, FALSE, 9),
	(2, 30, 2, 'Reopen', 29, 26, FALSE, 10),
	(2, 31, 2, 'Close', 26, 28, FALSE, 11),
	(2, 32, 2, 'Close', 27, 28, FALSE, 11),
	(2, 33, 2, 'Close', 22, 28, FALSE, 11),
	(2, 34, 2, 'Withdraw', 21, 28, TRUE, 12),
	(2, 35, 2, 'Quote again', 25, 23, FALSE, 2);
UPDATE transition SET who = IF(on_portal, 'team customer', 'team'), event = ELT(FIELD(id, 22, 35, 23, 24, 25, 34), 'quote', 'quote', 'approved', 'declined', 'reply', 'withdraw') WHERE tenant_id = 2;

-- Desks and their forms
INSERT INTO desk (tenant_id, id, project_key, name, description, announcement, access, position, created_at) VALUES
	(2, 71, 'DSP', 'Dasharo Support package', 'Help with a Dasharo release on your own machine.', NULL, 'open', 1, @now - INTERVAL 30 DAY),
	(2, 72, 'DPP', 'Dasharo Pro package', 'Features, ports and builds made for you, with an estimate first.',
	 'New estimates take about three working days at the moment.', 'open', 2, @now - INTERVAL 30 DAY),
	(2, 73, 'DES', 'Dasharo Enterprise', 'Fleets and supply chains, under contract.', NULL, 'organizations', 3, @now - INTERVAL 30 DAY);
INSERT INTO desk_organization (tenant_id, desk_id, organization_id) VALUES (2, 73, 21);
INSERT INTO desk_agent (tenant_id, desk_id, person_id) VALUES
	(2, 71, 204), (2, 71, 205), (2, 72, 204), (2, 72, 205), (2, 73, 204), (2, 73, 205);

INSERT INTO request_type (tenant_id, id, desk_id, workflow_id, name, description, help_text, icon, position) VALUES
	(2, 7101, 71, 2, 'Report a bug', 'Firmware that does not do what its release notes say.', 'A serial log from power-on is worth a thousand words.', 'bug', 1),
	(2, 7102, 71, 2, 'Ask a question', 'About setup, updates, or which version to take.', '', 'chat', 2),
	(2, 7103, 71, 2, 'Recover a machine', 'It does not start after an update.', 'Do not flash again before we have answered.', 'chip', 3),
	(2, 7201, 72, 2, 'Request a feature', 'Something Dasharo should do for you.', '', 'star', 1),
	(2, 7202, 72, 2, 'Order a custom build', 'Your logo, your keys, your defaults.', '', 'chip', 2),
	(2, 7301, 73, 2, 'Report an incident', 'A release that stops machines in the field.', '', 'warn', 1),
	(2, 7302, 73, 2, 'Ask for an estimate', 'A port or an audit.', '', 'money', 2);
INSERT INTO request_type_group (tenant_id, id, desk_id, name, position) VALUES
	(2, 711, 71, 'Support', 1), (2, 712, 71, 'Emergency', 2), (2, 721, 72, 'Development', 1), (2, 731, 73, 'Contract', 1);
INSERT INTO request_type_group_member (tenant_id, group_id, request_type_id) VALUES
	(2, 711, 7101), (2, 711, 7102), (2, 712, 7103), (2, 721, 7201), (2, 721, 7202), (2, 731, 7301), (2, 731, 7302);

INSERT INTO field (tenant_id, id, request_type_id, key_name, kind, label, help, required, length_max, position) VALUES
	(2, 7111, 7101, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(2, 7112, 7101, 'customfield_30', 'select', 'Platform', '', TRUE, 0, 2),
	(2, 7113, 7101, 'customfield_31', 'text', 'Dasharo version', 'Shown on the boot screen, for example v1.2.0.', TRUE, 40, 3),
	(2, 7114, 7101, 'description', 'markdown', 'Description', 'What you did, what you expected, what happened.', TRUE, 0, 4),
	(2, 7115, 7101, 'customfield_32', 'checkboxes', 'It happens', '', FALSE, 0, 5),
	(2, 7116, 7101, 'attachment', 'attachment', 'Attachments', 'Serial logs, photographs, an HCL report.', FALSE, 0, 6),

	(2, 7121, 7102, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(2, 7122, 7102, 'description', 'markdown', 'Question', '', FALSE, 0, 2),
	(2, 7123, 7102, 'attachment', 'attachment', 'Attachments', '', FALSE, 0, 3),

	(2, 7131, 7103, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(2, 7132, 7103, 'customfield_30', 'select', 'Platform', '', TRUE, 0, 2),
	(2, 7133, 7103, 'customfield_33', 'checkbox', 'Programmer', '', FALSE, 0, 3),
	(2, 7134, 7103, 'description', 'markdown', 'What was done before', '', TRUE, 0, 4),
	(2, 7135, 7103, 'attachment', 'attachment', 'Attachments', '', FALSE, 0, 5),

	(2, 7211, 7201, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(2, 7212, 7201, 'description', 'markdown', 'Description', '', TRUE, 0, 2),
	(2, 7213, 7201, 'customfield_34', 'multiselect', 'Platforms', '', FALSE, 0, 3),
	(2, 7214, 7201, 'duedate', 'date', 'Needed by', '', FALSE, 0, 4),
	(2, 7215, 7201, 'attachment', 'attachment', 'Attachments', '', FALSE, 0, 5),

	(2, 7221, 7202, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(2, 7222, 7202, 'customfield_35', 'number', 'Machines', 'How many will run it.', TRUE, 0, 2),
	(2, 7223, 7202, 'customfield_36', 'paragraph', 'Differences from the release', '', TRUE, 4000, 3),
	(2, 7224, 7202, 'description', 'markdown', 'Anything else', '', FALSE, 0, 4),
	(2, 7225, 7202, 'attachment', 'attachment', 'Logo and keys', 'Public keys only.', FALSE, 0, 5),

	(2, 7311, 7301, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(2, 7312, 7301, 'customfield_35', 'number', 'Machines affected', '', TRUE, 0, 2),
	(2, 7313, 7301, 'description', 'markdown', 'Description', '', TRUE, 0, 3),
	(2, 7314, 7301, 'attachment', 'attachment', 'Attachments', '', FALSE, 0, 4),

	(2, 7321, 7302, 'summary', 'text', 'Summary', '', TRUE, 0, 1),
	(2, 7322, 7302, 'description', 'markdown', 'Description', '', TRUE, 0, 2),
	(2, 7323, 7302, 'attachment', 'attachment', 'Attachments', '', FALSE, 0, 3);
INSERT INTO field_option (tenant_id, id, field_id, label, position) VALUES
	(2, 2001, 7112, 'NovaCustom V540TU', 1), (2, 2002, 7112, 'MSI PRO Z790-P', 2), (2, 2003, 7112, 'Protectli VP4670', 3), (2, 2004, 7112, 'Another', 4),
	(2, 2011, 7132, 'NovaCustom V540TU', 1), (2, 2012, 7132, 'MSI PRO Z790-P', 2), (2, 2013, 7132, 'Protectli VP4670', 3), (2, 2014, 7132, 'Another', 4),
	(2, 2021, 7115, 'after a cold start', 1), (2, 2022, 7115, 'after a restart', 2), (2, 2023, 7115, 'after sleep', 3),
	(2, 2031, 7133, 'I have a CH341A programmer and a clip', 1),
	(2, 2041, 7213, 'NovaCustom V540TU', 1), (2, 2042, 7213, 'MSI PRO Z790-P', 2), (2, 2043, 7213, 'Protectli VP4670', 3);

-- Tickets: id, number within the desk, desk, type, summary, reporter, assignee, hours ago. Status and activity follow below.
INSERT INTO ticket (tenant_id, id, desk_id, request_type_id, ticket_key, summary, reporter_id, assignee_id, status_id, status_changed_at, done, created_at, last_activity)
SELECT 2, w.id, w.desk, w.type, CONCAT(d.project_key, '-', w.number), w.summary, w.reporter, w.assignee, 21, @now, FALSE, @now - INTERVAL w.hours HOUR, @now
  FROM JSON_TABLE('[
	[2001, 1, 71, 7101, "Fans run at full speed after sleep", 201, 204, 230],
	[2002, 2, 71, 7102, "Is the update to v0.9.2 safe with Secure Boot on?", 203, 204, 205],
	[2003, 1, 72, 7202, "Custom build with our boot logo for 40 machines", 201, 204, 196],
	[2004, 3, 71, 7103, "Black screen after flashing from Windows", 203, 204, 170],
	[2005, 2, 72, 7201, "Wake on LAN from S5", 202, 204, 150],
	[2006, 1, 73, 7301, "Twelve machines stop at the logo after the November update", 201, 205, 126],
	[2007, 4, 71, 7101, "NVMe drive in the second slot is not seen", 202, 204, 101],
	[2008, 3, 72, 7201, "Serial console redirection on USB", 203, 204, 88],
	[2009, 2, 73, 7302, "Port to the next board revision", 202, 205, 77],
	[2010, 4, 72, 7202, "Remove the network boot option from the menu", 203, null, 40],
	[2011, 5, 71, 7101, "Setup menu shows the wrong memory speed", 201, null, 12],
	[2012, 6, 71, 7102, "Where do I find the signing keys of a release?", 202, null, 4]
       ]', '$[*]' COLUMNS (id BIGINT PATH '$[0]', number INT PATH '$[1]', desk BIGINT PATH '$[2]', type BIGINT PATH '$[3]', summary VARCHAR(255) PATH '$[4]', reporter BIGINT PATH '$[5]', assignee BIGINT PATH '$[6]', hours INT PATH '$[7]')) AS w
  JOIN desk d ON d.tenant_id = 2 AND d.id = w.desk;

INSERT INTO field_value (tenant_id, ticket_id, field_id, value) VALUES
	(2, 2001, 7112, '{"id":"2001","value":"NovaCustom V540TU"}'),
	(2, 2001, 7113, '"v1.0.1"'),
	(2, 2001, 7114, '"Close the lid, wait ten minutes, open it: both fans at full speed until the next *cold* start. `dmesg` has nothing about it."'),
	(2, 2001, 7115, '[{"id":"2023","value":"after sleep"}]'),
	(2, 2002, 7122, '"We enrolled our own keys. Will the update keep them?"'),
	(2, 2003, 7222, '40'),
	(2, 2003, 7223, '"Our logo instead of yours, boot order USB last, setup password set."'),
	(2, 2003, 7224, '"A quote first, please."'),
	(2, 2004, 7132, '{"id":"2012","value":"MSI PRO Z790-P"}'),
	(2, 2004, 7133, '[{"id":"2031","value":"I have a CH341A programmer and a clip"}]'),
	(2, 2004, 7134, '"1. downloaded v0.9.1\\n2. flashed with the vendor tool\\n3. restarted\\n\\nNo picture, fans spin, no beep."'),
	(2, 2005, 7212, '"Our night updates need the machines to wake from **S5**. From S3 it works."'),
	(2, 2005, 7213, '[{"id":"2042","value":"MSI PRO Z790-P"},{"id":"2043","value":"Protectli VP4670"}]'),
	(2, 2005, 7214, '"2027-02-28"'),
	(2, 2006, 7312, '12'),
	(2, 2006, 7313, '"All twelve have the older TPM revision. Others in the same batch are fine."'),
	(2, 2007, 7112, '{"id":"2002","value":"MSI PRO Z790-P"}'),
	(2, 2007, 7113, '"v0.9.2"'),
	(2, 2007, 7114, '"The drive works in slot 1. In slot 2 it is neither in the setup menu nor in `lspci`."'),
	(2, 2007, 7115, '[{"id":"2021","value":"after a cold start"},{"id":"2022","value":"after a restart"}]'),
	(2, 2008, 7212, '"Like on the COM header, but over a USB adapter: the new boards have no header."'),
	(2, 2009, 7322, '"The next revision has another super I/O. Same processor and flash."'),
	(2, 2010, 7222, '250'),
	(2, 2010, 7223, '"No network boot, neither in the menu nor by F12."'),
	(2, 2011, 7112, '{"id":"2001","value":"NovaCustom V540TU"}'),
	(2, 2011, 7113, '"v1.0.1"'),
	(2, 2011, 7114, '"Shows 4800 MT/s, `dmidecode` and a benchmark say 5600."'),
	(2, 2012, 7122, '"The release page links to a signature, but which key signed it?"');

-- What happened: ticket, status, by whom, hours ago. The first row of each ticket is its creation.
INSERT INTO status_change (tenant_id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at)
SELECT t.tenant_id, t.id, s.id, s.customer_name, s.category, s.awaits_customer, t.reporter_id, t.created_at
  FROM ticket t
  JOIN status s ON s.tenant_id = 2 AND s.id = 21
 WHERE t.tenant_id = 2
 ORDER BY t.id;
INSERT INTO status_change (tenant_id, ticket_id, status_id, customer_name, category, awaits_customer, person_id, created_at)
SELECT 2, w.ticket, s.id, s.customer_name, s.category, s.awaits_customer, w.person, @now - INTERVAL w.hours HOUR
  FROM JSON_TABLE('[
	[2001, 22, 204, 226], [2001, 23, 204, 220], [2001, 24, 201, 206], [2001, 26, 204, 200],
	[2002, 22, 204, 203], [2002, 28, 204, 202],
	[2003, 22, 204, 190], [2003, 23, 204, 172], [2003, 24, 201, 148], [2003, 26, 204, 140], [2003, 29, 204, 60],
	[2004, 22, 204, 169], [2004, 23, 204, 168], [2004, 22, 204, 150],
	[2005, 22, 204, 146], [2005, 23, 204, 122], [2005, 24, 202, 98], [2005, 26, 204, 90], [2005, 27, 204, 66],
	[2006, 22, 205, 125], [2006, 23, 205, 124], [2006, 24, 201, 123], [2006, 26, 205, 122],
	[2007, 22, 204, 97],
	[2008, 22, 204, 84], [2008, 23, 204, 60], [2008, 25, 203, 36],
	[2009, 22, 205, 70], [2009, 23, 205, 48]
       ]', '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', status BIGINT PATH '$[1]', person BIGINT PATH '$[2]', hours INT PATH '$[3]')) AS w
  JOIN status s ON s.tenant_id = 2 AND s.id = w.status
 ORDER BY w.hours DESC;

-- Comments: ticket, author, public, hours ago, body.
INSERT INTO comment (tenant_id, ticket_id, author_id, by_team, public, body, created_at)
SELECT 2, w.ticket, w.author, w.author IN (204, 205), w.public, w.body, @now - INTERVAL w.hours HOUR
  FROM JSON_TABLE('[
	[2001, 204, 1, 220, "I can repeat this: the embedded controller misses one event after a long sleep. The repair takes about **six hours** of your package. Shall we?"],
	[2001, 201, 1, 207, "Yes, please."],
	[2001, 204, 0, 199, "Event 0x2c is dropped when the lid opens within 40 ms of the wake line. Patch in review, needs a test on two boards."],
	[2001, 204, 1, 150, "A first build is with our testers. You get it as soon as it survives a weekend."],
	[2002, 204, 1, 202, "Yes: enrolled keys and the boot order stay. Only the defaults of *new* options are set."],
	[2003, 204, 1, 172, "Estimate: **16 hours**, that is 1,920 EUR, delivery within two weeks after you approve."],
	[2003, 201, 1, 149, "Approved by our purchasing, order number follows by mail."],
	[2003, 204, 1, 60, "The build is signed with your key and tested on two machines. Release notes are inside the archive."],
	[2004, 204, 1, 168, "Please do not flash again. With the programmer, read the chip twice and attach both files:\\n\\n```\\nflashrom -p ch341a_spi -r first.bin\\nflashrom -p ch341a_spi -r second.bin\\n```"],
	[2004, 203, 1, 151, "Both files are the same, 32 MB. I have put them on our share, the address is in your mail."],
	[2004, 204, 0, 149, "The vendor tool wrote only the BIOS region, the descriptor still locks it. Recovery image is building."],
	[2005, 204, 1, 122, "Possible on both. Estimate: **24 hours** for the two platforms together."],
	[2005, 204, 1, 66, "We wait for a document from the chip vendor, so this is on hold until then."],
	[2006, 205, 1, 124, "We stopped the roll-out on our side. May we take the emergency hours of your contract?"],
	[2006, 201, 1, 123, "Yes, go."],
	[2006, 205, 0, 121, "TPM answers slower than the new time-out of 750 ms on that revision. Raise to 2 s, release 2026.11.1."],
	[2006, 205, 1, 100, "Cause found: a time-out that is too short for that TPM revision. A corrected release is being tested."],
	[2007, 204, 1, 97, "Thank you. Please attach the output of `dasharo-hcl-report`, so that I can see how the lanes are split."],
	[2008, 204, 1, 60, "Estimate: **40 hours**, as the USB stack has to start much earlier."],
	[2008, 203, 1, 36, "That is more than we can spend on it this year."],
	[2009, 205, 1, 48, "Could we have one board of the new revision for two weeks? Then the estimate will be a firm one."]
       ]', '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', author BIGINT PATH '$[1]', public INT PATH '$[2]', hours INT PATH '$[3]', body TEXT PATH '$[4]')) AS w
 ORDER BY w.hours DESC;

INSERT INTO ticket_participant (tenant_id, ticket_id, person_id, last_activity) VALUES (2, 2008, 201, @now), (2, 2004, 202, @now);
INSERT INTO ticket_organization (tenant_id, ticket_id, organization_id, last_activity)
SELECT t.tenant_id, t.id, m.organization_id, @now
  FROM ticket t
  JOIN organization_member m ON m.tenant_id = t.tenant_id AND m.person_id = t.reporter_id
 WHERE t.tenant_id = 2;

-- The state each ticket is in now, from what happened to it.
UPDATE ticket t
  JOIN (SELECT c.ticket_id, MAX(c.id) AS id FROM status_change c WHERE c.tenant_id = 2 GROUP BY c.ticket_id) last ON last.ticket_id = t.id
  JOIN status_change c ON c.tenant_id = t.tenant_id AND c.id = last.id
   SET t.status_id = c.status_id, t.status_changed_at = c.created_at, t.done = c.category = 'DONE',
       t.last_activity = GREATEST(c.created_at, COALESCE((SELECT MAX(o.created_at) FROM comment o WHERE o.tenant_id = t.tenant_id AND o.ticket_id = t.id), c.created_at))
 WHERE t.tenant_id = 2;
UPDATE ticket SET team_activity = last_activity WHERE tenant_id = 2;
UPDATE ticket_participant i JOIN ticket t ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id SET i.last_activity = t.last_activity WHERE i.tenant_id = 2;
UPDATE ticket_organization o JOIN ticket t ON t.tenant_id = o.tenant_id AND t.id = o.ticket_id SET o.last_activity = t.last_activity WHERE o.tenant_id = 2;
INSERT INTO desk_counter (tenant_id, desk_id, last)
SELECT t.tenant_id, t.desk_id, COUNT(*)
  FROM ticket t
 WHERE t.tenant_id = 2
 GROUP BY t.tenant_id, t.desk_id;

-- Clocks. What they say of each ticket is counted by `lodgectl demo load` from what happened to it.
INSERT INTO calendar (tenant_id, id, name, time_zone, created_at) VALUES
	(2, 21, 'Warsaw office', 'Europe/Warsaw', @now - INTERVAL 30 DAY),
	(2, 22, 'Enterprise, two shifts', 'Europe/Warsaw', @now - INTERVAL 30 DAY);
INSERT INTO calendar_span (tenant_id, calendar_id, weekday, starts, ends)
SELECT 2, w.calendar, d.seq, w.starts, w.ends
  FROM JSON_TABLE('[[21, 540, 1020], [22, 420, 780], [22, 840, 1320]]', '$[*]' COLUMNS (calendar BIGINT PATH '$[0]', starts INT PATH '$[1]', ends INT PATH '$[2]')) AS w
  JOIN seq_1_to_5 d;
INSERT INTO calendar_span (tenant_id, calendar_id, weekday, starts, ends) VALUES (2, 22, 6, 600, 840);
-- 0 for the year: every year.
INSERT INTO calendar_holiday (tenant_id, calendar_id, day, name)
SELECT 2, c.seq, w.day, w.name
  FROM JSON_TABLE('[[101, "New Year"], [106, "Epiphany"], [501, "Labour Day"], [503, "Constitution Day"], [815, "Assumption"], [1101, "All Saints"],
	[1111, "Independence Day"], [1224, "Christmas Eve"], [1225, "Christmas Day"], [1226, "Boxing Day"], [20270329, "Easter Monday"], [20270527, "Corpus Christi"]]',
	'$[*]' COLUMNS (day INT PATH '$[0]', name VARCHAR(200) PATH '$[1]')) AS w
  JOIN seq_21_to_22 c;
INSERT INTO sla_metric (tenant_id, id, desk_id, name, position, start_on, pause_while, stop_on, warn_s)
SELECT 2, w.id, w.desk, w.name, w.id, w.starts, w.pauses, w.stops, w.warn
  FROM JSON_TABLE('[
	[711, 71, "Time to first response", "created", "", "comment for customers; resolved", 7200],
	[712, 71, "Time to resolution", "created; reopened", "awaiting customer; status is On hold", "resolved", 14400],
	[721, 72, "Time to first response", "created", "", "comment for customers; resolved", 7200],
	[722, 72, "Time to an estimate", "created; status entered Analysis", "awaiting customer; status is On hold", "status entered Waiting for client; resolved", 14400],
	[731, 73, "Time to first response", "created", "", "comment for customers; resolved", 1800],
	[732, 73, "Time to resolution", "created; reopened", "awaiting customer; status is On hold", "resolved", 14400]
       ]', '$[*]' COLUMNS (id BIGINT PATH '$[0]', desk BIGINT PATH '$[1]', name VARCHAR(100) PATH '$[2]', starts VARCHAR(500) PATH '$[3]',
	pauses VARCHAR(500) PATH '$[4]', stops VARCHAR(500) PATH '$[5]', warn INT PATH '$[6]')) AS w;
-- Metric, place, request type, priority, hours, calendar; 0: any, and every hour of every day.
INSERT INTO sla_goal (tenant_id, metric_id, position, request_type_id, priority, goal_s, calendar_id)
SELECT 2, w.metric, w.position, NULLIF(w.type, 0), NULLIF(w.priority, 0), w.hours * 3600, NULLIF(w.calendar, 0)
  FROM JSON_TABLE('[
	[711, 1, 7103, 0, 2, 0], [711, 2, 7102, 0, 5, 0], [711, 3, 0, 1, 2, 21], [711, 4, 0, 2, 4, 21], [711, 5, 0, 0, 8, 21],
	[712, 1, 0, 1, 8, 21], [712, 2, 0, 2, 24, 21], [712, 3, 7101, 0, 80, 21], [712, 4, 0, 0, 40, 21],
	[721, 1, 0, 2, 8, 21], [721, 2, 0, 0, 16, 21],
	[722, 1, 7202, 0, 24, 21], [722, 2, 0, 0, 40, 21],
	[731, 1, 7301, 0, 1, 0], [731, 2, 0, 0, 4, 22],
	[732, 1, 7301, 0, 24, 0], [732, 2, 0, 0, 60, 22]
       ]', '$[*]' COLUMNS (metric BIGINT PATH '$[0]', position INT PATH '$[1]', type BIGINT PATH '$[2]', priority INT PATH '$[3]', hours INT PATH '$[4]', calendar BIGINT PATH '$[5]')) AS w;
UPDATE desk SET clocks_shown = TRUE WHERE tenant_id = 2 AND id IN (71, 73);

-- Quotes: DES-2 waits for an answer to its second version, DPP-1's was accepted, DPP-3's was rejected. A document is what was shown,
-- and its SHA-256 is what was decided on.
INSERT INTO quote (tenant_id, id, ticket_id, version, state, currency, total, valid_until, terms, document, sha256, author_id, created_at, closed_at)
SELECT 2, w.id, w.ticket, w.version, w.state, 'EUR', w.total * 100, w.valid_until, w.terms, w.document, UNHEX(SHA2(w.document, 256)), w.author, @now - INTERVAL w.hours HOUR, IF(w.closed IS NULL, NULL, @now - INTERVAL w.closed HOUR)
  FROM (SELECT q.*, CONCAT('{"key":"', t.ticket_key COLLATE utf8mb4_nopad_bin, '","version":', q.version, ',"currency":"EUR","lines":', q.work, ',"total":"', q.total, '.00","validUntil":"', DATE_FORMAT(q.valid_until, '%Y-%m-%dT%H:%i:%s'),
		'+0000","timeZone":"Europe/Warsaw"', IF(q.terms IS NULL, '', CONCAT(',"terms":', JSON_QUOTE(q.terms))), ',"approvers":', q.approvers, ',"needed":1}') AS document
	  FROM (SELECT j.*, TIMESTAMP(DATE(@now) + INTERVAL j.days DAY, '22:59:59.999') AS valid_until
		  FROM JSON_TABLE('[
			[1, 2009, 1, "void", 205, 46, 22, 12, 6400, "Two payments: half at the start, half with the *first* image that boots.", "[{\\"text\\":\\"Port of the super I/O\\",\\"hours\\":\\"48.00\\",\\"amount\\":\\"5760.00\\"},{\\"text\\":\\"Test on two boards\\",\\"hours\\":\\"8.00\\",\\"amount\\":\\"640.00\\"}]", "[\\"Jon Bell\\"]"],
			[2, 2009, 2, "pending", 205, 22, null, 20, 5920, "Two payments: half at the start, half with the *first* image that boots.\\n\\n- a board of the new revision is on loan to us for two weeks\\n- later fixes for this revision are part of your contract", "[{\\"text\\":\\"Port of the super I/O\\",\\"hours\\":\\"48.00\\",\\"amount\\":\\"5760.00\\"},{\\"text\\":\\"Test on two boards\\",\\"hours\\":\\"8.00\\",\\"amount\\":\\"960.00\\"},{\\"text\\":\\"Discount for the board on loan\\",\\"amount\\":\\"-800.00\\"}]", "[\\"Anna Nowak\\",\\"Jon Bell\\"]"],
			[3, 2003, 1, "accepted", 204, 172, 148, 7, 1920, null, "[{\\"text\\":\\"Build with your logo, keys and defaults\\",\\"hours\\":\\"12.00\\",\\"amount\\":\\"1440.00\\"},{\\"text\\":\\"Test on two machines\\",\\"hours\\":\\"4.00\\",\\"amount\\":\\"480.00\\"}]", "[\\"Anna Nowak\\"]"],
			[4, 2008, 1, "rejected", 204, 60, 36, 12, 4800, null, "[{\\"text\\":\\"USB stack in an early stage, console on it\\",\\"hours\\":\\"40.00\\",\\"amount\\":\\"4800.00\\"}]", "[\\"Mei Lin\\"]"]
		       ]', '$[*]' COLUMNS (id BIGINT PATH '$[0]', ticket BIGINT PATH '$[1]', version INT PATH '$[2]', state VARCHAR(10) PATH '$[3]', author BIGINT PATH '$[4]', hours INT PATH '$[5]', closed INT PATH '$[6]', days INT PATH '$[7]', total INT PATH '$[8]', terms TEXT PATH '$[9]', work TEXT PATH '$[10]', approvers TEXT PATH '$[11]')) AS j) q
	  JOIN ticket t ON t.tenant_id = 2 AND t.id = q.ticket) AS w;
UPDATE ticket t JOIN quote q ON q.tenant_id = t.tenant_id AND q.ticket_id = t.id SET t.last_activity = GREATEST(t.last_activity, q.created_at), t.team_activity = GREATEST(t.team_activity, q.created_at) WHERE t.tenant_id = 2;
UPDATE ticket_organization o JOIN ticket t ON t.tenant_id = o.tenant_id AND t.id = o.ticket_id SET o.last_activity = t.last_activity WHERE o.tenant_id = 2;
INSERT INTO quote_line (tenant_id, quote_id, position, text, hours, amount)
SELECT q.tenant_id, q.id, l.position, l.text, l.hours * 100, l.amount * 100
  FROM quote q
  JOIN JSON_TABLE(q.document, '$.lines[*]' COLUMNS (position FOR ORDINALITY, text VARCHAR(500) PATH '$.text', hours DECIMAL(10, 2) PATH '$.hours', amount DECIMAL(16, 2) PATH '$.amount')) AS l
 WHERE q.tenant_id = 2;
INSERT INTO approval (tenant_id, id, ticket_id, quote_id, name, decision, created_by, created_at, closed_at)
SELECT q.tenant_id, q.id, q.ticket_id, q.id, CONCAT('Quote ', q.version), ELT(FIELD(q.state, 'pending', 'accepted', 'rejected', 'void'), 'pending', 'approved', 'declined', 'void'), q.author_id, q.created_at, q.closed_at
  FROM quote q
 WHERE q.tenant_id = 2;
INSERT INTO approver (tenant_id, approval_id, person_id, ticket_id, pending, decision, reason, sha256, address, user_agent, decided_at, last_activity)
SELECT 2, w.quote, w.person, q.ticket_id, q.state = 'pending', w.decision, w.reason, IF(w.decision = 'pending', NULL, q.sha256), IF(w.decision = 'pending', NULL, w.address), IF(w.decision = 'pending', NULL, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'), IF(w.decision = 'pending', NULL, q.closed_at), t.last_activity
  FROM JSON_TABLE('[
	[1, 202, "pending", null, null], [2, 201, "pending", null, null], [2, 202, "pending", null, null],
	[3, 201, "approved", "Order number 4500017", "192.0.2.17"],
	[4, 203, "declined", "That is more than we can spend on it this year.", "198.51.100.4"]
       ]', '$[*]' COLUMNS (quote BIGINT PATH '$[0]', person BIGINT PATH '$[1]', decision VARCHAR(10) PATH '$[2]', reason VARCHAR(200) PATH '$[3]', address VARCHAR(45) PATH '$[4]')) AS w
  JOIN quote q ON q.tenant_id = 2 AND q.id = w.quote
  JOIN ticket t ON t.tenant_id = q.tenant_id AND t.id = q.ticket_id;

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
 WHERE t.tenant_id = 2
 ORDER BY x.created_at, x.nth;

-- People around tickets: what reporters think of what is done, who muted one, a comment that was changed.
INSERT INTO feedback (tenant_id, ticket_id, person_id, rating, comment, updated_at)
SELECT 2, w.ticket, t.reporter_id, w.rating, w.comment, t.last_activity
  FROM JSON_TABLE('[
	[2003, 5, "Delivered before the date, with release notes."],
	[2008, 2, "Friendly, but too dear for us."]
       ]', '$[*]' COLUMNS (ticket BIGINT PATH '$[0]', rating INT PATH '$[1]', comment VARCHAR(2000) PATH '$[2]')) AS w
  JOIN ticket t ON t.tenant_id = 2 AND t.id = w.ticket;
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, after_text, created_at)
SELECT t.tenant_id, t.desk_id, t.id, t.reporter_id, 'portal', 'feedback', TRUE, f.rating, f.updated_at
  FROM feedback f
  JOIN ticket t ON t.tenant_id = f.tenant_id AND t.id = f.ticket_id
 WHERE f.tenant_id = 2;
INSERT INTO subscription (tenant_id, ticket_id, person_id, subscribed) VALUES (2, 2007, 202, FALSE);
INSERT INTO text_edit (tenant_id, ticket_id, comment_id, body, person_id, created_at)
SELECT c.tenant_id, c.ticket_id, c.id, 'Both files are the same, 32 MB.', c.author_id, c.created_at + INTERVAL 5 MINUTE
  FROM comment c
 WHERE c.tenant_id = 2 AND c.body LIKE 'Both files are the same%';
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, created_at)
SELECT t.tenant_id, t.desk_id, t.id, e.person_id, 'portal', 'comment-edited', TRUE, e.comment_id, e.created_at
  FROM text_edit e
  JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
 WHERE e.tenant_id = 2;
UPDATE comment c JOIN text_edit e ON e.tenant_id = c.tenant_id AND e.comment_id = c.id SET c.edited_at = e.created_at WHERE c.tenant_id = 2;
INSERT INTO activity (tenant_id, desk_id, ticket_id, person_id, door, kind, public, subject_id, after_text, created_at)
SELECT t.tenant_id, t.desk_id, t.id, t.reporter_id, 'portal', 'participant-added', TRUE, p.id, p.display_name, t.created_at + INTERVAL 10 MINUTE
  FROM ticket_participant i
  JOIN ticket t ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id
  JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
 WHERE i.tenant_id = 2;

-- The desks at work: how urgent some are, queues of their own beside those that every desk has, answers they write often, links.
UPDATE ticket SET priority = CASE id WHEN 2006 THEN 1 WHEN 2004 THEN 2 WHEN 2009 THEN 2 WHEN 2008 THEN 4 ELSE priority END WHERE tenant_id = 2;
INSERT INTO queue (tenant_id, id, desk_id, name, position, awaits, priority, status, columns, sort, descending) VALUES
	(2, 1201, 71, 'Urgent and ours', 1, 'team', 2, '', 'key summary status priority assignee updated', 'priority', FALSE),
	(2, 1202, 72, 'In analysis', 1, 'any', 0, 'Analysis', 'key summary priority reporter assignee created', 'created', FALSE),
	(2, 1203, 72, 'With the customer', 2, 'customer', 0, '', 'key summary status reporter assignee updated', 'updated', FALSE);
INSERT INTO template (tenant_id, id, desk_id, name, body, public, updated_by, updated_at) VALUES
	(2, 11, 71, 'Logs, please', 'Dear {customer},\n\nthank you. For {key} we need the output of `dasharo-hcl-report`, and what the machine shows when it stops.\n\nKind regards\n{agent}', TRUE, 204, @now - INTERVAL 8 DAY),
	(2, 12, 72, 'An estimate follows', 'Dear {customer},\n\nwe analyse {key} now. You get an estimate with a price first, and nothing is done before you accept it.\n\nKind regards\n{agent}', TRUE, 204, @now - INTERVAL 8 DAY),
	(2, 13, 72, 'For the lab', 'Given to the lab by {agent}: one board, both flash chips.', FALSE, 205, @now - INTERVAL 4 DAY);
INSERT INTO relation (tenant_id, id, ticket_id, other_id, kind, created_by, created_at) VALUES
	(2, 11, 2004, 2001, 'relates', 204, @now - INTERVAL 2 DAY),
	(2, 12, 2005, 2008, 'blocks', 204, @now - INTERVAL 2 DAY);

-- One address for each desk; people come by invitation, but for the package that anybody may ask about.
INSERT INTO mail_address (tenant_id, id, desk_id, address, request_type_id, position, sender_name, signature, language, unknown, domains, pictures_inline, created_at) VALUES
	(2, 21, 71, 'support@dasharo.example', 7102, 1, 'Dasharo support', 'The Dasharo Team', 'en', 'invited', '', TRUE, @now - INTERVAL 30 DAY),
	(2, 22, 72, 'pro@dasharo.example', 7201, 1, '', 'The Dasharo Team', 'en', 'open', '', FALSE, @now - INTERVAL 30 DAY);
