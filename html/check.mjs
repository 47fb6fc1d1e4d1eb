/* check.mjs - what neither the compiler nor the browser would notice: a sentence missing in a language or never used, markup
 * from a string, a style that knows left from right, a module that grew. Prints each and fails. */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const linesMax = 200;

/** @returns {Promise<string[]>} what is wrong, one sentence each */
export async function check() {
	const texts = Object.fromEntries([...files("modules", ".js"), ...files("pages", ".html"), ...files("styles", ".css")].map((name) => [name, readFileSync(name, "utf8")]));
	const languages = Object.fromEntries(await Promise.all(files("messages", ".js").map(async (name) =>
		[basename(name, ".js"), (await import(pathToFileURL(name).href)).default])));
	return [...wordsMissing(languages), ...wordsUnused(languages.en, Object.values(texts).join("\n")), ...Object.entries(texts).flatMap(([name, text]) => linted(name, text))];
}

function wordsMissing({ en, ...others }) {
	return Object.entries({ en, ...others }).flatMap(([language, words]) => {
		const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
		return [
			...Object.keys(en).filter((key) => !(key in words)).map((key) => `${language}: ${key} is missing`),
			...Object.keys(words).filter((key) => !(key in en)).map((key) => `${language}: ${key} is not in English`),
			...Object.entries(words).flatMap(([key, text]) => typeof text === "string" ? [] : forms.filter((form) => !text[form]).map((form) => `${language}: ${key} lacks the form "${form}"`)),
			...Object.entries(words).filter(([key, text]) => holes(text) !== holes(en[key])).map(([key]) => `${language}: ${key} has other {holes} than English`),
		];
	});
}

/* A count may be left out where the form says it ("two requests"), so only the other holes are compared there. */
function holes(text = "") {
	const all = typeof text === "string" ? text.match(/\{\w+\}/g) ?? [] : [];
	return [...new Set(all)].sort().join();
}

/* A key is used where it stands whole, or where a template begins like it: t(`me.${theme}`). */
function wordsUnused(en, text) {
	const open = [...text.matchAll(/`([\w.]+\.)\$\{/g)].map(([, start]) => start);
	const endings = [...text.matchAll(/\}(\.\w+)`/g)].map(([, end]) => end);
	const known = new Set(Object.keys(en));
	return [
		...[...known].filter((key) => !text.includes(`"${key}"`) && !text.includes(`{{${key}}}`) && !open.some((start) => key.startsWith(start)) && !endings.some((end) => key.endsWith(end)))
			.map((key) => `en: ${key} is never used`),
		...[...text.matchAll(/\bt\("([\w.]+)"/g)].filter(([, key]) => !known.has(key)).map(([, key]) => `en: ${key} is asked for and missing`),
	];
}

function linted(name, text) {
	const found = [];
	const refuse = (pattern, why) => text.match(pattern) && found.push(`${name}: ${why}`);
	if (name.endsWith(".js")) {
		refuse(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/, "markup from a string");
		if (!name.endsWith("parts/rich.js")) refuse(/unsafeHTML|unsafeSVG|setHTML/, "only parts/rich.js shows markup");
		refuse(/styleMap|style=\$\{/, "a style attribute, which the policy refuses");
		if (text.split("\n").length > linesMax) found.push(`${name}: more than ${linesMax} lines`);
	}
	if (name.endsWith(".css")) refuse(/(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|[{;]\s*(?:left|right):/, "left and right: use the logical property");
	if (name.endsWith(".html")) refuse(/\sstyle=|\son\w+=|<style|<script>/, "inline style or script");
	return found;
}

function files(folder, ending) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => entry.isDirectory() ? files(join(folder, entry.name), ending)
		: entry.name.endsWith(ending) ? [join(folder, entry.name)] : []);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const wrong = await check();
	for (const line of wrong) console.error(line);
	process.exitCode = wrong.length ? 1 : 0;
}
