/* What an older version recorded must still be provable by this one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/os.h"
#include "gen/tables.h"
#include "store/backend.h"
#include "store/data_dir.h"
#include "store/db.h"
#include "store/trail.h"
#include "store/verify.h"

struct fixture {
	struct ctx c;
	const char *folder;
};

static int setup(void **state)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct fixture *f = ARENA_NEW(a, struct fixture);
	const char *tmp = getenv("TMPDIR");
	char *folder = arena_printf(a, "%s/kageyu-upgrade-XXXXXX", tmp ? tmp : P_tmpdir);

	if (sodium_init() < 0 || !mkdtemp(folder))
		return -1;
	f->folder = folder;
	f->c = (struct ctx){.arena = a, .now_us = 1, .actor = "test", .cause = "test"};
	*state = f;
	return data_dir_init(&f->c, folder, NULL) == OK ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	(void)!os_remove_tree(&f->c, f->folder);
	arena_free(f->c.arena);
	return 0;
}

/* An account, last recorded when accounts had neither a unit nor could be closed. */
static void record_old(struct ctx *c, const char *unit_code)
{
	struct account_row row = {.login = "a", .name = "A", .role = "reader"};

	row.unit_code = unit_code;
	assert_int_equal(db_begin(c, DB_WRITE), OK);
	assert_int_equal(account_insert(c, &row), OK);
	assert_int_equal(
		trail_append(c, "update", "account", row.id, NULL,
	                     arena_printf(c->arena,
	                                  "{\"id\":%d,\"rev\":1,\"login\":\"a\",\"name\":\"A\","
	                                  "\"role\":\"reader\"}",
	                                  (int)row.id)),
		OK);
	c->db->domain_writes = c->db->trail_events;
	assert_int_equal(db_commit(c), OK);
}

static void a_column_added_since_is_no_alteration(void **state)
{
	struct fixture *f = *state;
	struct verification v;

	record_old(&f->c, NULL);
	assert_int_equal(verify_all(&f->c, NULL, NULL, NULL, &v), OK);
	assert_int_equal(v.rows, 1);
}

static void what_stands_in_it_unrecorded_is_found(void **state)
{
	struct fixture *f = *state;
	struct verification v;

	record_old(&f->c, "010100");
	assert_int_equal(verify_all(&f->c, NULL, NULL, NULL, &v), ERR_TAMPERED);
	assert_string_equal(v.problems.first->code, "row-altered");
	assert_string_equal(v.problems.first->args[2], "unit_code");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_column_added_since_is_no_alteration, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(what_stands_in_it_unrecorded_is_found, setup,
	                                        teardown),
	};

	return cmocka_run_group_tests_name("upgrade", tests, NULL, NULL);
}
