/* nginx.mjs - nginx with everything of its own under the run folder; nginx/ is filled in at each start, and its
 * locations come from lodge-web's table of routes. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isListening } from "../ask.mjs";
import { logFile, run } from "../process.mjs";
import { servant } from "../settings.mjs";

const BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

export const nginx = {
	name: "nginx",
	ports: (stack) => [stack.ports.web, stack.ports.local],
	async prepare(stack) {
		const values = valuesOf(stack);
		for (const name of readdirSync(join(stack.root, "nginx"))) {
			const text = readFileSync(join(stack.root, "nginx", name), "utf8");
			writeFileSync(stack.path("nginx", name.replace(/\.in$/, "")), text.replace(/@([A-Z][A-Z0-9_]+)@/g, (_, key) => values[key]));
		}
		writeFileSync(stack.path("nginx/routes.conf"), await routes(stack));
		await run(["nginx", "-t", "-q", ...where(stack)]);
	},
	command: (stack) => ({ argv: ["nginx", ...where(stack), "-g", "daemon off;"] }),
	isReady: (stack) => isListening({ port: stack.ports.web }),
};

/* The colours have a location of their own in site.conf, for the cache. */
async function routes(stack) {
	const text = await run([join(stack.programs, "lodge-web"), "--routes"]);
	return text.split("\n").filter((line) => !line.startsWith("location = /theme.css ")).join("\n");
}

function where(stack) {
	return ["-p", stack.path("nginx"), "-c", stack.path("nginx/lodge.conf"), "-e", logFile(stack, "nginx")];
}

function valuesOf(stack) {
	const account = servant(stack, "www-data");
	const html = join(stack.build, "html");
	const hasBrotli = existsSync(BROTLI);
	const byHost = stack.conf.s3_style === "host"; // the bucket stands before the store's name, and paths begin with the tenant
	return {
		MAIN: [account ? `user ${account};` : "", hasBrotli ? `load_module ${BROTLI};` : ""].filter(Boolean).join("\n"),
		BROTLI: hasBrotli ? "brotli_static on;" : "",
		WORKERS: 2,
		RUN: stack.runDir,
		LOG: logFile(stack, "nginx"),
		PORT: stack.port,
		LOCAL_PORT: stack.ports.local,
		HTML: html,
		FILES_ORIGIN: stack.filesOrigin,
		FILES_HOST: new URL(stack.filesOrigin).hostname,
		FILES: byHost ? "~ ^/[0-9]+/" : `/${stack.bucket}/`,
		S3_ENDPOINT: `http://127.0.0.1:${stack.ports.s3}`,
		S3_HOST: byHost ? `${stack.bucket}.s3.localhost:${stack.ports.s3}` : `127.0.0.1:${stack.ports.s3}`,
		S3_NAME: "127.0.0.1",
		S3_CA_FILE: "/etc/ssl/certs/ca-certificates.crt",
		NOTICE_STYLE: styleHash(join(html, "link-ended.html")),
	};
}

/* CSP's name for the one inline style that there is. */
function styleHash(page) {
	const style = /<style>([^]*)<\/style>/.exec(existsSync(page) ? readFileSync(page, "utf8") : "")?.[1] ?? "";
	return `sha256-${createHash("sha256").update(style).digest("base64")}`;
}
