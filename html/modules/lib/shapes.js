/* shapes.js - the API's answers as far as the pages read them; types only, no code. */

/** @typedef {{ epochMillis: number, iso8601: string }} Moment */
/** @typedef {{ accountId: string, displayName: string, emailAddress?: string }} Person */
/** @typedef {Person & { role: "customer" | "agent" | "admin", agent: boolean, site: string, open: number }} Me */
/** @typedef {{ id: string, name: string }} Named */
/** @typedef {{ status: string, statusCategory: string, awaitsCustomer?: boolean, statusDate?: Moment }} Status */
/** @template T @typedef {{ size: number, isLastPage: boolean, values: T[], _links: { next?: string, prev?: string } }} Page */

/** @typedef {{ id: string, label: string, loginUrl: string }} Provider */
/** @typedef {{ name: string, providers: Provider[], registerUrl?: string, supportAddress?: string }} Site */
/** @typedef {{ id: string, name: string, description: string }} Desk */
/** @typedef {{ id: string, name: string, description: string, icon: string }} RequestTypeCard */
/** @typedef {Desk & { announcement?: string, groups: { id: string, name: string, types: RequestTypeCard[] }[], recent: ListItem[] }} Portal */

/** @typedef {{ issueKey: string, summary: string, currentStatus: Status, reporter: Person, serviceDesk: Named, requestType: Named,
 *    createdDate: Moment, updatedDate: Moment, assignee?: Person, _links: { web: string, agent: string } }} ListItem */
/** @typedef {{ statuses: string[], desks: (Named & { requestTypes: Named[] })[] }} Filters */
/** @typedef {Page<ListItem> & { desks: Named[], statuses: { name: string, category: string, count: number }[] }} AgentList */

/** @typedef {ListItem & { teamStatus: string, priority: string, breachDate?: Moment, organizations?: Named[] }} Row of a queue; teamStatus: the team's name of it */
/** @typedef {{ id: string, name: string, builtIn?: string, count: number, more: boolean, state: string, assignee: string, awaits: string, status?: string, priority?: string,
 *    requestTypeId?: string, organizationId?: string, breachWithin?: number, columns: string[], sort: string, order: string }} Queue */

/** @typedef {{ id: string, name: string, body: string, text: string, public: boolean }} Template text: filled in for the ticket */
/** @typedef {{ id: string, kind: string, issueKey: string, summary: string, status: Status }} Relation */

/** @typedef {{ value: string, label: string }} Choice */
/** @typedef {{ fieldId: string, name: string, description?: string, required: boolean, visible?: boolean, validValues?: Choice[], defaultValues?: Choice[],
 *    lodge: { kind: string, sizeMax?: number, lengthMax?: number, fileSizeMax?: number, fileTypes?: string } }} Field */
/** @typedef {{ id: string, name: string, description: string, helpText?: string, fields: { requestTypeFields: Field[] },
 *    lodge: { deskName: string, icon: string, uploadSizeMax: number, organizations?: Named[], sharedByDefault?: boolean } }} RequestType */

/** @typedef {{ id: string, filename: string, size: number, mimeType: string, author: Person, created: Moment, commentId?: string,
 *    lodge: { verdict: Verdict, thumbnail: boolean, finding?: string, sha256?: string, preview?: boolean, mayRemove?: boolean }, _links: { content: string, thumbnail: string } }} Attachment */
/** @typedef {"checking" | "scanning" | "passed" | "unscanned" | "infected" | "refused" | "lost"} Verdict */
/** @typedef {{ id: string, person: Person, createdBy: Person, createdDate: Moment, expiresDate: Moment, revokedDate?: Moment, useLimit?: number, uses: number, lastUsedDate?: Moment }} FileLink */
/** @typedef {{ date: Moment, person: Person, kind: "download" | "preview", byLink: boolean, linkCreatedBy?: string, address?: string, userAgent?: string }} Download */
/** @typedef {{ id: string, public: boolean, byTeam: boolean, author: Person, created: Moment, body: string, renderedBody: { html: string }, attachments?: Page<Attachment>, lodge?: Editable }} Comment */
/** @typedef {{ editUntil?: Moment, editedDate?: Moment, mail?: ByMail, byMail?: boolean }} Editable */
/** That a text came by mail: from, for the team; what more there is of it. @typedef {{ from?: string, quoted: boolean, html: boolean, pictures?: boolean, refused?: string }} ByMail */
/** @typedef {{ from?: { name?: string, address?: string }, receivedDate: Moment, html?: string, quoted?: string, refused?: string }} MailBody */
/** @typedef {{ id: string, fieldId?: string, body: string, renderedBody?: { html: string }, author: Person, date: Moment }} Edit */
/** @typedef {{ type: string, rating: number, comment?: { body: string } }} Rating */
/** @typedef {{ values: Named[], offers: Named[] }} Sharing */
/** @typedef {{ fieldId: string, label: string, value: unknown, renderedValue?: { html: string } }} FieldValue */
/** @typedef {{ approver: Person, approverDecision: "pending" | "approved" | "declined", lodge?: { decidedDate: Moment, reason?: string, sha256?: string, address?: string, userAgent?: string } }} Approver */
/** @typedef {{ id: string, canAnswerApproval: boolean, approvers: Approver[], lodge: { state: "pending" | "approved" | "declined" | "void", needed: number } }} Approval */
/** @typedef {{ text: string, hours?: string, amount: string }} QuoteLine */
/** @typedef {{ id: string, version: number, state: "pending" | "accepted" | "rejected" | "void", expired: boolean, currency: string, lines: QuoteLine[], total: string, validUntil: Moment, timeZone: string,
 *    terms?: string, renderedBody?: { html: string }, approvers: string[], needed: number, author: Person, createdDate: Moment, closedDate?: Moment, sha256: string, approval: Approval }} Quote */
/** @typedef {{ id: string, name: string, to: Status, lodge?: { event?: string, commentNeeded?: boolean, lacks?: string } }} Move */
/** @typedef {{ transitionId: string, name: string, until?: Moment }} Offer */
/** @typedef {{ issueKey: string, summary: string, reporter: Person, createdDate: Moment, currentStatus: Status, requestFieldValues: FieldValue[],
 *    status: Page<Status>, comments: Page<Comment>, attachments: Page<Attachment>, participants: Page<Person>, requestType: Named, transitions?: Page<Move>, quotes?: Page<Quote>, clocks?: Clock[],
 *    actions: Record<string, { allowed: boolean } | undefined>,
 *    lodge: { agent: boolean, deskId: string, deskName: string, uploadSizeMax?: number, fileSizeMax?: number, fileTypes?: string, updatedDate: Moment, assignee?: Person, reopen?: Offer, withdraw?: Offer, organizations?: Named[], mayShare?: boolean, subscribed?: boolean,
 *      mayRate?: boolean, feedback?: Rating, teamStatus?: string, priority?: string, breachDate?: Moment, relations?: Relation[] } & Editable }} Ticket teamStatus, priority, breachDate, relations: for the team */

/** @typedef {{ millis: number, friendly: string }} Span */
/** Why a clock is as it is. @typedef {{ date: Moment, kind: "started" | "paused" | "resumed" | "target" | "stopped", because: string, before?: string, after?: string, goalBefore?: Span, goalAfter?: Span }} Reason */
/** @typedef {{ id: string, metricId: string, name: string, state: "running" | "paused" | "stopped", breached: boolean, goal: Span, elapsed: Span, remaining: Span, startDate: Moment, stopDate?: Moment,
 *    breachDate?: Moment, withinCalendarHours?: boolean, hoursTurnDate?: Moment, calendar?: { name: string, timeZone: string }, why: Reason[] }} Clock */

/** What happened to a ticket: `before` and `after` in words. @typedef {{ id: string, date: Moment, person?: Person, door: "portal" | "api" | "mail" | "job" | "command", kind: string, subjectId?: string,
 *    before?: string, after?: string, public: boolean }} Activity */
/** On a desk they are gathered by ticket. @typedef {{ issueId: string, issueKey: string, date: Moment, kinds: string[], ids: string[], byMe: boolean }} Change */
/** @typedef {{ person: Person, writing: boolean }} Present */
/** @typedef {{ cursor: string, reset?: boolean, values: (Activity & Change)[], present?: Present[], mail?: MailCount }} Changes */

/** Mails that wait for a decision, and letters that did not arrive; nobody counts beyond a hundred. @typedef {{ held: number, unsent: number }} MailCount */
/** @typedef {"new" | "held" | "done" | "passed" | "discarded"} MailState */
/** @typedef {{ mailId: string, from: { name?: string, address?: string }, subject?: string, receivedDate: Moment, state: MailState, why?: { code: string, text: string }, proof: "none" | "failed" | "passed" | "token",
 *    automatic: boolean, issueKey?: string, size: number }} MailRow */
/** @typedef {MailRow & { text: string, quoted?: string, html?: string, files: { number: number, filename: string, mimeType: string, size: number }[], refused?: string, trouble?: string, envelopeFrom: string, envelopeTo: string,
 *    candidates?: { issueKey: string, summary: string }[] }} Mail */
/** @typedef {{ letterId: string, recipient: string, kind: string, subject?: string, issueKey?: string, state: "waiting" | "sent" | "failed" | "bounced" | "discarded" | "needless" | "withheld", trouble?: string, createdDate: Moment,
 *    endedDate?: Moment, tries?: number, nextTryDate?: Moment, decidedBy?: Person, decidedDate?: Moment }} LetterRow decidedBy: who sent it anew, or discarded it; without: an operator */
/** @typedef {LetterRow & { needless?: string, text?: string, html?: string }} Letter needless: why there would be nothing to say */
/** What a link in a letter is for. @typedef {{ kind: "mute" | "answer", issueKey: string, summary: string, deskId?: string, muted?: boolean, quote?: Quote, decision?: "approved" | "declined" }} LetterLink */

export {};
