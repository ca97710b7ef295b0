/* The key for comparing: its short cut for common characters agrees with the Unicode tables. */
#include "base/arena.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SLOW "é" /* is not common, so that the whole text goes by the tables */

static void every_character_folds_as_in_the_tables(void **state)
{
	for (uint32_t cp = 1; cp < 0x30000; cp++) {
		struct arena *a = arena_new(1 << 20);
		char c[5] = "";
		const char *alone, *slow;

		if (cp < 0xD800 || cp > 0xDFFF)
			c[text_encode(cp, c)] = '\0';
		alone = arena_printf(a, "%s%s", text_fold(a, c), SLOW);
		slow = text_fold(a, arena_printf(a, "%s%s", c, SLOW));
		if (strcmp(alone, slow) != 0)
			fail_msg("U+%04X: %s, by the tables %s", (unsigned)cp, alone, slow);
		arena_free(a);
	}
	(void)state;
}

static void marks_join_what_stands_before_them(void **state)
{
	struct arena *a = arena_new(1 << 20);

	assert_string_equal("が", text_fold(a, "か\u3099"));
	assert_string_equal("パソコン", text_fold(a, "ﾊﾟｿｺﾝ"));
	assert_string_equal("葛", text_fold(a, "葛\U000E0100"));
	arena_free(a);
	(void)state;
}

static void names_people_write_differently_are_one(void **state)
{
	struct arena *a = arena_new(1 << 20);

	assert_string_equal("no.1", text_fold(a, " Ｎｏ．１\u3000"));
	assert_string_equal("高崎吉徳", text_fold(a, "髙﨑 𠮷德"));
	assert_string_equal("", text_fold(a, " \u3000\n"));
	arena_free(a);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_character_folds_as_in_the_tables),
	        cmocka_unit_test(marks_join_what_stands_before_them),
	        cmocka_unit_test(names_people_write_differently_are_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
