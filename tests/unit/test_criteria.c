/* Criteria on their way in: numbers, headings, several values in a cell; versions of catalogues. */
#include "city.h"
#include "base/text.h"
#include "criteria/criteria_internal.h"
#include "criteria/edit.h"

#define HEAD "番号,大項目,中項目,小項目,監査項目,必須\n"

static struct import_result import_book(struct city *city, const struct book *book,
                                        const char *catalog, bool whole)
{
	const struct criteria_options options = {.catalog = catalog, .whole = whole};
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, criteria_import(&city->c, book, "入力.csv", &options, &r));
	MUST(city, db_commit(&city->c));
	return r;
}

static struct import_result import(struct city *city, const char *csv)
{
	return import_book(city, city_csv(city, csv), NULL, false);
}

/* As if the heading cells of column `column` were merged over these rows. */
static struct import_result import_merged(struct city *city, const char *csv, size_t column,
                                          long row1, long row2)
{
	struct book book = *city_csv(city, csv);
	struct sheet sheet = book.sheets[0];
	const struct merge merge = {row1, row2, column, column};

	sheet.merges = &merge;
	sheet.n_merges = 1;
	book.sheets = &sheet;
	return import_book(city, &book, NULL, false);
}

static struct item_row *items(struct city *city, const char *catalog, size_t *ret_n,
                              struct catalog_version_row **ret_version)
{
	struct item_row *rows = NULL;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, criteria_latest(&city->c, catalog, ret_version));
	assert_non_null(*ret_version);
	MUST(city, q_items_of_version(&city->c, &(struct items_of_version_in){(*ret_version)->id},
	                              &rows, ret_n));
	db_rollback(&city->c);
	return rows;
}

static const char *headings(struct city *city, const struct item_row *item)
{
	return arena_printf(city->c.arena, "%s/%s/%s", item->heading1 ? item->heading1 : "",
	                    item->heading2 ? item->heading2 : "",
	                    item->heading3 ? item->heading3 : "");
}

static void freeze(struct city *city, const char *catalog)
{
	struct catalog_version_row *version;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, criteria_latest(&city->c, catalog, &version));
	MUST(city, criteria_freeze(&city->c, version->id));
	MUST(city, db_commit(&city->c));
}

/* --- numbers --- */

static void repeated_numbers_are_rejected(void **state)
{
	struct city *city = *state;
	struct import_result r =
		import(city, "チェックリスト,番号,監査項目\n甲,1,一\n甲,１,また一\n乙,1,別の一\n");
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	assert_int_equal(r.rows, 3);
	assert_int_equal(r.created, 2);
	assert_int_equal(r.rejected, 1);
	assert_int_equal(city_problem(&r.problems, "number-repeated", 0)->place.row, 3);
	assert_int_equal(r.problems.count[SEV_REJECT], 1);
	rows = items(city, "甲", &n, &version);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].title, "一");
	items(city, "乙", &n, &version);
	assert_int_equal(n, 1);
}

static void missing_numbers_are_proposed_by_position(void **state)
{
	struct city *city = *state;
	struct import_result r = import(city, "番号,監査項目\n1,一\n,二\n3,三\n,入らない\n4,四\n");
	const struct import_options plain = {0}, agreed = {.confirm = true, .partial = true};
	const struct problem *p;
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	p = city_problem(&r.problems, "number-missing", 0);
	assert_int_equal(p->severity, SEV_CONFIRM);
	assert_int_equal(p->place.row, 3);
	assert_string_equal(p->args[0], "2");
	/* 4 would follow, but stands below */
	p = city_problem(&r.problems, "number-missing", 1);
	assert_int_equal(p->severity, SEV_REJECT);
	assert_int_equal(p->place.row, 5);
	assert_int_equal(r.created, 4);
	assert_int_equal(r.rejected, 1);
	rows = items(city, "入力", &n, &version);
	assert_int_equal(n, 4);
	assert_string_equal(rows[1].title, "二");
	assert_string_equal(rows[1].no, "2");
	/* the caller's question */
	assert_int_equal(import_decide(&city->c, &r, &plain), ERR_INVALID);
	assert_int_equal(import_decide(&city->c, &r, &agreed), OK);
}

static void numbers_that_are_no_numbers_are_not_continued(void **state)
{
	struct city *city = *state;
	struct import_result r = import(city, "番号,監査項目\n1-1,一\n,二\n");

	assert_int_equal(city_problem(&r.problems, "number-missing", 0)->severity, SEV_REJECT);
	assert_int_equal(r.created, 1);
}

static void a_number_in_a_heading_column_is_taken_back(void **state)
{
	struct city *city = *state;
	struct import_result r = import(city, HEAD "1,管理,台帳,,一,\n,,2,,二,\n3,,,,三,\n");
	const struct problem *p = city_problem(&r.problems, "number-shifted", 0);
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	assert_int_equal(p->severity, SEV_CONFIRM);
	assert_int_equal(p->place.row, 3);
	rows = items(city, "入力", &n, &version);
	assert_int_equal(n, 3);
	assert_string_equal(rows[1].no, "2");
	assert_string_equal(headings(city, &rows[1]), "管理/台帳/");
	assert_string_equal(headings(city, &rows[2]), "管理/台帳/");
}

/* --- headings --- */

static const char with_headings[] = HEAD "1,管理,台帳,紙,一,\n2,,,電子,二,\n3,,持出し,,三,\n"
                                         "4,教育,,,四,\n5,,,,五,\n";

static void merged_headings_go_on(void **state)
{
	struct city *city = *state;
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	import_merged(city, with_headings, 1, 2, 4);
	rows = items(city, "入力", &n, &version);
	assert_int_equal(n, 5);
	assert_string_equal(headings(city, &rows[0]), "管理/台帳/紙");
	assert_string_equal(headings(city, &rows[1]), "管理/台帳/電子");
	assert_string_equal(headings(city, &rows[2]), "管理/持出し/");
	assert_string_equal(headings(city, &rows[3]), "教育//");
	assert_string_equal(headings(city, &rows[4]), "教育//");
}

static void without_merges_only_blank_rows_go_on(void **state)
{
	struct city *city = *state;
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	import(city, with_headings);
	rows = items(city, "入力", &n, &version);
	assert_string_equal(headings(city, &rows[0]), "管理/台帳/紙");
	assert_string_equal(headings(city, &rows[1]), "//電子");
	assert_string_equal(headings(city, &rows[2]), "/持出し/");
	assert_string_equal(headings(city, &rows[4]), "教育//");
}

/* A merge in the head of the table or in another column says nothing about headings. */
static void merges_elsewhere_do_not_count(void **state)
{
	struct city *city = *state;
	struct catalog_version_row *version;
	size_t n;

	import_merged(city, with_headings, 4, 2, 4);
	assert_string_equal(headings(city, &items(city, "入力", &n, &version)[1]), "//電子");
}

/* --- cells --- */

static void several_values_in_a_cell(void **state)
{
	static const char *const cases[][2] = {
		{"台帳\n記録", "台帳\n記録"},
		{"・台帳\n・記録\n（写し）", "台帳\n記録（写し）"},
		{"□ 台帳 | ☐記録", "台帳\n記録"},
		{"前書き\n・台帳", "前書き\n台帳"},
		{" \n\n", NULL},
		{"", NULL},
		{"・", NULL},
	};
	struct city *city = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *values = criteria_values(city->c.arena, cases[i][0]);

		if (cases[i][1])
			assert_string_equal(values, cases[i][1]);
		else
			assert_null(values);
	}
}

static void titles_come_from_the_requirement(void **state)
{
	struct city *city = *state;
	struct import_result r = import(
		city, "番号,監査項目,必須\n1,\"台帳の整備\n台帳がある。\",○\n2,一行だけ,\n"
		      "3,\"ii) 行政機関の範囲\n範囲を定めている。\",－\n4,,○\n5,五,多分\n");
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	assert_int_equal(r.rejected, 2);
	assert_int_equal(city_problem(&r.problems, "required", 0)->place.row, 5);
	rows = items(city, "入力", &n, &version);
	assert_int_equal(n, 3);
	assert_string_equal(rows[0].title, "台帳の整備");
	assert_string_equal(rows[0].requirement, "台帳がある。");
	assert_true(rows[0].mandatory);
	assert_string_equal(rows[1].title, "一行だけ");
	assert_null(rows[1].requirement);
	assert_string_equal(rows[2].label, "ii");
	assert_string_equal(rows[2].title, "行政機関の範囲");
	assert_false(rows[2].mandatory);
}

/* --- the text form --- */

static struct import_result import_text(struct city *city, const char *text)
{
	const struct criteria_options options = {0};
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, criteria_import_text(&city->c, text, strlen(text), "x.catalog", &options, &r));
	MUST(city, db_commit(&city->c));
	return r;
}

/* The shipped text without its comments: what the program must write, letter by letter. */
static const char *without_comments(struct city *city, const char *text)
{
	struct buf out;

	buf_init(&out, city->c.arena, BUF_MAX_TEXT);
	while (*text) {
		size_t n = strcspn(text, "\n") + 1;

		if (*text != '#')
			buf_add(&out, text, n);
		text += n;
	}
	return out.data;
}

static struct version_full full(struct city *city, const char *catalog)
{
	struct catalog_version_row *version;
	struct version_full v;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, criteria_latest(&city->c, catalog, &version));
	MUST(city, criteria_load_version(&city->c, version->catalog_id, version->number, &v));
	db_rollback(&city->c);
	return v;
}

static const char *written(struct city *city, const struct version_full *v)
{
	struct buf out;

	buf_init(&out, city->c.arena, BUF_MAX_TEXT);
	criteria_write_text(city->c.arena, v, &out);
	return out.data;
}

static void the_text_form_goes_out_and_comes_back(void **state)
{
	struct city *city = *state;

	for (size_t i = 0; i < n_shipped_catalogs; i++) {
		const struct shipped_catalog *s = &shipped_catalogs[i];
		struct import_result r = import_text(city, s->text);
		struct version_full v = full(city, s->name);

		assert_true(criteria_is_text(s->text, strlen(s->text)));
		assert_int_equal(r.rejected, 0);
		assert_int_equal(r.created, v.n);
		assert_string_equal(written(city, &v), without_comments(city, s->text));
		r = import_text(city, s->text);
		assert_int_equal(r.unchanged, v.n);
		assert_int_equal(full(city, s->name).version->rev, 1);
	}
}

static void the_table_goes_out_and_comes_back(void **state)
{
	struct city *city = *state, *other = city_new(NULL);
	struct problems problems = {0};
	const char *before;
	struct import_result r;
	struct table table;
	struct buf csv;
	struct version_full v;

	for (size_t i = 0; i < n_shipped_catalogs; i++)
		import_text(city, shipped_catalogs[i].text);
	v = full(city, "必須110項目");
	before = written(city, &v);
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, criteria_export(&city->c, &table));
	db_rollback(&city->c);
	buf_init(&csv, city->c.arena, BUF_MAX_TEXT);
	MUST(city, table_write_csv(&city->c, &table, CSV_UTF8, &problems, &csv));
	assert_false(criteria_is_text(csv.data, csv.len));
	r = import(city, csv.data);
	assert_int_equal(r.rows, 153);
	assert_int_equal(r.unchanged, 153);
	assert_int_equal(v.version->number, full(city, "必須110項目").version->number);
	/* and into an empty folder, where everything must come out of the table alone */
	r = import(other, csv.data);
	assert_int_equal(r.created, 153);
	v = full(other, "必須110項目");
	assert_string_equal(written(other, &v), before);
	city_free(other);
}

/* What an import lacks, a version has from the one before it. */
static void texts_of_a_version_go_on(void **state)
{
	static const char one[] = "catalog: 甲\ncatalog_en: A\nversion: 1\nnotice: 公式ではない。\n"
				  "judging: 数える。\n\nno: 1\ntitle: 一\ntitle_en: One\n"
				  "heading1: 大\nheading1_en: Big\nmandatory: no\ninternal: no\n"
				  "roles: 課長\nrespondent: 担当\nsupplied: roles：無い\n";
	struct city *city = *state;
	struct version_full v;

	import_text(city, one);
	freeze(city, "甲");
	import_text(city, "catalog: 甲\n\nno: 2\ntitle: 二\n");
	v = full(city, "甲");
	assert_int_equal(v.version->number, 2);
	assert_string_equal(v.version->judging, "数える。");
	assert_string_equal(v.version->notice, "公式ではない。");
	assert_string_equal(v.items[0].row->title_en, "One");
	assert_string_equal(v.items[0].row->heading1_en, "Big");
	assert_string_equal(v.items[0].row->internal, "no");
	assert_string_equal(v.items[0].row->respondent, "担当");
	assert_string_equal(v.items[0].row->supplied, "roles：無い");
	/* in use again: another way of judging alone is a version too */
	freeze(city, "甲");
	import_text(city, "catalog: 甲\njudging: 読む。\n\nno: 2\ntitle: 二\n");
	v = full(city, "甲");
	assert_int_equal(v.version->number, 3);
	assert_int_equal(v.n, 2);
	assert_string_equal(v.version->judging, "読む。");
	assert_string_equal(v.version->edition, "1");
	import_text(city, "catalog: 甲\njudging: 見る。\n\nno: 2\ntitle: 二\n");
	v = full(city, "甲");
	assert_int_equal(v.version->number, 3);
	assert_string_equal(v.version->judging, "見る。");
}

static void what_the_text_form_has_no_place_for_is_refused(void **state)
{
	struct city *city = *state;
	struct import_result r =
		import_text(city, "catalog: 甲\nno: 1\ntitle: 一\ncolour: red\n\nno: 2\ntitle: 二\n"
				  "mandatory: maybe\n\nno: 3\ntitle: 三\ninternal: both\n"
				  "\nno: 4\ntitle: 四\nshort: 甲\n");

	assert_int_equal(r.rejected, 4);
	assert_int_equal(city_problem(&r.problems, "key-unknown", 0)->place.row, 4);
	assert_int_equal(city_problem(&r.problems, "flag-invalid", 0)->place.row, 8);
	assert_int_equal(city_problem(&r.problems, "flag-invalid", 1)->place.row, 12);
	assert_int_equal(city_problem(&r.problems, "key-unknown", 1)->place.row, 16);
	r = import_text(city, "catalog: 乙\nitems: 2\n\nno: 1\ntitle: 一\n");
	assert_int_equal(r.rejected, 1);
	assert_string_equal(city_problem(&r.problems, "items-missing", 0)->args[1], "1");
}

static void the_text_form_is_read_line_by_line(void **state)
{
	struct city *city = *state;
	struct import_result r = import_text(
		city, "# 説明\ncatalog: 甲チェックリスト\r\nno: 1\ntitle: 一\ntitle_en: one\n"
		      "evidence:\n  台帳\n  記録\nmandatory: yes\nlevel5: 模範\n\nno: 2\ntitle: 二\n"
		      "title: 二の二\n\nno: 3\ntitle: 三\nこれは何か\n\nno: 1\ntitle: また一\n");
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	assert_int_equal(r.rows, 4);
	assert_int_equal(r.rejected, 3);
	assert_int_equal(city_problem(&r.problems, "key-repeated", 0)->place.row, 14);
	assert_int_equal(city_problem(&r.problems, "line-invalid", 0)->place.row, 18);
	assert_int_equal(city_problem(&r.problems, "number-repeated", 0)->place.row, 20);
	rows = items(city, "甲チェックリスト", &n, &version);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].evidence, "台帳\n記録");
	assert_true(rows[0].mandatory);
	assert_false(criteria_is_text("no: 1\n", 6));
	assert_true(criteria_is_text("# x\r\n\r\ncatalog: a", 17));
}

static void text_that_is_no_text_is_refused(void **state)
{
	static const char bytes[] = "catalog: \x82\xA0\n";
	const struct criteria_options options = {0};
	struct city *city = *state;
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	assert_int_equal(
		criteria_import_text(&city->c, bytes, sizeof(bytes) - 1, "x", &options, &r),
		ERR_INVALID);
	assert_string_equal(city->c.error.args[1], "10");
	db_rollback(&city->c);
}

/* --- versions --- */

static void a_version_in_use_never_changes(void **state)
{
	static const char first[] = "番号,監査項目,レベル5\n1,一,模範\n2,二,\n";
	static const char second[] = "番号,監査項目,レベル5\n1,一の改,模範\n3,三,\n";
	struct city *city = *state;
	struct catalog_version_row *version, *old;
	struct item_row *rows;
	struct item_level_row *levels;
	struct import_result r;
	size_t n, n_levels;

	import_book(city, city_csv(city, first), "甲", false);
	items(city, "甲", &n, &version);
	assert_int_equal(version->number, 1);
	assert_false(version->frozen);
	/* not in use: changed in place */
	r = import_book(city, city_csv(city, second), "甲", false);
	assert_int_equal(r.updated, 1);
	assert_int_equal(r.created, 1);
	assert_int_equal(city_count(&r.problems, "item-absent"), 1);
	rows = items(city, "甲", &n, &version);
	assert_int_equal(n, 3);
	assert_int_equal(version->number, 1);
	assert_string_equal(rows[0].title, "一の改");
	freeze(city, "甲");
	/* in use, but nothing differs */
	r = import_book(city, city_csv(city, second), "甲", false);
	assert_int_equal(r.unchanged, 2);
	items(city, "甲", &n, &old);
	assert_int_equal(old->number, 1);
	assert_true(old->frozen);
	/* in use and changed: the next version, complete, levels too */
	import_book(city, city_csv(city, first), "甲", false);
	rows = items(city, "甲", &n, &version);
	assert_int_equal(version->number, 2);
	assert_false(version->frozen);
	assert_string_equal(version->made_on, "2024-11-12");
	assert_int_equal(n, 3);
	assert_string_equal(rows[0].title, "一");
	assert_string_equal(rows[2].title, "三");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_item_levels_of_version(&city->c,
	                                    &(struct item_levels_of_version_in){version->id},
	                                    &levels, &n_levels));
	assert_int_equal(n_levels, 1);
	assert_int_equal(levels[0].item_id, rows[0].id);
	MUST(city, q_items_of_version(&city->c, &(struct items_of_version_in){old->id}, &rows, &n));
	db_rollback(&city->c);
	assert_int_equal(n, 3);
	assert_string_equal(rows[0].title, "一の改");
}

static void a_whole_file_leaves_items_out(void **state)
{
	struct city *city = *state;
	const struct book *book = city_csv(city, "番号,監査項目\n1,一\n2,二\n");
	const struct book *less = city_csv(city, "番号,監査項目\n2,二\n");
	struct catalog_version_row *version;
	struct item_row *rows;
	size_t n;

	import_book(city, book, "甲", false);
	freeze(city, "甲");
	import_book(city, less, "甲", false);
	items(city, "甲", &n, &version);
	assert_int_equal(version->number, 1);
	import_book(city, less, "甲", true);
	rows = items(city, "甲", &n, &version);
	assert_int_equal(version->number, 2);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].no, "2");
	/* not in use: left out of the version itself */
	import_book(city, book, "甲", true);
	import_book(city, less, "甲", true);
	items(city, "甲", &n, &version);
	assert_int_equal(version->number, 2);
	assert_int_equal(n, 1);
}

static void catalogues_have_short_names(void **state)
{
	struct city *city = *state;
	struct catalog_row *catalog;

	import(city, "チェックリスト,番号,監査項目,対象事項\n情報資産チェックリスト,1,一,資産の管理\n"
	             "チェックリスト,1,一,\n");
	import(city, "チェックリスト,番号,監査項目,略称\n情報資産チェックリスト,2,二,資産\n");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_catalog_by_name(&city->c,
	                             &(struct catalog_by_name_in){"情報資産チェックリスト"}, &catalog));
	assert_string_equal(catalog->short_name, "資産");
	assert_string_equal(catalog->subject, "資産の管理");
	assert_int_equal(catalog->sort, 1);
	MUST(city, q_catalog_by_name(&city->c, &(struct catalog_by_name_in){"チェックリスト"},
	                             &catalog));
	assert_string_equal(catalog->short_name, "チェックリスト");
	assert_string_equal(catalog->subject, "チェックリスト");
	assert_int_equal(catalog->sort, 2);
	db_rollback(&city->c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CITY_TEST(repeated_numbers_are_rejected),
		CITY_TEST(missing_numbers_are_proposed_by_position),
		CITY_TEST(numbers_that_are_no_numbers_are_not_continued),
		CITY_TEST(a_number_in_a_heading_column_is_taken_back),
		CITY_TEST(merged_headings_go_on),
		CITY_TEST(without_merges_only_blank_rows_go_on),
		CITY_TEST(merges_elsewhere_do_not_count),
		CITY_TEST(several_values_in_a_cell),
		CITY_TEST(titles_come_from_the_requirement),
		CITY_TEST(the_text_form_goes_out_and_comes_back),
		CITY_TEST(the_table_goes_out_and_comes_back),
		CITY_TEST(texts_of_a_version_go_on),
		CITY_TEST(what_the_text_form_has_no_place_for_is_refused),
		CITY_TEST(the_text_form_is_read_line_by_line),
		CITY_TEST(text_that_is_no_text_is_refused),
		CITY_TEST(a_version_in_use_never_changes),
		CITY_TEST(a_whole_file_leaves_items_out),
		CITY_TEST(catalogues_have_short_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
