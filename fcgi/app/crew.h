/* crew.h - processes of one program that their parent keeps: it starts them, starts those again that end, and ends them with itself. */
#pragma once

enum { CREW_MAX = 1024 };
struct crew_post {
	const char *name;
	int processes;
};
struct crew {
	char *const *
		arguments; /* argv of the parent; each process gets these, and `option` and the name of its post behind them */
	const char *option;
	const struct crew_post *posts; /* up to one without a name; at most CREW_MAX processes */
};
/* Until SIGTERM or SIGINT, which it passes on, and waits for all to end; what does not is killed. Descriptors that are not to be closed
 * on exec are theirs, too. Exit status. */
int crew_run(const struct crew *crew);
