// jira-road.mjs - the main road as npm jira.js walks it, the same for both of its major versions: every endpoint that is
// offered, read and written. `client` is one customer's or agent's jira.js; `upload(client, files)` and `bytes(content)`
// differ by version.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { png } from './pictures.mjs';

const PICTURE_MS = 30_000;
/** What JSM has no call for: the team sends it by our own API. */
export const PRICE = { currency: 'EUR', lines: [{ text: 'Work', amount: '100' }], validUntil: '2035-01-01' };
const EXPAND = ['serviceDesk', 'requestType', 'participant', 'status', 'attachment', 'action', 'comment', 'comment.attachment', 'comment.renderedBody'];
const FORM = {
	customfield_20: 'Flood mapping', customfield_21: 'Two\nlines', customfield_22: { id: '1021' }, customfield_23: 42.5,
	customfield_24: '2026-12-01', duedate: '2027-05-31', customfield_25: [{ id: '1032' }, { value: 'openEO' }],
	customfield_26: [{ id: '1041' }], customfield_27: [{ id: '1051' }],
};

/** Steps by name: each a sentence and what it does. */
export function road({ desks, requests, info, types }, agentRequests, { upload, bytes, requestTypes, attach, quote }) {
	const made = { word: `w${randomBytes(6).toString('hex')}` };
	const file = { filename: 'boot log.txt', file: Buffer.from('first line\nsecond line\n'), mimeType: 'text/plain' };
	return {
		'reads what the server is': async () => {
			const about = await info.getInfo();
			assert.equal(about.isLicensedForUse, true);
			assert.match(about.version, /^\d+\.\d+\.\d+$/);
		},
		'lists the desks and gets one, by id and by project key': async () => {
			const list = await desks.getServiceDesks({ start: 0, limit: 10 });
			assert.deepEqual(list.values.map((desk) => desk.id), ['55']);
			assert.equal((await desks.getServiceDeskById({ serviceDeskId: '55' })).projectKey, 'CDSE');
			assert.equal((await desks.getServiceDeskById({ serviceDeskId: 'CDSE' })).id, '55');
		},
		'lists the request types of a desk, with their fields, in a group, by a word': async () => {
			const all = await desks.getRequestTypes({ serviceDeskId: '55', expand: ['field'] });
			assert.deepEqual(all.values.map((type) => type.id), ['5501', '5502', '5503', '5504']);
			assert.equal(all.values[0].fields.requestTypeFields[0].fieldId, 'summary');
			assert.deepEqual((await desks.getRequestTypes({ serviceDeskId: '55', groupId: 552 })).values.map((type) => type.id), ['5503', '5504']);
			assert.deepEqual((await desks.getRequestTypes({ serviceDeskId: '55', searchQuery: 'quota' })).values.map((type) => type.id), ['5504']);
		},
		'lists the request types of all desks': async () => {
			const all = await requestTypes(types);
			assert.deepEqual(all.values.map((type) => type.id), ['5501', '5502', '5503', '5504']);
		},
		'gets one request type, its fields and the groups': async () => {
			const type = await desks.getRequestTypeById({ serviceDeskId: '55', requestTypeId: 5504 });
			assert.equal(type.name, 'Quotas and usage');
			const { requestTypeFields } = await desks.getRequestTypeFields({ serviceDeskId: '55', requestTypeId: 5504 });
			const quota = requestTypeFields.find((field) => field.fieldId === 'customfield_22');
			assert.equal(quota.jiraSchema.type, 'option');
			assert.deepEqual(quota.validValues[0], { value: '1021', label: 'Storage (TB)', children: [] });
			const groups = await desks.getRequestTypeGroups({ serviceDeskId: '55' });
			assert.deepEqual(groups.values.map((group) => group.name), ['Support', 'Account']);
		},
		'uploads temporary files': async () => {
			made.temporary = (await upload(desks, [file, { ...file, filename: 'two.txt' }])).temporaryAttachments;
			assert.deepEqual(made.temporary.map((one) => one.fileName), ['boot log.txt', 'two.txt']);
		},
		'creates a request with every kind of field and a file': async () => {
			const request = await requests.createCustomerRequest({ serviceDeskId: '55', requestTypeId: '5504',
				requestFieldValues: { ...FORM, summary: `By a program ${made.word}`, description: '*hello*', attachment: [made.temporary[0].temporaryAttachmentId] } });
			assert.match(request.issueKey, /^CDSE-\d+$/);
			made.key = request.issueKey;
			const value = (id) => request.requestFieldValues.find((field) => field.fieldId === id)?.value;
			assert.equal(value('customfield_23'), 42.5);
			assert.deepEqual(value('customfield_22'), { id: '1021', value: 'Storage (TB)' });
			assert.deepEqual(value('customfield_25').map((option) => option.value), ['S3', 'openEO']);
		},
		'lists requests by ownership, status, desk, type and words': async () => {
			const list = await requests.getCustomerRequests({ requestOwnership: ['OWNED_REQUESTS'], requestStatus: 'OPEN_REQUESTS', serviceDeskId: 55,
				requestTypeId: 5504, start: 0, limit: 5, expand: EXPAND });
			assert.equal(list.values[0].issueKey, made.key, 'newest activity first');
			const found = await requests.getCustomerRequests({ searchTerm: made.word });
			assert.deepEqual(found.values.map((request) => request.issueKey), [made.key]);
			const closed = await requests.getCustomerRequests({ requestStatus: 'CLOSED_REQUESTS', limit: 100 });
			assert.ok(closed.values.every((request) => request.currentStatus.statusCategory === 'DONE'));
		},
		'gets one with everything expanded': async () => {
			const request = await requests.getCustomerRequestByIdOrKey({ issueIdOrKey: made.key, expand: EXPAND });
			assert.equal(request.serviceDesk.id, '55');
			assert.equal(request.requestType.id, '5504');
			assert.equal(request.status.values[0].status, 'Open');
			assert.equal(request.attachments.values[0].filename, 'boot log.txt');
			assert.equal(request.actions.addComment.allowed, true);
			assert.equal(request.participants.size, 0);
			made.id = request.issueId;
			assert.equal((await requests.getCustomerRequestByIdOrKey({ issueIdOrKey: made.id })).issueKey, made.key);
		},
		'comments, lists the comments and gets one': async () => {
			const comment = await requests.createRequestComment({ issueIdOrKey: made.key, body: 'It **still** happens', public: true });
			const note = await agentRequests.createRequestComment({ issueIdOrKey: made.key, body: 'Seen before', public: false });
			const list = await requests.getRequestComments({ issueIdOrKey: made.key, public: true, internal: true, expand: ['renderedBody', 'attachment'] });
			assert.deepEqual(list.values.map((one) => one.id), [comment.id], 'without the note');
			assert.match(list.values[0].renderedBody.html, /<strong>still<\/strong>/);
			const seen = await agentRequests.getRequestComments({ issueIdOrKey: made.key });
			assert.deepEqual(seen.values.map((one) => one.id), [comment.id, note.id]);
			const one = await requests.getRequestCommentById({ issueIdOrKey: made.key, commentId: Number(comment.id), expand: ['renderedBody'] });
			assert.equal(one.body, 'It **still** happens');
			made.note = note.id;
		},
		'attaches a file with a comment, lists the files, and gets the bytes': async () => {
			const result = await attach(requests, { issueIdOrKey: made.key, temporaryAttachmentIds: [made.temporary[1].temporaryAttachmentId],
				public: true, additionalComment: { body: 'The log' } });
			assert.equal(result.comment.body, 'The log');
			assert.equal(result.attachments.values[0].filename, 'two.txt');
			const files = await requests.getAttachmentsForRequest({ issueIdOrKey: made.key });
			assert.deepEqual(files.values.map((one) => one.filename), ['boot log.txt', 'two.txt']);
			const id = Number(files.values[0]._links.content.split('/').at(-1));
			assert.equal(bytes(await requests.getAttachmentContent({ issueIdOrKey: made.key, attachmentId: id })), file.file.toString());
		},
		'attaches a picture, and gets its thumbnail by the link that is there then': async () => {
			const [{ temporaryAttachmentId }] = (await upload(desks, [{ filename: 'screen.png', file: png(640, 320), mimeType: 'image/png' }])).temporaryAttachments;
			await attach(requests, { issueIdOrKey: made.key, temporaryAttachmentIds: [temporaryAttachmentId], public: true });
			const find = async () => (await requests.getAttachmentsForRequest({ issueIdOrKey: made.key })).values.find((one) => one.filename === 'screen.png');
			let picture = await find();
			for (const end = Date.now() + PICTURE_MS; !picture._links.thumbnail && Date.now() < end; picture = await find())
				await sleep(100);
			const id = Number(picture._links.thumbnail.split('/').at(-2));
			assert.match(bytes(await requests.getAttachmentThumbnail({ issueIdOrKey: made.key, attachmentId: id })), /^RIFF[^]{4,12}WEBP/);
		},
		'reads the history of statuses': async () => {
			const history = await requests.getCustomerRequestStatus({ issueIdOrKey: made.key });
			assert.deepEqual(history.values.map((one) => one.status), ['Open']);
		},
		'adds somebody who takes part, by account id and by user name, and takes them out': async () => {
			const colleague = 'ac:00000000-0000-4000-8000-000000000102', outsider = 'ac:00000000-0000-4000-8000-000000000103';
			const added = await requests.addRequestParticipants({ issueIdOrKey: made.key, accountIds: [colleague] });
			assert.deepEqual(added.values.map((one) => one.accountId), [colleague]);
			await assert.rejects(requests.addRequestParticipants({ issueIdOrKey: made.key, accountIds: [outsider] }));
			await agentRequests.addRequestParticipants({ issueIdOrKey: made.key, usernames: [outsider] });
			assert.deepEqual((await requests.getRequestParticipants({ issueIdOrKey: made.key })).values.map((one) => one.accountId), [colleague, outsider]);
			const left = await requests.removeRequestParticipants({ issueIdOrKey: made.key, accountIds: [colleague], usernames: [outsider] });
			assert.deepEqual(left.values, []);
		},
		'asks for news of it, and for none': async () => {
			const told = async () => (await requests.getSubscriptionStatus({ issueIdOrKey: made.key })).subscribed;
			assert.equal(await told(), true);
			await requests.unsubscribe({ issueIdOrKey: made.key });
			assert.equal(await told(), false);
			await requests.subscribe({ issueIdOrKey: made.key });
			assert.equal(await told(), true);
		},
		'raises a request for somebody else, who takes part in another': async () => {
			const request = await agentRequests.createCustomerRequest({ serviceDeskId: '55', requestTypeId: '5501', requestFieldValues: { summary: 'They rang' },
				raiseOnBehalfOf: 'ac:00000000-0000-4000-8000-000000000101', requestParticipants: ['ac:00000000-0000-4000-8000-000000000103'] });
			assert.equal(request.reporter.accountId, 'ac:00000000-0000-4000-8000-000000000101');
			assert.equal((await requests.getRequestParticipants({ issueIdOrKey: request.issueKey })).size, 1);
		},
		'is asked to approve a price, and answers once': async () => {
			await quote(made.key);
			const [asked] = (await requests.getApprovals({ issueIdOrKey: made.key })).values;
			assert.deepEqual([asked.finalDecision, asked.canAnswerApproval, asked.approvers.length], ['pending', true, 1]);
			const waiting = await requests.getCustomerRequests({ requestOwnership: ['APPROVER'], approvalStatus: 'MY_PENDING_APPROVAL' });
			assert.ok(waiting.values.some((request) => request.issueKey === made.key));
			const answered = await requests.answerApproval({ issueIdOrKey: made.key, approvalId: Number(asked.id), decision: 'approve' });
			assert.equal(answered.finalDecision, 'approved');
			await assert.rejects(requests.answerApproval({ issueIdOrKey: made.key, approvalId: Number(asked.id), decision: 'decline' }));
			const one = await agentRequests.getApprovalById({ issueIdOrKey: made.key, approvalId: Number(asked.id) });
			assert.deepEqual([one.finalDecision, one.canAnswerApproval, one.approvers[0].approverDecision], ['approved', false, 'approved']);
			const before = await requests.getCustomerRequests({ requestOwnership: ['APPROVER'], approvalStatus: 'MY_HISTORY_APPROVAL' });
			assert.ok(before.values.some((request) => request.issueKey === made.key));
		},
		'reads the clocks as an agent, all and one, and expands them': async () => {
			const list = await agentRequests.getSlaInformation({ issueIdOrKey: made.key });
			assert.deepEqual(list.values.map((one) => one.name), ['Time to first response', 'Time to resolution']);
			const { id, ongoingCycle } = list.values[1];
			assert.deepEqual([ongoingCycle.breached, ongoingCycle.paused, ongoingCycle.goalDuration.friendly], [false, false, '80h']);
			assert.equal((await agentRequests.getSlaInformationById({ issueIdOrKey: made.key, slaMetricId: Number(id) })).name, 'Time to resolution');
			assert.equal((await agentRequests.getCustomerRequestByIdOrKey({ issueIdOrKey: made.key, expand: ['sla'] })).sla.values.length, 2);
			await assert.rejects(requests.getSlaInformation({ issueIdOrKey: made.key }), 'not for customers');
		},
		'lists the transitions and runs one': async () => {
			const offered = await requests.getCustomerTransitions({ issueIdOrKey: made.key });
			assert.deepEqual(offered.values.map((one) => one.name), ['Close request']);
			await requests.performCustomerTransition({ issueIdOrKey: made.key, id: offered.values[0].id, additionalComment: { body: 'Solved' } });
			const after = await requests.getCustomerRequestByIdOrKey({ issueIdOrKey: made.key, expand: ['comment', 'status'] });
			assert.equal(after.currentStatus.status, 'Closed');
			assert.equal(after.comments.values.at(-1).body, 'Solved');
			assert.deepEqual(after.status.values.map((one) => one.status), ['Closed', 'Open']);
		},
		'says what they think of it, once it is done': async () => {
			if (!requests.postFeedback)
				return; // version 6 has no call for it
			const said = { type: 'csat', rating: 4, comment: { body: 'Fast' } };
			assert.deepEqual(await requests.postFeedback({ requestIdOrKey: made.key, ...said }), said);
			assert.deepEqual(await agentRequests.getFeedback({ requestIdOrKey: made.key }), said);
			await requests.deleteFeedback({ requestIdOrKey: made.key });
			await assert.rejects(requests.getFeedback({ requestIdOrKey: made.key }));
		},
	};
}

/** What an agent's program reads of the queues of a desk. */
export function queueRoad(desks) {
	return {
		'lists the queues of a desk with their counts': async () => {
			const { values } = await desks.getQueues({ serviceDeskId: '55', includeCount: true, start: 0, limit: 5 });
			assert.equal(values.length, 5);
			assert.ok(values.every((queue) => queue.issueCount >= 0 && queue.jql.startsWith('project = CDSE') && queue.fields.includes('issuekey')));
		},
		'gets one queue, and the issues in it, page by page': async () => {
			const queue = await desks.getQueue({ serviceDeskId: '55', queueId: 5, includeCount: false });
			assert.equal(queue.name, 'All open');
			const first = await desks.getIssuesInQueue({ serviceDeskId: '55', queueId: 5, start: 0, limit: 1 });
			assert.match(first.values[0].key, /^CDSE-\d+$/);
			assert.equal(typeof first.values[0].fields.summary, 'string');
			const second = await desks.getIssuesInQueue({ serviceDeskId: '55', queueId: 5, start: 1, limit: 1 });
			assert.notEqual(second.values[0].key, first.values[0].key);
		},
	};
}
