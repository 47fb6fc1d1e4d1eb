// statements.test.mjs - every statement there is, prepared on the migrated schema and run on a tenant of 200,000 tickets beside fifty
// small ones: MariaDB reads no more rows than the answer is worth. A statement that does is listed here with its reason; a new
// statement with a new parameter has to say here what is put in.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../stack/process.mjs';
import { administer, database, socketOf } from '../stack/parts/mariadb.mjs';
import { stack } from './lib/api.mjs';

const DATABASE = 'lodge_statements';
const conf = stack.path('statements.conf'), program = stack.path('statements');
const TIMEOUT_MS = 180_000;
const READS_PER_ROW = 20, READS_FREE = 200;

const hash = (text) => ({ sql: `UNHEX(SHA2('${text}', 256))` });
const NOW = '2026-11-01 12:00:00.000', FUTURE = '9999-12-31 23:59:59.000', PAST = '2020-01-01 00:00:00.000';
/** What goes in by the parameter's name: ids of the large tenant that have rows. */
const usual = {
	tenant: 1, now: NOW, person: 500, author: 500, reporter: 500, owner: 1, ticket: 100000, id: 100000, comment: 100000, attachment: 10000, desk: 1, project_key: '', type: 4, group: 0, workflow: 1, status: 1, from: 1, field: 32, provider: 1,
	key: '', limit: 51, start: 0, reach: 51, state: 0, before: FUTURE, before_id: '9223372036854775807', since: PAST, after: 0, wanted: '[100000,100001,100002,100003]',
	mine: 1, taking_part: 1, organizations: 1, organization: 0, organization_1: 1, organization_2: 0, organization_3: 0, organization_4: 0, many: 0,
	notes: 1, publics: 1, all: 0, hidden: 1, portal_only: 0, by_team: 1, public: 1, done: 0, renamed: 1, active: 1, enabled: 1, email_verified: 1, awaits_customer: 0,
	back: null, event: 'reply', resolution: null, reopen_s: 0, retired: 0, on_portal: 0, who: 'team', needs: '', sets: '', to: 2, goal: 2, transition: 1,
	search: '', words: '+p1xrare5000*', customer_name: 'Open', category: 'NEW', summary: 'A new one', body: 'x', value: '"x"', answer: '{}', text: 'x',
	object_key: '1/new', filename: 'a.txt', mime_type: 'text/plain', size: 1, sha256: hash('x'), temporary_id: 'tempnew', verdict: 'passed', lane: 'files', subject: 10000, link: 10000, use_limit: 0, file_types: null, file_size_max: -1, unscanned: null, expires_at: FUTURE, address: '10.0.0.1', user_agent: 'x',
	request: hash('i500'), id_hash: hash('s500'), token_hash: hash('t500'), state_hash: hash('l500'), browser_hash: hash('browser'), jti_hash: hash('new'), seen_since: PAST,
	account_id: 'a500', email: 'p500@t1.example', display_name: 'P', role: 'customer', time_zone: null, sub: 'sub500', idp_sub: 'sub500', idp_sid: 'sid500', id_token: null,
	label: 'x', issuer: 'https://op.example', client_id: 'portal', client_secret: null, vouches_for: '', scopes: 'x', kind: 'jwks', fetched_at: NOW, next_try_at: FUTURE, nonce: 'n', verifier: 'v', return_to: '/',
	upload: 500001, length: 5, leased_until: FUTURE, next_lease: 'l2', store_id: 's', received: 1, tail_key: null, tail_size: 0, part_next: 2, number: 11, etag: 'e',
	job: 1, lease: 'l1', until: FUTURE, tries: 1, trouble: 'x', due_at: FUTURE, finding: null, tenant_id: 1,
	team: 1, writing: 1, began: PAST, began_at: PAST, seen_before: NOW, modified_before: NOW, modified_at: NOW, key_hash: hash('1/s7'), file_key: '1/7', gone: 0, whole: 1, outcome: 'OK', said: 'files=1', upto: '~',
	door: 'api', before_text: null, after_text: 'x', customer_before: null, customer_after: null,
	subscribed: 1, rating: 5, field_key: 'description', sharing: null, share_new: null, edit_s: -1,
	asked: 0, approval: 40, quote: 40, version: 9, currency: 'EUR', total: 100, valid_until: FUTURE, terms: null, document: '{}', position: 9, hours: null, amount: 100, needed: 1, decision: 'approved', reason: null,
	account: 'a5%', rows: '[]', keys: '["D1-1"]', n: 250,
	done_1: 0, done_2: 0, anybody: 1, awaits: 0, priority: 0, breaching: 0, breach: FUTURE, status_id: 1, at: FUTURE, at_id: '9223372036854775807', from_priority: 0, sort: 'updated', down: 1, from_rank: '-9223372036854775807', from_nth: '-9223372036854775807', into: 100001, created_at: NOW, queue: 1001, template: 1, relation: 1, other: 100001, position: 1, assignee: 'any', breach_within: 0, columns: 'key', descending: 1,
	weekday: 1, starts: 1, ends: 2, day: 1225, start_on: 'created', pause_while: '', stop_on: 'resolved', warn_s: 60, goal_s: 60, shown: 1,
	calendar: 1, metric: 3, cycle: 100000, because: 'status', started_at: NOW, stopped_at: null, paused_at: null, breach_at: FUTURE, elapsed_ms: 0, goal_ms: 28800000, warned_at: null, breached_at: null,
	goal_before: 0, goal_after: 28800000, calendar_before: null, calendar_after: null,
	word_1: '1xrare5000 ', word_2: '', word_3: '', word_4: '', word_5: '', word_6: '', word_7: '', word_8: '', account: 'a5%', rows: '[]', keys: '["D1-1"]', n: 250,
	message_id: 'l100000@t.example', mail: 100000, letter: 100000, notice: 100000, mailbox: 1, recipient: 'p500@t1.example', sender: 'p500@t1.example',
		language: 'en', activity: 100500, first: 2000900, last: 2001000,
	sender_name: 'x', signature: '', language: 'en', unknown: 'open', domains: '', unproven: 'hold', pictures: 0, copies: 0, logo: null, logo_type: null,
	mail_address: 1, mailbox: 1, once: hash('m100000'), raw_key: '1/new', envelope_from: 'x@y.example', envelope_to: 'support1@t1.example',
	port: 993, tls: 'tls', user_name: 'u', auth: 'password', secret: 's', token_url: null, client_secret: null, folder: 'INBOX', done_folder: 'Processed', authserv_id: null, enabled: 1, access_token: 'x', access_until: FUTURE, uidvalidity: 1, uid: 7, aside_why: null,
	plain: 0, from_address: 'x@y.example', from_name: null, message_hash: hash('r100020'), message_id: 'l100000@t.example', automatic: 0, proof: 'none', quoted: null, html: null, files: null, why: 'x', refused: null, copied: 'x@y.example', domain: '@y.example', stop: 3,
	host: 't1.example', slug: 't1', name: 'x', origin: 'https://x.example',
};
const each = (base, ...list) => list.map((changes) => ({ ...base, ...changes }));
/** Where the usual is not sensible, or more than one question is. */
const cases = {
	answer_begin: [{ request: hash('new') }], session_add: [{ id_hash: hash('new') }], token_add: [{ token_hash: hash('new') }], attempt_add: [{ state_hash: hash('new') }], tenant_add: [{ slug: 'new', host: 'new.example' }],
	provider_add: [{ client_id: 'new' }], person_add: [{ account_id: 'new' }], identity_add: [{ sub: 'new' }], ticket_add: [{ key: 'NEW-1' }], value_add: [{ field: 33 }], desk_agent_add: [{}],
	attachment_take: [{ temporary_id: 'temp100', person: 1 }], attachment_temporary: [{ temporary_id: 'temp100', person: 1 }], attachment_stored: [{ attachment: 500001 }], attachment_waiting: [{ person: 1 }, { person: 1999 }], attachment_drop: [{ attachment: 500001 }],
	upload_find: [{ person: 2 }], upload_lock: [{ person: 2 }], upload_add: [{ upload: 502001 }], upload_part_list: [{ limit: 10000 }], upload_end: [{ temporary_id: 'temp100', person: 1 }, {}],
	draft_find: [{ person: 1, type: 1 }], draft_keep: [{ person: 1, type: 1 }, { person: 2000, type: 1 }], draft_forget: [{ person: 1, type: 1 }], draft_files: [{ person: 1, limit: 500 }, { person: 1999, limit: 500 }],
	activity_list: each({ before_id: '9223372036854775807' }, {}, { team: 0 }, { start: 20 }, { before_id: 100500 }), activity_after: each({ after: 0 }, {}, { team: 0 }, { after: 100500 }), change_after: [{ after: 199000, limit: 501 }, { after: 1999999 }],
	settled_of_desk: [{}, { before: PAST, desk: 3 }], settled_of_ticket: [{}, { team: 0 }], presence_list: [{ limit: 20 }], presence_sweep: [{ before: PAST }, { before: FUTURE }],
	reply_draft_find: [{ person: 1, ticket: 1 }], reply_draft_keep: [{ person: 1, ticket: 1 }, { person: 2000, ticket: 1 }], reply_draft_forget: [{ person: 1, ticket: 1 }], sweep_reply_drafts: [{}, { now: FUTURE }],
	file_link_add: [{ token_hash: hash('new') }], file_link_find: [{ token_hash: hash('k10000') }], file_link_list: each({ attachment: 10001 }, {}, { all: 1 }), file_link_known: [{}, { all: 1 }], file_link_revoke: [{ all: 1 }, { link: 0, all: 1 }, { link: 0, person: 1 }],
	download_list: [{}, { start: 20 }], download_recent: [{}, { since: FUTURE }], download_add: each({ kind: 'preview' }, {}, { link: null }),
	attachment_remove: [{ attachment: 10000 }], remove_downloads: [{ attachment: 10000 }], tenant_close: [{ slug: '~t1', host: '~1' }], end_workflow_initial: [{}, { tenant: 20 }], desk_set_files: [{}, { file_types: 'image/*', file_size_max: 1, unscanned: 'refuse' }],
	candidate_by_account: [{}, { account_id: 'a1020005' }], participant_add: [{ person: 1999 }], people_of_desk: [{}, { all: 1, search: 'person 77' }], people_of_organizations: [{}, { search: 'nobody' }],
	organization_share: [{ organization: 99 }], organization_share_all: [{ ticket: 100002 }], organization_share_chosen: [{ ticket: 100002, person: 2000, wanted: '[11,12,99]' }], organization_of_desk: [{}, { desk: 3 }, { organization: 7 }],
	feedback_by_month: [{ desk: 2 }], organization_find: [{ organization: 7 }], organization_add: [{ name: 'new' }], organization_member_add: [{ organization: 99 }],
	text_edit_count: [{}, { comment: 0 }], text_edit_add: [{}, { comment: null }], text_edit_of_fields: [{}, { ticket: 100001 }],
	attachment_list: [{ comment: 0 }, { comment: 100000 }],
	desk_find: [{}, { desk: 0, project_key: 'D1' }], type_list: [{}, { group: 1, hidden: 0, search: 'type' }], type_list_all: [{ desk: 0 }, { desk: 1 }, { desk: 0, all: 1 }], desk_list: [{}, { all: 1 }],
	ticket_find: [{ key: 'D1-150000' }, { key: 'NONE-1' }], ticket_find_by_id: [{}, { id: 1002005 }],
	ticket_list_mine: each({ desk: 0, type: 0 }, {}, { before: '2026-10-25 12:00:00.000', before_id: 5000 }, { state: 1 }, { state: 2 }, { desk: 1 }, { status: 'Open' }, { type: 4 }, { mine: 0 }, { tenant: 20, person: 1020005 }),
	ticket_list: each({ desk: 0, type: 0, organization: 1 }, {}, { organization: 0 }, { mine: 0, taking_part: 0 }, { before: '2026-10-25 12:00:00.000', before_id: 5000 }, { start: 150, reach: 201 },
		{ state: 1 }, { state: 2 }, { desk: 1 }, { status: 'Open' }, { type: 4 }, { tenant: 20, person: 1020005, organization: 1020001 }),
	ticket_list_wide: each({ desk: 0, type: 0, person: 2000, organization_1: 1, organization_2: 2, organization_3: 3, organization_4: 4 }, {}, { many: 1 }, { asked: 1 }, { asked: 2 }),
	ticket_list_asked: each({ desk: 0, type: 0, asked: 2 }, {}, { asked: 1 }, { asked: 3 }, { state: 1 }, { before: '2026-10-25 12:00:00.000', before_id: 5000 }, { tenant: 20, person: 1020005 }),
	quote_close: [{ state: 'void' }], quote_add: [{ ticket: 100001 }], quote_line_add: [{}], approver_add: [{ person: 3 }], approver_list_of: [{ wanted: '[20,40,60]' }],
	ticket_list_desk: [{}, { state: 1 }, { state: 2 }, { before: '2026-08-01 12:00:00.000', before_id: 1 }, { desk: 2 }, { tenant: 20, desk: 1020001 }],
	ticket_list_status: [{ status: 'Open' }, { status: 'Closed', before: '2026-08-01 12:00:00.000' }, { status: 'None' }, { tenant: 20, desk: 1020001, status: 'Waiting' }],
	...queueCases(),
	search_hits: each({ desk: 0, type: 0 }, {}, { words: '+p1xrare5000', organizations: 0 }, { words: '+p1xnothing*' }, { words: '+p2xticket*' }),
	search_hits_desk: each({ all: 0 }, {}, { words: '+(p1xrare77 i1xrare77)' }, { desk: 0, person: 5 }, { desk: 0, person: 5, all: 1 }),
	search_matching: each({ n: 1, word_2: '' }, {}, { n: 2, word_2: '1xticket ' }, { word_1: '1xnothing' }, { notes: 0 }), search_common_find: [{ words: '["","ticket","none"]' }],
	search_uncounted: [{ before: PAST }, { before: FUTURE }], search_sample: [{ limit: 50 }], search_common_add: [{ rows: '[["new",5]]' }],
	agent_list: [{}, { search: 'person' }], agent_find: [{ account_id: 'a5' }], ticket_prioritise: [{ priority: 2 }], queue_add: [{ state: 'open', awaits: 'any' }], queue_change: [{ state: 'open', awaits: 'any' }], queue_statuses: [{ status: 'Open' }], queue_organization: [{ organization: 1 }], queue_list: [{}], merge_add_text: [{ key: 'D1-1' }], merge_add_note: [{ key: 'D1-1' }], merge_links: [{}, { into: 5 }], template_add: [{ name: 'new' }], relation_list: [{}, { all: 1 }], relation_add: [{ kind: 'blocks', ticket: 100003, other: 100004 }, { kind: 'relates' }],
	job_next_tenant: [{ lane: 'files' }, { lane: 'files', after: 1 }, { lane: 'mail' }, { lane: 'none' }], job_due: [{ lane: 'files', limit: 20 }, { lane: 'mail', limit: 20 }], job_list: [{ limit: 1000 }],
	attachment_unchecked: [{ attachment: 20000 }, { attachment: 19999 }], attachment_judge: [{ attachment: 20000 }], attachment_waiting_long: [{ before: PAST }, { before: FUTURE }],
	seed_organizations: [{ rows: '[["New"]]' }], seed_people: [{ rows: '[["n","n@x.example","N"]]' }], seed_members: [{ rows: '[["a500","","","Organization 3"]]' }],
	seed_tickets: [{ rows: '[[4,"NEW-1","x",500,1,1,0,0,3,1,1,1,1]]' }], seed_values: [{ rows: '[[100000,33,"x"]]' }], seed_organization_shares: [{ rows: '[[100000,99]]' }], seed_participants: [{ rows: '[[100000,999]]' }],
	seed_changes: [{ rows: '[[100000,1,1,1,"created","x"]]' }], seed_activities: [{ rows: '[[100000,1,1,1,"created","x"]]' }], seed_comments: [{ rows: '[[100000,1,1,1,"x",1]]' }], seed_words: [{ rows: '[[100000,null,"p1xx"]]' }],
	quote_newest_is: [{ state: 'accepted' }], workflow_by_name: [{ name: 'Support' }, {}], workflow_add: [{ name: 'new' }], status_add: [{ name: 'new' }], status_followed: [{ limit: 100 }, { done: 1, limit: 100 }], used_status_change: [{ limit: 100 }],
	status_counts: [{}], sweep_files_find: [{ limit: 200, now: '2026-11-01 13:00:00.000' }], sweep_sessions: [{}, { now: FUTURE }], sweep_answers: [{ before: PAST }, { before: FUTURE }],
	sweep_drafts: [{}, { now: FUTURE }], sweep_reports: [{ before: PAST }, { before: FUTURE }], sweep_file_hold: each({ attachment: 500002 }, { gone: 1 }, { gone: 0 }, { gone: 0, now: FUTURE }), remove_file: [{}, { attachment: 500002 }], remove_mail: [{ mail: 100020 }], remove_mail_job: [{ kind: 'letter', subject: 100000 }], leaving_work_of_ticket: [{}, { ticket: 100002 }], remove_notices: [{ ticket: 100002 }], sweep_mail_rates: [{ before: PAST }, { before: FUTURE }],
	doomed_list: [{ limit: 200 }, { limit: 200, now: PAST }], doomed_remove: [{ object_key: '1/d7' }], doomed_later: [{ object_key: '1/d7' }], upload_lives: [{ object_key: '1/w7' }], object_named: each({ file_key: '1/7', upload: 0 }, { object_key: '1/7' }, { object_key: '1/7.thumb' }, { upload: 500001, object_key: 'uploads/500001/x.tail' }, { object_key: '1/m100000' }),
	named_list: each({ limit: 1000 }, { after: '', upto: '~' }, { after: '1/5', upto: '1/w1000' }, { after: '2', upto: '3' }, { after: 'x', upto: '~' }),
	stray_see: [{ key_hash: hash('new') }, {}], stray_ripe: each({ limit: 1000 }, {}, { seen_before: PAST }, { began: FUTURE }, { modified_before: PAST }), stray_forget_unseen: [{ began: PAST }, { began: FUTURE }],
	calendar_add: [{ name: 'New' }], calendar_span_add: [{ weekday: 7, starts: 1, ends: 2 }], calendar_holiday_keep: [{ day: 1231 }, { day: 20260101 }], sla_metric_add: [{ name: 'New' }], sla_goal_add: [{ metric: 3, position: 9, priority: null, organization: null }], calendar_find_by_name: [{ name: 'Calendar 1' }],
	sla_type_named: [{ name: 'Type 3' }], sla_organization_named: [{ name: 'Organization 3' }], sla_status_named: [{ name: 'Open' }],
	sla_event_add: [{ kind: 'paused' }], sla_cycle_list: each({}, { metric: 0 }, {}), sla_due_list: each({ limit: 100 }, {}, { all: 1 }, { after: 150000 }), job_drop: [{ lane: 'clocks', kind: 'clock', subject: 100000 }],
	mail_out_add: [{ message_id: 'new@t.example' }], mail_out_withheld: [{}, { kind: 'received' }], mail_out_decided: [{}, { person: 0 }], mail_out_name: [{ message_id: 'new@t.example' }], mail_out_end: [{ state: 'failed' }], mail_out_list: each({}, {}, { state: 1 }, { state: 2 }, { state: 7 }, { before_id: 1000 }, { start: 20 }), mail_out_stuck: [{ limit: 1000 }],
	mail_in_list: each({ before: '9223372036854775807' }, { state: 'held' }, { state: 'done' }, { state: 'done', before: 100500 }, { state: 'new' }), mail_in_end: [{ state: 'done' }], mail_in_keep: [{ subject: 'x' }], mail_in_find: [{}, { mail: 100020 }], mail_in_pictures: [{}, { comment: 0 }], mail_in_parts: [{}, { comment: 0 }], mail_in_of_ticket: [{}, { ticket: 100020 }], mail_in_candidates: [{}, { ticket: 0 }, { person: 0 }], merge_mails: [{ ticket: 100020 }], merge_references: [{ ticket: 100020 }], mail_rate_count: [{}, { name: 'answer:p500@t1.example' }], mail_rate_find: [{}, { name: 'answer:p500@t1.example' }], mail_recipient_bounce: [{ address: 'p500@t1.example' }, {}], mail_recipient_find: [{ address: 'p500@t1.example' }], mail_recipient_alive: [{ address: 'p500@t1.example' }], mail_person_add: [{ account_id: 'new' }], person_joined: [{}],
	mail_count: [{ reach: 100 }], mail_address_by_name: [{ address: 'support1@t1.example' }], mail_address_find: [{ id: 1 }], mail_address_logo: [{ id: 1 }], mail_arrived: [{ once: hash('m100000') }, { once: hash('new') }], mail_arrive: [{ once: hash('new') }], mail_address_add: [{ address: 'new@t1.example' }], mail_address_change: [{ id: 1 }], mail_address_set_logo: [{ id: 1 }], mail_address_remove: [{ id: 3 }], mail_block_list: [{ after: '' }], mail_block_remove: [{ sender: 'b5@y.example' }], mail_waiting_long: [{ before: PAST }, { before: FUTURE }],
	attempt_remove_old: [{ before: PAST }, { before: FUTURE }], logout_token_remove_old: [{ before: PAST }, { before: FUTURE }],
};
/** Every way into a queue: from the top, from a place below it, and with a filter that its index does not have. */
function queueCases() {
	const passing = { priority: 1, type: 4, reach: 500 }, place = { at: '2026-08-01 12:00:00.000', at_id: 1 }, up = { at: PAST, at_id: 0 };
	const mine = { anybody: 0, person: 1 }, nobody = { anybody: 0, person: null };
	const both = (name, ...list) => [[`queue_${name}_down`, each({ priority: 0, person: null, type: 0 }, ...list, place, passing)], [`queue_${name}_up`, each({ ...up, priority: 0, person: null, type: 0 }, ...list, { ...passing })]];
	const few = { sort: 'updated', reach: 51, priority: 0, type: 0, person: null };
	const count = { reach: 1000, priority: 0, type: 0, person: null };
	return Object.fromEntries([
		...both('any', { done_2: 1 }), ...both('open', {}), ...both('assignee', mine, nobody), ...both('awaits', { awaits: 1 }, { awaits: 2 }), ...both('status', { status: 'Open' }), ...both('created', {}), ...both('breach', {}, { breaching: 1, breach: NOW }),
		...both('priority', { from_priority: 3 }), ['queue_clockless', each({ at_id: 0, priority: 0, person: null, type: 0 }, {}, { at_id: 150000 })],
		...['assignee', 'awaits', 'status', 'breach', 'organization'].map((name) => [`queue_few_${name}`, each({ ...few, ...({ assignee: { anybody: 0, person: 9 }, awaits: { awaits: 2, tenant: 20, desk: 1020001 }, status: { tenant: 20, desk: 1020001, status: 'Open', status_id: 1020001 }, breach: { breaching: 1, breach: '2026-11-01 12:10:00.000' }, organization: { organization: 5 } })[name] }, {}, { sort: 'priority' }, { sort: 'created', down: 0 })]),
		['queue_found', each({ ...few }, {}, { words: '+(p1xrare77 i1xrare77)' })],
		...['any', 'open', 'assignee', 'awaits', 'status', 'breach', 'organization', 'priority'].map((name) => [`queue_count_${name}`, each({ ...count, ...({ assignee: { anybody: 0, person: 1 }, awaits: { awaits: 1 }, status: { status: 'Open' }, breach: { breaching: 1 }, organization: { organization: 1 }, priority: { priority: 2 } })[name] }, {}, { reach: 3000, type: 4 })]),
		['queue_count_built_in', [{ reach: 1000, person: 1, breach: FUTURE }]], ['queue_organizations', [{}]],
	]);
}
/** Questions that may read more, each with its reason: by the statement's name, and by what is asked if that is said. */
const reasons = [
	{ name: 'organization_list_all', seldom: true, reason: "an operator's: counts what each organization sees" },
	{ name: 'organization_of_desk', asked: (changes) => changes.desk === 3, reason: 'whom a closed desk is offered to is looked for among all organizations, for the team, as somebody shares' },
	{ name: 'feedback_by_month', seldom: true, reason: "an operator's: counts all that was said of a desk" },
	{ name: 'people_of_desk', reason: 'a part of a name has no index: looks at the people of the tenant, as somebody types, for ten of them' },
	{ name: 'sla_past_list', seldom: true, reason: 'after rules of clocks were edited: looks through the whole record of a ticket, its comments once for each' },
	{ name: 'tenant_bytes', seldom: true, reason: 'the sum of all files of a tenant, for a look through the whole store, every few hours' },
	{ name: 'stray_ripe', asked: (changes) => changes.began || changes.modified_before, reason: 'strays that are not ripe yet: there are few, if all is well' },
	{ name: 'status_tickets', seldom: true, reason: "an operator's: counts to a thousand" },
	{ name: 'used_statuses', seldom: true, reason: "an operator's: counts all tickets of a request type by their status" },
	{ name: 'activity_hide', reason: 'looks at all changes of one ticket, once a comment becomes a note' },
	{ name: 'activity_hide_files', reason: 'the same' },
	{ name: 'status_counts', reason: 'counts at most a thousand of each status of the desk, through the index by_desk_status alone' },
	{ name: 'job_list', seldom: true, reason: "an operator's: sorts all there are" },
	{ name: 'job_count', seldom: true, reason: "an operator's: counts all there are" },
	{ name: 'job_retry_all', seldom: true, reason: "an operator's: looks at all there are" },
	{ name: 'mail_out_stuck', seldom: true, reason: "an operator's: looks at all desks and all that waits" },
	{ name: 'backlog_lanes', seldom: true, reason: "an operator's: counts all there are, by their index alone" },
	{ name: 'backlog_held', seldom: true, reason: "an operator's: looks at all desks" },
	{ name: 'backlog_failed', seldom: true, reason: "an operator's: looks at all desks" },
	{ name: 'mail_out_count', seldom: true, reason: "an operator's: counts all that waits" },
	{ name: 'mail_out_hurry_all', seldom: true, reason: "an operator's: looks at all there are" },
	{ name: 'mail_waiting_long', seldom: true, reason: "an operator's: looks at all mails that came" },
	{ name: 'attachment_waiting_long', seldom: true, reason: "an operator's: looks at all that wait for their check" },
	{ name: 'ticket_unfound', seldom: true, reason: "an operator's, once after the demo came by SQL: looks at its tickets" },
	{ name: 'comment_unfound', seldom: true, reason: "an operator's, once after the demo came by SQL: looks at its comments" },
	{ name: 'search_span', seldom: true, reason: 'once a day in a sweep: counts the texts of a tenant as far as twenty thousand' },
	{ name: 'search_common_forget', seldom: true, reason: 'once a day in a sweep: all that was counted' },
	{ name: 'seed_state', seldom: true, reason: "an operator's, once: counts what there is" },
	{ name: 'seed_type_list', seldom: true, reason: "an operator's, once: all types of the tenant" },
	{ name: 'seed_person_list', seldom: true, reason: "an operator's, once: all people that seeding made" },
	...Object.keys(queueCases()).filter((name) => /^queue_(count|few_organization)/.test(name)).map((name) => ({ name, reason: 'a count, or a few that are sorted: as many as are asked for, 3,000 at most, in any tenant' })),
	{ name: 'ticket_list_wide', asked: (changes) => changes.many, reason: 'somebody in more than four organizations: all that these share is sorted' },
	{ name: 'ticket_list_wide', asked: (changes) => !changes.many, reason: 'six branches, each of which reads a page: more, but no more in a larger tenant' },
	{ name: 'ticket_list', asked: (changes) => changes.start > 0, reason: 'a page by number passes over the pages before it; links page by key' },
	{ name: 'ticket_list_mine', asked: (changes) => changes.status, reason: 'a filter that no index has passes over what does not fit, among what one person raised' },
	{ name: 'ticket_list', asked: (changes) => changes.type > 0 || changes.status, reason: 'a filter that no index has passes over what does not fit, newest first' },
];
const reasonOf = (one) => reasons.find((row) => row.name === one.statement.name && (!row.asked || row.asked(one.changes)));
const isOver = (one) => one.reads > READS_PER_ROW * Math.max(one.rows, one.affected) + READS_FREE;

const quote = (text) => `'${String(text).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const written = (value) => value === null ? 'NULL' : typeof value === 'number' ? String(value) : value.sql ?? quote(value);
let statements, results;

before(async () => {
	await administer(stack, `DROP DATABASE IF EXISTS ${DATABASE}; CREATE DATABASE ${DATABASE}; GRANT ALL ON ${DATABASE}.* TO ${database.user}@localhost`);
	writeFileSync(conf, readFileSync(stack.confFile, 'utf8').replace(/^db_name = .*$/m, `db_name = ${DATABASE}`), { mode: 0o600 });
	await run([join(stack.programs, 'lodgectl'), '--conf', conf, 'migrate']);
	await build();
	statements = (await run([program, conf])).trim().split('\n').map((line) => JSON.parse(line));
	await source(join(stack.root, 'tests/api/lib/statements-seed.sql'));
	const tables = (await administer(stack, `SHOW TABLES IN ${DATABASE}`)).trim().split('\n');
	await administer(stack, `USE ${DATABASE}; ANALYZE TABLE ${tables.join(', ')}`);
	results = await runAll();
}, { timeout: TIMEOUT_MS });
after(() => administer(stack, `DROP DATABASE IF EXISTS ${DATABASE}`));

/** Runs a file of SQL: what it prints. */
const source = (file) => run(['mariadb', '--no-defaults', '-uroot', '-S', socketOf(stack), '-N', '-B', '-e', `source ${file}`, DATABASE], { timeoutMs: TIMEOUT_MS });

/** The rooms' library is there, as the stack runs on it; what is missing is this one program. */
async function build() {
	const flags = (await run(['pkg-config', '--cflags', '--libs', 'libcurl', 'libmariadb', 'libcjson', 'openssl', 'md4c', 'md4c-html', 'gumbo', 'libutf8proc', 'libidn2', 'fcgi'])).trim().split(/\s+/);
	const gen = join(stack.build, 'gen');
	await run(['cc', '-std=c17', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-O1', '-fPIE', '-pie', `-I${join(stack.root, 'fcgi')}`, `-I${gen}`, '-o', program,
		join(stack.root, 'tests/api/lib/statements.c'), join(gen, 'sql/all.c'), join(stack.build, 'liblodge.a'), ...flags]);
}

function valueOf(statement, param, changes) {
	const known = param.name in changes ? changes[param.name] : param.name === 'status' && param.kind === 'text' ? '' : usual[param.name];
	assert.notEqual(known, undefined, `${statement.name} (${statement.place}) has a parameter ${param.name}: say in this test what goes in`);
	return written(known);
}

/** All of them through one connection: prepared, executed, counted, and rolled back. */
async function runAll() {
	const script = [`SET NAMES utf8mb4 COLLATE utf8mb4_bin; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;`], rows = [];
	for (const statement of statements)
		for (const changes of cases[statement.name] ?? [{}]) {
			const values = statement.params.map((param) => valueOf(statement, param, changes)).join(', ');
			rows.push({ statement, changes, reads: 0, rows: 0, affected: 0, ran: false });
			script.push(`SELECT '@case';`, `PREPARE s FROM ${quote(statement.sql)};`, `FLUSH STATUS; START TRANSACTION; EXECUTE s${values ? ` USING ${values}` : ''};`,
				`SELECT CONCAT('@affected ', ROW_COUNT());`, `SHOW SESSION STATUS LIKE 'Handler_read%';`, 'ROLLBACK;');
		}
	writeFileSync(stack.path('statements.sql'), script.join('\n'));
	const out = await source(stack.path('statements.sql'));
	let at = -1;
	for (const line of out.split('\n').slice(0, -1)) {
		if (line === '@case')
			at++;
		else if (line.startsWith('@affected '))
			Object.assign(rows[at], { ran: true, affected: Math.max(0, Number(line.slice(10))) });
		else if (line.startsWith('Handler_read'))
			rows[at].reads += Number(line.split('\t')[1]);
		else
			rows[at].rows++;
	}
	return rows;
}

describe('every statement', () => {
	test('is seen by MariaDB as by its C function: parameters, columns and their kinds', () => {
		assert.ok(statements.length > 90, `${statements.length} statements`);
		assert.deepEqual(statements.filter((one) => !one.verified).map((one) => `${one.name} ${one.place}`), []);
	});
	test('runs on a large tenant', () => {
		assert.deepEqual(results.filter((one) => !one.ran).map((one) => one.statement.name), []);
		assert.equal(new Set(results.map((one) => one.statement.name)).size, statements.length);
		assert.deepEqual(Object.keys(cases).filter((name) => !statements.some((one) => one.name === name)), [], 'no case is about a statement that went away');
	});
	test('reads at most twenty rows for each one it gives, and two hundred', () => {
		const over = results.filter((one) => isOver(one) && !reasonOf(one));
		assert.deepEqual(over.map((one) => `${one.statement.name} ${JSON.stringify(one.changes)}: ${one.reads} reads for ${Math.max(one.rows, one.affected)} rows`), []);
	});
	test('that is listed with a reason needs it', () => {
		for (const row of reasons.filter((one) => !one.seldom))
			assert.ok(results.some((one) => reasonOf(one) === row && isOver(one)), `${row.name} needs no reason any more`);
	});
	test('of the lists gives the rows it should on this data', () => {
		const rowsOf = (name, wanted) => results.find((one) => one.statement.name === name
			&& Object.entries(wanted).every(([key, value]) => one.changes[key] === value)).rows;
		assert.equal(rowsOf('ticket_list_mine', {}), 51);
		assert.equal(rowsOf('ticket_list', { tenant: 20 }), 40, 'a small tenant\'s one organization sees all');
		assert.equal(rowsOf('ticket_list_status', { status: 'Open' }), 51);
		assert.equal(rowsOf('ticket_list_status', { status: 'None' }), 0);
		assert.equal(rowsOf('ticket_find', { key: 'D1-150000' }), 1);
		assert.equal(rowsOf('ticket_find_by_id', { id: 1002005 }), 0, "another tenant's ticket");
		assert.equal(rowsOf('search_hits', { words: '+p2xticket*' }), 0, "another tenant's words");
		assert.ok(rowsOf('search_hits', { words: '+p1xrare5000' }) <= 20);
		assert.equal(rowsOf('ticket_list_desk', {}), 51);
	});
});
