/* conf.h - the operator's configuration: one file of `key = value` lines, read once at start.
 * Every key stands in one table in conf.c with its kind, unit, limits and default; an unknown key, a value
 * that is not of the kind, or one out of bounds stops the program with the line. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct conf {
	/* places */
	const char *run_dir; /* sockets, pool state */
	const char *sql_dir; /* migrations and demo data */
	/* MariaDB */
	const char *db_socket;
	const char *db_name;
	const char *db_user;
	const char *db_password;
	int64_t db_connect_timeout_s, db_read_timeout_s, db_statement_timeout_s;
	/* S3 */
	const char *s3_endpoint;      /* http://127.0.0.1:8082 */
	const char *s3_public_origin; /* where browsers fetch signed links */
	const char *s3_region, *s3_bucket, *s3_access_key, *s3_secret_key;
	int64_t s3_connect_timeout_ms, s3_stall_timeout_s;
	const char *s3_driver; /* "sigv4" or "libs3" */
	const char
		*s3_style; /* "path": the bucket stands in the path; "host": before the host name */
	const char *s3_ca_file;    /* PEM; "": those of the system */
	const char *s3_encryption; /* x-amz-server-side-encryption: "", "AES256" or "aws:kms" */
	const char *s3_kms_key;    /* its id; "": the store's own */
	bool s3_unverified_tls; /* libs3 verifies no certificate: may it talk https all the same? */
	/* what looks at files */
	const char *clamd_socket; /* "": there is no scanner */
	int64_t clamd_size_max;   /* bytes that the scanner takes */
	int64_t clamd_timeout_s;  /* its answer, after the last byte */
	const char *thumbnail_program;
	/* mail: what comes in */
	const char *lmtp_listen; /* "127.0.0.1:8025"; "": lodge-mail opens no door */
	int64_t lmtp_sessions_max, lmtp_idle_s;
	const char *mail_parse_program;
	const char *mail_authserv_id; /* whose Authentication-Results are believed; "": nobody's */
	int64_t mail_size_max;        /* bytes of one mail, as it comes */
	int64_t mailbox_poll_s;       /* between two looks into an IMAP mailbox */
	const char *mailbox_ca_file;  /* PEM; "": those of the system */
	/* mail: what goes out, by the operator's own server */
	const char *smtp_url;      /* smtp://host:port or smtps://; "": letters wait */
	const char *smtp_starttls; /* "must", "may" or "never" */
	const char *smtp_user, *smtp_password, *smtp_ca_file;
	int64_t smtp_timeout_s;   /* of one letter */
	const char *mail_dir;     /* templates and words of letters: html/mail */
	int64_t notice_delay_ms;  /* what somebody does in one go is told once */
	int64_t letter_give_up_s; /* a server that will not take it now is asked for so long */
	int64_t letter_link_s;    /* links in letters: to mute, to answer a quote */
	/* mail: brakes, in an hour */
	int64_t mail_answers_max;        /* letters to one address that nobody asked for */
	int64_t mail_answers_domain_max; /* the same to one domain */
	int64_t mail_sender_max;         /* mails of one sender that are taken */
	int64_t mail_ticket_max;         /* mails that one ticket takes */
	int64_t mail_strangers_max;      /* requests on one desk of who is new or proves nothing */
	/* secrets kept in the database are sealed with this key: 64 hex digits */
	const char *seal_key;
	/* networks beyond the public ones that outgoing connections may reach, e.g. "127.0.0.0/8"; and whether
	 * plain http is allowed to them */
	const char *outward_networks;
	bool outward_plain_http;
	/* lengths of life */
	int64_t session_idle_s, session_life_s, login_attempt_s, token_life_s;
	int64_t temporary_file_s, signed_link_s, idempotency_s, sweep_s;
	int64_t upload_lease_s;                 /* of a request that moves a chunk */
	int64_t file_link_s;                    /* a link for people without a session */
	int64_t file_link_open_s;               /* opens so close together count once */
	int64_t draft_s;                        /* of a form */
	int64_t job_pause_ms, job_lease_s;      /* between two looks for work; of a claim */
	int64_t stray_object_s, object_sweep_s; /* the age at which it goes; between two looks */
	/* limits */
	int64_t upload_size_max;        /* bytes of one request that uploads */
	int64_t file_size_max;          /* bytes of one file */
	int64_t body_size_max;          /* bytes of any other body */
	int64_t files_waiting_size_max; /* bytes of one person's uploads that no request took */
	int64_t sign_in_attempts_max;   /* unfinished ones of one address */
	int64_t answer_timeout_s, provider_timeout_ms;
	int64_t worker_requests;  /* a worker retires after so many */
	int64_t auth_waiting_max; /* workers that may wait for one issuer at once */
};

/* Reads the file; LODGE_CONF names it if path is NULL. Ends the process with a clear line if it cannot. */
void conf_load(const char *path);
const struct conf *conf(void);
/* For unit tests: the defaults. */
void conf_load_defaults(void);
/* Prints every key with its kind, default and meaning. */
void conf_print_reference(void);
