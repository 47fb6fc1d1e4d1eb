/* clocks.js - how long a ticket may take, how much of that is left, and why. What counts is counted by the server; here the minutes
 * of working hours go on between two answers. A shape and words say what a colour says. */
import { html, nothing, svg } from "lit/html.js";
import { ago, dateTime, fullDate, span, t } from "../lib/i18n.js";

/** @import { Clock, Reason } from "../lib/shapes.js" */
/** @import { TicketPage } from "./ticket-page.js" */

const stepMs = 20e3, soonMs = 3600e3;

/** @type {Record<string, unknown>} */
const shapes = {
	running: svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 4.5V8l2.5 1.8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>`,
	paused: svg`<path d="M5.5 3.5v9M10.5 3.5v9" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/>`,
	late: svg`<path d="M8 1.8 14.8 13.6H1.2z" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linejoin="round"/><path d="M8 6v3.4M8 11.6v.1" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"/>`,
	kept: svg`<path d="m2.5 8.5 3.7 3.7 7.3-8" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`,
};

export class Clocks {
	#readAt = 0; #timer = 0;

	/** @param {TicketPage} page */
	constructor(page) {
		this.page = page;
		page.onRead(() => {
			this.#readAt = Date.now();
			clearTimeout(this.#timer);
			if (this.#shown().some(({ state }) => state === "running")) this.#timer = window.setTimeout(this.#tick, stepMs);
		});
	}

	view() {
		const shown = this.#shown();
		return shown.length ? html`<section class="clocks" aria-labelledby="clocks"><h2 id="clocks">${t("clock.title")}</h2>${shown.map(this.#card)}</section>` : nothing;
	}

	/** Of each clock the run that counts now. */
	#shown = () => (this.page.ticket.clocks ?? []).filter((clock, at, all) => !all.slice(at + 1).some(({ metricId }) => metricId === clock.metricId));

	/** Where the hours end or begin the server is asked again. */
	#tick = () => {
		const turned = this.#shown().some(({ state, hoursTurnDate: turn }) => state === "running" && turn && turn.epochMillis <= Date.now());
		if (turned) return this.page.refresh();
		this.page.draw();
		this.#timer = window.setTimeout(this.#tick, stepMs);
	};

	/** @param {Clock} clock */
	#left({ state, withinCalendarHours, remaining }) {
		const since = state === "running" && withinCalendarHours ? Date.now() - this.#readAt : 0;
		return remaining.millis - since;
	}

	#card = (/** @type {Clock} */ clock) => {
		const left = this.#left(clock), late = clock.breached || left < 0 ;
		const look = late ? "late" : clock.state === "stopped" ? "kept" : clock.state;
		const used = Math.min(Math.max(clock.goal.millis - left, 0), clock.goal.millis);
		return html`<article class="clock" data-look=${look} data-soon=${!late && clock.state === "running" && left < soonMs ? "" : nothing}>
			<h3 dir="auto">${clock.name}</h3>
			<p class="clock-left"><svg viewBox="0 0 16 16" aria-hidden="true">${shapes[look]}</svg><b>${headline(clock, left, late)}</b></p>
			<progress max=${clock.goal.millis} value=${used} aria-label=${t("clock.used", { name: clock.name })}></progress>
			<p class="clock-note">${note(clock, this.page.ticket.lodge.agent)}</p>
			<details><summary>${t("clock.why")}</summary><ol class="clock-why">
				${clock.why.map((why) => html`<li><span dir="auto">${sentence(why, this.page.ticket.lodge.agent)}</span> <time datetime=${new Date(why.date.epochMillis).toISOString()} title=${fullDate(why.date.epochMillis)}>${dateTime(why.date.epochMillis)}</time></li>`)}
				<li>${clock.calendar ? t("clock.hours", { name: clock.calendar.name, zone: clock.calendar.timeZone }) : t("clock.always")}</li></ol></details>
		</article>`;
	};
}

/** @param {Clock} clock @param {number} left @param {boolean} late */
function headline({ state, elapsed, goal }, left, late) {
	if (late) return t(state === "stopped" ? "clock.wasLate" : "clock.late", { time: span(-left), goal: span(goal.millis) });
	if (state === "stopped") return t("clock.kept", { time: span(elapsed.millis), goal: span(goal.millis) });
	return t("clock.left", { time: span(left), goal: span(goal.millis) });
}

/** What is so now. @param {Clock} clock @param {boolean} team */
function note({ state, why, breachDate, stopDate, withinCalendarHours, hoursTurnDate, breached }, team) {
	if (state === "paused") {
		const pause = why.findLast(({ kind }) => kind === "paused");
		return pause ? t("clock.paused", { since: since(pause.date.epochMillis), why: reason(pause, team) }) : nothing;
	}
	if (state === "stopped") return stopDate ? t("clock.stopped", { when: ago(stopDate.epochMillis) }) : nothing;
	const due = breachDate ? t(breached ? "clock.wasDue" : "clock.due", { when: dateTime(breachDate.epochMillis) }) : "";
	return withinCalendarHours || !hoursTurnDate ? due : `${due} ${t("clock.asleep", { when: dateTime(hoursTurnDate.epochMillis) })}`;
}

const weekday = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long" });
/** "Tuesday" within a week, else the date. @param {number} ms */
const since = (ms) => Date.now() - ms < 6 * 86400e3 && Date.now() - ms > 86400e3 ? weekday.format(ms) : dateTime(ms);

/** @param {Reason} why @param {boolean} team */
function sentence(why, team) {
	if (why.kind !== "target") return t(`clock.${why.kind}.because`, { why: reason(why, team) });
	const none = t("clock.noGoal"), [before, after] = [why.goalBefore, why.goalAfter].map((goal) => goal ? span(goal.millis) : none);
	return before === after ? t("clock.rehoured.because", { why: reason(why, team) }) : t("clock.target.because", { before, after, why: reason(why, team) });
}

/** @param {Reason} why @param {boolean} team */
function reason({ because, after = "" }, team) {
	if (because === "awaiting") return t(team ? "clock.because.awaiting" : "clock.because.awaitingYou");
	if (because === "priority") return t("clock.because.priority", { after: t(`clock.priority.${after}`) });
	if (because === "status" && !after) return t("clock.because.someStatus");
	return t(`clock.because.${because}`, { after });
}
