/* transfer.h - one libcurl handle for each purpose in each process, kept for its open connections, and the options that
 * every transfer of ours has. Only for net/: others ask http.h or s3.h. */
#pragma once
#include <sys/types.h>

struct transfer {
	void *curl;  /* CURL * */
	pid_t owner; /* a forked child never speaks on its parent's connections */
};

/* The handle (CURL *) without options of the transfer before, its connections kept; NULL if there is no memory. */
void *transfer_begin(struct transfer *transfer);
/* No redirects, no proxy (also none of the environment), no netrc, no signals, no HTTP/0.9, TLS 1.2 and verified, and
 * a resolver that hangs does not outlive the time limit. transfer_begin() has done it. */
void transfer_harden(void *curl);
