/* build.mjs - html/ becomes build/html/: one page per screen and language, two hashed bundles per language (the customers' and the
 * team's), a small one for who comes from a letter, one for what few pages ask for, hashed style sheets, and a .gz and .br beside each file.
 * A page and its module share a name. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { paths } from "./modules/parts/icon-paths.js";
import { check } from "./check.mjs";

const target = resolve(process.argv[2] ?? "../build/html");
const out = `${target}.new`; /* complete before it takes the old one's place: nginx may be serving */
process.chdir(dirname(fileURLToPath(import.meta.url)));

const wrong = await check();
if (wrong.length) fail(wrong.join("\n"));

const layout = readFileSync("pages/layout.html", "utf8");
const noticeLayout = readFileSync("notices/layout.html", "utf8");
/* The bundles beside the customers': whose screens they have, and which words are said there. */
const bundles = {
	main: { screens: [], style: "site", says: (key) => !/^(desk|letter)\./.test(key) },
	desk: { screens: ["agent", "ticket", "mail", "outbox"], style: "team", says: (key) => !/^letter\./.test(key) },
	letter: { screens: ["letter"], style: "letter", says: (key) => /^(letter|quote|site|me|form|trouble|missing|denied)\./.test(key) },
};
const screens = readdirSync("pages").map((name) => basename(name, ".html")).filter((name) => name !== "layout");

rmSync(out, { recursive: true, force: true });
const styles = Object.fromEntries(await Promise.all(["site", "team", "letter"].map(async (name) => [name, await bundle(`styles/${name}.css`)])));
const theme = await bundle("modules/theme.js", { format: "iife" });
const tus = await bundle("modules/tus.js");
for (const language of readdirSync("messages").map((name) => basename(name, ".js"))) {
	const { default: messages } = await import(`./messages/${language}.js`);
	for (const [name, { says, style }] of Object.entries(bundles)) {
		const module = await bundle(`modules/${name}.js`, { alias: { "#tus": tus }, external: ["/assets/*"], plugins: [words(messages, says)] });
		const text = readFileSync(join(out, module), "utf8"), unsaid = Object.keys(messages).find((key) => !says(key) && (text.includes(`"${key}"`) || text.includes(`\`${key}\``)));
		if (unsaid) fail(`${name}.js does not have the words of ${unsaid}`);
		for (const screen of screens.filter((screen) => bundleOf(screen) === name)) write(join(out, language, `${screen}.html`), page(screen, { style: styles[style], theme, module }, messages));
	}
}
for (const [name, path] of Object.entries(paths))
	write(join(out, "icons", `${name}.svg`), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#1b4f8a" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>\n`);
for (const name of readdirSync("notices").filter((name) => name !== "layout.html")) write(join(out, name), notice(name));
for (const name of readdirSync("static")) write(join(out, name), readFileSync(join("static", name)));

rmSync(`${target}.old`, { recursive: true, force: true });
try { renameSync(target, `${target}.old`); } catch { /* the first build */ }
renameSync(out, target);
rmSync(`${target}.old`, { recursive: true, force: true });

const [, css] = noticeLayout.match(/<style>([^]*)<\/style>/);
console.log(`notices: style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'`);

function bundleOf(screen) {
	return Object.keys(bundles).find((name) => bundles[name].screens.includes(screen)) ?? "main";
}

function page(screen, addresses, messages) {
	const text = readFileSync(`pages/${screen}.html`, "utf8"), [title] = text.match(/<title>.*<\/title>\n/);
	const slots = { screen, ...addresses, title: title.trim(), main: text.replace(title, "").trim() };
	return layout.replace(/%(\w+)%/g, (_, slot) => slots[slot])
		.replace(/\{\{([\w.]+)\}\}/g, (_, key) => messages[key] ?? fail(`${screen}: no message ${key}`));
}

/* What stands in for a file that is not given out: in all languages at once, with one style that the policy names. */
function notice(name) {
	const main = readFileSync(`notices/${name}`, "utf8"), [, title] = main.match(/<h1>(.*)<\/h1>/);
	return noticeLayout.replace("%title%", title).replace("%main%", main);
}

/* A language's file as a bundle takes it, without what it never says. */
function words(messages, says) {
	const own = Object.fromEntries(Object.entries(messages).filter(([key]) => says(key)));
	return { name: "words", setup(builder) {
		builder.onResolve({ filter: /^#messages$/ }, () => ({ path: "messages", namespace: "words" }));
		builder.onLoad({ filter: /./, namespace: "words" }, () => ({ contents: `export default ${JSON.stringify(own)}`, loader: "js" }));
	} };
}

/* Returns the address of the hashed file. */
async function bundle(source, more = {}) {
	const { metafile } = await build({
		entryPoints: [source], outdir: join(out, "assets"), entryNames: "[name]-[hash]", bundle: true, format: "esm",
		target: ["es2022", "chrome123", "firefox120", "safari17.5"], minify: true, charset: "utf8", sourcemap: "linked", legalComments: "none", metafile: true, ...more,
	});
	const file = Object.keys(metafile.outputs).find((name) => !name.endsWith(".map"));
	write(file, readFileSync(file));
	return "/" + relative(out, resolve(file));
}

function write(file, bytes) {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, bytes);
	if (/\.(ico|png)$/.test(file)) return;
	writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
	writeFileSync(`${file}.br`, brotliCompressSync(bytes));
}

function fail(message) {
	console.error(message);
	process.exit(1);
}
