/* The report's source: values, figures, and messages that name the line. */
#include "audit_year.h"
#include "report/blocks.h"
#include "report/source.h"
#include "report/values.h"

static struct report_data data;

static int setup(void **state)
{
	struct city *city;
	struct audit_row audit;

	city_setup(state);
	city = *state;
	year_make(city, YEAR_JUDGED);
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, audit_find(&city->c, "R6", &audit));
	MUST(city, report_load(&city->c, &audit, NULL, &data));
	db_rollback(&city->c);
	return 0;
}

static struct block *parse(struct city *city, const char *text)
{
	struct block *blocks = NULL;

	MUST(city, source_parse(&city->c, text, "報告書.md", &data, &blocks));
	return blocks;
}

static const char *text_of(struct city *city, const struct block *block)
{
	const char *out = "";

	for (const struct run *r = block ? block->runs : NULL; r; r = r->next)
		out = arena_printf(city->c.arena, "%s%s%s", out,
		                   r->style & RUN_BREAK ? "\n" : "", r->text);
	return out;
}

/* The source is refused at this line, for this word. */
static void refused(struct city *city, const char *text, long line, const char *word)
{
	struct ctx *c = &city->c;
	struct block *blocks = NULL;

	memset(&c->error, 0, sizeof(c->error));
	if (source_parse(c, text, "報告書.md", &data, &blocks) != ERR_INVALID)
		fail_msg("not refused: %s", text);
	assert_null(blocks);
	assert_string_equal(c->error.place.file, "報告書.md");
	if (c->error.place.row != line)
		fail_msg("line %ld, not %ld: %s", c->error.place.row, line, text);
	if (word)
		assert_string_equal(c->error.args[0], word);
}

/* --- values --- */

static void values_are_what_was_counted(void **state)
{
	static const char *const cases[][2] = {
		{"organisation", "当団体"},
		{"fiscal_year", "令和6年度"},
		{"title", "情報セキュリティ監査"},
		{"document_number", "—"},
		{"total.items", "8"},
		{"total.detections", "4"},
		{"total.exemplary", "1"},
		{"total.na", "1"},
		{"total.unjudged", "1"},
		{"total.mean", "3.29"},
		{"total.sections", "3"},
		{"part.1.title", "内部監査"},
		{"part.1.sections", "3"},
		{"part.1.mean", "3.29"},
		{"catalog.甲.detections", "2"},
		{"catalog.甲.exemplary", "1"},
		{"catalog.乙.subject", "委託"},
		{"met.sections", "1"},
		{"target", "4.00"},
		{"breakdown", "資産が2件（うち模範的な取組1件）、委託が2件"},
	};
	static const char *const none[] = {"",       "total",      "total.",    "total.levels",
	                                   "part.2.mean", "part.mean", "catalog.丙.items",
	                                   "catalog.甲.mean", " title", "TITLE"};
	struct city *city = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *value = value_find(&city->c, &data, cases[i][0]);

		if (!value)
			fail_msg("no value %s", cases[i][0]);
		assert_string_equal(value, cases[i][1]);
	}
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(value_find(&city->c, &data, none[i]));
}

static void values_are_filled_into_running_text(void **state)
{
	struct city *city = *state;
	struct block *b = parse(city, "# {{title}}の *{{total.items}}* 件\n\n"
	                              "{{total.mean}}と{{target}}。{{\n`{{nothing}}`\n");

	assert_int_equal(b->kind, BLOCK_HEADING);
	assert_string_equal(text_of(city, b), "情報セキュリティ監査の 8 件");
	/* braces that do not close, and code, stay as they are */
	assert_string_equal(text_of(city, b->next), "3.29と4.00。{{{{nothing}}");
}

static void unknown_values_are_told_with_their_line(void **state)
{
	struct city *city = *state;

	refused(city, "# 見出し\n\n本文\n\n{{total.item}}件\n", 5, "total.item");
	refused(city, "本文\n二行目の{{nothing}}\n", 2, "nothing");
	refused(city, "- 一\n- {{x}}\n", 2, "x");
	refused(city, "# {{x}}", 1, "x");
	refused(city, "{{ title }}", 1, " title ");
	refused(city, "{{}}", 1, "");
}

/* --- figures --- */

static const struct doc_table *table_of(const struct block *b)
{
	while (b && b->kind != BLOCK_TABLE)
		b = b->next;
	assert_non_null(b);
	return b->table;
}

static void figures_stand_where_they_are_named(void **state)
{
	struct city *city = *state;
	struct block *b = parse(city, "前\n\n```figure\nscope\n```\n\n後\n");

	assert_string_equal(text_of(city, b), "前");
	assert_int_equal(b->next->kind, BLOCK_TABLE);
	assert_string_equal(text_of(city, b->next->next), "後");
	/* another fence is a quotation of code */
	b = parse(city, "```\nscope\n```\n");
	assert_int_equal(b->kind, BLOCK_QUOTE);
}

static void unknown_figures_are_told_with_their_line(void **state)
{
	struct city *city = *state;

	refused(city, "本文\n\n```figure\nnothing\n```\n", 3, "nothing");
	refused(city, "本文\n\n\n```figure\nresults part=9\n```\n", 4, "part=9");
	refused(city, "```figure\nresults color=red\n```\n", 1, "color=red");
	refused(city, "一\n\n```figure\n\n```\n", 3, NULL);
	parse(city, "```figure\nresults part=1\n```\n");
}

static void the_scope_is_shown_by_its_signs(void **state)
{
	struct city *city = *state;
	const struct doc_table *t = table_of(parse(city, "```figure\nscope\n```\n"));

	assert_int_equal(t->n_columns, 3);
	assert_int_equal(t->n_rows, 2);
	assert_string_equal(t->rows[0].cells[1].text, "資産");
	assert_string_equal(t->rows[1].cells[0].text, "内部監査");
	assert_string_equal(t->rows[1].cells[1].text, "○");
	assert_string_equal(t->rows[1].cells[2].text, "△");
}

static void a_part_that_asks_nothing_has_a_dash(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct part_new part = {.kind = "administrative"};
	const struct doc_table *t;
	struct audit_part_row made;
	struct audit_row audit;

	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, audit_find(c, "R6", &audit));
	MUST(city, audit_add_part(c, &audit, &part, &made));
	MUST(city, report_load(c, &audit, NULL, &data));
	MUST(city, db_commit(c));
	t = table_of(parse(city, "```figure\nscope\n```\n"));
	assert_int_equal(t->n_rows, 3);
	assert_string_equal(t->rows[2].cells[1].text, "—");
	assert_string_equal(t->rows[2].cells[2].text, "—");
}

static const struct doc_cell *cell_with(const struct doc_table *t, size_t row, const char *text)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->rows[row].cells[i].text && strcmp(t->rows[row].cells[i].text, text) == 0)
			return &t->rows[row].cells[i];
	fail_msg("row %zu has no cell %s", row, text);
	return NULL;
}

static void results_show_each_section_in_order(void **state)
{
	struct city *city = *state;
	const struct doc_table *t = table_of(parse(city, "```figure\nresults\n```\n"));
	size_t row = t->n_header_rows;

	assert_true(row >= 1);
	assert_true(t->n_rows >= row + 3);
	cell_with(t, row, "防災課");
	cell_with(t, row, "2(1)");
	cell_with(t, row, "4.00");
	cell_with(t, row + 1, "介護課");
	cell_with(t, row + 1, "2.33");
	cell_with(t, row + 2, "図書館");
	cell_with(t, row + 2, "—");
	for (row = 0; row < t->n_rows && !t->rows[row].total; row++)
		continue;
	assert_true(row < t->n_rows);
	cell_with(t, row, "3.29");
	cell_with(t, row, "5(1)");
}

/* --- the source --- */

static void blocks_are_what_they_look_like(void **state)
{
	static const enum block_kind kinds[] = {
		BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_LIST_ITEM, BLOCK_LIST_ITEM, BLOCK_LIST_ITEM,
		BLOCK_LIST_ITEM, BLOCK_QUOTE, BLOCK_PAGE_BREAK, BLOCK_PARAGRAPH, BLOCK_RIGHT};
	struct city *city = *state;
	struct block *b = parse(city, "## 見出し\n\n本\n文\n\n1. 一\n   - 中\n2. 二\n\n段落\n\n- 点\n\n"
	                              "> 引用\n\n---\n\n終わり\n\n以上\n"), *at = b;

	/* 段落 parts the two lists */
	assert_string_equal(text_of(city, b->next), "本文");
	at = b->next->next;
	assert_string_equal(at->label, "1");
	assert_int_equal(at->level, 1);
	assert_int_equal(at->next->level, 2);
	assert_false(at->next->ordered);
	assert_string_equal(at->next->next->label, "2");
	assert_string_equal(text_of(city, at->next->next), "二");
	at = at->next->next->next;
	assert_int_equal(at->kind, BLOCK_PARAGRAPH);
	at = at->next;
	for (size_t i = 5; i < COUNT(kinds); i++, at = at->next) {
		assert_non_null(at);
		assert_int_equal(at->kind, kinds[i]);
	}
	assert_null(at);
}

static void styles_links_and_breaks(void **state)
{
	struct city *city = *state;
	const struct run *r = parse(city, "普通**強い*とても***[所管](https://example.go.jp/)\\\n"
	                                  "次\\\n`code`\n")->runs;

	assert_int_equal(r->style, 0);
	r = r->next;
	assert_int_equal(r->style, RUN_STRONG);
	r = r->next;
	assert_int_equal(r->style, RUN_STRONG | RUN_EMPHASIS);
	r = r->next;
	assert_string_equal(r->link, "https://example.go.jp/");
	assert_int_equal(r->style, 0);
	r = r->next;
	assert_string_equal(r->text, "次");
	assert_int_equal(r->style, RUN_BREAK);
	assert_null(r->link);
	r = r->next;
	assert_string_equal(r->text, "code");
	assert_int_equal(r->style, RUN_CODE | RUN_BREAK);
	assert_null(r->next);
}

static void html_and_images_are_refused(void **state)
{
	struct city *city = *state;

	refused(city, "本文\n\n<b>強</b>\n", 3, NULL);
	refused(city, "本文\n\n<div>\n</div>\n", 3, NULL);
	refused(city, "本文\n![絵](x.png)\n", 2, NULL);
}

static void headings_are_numbered_by_the_pattern(void **state)
{
	struct city *city = *state;
	struct block *b = parse(city, "# 一\n\n## 甲\n\n## 乙\n\n# 二\n\n## 丙\n\n### 丁\n");
	static const char *const labels[] = {"1", "(1)", "(2)", "2", "(1)", "(ア)"};

	MUST(city, headings_number(&city->c, b, NUMBERING_DEFAULT));
	for (size_t i = 0; i < COUNT(labels); i++, b = b->next) {
		assert_string_equal(b->label, labels[i]);
		assert_non_null(b->id);
		for (struct block *k = b->next; k; k = k->next)
			assert_string_not_equal(k->id, b->id);
	}
}

/* --- whole documents --- */

static void reports_are_built_from_the_template_or_the_audits_own(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct audit_row audit, own;
	struct doc doc;

	MUST(city, db_begin(c, DB_READ));
	MUST(city, audit_find(c, "R6", &audit));
	MUST(city, report_build(c, &audit, NULL, &doc));
	assert_non_null(doc.blocks);
	assert_true(doc.cover && doc.contents);
	assert_string_equal(doc.subtitle, "令和6年度");
	assert_null(doc.date);
	own = audit;
	own.source = "# 自前の{{title}}\n";
	own.report_month = "2019-05";
	own.marks = "案\n取扱注意";
	MUST(city, report_build(c, &own, NULL, &doc));
	assert_string_equal(text_of(city, doc.blocks), "自前の情報セキュリティ監査");
	assert_null(doc.blocks->next);
	assert_string_equal(doc.date, "令和元年5月");
	assert_int_equal(doc.n_marks, 2);
	own.source = "{{x}}";
	assert_int_equal(report_build(c, &own, NULL, &doc), ERR_INVALID);
	assert_string_equal(c->error.place.file, "R6");
	db_rollback(c);
}

static void sheets_and_detections_are_built(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct audit_row audit;
	const struct doc_table *t;
	struct doc doc;

	MUST(city, db_begin(c, DB_READ));
	MUST(city, audit_find(c, "R6", &audit));
	MUST(city, report_build_sheet(c, &audit, NULL, "020100", &doc));
	assert_string_equal(doc.title, "介護課");
	assert_int_equal(report_build_sheet(c, &audit, NULL, "999999", &doc), ERR_NOT_FOUND);
	assert_int_equal(report_build_sheet(c, &audit, "2", "020100", &doc), ERR_NOT_FOUND);
	MUST(city, report_build_detections(c, &audit, NULL, &doc));
	t = table_of(doc.blocks);
	assert_int_equal(t->n_rows - t->n_header_rows, 4);
	cell_with(t, t->n_header_rows, "台帳を毎月照合している。");
	cell_with(t, t->n_rows - 1, "契約書がない。");
	db_rollback(c);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, city_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(values_are_what_was_counted),
		T(values_are_filled_into_running_text),
		T(unknown_values_are_told_with_their_line),
		T(figures_stand_where_they_are_named),
		T(unknown_figures_are_told_with_their_line),
		T(the_scope_is_shown_by_its_signs),
		T(a_part_that_asks_nothing_has_a_dash),
		T(results_show_each_section_in_order),
		T(blocks_are_what_they_look_like),
		T(styles_links_and_breaks),
		T(html_and_images_are_refused),
		T(headings_are_numbered_by_the_pattern),
		T(reports_are_built_from_the_template_or_the_audits_own),
		T(sheets_and_detections_are_built),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
