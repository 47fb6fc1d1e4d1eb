/* metric.c - one fixed layout of 64-bit atomics per pool, in a file that the master makes and every worker
 * maps. Nothing is locked: a scrape may see one request counted and its duration not yet. */
#include "base/metric.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"

enum { STATUS_CLASSES = 6, BUCKETS = 13, POOLS_MAX = 64, POOL_NAME_MAX = 32 };

/* Raised when the layout changes: a file of another one is emptied. */
static const int64_t layout = 0x6c6f64676502;
static const char suffix[] = ".metrics";

static const struct {
	int64_t up_to_us;
	const char *seconds;
} buckets[BUCKETS] = {
	{ 1000, "0.001" },
	{ 2000, "0.002" },
	{ 5000, "0.005" },
	{ 10000, "0.01" },
	{ 25000, "0.025" },
	{ 50000, "0.05" },
	{ 100000, "0.1" },
	{ 250000, "0.25" },
	{ 500000, "0.5" },
	{ 1000000, "1" },
	{ 2500000, "2.5" },
	{ 5000000, "5" },
	{ 10000000, "10" },
};

/* Those of one name stand together. One with labels of its own, be they none (""), is the door's; the others' is their pool. */
static const struct {
	const char *name, *help, *labels;
} counters[METRIC_COUNTERS] = {
	[METRIC_RESPAWNS] = { "lodge_respawns_total", "Workers started again after they died." },
	[METRIC_DB_RETRIES] = { "lodge_db_retries_total",
		"Handlers run again after a deadlock or a lost connection." },
	[METRIC_DB_CONNECTS] = { "lodge_db_connects_total", "Connections opened to the database." },
	[METRIC_UPLOAD_BYTES] = { "lodge_upload_bytes_total", "Bytes sent to the store." },
	[METRIC_MAIL_SESSIONS] = { "lodge_mail_sessions_total", "LMTP sessions that began.", "" },
	[METRIC_MAIL_TURNED_AWAY] = { "lodge_mail_turned_away_total",
		"LMTP clients told to come again (421) as all sessions were taken.", "" },
	[METRIC_MAIL_KEPT] = { "lodge_mail_kept_total",
		"Recipients whose mail was kept (250), also if it was there already.", "" },
	[METRIC_MAIL_BYTES] = { "lodge_mail_received_bytes_total",
		"Bytes of mails that were taken in, kept or not.", "" },
	[METRIC_MAIL_UNKNOWN] = { "lodge_mail_refused_total",
		"Recipients refused for good (5xx); a mail that is too large by what its sender says is one.",
		"{reason=\"unknown\"}" },
	[METRIC_MAIL_DISABLED] = { "lodge_mail_refused_total", NULL, "{reason=\"disabled\"}" },
	[METRIC_MAIL_TOO_LARGE] = { "lodge_mail_refused_total", NULL, "{reason=\"too_large\"}" },
	[METRIC_MAIL_PUT_OFF] = { "lodge_mail_put_off_total",
		"Recipients told to come again (451), as the store or the database was not there.",
		"" },
};

struct metrics {
	_Atomic int64_t layout;
	_Atomic int64_t workers;
	_Atomic int64_t requests[STATUS_CLASSES];
	_Atomic int64_t durations[BUCKETS + 1]; /* the last: longer than all */
	_Atomic int64_t duration_us;
	_Atomic int64_t counters[METRIC_COUNTERS];
};

/* One pool as it is shown. */
struct pool {
	char name[POOL_NAME_MAX + 1];
	const struct metrics *metrics;
	bool is_door;
};

/* Where a program counts that serves no pool. */
static struct metrics nowhere;
static struct metrics *current = &nowhere;

static enum err make_folder(void);
static bool name_is_plain(const char *name, size_t size);
static enum err open_file(const char *path, struct metrics **metrics_out);
static size_t pools_load(struct arena *arena, struct pool *pools);
static bool pool_load(struct arena *arena, const char *file, struct pool *pool);
static const struct metrics *file_map(struct arena *arena, const char *path);
static void unmap(void *handle);
static int compare_pools(const void *a, const void *b);
static void add_gauge(struct str *str, const char *name, const char *help, bool of_door,
	const struct pool *pools, size_t n);
static void add_counter(struct str *str, int counter, const struct pool *pools, size_t n);
static void add_requests(struct str *str, const struct pool *pools, size_t n);
static void add_durations(struct str *str, const struct pool *pool);
static void add_head(struct str *str, const char *name, const char *type, const char *help);
static long long value(const _Atomic int64_t *number);

enum err metric_open(const char *pool)
{
	char path[512];

	if (!name_is_plain(pool, strlen(pool)))
		return fail(E_INVALID, "a pool cannot be named '%s'", pool);
	TRY(make_folder());
	if ((size_t)snprintf(path, sizeof(path), "%s/pools/%s%s", conf()->run_dir, pool, suffix) >=
		sizeof(path))
		return fail(E_INVALID, "run_dir is too long");
	return open_file(path, &current);
}

void metric_request(int status, int64_t duration_us)
{
	int class = status / 100, bucket = 0;

	while (bucket < BUCKETS && duration_us > buckets[bucket].up_to_us)
		bucket++;
	if (class < 0 || class >= STATUS_CLASSES)
		class = 0;
	atomic_fetch_add_explicit(&current->requests[class], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&current->durations[bucket], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&current->duration_us, duration_us, memory_order_relaxed);
}

void metric_add(enum metric_counter counter, int64_t by)
{
	atomic_fetch_add_explicit(&current->counters[counter], by, memory_order_relaxed);
}

void metric_workers(int64_t n)
{
	atomic_store_explicit(&current->workers, n, memory_order_relaxed);
}

char *metric_text(struct arena *arena)
{
	struct str str = str_make(arena);
	struct pool pools[POOLS_MAX];
	size_t n = pools_load(arena, pools);

	add_gauge(&str, "lodge_workers", "Workers now.", false, pools, n);
	add_requests(&str, pools, n);
	add_head(&str, "lodge_request_duration_seconds", "histogram",
		"From the request's arrival to its answer.");
	for (size_t i = 0; i < n; i++)
		if (!pools[i].is_door)
			add_durations(&str, &pools[i]);
	add_gauge(&str, "lodge_mail_sessions", "LMTP sessions now.", true, pools, n);
	for (int counter = 0; counter < METRIC_COUNTERS; counter++)
		add_counter(&str, counter, pools, n);
	return str.text;
}

static enum err make_folder(void)
{
	char path[512];

	if ((size_t)snprintf(path, sizeof(path), "%s/pools", conf()->run_dir) >= sizeof(path))
		return fail(E_INVALID, "run_dir is too long");
	/* nginx passes through it to the pools' sockets. */
	if (mkdir(path, 0755) != 0 && errno != EEXIST)
		return fail(E_BUG, "%s: %s", path, strerror(errno));
	return OK;
}

static bool name_is_plain(const char *name, size_t size)
{
	return size > 0 && size <= POOL_NAME_MAX &&
		strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") >= size;
}

static enum err open_file(const char *path, struct metrics **metrics_out)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	struct metrics *metrics;

	if (fd < 0)
		return fail(E_BUG, "%s: %s", path, strerror(errno));
	if (ftruncate(fd, sizeof(*metrics)) != 0) {
		close(fd);
		return fail(E_BUG, "%s: %s", path, strerror(errno));
	}
	metrics = mmap(NULL, sizeof(*metrics), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (metrics == MAP_FAILED)
		return fail(E_BUG, "%s: %s", path, strerror(errno));
	if (atomic_load(&metrics->layout) != layout) {
		memset(metrics, 0, sizeof(*metrics));
		atomic_store(&metrics->layout, layout);
	}
	if (*metrics_out != &nowhere)
		munmap(*metrics_out, sizeof(*metrics));
	*metrics_out = metrics;
	return OK;
}

static size_t pools_load(struct arena *arena, struct pool *pools)
{
	char *path = arena_format(arena, "%s/pools", conf()->run_dir);
	DIR *folder = opendir(path);
	struct dirent *entry;
	size_t n = 0;

	if (folder == NULL)
		return 0;
	while (n < POOLS_MAX && (entry = readdir(folder)) != NULL)
		n += pool_load(arena, entry->d_name, &pools[n]);
	closedir(folder);
	qsort(pools, n, sizeof(*pools), compare_pools);
	return n;
}

static bool pool_load(struct arena *arena, const char *file, struct pool *pool)
{
	size_t size = strlen(file);

	if (!str_ends(file, suffix) || !name_is_plain(file, size - strlen(suffix)))
		return false;
	size -= strlen(suffix);
	memcpy(pool->name, file, size);
	pool->name[size] = '\0';
	pool->is_door = str_equal(pool->name, METRIC_DOOR);
	pool->metrics = file_map(arena, arena_format(arena, "%s/pools/%s", conf()->run_dir, file));
	return pool->metrics != NULL;
}

/* NULL: it went away meanwhile, or is none of ours. */
static const struct metrics *file_map(struct arena *arena, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct metrics *metrics;
	struct stat stat;

	if (fd < 0)
		return NULL;
	/* Reading a page that the file does not have would kill us. */
	if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode) || stat.st_size != sizeof(*metrics)) {
		close(fd);
		return NULL;
	}
	metrics = mmap(NULL, sizeof(*metrics), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (metrics == MAP_FAILED)
		return NULL;
	arena_defer(arena, unmap, metrics);
	return atomic_load(&metrics->layout) == layout ? metrics : NULL;
}

static void unmap(void *handle)
{
	munmap(handle, sizeof(struct metrics));
}

static int compare_pools(const void *a, const void *b)
{
	return strcmp(((const struct pool *)a)->name, ((const struct pool *)b)->name);
}

static void add_gauge(struct str *str, const char *name, const char *help, bool of_door,
	const struct pool *pools, size_t n)
{
	add_head(str, name, "gauge", help);
	for (size_t i = 0; i < n; i++)
		if (pools[i].is_door && of_door)
			str_format(str, "%s %lld\n", name, value(&pools[i].metrics->workers));
		else if (!pools[i].is_door && !of_door)
			str_format(str, "%s{pool=\"%s\"} %lld\n", name, pools[i].name,
				value(&pools[i].metrics->workers));
}

static void add_counter(struct str *str, int counter, const struct pool *pools, size_t n)
{
	const char *name = counters[counter].name, *labels = counters[counter].labels;

	if (counters[counter].help)
		add_head(str, name, "counter", counters[counter].help);
	for (size_t i = 0; i < n; i++) {
		const long long count = value(&pools[i].metrics->counters[counter]);

		if (pools[i].is_door && labels)
			str_format(str, "%s%s %lld\n", name, labels, count);
		else if (!pools[i].is_door && !labels)
			str_format(str, "%s{pool=\"%s\"} %lld\n", name, pools[i].name, count);
	}
}

static void add_requests(struct str *str, const struct pool *pools, size_t n)
{
	add_head(str, "lodge_requests_total", "counter", "Requests answered, by class of status.");
	for (size_t i = 0; i < n; i++)
		for (int class = 1; !pools[i].is_door && class < STATUS_CLASSES; class ++)
			str_format(str, "lodge_requests_total{pool=\"%s\",status=\"%dxx\"} %lld\n",
				pools[i].name, class, value(&pools[i].metrics->requests[class]));
}

static void add_durations(struct str *str, const struct pool *pool)
{
	static const char name[] = "lodge_request_duration_seconds";
	long long n = 0, us = value(&pool->metrics->duration_us);

	for (int i = 0; i < BUCKETS; i++) {
		n += value(&pool->metrics->durations[i]);
		str_format(str, "%s_bucket{pool=\"%s\",le=\"%s\"} %lld\n", name, pool->name,
			buckets[i].seconds, n);
	}
	n += value(&pool->metrics->durations[BUCKETS]);
	str_format(str, "%s_bucket{pool=\"%s\",le=\"+Inf\"} %lld\n", name, pool->name, n);
	str_format(str, "%s_sum{pool=\"%s\"} %lld.%06lld\n", name, pool->name, us / 1000000,
		us % 1000000);
	str_format(str, "%s_count{pool=\"%s\"} %lld\n", name, pool->name, n);
}

static void add_head(struct str *str, const char *name, const char *type, const char *help)
{
	str_format(str, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static long long value(const _Atomic int64_t *number)
{
	return atomic_load_explicit(number, memory_order_relaxed);
}
