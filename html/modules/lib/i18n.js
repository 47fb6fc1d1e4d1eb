/* i18n.js - sentences, counts and dates in the language of the page. Intl knows the rules; a
 * message file knows the words. nginx chose the language when it chose the page; each language has its own bundle. */
import words from "#messages";

/** @type {Record<string, string | Record<string, string>>} */
const messages = words;
export const lang = document.documentElement.lang;

/** The page's language as the person's region writes dates and numbers. */
const region = navigator.languages.find((wanted) => wanted.split("-")[0] === lang) ?? lang;

const plural = new Intl.PluralRules(lang);
const number = new Intl.NumberFormat(region, { maximumFractionDigits: 6 });
const relative = new Intl.RelativeTimeFormat(region, { numeric: "auto", style: "short" });
const short = new Intl.DateTimeFormat(region, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const shortYear = new Intl.DateTimeFormat(region, { day: "numeric", month: "short", year: "numeric" });
const hour = new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit" });
const long = new Intl.DateTimeFormat(region, { dateStyle: "full", timeStyle: "short" });
const calendar = new Intl.DateTimeFormat(region, { dateStyle: "long", timeZone: "UTC" });

/** @param {string} key @param {Record<string, string | number>} [values] a message with plural forms counts `n` */
export function t(key, values = {}) {
	const message = messages[key];
	const text = typeof message === "string" ? message : message?.[plural.select(+values.n)] ?? message?.other ?? key;
	return text.replace(/\{(\w+)\}/g, (_, name) => typeof values[name] === "number" ? number.format(values[name]) : values[name]);
}

/** The message, or something else where there is none. @template T @param {string} key @param {T} otherwise */
export const saidOr = (key, otherwise) => key in messages ? t(key) : otherwise;

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const units = [["day", 86400e3], ["hour", 3600e3], ["minute", 60e3]];

/** "3 hours ago" within a week, else the date, with its year when it is another. @param {number} ms */
export function ago(ms, now = Date.now()) {
	const past = ms - now;
	if (new Date(ms).getFullYear() !== new Date(now).getFullYear() && past < -7 * 86400e3) return shortYear.format(ms);
	if (Math.abs(past) > 7 * 86400e3) return short.format(ms);
	const [unit, size] = units.find(([, size]) => Math.abs(past) >= size) ?? units[2];
	return relative.format(Math.round(past / size), unit);
}

/** @param {number} ms */
export const dateTime = (ms) => short.format(ms);

/** "14:02", and with its day when that is not today. @param {number} ms */
export const clockTime = (ms, now = Date.now()) => (new Date(ms).toDateString() === new Date(now).toDateString() ? hour : short).format(ms);

/** @param {number} ms */
export const fullDate = (ms) => long.format(ms);

/** A day without a time, "2026-07-06", which is the same day everywhere. @param {string} day */
export const dayName = (day) => calendar.format(new Date(`${day}T00:00Z`));

/** An amount as decimal text, none of its digits lost: not every one fits a number. @param {string} amount @param {string} currency */
export function money(amount, currency) {
	const digits = amount.split(".")[1]?.length ?? 0;
	return new Intl.NumberFormat(region, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(/** @type {any} */ (amount));
}

/** The name of a currency. @param {string} currency */
export const moneyName = (currency) => new Intl.DisplayNames(region, { type: "currency" }).of(currency) ?? currency;

/** An instant that counts, where it counts. @param {number} ms @param {string} timeZone */
export const deadline = (ms, timeZone) => new Intl.DateTimeFormat(region, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone, timeZoneName: "short" }).format(ms);

const hours = new Intl.NumberFormat(region, { style: "unit", unit: "hour", unitDisplay: "short" });
const minutes = new Intl.NumberFormat(region, { style: "unit", unit: "minute", unitDisplay: "short" });

/** A stretch of time in hours and minutes; of two days and more only hours. @param {number} ms */
export function span(ms) {
	const all = Math.floor(Math.max(ms, 0) / 60e3), h = Math.floor(all / 60), m = all % 60;
	if (!h) return minutes.format(m);
	return m && h < 48 ? `${hours.format(h)} ${minutes.format(m)}` : hours.format(h);
}

/** @param {number} value */
export const numeral = (value) => number.format(value);

const mib = 1024 ** 2;

/** A limit is a round number of MiB, and said so. @param {number} bytes */
export const limit = (bytes) => bytes % mib || !bytes ? size(bytes) : bytes % (1024 * mib) ? `${number.format(bytes / mib)} MiB` : `${number.format(bytes / mib / 1024)} GiB`;

/** Of plain bytes the long name: the short one has no plural in English. @param {number} bytes */
export function size(bytes) {
	const step = bytes < 1e3 ? 0 : bytes < 1e6 ? 1 : bytes < 1e9 ? 2 : 3;
	const unit = ["byte", "kilobyte", "megabyte", "gigabyte"][step];
	return new Intl.NumberFormat(region, { style: "unit", unit, unitDisplay: step ? "short" : "long", maximumFractionDigits: step > 1 ? 1 : 0 }).format(bytes / 1e3 ** step);
}
