/* ctl_store.c - what `lodgectl doctor` says of the object store: a small object goes the way of every file, and each step is
 * a line. What fails early leaves the later steps out. */
#include "app/ctl.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "net/s3.h"
#include "net/s3_probe.h"

#define CONTENT "A doctor was here."
#define SOME_FROM 2
#define SOME_SIZE 6

enum {
	LINK_VALID_S = 300,
	SKEW_MS_MAX = 5 * 60 * 1000, /* signatures fail at 15 minutes */
};

/* The key looks like that of a tenant, as nginx wants it, but of none that there is. */
struct patient {
	struct ctl *ctl;
	const char *key;
	const char *link;
	struct s3_probe at_store; /* the link, from the store itself */
	const char *why;          /* there was no answer */
};

static enum err check_bucket(struct patient *p, const char **said_out);
static enum err check_put(struct patient *p, const char **said_out);
static enum err check_link(struct patient *p, const char **said_out);
static enum err check_range(struct patient *p, const char **said_out);
static enum err check_clock(struct patient *p, const char **said_out);
static enum err check_encryption(struct patient *p, const char **said_out);
static enum err check_tls(struct patient *p, const char **said_out);
static enum err check_delete(struct patient *p, const char **said_out);

/* In this order; those that need the object come between `put` and `delete`. */
static const struct step {
	const char *name;
	enum err (*run)(struct patient *p, const char **said_out);
	bool ends; /* if this one is wrong, none of the others can be right */
} steps[] = {
	{ "store: TLS", check_tls, false },
	{ "store: bucket", check_bucket, true },
	{ "store: put", check_put, true },
	{ "store: link", check_link, false },
	{ "store: range", check_range, false },
	{ "store: clock", check_clock, false },
	{ "store: encryption", check_encryption, false },
	{ "store: delete", check_delete, false },
};

int ctl_store_check(struct ctl *ctl)
{
	struct patient p = {
		.ctl = ctl,
		.key = arena_format(ctl->arena, "0/doctor-%s", random_token(ctl->arena)),
	};
	int wrong = 0;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		const char *said = NULL;
		enum err e = steps[i].run(&p, &said);

		if (e == OK && said == NULL)
			continue; /* nothing to say */
		wrong += ctl_report(steps[i].name, e, said);
		if (e != OK && steps[i].ends)
			break;
	}
	return wrong;
}

static enum err check_tls(struct patient *p, const char **said_out)
{
	bool is_libs3 = str_equal(conf()->s3_driver, "libs3");

	if (!str_starts(conf()->s3_endpoint, "https://"))
		return OK;
	*said_out = is_libs3
		? "libs3 verifies no certificate: who sits between reads and changes every file"
		: arena_format(p->ctl->arena, "verified with %s",
			  conf()->s3_ca_file[0] != '\0' ? conf()->s3_ca_file
							: "the system's certificates");
	return OK;
}

static enum err check_bucket(struct patient *p, const char **said_out)
{
	*said_out = arena_format(p->ctl->arena, "%s bucket %s, by %s", conf()->s3_endpoint,
		conf()->s3_bucket, conf()->s3_driver);
	return s3_ready(p->ctl->arena);
}

static enum err check_put(struct patient *p, const char **said_out)
{
	const char *content = CONTENT;
	struct s3_stored stored;

	*said_out = p->key;
	TRY(s3_put(p->ctl->arena, p->key, "text/plain", s3_read_text, &content, strlen(CONTENT),
		&stored));
	p->link = s3_link(p->ctl->arena, p->key, LINK_VALID_S, "text/plain", "doctor.txt", false);
	(void)!s3_probe(p->ctl->arena, p->link, true, NULL, &p->at_store, &p->why);
	return OK;
}

/* Where people fetch it; a machine that cannot reach that asks the store itself. */
static enum err check_link(struct patient *p, const char **said_out)
{
	struct s3_probe probe;
	const char *where = conf()->s3_public_origin, *why;

	if (s3_probe(p->ctl->arena, p->link, false, NULL, &probe, &why) != OK) {
		where = arena_format(p->ctl->arena, "%s (%s: %s)", conf()->s3_endpoint, where, why);
		probe = p->at_store;
	}
	*said_out = where;
	if (probe.status == 200 && str_equal(probe.text, CONTENT))
		return OK;
	*said_out = probe.status == 0
		? arena_format(p->ctl->arena, "%s: %s", where, p->why)
		: arena_format(p->ctl->arena, "%s answers %d, and not what was put", where,
			  probe.status);
	return E_BUSY;
}

static enum err check_range(struct patient *p, const char **said_out)
{
	char range[32];
	struct s3_probe probe;
	const char *why;

	snprintf(range, sizeof range, "%d-%d", SOME_FROM, SOME_FROM + SOME_SIZE - 1);
	if (s3_probe(p->ctl->arena, p->link, false, range, &probe, &why) != OK &&
		s3_probe(p->ctl->arena, p->link, true, range, &probe, &why) != OK) {
		*said_out = why;
		return E_BUSY;
	}
	*said_out = arena_format(p->ctl->arena, "bytes %s", range);
	if (probe.status == 206 && strlen(probe.text) == SOME_SIZE &&
		strncmp(probe.text, CONTENT + SOME_FROM, SOME_SIZE) == 0)
		return OK;
	*said_out = arena_format(
		p->ctl->arena, "bytes %s: %d, and not those bytes", range, probe.status);
	return E_BUSY;
}

static enum err check_clock(struct patient *p, const char **said_out)
{
	int64_t skew_ms = p->at_store.date - clock_now();

	if (p->at_store.date < 0) {
		*said_out = "not known: the store says no Date";
		return E_BUSY;
	}
	*said_out = arena_format(p->ctl->arena, "the store is %lld s %s", llabs(skew_ms) / 1000,
		skew_ms < 0 ? "behind" : "ahead");
	return llabs(skew_ms) > SKEW_MS_MAX ? E_BUSY : OK;
}

static enum err check_encryption(struct patient *p, const char **said_out)
{
	if (conf()->s3_encryption[0] == '\0')
		return OK;
	*said_out = p->at_store.encryption[0] != '\0' ? p->at_store.encryption
						      : "the store says of none";
	return str_equal(p->at_store.encryption, conf()->s3_encryption) ? OK : E_BUSY;
}

static enum err check_delete(struct patient *p, const char **said_out)
{
	int64_t size;

	*said_out = "gone again";
	TRY(s3_remove(p->ctl->arena, p->key));
	if (s3_size(p->ctl->arena, p->key, &size) == E_MISSING)
		return OK;
	*said_out = "still there";
	return E_BUSY;
}
