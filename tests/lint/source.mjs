/* source.mjs - files to look at, and C without its comments and texts, so that a word in either is no finding. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const SKIPPED = new Set(["node_modules", "build", ".git"]);

/* Files under a folder whose name fits, with their text, sorted. */
export function files(folder, pattern) {
	return readdirSync(folder, { withFileTypes: true }).filter((entry) => !SKIPPED.has(entry.name)).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory())
			return files(path, pattern);
		return pattern.test(entry.name) ? [{ path, text: readFileSync(path, "utf8") }] : [];
	}).sort((a, b) => (a.path < b.path ? -1 : 1));
}

const TOKENS = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/g;
const blank = (text) => text.replace(/[^\n]/g, " ");

/* Same length and lines; comments become blanks, texts keep their quotes only. */
export function code(text) {
	return text.replace(TOKENS, (token) => (token[0] === "/" ? blank(token) : token[0] + blank(token.slice(1, -1)) + token[0]));
}

/* Comments become blanks, texts stay. */
export function withoutComments(text) {
	return text.replace(TOKENS, (token) => (token[0] === "/" ? blank(token) : token));
}

export function lineOf(text, offset) {
	return text.slice(0, offset).split("\n").length;
}

/* Functions of a C file in the house's layout: a body opens and closes with a brace in the first column. */
export function functions(text) {
	const lines = code(text).split("\n");
	const found = [];
	for (let i = 0; i < lines.length; i++) {
		if (lines[i] !== "{" || !lines.slice(Math.max(0, i - 6), i).join(" ").includes("("))
			continue;
		const end = lines.findIndex((line, at) => at > i && line.startsWith("}"));
		let head = i - 1;
		while (head > 0 && /^[\t )]/.test(lines[head]))
			head--;
		found.push({ name: /(\w+)\(/.exec(lines[head])?.[1] ?? "?", line: i + 1, length: end - i - 1 });
		i = end;
	}
	return found;
}
