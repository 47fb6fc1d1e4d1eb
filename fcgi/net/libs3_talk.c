/* libs3_talk.c - see libs3_talk.h. libs3 runs in steps (S3_runonce_request_context), and between two of them it is looked
 * at whether anything moved. */
#include "net/libs3_talk.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"

enum {
	WAIT_MS_MAX = 200,
	ACCESS_KEY_SIZE_MAX = 32, /* libs3 writes it into places of a fixed size */
	SECRET_SIZE_MAX = 256,
};

/* The connections that are kept: a request within another one has its own. */
static struct lane {
	S3RequestContext *context;
	pid_t owner; /* a forked child never speaks on its parent's connections */
} lanes[2];

static enum err run_once(struct talk *talk, talk_ask *ask);
static S3RequestContext *lane_begin(struct lane *lane);
static void lane_drop(struct lane *lane);
static void lane_wait(S3RequestContext *context);
static bool is_late(const struct talk *talk);
static enum err outcome(const struct talk *talk);
static bool may_be_used(void);
static bool is_loopback(const char *host);
static bool library_open(void);

static struct libs3 libs3;

enum err talk_run(struct talk *talk, talk_ask *ask)
{
	talk->began_at = clock_monotonic_ms();
	TRY(run_once(talk, ask));
	/* A kept connection may end at the very moment it is used: libs3 calls that an internal error. */
	if (talk->status == S3StatusInternalError && (talk->take == NULL || talk->moved == 0) &&
		clock_monotonic_ms() - talk->began_at < conf()->s3_connect_timeout_ms)
		TRY(run_once(talk, ask));
	return outcome(talk);
}

enum err talk_failed(const struct talk *talk)
{
	return fail(E_BUSY, "store: %s %s: %s", talk->verb, talk->key != NULL ? talk->key : "",
		libs3.S3_get_status_name(talk->status));
}

const struct libs3 *libs3_ready(S3BucketContext *bucket_out)
{
	static char host[S3_MAX_HOSTNAME_SIZE + 1];
	const char *endpoint = conf()->s3_endpoint, *at = strstr(endpoint, "://");

	if (at == NULL || strlen(at + 3) >= sizeof host || !may_be_used() || !library_open())
		return NULL;
	memcpy(host, at + 3, strlen(at + 3) + 1);
	host[strcspn(host, "/")] = '\0';
	*bucket_out = (S3BucketContext){
		.hostName = host,
		.bucketName = conf()->s3_bucket,
		.protocol = str_starts(endpoint, "https:") ? S3ProtocolHTTPS : S3ProtocolHTTP,
		.uriStyle = str_equal(conf()->s3_style, "host") ? S3UriStyleVirtualHost
								: S3UriStylePath,
		.accessKeyId = conf()->s3_access_key,
		.secretAccessKey = conf()->s3_secret_key,
	};
	return &libs3;
}

S3Status talk_on_properties(const S3ResponseProperties *properties, void *context)
{
	struct talk *talk = context;

	talk->moved_at = clock_monotonic_ms();
	talk->length = (int64_t)properties->contentLength;
	if (properties->eTag != NULL && strlen(properties->eTag) <= TALK_ETAG_SIZE_MAX)
		memcpy(talk->etag, properties->eTag, strlen(properties->eTag) + 1);
	return S3StatusOK;
}

void talk_on_complete(S3Status status, const S3ErrorDetails *details, void *context)
{
	struct talk *talk = context;

	(void)details;
	talk->status = status;
	talk->is_done = true;
}

/* Never 0 before the end: libs3 would wait for the rest until the store gives up. */
int talk_on_give(int room, char *bytes, void *context)
{
	struct talk *talk = context;
	int64_t left = talk->size - talk->moved, n;

	if (left == 0)
		return 0;
	n = talk->give(talk->context, talk->moved, bytes, (size_t)(room < left ? room : left));
	if (n <= 0) {
		talk->error = E_UPSTREAM;
		return -1;
	}
	talk->moved += n;
	talk->moved_at = clock_monotonic_ms();
	return (int)n;
}

S3Status talk_on_take(int size, const char *bytes, void *context)
{
	struct talk *talk = context;

	if (talk->length < 0 || (talk->size >= 0 && talk->length != talk->size) ||
		size > talk->length - talk->moved)
		return S3StatusAbortedByCallback; /* not what was asked for */
	talk->error = talk->take(talk->context, bytes, (size_t)size);
	if (talk->error != OK)
		return S3StatusAbortedByCallback;
	talk->moved += size;
	talk->moved_at = clock_monotonic_ms();
	return S3StatusOK;
}

static enum err run_once(struct talk *talk, talk_ask *ask)
{
	struct lane *lane = &lanes[talk->is_inner ? 1 : 0];
	S3RequestContext *context;
	S3BucketContext bucket;

	if (talk->key != NULL && strchr(talk->key, ' ') != NULL)
		return fail(E_INVALID, "libs3: a key with a space, which it would store as '+'");
	if (libs3_ready(&bucket) == NULL)
		return E_BUSY;
	context = lane_begin(lane);
	if (context == NULL)
		return fail(E_BUSY, "libs3: no memory");
	talk->status = S3StatusInterrupted;
	talk->etag[0] = '\0';
	talk->length = -1;
	talk->moved = 0;
	talk->is_done = talk->is_late = false;
	talk->error = OK;
	talk->moved_at = clock_monotonic_ms();
	ask(&libs3, &bucket, context, talk);
	while (!talk->is_done) {
		int n;

		talk->is_late = is_late(talk);
		if (talk->is_late || libs3.S3_runonce_request_context(context, &n) != S3StatusOK) {
			lane_drop(lane); /* which ends the request */
			break;
		}
		if (!talk->is_done)
			lane_wait(context);
	}
	return OK;
}

static S3RequestContext *lane_begin(struct lane *lane)
{
	if (lane->context != NULL && lane->owner == getpid())
		return lane->context;
	lane->owner = getpid();
	if (libs3.S3_create_request_context(&lane->context) != S3StatusOK)
		lane->context = NULL;
	return lane->context;
}

static void lane_drop(struct lane *lane)
{
	libs3.S3_destroy_request_context(lane->context);
	lane->context = NULL;
}

static void lane_wait(S3RequestContext *context)
{
	int64_t wait_ms = libs3.S3_get_request_context_timeout(context);
	fd_set in, out, odd;
	int fd_max = -1;
	struct timeval wait;

	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_ZERO(&odd);
	if (wait_ms < 0 || wait_ms > WAIT_MS_MAX)
		wait_ms = WAIT_MS_MAX;
	if (libs3.S3_get_request_context_fdsets(context, &in, &out, &odd, &fd_max) != S3StatusOK ||
		fd_max < 0)
		wait_ms = wait_ms < 10 ? wait_ms
				       : 10; /* nothing to wait for yet: a name is looked up */
	wait = (struct timeval){ .tv_usec = wait_ms * 1000 };
	select(fd_max + 1, &in, &out, &odd, &wait);
}

static bool is_late(const struct talk *talk)
{
	int64_t now = clock_monotonic_ms();

	return now - talk->moved_at > conf()->s3_stall_timeout_s * 1000 ||
		(talk->timeout_ms > 0 && now - talk->began_at > talk->timeout_ms);
}

/* libs3 says OK to an answer that was cut short, and to a body that was taken half. */
static enum err outcome(const struct talk *talk)
{
	int64_t whole = talk->give != NULL ? talk->size : talk->length;

	if (talk->error != OK)
		return talk->error;
	if (talk->is_late)
		return fail(E_BUSY, "store: %s %s: stalls", talk->verb,
			talk->key != NULL ? talk->key : "");
	if (talk->status < S3StatusErrorAccessDenied && talk->status != S3StatusOK)
		return talk_failed(talk);
	if (talk->status == S3StatusOK && (talk->give != NULL || talk->take != NULL) &&
		talk->moved != whole)
		return fail(E_BUSY, "store: %s %s: %lld of %lld bytes", talk->verb, talk->key,
			(long long)talk->moved, (long long)whole);
	return OK;
}

/* What libs3 cannot do is not left undone in silence. */
static bool may_be_used(void)
{
	const struct conf *c = conf();
	const char *wrong = NULL;

	if (str_starts(c->s3_endpoint, "https://") && !c->s3_unverified_tls &&
		!is_loopback(c->s3_endpoint + strlen("https://")))
		wrong = "verifies no certificate: set s3_unverified_tls, or s3_driver = sigv4";
	else if (c->s3_encryption[0] != '\0')
		wrong = "cannot ask for encryption: empty s3_encryption, or set s3_driver = sigv4";
	else if (c->s3_access_key[0] == '\0' || strlen(c->s3_access_key) > ACCESS_KEY_SIZE_MAX ||
		strlen(c->s3_secret_key) > SECRET_SIZE_MAX)
		wrong = "takes an access key of 1 to 32 characters";
	if (wrong != NULL)
		(void)fail(E_BUSY, "store: libs3 %s", wrong);
	return wrong == NULL;
}

/* Host and perhaps a port. */
static bool is_loopback(const char *host)
{
	char name[INET_ADDRSTRLEN];
	size_t size = strcspn(host, ":");
	struct in_addr address;

	if (str_equal(host, "[::1]") || str_starts(host, "[::1]:"))
		return true;
	if (size >= sizeof name)
		return false;
	memcpy(name, host, size);
	name[size] = '\0';
	return str_equal(name, "localhost") ||
		(inet_pton(AF_INET, name, &address) == 1 && ntohl(address.s_addr) >> 24 == 127);
}

static bool library_open(void)
{
	static const struct {
		const char *name;
		size_t at;
	} functions[] = {
#define ROW(name) { #name, offsetof(struct libs3, name) },
		LIBS3_FUNCTIONS(ROW)
	};
	static bool is_open;
	void *library;

	if (is_open)
		return true;
	library = dlopen("libs3.so.2", RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		goto failed;
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		void *function = dlsym(library, functions[i].name);

		if (function == NULL)
			goto failed;
		memcpy((char *)&libs3 + functions[i].at, &function, sizeof function);
	}
	setenv("no_proxy", "*", 1); /* its libcurl would ask the environment for a proxy */
	signal(SIGPIPE, SIG_IGN);
	if (libs3.S3_initialize("Lodge", S3_INIT_ALL, NULL) != S3StatusOK)
		goto failed;
	is_open = true;
	return true;
failed:
	(void)fail(E_BUSY, "libs3: %s", dlerror());
	return false;
}
