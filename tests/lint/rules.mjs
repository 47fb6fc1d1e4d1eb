/* rules.mjs - the rules of the house that no general tool knows: one function each, which gives its findings as
 * { path, line, what }. Any finding fails; the figures at the end are to look at. */
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { code, files, functions, lineOf, withoutComments } from "./source.mjs";

const ROOMS = ["base", "picture", "mail", "db", "net", "web", "id", "desk", "api", "app", "bin"];
const NEVER = { id: ["web"], desk: ["web"], api: ["db", "net"] };

/* Where a foreign header may be named: a room, or single files. */
const FOREIGN = [
	[/^(mysql|mariadb|errmsg|mysqld_error)/, ["fcgi/db/"]],
	[/^curl\//, ["fcgi/net/"]],
	[/^libs3/, ["fcgi/net/"]],
	[/^fcgi/, ["fcgi/web/"]],
	[/^openssl\//, ["fcgi/base/crypto.c", "fcgi/id/jwt.c"]],
	[/^c?json\/|^cJSON/i, ["fcgi/base/json.c"]],
	[/^(png\.h|jpeglib|jerror|gif_lib|webp\/)/, ["fcgi/picture/"]],
	[/^(gmime|glib|gio)/, ["fcgi/mail/", "fcgi/net/mime.c"]],
	[/^gumbo/, ["fcgi/base/", "fcgi/mail/"]],
	[/^(md4c|utf8proc|magic|idn2)/, ["fcgi/base/"]],
];

/* The one module that may show the server's safe HTML. */
const SAFE_HTML = "html/modules/parts/rich.js";

const BANNED = ["strcpy", "strcat", "sprintf", "vsprintf", "strncpy", "strtok", "atoi", "gets", "scanf", "alloca", "system", "popen",
	"localtime", "gmtime", "rand"];
const SQL_CLOCKS = ["NOW", "SYSDATE", "CURDATE", "CURTIME", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "LOCALTIMESTAMP",
	"UTC_TIMESTAMP", "UTC_DATE", "UTC_TIME", "UNIX_TIMESTAMP"];

const sources = files("fcgi", /\.[ch]$/);
const testC = files("tests", /\.[ch]$/);
const queries = files("sql/queries", /\.sql$/);
const scripts = files("html", /\.m?js$/);
const texts = [...sources, ...testC, ...queries, ...scripts, ...files("tests", /\.(mjs|cjs|sh|json)$/), ...files("nginx", /./),
	...files("html", /\.(html|css|json)$/), ...files("sql", /\.sql$/)];

const roomOf = (path) => path.split("/")[1];
const isTool = (path) => path.startsWith("fcgi/tools/");

function matches(file, text, pattern, what) {
	return [...text.matchAll(pattern)].map((match) => ({ path: file.path, line: lineOf(text, match.index), what: what(match) }));
}

const rules = {
	"a room includes itself and rooms above it"() {
		return sources.filter((file) => !isTool(file.path)).flatMap((file) => {
			const room = roomOf(file.path);
			return matches(file, withoutComments(file.text), /^#include "([^/"]+)\/[^"]*"/gm, ([, other]) => other)
				.filter(({ what }) => what !== "sql" && (ROOMS.indexOf(what) > ROOMS.indexOf(room) || !ROOMS.includes(what) || NEVER[room]?.includes(what)))
				.map((found) => ({ ...found, what: `${room}/ includes ${found.what}/` }));
		});
	},
	"generated SQL is called from id/ and above"() {
		return sources.filter((file) => !isTool(file.path) && ["base", "picture", "mail", "db", "net", "web", "api"].includes(roomOf(file.path)))
			.flatMap((file) => matches(file, withoutComments(file.text), /^#include "sql\/[^"]*"/gm, ([line]) => line));
	},
	"a foreign library is named in its own place only"() {
		return sources.flatMap((file) => matches(file, withoutComments(file.text), /^#include <([^>]+)>/gm, ([, header]) => header)
			.filter(({ what }) => FOREIGN.some(([pattern, places]) => pattern.test(what) && !places.some((place) => file.path.startsWith(place))))
			.map((found) => ({ ...found, what: `<${found.what}>` })));
	},
	"own header first, then system, libraries, rooms from low to high"() {
		return sources.filter((file) => file.path.endsWith(".c")).flatMap(includeOrder);
	},
	"banned calls"() {
		const pattern = new RegExp(`(?<![\\w.>])(${BANNED.join("|")})\\s*\\(`, "g");
		return [...sources, ...testC].flatMap((file) => matches(file, code(file.text), pattern, ([, name]) => `${name}()`));
	},
	"getenv() in base/conf.c only"() {
		return sources.filter((file) => file.path !== "fcgi/base/conf.c").flatMap((file) => matches(file, code(file.text), /(?<!\w)(secure_)?getenv\s*\(/g, ([call]) => call));
	},
	"malloc and free in base/ only"() {
		return sources.filter((file) => !isTool(file.path) && roomOf(file.path) !== "base")
			.flatMap((file) => matches(file, code(file.text), /(?<![\w.>])(malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf)\s*\(/g, ([, name]) => `${name}()`));
	},
	"cJSON_Delete nowhere"() {
		return sources.flatMap((file) => matches(file, code(file.text), /\bcJSON_Delete\b/g, ([name]) => name));
	},
	"no typedef of a struct"() {
		return sources.flatMap((file) => matches(file, code(file.text), /^typedef\s+(struct|union|enum)\s*\w*\s*\{/gm, ([text]) => text));
	},
	"SQL text in sql/ only"() {
		const allowed = (path) => isTool(path) || path === "fcgi/db/migrate.c" || /^tests\/unit\/(tools|db|desk)\//.test(path)
			|| path === "tests/bench/bare.c"; // the floor that sqlc is measured against
		const statement = /"\s*(SELECT(?! @@)|INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|CREATE TABLE|ALTER TABLE|DROP TABLE|WITH)\s[^"]*"/g;
		return [...sources, ...testC].filter((file) => !allowed(file.path)).flatMap((file) => matches(file, withoutComments(file.text), statement, ([text]) => text.slice(0, 50)));
	},
	"no clock of MariaDB's in queries: :now is bound"() {
		const pattern = new RegExp(`(?<![:\\w])(${SQL_CLOCKS.join("|")})\\b`, "gi");
		return queries.flatMap((file) => matches(file, file.text.replace(/--[^\n]*|'[^']*'/g, (text) => " ".repeat(text.length)), pattern, ([name]) => name));
	},
	"no SELECT * in queries"() {
		return queries.flatMap((file) => matches(file, file.text, /\bSELECT\s+(\w+\.)?\*/gi, ([text]) => text));
	},
	"nothing makes markup of texts but one module"() {
		const pattern = /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|createContextualFragment|setHTMLUnsafe|eval\s*\(|new Function\b)/g;
		return scripts.filter((file) => file.path !== SAFE_HTML && file.path.startsWith("html/modules/"))
			.flatMap((file) => matches(file, withoutComments(file.text), pattern, ([text]) => text));
	},
	"no inline script, style or handler in pages"() {
		return files("html/pages", /\.html$/).flatMap((file) => matches(file, file.text, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/g, ([text]) => text.trim()));
	},
	"a file says first what it is for"() {
		return [...sources, ...testC.filter((file) => file.path.endsWith(".c") && !file.path.includes("/tools/sqlc/")), ...files("tests", /\.mjs$/), ...scripts]
			.filter((file) => !new RegExp(`^/[*/] (\\S+/)?${basename(file.path)}[ ,]`).test(file.text)).map(({ path }) => ({ path, line: 1, what: `begins with /* ${basename(path)} - ...` }));
	},
	"a unit test stands where what it tests stands"() {
		return testC.filter(({ path }) => /^tests\/unit\/.*_test\.c$/.test(path)).filter(({ path }) => {
			const tested = path.replace(/^tests\/unit\//, "fcgi/").replace(/_test\.c$/, "");
			return !existsSync(`${tested}.c`) && !existsSync(`${tested}.h`);
		}).map(({ path }) => ({ path, line: 1, what: "tests no file of fcgi/" }));
	},
	"a promise to come back names an issue"() {
		return texts.flatMap((file) => matches(file, file.text, /\b(TODO|FIXME|XXX)\b(?!.*#\d)/g, ([word]) => word))
			.filter(({ path }) => !path.startsWith("tests/lint/"));
	},
	"lock files carry no download addresses"() {
		return texts.filter(({ path }) => path.endsWith("package-lock.json")).flatMap((file) => matches(file, file.text, /"resolved"\s*:/g, ([text]) => text).slice(0, 1));
	},
};

/* Each include has a rank, and ranks never fall. Headers of the file's own room right at the top are its own. */
function includeOrder(file) {
	const room = roomOf(file.path);
	const rank = (spec) => (spec[0] === "<" ? 1 : spec.startsWith('"sql/') ? 2 + ROOMS.length : 2 + ROOMS.indexOf(spec.slice(1).split("/")[0]));
	const found = [];
	let highest = 0;
	const text = withoutComments(file.text).split(/^#if/m)[0]; // what is included under a condition stands where it must
	for (const match of text.matchAll(/^#include ([<"][^>"]+[>"])/gm)) {
		if (highest === 0 && match[1].startsWith(`"${room}/`))
			continue;
		if (rank(match[1]) < highest)
			found.push({ path: file.path, line: lineOf(file.text, match.index), what: `${match[1]} comes too late` });
		highest = Math.max(highest, rank(match[1]));
	}
	return found;
}

function figures() {
	const all = sources.filter((file) => file.path.endsWith(".c")).flatMap((file) => functions(file.text).map((one) => ({ ...one, path: file.path })));
	const lengths = all.map((one) => one.length).sort((a, b) => a - b);
	const sizes = sources.filter((file) => file.path.endsWith(".c")).map((file) => file.text.split("\n").length).sort((a, b) => a - b);
	const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
	console.log(`${all.length} functions: median ${at(lengths, 0.5)} lines, 90th percentile ${at(lengths, 0.9)}, longest ${at(lengths, 1)}; `
		+ `${sizes.length} files: median ${at(sizes, 0.5)}, longest ${at(sizes, 1)}`);
	for (const { path, line, name, length } of all.filter((one) => one.length > 45).sort((a, b) => b.length - a.length))
		console.log(`  long: ${path}:${line} ${name} ${length} lines`);
	for (const file of scripts.filter(({ path, text }) => path.startsWith("html/modules/") && text.split("\n").length > 200))
		console.log(`  long: ${file.path} ${file.text.split("\n").length} lines`);
}

let failures = 0;
for (const [rule, find] of Object.entries(rules))
	for (const { path, line, what } of find()) {
		console.log(`${path}:${line}: ${rule}: ${what}`);
		failures++;
	}
figures();
console.log(failures ? `${failures} findings against ${Object.keys(rules).length} rules` : `${Object.keys(rules).length} rules kept`);
process.exit(failures ? 1 : 0);
