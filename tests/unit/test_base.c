/* Memory, text, dates, numbers and messages: what everything else takes for granted. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/library.h"
#include "base/map.h"
#include "base/num.h"
#include "base/problem.h"
#include "base/text.h"
#include "ui/msg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <limits.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))
#define IVS "\U000E0100" /* the variation selector of 葛󠄀 */

static struct ctx ctx;

static int begin(void **state)
{
	(void)state;
	ctx = (struct ctx){.arena = arena_new((size_t)64 << 20)};
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(ctx.arena);
	return 0;
}

/* --- arena --- */

static char order[16];

static void note(void *arg)
{
	strncat(order, arg, sizeof(order) - strlen(order) - 1);
}

static void releases_run_latest_first(void **state)
{
	struct arena *a = arena_new(1 << 20), *child;
	char one[] = "1", two[] = "2", three[] = "3", four[] = "4";

	(void)state;
	order[0] = '\0';
	arena_defer(a, note, one);
	arena_defer(a, note, two);
	arena_defer(a, note, three);
	child = arena_child(a);
	arena_defer(child, note, four);
	arena_undefer(a, note, two);
	arena_free(a);
	/* a child ends before what its parent holds */
	assert_string_equal(order, "431");
}

static void undefer_takes_the_latest_of_equal_ones(void **state)
{
	struct arena *a = arena_new(1 << 20);
	char one[] = "1", two[] = "2";

	(void)state;
	order[0] = '\0';
	arena_defer(a, note, one);
	arena_defer(a, note, two);
	arena_defer(a, note, one);
	arena_undefer(a, note, one);
	arena_free(a);
	assert_string_equal(order, "21");
}

struct hunger {
	struct arena *a;
	size_t bite;
	int bites;
};

static void eat(void *arg)
{
	struct hunger *h = arg;

	for (;;) {
		memset(arena_alloc(h->a, h->bite), 1, h->bite);
		h->bites++;
	}
}

static void eat_once(void *arg)
{
	struct hunger *h = arg;

	arena_alloc(h->a, h->bite);
	h->bites++;
}

static void eat_twice(void *arg)
{
	struct hunger *h = arg;
	struct hunger inner = {h->a, (size_t)2 << 20, 0};

	assert_false(arena_try(h->a, eat_once, &inner));
	eat_once(h); /* the outer escape is in force again */
	arena_alloc(h->a, SIZE_MAX - 8);
}

static void the_ceiling_ends_the_work(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct hunger h = {a, 100000, 0};

	(void)state;
	assert_false(arena_try(a, eat, &h));
	assert_in_range(h.bites, 8, 10);
	assert_in_range(arena_used(a), 800000, 1 << 20);
	arena_free(a);
}

static void children_count_against_the_ceiling(void **state)
{
	struct arena *a = arena_new(1 << 20), *child = arena_child(a);
	struct hunger h = {child, 100000, 0}, own = {a, 200000, 0};

	(void)state;
	assert_false(arena_try(a, eat, &h));
	assert_false(arena_try(a, eat_once, &own));
	arena_free(child);
	assert_int_equal(arena_used(a), 0);
	assert_true(arena_try(a, eat_once, &own));
	assert_int_equal(own.bites, 1);
	arena_free(a);
}

static void escapes_nest(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct hunger h = {a, 100, 0};

	(void)state;
	assert_false(arena_try(a, eat_twice, &h));
	assert_int_equal(h.bites, 1);
	assert_true(arena_try(a, eat_once, &h));
	arena_free(a);
}

static void a_cleared_arena_begins_anew(void **state)
{
	struct arena *child = arena_child(ctx.arena);
	size_t before = arena_used(ctx.arena), kept;

	(void)state;
	arena_clear(child);
	assert_int_equal(arena_used(child), 0);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < 1000; i++)
			memset(arena_alloc(child, 1000), 'x', 1000);
		assert_true(arena_used(ctx.arena) - before >= 1000000);
		arena_clear(child);
		kept = arena_used(child);
		assert_in_range(kept, 1, 100000);
		assert_int_equal(arena_used(ctx.arena) - before, kept);
		assert_int_equal(((char *)arena_alloc(child, 1000))[999], 0); /* zeroed again */
	}
	arena_free(child);
	assert_int_equal(arena_used(ctx.arena), before);
}

static void overflowing_array(void *arg)
{
	(void)arena_array(arg, SIZE_MAX / 2, 4);
}

static void array_sizes_do_not_wrap(void **state)
{
	(void)state;
	assert_false(arena_try(ctx.arena, overflowing_array, ctx.arena));
}

static void memory_is_zeroed_aligned_and_grows(void **state)
{
	unsigned char *p = arena_alloc(ctx.arena, 3), *q;

	(void)state;
	assert_memory_equal(p, "\0\0\0", 3);
	memcpy(p, "abc", 3);
	q = arena_grow(ctx.arena, p, 3, 40); /* in place */
	assert_ptr_equal(q, p);
	arena_alloc(ctx.arena, 1);
	q = arena_grow(ctx.arena, p, 40, 100000);
	assert_ptr_not_equal(q, p);
	assert_memory_equal(q, "abc\0\0\0", 6);
	for (size_t i = 3; i < 100000; i++)
		assert_int_equal(q[i], 0);
	for (size_t size = 1; size < 40; size++) {
		uintptr_t at = (uintptr_t)arena_alloc(ctx.arena, size);

		assert_int_equal(at % _Alignof(max_align_t), 0);
	}
	assert_null(arena_strdup(ctx.arena, NULL));
	assert_string_equal(arena_strndup(ctx.arena, "令和", 3), "令");
}

/* At whatever distance from the end of a block of memory: the text is whole, and stays. */
static void formatted_text_is_whole(void **state)
{
	const char *before = arena_printf(ctx.arena, "%d", 0);

	(void)state;
	for (int i = 1; i < 20000; i++) {
		const char *s = arena_printf(ctx.arena, "%0*d", i % 97 + 5, i);

		assert_int_equal(strlen(s), i % 97 + 5);
		assert_int_equal(strtol(s, NULL, 10), i);
		assert_int_equal(strtol(before, NULL, 10), i - 1);
		before = s;
	}
	assert_int_equal(strlen(arena_printf(ctx.arena, "%0100000d", 1)), 100000);
}

static void add_nine(void *arg)
{
	buf_puts(arg, "123456789");
}

static void format_nine(void *arg)
{
	buf_printf(arg, "%d", 123456789);
}

static void buffers_stop_at_their_maximum(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, ctx.arena, 17); /* the NUL included */
	buf_puts(&b, "1234567");
	buf_puts(&b, NULL);
	assert_int_equal(b.len, 7);
	assert_true(arena_try(ctx.arena, add_nine, &b));
	assert_false(arena_try(ctx.arena, add_nine, &b));
	assert_false(arena_try(ctx.arena, format_nine, &b));
	assert_string_equal(b.data, "1234567123456789");
	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	for (size_t n = 9; n < 1000; n += 9) {
		format_nine(&b);
		assert_int_equal(strlen(b.data), n);
	}
	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	buf_put_xml(&b, "<a & 'b' \"c\">\x01\x0b\n");
	assert_null(strpbrk(b.data, "<>\"\x01\x0b"));
	assert_non_null(strstr(b.data, "&lt;a &amp; "));
	assert_int_equal(b.data[b.len], 0);
}

/* What buf_put_xml() says it does, one byte after the other. */
static const char *escaped(const char *s)
{
	static const char *const entities[256] = {['&'] = "&amp;",
	                                          ['<'] = "&lt;",
	                                          ['>'] = "&gt;",
	                                          ['"'] = "&quot;",
	                                          ['\''] = "&#39;"};
	struct buf b;

	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	for (; *s; s++) {
		const unsigned char c = (unsigned char)*s;

		if (strncmp(s, "\xEF\xBF\xBE", 3) == 0 || strncmp(s, "\xEF\xBF\xBF", 3) == 0)
			s += 2;
		else if (entities[c])
			buf_puts(&b, entities[c]);
		else if (c >= 0x20 || strchr("\t\n\r", c))
			buf_putc(&b, *s);
	}
	return b.data;
}

/* Texts are looked at many bytes at once: what stands anywhere in one of any length is found. */
static void xml_is_escaped_at_every_place(void **state)
{
	static const char *const odd[] = {"&",    "<", ">", "\"", "'",  "\x01",  "\x1F",  "\n",
	                                  "\x7F", "=", "?", "%",  "（", "\uFFFD", "\uFFFE", "\uFFFF",
	                                  "あ",   "&<"};
	struct buf b;

	(void)state;
	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	for (size_t k = 0; k < sizeof(odd) / sizeof(odd[0]); k++) {
		for (int before = 0; before < 40; before++) {
			for (int after = 0; after < 20; after++) {
				const char *s = arena_printf(
					ctx.arena, "%.*s%s%.*s", before,
					"abcdefghijklmnopqrstuvwxyz0123456789ABCD", odd[k], after,
					"abcdefghijklmnopqrstuvwxyz");

				buf_clear(&b);
				buf_put_xml(&b, s);
				assert_string_equal(b.data, escaped(s));
				assert_int_equal(b.len, strlen(b.data));
			}
		}
	}
}

/* Joining texts does not go through printf(), and cannot be told from it. */
static void joined_texts_are_as_printed(void **state)
{
	static const int numbers[] = {0, 7, -7, 10, 1999, INT_MAX, INT_MIN};
	char expected[64];

	(void)state;
	snprintf(expected, sizeof(expected), "%s–%s%%%d%s", "9:00", "", 7, "終");
	assert_string_equal(arena_printf(ctx.arena, "%s–%s%%%d%s", "9:00", "", 7, "終"), expected);
	assert_string_equal(arena_printf(ctx.arena, "%s–%s%s", "9:00", "", "終"), "9:00–終");
	assert_string_equal(arena_printf(ctx.arena, "%s", ""), "");
	assert_string_equal(arena_printf(ctx.arena, "{%.3s}", "abcdef"), "{abc}");
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(expected, sizeof(expected), "%d年%s%d", numbers[i], "", numbers[i]);
		assert_string_equal(arena_printf(ctx.arena, "%d年%s%d", numbers[i], "", numbers[i]),
		                    expected);
	}
}

/* Whatever room is left where it would stand: texts of all lengths, over the ends of chunks. */
static void joined_texts_fit_their_room(void **state)
{
	char word[301], expected[320];
	const char *made[3000];

	(void)state;
	memset(word, 'x', sizeof(word));
	for (size_t i = 0; i < COUNT(made); i++) {
		word[i % 300] = '\0';
		made[i] = arena_printf(ctx.arena, "%s-%d", word, (int)i);
		word[i % 300] = 'x';
	}
	for (size_t i = 0; i < COUNT(made); i++) {
		word[i % 300] = '\0';
		snprintf(expected, sizeof(expected), "%s-%d", word, (int)i);
		word[i % 300] = 'x';
		assert_string_equal(made[i], expected);
	}
}

/* --- text --- */

static void utf8_is_checked(void **state)
{
	static const struct {
		const char *s;
		size_t len, bad; /* bad == len: valid */
	} cases[] = {
		{"", 0, 0},
		{"葛" IVS "飾", 10, 10},
		{"\U00020BB7", 4, 4},
		{"a\0b", 3, 1},              /* NUL is no text */
		{"ab\xC0\x80", 4, 2},        /* overlong NUL */
		{"a\xE0\x80\xAF", 4, 1},     /* overlong slash */
		{"\xED\xA0\x80", 3, 0},      /* surrogate */
		{"\xF4\x90\x80\x80", 4, 0},  /* beyond U+10FFFF */
		{"あ\xE3\x81", 5, 3},        /* cut off */
		{"\x82\xA0", 2, 0},          /* あ in CP932 */
		{"あ\xFF", 4, 3},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t bad = 99;
		bool valid = text_valid(cases[i].s, cases[i].len, &bad);

		assert_int_equal(valid, cases[i].bad == cases[i].len);
		if (!valid)
			assert_int_equal(bad, cases[i].bad);
	}
}

static void characters_are_counted_and_encoded(void **state)
{
	const char *s = "𠮷a";
	char out[4];

	(void)state;
	assert_int_equal(text_next(&s), 0x20BB7);
	assert_int_equal(text_next(&s), 'a');
	assert_int_equal(text_next(&s), 0);
	assert_int_equal(text_next(&s), 0);
	assert_int_equal(text_encode(0x20BB7, out), 4);
	assert_memory_equal(out, "𠮷", 4);
	assert_int_equal(text_length("葛" IVS "飾"), 3);
}

static void white_space_of_every_kind(void **state)
{
	struct arena *a = ctx.arena;

	(void)state;
	assert_string_equal(text_trim(a, "\uFEFF　 防災　課 \u00A0\r\n"), "防災　課");
	assert_string_equal(text_trim(a, "　\u200B"), "");
	assert_string_equal(text_trim(a, NULL), "");
	assert_true(text_blank(NULL));
	assert_true(text_blank("　\t"));
	assert_false(text_blank("　。"));
	assert_string_equal(text_squeeze(a, " 防 災　課\n"), "防災課");
}

static void keys_fold_what_offices_mix_up(void **state)
{
	static const char *const same[][2] = {
		{"ＡＢＣ１２", "abc12"}, {"ｶﾞｷﾞ", "ガギ"},       {"髙橋", "高橋"},
		{"宮﨑", "宮崎"},       {"𠮷田", "吉田"},       {"德川", "徳川"},
		{"葛" IVS "飾", "葛飾"}, {" 防 災　課", "防災課"}, {"㈱", "(株)"},
		{"㌔", "キロ"},         {"か\u3099", "が"},     {"①", "1"},
		{"渡邉", "渡邊"},       {"濵", "浜"},           {"Ⅳ", "iv"},
	};
	static const char *const different[][2] = {
		{"か", "が"}, {"ア", "あ"}, {"土", "士"}, {"ー", "一"}, {"齊", "齋"}, {"ッ", "ツ"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(text_fold(ctx.arena, same[i][0]),
		                    text_fold(ctx.arena, same[i][1]));
	for (size_t i = 0; i < COUNT(different); i++)
		assert_string_not_equal(text_fold(ctx.arena, different[i][0]),
		                        text_fold(ctx.arena, different[i][1]));
	assert_string_equal(text_nfkc(ctx.arena, "Ｒ６．１１．１２"), "R6.11.12");
	/* NFKC alone does not touch characters of names */
	assert_string_equal(text_nfkc(ctx.arena, "髙﨑𠮷葛" IVS), "髙﨑𠮷葛" IVS);
}

static void width_is_counted_in_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width("防災課"), 6);
	assert_int_equal(text_width("ﾎﾞｳ"), 3);
	assert_int_equal(text_width("葛" IVS), 2);
	assert_int_equal(text_width("か\u3099"), 2);
	assert_int_equal(text_width("𠮷"), 2);
}

static void texts_are_cut_between_characters(void **state)
{
	const char *s = "葛" IVS "飾か\u3099区";

	(void)state;
	assert_ptr_equal(text_truncate(ctx.arena, s, 8), s);
	assert_string_equal(text_truncate(ctx.arena, s, 7), "葛" IVS "飾か\u3099…");
	assert_string_equal(text_truncate(ctx.arena, s, 6), "葛" IVS "飾…");
	assert_string_equal(text_truncate(ctx.arena, s, 5), "葛" IVS "飾…");
	assert_string_equal(text_truncate(ctx.arena, s, 4), "葛" IVS "…");
	assert_string_equal(text_truncate(ctx.arena, s, 3), "葛" IVS "…");
	assert_string_equal(text_truncate(ctx.arena, s, 2), "…");
	for (int columns = 1; columns < 9; columns++)
		assert_true(text_width(text_truncate(ctx.arena, s, columns)) <= columns);
}

static void lists_split_and_join(void **state)
{
	struct text_list list = text_split(ctx.arena, " 010100、 010200,,　 ,\n030100", ",\n");
	long n = -1;

	(void)state;
	assert_int_equal(list.n, 3);
	assert_string_equal(text_join(ctx.arena, &list, "|"), "010100|010200|030100");
	assert_int_equal(text_split(ctx.arena, "防災、危機管理", "\n").n, 1);
	assert_int_equal(text_split(ctx.arena, NULL, ",").n, 0);
	assert_true(text_to_long(ctx.arena, " ００７ ", &n));
	assert_int_equal(n, 7);
	assert_false(text_to_long(ctx.arena, "7a", &n));
	assert_false(text_to_long(ctx.arena, "-7", &n));
	assert_false(text_to_long(ctx.arena, "", &n));
	assert_false(text_to_long(ctx.arena, "99999999999999999999", &n));
	assert_int_equal(n, 7);
}

/* --- CP932 --- */

static void cp932_goes_and_comes_back(void **state)
{
	static const char *const texts[] = {"", "防災課 髙﨑 ①㈱ ～－― ｶﾞ", "a\r\n\"b\",表", "ソ能"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *bytes, *bad, *back;
		size_t len, at;

		assert_true(text_to_cp932(ctx.arena, texts[i], &bytes, &len, &bad));
		assert_null(bad);
		assert_true(text_from_cp932(ctx.arena, bytes, len, &back, &at));
		assert_string_equal(back, texts[i]);
	}
}

static void cp932_names_what_it_cannot_hold(void **state)
{
	static const struct {
		const char *text, *bad;
	} cases[] = {
		{"𠮷田 髙橋 𠮷村", "𠮷"},            /* each once */
		{"葛" IVS "飾", IVS},
		{"10〜20 −5 ¥100", "〜−¥"},          /* glibc would put ～ － ＼ in silence */
		{"Café — 🙂", "é—🙂"},
		{"か\u3099", "\u3099"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *bytes = "untouched", *bad = NULL;
		size_t len = 77;

		assert_false(text_to_cp932(ctx.arena, cases[i].text, &bytes, &len, &bad));
		assert_string_equal(bad, cases[i].bad);
		assert_string_equal(bytes, "untouched");
	}
}

static void bad_cp932_is_refused_with_its_place(void **state)
{
	const char *text = NULL;
	size_t bad = 99;

	(void)state;
	assert_false(text_from_cp932(ctx.arena, "\x82\xA0\xFF", 3, &text, &bad));
	assert_int_equal(bad, 2);
	assert_false(text_from_cp932(ctx.arena, "ab\x82", 3, &text, &bad)); /* half a character */
	assert_int_equal(bad, 2);
	assert_false(text_from_cp932(ctx.arena, "a\0b", 3, &text, &bad));
	assert_int_equal(bad, 1);
	assert_null(text);
}

/* --- dates --- */

static void iso_dates_are_strict(void **state)
{
	static const char *const bad[] = {
		"", "2024-2-9", "2024-02-9", "2024/02/09", " 2024-02-09", "2024-02-09 ",
		"2024- 2-09", "2024-02- 9", "2023-02-29", "1900-02-29", "2024-02-30",
		"2024-00-01", "2024-13-01", "2024-01-00", "0000-01-01", "+024-01-01",
		"20240209", "2024-02-09T", "２０２４-02-09",
	};
	static const char *const good[] = {"2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"};
	struct date d = {7, 7, 7};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(date_from_iso(bad[i], &d));
	assert_int_equal(d.year, 7);
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(date_from_iso(good[i], &d));
		assert_string_equal(date_format(ctx.arena, d, DATE_ISO), good[i]);
		assert_int_equal(date_compare(date_from_days(date_to_days(d)), d), 0);
	}
}

static void dates_of_people_are_read(void **state)
{
	static const char *const same[][2] = {
		{"2024/11/12", "2024-11-12"},       {"2024.1.2", "2024-01-02"},
		{"2024年11月12日", "2024-11-12"},   {"20241112", "2024-11-12"},
		{"令和6年11月12日", "2024-11-12"},  {"令6.11.12", "2024-11-12"},
		{"R6.11.12", "2024-11-12"},         {"r06/11/12", "2024-11-12"},
		{"Ｒ６．１１．１２", "2024-11-12"}, {"令和　６ 年 １１月 １２ 日", "2024-11-12"},
		{"㋿6年11月12日", "2024-11-12"},    {"令和元年5月1日", "2019-05-01"},
		{"R元.5.1", "2019-05-01"},          {"令和1年5月1日", "2019-05-01"},
		{"平成31年4月30日", "2019-04-30"},  {"平成31年5月1日", NULL},
		{"令和元年4月30日", NULL},          {"H1.1.8", "1989-01-08"},
		{"平成元年1月7日", NULL},           {"昭和64年1月7日", "1989-01-07"},
		{"昭和64年1月8日", NULL},           {"S元.12.25", "1926-12-25"},
		{"大正15年12月24日", "1926-12-24"}, {"大正15年12月25日", NULL},
		{"明治45年7月29日", "1912-07-29"},  {"大正元年7月30日", "1912-07-30"},
		{"令和0年5月1日", NULL},            {"令和6年2月30日", NULL},
		{"11月12日", NULL},                 {"6.11.12", NULL},
		{"24-11-12", NULL},                 {"2024-11-31", NULL},
		{"20241131", NULL},                 {"", NULL},
		{"令和6年11月12日(火)", NULL},      {"2024-11", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++) {
		struct date d;
		bool read = date_parse(ctx.arena, same[i][0], &d);

		if (read != (same[i][1] != NULL))
			fail_msg("%s", same[i][0]);
		if (read)
			assert_string_equal(date_format(ctx.arena, d, DATE_ISO), same[i][1]);
	}
}

static void dates_are_printed_in_every_form(void **state)
{
	struct arena *a = ctx.arena;
	const struct date d = {2024, 11, 2}, first = {2019, 5, 1}, last = {2019, 4, 30};
	const struct date before = {1868, 1, 24};

	(void)state;
	assert_string_equal(date_format(a, d, DATE_ERA_LONG), "令和6年11月2日");
	assert_string_equal(date_format(a, d, DATE_ERA_SHORT), "R6.11.2");
	assert_string_equal(date_format(a, d, DATE_WESTERN), "2024年11月2日");
	assert_string_equal(date_format(a, d, DATE_MONTH_DAY), "11月2日");
	assert_string_equal(date_format(a, d, DATE_ISO), "2024-11-02");
	assert_string_equal(date_format(a, first, DATE_ERA_LONG), "令和元年5月1日");
	assert_string_equal(date_format(a, first, DATE_ERA_SHORT), "R1.5.1");
	assert_string_equal(date_format(a, last, DATE_ERA_LONG), "平成31年4月30日");
	assert_string_equal(date_format(a, before, DATE_ERA_LONG), "1868年1月24日");
	assert_string_equal(date_weekday_ja(d), "土");
	assert_string_equal(date_weekday_ja(before), "金");
}

static void fiscal_years_begin_in_april(void **state)
{
	static const struct {
		const char *text;
		int year; /* 0 = refused */
	} cases[] = {
		{"令和6年度", 2024},  {"R6", 2024},      {"2024", 2024},   {"FY2024", 2024},
		{"令和元年度", 2019}, {"平成31年度", 2019}, {"昭和64年度", 1989}, {"平成 13 年", 2001},
		{"平成１３", 2001},   {"令和", 0},       {"24", 0},        {"2024年4月", 0},
		{"", 0},              {"令和0年度", 0},
	};
	int year;

	(void)state;
	assert_int_equal(fiscal_year_of((struct date){2025, 3, 31}), 2024);
	assert_int_equal(fiscal_year_of((struct date){2025, 4, 1}), 2025);
	assert_string_equal(fiscal_year_format(ctx.arena, 2024), "令和6年度");
	assert_string_equal(fiscal_year_format(ctx.arena, 2019), "令和元年度");
	assert_string_equal(fiscal_year_format(ctx.arena, 2018), "平成30年度");
	assert_string_equal(fiscal_year_format(ctx.arena, 1988), "昭和63年度");
	assert_string_equal(fiscal_year_format(ctx.arena, 1989), "平成元年度");
	for (size_t i = 0; i < COUNT(cases); i++) {
		year = 0;
		if (fiscal_year_parse(ctx.arena, cases[i].text, &year) != (cases[i].year != 0) ||
		    year != cases[i].year)
			fail_msg("%s: %d", cases[i].text, year);
	}
}

static void spreadsheet_days_and_instants(void **state)
{
	static const struct {
		double serial;
		bool date1904;
		const char *iso; /* NULL = refused */
	} cases[] = {
		{1, false, "1900-01-01"},
		{59, false, "1900-02-28"},
		{60, false, NULL},
		{61, false, "1900-03-01"},
		{45608.75, false, "2024-11-12"},
		{44146, true, "2024-11-12"},
		{0.5, false, NULL},
		{-1, false, NULL},
		{2958465, false, "9999-12-31"},
		{2958466, false, NULL},
	};
	struct date d;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool read = date_from_serial(cases[i].serial, cases[i].date1904, &d);

		assert_int_equal(read, cases[i].iso != NULL);
		if (read)
			assert_string_equal(date_format(ctx.arena, d, DATE_ISO), cases[i].iso);
	}
	assert_string_equal(time_format(ctx.arena, 1731337199000000), "2024-11-11 23:59");
	assert_string_equal(time_format(ctx.arena, 1731337200000000), "2024-11-12 00:00");
}

/* --- numbers --- */

static const char *show(int64_t num, int64_t den, int decimals, enum rounding rule)
{
	return ratio_format(ctx.arena, (struct ratio){num, den}, decimals, rule);
}

static void ratios_round_half_up_exactly(void **state)
{
	(void)state;
	/* 3.725 lies below that in binary */
	assert_string_equal(show(3725, 1000, 2, ROUND_HALF_UP), "3.73");
	assert_string_equal(show(3724, 1000, 2, ROUND_HALF_UP), "3.72");
	assert_string_equal(show(1005, 1000, 2, ROUND_HALF_UP), "1.01");
	assert_string_equal(show(37249999999, 10000000000, 2, ROUND_HALF_UP), "3.72");
	assert_string_equal(show(1, 3, 6, ROUND_HALF_UP), "0.333333");
	assert_string_equal(show(2, 3, 6, ROUND_HALF_UP), "0.666667");
	assert_string_equal(show(9999, 1000, 2, ROUND_HALF_UP), "10.00");
	assert_string_equal(show(1, 2, 0, ROUND_HALF_UP), "1");
	assert_string_equal(show(3725, 1000, 2, ROUND_TRUNCATE), "3.72");
	assert_string_equal(show(3999, 1000, 2, ROUND_TRUNCATE), "3.99");
	assert_string_equal(show(-3725, 1000, 2, ROUND_HALF_UP), "-3.73");
	assert_string_equal(show(-3725, 1000, 2, ROUND_TRUNCATE), "-3.72");
	assert_string_equal(show(-4, 1000, 2, ROUND_HALF_UP), "0.00"); /* no minus before nothing */
	assert_string_equal(show((1LL << 52) - 1, 1, 6, ROUND_HALF_UP), "4503599627370495.000000");
	assert_string_equal(show(1, (1LL << 52) - 1, 6, ROUND_HALF_UP), "0.000000");
	assert_null(show(5, 0, 2, ROUND_HALF_UP));
	assert_int_equal(ratio_compare((struct ratio){1, 3}, (struct ratio){333333, 1000000}), 1);
	assert_int_equal(ratio_compare((struct ratio){4000, 1000}, (struct ratio){400, 100}), 0);
	assert_int_equal(ratio_compare((struct ratio){-1, 2}, (struct ratio){1, 3}), -1);
}

static void decimals_are_read_exactly(void **state)
{
	static const char *const bad[] = {"",    ".",     "-1", "+1",        "1e3",
	                                  "4,0", "4.0.0", " 4", "1234567890"};
	struct ratio r = {9, 9};

	(void)state;
	assert_true(ratio_parse("4.05", &r));
	assert_int_equal(r.num, 405);
	assert_int_equal(r.den, 100);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(ratio_parse(bad[i], &r));
	assert_int_equal(r.num, 405);
}

static void percentages_follow_the_named_rule(void **state)
{
	static const int64_t thirds[] = {1, 1, 1}, eighths[] = {1, 1, 6}, halves[] = {5, 5, 5, 185};
	int64_t units[4];

	(void)state;
	percent_round(thirds, 3, 3, 1, ROUND_HALF_UP, units);
	assert_int_equal(units[0] + units[1] + units[2], 999);
	percent_round(thirds, 3, 3, 1, ROUND_LARGEST_REMAINDER, units);
	assert_int_equal(units[0], 334);
	assert_int_equal(units[1], 333);
	assert_int_equal(units[2], 333);
	percent_round(eighths, 3, 8, 0, ROUND_HALF_UP, units); /* 12.5 12.5 75 */
	assert_int_equal(units[0], 13);
	assert_int_equal(units[1], 13);
	percent_round(eighths, 3, 8, 0, ROUND_LARGEST_REMAINDER, units);
	assert_int_equal(units[0] + units[1] + units[2], 100);
	assert_int_equal(units[2], 75);
	percent_round(halves, 4, 200, 0, ROUND_LARGEST_REMAINDER, units); /* 2.5 2.5 2.5 92.5 */
	assert_int_equal(units[0] + units[1] + units[2] + units[3], 100);
	percent_round(eighths, 3, 8, 1, ROUND_TRUNCATE, units);
	assert_int_equal(units[0], 125);
	percent_round(thirds, 3, 3, 1, ROUND_TRUNCATE, units);
	assert_int_equal(units[0], 333);
	percent_round(thirds, 3, 0, 1, ROUND_LARGEST_REMAINDER, units);
	assert_int_equal(units[0], 0);
}

static void counts_have_separators(void **state)
{
	(void)state;
	assert_string_equal(count_format(ctx.arena, 0), "0");
	assert_string_equal(count_format(ctx.arena, 999), "999");
	assert_string_equal(count_format(ctx.arena, 1000), "1,000");
	assert_string_equal(count_format(ctx.arena, -1234567), "-1,234,567");
	assert_string_equal(count_format(ctx.arena, -123), "-123");
	assert_string_equal(num_text(ctx.arena, 0), "0");
	assert_string_equal(num_text(ctx.arena, 1234567), "1234567");
	assert_string_equal(num_text(ctx.arena, INT64_MIN), "-9223372036854775808");
}

/* --- map --- */

static void maps_find_replace_and_grow(void **state)
{
	struct map m = {.arena = ctx.arena};
	int values[1000], other;

	(void)state;
	assert_null(map_get(&m, "0"));
	for (int i = 0; i < 1000; i++)
		assert_null(map_put(&m, arena_printf(ctx.arena, "%d", i), &values[i]));
	assert_ptr_equal(map_put(&m, "500", &other), &values[500]);
	assert_int_equal(m.n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_ptr_equal(map_get(&m, arena_printf(ctx.arena, "%d", i)),
		                 i == 500 ? &other : &values[i]);
	assert_null(map_get(&m, "1000"));
	assert_string_not_equal(map_key2(ctx.arena, "ab", "c"), map_key2(ctx.arena, "a", "bc"));
}

/* --- errors and problems --- */

static void errors_keep_their_first_place_and_detail(void **state)
{
	char arg[] = "令和6年度";

	(void)state;
	assert_int_equal(FAIL(&ctx, ERR_CONFLICT, N_("x {1} {2}"), arg, "b"), ERR_CONFLICT);
	arg[0] = '?'; /* arguments were copied */
	assert_string_equal(ctx.error.args[0], "令和6年度");
	assert_null(ctx.error.args[2]);
	error_at(&ctx, (struct place){.file = "a.csv", .row = 3});
	error_at(&ctx, (struct place){.file = "b.csv", .row = 9, .cell = "B9"});
	assert_string_equal(ctx.error.place.file, "a.csv");
	assert_int_equal(ctx.error.place.row, 3);
	assert_string_equal(ctx.error.place.cell, "B9");
	error_detail(&ctx, "first %d", 1);
	error_detail(&ctx, "second");
	assert_string_equal(ctx.error.detail, "first 1");
	assert_int_equal(FAIL(&ctx, ERR_IO, N_("y")), ERR_IO);
	assert_null(ctx.error.detail);
	assert_null(ctx.error.args[0]);
	assert_int_equal(err_exit_status(ERR_TAMPERED), 12);
	assert_int_equal(err_http_status(ERR_NOT_FOUND), 404);
	assert_string_equal(err_name(ERR_BUSY), "ERR_BUSY");
}

static void problems_are_kept_in_order_and_cut_between_characters(void **state)
{
	struct problems list = {0};
	struct buf long_text;

	(void)state;
	buf_init(&long_text, ctx.arena, BUF_MAX_TEXT);
	buf_putc(&long_text, 'x'); /* the limit falls inside a character */
	for (int i = 0; i < 100; i++)
		buf_puts(&long_text, "𠮷");
	PROBLEM(&ctx, &list, SEV_WARNING, "one", ((struct place){.row = 1}), "v", N_("a {1}"), "x");
	PROBLEM(&ctx, &list, SEV_REJECT, "two", ((struct place){.row = 2}), long_text.data,
	        N_("b"));
	PROBLEM(&ctx, &list, SEV_REJECT, "three", ((struct place){.row = 3}), NULL, N_("c"));
	assert_string_equal(list.first->code, "one");
	assert_string_equal(list.first->next->code, "two");
	assert_string_equal(list.last->code, "three");
	assert_null(list.last->next);
	assert_null(list.last->value);
	assert_int_equal(list.count[SEV_WARNING], 1);
	assert_int_equal(list.count[SEV_REJECT], 2);
	assert_int_equal(strlen(list.first->next->value), PROBLEM_VALUE_MAX - 3 + strlen("…"));
	assert_int_equal(text_length(list.first->next->value), 51);
	assert_string_equal(severity_name(SEV_CONFIRM), "confirm");
}

static void libraries_are_loaded_or_named(void **state)
{
	static int (*upper)(int), (*other)(int);
	const struct library_function there = {"toupper", &upper}, none = {"kageyu_none", &other};
	struct library libc = {"libc.so.6", &there, 1, false};
	struct library lacking = {"libc.so.6", &none, 1, false};
	struct library absent = {"libkageyu-none.so.1", &there, 1, false};

	(void)state;
	assert_int_equal(library_load(&ctx, &libc), OK);
	assert_int_equal(library_load(&ctx, &libc), OK);
	assert_int_equal(upper('k'), 'K');
	assert_int_equal(library_load(&ctx, &lacking), ERR_STATE);
	assert_false(lacking.loaded);
	assert_int_equal(library_load(&ctx, &absent), ERR_STATE);
	assert_string_equal(ctx.error.args[0], "libkageyu-none.so.1");
	assert_non_null(strstr(ctx.error.detail, "libkageyu-none.so.1"));
}

static void messages_are_filled_in_both_languages(void **state)
{
	static const char *const args[ERROR_ARGS_MAX] = {"{2}", "二"};
	static const char known[] = "Stored.";

	(void)state;
	assert_string_equal(msg_format(ctx.arena, LANG_EN, "{2}/{1}/{7}/{", args), "二/{2}/{7}/{");
	assert_string_equal(msg_find(LANG_EN, known), known);
	assert_string_not_equal(msg_find(LANG_JA, known), known);
	assert_string_equal(msg_find(LANG_JA, "no such message"), "no such message");
	for (size_t i = 1; i < msg_ja_n; i++)
		assert_true(strcmp(msg_ja[i - 1].msgid, msg_ja[i].msgid) < 0);
	for (size_t i = 0; i < msg_ja_n; i++)
		assert_string_equal(msg_find(LANG_JA, msg_ja[i].msgid), msg_ja[i].msgstr);
}

/* Every {n} of a message stands in its translation too. */
static void translations_take_the_same_arguments(void **state)
{
	(void)state;
	for (size_t i = 0; i < msg_ja_n; i++) {
		for (int n = 1; n <= ERROR_ARGS_MAX; n++) {
			const char place[] = {'{', (char)('0' + n), '}', '\0'};

			if (!strstr(msg_ja[i].msgid, place) != !strstr(msg_ja[i].msgstr, place))
				fail_msg("%s: %s", place, msg_ja[i].msgid);
		}
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(releases_run_latest_first),
		T(undefer_takes_the_latest_of_equal_ones),
		T(the_ceiling_ends_the_work),
		T(children_count_against_the_ceiling),
		T(escapes_nest),
		T(a_cleared_arena_begins_anew),
		T(array_sizes_do_not_wrap),
		T(memory_is_zeroed_aligned_and_grows),
		T(formatted_text_is_whole),
		T(buffers_stop_at_their_maximum),
		T(xml_is_escaped_at_every_place),
		T(joined_texts_are_as_printed),
		T(joined_texts_fit_their_room),
		T(utf8_is_checked),
		T(characters_are_counted_and_encoded),
		T(white_space_of_every_kind),
		T(keys_fold_what_offices_mix_up),
		T(width_is_counted_in_columns),
		T(texts_are_cut_between_characters),
		T(lists_split_and_join),
		T(cp932_goes_and_comes_back),
		T(cp932_names_what_it_cannot_hold),
		T(bad_cp932_is_refused_with_its_place),
		T(iso_dates_are_strict),
		T(dates_of_people_are_read),
		T(dates_are_printed_in_every_form),
		T(fiscal_years_begin_in_april),
		T(spreadsheet_days_and_instants),
		T(ratios_round_half_up_exactly),
		T(decimals_are_read_exactly),
		T(percentages_follow_the_named_rule),
		T(counts_have_separators),
		T(maps_find_replace_and_grow),
		T(errors_keep_their_first_place_and_detail),
		T(problems_are_kept_in_order_and_cut_between_characters),
		T(libraries_are_loaded_or_named),
		T(messages_are_filled_in_both_languages),
		T(translations_take_the_same_arguments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
