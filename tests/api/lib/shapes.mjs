// shapes.mjs - the shapes of JSM's API and of ours, closed: a member that no shape knows is a mistake, as is a missing one.
import assert from 'node:assert/strict';

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const must = (truth, path, what, value) => assert.ok(truth, `${path} must be ${what}, not ${JSON.stringify(value)?.slice(0, 200)}`);

/** Whatever the answer is: nothing null, links absolute on the tenant's own address, ids are strings. */
export function looksRight(json, what, origin) {
	walk(json, what, (value, name, path, inLinks) => {
		must(value !== null, path, 'absent rather than null', value);
		if (inLinks && typeof value === 'string' && name !== 'context')
			must(URL.canParse(value) && value.startsWith(`${origin}/`), path, `a link on ${origin}`, value);
		if (/^(id|accountId|.*[a-z]Id)$/.test(name) && name !== 'customId')
			must(typeof value === 'string' && value !== '', path, 'an id as text', value);
	});
}

function walk(value, path, visit, name = '', inLinks = false) {
	visit(value, name, path, inLinks);
	if (typeof value !== 'object' || value === null)
		return;
	// What was filled in is the customer's own: its members have no rule.
	if (name === 'requestFieldValues')
		return value.forEach((row, i) => must(row.value !== null, `${path}[${i}].value`, 'absent rather than null', row.value));
	for (const [key, member] of Object.entries(value))
		walk(member, `${path}.${key}`, visit, Array.isArray(value) ? '' : key, inLinks || key === '_links');
}

// --- words --------------------------------------------------------------------------------------------------
export const text = (value, path) => must(typeof value === 'string', path, 'text', value);
export const filled = (value, path) => must(typeof value === 'string' && value.trim() !== '', path, 'text', value);
export const truth = (value, path) => must(typeof value === 'boolean', path, 'true or false', value);
export const count = (value, path) => must(Number.isSafeInteger(value) && value >= 0, path, 'a count', value);
export const id = (value, path) => must(typeof value === 'string' && /^[1-9][0-9]{0,18}$/.test(value), path, 'an id as text', value);
export const link = (value, path) => must(typeof value === 'string' && /^https?:\/\/[^/]+\/.*$/.test(value), path, 'a link', value);
export const anything = (value, path) => must(value !== undefined && value !== null, path, 'there', value);
export const one = (...words) => (value, path) => must(words.includes(value), path, `one of ${words}`, value);
export const like = (pattern) => (value, path) => must(typeof value === 'string' && pattern.test(value), path, `like ${pattern}`, value);

// --- builders -----------------------------------------------------------------------------------------------
export const list = (shape, { min = 0 } = {}) => (value, path) => {
	must(Array.isArray(value) && value.length >= min, path, `a list of at least ${min}`, value);
	value.forEach((item, i) => shape(item, `${path}[${i}]`));
};
/** A member whose name ends in `?` may be absent. */
export const object = (members) => (value, path) => {
	must(isObject(value), path, 'an object', value);
	const known = new Set();
	for (const [row, shape] of Object.entries(members)) {
		const name = row.replace(/\?$/, '');
		known.add(name);
		if (value[name] !== undefined)
			shape(value[name], `${path}.${name}`);
		else
			must(row.endsWith('?'), `${path}.${name}`, 'there', undefined);
	}
	for (const name of Object.keys(value))
		must(known.has(name), `${path}.${name}`, 'absent: nobody knows this member', value[name]);
};
const selfLink = object({ self: link });

export const page = (shape, more = {}) => (value, path) => {
	object({
		_expands: list(text), size: count, start: count, limit: count, isLastPage: truth, values: list(shape),
		_links: object({ self: link, base: link, context: text, 'next?': link, 'prev?': link }), ...more,
	})(value, path);
	must(value.size === value.values.length, `${path}.size`, 'the number of values', value.size);
	must(value.size <= value.limit, `${path}.size`, 'within the limit', value.size);
	must(value.isLastPage === (value._links.next === undefined), `${path}._links.next`, 'there unless it is the last page', value._links.next);
	must((value.start > 0) === (value._links.prev !== undefined), `${path}._links.prev`, 'there unless it is the first page', value._links.prev);
	must(value._links.base.endsWith('/rest/servicedeskapi'), `${path}._links.base`, "the API's address", value._links.base);
};

// --- JSM ----------------------------------------------------------------------------------------------------
const OFFSET = '[+-]\\d{2}[0-5]\\d';
const SECOND = '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}';
const instant = (written) => Date.parse(written.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

export function date(value, path) {
	object({ epochMillis: count, iso8601: like(new RegExp(`^${SECOND}${OFFSET}$`)), jira: like(new RegExp(`^${SECOND}\\.\\d{3}${OFFSET}$`)),
		friendly: like(/^(Today|Yesterday|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{2}\/[A-Z][a-z]{2}\/\d{2}) \d{1,2}:\d{2} [AP]M$/) })(value, path);
	must(instant(value.jira) === value.epochMillis, `${path}.jira`, 'the same instant as epochMillis', value);
	must(instant(value.iso8601) === Math.floor(value.epochMillis / 1000) * 1000, `${path}.iso8601`, 'the same second', value);
}

const timeZone = (value, path) => must(!!new Intl.DateTimeFormat('en', { timeZone: value }), path, 'a time zone', value);
export const user = object({
	accountId: filled, name: filled, key: filled, displayName: filled, 'emailAddress?': filled, active: truth, timeZone,
	_links: object({ self: link, jiraRest: link, avatarUrls: object({ '16x16': link, '24x24': link, '32x32': link, '48x48': link }) }),
});
const category = one('NEW', 'INDETERMINATE', 'DONE');
export const status = object({ status: filled, statusCategory: category, statusDate: date, 'awaitsCustomer?': one(true) });
export const transition = object({ id, name: filled, to: object({ status: filled, statusCategory: category, 'awaitsCustomer?': one(true) }),
	'lodge?': object({ 'event?': filled, 'commentNeeded?': one(true), 'lacks?': filled }) });
const offer = object({ transitionId: id, name: filled, 'until?': date });
export const attachment = object({
	id, filename: filled, author: user, created: date, size: count, mimeType: like(/^[\w.+-]+\/[\w.+-]+$/), 'commentId?': id,
	lodge: object({ verdict: one('checking', 'scanning', 'passed', 'unscanned', 'infected', 'refused', 'lost'), thumbnail: truth, preview: truth, 'sha256?': like(/^[0-9a-f]{64}$/), mayRemove: truth, 'finding?': filled }),
	_links: object({ self: link, jiraRest: link, content: link, 'thumbnail?': link }),
});
export const linkMade = object({ id, url: like(/^https?:\/\/[^/]+\/f\/[A-Za-z0-9_-]{43}$/), expiresDate: date });
export const fileLink = object({ id, person: user, createdBy: user, createdDate: date, expiresDate: date, 'revokedDate?': date, 'useLimit?': count, uses: count, 'lastUsedDate?': date });
export const download = object({ date, person: user, kind: one('download', 'preview'), byLink: truth, 'linkCreatedBy?': filled, 'address?': text, 'userAgent?': text });
const html = object({ html: text });
const key = like(/^[A-Z][A-Z0-9]*-[1-9]\d*$/);
export const commentShape = object({
	_expands: list(text), id, body: text, public: truth, author: user, created: date, byTeam: truth, _links: selfLink, lodge: object({ 'editUntil?': date, 'editedDate?': date, 'mergedFrom?': key, 'mail?': object({ 'from?': text, quoted: truth, html: truth, 'pictures?': truth, 'refused?': text }) }),
	'renderedBody?': html, 'attachments?': page(attachment),
});
export const serviceDesk = object({ id, projectId: id, projectName: filled, projectKey: like(/^[A-Z][A-Z0-9]+$/), projectTypeKey: one('service_desk'), _links: selfLink });

// --- quotes and approvals -----------------------------------------------------------------------------------
const sum = like(/^[0-9a-f]{64}$/), decimal = like(/^-?\d{1,15}(\.\d{2,3})?$/), decision = one('approved', 'declined', 'pending');
export const approval = object({
	id, name: filled, finalDecision: decision, canAnswerApproval: truth, createdDate: date, 'completedDate?': date, _links: selfLink,
	approvers: list(object({ approver: user, approverDecision: decision, 'lodge?': object({ decidedDate: date, 'reason?': filled, 'sha256?': sum, 'address?': filled, 'userAgent?': filled }) }), { min: 1 }),
	lodge: object({ state: one('pending', 'approved', 'declined', 'void'), needed: count, quote: object({ id, version: count, currency: filled, total: decimal, validUntil: date, expired: truth, sha256: sum }) }),
});
export const quote = object({
	id, key: filled, version: count, state: one('pending', 'accepted', 'rejected', 'void'), expired: truth, currency: like(/^[A-Z]{3}$/), total: decimal,
	lines: list(object({ text: filled, 'hours?': decimal, amount: decimal }), { min: 1 }), validUntil: date, timeZone, 'terms?': filled, 'renderedBody?': html,
	approvers: list(filled, { min: 1 }), needed: count, author: user, createdDate: date, 'closedDate?': date, document: filled, sha256: sum, approval,
});

const option = object({ value: id, label: filled, children: list(anything) });
export const letterLink = (value, path) => object({ kind: one('mute', 'answer'), issueKey: key, summary: filled, deskId: id,
	...value.kind === 'mute' ? { muted: truth } : { quote, 'decision?': one('approved', 'declined') } })(value, path);
export const field = object({
	fieldId: filled, name: filled, description: text, required: truth, visible: truth,
	defaultValues: list(anything), validValues: list(option), presetValues: list(text),
	jiraSchema: object({ type: one('string', 'number', 'date', 'option', 'array'), 'items?': one('option', 'attachment'), 'custom?': like(/^com\.atlassian\.jira\.plugin\.system\.customfieldtypes:[a-z]+$/), 'customId?': count, 'system?': filled }),
	lodge: object({ kind: one('text', 'paragraph', 'markdown', 'number', 'date', 'select', 'multiselect', 'checkbox', 'checkboxes', 'attachment'), 'lengthMax?': count, 'sizeMax?': count, 'fileSizeMax?': count, 'fileTypes?': text }),
});
export const fieldMeta = object({ requestTypeFields: list(field, { min: 1 }), canRaiseOnBehalfOf: truth, canAddRequestParticipants: truth });
const icons = object({ '16x16': link, '24x24': link, '32x32': link, '48x48': link });
export const requestType = object({
	_expands: list(text), id, name: filled, description: text, helpText: text, issueTypeId: id, serviceDeskId: id, portalId: id,
	groupIds: list(id), icon: object({ id: filled, _links: object({ iconUrls: icons }) }), canCreateRequest: truth,
	restrictionStatus: one('OPEN', 'RESTRICTED'), _links: selfLink, 'fields?': fieldMeta,
	lodge: object({ deskName: filled, icon: filled, uploadSizeMax: count, 'organizations?': list(object({ id, name: filled }), { min: 1 }), 'sharedByDefault?': truth }),
});
export const requestTypeGroup = object({ id, name: filled });

export const feedback = object({ type: one('csat'), rating: one(1, 2, 3, 4, 5), 'comment?': object({ body: filled }) });
export const edit = object({ id, 'fieldId?': one('summary', 'description'), body: text, 'renderedBody?': html, author: user, date });
export const subscription = object({ subscribed: truth });
export const people = object({ values: list(user) });
export const ticketOrganizations = object({ values: list(object({ id, name: filled })), offers: list(object({ id, name: filled })) });
const assignee = object({ accountId: filled, displayName: filled });
const requestLinks = object({ self: link, jiraRest: link, web: link, agent: link });
const allowed = object({ allowed: truth });
const priority = one('Highest', 'High', 'Medium', 'Low', 'Lowest');
export const relation = object({ id, kind: one('relates', 'blocks', 'blocked-by', 'duplicates', 'duplicated-by', 'causes', 'caused-by'), issueId: id, issueKey: key, summary: filled, status: object({ status: filled, statusCategory: category }), _links: object({ agent: link }) });
export const relations = object({ values: list(relation) });
export const template = object({ id, name: filled, body: filled, public: truth, 'updatedDate?': date, 'updatedBy?': filled, 'text?': filled });
const letterColumns = { letterId: id, recipient: filled, kind: one('notice', 'received', 'files-refused'), 'subject?': filled, 'issueKey?': filled, state: one('waiting', 'sent', 'failed', 'bounced', 'discarded', 'needless', 'withheld'), 'trouble?': filled, createdDate: date, 'endedDate?': date, 'tries?': count, 'nextTryDate?': date, 'decidedBy?': user, 'decidedDate?': date };
export const letter = object(letterColumns);
export const letterShown = object({ ...letterColumns, 'needless?': filled, 'text?': filled, 'html?': filled });
export const templates = object({ values: list(template) });
export const bulk = object({ values: list(object({ issueKey: text, ok: truth, 'message?': filled }), { min: 1 }) });
const millis = (value, path) => must(Number.isSafeInteger(value), path, 'whole milliseconds', value);
const duration = object({ millis, friendly: like(/^(-?(\d+h( \d{1,2}m)?|\d{1,2}m))$/) });
const cycle = { startTime: date, 'breachTime?': date, breached: truth, goalDuration: duration, elapsedTime: duration, remainingTime: duration };
export const sla = object({
	id, name: filled, slaDisplayFormat: one('NEW_SLA_FORMAT'), completedCycles: list(object({ ...cycle, stopTime: date })),
	'ongoingCycle?': object({ ...cycle, paused: truth, withinCalendarHours: truth }), _links: selfLink,
});
const why = object({ date, kind: one('started', 'paused', 'resumed', 'target', 'stopped'), because: filled, 'before?': text, 'after?': text, 'goalBefore?': duration, 'goalAfter?': duration, 'calendarBefore?': filled, 'calendarAfter?': filled });
const clock = object({
	id, metricId: id, name: filled, state: one('running', 'paused', 'stopped'), breached: truth, goal: duration, elapsed: duration, remaining: duration,
	startDate: date, 'stopDate?': date, 'breachDate?': date, 'withinCalendarHours?': truth, 'hoursTurnDate?': date, 'calendar?': object({ name: filled, timeZone }), why: list(why, { min: 1 }),
});
export const clocks = object({ values: list(clock) });
export const request = object({
	_expands: list(text, { min: 8 }), issueId: id, issueKey: key, summary: filled, requestTypeId: id, serviceDeskId: id, createdDate: date,
	reporter: user, currentStatus: status, _links: requestLinks,
	requestFieldValues: list(object({ fieldId: filled, label: filled, value: anything, 'renderedValue?': html }), { min: 1 }),
	lodge: object({ agent: truth, deskId: id, deskName: filled, updatedDate: date, uploadSizeMax: count, fileSizeMax: count, fileTypes: text, 'assignee?': assignee, 'reopen?': offer, 'withdraw?': offer, 'organizations?': list(object({ id, name: filled })), 'mayShare?': truth, 'subscribed?': truth, 'mayRate?': truth, 'feedback?': feedback, 'editUntil?': date, 'editedDate?': date, 'byMail?': truth, 'teamStatus?': filled, 'priority?': priority, 'breachDate?': date, 'relations?': list(relation) }),
	'serviceDesk?': serviceDesk, 'requestType?': requestType, 'participants?': page(user), 'status?': page(status), 'comments?': page(commentShape),
	'attachments?': page(attachment), 'transitions?': page(transition), 'quotes?': page(quote), 'sla?': page(sla), 'clocks?': list(clock),
	'actions?': object({ addAttachment: allowed, addComment: allowed, addParticipant: allowed, removeParticipant: allowed }),
});
export const attachResult = object({ comment: commentShape, attachments: page(attachment) });
export const temporaries = object({ temporaryAttachments: list(object({ temporaryAttachmentId: like(/^temp\S{20,46}$/), fileName: filled }), { min: 1 }) });
export const info = object({ version: filled, platformVersion: filled, buildDate: date, buildChangeSet: filled, isLicensedForUse: truth, _links: selfLink });

// --- ours ---------------------------------------------------------------------------------------------------
const named = object({ id, name: filled });
const itemMembers = {
	issueId: id, issueKey: key, summary: filled, currentStatus: status, reporter: user, serviceDesk: named, requestType: named,
	createdDate: date, updatedDate: date, 'assignee?': assignee, _links: requestLinks,
};
export const item = object(itemMembers);
const teamMembers = { ...itemMembers, teamStatus: filled, priority, 'breachDate?': date };
export const teamItem = object(teamMembers);
export const queueRow = object({ ...teamMembers, organizations: list(named) });
export const site = object({ name: filled, providers: list(object({ id, label: filled, loginUrl: like(/^\/auth\/login\?provider=\d+$/) }), { min: 1 }), 'registerUrl?': link, 'supportAddress?': like(/@/) });
export const me = (value, path) => {
	const { role, agent, site: where, open, language, ...person } = value;
	user(person, path);
	object({ role: one('customer', 'agent', 'admin'), agent: truth, site: filled, open: count, 'language?': one('en', 'pl', 'ar') })({ role, agent, site: where, open, ...language && { language } }, path);
};
const typeRow = object({ id, name: filled, description: text, icon: filled });
export const portals = object({ values: list(object({ id, name: filled, description: text, projectKey: filled })) });
export const portal = object({ id, name: filled, description: text, 'announcement?': filled, groups: list(object({ id, name: filled, types: list(typeRow) })), recent: list(item) });
export const filters = object({ statuses: list(filled, { min: 1 }), desks: list(object({ id, name: filled, requestTypes: list(typeRow) })) });
export const draft = object({ values: (value, path) => Object.entries(value).forEach(([name, texts]) => list(text)(texts, `${path}.${name}`)),
	files: list(object({ name: filled, size: count, 'id?': filled, 'upload?': like(/^\/rest\/lodge\/1\/uploads\/\d+$/) })), 'updatedDate?': date });
const kind = like(/^[a-z]+(-[a-z]+)*$/);
export const activity = object({ id, date, 'person?': user, door: one('portal', 'api', 'mail', 'job', 'command'), kind, 'subjectId?': id, 'before?': text, 'after?': text, public: truth });
export const activityPage = page(activity);
const cursor = like(/^(0|[1-9][0-9]{0,18})$/);
const mailCount = object({ held: count, unsent: count });
export const deskChanges = object({ cursor, 'reset?': one(true), values: list(object({ issueId: id, issueKey: filled, date, kinds: list(kind, { min: 1 }), ids: list(id, { min: 1 }), byMe: truth })), mail: mailCount });
export const changes = object({ cursor, 'reset?': one(true), values: list(activity) });
export const teamChanges = object({ cursor, 'reset?': one(true), values: list(activity), present: list(object({ person: user, writing: truth })) });
export const upload = object({ id, filename: filled, serviceDeskId: id, offset: count, length: count, expiresDate: date, 'temporaryAttachmentId?': like(/^temp[\w-]{43}$/), _links: selfLink });
const columns = list(one('key', 'summary', 'status', 'priority', 'reporter', 'organization', 'assignee', 'created', 'updated', 'breach'), { min: 1 });
export const queue = object({
	id, name: filled, 'builtIn?': one('unassigned', 'mine', 'waiting', 'breaching', 'open'), state: one('open', 'done', 'any'), assignee: one('any', 'me', 'nobody'), awaits: one('any', 'team', 'customer'),
	'status?': filled, 'priority?': priority, 'requestTypeId?': id, 'organizationId?': id, 'breachWithin?': count, columns, sort: one('updated', 'created', 'priority', 'breach'), order: one('asc', 'desc'), 'count?': count, 'more?': truth,
});
export const queues = object({ values: list(queue, { min: 5 }), mail: mailCount, watching: truth });
export const jsmQueue = object({ id, name: filled, jql: filled, fields: list(filled, { min: 1 }), 'issueCount?': count, _links: selfLink });
const jiraDate = like(new RegExp(`^${SECOND}\\.\\d{3}${OFFSET}$`));
export const issue = object({ id, key, self: link, fields: object({
	'summary?': filled, 'status?': object({ id, name: filled, statusCategory: object({ key: filled, name: filled }) }), 'priority?': object({ id, name: priority }), 'organizations?': list(named),
	'created?': jiraDate, 'updated?': jiraDate, 'breachDate?': jiraDate, 'reporter?': user, 'assignee?': assignee }) });
export const agentPage = page(teamItem, { desk: named, desks: list(named, { min: 1 }), statuses: list(object({ name: filled, category, count, 'awaitsCustomer?': one(true) }), { min: 1 }) });

const mailFrom = object({ 'name?': text, 'address?': text });
const mailMembers = {
	mailId: id, from: mailFrom, 'subject?': text, receivedDate: date, state: one('held', 'done', 'passed', 'discarded', 'new'), 'why?': object({ code: filled, text: filled }),
	proof: one('none', 'failed', 'passed', 'token'), automatic: truth, 'issueKey?': key, size: count,
};
export const mail = object(mailMembers);
export const mailWhole = object({
	...mailMembers, envelopeFrom: text, envelopeTo: filled, text, 'quoted?': text, 'html?': text, 'refused?': text, 'trouble?': text,
	files: list(object({ number: count, filename: filled, mimeType: filled, size: count })), 'candidates?': list(object({ issueKey: key, summary: text })),
});
export const mailShown = object({ from: mailFrom, receivedDate: date, 'html?': text, 'quoted?': text, 'refused?': text });
