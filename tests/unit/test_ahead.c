/* Things made by threads ahead of their use: their order, their failures, an early end. */
#include "base/os.h"
#include "job/ahead.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define N 200

static struct ctx ctx;

static int begin(void **state)
{
	(void)state;
	ctx = (struct ctx){.arena = arena_new((size_t)64 << 20), .now_us = 1731370000000000};
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(ctx.arena);
	return 0;
}

/* The third of each ten fails; the later ones of each ten are made sooner. */
static enum err make(struct ctx *c, const void *arg, size_t i, void **ret)
{
	const struct timespec pause = {.tv_nsec = (long)(10 - i % 10) * 100000};

	assert_true(c->now_us == ctx.now_us && c->arena != ctx.arena && !c->db);
	nanosleep(&pause, NULL);
	if (i % 10 == 3)
		return FAIL(c, ERR_INVALID, N_("x {1}"), arena_printf(c->arena, "%zu", i));
	*ret = arena_printf(c->arena, "%s %zu", (const char *)arg, i);
	return OK;
}

static void all_come_in_order_with_their_failures(void **state)
{
	struct ahead *a;
	struct error first = {0};

	(void)state;
	assert_int_equal(ahead_start(&ctx, make, "thing", N, &a), OK);
	for (size_t i = 0; i < N; i++) {
		void *thing = NULL;
		enum err e = ahead_next(&ctx, a, &thing);

		assert_int_equal(e, i % 10 == 3 ? ERR_INVALID : OK);
		if (e != OK && !first.code)
			first = ctx.error;
		if (e != OK)
			assert_null(thing);
		else
			assert_string_equal(thing, arena_printf(ctx.arena, "thing %zu", i));
	}
	assert_string_equal(first.msgid, "x {1}");
	assert_string_equal(first.args[0], "3"); /* stays although others came after it */
	assert_string_equal(ctx.error.args[0], "193");
}

static enum err count(struct ctx *c, const void *arg, size_t i, void **ret)
{
	atomic_uint *n = *(atomic_uint *const *)arg;

	(void)i;
	*ret = arena_strdup(c->arena, "counted");
	atomic_fetch_add(n, 1);
	return OK;
}

/* tear-down would wait for ever, or free what a thread still uses */
static void what_is_not_wanted_any_more_is_not_made(void **state)
{
	static atomic_uint made;
	atomic_uint *counter = &made;
	struct ahead *a;
	unsigned begun;
	void *thing;

	(void)state;
	assert_int_equal(ahead_start(&ctx, count, &counter, 100000, &a), OK);
	assert_int_equal(ahead_next(&ctx, a, &thing), OK);
	ahead_end(a);
	assert_string_equal(thing, "counted");
	begun = atomic_load(&made);
	arena_free(ctx.arena);
	assert_int_equal(atomic_load(&made), begun);
	assert_in_range(atomic_load(&made), 1, 1000);
	ctx.arena = arena_new((size_t)1 << 20);
	assert_int_equal(ahead_start(&ctx, count, &counter, 0, &a), OK);
}

static enum err devour(struct ctx *c, const void *arg, size_t i, void **ret)
{
	(void)arg;
	*ret = arena_alloc(c->arena, i ? SIZE_MAX / 2 : 1);
	return OK;
}

static void too_much_memory_is_a_failure_of_its_own(void **state)
{
	struct ahead *a;
	void *thing;

	(void)state;
	assert_int_equal(ahead_start(&ctx, devour, NULL, 2, &a), OK);
	assert_int_equal(ahead_next(&ctx, a, &thing), OK);
	assert_int_equal(ahead_next(&ctx, a, &thing), ERR_TOO_LARGE);
	assert_int_equal(ctx.error.code, ERR_TOO_LARGE);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		T(all_come_in_order_with_their_failures),
		T(what_is_not_wanted_any_more_is_not_made),
		T(too_much_memory_is_a_failure_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
