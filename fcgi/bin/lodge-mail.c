/* lodge-mail.c - the door for mail: the parent that an operator starts, which listens, and the processes that have the sessions. */
#include <getopt.h>
#include <stdio.h>

#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "app/crew.h"
#include "app/mail_door.h"

static const char usage[] =
	"usage: lodge-mail --conf FILE\n"
	"Takes mails by LMTP at lmtp_listen from a mail server and keeps them, until SIGTERM, which ends it between two mails.\n"
	"lodge-jobs reads what was kept. Whoever reaches that port is believed to be the mail server: let nobody else.\n";
static const struct option options[] = {
	{ "conf", required_argument, NULL, 'c' },
	{ "door", required_argument, NULL, 'd' }, /* the parent says it to its processes */
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static int help(FILE *out, int status)
{
	fputs(usage, out);
	return status;
}

static int parent(char *const *arguments)
{
	const struct crew_post posts[] = {
		{ "lmtp", (int)conf()->lmtp_sessions_max },
		{ "keeper", 1 },
		{ 0 },
	};
	const struct crew crew = { .arguments = arguments, .option = "--door", .posts = posts };

	if (mail_door_open() != OK)
		return 1;
	return crew_run(&crew);
}

int main(int argc, char **argv)
{
	const char *conf_path = NULL, *door = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c')
			conf_path = optarg;
		else if (option == 'd')
			door = optarg;
		else
			return help(option == 'h' ? stdout : stderr, option == 'h' ? 0 : 2);
	}
	if (optind != argc || (door && !str_in_list("lmtp keeper", door)))
		return help(stderr, 2);
	log_open("mail");
	conf_load(conf_path);
	if (!door)
		return parent(argv);
	return str_equal(door, "keeper") ? mail_door_keep() : mail_door_run();
}
