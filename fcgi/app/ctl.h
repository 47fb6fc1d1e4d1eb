/* ctl.h - what an operator may do by `lodgectl`: commands as data, each a
 * short function over the same desk and the same generated SQL as the
 * workers. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "base/err.h"
#include "id/scope.h"

struct person;
struct str;

/* One run of lodgectl. What goes wrong is said with refuse(). */
struct ctl {
	struct arena *arena;
	struct scope scope; /* without a caller; its tenant once ctl_tenant() has found it */
	bool misused;       /* the words were wrong: the usage is shown, and the status is 2 */
};

struct ctl_command {
	const char *name;      /* "person add" */
	const char *arguments; /* "--tenant T --email E" */
	const char *help;
	enum err (*run)(struct ctl *ctl, char **words); /* the words after the name, up to NULL */
};
extern const struct ctl_command ctl_commands[];

/* Do the words begin with the name of a command? */
bool ctl_is_known(char **words);
/* Runs that command. Exit status: 0 done, 1 refused (said on standard
 * error), 2 misused. */
int ctl_run(struct ctl *ctl, char **words);
void ctl_help(FILE *out);

/* The words of a command: "--name value" (value set), "--name" (given set),
 * and operands in order. Those who are not optional must be there. Up to a
 * NULL name and value. */
struct ctl_word {
	const char *name; /* "--email"; without dashes: an operand */
	const char **value;
	bool *given;
	bool optional;
};
enum err ctl_read(struct ctl *ctl, char **words, const struct ctl_word *expected) MUST_USE;
/* "--days 30" within bounds. */
enum err ctl_number(struct ctl *ctl, const char *name, const char *text, long long min,
	long long max, long long *number_out) MUST_USE;
/* `--id N` or `--all`, one of them: *id_out is 0 for all. */
enum err ctl_one_or_all(struct ctl *ctl, char **words, long long *id_out) MUST_USE;
/* A line of text for people of at most length_max characters. */
enum err ctl_line(struct ctl *ctl, const char *name, const char *text, size_t length_max) MUST_USE;
/* scope.tenant, by its slug. */
enum err ctl_tenant(struct ctl *ctl, const char *slug) MUST_USE;
/* The one person of the tenant with this address, or with this number of
 * `person list`: not everybody has an address. `active_only` leaves out the
 * disabled ones. */
enum err ctl_person(
	struct ctl *ctl, const char *who, bool active_only, struct person **person_out) MUST_USE;

/* "--desk 7": one of scope.tenant. */
enum err ctl_desk(struct ctl *ctl, const char *text, int64_t *id_out) MUST_USE;
/* What the file holds, or standard input for "-"; of one that is larger than
 * size_max more than size_max bytes, so that its reader refuses it. */
enum err ctl_file(
	struct ctl *ctl, const char *name, size_t size_max, struct str *text_out) MUST_USE;

/* A line of at most size_max bytes, of a file or of standard input for "-":
 * secrets never stand on a command line. */
enum err ctl_secret(
	struct ctl *ctl, const char *name, size_t size_max, const char **secret_out) MUST_USE;

/* The commands, by file. */
enum err ctl_tenant_list(struct ctl *ctl, char **words); /* ctl_tenant.c */
enum err ctl_tenant_add(struct ctl *ctl, char **words);
enum err ctl_tenant_set_origin(struct ctl *ctl, char **words);
enum err ctl_tenant_quota(struct ctl *ctl, char **words);
enum err ctl_tenant_remove(struct ctl *ctl, char **words); /* ctl_remove.c */
enum err ctl_ticket_remove(struct ctl *ctl, char **words);
enum err ctl_desk_list(struct ctl *ctl, char **words); /* ctl_desk.c */
enum err ctl_desk_add_agent(struct ctl *ctl, char **words);
enum err ctl_desk_remove_agent(struct ctl *ctl, char **words);
enum err ctl_desk_files(struct ctl *ctl, char **words);
enum err ctl_desk_sharing(struct ctl *ctl, char **words);
enum err ctl_desk_feedback(struct ctl *ctl, char **words);
enum err ctl_desk_clocks(struct ctl *ctl, char **words); /* ctl_sla.c */
enum err ctl_calendar_list(struct ctl *ctl, char **words);
enum err ctl_calendar_show(struct ctl *ctl, char **words);
enum err ctl_calendar_add(struct ctl *ctl, char **words);
enum err ctl_calendar_import(struct ctl *ctl, char **words);
enum err ctl_sla_export(struct ctl *ctl, char **words);
enum err ctl_sla_import(struct ctl *ctl, char **words);
enum err ctl_sla_recount(struct ctl *ctl, char **words);
enum err ctl_organization_list(struct ctl *ctl, char **words); /* ctl_organization.c */
enum err ctl_organization_add(struct ctl *ctl, char **words);
enum err ctl_organization_add_member(struct ctl *ctl, char **words);
enum err ctl_organization_remove_member(struct ctl *ctl, char **words);
enum err ctl_person_list(struct ctl *ctl, char **words); /* ctl_person.c */
enum err ctl_person_add(struct ctl *ctl, char **words);
enum err ctl_person_role(struct ctl *ctl, char **words);
enum err ctl_person_disable(struct ctl *ctl, char **words);
enum err ctl_person_enable(struct ctl *ctl, char **words);
enum err ctl_person_join(struct ctl *ctl, char **words);
enum err ctl_provider_list(struct ctl *ctl, char **words); /* ctl_provider.c */
enum err ctl_provider_add(struct ctl *ctl, char **words);
enum err ctl_provider_set(struct ctl *ctl, char **words);
enum err ctl_mailbox_list(struct ctl *ctl, char **words); /* ctl_mailbox.c */
enum err ctl_mailbox_add(struct ctl *ctl, char **words);
enum err ctl_mailbox_change(struct ctl *ctl, char **words);
enum err ctl_mailbox_test(struct ctl *ctl, char **words);
enum err ctl_mailbox_remove(struct ctl *ctl, char **words);
enum err ctl_token_create(struct ctl *ctl, char **words); /* ctl_token.c */
enum err ctl_token_list(struct ctl *ctl, char **words);
enum err ctl_token_revoke(struct ctl *ctl, char **words);
enum err ctl_pool_status(struct ctl *ctl, char **words); /* ctl_pool.c */
enum err ctl_pool_scale(struct ctl *ctl, char **words);
enum err ctl_pool_reload(struct ctl *ctl, char **words);
enum err ctl_job_list(struct ctl *ctl, char **words); /* ctl_job.c */
enum err ctl_job_retry(struct ctl *ctl, char **words);
enum err ctl_mail_outbox(struct ctl *ctl, char **words); /* ctl_outbox.c */
enum err ctl_mail_retry(struct ctl *ctl, char **words);
enum err ctl_mail_address_list(struct ctl *ctl, char **words); /* ctl_mail.c */
enum err ctl_mail_address_add(struct ctl *ctl, char **words);
enum err ctl_mail_address_change(struct ctl *ctl, char **words);
enum err ctl_mail_address_remove(struct ctl *ctl, char **words);
enum err ctl_mail_block_list(struct ctl *ctl, char **words);
enum err ctl_mail_block_add(struct ctl *ctl, char **words);
enum err ctl_mail_block_remove(struct ctl *ctl, char **words);
enum err ctl_migrate(struct ctl *ctl, char **words); /* ctl_demo.c */
enum err ctl_demo_load(struct ctl *ctl, char **words);
enum err ctl_demo_seed(struct ctl *ctl, char **words);     /* ctl_seed.c */
enum err ctl_workflow_list(struct ctl *ctl, char **words); /* ctl_workflow.c */
enum err ctl_workflow_export(struct ctl *ctl, char **words);
enum err ctl_workflow_import(struct ctl *ctl, char **words);
enum err ctl_workflow_use(struct ctl *ctl, char **words);
/* Shared by workflow and demo: a file becomes a workflow of scope.tenant. */
enum err ctl_workflow_bring(struct ctl *ctl, const char *file) MUST_USE;
enum err ctl_sweep(struct ctl *ctl, char **words); /* ctl_sweep.c */
enum err ctl_sweep_report(struct ctl *ctl, char **words);
enum err ctl_doctor(struct ctl *ctl, char **words); /* ctl_doctor.c */
/* A line of the doctor's: "fine" or "WRONG"; 1 if it is. */
int ctl_report(const char *what, enum err e, const char *said);
/* The lines about the object store (ctl_store.c); how many are wrong. */
int ctl_store_check(struct ctl *ctl);
/* Do letters go out? For doctor (ctl_outbox.c). */
enum err ctl_outbox_check(struct ctl *ctl, const char **said_out) MUST_USE;
/* The same about mailboxes on other servers (ctl_mailbox.c). */
int ctl_mailboxes_check(struct ctl *ctl);

/* Shared by pool and doctor (ctl_pool.c): the workers of all pools with the
 * named one at `wanted` (NULL: as they are), against what MariaDB admits.
 * E_CONFLICT with the numbers when it is too many. */
enum err ctl_pool_fits(
	struct ctl *ctl, const char *name, long long wanted, const char **summary_out) MUST_USE;
/* "pages", "files", "auth", NULL. */
extern const char *const ctl_pools[];
/* Shared by tenant and demo: "http://copernicus.localhost:8080" -> its host,
 * lower case, without port. */
enum err ctl_origin_host(struct ctl *ctl, const char *origin, const char **host_out) MUST_USE;
