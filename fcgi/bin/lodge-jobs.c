/* lodge-jobs.c - the work that no request waits for: the parent that an operator starts, and the processes of its lanes. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/conf.h"
#include "base/log.h"
#include "app/lane.h"

static const char usage[] =
	"usage: lodge-jobs --conf FILE [--lane NAME] [--once]\n"
	"Does what requests left to be done, and clears away what has ended, until SIGTERM: each lane in processes of its own.\n"
	"  --lane NAME  one lane, in this process\n"
	"  --once       one round of it, or of each\n"
	"Lanes:";
static const struct option options[] = {
	{ "conf", required_argument, NULL, 'c' },
	{ "lane", required_argument, NULL, 'l' },
	{ "once", no_argument, NULL, 'o' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static int help(FILE *out, int status)
{
	fputs(usage, out);
	for (const struct lane *lane = lanes; lane->name; lane++)
		fprintf(out, " %s", lane->name);
	fputc('\n', out);
	return status;
}

static int all_once(void)
{
	int status = 0;

	for (const struct lane *lane = lanes; lane->name; lane++)
		status |= lane_run(lane, true);
	return status;
}

int main(int argc, char **argv)
{
	const char *conf_path = NULL, *lane_name = NULL;
	const struct lane *lane = NULL;
	bool once = false;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c')
			conf_path = optarg;
		else if (option == 'l')
			lane_name = optarg;
		else if (option == 'o')
			once = true;
		else
			return help(option == 'h' ? stdout : stderr, option == 'h' ? 0 : 2);
	}
	if (lane_name && !(lane = lane_find(lane_name)))
		return help(stderr, 2);
	log_open("jobs");
	conf_load(conf_path);
	if (lane)
		return lane_run(lane, once);
	return once ? all_once() : lane_master(argv);
}
