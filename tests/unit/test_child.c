/* Work in a child process: its output, its failure, its end. */
#include "base/os.h"
#include "job/child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <unistd.h>

struct state {
	struct ctx c;
	char *folder;
};

static int set_up(void **ret)
{
	struct state *s = calloc(1, sizeof(*s));
	const char *tmp = getenv("TMPDIR");

	s->c.arena = arena_new((size_t)64 << 20);
	s->folder = arena_printf(s->c.arena, "%s/kageyu-child-XXXXXX", tmp ? tmp : "/tmp");
	*ret = s;
	return mkdtemp(s->folder) ? 0 : -1;
}

/* Nothing may be left in the folder. */
static int tear_down(void **arg)
{
	struct state *s = *arg;
	int left = rmdir(s->folder);

	arena_free(s->c.arena);
	free(s);
	return left;
}

static enum err run(struct state *s, const char *script, int seconds, const char **ret, size_t *len)
{
	const char *const args[] = {"-c", script, NULL};
	const struct child child = {.program = "/bin/sh",
	                            .args = args,
	                            .environment = "KAGEYU_LANG=en",
	                            .folder = s->folder,
	                            .seconds_max = seconds};

	return child_run(&s->c, &child, ret, len);
}

static void output_is_handed_on(void **arg)
{
	const char *out;
	size_t len;

	assert_int_equal(run(*arg, "printf 'a\\0b%s' $KAGEYU_LANG; echo no >&2", 60, &out, &len),
	                 OK);
	assert_int_equal(len, 5);
	assert_memory_equal(out, "a\0ben", 5);
}

static void failure_says_why(void **arg)
{
	struct state *s = *arg;
	const char *out;
	size_t len;

	assert_int_equal(run(s, "echo 'kageyu: no such audit' >&2; exit 4", 60, &out, &len),
	                 ERR_NOT_FOUND);
	assert_string_equal(s->c.error.args[0], "no such audit");
	assert_int_equal(run(s, "printf '\\377bad' >&2; exit 3", 60, &out, &len), ERR_IO);
	assert_int_equal(run(s, "exit 99", 60, &out, &len), ERR_IO);
	assert_int_equal(run(s, "kill -9 $$", 60, &out, &len), ERR_IO);
	assert_int_equal(run(s, ":", 60, &out, &len), ERR_IO);
}

static void what_does_not_end_is_ended(void **arg)
{
	const char *out;
	size_t len;

	assert_int_equal(run(*arg, "exec sleep 1000", 0, &out, &len), ERR_IO);
}

static void missing_program_or_folder(void **arg)
{
	struct state *s = *arg;
	const char *const args[] = {NULL};
	struct child child = {
		.program = "/nowhere", .args = args, .folder = s->folder, .seconds_max = 60};
	const char *out;
	size_t len;

	assert_int_equal(child_run(&s->c, &child, &out, &len), ERR_IO);
	child.folder = "/nowhere";
	assert_int_equal(child_run(&s->c, &child, &out, &len), ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(output_is_handed_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(failure_says_why, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_does_not_end_is_ended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missing_program_or_folder, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
