/* imap.h - a mailbox on another server (RFC 9051), by libcurl, through the one gate (outward.h): what lies in a folder from the oldest
 * mail on, the bytes of one, and putting it into another folder. Whether a mail was read (\Seen) means nothing here: fetching sets
 * it. What the server says is never trusted with our time, our memory or a second command. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

enum imap_tls {
	IMAP_TLS,      /* from the first byte on */
	IMAP_STARTTLS, /* it must come before anybody signs in */
	IMAP_PLAIN     /* none, and so only to the networks that outward_networks excepts */
};
struct imap_account {
	const char *host;
	int port;
	enum imap_tls tls;
	const char *user;
	const char *password; /* NULL: `token`, by OAUTHBEARER or XOAUTH2 */
	const char *token;
	/* Asked about every second while the server is waited for (may be NULL): an error ends that, and is given back. */
	enum err (*holds)(void *context);
	void *context;
};

/* Nothing is asked yet; a connection is made when it is needed, again if it was lost, and ends with the arena. The account must live as
 * long.
 *
 * In all that follows: E_SIGNED_OUT: the server does not take who we are; E_BUSY: it is not there, is too slow, or broke off;
 * E_DENIED: its address may not be reached; E_CONFLICT: it says no. */
struct imap *imap_make(struct arena *arena, const struct imap_account *account);
/* What went wrong last, in words for people of at most IMAP_SAID_MAX characters. */
enum { IMAP_SAID_MAX = 250 };
const char *imap_said(const struct imap *imap);

/* Signs in. E_NOT_OFFERED: it can neither move a mail nor remove just one (MOVE, UIDPLUS). */
enum err imap_open(struct imap *imap) MUST_USE;

struct imap_folder {
	int64_t uidvalidity; /* UIDs mean the same mails for as long as it stays */
	int64_t n;           /* mails in it */
};
/* What follows is about this folder: names in UTF-8, as they are shown. E_MISSING: there is none of that name. */
enum err imap_select(
	struct imap *imap, const char *folder, struct imap_folder *folder_out) MUST_USE;
struct imap_mail {
	int64_t uid, size; /* as the server says: the bytes may be more */
};
/* Up to n_max mails (at most IMAP_LIST_MAX), oldest first, passing over `skip`. E_UPSTREAM: it answers what nobody understands. */
enum { IMAP_LIST_MAX = 50 };
enum err imap_list(
	struct imap *imap, int64_t skip, int n_max, struct imap_mail *mails, int *n_out) MUST_USE;
/* Its bytes to `fd`, from the beginning. E_MISSING: it is not there any more, or UIDs mean other mails now; E_TOO_LARGE: more than
 * size_max; E_UPSTREAM: the server would not give it, or answered what nobody understands: about this mail, others may be fine. */
enum err imap_fetch(
	struct imap *imap, int64_t uid, int fd, int64_t size_max, int64_t *size_out) MUST_USE;
/* Puts it into the other folder, which is made if it is missing. OK also when it has gone from here. */
enum err imap_move(struct imap *imap, int64_t uid, const char *folder) MUST_USE;
/* How many mails lie in another folder; 0 if there is no such. */
enum err imap_count(struct imap *imap, const char *folder, int64_t *n_out) MUST_USE;
