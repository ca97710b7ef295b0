/* Tables on their way out, read back by our own readers; and the apostrophe rule. */
#include "sheet/table.h"

#include "base/text.h"
#include "sheet/sheet.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

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

static const struct column columns[] = {{"コード", COLUMN_TEXT},
                                        {"監査項目", COLUMN_WIDE_TEXT},
                                        {"件数", COLUMN_INTEGER},
                                        {"判定日", COLUMN_DATE}};
#define N_COLUMNS 4

static const char *const row_1[N_COLUMNS] = {"010200", "葛󠄀飾 𠮷 髙﨑 ～－", "12", "2024-11-12"};
static const char *const row_2[N_COLUMNS] = {"=1+1", "一行\n二行, \"引用\"", "-5", NULL};
static const char *const row_3[N_COLUMNS] = {" 前", "'=x", "007", "1868-09-08"};
static const char *const row_4[N_COLUMNS] = {NULL, "", "1234567890123456", "平成31年"};
static const char *const row_5[N_COLUMNS] = {"@", "+81", "0", "1900-03-01"};
static const char *const *const rows[] = {row_1, row_2, row_3, row_4, row_5};
static const struct table table = {"判定", columns, N_COLUMNS, rows, 5};

/* ---- the apostrophe ---- */

static void test_guard(void **state)
{
	static const char *const guarded[][2] = {
		{"=1", "'=1"},   {"+1", "'+1"},     {"-1", "'-1"}, {"@x", "'@x"},
		{"\tx", "'\tx"}, {"\rx", "'\rx"},   {"'=", "''="}, {"''-", "'''-"},
	};
	static const char *const plain[] = {"", "1", "a=b", "'", "''", "'a", " =1", "\n=", "＝1"};

	(void)state;
	for (size_t i = 0; i < sizeof(guarded) / sizeof(*guarded); i++) {
		assert_string_equal(table_guard(ctx.arena, guarded[i][0]), guarded[i][1]);
		assert_string_equal(table_unguard(ctx.arena, guarded[i][1]), guarded[i][0]);
	}
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		assert_ptr_equal(table_guard(ctx.arena, plain[i]), plain[i]);
		assert_ptr_equal(table_unguard(ctx.arena, plain[i]), plain[i]);
	}
	/* what was never guarded stays: a person's own = in a file made elsewhere */
	assert_string_equal(table_unguard(ctx.arena, "=1"), "=1");
	assert_null(table_guard(ctx.arena, NULL));
	assert_null(table_unguard(ctx.arena, NULL));
}

/* ---- CSV ---- */

static struct buf csv_of(const struct table *t, enum csv_encoding encoding)
{
	struct problems problems = {0};
	struct buf out;

	buf_init(&out, ctx.arena, BUF_MAX_DOCUMENT);
	assert_int_equal(table_write_csv(&ctx, t, encoding, &problems, &out), OK);
	assert_null(problems.first);
	return out;
}

static void test_csv_bytes(void **state)
{
	(void)state;
	assert_string_equal(csv_of(&table, CSV_UTF8).data,
	                    "コード,監査項目,件数,判定日\r\n"
	                    "010200,葛󠄀飾 𠮷 髙﨑 ～－,12,2024-11-12\r\n"
	                    "'=1+1,\"一行\n二行, \"\"引用\"\"\",-5,\r\n"
	                    "\" 前\",''=x,007,1868-09-08\r\n"
	                    ",,1234567890123456,平成31年\r\n"
	                    "'@,'+81,0,1900-03-01\r\n");
	assert_memory_equal(csv_of(&table, CSV_UTF8_BOM).data, "\xEF\xBB\xBFコード", 12);
}

/* A cell, as the importer hands it on. */
static const char *cell_back(const struct sheet *s, size_t row, size_t column)
{
	return table_unguard(ctx.arena, sheet_cell(s, (long)row, column)->text);
}

static void comes_back(const struct table *t, struct buf file, const char *name)
{
	const struct sheet *s;
	struct book *book;

	assert_int_equal(book_read(&ctx, name, file.data, file.len, &book), OK);
	s = &book->sheets[0];
	for (size_t j = 0; j < t->n_columns; j++)
		assert_string_equal(cell_back(s, 1, j), t->columns[j].name);
	for (size_t i = 0; i < t->n_rows; i++)
		for (size_t j = 0; j < t->n_columns; j++)
			assert_string_equal(cell_back(s, i + 2, j),
			                    t->rows[i][j] ? t->rows[i][j] : "");
}

static void test_csv_round_trip(void **state)
{
	static const char *const nasty[][2] = {
		{"a\tb", "\t"},     {"x\ny", "\n"},    {",", "\""},     {"'", "''"},    {" ", "　"},
		{"tail ", " head"}, {"\"q\"", "q\"q"}, {"''@", "'''a"}, {"=\"x\"", "-"}};
	const char *const *cells[9];
	struct table t = {"x", columns, 2, cells, 9};

	(void)state;
	for (size_t i = 0; i < 9; i++)
		cells[i] = nasty[i];
	comes_back(&table, csv_of(&table, CSV_UTF8), "a.csv");
	comes_back(&table, csv_of(&table, CSV_UTF8_BOM), "a.csv");
	comes_back(&t, csv_of(&t, CSV_UTF8), "a.csv");
	comes_back(&t, csv_of(&t, CSV_CP932), "a.csv");
}

static void test_cp932(void **state)
{
	static const char *const good[] = {"表 髙﨑 ～－ ①㈱", "Ⅱ"};
	static const char *const *const good_rows[] = {good};
	static const struct column good_columns[] = {{"能", COLUMN_TEXT}, {"ソ", COLUMN_TEXT}};
	struct table t = {"x", good_columns, 2, good_rows, 1};
	struct buf out = csv_of(&t, CSV_CP932);

	(void)state;
	assert_memory_equal(out.data, "\x94\x5C,\x83\x5C\r\n\x95\x5C", 9);
	comes_back(&t, out, "a.csv");
}

static void test_cp932_refusal(void **state)
{
	static const char *const bad_1[] = {"吉", "𠮷野と𠮷田 葛󠄀"};
	static const char *const bad_2[] = {"〜", "ok"};
	static const char *const *const bad_rows[] = {bad_1, bad_2};
	static const struct column bad_columns[] = {{"名", COLUMN_TEXT}, {"¥", COLUMN_TEXT}};
	struct table t = {"x", bad_columns, 2, bad_rows, 2};
	struct problems problems = {0};
	const struct problem *p;
	struct buf out;

	(void)state;
	buf_init(&out, ctx.arena, BUF_MAX_TEXT);
	buf_puts(&out, "before");
	assert_int_equal(table_write_csv(&ctx, &t, CSV_CP932, &problems, &out), ERR_INVALID);
	assert_string_equal(out.data, "before");
	assert_string_equal(ctx.error.args[0], "3");
	assert_int_equal(problems.count[SEV_REJECT], 3);
	p = problems.first;
	assert_int_equal(p->place.row, 1);
	assert_string_equal(p->place.column, "¥");
	assert_string_equal(p->args[0], "¥");
	p = p->next;
	assert_int_equal(p->place.row, 2);
	assert_string_equal(p->place.column, "¥");
	assert_non_null(strstr(p->args[0], "𠮷"));
	assert_non_null(strstr(p->args[0], "\xF3\xA0\x84\x80")); /* the variation selector */
	assert_string_equal(p->value, "𠮷野と𠮷田 葛󠄀");
	p = p->next;
	assert_int_equal(p->place.row, 3);
	assert_string_equal(p->place.column, "名");
	assert_string_equal(p->args[0], "〜");
}

/* ---- Excel ---- */

static struct buf xlsx_of(const struct table *const *tables, size_t n)
{
	struct buf out;

	buf_init(&out, ctx.arena, BUF_MAX_DOCUMENT);
	if (table_write_xlsx(&ctx, tables, n, &out) != OK)
		fail_msg("%s: %s", ctx.error.msgid, ctx.error.detail);
	return out;
}

static struct book *read_back(struct buf file)
{
	struct book *book;

	assert_int_equal(book_read(&ctx, "a.xlsx", file.data, file.len, &book), OK);
	return book;
}

static void test_xlsx_cells(void **state)
{
	static const enum cell_kind kinds[][N_COLUMNS] = {
		{CELL_TEXT, CELL_TEXT, CELL_NUMBER, CELL_DATE},
		{CELL_TEXT, CELL_TEXT, CELL_NUMBER, CELL_EMPTY},
		{CELL_TEXT, CELL_TEXT, CELL_TEXT, CELL_TEXT},
		{CELL_EMPTY, CELL_EMPTY, CELL_TEXT, CELL_TEXT},
		{CELL_TEXT, CELL_TEXT, CELL_NUMBER, CELL_DATE},
	};
	const struct table *one = &table;
	const struct sheet *s = &read_back(xlsx_of(&one, 1))->sheets[0];

	(void)state;
	assert_string_equal(s->name, "判定");
	assert_int_equal(s->n_rows, 6);
	for (size_t j = 0; j < N_COLUMNS; j++)
		assert_string_equal(sheet_cell(s, 1, j)->text, columns[j].name);
	for (size_t i = 0; i < 5; i++)
		for (size_t j = 0; j < N_COLUMNS; j++) {
			const struct cell *cell = sheet_cell(s, (long)i + 2, j);

			assert_int_equal(cell->kind, kinds[i][j]);
			assert_string_equal(cell->text, rows[i][j] ? rows[i][j] : "");
			assert_false(cell->formula);
		}
}

static void test_xlsx_characters(void **state)
{
	static const char *const texts[][2] = {
		{"_x000D_", "_x000D_"},  {"_x00G0_ _x_", "_x00G0_ _x_"},
		{"a\001\013b", "a\001\013b"}, {"a\r\nb\rc", "a\nb\nc"},
		{"\xEF\xBF\xBE\xEF\xBF\xBF", "\xEF\xBF\xBE\xEF\xBF\xBF"},
		{"<&>\"'", "<&>\"'"},    {" x\n", " x\n"},
		{"\t", "\t"},
	};
	const char *cells[8][1];
	const char *const *all[8];
	struct table t = {"x", columns, 1, all, 8};
	const struct table *one = &t;
	const struct sheet *s;

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		cells[i][0] = texts[i][0];
		all[i] = cells[i];
	}
	s = &read_back(xlsx_of(&one, 1))->sheets[0];
	for (size_t i = 0; i < 8; i++)
		assert_string_equal(sheet_cell(s, (long)i + 2, 0)->text, texts[i][1]);
}

static void test_xlsx_too_long(void **state)
{
	char *longest = memset(arena_alloc(ctx.arena, 32768), 'x', 32767);
	struct buf wide, out;
	const char *cells[2];
	const char *const *all[] = {cells};
	struct table t = {"長", columns, 2, all, 1};
	const struct table *one = &t;

	(void)state;
	cells[0] = longest;
	cells[1] = NULL;
	assert_int_equal(strlen(sheet_cell(&read_back(xlsx_of(&one, 1))->sheets[0], 2, 0)->text),
	                 32767);
	/* characters beyond the first plane count twice in Excel */
	buf_init(&wide, ctx.arena, BUF_MAX_TEXT);
	for (int i = 0; i < 16384; i++)
		buf_puts(&wide, "𠮷");
	cells[1] = wide.data;
	buf_init(&out, ctx.arena, BUF_MAX_TEXT);
	assert_int_equal(table_write_xlsx(&ctx, &one, 1, &out), ERR_INVALID);
	assert_int_equal(out.len, 0);
	assert_string_equal(ctx.error.args[0], "2");
	assert_string_equal(ctx.error.args[1], "監査項目");
	assert_string_equal(ctx.error.args[2], "32768");
	assert_int_equal(ctx.error.place.row, 2);
	assert_string_equal(ctx.error.place.cell, "B2");
	assert_string_equal(ctx.error.place.sheet, "長");
}

static void test_xlsx_too_many(void **state)
{
	struct table t = {"x", columns, 1, NULL, SHEET_ROW_MAX};
	const struct table *one = &t;
	struct buf out;

	(void)state;
	buf_init(&out, ctx.arena, BUF_MAX_TEXT);
	assert_int_equal(table_write_xlsx(&ctx, &one, 1, &out), ERR_TOO_LARGE);
	t.n_columns = SHEET_COLUMN_MAX + 1;
	t.n_rows = 0;
	assert_int_equal(table_write_xlsx(&ctx, &one, 1, &out), ERR_TOO_LARGE);
}

static void test_sheet_names(void **state)
{
	static const char *const names[][2] = {
		{"判定", "判定"},
		{"判定", "判定 (2)"},
		{"ＡＢＣ", "ＡＢＣ"},
		{"abc", "abc (2)"}, /* Excel takes them for the same */
		{"a/b\\c?*[d]:", "a b c   d"},
		{"'x'", "x"},
		{"''", "Sheet"},
		{NULL, "Sheet (2)"},
		{" \n", "Sheet (3)"},
		{"History", "History (2)"},
		{"履歴", "履歴 (2)"},
		{"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
	         "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"},
		{"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二",
	         "一二三四五六七八九十一二三四五六七八九十一二三四五六七 (2)"},
		{"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十𠮷",
	         "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"},
		{"1二三四五六七八九十一二三四五六七八九十一二三四五六七八九葛󠄀",
	         "1二三四五六七八九十一二三四五六七八九十一二三四五六七八九"},
	};
	enum { N = sizeof(names) / sizeof(*names) };
	struct table tables[N];
	const struct table *all[N];
	const struct book *book;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		tables[i] = table;
		tables[i].name = names[i][0];
		all[i] = &tables[i];
	}
	book = read_back(xlsx_of(all, N));
	assert_int_equal(book->n_sheets, N);
	for (size_t i = 0; i < N; i++)
		assert_string_equal(book->sheets[i].name, names[i][1]);
}

/* One part of a workbook as text. */
static const char *part_of(struct buf file, const char *name)
{
	zip_source_t *source = zip_source_buffer_create(file.data, file.len, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
	zip_file_t *part = zip_fopen(zip, name, 0);
	char *text = arena_alloc(ctx.arena, 1 << 20);

	assert_non_null(part);
	assert_true(zip_fread(part, text, (1 << 20) - 1) > 0);
	zip_fclose(part);
	zip_discard(zip);
	return text;
}

static void contains(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("%s is not in %s", what, text);
}

static void test_looks(void **state)
{
	const struct table *one = &table;
	struct buf file = xlsx_of(&one, 1);
	const char *sheet = part_of(file, "xl/worksheets/sheet1.xml");
	const char *styles = part_of(file, "xl/styles.xml");

	(void)state;
	contains(sheet, "state=\"frozen\"");
	contains(sheet, "ySplit=\"1\"");
	contains(sheet, "<autoFilter ref=\"A1:D6\"/>");
	contains(sheet, "<row r=\"3\" spans=\"1:4\" ht=\"30\" customHeight=\"1\">");
	contains(sheet, "orientation=\"landscape\"");
	contains(sheet, "numberStoredAsText=\"1\"");
	contains(part_of(file, "xl/workbook.xml"), "_xlnm.Print_Titles");
	contains(styles, "BIZ UDゴシック");
	contains(styles, "formatCode=\"yyyy/mm/dd\"");
	contains(styles, "wrapText=\"1\"");
	contains(part_of(file, "docProps/core.xml"), "2024-11-12T00:06:40Z");
}

/* Width of a column of one table with this cell, as Excel measures. */
static double width_of(const char *cell, enum column_kind kind)
{
	const struct column column = {"見出し", kind};
	const char *const row[] = {cell};
	const char *const *const all[] = {row};
	const struct table t = {"x", &column, 1, all, 1}, *one = &t;
	const char *at = strstr(part_of(xlsx_of(&one, 1), "xl/worksheets/sheet1.xml"), "width=\"");

	assert_non_null(at);
	return strtod(at + 7, NULL);
}

static void test_widths(void **state)
{
	char long_text[2000];
	double header = width_of("a", COLUMN_TEXT), word = width_of("地区サービス事務所", COLUMN_TEXT);

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	assert_true(header > 6 && header < 13); /* the heading and the filter's button */
	assert_true(word > 18 && word < 24);
	assert_true(width_of("地区\nサービス\n事務所", COLUMN_TEXT) < word);
	assert_true(width_of(long_text, COLUMN_TEXT) < 42);
	assert_true(width_of(long_text, COLUMN_WIDE_TEXT) > 65);
	assert_true(width_of(long_text, COLUMN_WIDE_TEXT) < 75);
}

static size_t files_in(const char *path)
{
	DIR *dir = opendir(path);
	size_t n = 0;

	assert_non_null(dir);
	for (const struct dirent *e = readdir(dir); e; e = readdir(dir))
		n += e->d_name[0] != '.';
	closedir(dir);
	return n;
}

static void test_reproducible_and_tidy(void **state)
{
	const struct table *const two[] = {&table, &table};
	char folder[] = P_tmpdir "/test-table-XXXXXX";
	struct buf first, second;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(setenv("TMPDIR", folder, 1), 0);
	first = xlsx_of(two, 2);
	second = xlsx_of(two, 2);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
	assert_int_equal(files_in(folder), 0);
	assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
	assert_int_equal(table_write_xlsx(&ctx, two, 2, &second), ERR_IO);
	assert_memory_equal(first.data, second.data, first.len);
	assert_int_equal(first.len, second.len);
	assert_int_equal(unsetenv("TMPDIR"), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void test_empty_tables(void **state)
{
	const struct table headings = {"見出しのみ", columns, N_COLUMNS, NULL, 0};
	const struct table nothing = {"無", NULL, 0, NULL, 0};
	const struct table *const both[] = {&headings, &nothing};
	const struct book *book = read_back(xlsx_of(both, 2));

	(void)state;
	assert_int_equal(book->n_sheets, 2);
	assert_int_equal(book->sheets[0].n_rows, 1);
	assert_int_equal(book->sheets[1].n_rows, 0);
	assert_string_equal(csv_of(&headings, CSV_UTF8).data, "コード,監査項目,件数,判定日\r\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(test_guard),
		TEST(test_csv_bytes),
		TEST(test_csv_round_trip),
		TEST(test_cp932),
		TEST(test_cp932_refusal),
		TEST(test_xlsx_cells),
		TEST(test_xlsx_characters),
		TEST(test_xlsx_too_long),
		TEST(test_xlsx_too_many),
		TEST(test_sheet_names),
		TEST(test_looks),
		TEST(test_widths),
		TEST(test_reproducible_and_tidy),
		TEST(test_empty_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
