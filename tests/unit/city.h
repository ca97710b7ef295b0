/*
 * city.h - a small installation of its own for each test that needs a database.
 */
#ifndef KAGEYU_TESTS_CITY_H
#define KAGEYU_TESTS_CITY_H

#include "base/os.h"
#include "gen/queries.h"
#include "sheet/form.h"
#include "store/data_dir.h"
#include "store/db.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))
#define CITY_NOW 1731370000000000 /* 2024-11-12 in Japan */

struct city {
	struct ctx c;
	char folder[200]; /* thrown away with the test */
	char data[220];
};

/* Expects success, and tells the message otherwise. */
#define MUST(city, expr)                                                                       \
	do {                                                                                   \
		enum err must_err_ = (expr);                                                   \
		if (must_err_ != OK)                                                           \
			fail_msg("%s: %s: %s (%s, %s)", #expr, err_name(must_err_),            \
			         (city)->c.error.msgid,                                        \
			         (city)->c.error.args[0] ? (city)->c.error.args[0] : "",       \
			         (city)->c.error.detail ? (city)->c.error.detail : "");        \
	} while (0)

static inline void city_connect(struct city *city)
{
	city->c = (struct ctx){.arena = arena_new((size_t)1 << 30),
	                       .now_us = CITY_NOW,
	                       .actor = "cli:hanako",
	                       .cause = "test"};
}

/* Ends the connection with everything allocated; city_open() makes the next one. */
static inline void city_close(struct city *city)
{
	arena_free(city->c.arena);
}

static inline void city_open(struct city *city)
{
	city_connect(city);
	MUST(city, data_dir_open(&city->c, city->data));
}

static inline void city_folder(struct city *city)
{
	const char *place = getenv("TMPDIR");

	snprintf(city->folder, sizeof(city->folder), "%s/kageyu-unit-XXXXXX",
	         place ? place : P_tmpdir);
	assert_non_null(mkdtemp(city->folder));
	snprintf(city->data, sizeof(city->data), "%s/data", city->folder);
}

/* url NULL = SQLite inside. */
static inline struct city *city_new(const char *url)
{
	struct city *city = calloc(1, sizeof(*city));

	assert_non_null(city);
	assert_true(sodium_init() >= 0);
	city_folder(city);
	city_connect(city);
	MUST(city, data_dir_init(&city->c, city->data, url));
	return city;
}

static inline void city_free(struct city *city)
{
	city_close(city);
	city_connect(city);
	MUST(city, os_remove_tree(&city->c, city->folder));
	city_close(city);
	free(city);
}

static inline int city_setup(void **state)
{
	*state = city_new(NULL);
	return 0;
}

static inline int city_teardown(void **state)
{
	city_free(*state);
	return 0;
}

#define CITY_TEST(f) cmocka_unit_test_setup_teardown(f, city_setup, city_teardown)

/* A spreadsheet written as CSV in the test itself. */
static inline const struct book *city_csv(struct city *city, const char *csv)
{
	struct book *book;

	MUST(city, book_read(&city->c, "入力.csv", csv, strlen(csv), &book));
	return book;
}

/* The n-th problem with the code; fails when there is none. */
static inline const struct problem *city_problem(const struct problems *problems, const char *code,
                                                 size_t n)
{
	for (const struct problem *p = problems->first; p; p = p->next)
		if (strcmp(p->code, code) == 0 && n-- == 0)
			return p;
	for (const struct problem *p = problems->first; p; p = p->next)
		print_message("row %ld: %s\n", p->place.row, p->code);
	fail_msg("no problem %s", code);
	return NULL;
}

static inline size_t city_count(const struct problems *problems, const char *code)
{
	size_t n = 0;

	for (const struct problem *p = problems->first; p; p = p->next)
		n += strcmp(p->code, code) == 0;
	return n;
}

#endif
