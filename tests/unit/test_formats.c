/* docs/formats.md and docs/ledgers.md: every column that goes in or out is told of. */
#include "audit/ledger.h"
#include "base/os.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct ctx ctx;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 << 20);
	ctx = (struct ctx){.arena = arena};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *read_whole(const char *path)
{
	const char *data;
	size_t len;

	assert_int_equal(os_read_file(&ctx, path, (size_t)16 << 20, &data, &len), OK);
	return arena_strndup(arena, data, len);
}

/* The table of a ledger: from its command word in a headline to the next headline. */
static const char *section_of(const char *document, const char *ledger)
{
	const char *word = arena_printf(arena, "（%s）\n", ledger), *begin, *end;

	begin = strstr(document, word);
	if (!begin)
		fail_msg("no headline of %s", ledger);
	begin += strlen(word);
	end = strstr(begin, "\n## ");
	if (strstr(begin, "\n### ") && (!end || strstr(begin, "\n### ") < end))
		end = strstr(begin, "\n### ");
	return arena_strndup(arena, begin, end ? (size_t)(end - begin) : strlen(begin));
}

/* The line of the table that tells of the column; "" where there is none. */
static const char *line_of(const char *section, const char *column)
{
	struct text_list lines = text_split(arena, section, "\n");
	const char *word = arena_printf(arena, "`%s`", column);

	for (size_t i = 0; i < lines.n; i++) {
		const char *found = strstr(lines.v[i], word);

		if (found && lines.v[i][0] == '|' && found < strchr(lines.v[i] + 1, '|'))
			return lines.v[i];
	}
	return "";
}

static size_t check_column(const char *section, const char *ledger, const struct form_column *c)
{
	struct text_list names = text_split(arena, c->japanese, "|");
	const char *line = line_of(section, c->name);
	size_t missing = 0;

	if (!*line) {
		print_message("%s: `%s` is not told of\n", ledger, c->name);
		return 1;
	}
	for (size_t i = 0; i < names.n; i++) {
		if (strstr(line, names.v[i]))
			continue;
		print_message("%s, `%s`: %s is not told of\n", ledger, c->name, names.v[i]);
		missing++;
	}
	return missing;
}

static void test_columns_of_forms(void **state)
{
	const char *document = read_whole("docs/formats.md");
	size_t missing = 0, forms = 0;

	(void)state;
	for (size_t i = 0; i < ledger_count(); i++) {
		const struct form *form = ledger_form((enum ledger)i);
		const char *name = ledger_name((enum ledger)i);

		if (!form)
			continue;
		for (size_t k = 0; k < form->n; k++)
			missing += check_column(section_of(document, name), name,
			                        &form->columns[k]);
		forms++;
	}
	assert_int_equal(missing, 0);
	assert_int_equal(forms, LEDGER__RECORDS);
}

static void test_ledgers_are_in_the_table(void **state)
{
	const char *document = read_whole("docs/formats.md");

	(void)state;
	for (size_t i = LEDGER__RECORDS; i < ledger_count(); i++)
		if (!strstr(document, arena_printf(arena, "`%s`", ledger_name((enum ledger)i))))
			fail_msg("%s is not told of", ledger_name((enum ledger)i));
}

/* build/ledger_doc > docs/ledgers.md */
static void test_columns_of_ledgers(void **state)
{
	const char *tool = getenv("KAGEYU_LEDGER_DOC"), *document;
	size_t room = (size_t)1 << 20, n;
	char *printed = arena_alloc(arena, room);
	FILE *pipe;

	(void)state;
	assert_non_null(tool);
	pipe = popen(tool, "r");
	assert_non_null(pipe);
	n = fread(printed, 1, room - 1, pipe);
	printed[n] = '\0';
	assert_int_equal(pclose(pipe), 0);
	assert_true(n > 10000);
	document = read_whole("docs/ledgers.md");
	assert_string_equal(document, printed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_columns_of_forms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ledgers_are_in_the_table, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_columns_of_ledgers, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
