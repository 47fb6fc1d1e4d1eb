/* decimal.js - amounts that people type, as decimal text: added up digit by digit, as doubles lose some. */

/** "1 500,5" as the API reads it, "1500.5"; undefined: no number. @param {string} typed */
export function decimal(typed) {
	const plain = typed.trim().replace(/[\s'’]/g, "").replace("−", "-").replace(",", ".");
	return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(plain) ? plain : undefined;
}

/** How many digits stand after the point. @param {string} text */
export const decimals = (text) => text.split(".")[1]?.length ?? 0;

/** @param {string} currency */
export const digitsOf = (currency) => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** The sum with so many digits after the point; what has more of them is cut. @param {string[]} amounts @param {number} digits */
export function sum(amounts, digits) {
	const units = amounts.reduce((all, amount) => all + unitsOf(amount, digits), 0n), bare = String(units < 0n ? -units : units).padStart(digits + 1, "0");
	return (units < 0n ? "-" : "") + bare.slice(0, bare.length - digits) + (digits ? `.${bare.slice(-digits)}` : "");
}

/** @param {string} amount @param {number} digits */
function unitsOf(amount, digits) {
	const [whole, part = ""] = amount.split(".");
	return BigInt(whole + part.slice(0, digits).padEnd(digits, "0"));
}
