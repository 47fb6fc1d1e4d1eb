/* lodge-web.c - one pool of workers behind nginx: the master that an
 * operator starts, and the workers that it starts. */
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "web/pool.h"
#include "app/routes.h"
#include "app/spine.h"

#define VERSION "0.1"

static const char usage[] =
	"usage: lodge-web --conf FILE --pool pages|files|auth [--workers N]\n"
	"       lodge-web --routes     prints nginx's locations of every route\n"
	"       lodge-web --version\n"
	"Signals to the master: SIGTERM and SIGINT let every worker finish its request and end.\n"
	"lodgectl pool status|scale|reload talks to a running one.\n";

enum {
	OPTION_CONF = 1,
	OPTION_POOL,
	OPTION_WORKERS,
	OPTION_WORKER,
	OPTION_ROUTES,
	OPTION_VERSION,
	OPTION_HELP
};
static const struct option long_options[] = {
	{ "conf", required_argument, NULL, OPTION_CONF },
	{ "pool", required_argument, NULL, OPTION_POOL },
	{ "workers", required_argument, NULL, OPTION_WORKERS },
	{ "worker", no_argument, NULL, OPTION_WORKER },
	{ "routes", no_argument, NULL, OPTION_ROUTES },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ 0 },
};

struct wish {
	const char *conf, *pool;
	long long workers;
	bool is_worker;
};

static int misused(void);
static int serve(const struct wish *wish, char *const *argv);
static bool find_program(char *path, size_t room);

int main(int argc, char **argv)
{
	struct wish wish = { .workers = 4 };
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		switch (option) {
		case OPTION_CONF:
			wish.conf = optarg;
			break;
		case OPTION_POOL:
			wish.pool = optarg;
			break;
		case OPTION_WORKERS:
			if (str_to_int(optarg, 1, POOL_WORKERS_MAX, &wish.workers) != OK)
				return misused();
			break;
		case OPTION_WORKER:
			wish.is_worker = true;
			break;
		case OPTION_ROUTES:
			routes_print();
			return fflush(stdout) == 0 ? 0 : 1;
		case OPTION_VERSION:
			puts("lodge-web " VERSION);
			return 0;
		case OPTION_HELP:
			fputs(usage, stdout);
			return 0;
		default:
			return misused();
		}
	}
	if (optind != argc || !str_in_list("pages files auth", wish.pool))
		return misused();
	return serve(&wish, argv);
}

static int misused(void)
{
	fputs(usage, stderr);
	return 2;
}

static int serve(const struct wish *wish, char *const *argv)
{
	static char program[PATH_MAX];

	log_open(wish->pool);
	conf_load(wish->conf);
	if (wish->is_worker)
		return pool_worker(wish->pool, spine_answer);
	if (!find_program(program, sizeof(program)))
		return 1;
	return pool_master(wish->pool, (int)wish->workers, program, argv);
}

/* Its path, not its file: after an installation a reload starts what lies there then. */
static bool find_program(char *path, size_t room)
{
	ssize_t size = readlink("/proc/self/exe", path, room - 1);

	if (size <= 0) {
		log_error("cannot find this program's own path below /proc");
		return false;
	}
	path[size] = '\0';
	return true;
}
