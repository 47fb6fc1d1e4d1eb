/* mariadb.mjs - a private MariaDB: own data, a socket only, an account that may reach its one database only. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { isListening } from "../ask.mjs";
import { run } from "../process.mjs";
import { giveTo, servant } from "../settings.mjs";

export const database = { name: "lodge", user: "lodge", password: "lodge-local" };
export const socketOf = (stack) => stack.path("mariadb", "s.sock");

const LOG_SIZE = "--innodb-log-file-size=64M";
/* A stack with much in it (settings: dbMemory) has a log and a cache of full-text words to match. */
const LARGE = ["--innodb-log-file-size=1G", "--innodb-ft-cache-size=64M", "--innodb-ft-total-cache-size=1G", "--tmp-table-size=64M", "--max-heap-table-size=64M"];
/* No fsync: what was committed survives kill -9 of mariadbd (the kernel holds it), though not a power cut. */
const FAST = ["--innodb-flush-log-at-trx-commit=2", "--innodb-flush-method=nosync", "--skip-innodb-doublewrite", "--sync-binlog=0"];

export const mariadb = {
	name: "mariadb",
	async prepare(stack) {
		const data = stack.path("mariadb", "data");
		const account = servant(stack, "mysql");
		mkdirSync(stack.path("mariadb"), { recursive: true, mode: 0o755 });
		giveTo(account, stack.path("mariadb"));
		if (existsSync(data))
			return;
		rmSync(`${data}.new`, { recursive: true, force: true });
		await run(["mariadb-install-db", "--no-defaults", ...asUser(account), `--datadir=${data}.new`,
			"--auth-root-authentication-method=normal", "--skip-test-db", LOG_SIZE]);
		renameSync(`${data}.new`, data);
	},
	command(stack) {
		return { argv: ["mariadbd", "--no-defaults", ...asUser(servant(stack, "mysql")),
			`--datadir=${stack.path("mariadb", "data")}`, `--socket=${socketOf(stack)}`, `--pid-file=${stack.path("mariadb", "pid")}`,
			"--skip-networking", ...stack.dbMemory ? LARGE : [LOG_SIZE], `--innodb-buffer-pool-size=${stack.dbMemory ?? "256M"}`, "--innodb-ft-enable-stopword=0",
			"--open-files-limit=1024", "--table-open-cache=400", "--performance-schema=off", "--character-set-server=utf8mb4",
			...stack.durable ? [] : FAST] };
	},
	isReady: (stack) => isListening({ path: socketOf(stack) }),
	async afterStart(stack) {
		const { name, user, password } = database;
		await administer(stack, `CREATE USER IF NOT EXISTS ${user}@localhost IDENTIFIED BY '${password}';
			GRANT ALL ON ${name}.* TO ${user}@localhost;`);
	},
};

/* SQL as the server's administrator; gives tab-separated rows. */
export function administer(stack, sql) {
	return run(["mariadb", "--no-defaults", "-uroot", "-S", socketOf(stack), "-N", "-B", "-e", sql]);
}

function asUser(account) {
	return account ? [`--user=${account}`] : [];
}
