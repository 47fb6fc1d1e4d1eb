/* bucket.h - what the tests of the store share: an arena, the settings, bytes that are known by their place, and, where
 * LODGE_CONF names a configuration, a bucket of their own in the real store. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "net/s3.h"
#include "net/s3_call.h"

#define PART ((int64_t)S3_PART_SIZE)

static struct arena *arena;
static struct conf *settings;
static struct conf real;             /* as LODGE_CONF says */
static const char *driver = "sigv4"; /* of the tests that run now */

/* --- a source of bytes that are known by their place, and a sink that knows them --- */

struct source {
	int64_t size, at;
	int64_t fails_at; /* -1: never */
};

static inline uint8_t byte_at(int64_t at)
{
	return (uint8_t)((uint64_t)at * 2654435761u >> 13 ^ (uint64_t)at >> 16);
}

/* In pieces of changing size, as a socket gives them. */
static inline int64_t source_read(void *context, void *bytes, size_t room)
{
	struct source *source = context;
	int64_t n = 1 + (source->at * 7919 + 13) % 60000;

	if (source->fails_at >= 0 && source->at >= source->fails_at)
		return -1;
	if (n > (int64_t)room)
		n = (int64_t)room;
	if (n > source->size - source->at)
		n = source->size - source->at;
	for (int64_t i = 0; i < n; i++)
		((uint8_t *)bytes)[i] = byte_at(source->at + i);
	source->at += n;
	return n;
}

static inline struct hash source_hash(int64_t size)
{
	struct source source = { .size = size, .fails_at = -1 };
	struct hasher *hasher = hasher_make(arena);
	uint8_t bytes[4096];
	int64_t n;

	while ((n = source_read(&source, bytes, sizeof bytes)) > 0)
		hasher_add(hasher, bytes, (size_t)n);
	return hasher_end(hasher);
}

struct sink {
	int64_t at;       /* place of the next byte */
	int64_t wrong;    /* bytes that were others */
	int64_t fails_at; /* 0: never */
	unsigned wait_us; /* before each piece */
};

static inline enum err sink_write(void *context, const void *bytes, size_t size)
{
	struct sink *sink = context;

	if (sink->wait_us > 0)
		usleep(sink->wait_us);
	for (size_t i = 0; i < size; i++, sink->at++)
		sink->wrong += ((const uint8_t *)bytes)[i] != byte_at(sink->at);
	return sink->fails_at != 0 && sink->at >= sink->fails_at ? E_CONFLICT : OK;
}

static inline enum err put(
	const char *key, int64_t size, int64_t expected, struct s3_stored *stored)
{
	struct source source = { .size = size, .fails_at = -1 };

	return s3_put(arena, key, "image/png", source_read, &source, expected, stored);
}

/* --- before and after each test --- */

static inline bool is_libs3(void)
{
	return driver[0] == 'l';
}

static inline int setup(void **state)
{
	(void)state;
	arena = arena_make((size_t)512 << 20);
	conf_load_defaults();
	settings->s3_driver = driver;
	settings->run_dir = "/tmp"; /* of files that have no name */
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static inline int real_setup(void **state)
{
	if (setup(state) != 0)
		return -1;
	if (getenv("LODGE_CONF") == NULL)
		return 0;
	*settings = real;
	settings->s3_driver = driver;
	/* Links straight to the store: what nginx makes of them is tested elsewhere. */
	settings->s3_public_origin = settings->s3_endpoint;
	settings->s3_bucket = arena_format(arena, "lodge-test-%d", (int)getpid());
	return s3_ready(arena) == OK ? 0 : -1;
}

/* An empty bucket is what is to be left by every test. */
static inline int real_teardown(void **state)
{
	const struct s3_call bucket_remove = { .method = "DELETE" };
	struct s3_listed *listed = NULL;
	struct s3_reply reply;
	int n = 0;

	if (getenv("LODGE_CONF") != NULL) {
		if (s3_list(arena, "", NULL, &listed) != OK)
			return -1;
		for (; listed != NULL; listed = listed->next, n++)
			(void)!s3_remove(arena, listed->key);
		if (n != 0 || s3_call(arena, &bucket_remove, &reply) != OK || reply.status != 204)
			fprintf(stderr, "the bucket was left with %d objects\n", n);
	}
	return teardown(state) != 0 || n != 0 ? -1 : 0;
}

static inline void need_store(void)
{
	if (getenv("LODGE_CONF") == NULL)
		skip();
}

static inline void settings_load(void)
{
	if (getenv("LODGE_CONF") != NULL)
		conf_load(NULL);
	else
		conf_load_defaults();
	settings = (struct conf *)conf();
	real = *settings;
}

/* The store is a peer (peer.h) that is given up soon. */
static inline void settings_for_peer(const char *origin)
{
	settings->s3_endpoint = arena_strdup(arena, origin);
	settings->s3_access_key = "key";
	settings->s3_secret_key = "secret";
	settings->s3_connect_timeout_ms = 300;
	settings->s3_stall_timeout_s = is_libs3() ? 2 : 1; /* the body waits for a 100 for one */
}

#define HERE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define REAL(name) cmocka_unit_test_setup_teardown(name, real_setup, real_teardown)
/* The same tests for each driver. */
#define RUN_WITH_EACH_DRIVER(tests)                                                \
	({                                                                         \
		int failed_;                                                       \
		driver = "sigv4";                                                  \
		failed_ = cmocka_run_group_tests_name("sigv4", tests, NULL, NULL); \
		driver = "libs3";                                                  \
		failed_ + cmocka_run_group_tests_name("libs3", tests, NULL, NULL); \
	})
