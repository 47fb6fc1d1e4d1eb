/* imap_talk.h - one command to an IMAP server after the other, and what it says to each. Only for imap.c. */
#pragma once
#include <curl/curl.h>
#include "net/imap.h"

enum { IMAP_FETCH_TIMEOUT_MS = 15 * 60000 };

struct imap {
	struct arena *arena;
	const struct imap_account *account;
	CURL *curl;
	const char *origin; /* "imaps://mail.example.net:993" */
	const char *folder; /* as a URL has it; NULL: none was chosen */
	struct imap_folder state;
	bool moves, removes;            /* it offers MOVE, UIDPLUS */
	bool takes_sasl, refuses_login; /* it offers AUTH=PLAIN or AUTH=LOGIN; LOGINDISABLED */
	bool by_login;                  /* sign in by the command LOGIN */
	char said[IMAP_SAID_MAX + 1];
	char curl_said[CURL_ERROR_SIZE];
	/* what the running command is for, cleared when it has ended */
	struct imap_mail *mails; /* NULL: no list */
	int n_max;
	int fd; /* -1: no bytes */
	int64_t size_max;
	/* what has come of it */
	int n, n_lines;
	int64_t counted; /* by STATUS; -1: it was not said */
	int64_t size;
	bool is_refused; /* the server said NO or BAD */
	enum err error;  /* of ours, which ended it */
	int64_t moved, moved_at, asked_at;
};

/* Makes ->curl, which hangs up when the arena is emptied. */
void imap_talk_open(struct imap *imap);

/* The words, with `folder` (as a URL has it) open; NULL: none. What the server says of mails and folders is in the struct then.
 * Errors: as for all of imap.h. */
enum err imap_command(struct imap *imap, const char *folder, const char *format, ...)
	PRINTF(3, 4) MUST_USE;
/* What the URL names; `words` instead of it where they are not NULL. */
enum err imap_perform(
	struct imap *imap, const char *url, const char *words, int64_t timeout_ms) MUST_USE;
/* Gives the error back, and the text goes to imap_said(), what the server itself said after it. */
enum err imap_trouble(struct imap *imap, enum err e, const char *text);
