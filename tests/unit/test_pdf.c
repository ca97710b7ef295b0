/* Japanese set in lines, and what a PDF file holds. */
#include "base/text.h"
#include "report/format.h"
#include "report/pdf_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "sample_doc.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))
#define IVS "\U000E0100"

static struct ctx ctx;

static int begin(void **state)
{
	(void)state;
	ctx = (struct ctx){.arena = arena_new((size_t)1 << 30), .now_us = 1731370000000000};
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(ctx.arena);
	return 0;
}

/* --- lines --- */

static const struct type type = {FACE_MINCHO, 10, 17, 0};

static struct typesetter *typesetter(void)
{
	struct typesetter *t;

	assert_int_equal(typesetter_new(&ctx, "ja", &t), OK);
	return t;
}

static const char *first_of(const struct line *line)
{
	return line->text->utf8 + line->text->clusters[line->first].byte;
}

static const char *last_of(const struct line *line)
{
	return line->text->utf8 + line->text->clusters[line->end - 1].byte;
}

static bool begins(const char *s, const char *const *set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(s, set[i], strlen(set[i])) == 0)
			return true;
	return false;
}

/* Every character but spaces stands in one line, in order; no line is wider than it may be. */
static void check_lines(const struct text *text, const struct lines *lines, double width)
{
	size_t at = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct line *line = &lines->v[i];

		for (; at < line->first; at++)
			assert_true(text_blank(arena_strndup(ctx.arena,
			                                     text->utf8 + text->clusters[at].byte,
			                                     text->clusters[at].bytes)));
		assert_int_equal(at, line->first);
		assert_true(line->end > line->first);
		at = line->end;
		if (line->width > width + 0.05 && line->end - line->first > 1)
			fail_msg("%.2f of %.2f: %.20s", line->width, width, first_of(line));
	}
	assert_int_equal(at, text->n_clusters);
}

static void lines_keep_the_rules_of_japanese(void **state)
{
	static const char prose[] =
		"監査の結果、防災課（危機管理担当を含む。）では、「情報資産台帳」が更新されておらず、"
		"パソコンのチェックも行われていなかった。ただし、昨年度の指摘「鍵の管理」は、"
		"人々の努力により改められている…。葛" IVS "飾支所のサーバー室については、ウェブカメラ・"
		"入退室記録（令和6年10月～12月）を確かめ、15件のうち3件、約20パーセントに不備があった！";
	static const char *const not_first[] = {"、", "。", "」", "）", "…", "ー", "々", "っ", "ッ",
	                                        "ェ", "ャ", "・", "！", "～", IVS, "件", "月", "パーセ"};
	static const char *const not_last[] = {"「", "（", "約"};
	struct typesetter *t = typesetter();
	struct text *text = text_shape_plain(t, prose, &type);
	size_t n = 0;

	(void)state;
	for (double width = 70; width < 400; width += 3.5) {
		for (int justify = 0; justify < 2; justify++) {
			const struct measure m = {.width = width, .first = 10, .justify = justify};
			struct lines lines = text_break(ctx.arena, text, &m);

			check_lines(text, &lines, width);
			for (size_t i = 0; i < lines.n; i++, n++) {
				if (i && begins(first_of(&lines.v[i]), not_first, COUNT(not_first)))
					fail_msg("width %.1f: a line begins with %.12s", width,
					         first_of(&lines.v[i]));
				if (begins(last_of(&lines.v[i]), not_last, COUNT(not_last)))
					fail_msg("width %.1f: a line ends with %.12s", width,
					         last_of(&lines.v[i]));
			}
		}
	}
	assert_true(n > 1000);
}

static void justified_lines_fill_the_measure(void **state)
{
	struct typesetter *t = typesetter();
	struct text *text = text_shape_plain(
		t, "台帳の整備状況を確かめたところ更新されていない課が三つあり記録もない", &type);
	const struct measure m = {.width = 105, .justify = true}, ragged = {.width = 105};
	struct lines lines = text_break(ctx.arena, text, &m);
	struct lines loose = text_break(ctx.arena, text, &ragged);

	(void)state;
	assert_true(lines.n >= 3);
	for (size_t i = 0; i + 1 < lines.n; i++)
		assert_true(lines.v[i].width > 104.9);
	assert_true(lines.v[lines.n - 1].width < 104.9);
	assert_true(loose.v[0].width < 104.9);
	assert_true(lines_height(&lines) == (double)lines.n * type.leading);
}

static void line_breaks_of_the_text_stay(void **state)
{
	struct typesetter *t = typesetter();
	struct text *text = text_shape_plain(t, "一\n\n三", &type);
	const struct measure m = {.width = 100};

	(void)state;
	assert_int_equal(text_break(ctx.arena, text, &m).n, 3);
	assert_true(text_line_width(text) > 9.9 && text_line_width(text) < 10.1);
}

static void what_cannot_be_broken_is_broken_at_last(void **state)
{
	struct typesetter *t = typesetter();
	struct text *text = text_shape_plain(
		t, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", &type);
	const struct measure m = {.width = 60}, none = {.width = 1};
	struct lines lines = text_break(ctx.arena, text, &m);

	(void)state;
	assert_true(lines.n > 2);
	check_lines(text, &lines, 60);
	assert_true(text_least_width(text) > 200);
	lines = text_break(ctx.arena, text, &none); /* one at least */
	assert_int_equal(lines.n, 52);
}

static void brackets_that_meet_close_up(void **state)
{
	struct typesetter *t = typesetter();
	double apart = text_line_width(text_shape_plain(t, "あ」あ「あ", &type));
	double met = text_line_width(text_shape_plain(t, "ああ」「あ", &type));

	(void)state;
	assert_true(apart - met > 4.9 && apart - met < 5.1);
}

/* --- the file --- */

/* The file with all packed streams behind it, unpacked, as one text. */
static const char *unpacked(const struct buf *file)
{
	static const char mark[] = "stream\n";
	const char *at = file->data, *stop = file->data + file->len;
	struct buf out;

	buf_init(&out, ctx.arena, BUF_MAX_DOCUMENT);
	for (; at + sizeof(mark) < stop; at++) {
		size_t size = (size_t)8 << 20;
		unsigned char *room;
		z_stream z = {0};

		if (memcmp(at, mark, sizeof(mark) - 1) != 0 || (at > file->data && at[-1] == 'd'))
			continue;
		room = arena_alloc(ctx.arena, size);
		z.next_in = (Bytef *)(at + sizeof(mark) - 1);
		z.avail_in = (uInt)(stop - at - (long)sizeof(mark) + 1);
		z.next_out = room;
		z.avail_out = (uInt)size;
		assert_int_equal(inflateInit(&z), Z_OK);
		if (inflate(&z, Z_FINISH) == Z_STREAM_END)
			buf_add(&out, room, z.total_out);
		inflateEnd(&z);
		buf_putc(&out, '\n');
	}
	for (size_t i = 0; i < file->len; i++)
		buf_putc(&out, file->data[i] ? file->data[i] : ' ');
	for (size_t i = 0; i < out.len; i++)
		if (!out.data[i])
			out.data[i] = ' ';
	return out.data;
}

static size_t occurrences(const char *s, const char *what)
{
	size_t n = 0;

	for (; (s = strstr(s, what)) != NULL; s += strlen(what))
		n++;
	return n;
}

static struct buf written(const struct doc *doc)
{
	struct buf file;

	buf_init(&file, ctx.arena, BUF_MAX_DOCUMENT);
	assert_int_equal(write_pdf(&ctx, doc, &file), OK);
	assert_memory_equal(file.data, "%PDF-1.7\n", 9);
	assert_string_equal(file.data + file.len - 6, "%%EOF\n");
	return file;
}

static struct doc plain_doc(const char *text, size_t n_breaks)
{
	struct block *first = NULL, **tail = &first;

	for (size_t i = 0; i <= n_breaks; i++) {
		sample_add(ctx.arena, &tail,
		           (struct block){.kind = BLOCK_PARAGRAPH,
		                          .runs = sample_run(ctx.arena, text, 0, NULL, NULL)});
		if (i < n_breaks)
			sample_add(ctx.arena, &tail, (struct block){.kind = BLOCK_PAGE_BREAK});
	}
	return (struct doc){.title = "題", .language = "ja", .blocks = first};
}

static size_t pages(const struct doc *doc)
{
	struct buf file = written(doc);
	const char *text = unpacked(&file);

	return occurrences(text, "/Type /Page %");
}

static void pages_follow_the_content(void **state)
{
	struct doc one = plain_doc("本文", 0), four = plain_doc("本文", 3), cover, empty = one;
	struct buf long_text;
	struct doc long_doc;

	(void)state;
	assert_int_equal(pages(&one), 1);
	assert_int_equal(pages(&four), 4);
	cover = four;
	cover.cover = true;
	assert_int_equal(pages(&cover), 5);
	empty.blocks = NULL;
	assert_int_equal(pages(&empty), 1);
	buf_init(&long_text, ctx.arena, BUF_MAX_TEXT);
	for (int i = 0; i < 500; i++)
		buf_puts(&long_text, "台帳の整備状況を確かめた。");
	long_doc = plain_doc(long_text.data, 0);
	assert_in_range(pages(&long_doc), 4, 12); /* 6,500 characters */
}

static void fonts_are_embedded_and_readable(void **state)
{
	struct doc doc = sample_doc(ctx.arena);
	struct buf file = written(&doc);
	const char *text = unpacked(&file);
	size_t fonts = occurrences(text, "/Type /FontDescriptor");
	size_t outer = occurrences(text, "/Subtype /Type0");

	(void)state;
	assert_true(fonts >= 2);
	assert_int_equal(occurrences(text, "/FontFile"), fonts);
	assert_true(outer >= 2);
	/* text can be searched and copied */
	assert_true(occurrences(text, "/ToUnicode") >= outer);
}

static void headings_make_an_outline_and_a_structure(void **state)
{
	struct doc doc = sample_doc(ctx.arena);
	struct buf file = written(&doc);
	const char *text = unpacked(&file);

	(void)state;
	assert_int_equal(occurrences(text, "/Type/Outlines"), 1);
	/* 概要 and 結果 in UTF-16, as titles of bookmarks */
	assert_true(occurrences(text, "/Dest") >= 2);
	assert_non_null(strstr(text, "/StructTreeRoot"));
	assert_non_null(strstr(text, "/Lang"));
	assert_true(occurrences(text, "/S/H1") >= 1);
	assert_true(occurrences(text, "/S/Table") >= 1);
	assert_true(occurrences(text, "/S/TH") >= 1);
	assert_non_null(strstr(text, "/Alt"));
	assert_null(strstr(text, "javascript:"));
	doc = plain_doc("見出しのない文書", 0);
	file = written(&doc);
	assert_int_equal(occurrences(unpacked(&file), "/Type/Outlines"), 0);
}

static void the_same_document_gives_the_same_file(void **state)
{
	struct doc doc = sample_doc(ctx.arena);
	struct buf first = written(&doc), second = written(&doc);

	(void)state;
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
}

/*
 * cairo forgets some arrays of its font subsets when it finishes a file. To tell this from what we
 * forget, the sanitizer needs whole call stacks (tools/lsan.supp).
 */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "fast_unwind_on_malloc=0";
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(lines_keep_the_rules_of_japanese),
		T(justified_lines_fill_the_measure),
		T(line_breaks_of_the_text_stay),
		T(what_cannot_be_broken_is_broken_at_last),
		T(brackets_that_meet_close_up),
		T(pages_follow_the_content),
		T(fonts_are_embedded_and_readable),
		T(headings_make_an_outline_and_a_structure),
		T(the_same_document_gives_the_same_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
