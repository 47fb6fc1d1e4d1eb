/* store.mjs - the S3 store: a Ceph of one monitor, one OSD and one RADOS gateway, without a manager. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { ask, isListening } from "../ask.mjs";
import { run } from "../process.mjs";
import { signedUrl } from "../s3.mjs";

const dir = (stack, ...names) => stack.path("store", ...names);
const osdLog = (stack) => dir(stack, "log/osd.0.log");
const conf = (stack) => dir(stack, "ceph.conf");
const ceph = (stack, ...words) => run(["ceph", "-c", conf(stack), "--connect-timeout", "20", ...words]);

export const mon = {
	name: "mon",
	ports: (stack) => [stack.ports.mon],
	async prepare(stack) {
		writeConf(stack);
		if (!existsSync(dir(stack, "mon/ok")))
			await makeMonitor(stack);
		else if (readFileSync(dir(stack, "mon/ok"), "utf8") !== String(stack.ports.mon))
			await moveMonitor(stack);
	},
	command: (stack) => ({ argv: ["ceph-mon", "-f", "-c", conf(stack), "-i", "a"] }),
	isReady: (stack) => isListening({ port: stack.ports.mon }),
};

export const osd = {
	name: "osd",
	graceMs: 20000,
	async prepare(stack) {
		if (!existsSync(dir(stack, "osd/ok")))
			await makeOsd(stack);
		rmSync(osdLog(stack), { force: true });
	},
	command: (stack) => ({ argv: ["ceph-osd", "-f", "-c", conf(stack), "-i", "0"] }),
	/* A gateway that starts before the OSD is active tries again only after ten seconds. */
	isReady: async (stack) => existsSync(osdLog(stack)) && readFileSync(osdLog(stack), "utf8").includes("state: booting -> active"),
};

export const rgw = {
	name: "rgw",
	ports: (stack) => [stack.ports.s3],
	command: (stack) => ({ argv: ["radosgw", "-f", "-c", conf(stack), "-n", "client.rgw.a"] }),
	isReady: async (stack) => await ask(`http://127.0.0.1:${stack.ports.s3}/`) !== null,
	async afterStart(stack) {
		if (!existsSync(dir(stack, "user.ok")))
			await makeUser(stack);
		const made = await ask(signedUrl(stack, "PUT", ""), { method: "PUT", timeoutMs: 30000 });
		if (made?.status !== 200)
			throw new Error(`rgw: the bucket ${stack.bucket} could not be made: ${made?.status} ${made?.text}`);
	},
};

function writeConf(stack) {
	for (const name of ["run", "log", "mon", "osd", "rgw"])
		mkdirSync(dir(stack, name), { recursive: true });
	const fsid = dir(stack, "fsid");
	if (!existsSync(fsid))
		writeFileSync(fsid, randomUUID());
	const values = { FSID: readFileSync(fsid, "utf8"), DIR: dir(stack), MON_PORT: stack.ports.mon,
		OSD_PORT_MIN: stack.ports.osd[0], OSD_PORT_MAX: stack.ports.osd[1], S3_PORT: stack.ports.s3 };
	const template = readFileSync(new URL("ceph.conf.in", import.meta.url), "utf8");
	writeFileSync(conf(stack), template.replace(/@(\w+)@/g, (_, name) => values[name]));
}

async function makeMonitor(stack) {
	const keyring = dir(stack, "keyring");
	for (const left of [keyring, dir(stack, "mon/a"), dir(stack, "osd/ok"), dir(stack, "user.ok")])
		rmSync(left, { recursive: true, force: true });
	mkdirSync(dir(stack, "mon/a"));
	await run(["ceph-authtool", "--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"]);
	await run(["ceph-authtool", keyring, "--gen-key", "-n", "client.admin", "--cap", "mon", "allow *", "--cap", "osd", "allow *"]);
	await run(["ceph-mon", "-c", conf(stack), "--mkfs", "-i", "a", "--monmap", await monitorMap(stack), "--keyring", keyring]);
	writeFileSync(dir(stack, "mon/ok"), String(stack.ports.mon));
}

/* The same data at another PORT: a monitor believes its own map, not its configuration. */
async function moveMonitor(stack) {
	await run(["ceph-mon", "-c", conf(stack), "-i", "a", "--inject-monmap", await monitorMap(stack)]);
	writeFileSync(dir(stack, "mon/ok"), String(stack.ports.mon));
}

async function monitorMap(stack) {
	const map = dir(stack, "monmap");
	await run(["monmaptool", "--create", "--clobber", "--fsid", readFileSync(dir(stack, "fsid"), "utf8"),
		"--addv", "a", `[v2:127.0.0.1:${stack.ports.mon}]`, map]);
	return map;
}

async function makeOsd(stack) {
	rmSync(dir(stack, "osd/0"), { recursive: true, force: true });
	mkdirSync(dir(stack, "osd/0"));
	const id = dir(stack, "osd/uuid"); // the monitor must hear the same one again if this was cut short
	if (!existsSync(id))
		writeFileSync(id, randomUUID());
	const uuid = readFileSync(id, "utf8");
	await ceph(stack, "osd", "new", uuid, "0");
	await run(["ceph-osd", "-c", conf(stack), "-i", "0", "--mkfs", "--osd-uuid", uuid]);
	writeFileSync(dir(stack, "osd/ok"), "");
}

async function makeUser(stack) {
	const { accessKey, secretKey } = stack.s3;
	const admin = (...words) => run(["radosgw-admin", "-c", conf(stack), "-n", "client.rgw.a", "user", ...words, "--uid=portal"]);
	await admin("create", "--display-name=portal", `--access-key=${accessKey}`, `--secret-key=${secretKey}`)
		.catch(() => admin("info")); // made by a start that was cut short
	writeFileSync(dir(stack, "user.ok"), "");
}
