#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmark.h>
#include <cmocka.h>

#include "report/doc_text.h"
#include "report/format.h"
#include "report/xlsx_internal.h"
#include "sample_doc.h"
#include "xml_tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
	struct ctx c;
	struct doc doc;
	struct buf file;
};

static int setup(void **state)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct fixture *f = ARENA_NEW(a, struct fixture);

	f->c.arena = a;
	f->doc = sample_doc(a);
	buf_init(&f->file, a, BUF_MAX_DOCUMENT);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_free(f->c.arena);
	return 0;
}

static size_t occurrences(const char *s, const char *what)
{
	size_t n = 0;

	for (; (s = strstr(s, what)) != NULL; s += strlen(what))
		n++;
	return n;
}

/* --- all formats --- */

static void formats_are_found_by_name(void **state)
{
	(void)state;
	assert_string_equal(format_find("docx")->name, "docx");
	assert_ptr_equal(format_find("md")->write, write_md);
	assert_null(format_find("odt"));
}

static void same_tree_gives_same_bytes(void **state)
{
	static enum err (*const writers[])(struct ctx *, const struct doc *, struct buf *) = {
		write_html, write_xlsx, write_md};
	struct fixture *f = *state;
	struct buf again;

	for (size_t i = 0; i < COUNT(writers); i++) {
		buf_clear(&f->file);
		buf_init(&again, f->c.arena, BUF_MAX_DOCUMENT);
		assert_int_equal(writers[i](&f->c, &f->doc, &f->file), OK);
		assert_int_equal(writers[i](&f->c, &f->doc, &again), OK);
		assert_int_equal(again.len, f->file.len);
		assert_memory_equal(again.data, f->file.data, again.len);
	}
}

static void links_are_allowed_by_scheme(void **state)
{
	(void)state;
	assert_true(doc_link_allowed("https://example.go.jp/"));
	assert_true(doc_link_allowed("MAILTO:a@example.go.jp"));
	assert_true(doc_link_allowed("#gaiyo"));
	assert_false(doc_link_allowed("#"));
	assert_false(doc_link_allowed("javascript:alert(1)"));
	assert_false(doc_link_allowed("file:///etc/passwd"));
	assert_false(doc_link_allowed(NULL));
}

static void names_become_unique(void **state)
{
	struct fixture *f = *state;
	struct doc_names names = {.arena = f->c.arena};

	assert_string_equal(doc_unique_name(&names, "results", 31), "results");
	assert_string_equal(doc_unique_name(&names, "Results", 31), "Results-2");
	assert_string_equal(doc_unique_name(&names, "results", 31), "results-3");
	/* 𠮷 counts two in Excel */
	assert_string_equal(doc_unique_name(&names, "𠮷𠮷𠮷", 5), "𠮷𠮷");
	assert_string_equal(doc_unique_name(&names, "𠮷𠮷𠮷", 5), "𠮷-2");
}

static void spans_never_leave_the_covered_cells(void **state)
{
	struct fixture *f = *state;
	struct doc_table t = *sample_table(f->c.arena, "k", NULL);
	const struct doc_place *p;

	t.rows[ROW_HEAD1].cells[1].rowspan = 9;  /* 情報 below is not covered */
	t.rows[ROW_HEAD1].cells[3].colspan = 9;  /* over the edge */
	t.rows[ROW_HEAD1].cells[0].rowspan = 9;  /* out of the header */
	t.rows[ROW_FIRST].cells[0].covered = true;
	t.rows[ROW_TOTAL].cells[2].covered = true; /* covered by nothing */
	p = doc_table_places(f->c.arena, &t);
	assert_int_equal(p[1].rowspan, 1);
	assert_int_equal(p[1].colspan, 2);
	assert_int_equal(p[3].colspan, 1);
	assert_int_equal(p[0].rowspan, 2);
	assert_int_equal(p[ROW_FIRST * N_COLUMNS].row, ROW_FIRST);
	assert_int_equal(p[ROW_TOTAL * N_COLUMNS + 2].row, ROW_TOTAL);
	assert_int_equal(p[ROW_TOTAL * N_COLUMNS + 2].column, 2);
}

/* --- pictures --- */

static void pictures_have_the_asked_size(void **state)
{
	static const char svg[] =
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>";
	struct fixture *f = *state;
	const unsigned char *png;

	assert_int_equal(raster_png(&f->c, svg, sizeof(svg) - 1, 2, &f->file), OK);
	png = (const unsigned char *)f->file.data;
	assert_memory_equal(png, "\x89PNG\r\n\x1a\n", 8);
	assert_int_equal(png[19], 60);
	assert_int_equal(png[23], 40);
	assert_memory_equal(png + f->file.len - 8, "IEND\xae\x42\x60\x82", 8);
}

static void broken_pictures_are_refused(void **state)
{
	static const char broken[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>";
	static const char huge[] =
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100000\" height=\"20\"/>";
	struct fixture *f = *state;

	assert_int_equal(raster_png(&f->c, broken, sizeof(broken) - 1, 2, &f->file), ERR_IO);
	assert_int_equal(raster_png(&f->c, huge, sizeof(huge) - 1, 2, &f->file), ERR_TOO_LARGE);
	assert_int_equal(f->file.len, 0);
}

/* --- HTML --- */

static const char *html(struct fixture *f)
{
	buf_clear(&f->file);
	assert_int_equal(write_html(&f->c, &f->doc, &f->file), OK);
	return f->file.data;
}

/* The page as XML: void elements closed, the doctype left out. */
static struct xml *html_tree(struct fixture *f)
{
	static const char *const void_tags[] = {"meta", "br", "col"};
	const char *at = strchr(html(f), '\n');
	struct buf b;

	buf_init(&b, f->c.arena, BUF_MAX_DOCUMENT);
	for (; *at; at++) {
		bool is_void = false;

		for (size_t i = 0; i < COUNT(void_tags); i++) {
			size_t len = strlen(void_tags[i]);

			is_void = is_void ||
			          (at[0] == '<' && strncmp(at + 1, void_tags[i], len) == 0 &&
			           strchr(" >", at[1 + len]));
		}
		if (is_void) {
			const char *end = strchr(at, '>');

			buf_add(&b, at, (size_t)(end - at));
			buf_puts(&b, "/>");
			at = end;
		} else {
			buf_putc(&b, *at);
		}
	}
	return xml_read(f->c.arena, b.data, b.len);
}

static void html_is_balanced_and_its_ids_are_unique(void **state)
{
	struct fixture *f = *state;
	struct xml *top = html_tree(f);

	assert_non_null(top);
	for (struct xml *x = xml_step(top, top); x; x = xml_step(top, x)) {
		const char *id = xml_attribute(x, "id");

		for (struct xml *y = xml_step(top, x); id && y; y = xml_step(top, y))
			if (xml_attribute(y, "id"))
				assert_string_not_equal(xml_attribute(y, "id"), id);
	}
}

static void html_tables_tell_their_heads(void **state)
{
	struct fixture *f = *state;
	struct xml *table = xml_find(html_tree(f), "table", 0);
	struct xml *head = xml_find(table, "thead", 0), *body = xml_find(table, "tbody", 0);
	struct xml *th = xml_find(head, "th", 1);

	assert_int_equal(xml_count(head, "tr"), 2);
	assert_int_equal(xml_count(head, "td"), 0);
	assert_int_equal(xml_count(head, "th"), 5); /* 8 places, 3 of them covered */
	assert_string_equal(xml_attribute(th, "scope"), "col");
	assert_string_equal(xml_attribute(th, "colspan"), "2");
	assert_string_equal(xml_attribute(xml_find(head, "th", 0), "rowspan"), "2");
	assert_string_equal(xml_attribute(xml_find(body, "th", 0), "scope"), "row");
	assert_string_equal(xml_attribute(xml_find(body, "th", 0), "rowspan"), "2");
	assert_string_equal(xml_attribute(xml_find(body, "td", 0), "class"), "r");
	assert_string_equal(xml_attribute(xml_find(body, "tr", 2), "class"), "total");
	assert_string_equal(xml_text(f->c.arena, xml_find(table, "caption", 0)),
	                    "表4　<結果> 単位：項目");
}

static void html_stands_alone(void **state)
{
	struct fixture *f = *state;
	const char *page = html(f);
	struct xml *top = html_tree(f);

	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "javascript:"));
	assert_null(strstr(page, "url("));
	assert_null(strstr(page, "@import"));
	assert_int_equal(xml_count(top, "link") + xml_count(top, "img"), 0);
	assert_string_equal(xml_attribute(xml_find(top, "html", 0), "lang"), "ja");
	assert_int_equal(xml_count(top, "h1"), 1);
	assert_int_equal(xml_count(top, "svg"), 1);
	assert_int_equal(xml_count(xml_find(top, "nav", 0), "a"), 2);
	assert_non_null(strstr(xml_text(f->c.arena, xml_find(top, "main", 0)), HARD_TEXT));
}

static void html_lists_nest(void **state)
{
	struct fixture *f = *state;
	struct xml *main_part = xml_find(html_tree(f), "main", 0);
	struct xml *list = xml_find(main_part, "ul", 0);

	assert_int_equal(xml_count(list, "li"), 2);
	assert_int_equal(xml_count(xml_find(list, "li", 0), "ul"), 1);
	assert_int_equal(xml_count(main_part, "ol"), 1);
}

/* The marks are set into the style sheet for printing: they must not get out of it. */
static void html_marks_stay_in_their_string(void **state)
{
	static const char *const marks[] = {"</style>\"\\"};
	struct fixture *f = *state;

	f->doc.marks = marks;
	f->doc.n_marks = 1;
	assert_int_equal(occurrences(html(f), "</style>"), 1);
	assert_non_null(strstr(f->file.data, "content:\"\\3c /style>\\22 \\5c \""));
}

/* --- XLSX --- */

static void numbers_are_read_as_shown(void **state)
{
	static const struct {
		const char *text, *format;
		double value;
	} good[] = {
		{"0", "0", 0},
		{"11", "0", 11},
		{"-12.5", "0.0", -12.5},
		{"3.70", "0.00", 3.7},
		{"1,234", "#,##0", 1234},
		{"1,234,567.80", "#,##0.00", 1234567.8},
		{"0.05", "0.00", 0.05},
		{"123456789012345", "0", 123456789012345.0},
	};
	static const char *const bad[] = {"",
	                                  "-",
	                                  "—",
	                                  "10(1)",
	                                  "007",
	                                  "00",
	                                  "1.",
	                                  ".5",
	                                  "12%",
	                                  "1e5",
	                                  "+3",
	                                  "１２",
	                                  "1,23",
	                                  "12,34",
	                                  ",123",
	                                  "0,123",
	                                  "1234,567",
	                                  "1 2",
	                                  "1234567890123456",
	                                  "△5",
	                                  "=1+1",
	                                  "1.2.3"};
	struct fixture *f = *state;
	const char *format;
	double value;

	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(xlsx_number(f->c.arena, good[i].text, &value, &format));
		assert_true(value == good[i].value);
		assert_string_equal(format, good[i].format);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(xlsx_number(f->c.arena, bad[i], &value, &format));
}

static struct xml *sheet(struct fixture *f, int number)
{
	buf_clear(&f->file);
	assert_int_equal(write_xlsx(&f->c, &f->doc, &f->file), OK);
	return zip_xml(f->c.arena, &f->file,
	               arena_printf(f->c.arena, "xl/worksheets/sheet%d.xml", number));
}

static struct xml *cell_at(struct xml *top, const char *place)
{
	for (size_t n = 0; xml_find(top, "c", n); n++)
		if (strcmp(xml_attribute(xml_find(top, "c", n), "r"), place) == 0)
			return xml_find(top, "c", n);
	return NULL;
}

static const char *shared_string(struct fixture *f, struct xml *cell)
{
	struct xml *strings = zip_xml(f->c.arena, &f->file, "xl/sharedStrings.xml");
	const char *index = xml_text(f->c.arena, xml_find(cell, "v", 0));

	assert_string_equal(xml_attribute(cell, "t"), "s");
	return xml_text(f->c.arena, xml_find(strings, "si", (size_t)atoi(index)));
}

static void xlsx_cells_are_numbers_or_texts(void **state)
{
	struct fixture *f = *state;
	struct xml *top = sheet(f, 2);

	assert_string_equal(shared_string(f, cell_at(top, "A2")), "表4　<結果>");
	assert_string_equal(shared_string(f, cell_at(top, "B6")), "10(1)");
	assert_string_equal(shared_string(f, cell_at(top, "B7")), "a|b\nc");
	assert_string_equal(shared_string(f, cell_at(top, "C7")), "007");
	assert_string_equal(shared_string(f, cell_at(top, "B8")), "=1+1");
	assert_null(xml_attribute(cell_at(top, "C6"), "t"));
	assert_string_equal(xml_text(f->c.arena, cell_at(top, "C6")), "1234");
	assert_string_equal(xml_text(f->c.arena, cell_at(top, "D6")), "3.7");
	assert_int_equal(xml_count(top, "f"), 0);
	assert_string_equal(shared_string(f, cell_at(top, "A9")), "注1　" HARD_TEXT);
}

static void xlsx_spans_are_merged_and_heads_fixed(void **state)
{
	static const char *const merges[] = {"A4:A5", "B4:C4", "D4:D5",
	                                     "A6:A7", "A9:D9", "A10:D10"};
	struct fixture *f = *state;
	struct xml *top = sheet(f, 2), *names = zip_xml(f->c.arena, &f->file, "xl/workbook.xml");

	assert_int_equal(xml_count(top, "mergeCell"), COUNT(merges));
	for (size_t i = 0; i < COUNT(merges); i++)
		assert_string_equal(xml_attribute(xml_find(top, "mergeCell", i), "ref"), merges[i]);
	assert_string_equal(xml_attribute(xml_find(top, "pane", 0), "topLeftCell"), "B6");
	assert_non_null(strstr(xml_text(f->c.arena, xml_find(names, "definedNames", 0)), "$4:$5"));
	assert_string_equal(xml_attribute(xml_find(top, "pageSetup", 0), "paperSize"), "9");
	assert_non_null(strstr(xml_text(f->c.arena, xml_find(top, "oddHeader", 0)), "案　取扱<注>意"));
}

static void xlsx_sheets_have_lawful_names_and_are_listed(void **state)
{
	static const char *const names[] = {"目次", "results-1", "results-1-2", "levels"};
	struct fixture *f = *state;
	struct xml *list = sheet(f, 1), *book = zip_xml(f->c.arena, &f->file, "xl/workbook.xml");
	struct doc_table odd = *sample_table(f->c.arena, "a/b:c*[d]?\\'e", NULL);
	struct block only = {.kind = BLOCK_TABLE, .table = &odd};

	for (size_t i = 0; i < COUNT(names); i++)
		assert_string_equal(xml_attribute(xml_find(book, "sheet", i), "name"), names[i]);
	assert_int_equal(xml_count(list, "hyperlink"), 3);
	assert_string_equal(xml_attribute(xml_find(list, "hyperlink", 1), "location"),
	                    "'results-1-2'!A1");
	f->doc.blocks = &only;
	(void)sheet(f, 1);
	book = zip_xml(f->c.arena, &f->file, "xl/workbook.xml");
	assert_string_equal(xml_attribute(xml_find(book, "sheet", 1), "name"), "a_b_c__d____e");
}

static void xlsx_figures_bring_their_picture(void **state)
{
	struct fixture *f = *state;
	struct xml *top = sheet(f, 4);
	struct xml *drawing = zip_xml(f->c.arena, &f->file, "xl/drawings/drawing1.xml");
	size_t len = 0;

	assert_string_equal(xml_text(f->c.arena, cell_at(top, "D6")), "3.7");
	assert_non_null(zip_part(f->c.arena, &f->file, "xl/media/image1.png", &len));
	assert_string_equal(xml_attribute(xml_find(drawing, "xdr:cNvPr", 0), "descr"),
	                    "件数<内部> 適合が最も多い。");
}

static void xlsx_refuses_what_excel_would_cut(void **state)
{
	struct fixture *f = *state;
	struct doc_table t = *sample_table(f->c.arena, "long", NULL);
	struct block only = {.kind = BLOCK_TABLE, .table = &t};
	char *text = arena_alloc(f->c.arena, 40001);

	memset(text, 'x', 40000);
	t.rows[ROW_FIRST].cells[1].text = text;
	f->doc.blocks = &only;
	assert_int_equal(write_xlsx(&f->c, &f->doc, &f->file), ERR_TOO_LARGE);
	assert_string_equal(f->c.error.args[0], "long");
	assert_int_equal(f->file.len, 0);
}

static void xlsx_escapes_are_no_characters(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(xlsx_text(f->c.arena, "a_x0041_b"), "a_x005F_x0041_b");
	assert_string_equal(xlsx_text(f->c.arena, "a_x00_b_x"), "a_x00_b_x");
}

/* --- Markdown --- */

static const char *md(struct fixture *f)
{
	buf_clear(&f->file);
	assert_int_equal(write_md(&f->c, &f->doc, &f->file), OK);
	return f->file.data;
}

/* What a CommonMark program shows of the file. */
static struct xml *shown(struct fixture *f)
{
	const char *text = md(f);
	char *page = cmark_markdown_to_html(text, strlen(text), CMARK_OPT_UNSAFE);
	char *whole = arena_printf(f->c.arena, "<all>%s</all>", page);

	free(page);
	for (char *br; (br = strstr(whole, "<br>")) != NULL;)
		memcpy(br, "    ", 4);
	return xml_read(f->c.arena, whole, strlen(whole));
}

static void md_text_means_itself(void **state)
{
	struct fixture *f = *state;
	struct xml *top = shown(f);
	const char *text;

	assert_non_null(top);
	text = xml_text(f->c.arena, top);
	assert_non_null(strstr(text, HARD_TEXT));
	assert_string_equal(xml_text(f->c.arena, xml_find(top, "code", 0)), "a<b>`c`");
	assert_string_equal(xml_text(f->c.arena, xml_find(top, "h1", 0)),
	                    "令和6年度 監査<報告>書 本編");
	assert_string_equal(xml_text(f->c.arena, xml_find(top, "h3", 0)), "(1)　結果");
	assert_string_equal(xml_text(f->c.arena, xml_find(top, "blockquote", 0)), "\n\n引用文");
}

static void md_strong_text_is_strong(void **state)
{
	struct fixture *f = *state;
	struct xml *top = shown(f);

	/* beside letters and beside brackets, where stars alone would be shown as stars */
	assert_string_equal(xml_text(f->c.arena, xml_find(top, "strong", 0)), "56件");
	assert_string_equal(xml_text(f->c.arena, xml_find(top, "strong", 1)), "「56件」");
	assert_int_equal(occurrences(xml_text(f->c.arena, top), "**"), 0);
}

static void md_links_and_lists(void **state)
{
	struct fixture *f = *state;
	struct xml *top = shown(f);
	struct xml *outer = NULL;

	assert_null(strstr(f->file.data, "javascript:"));
	assert_int_equal(occurrences(f->file.data, "<a id=\"results-1\"></a>"), 1);
	for (size_t n = 0; xml_find(top, "a", n); n++)
		if (xml_attribute(xml_find(top, "a", n), "href"))
			outer = xml_find(top, "a", n);
	assert_string_equal(xml_attribute(outer, "href"), "https://example.go.jp/?a=1&b=2");
	assert_int_equal(xml_count(xml_find(xml_find(top, "li", 4), "ul", 0), "li"), 1);
	assert_int_equal(xml_count(top, "ol"), 1);
}

static void md_tables_repeat_what_spans_cover(void **state)
{
	static const char table[] =
		"単位：項目\n\n"
		"| 対象所属 | 項目数<br>情報 | 項目数<br>計 | 平均 |\n"
		"| :--- | ---: | ---: | :---: |\n"
		"| 防災課 | 10(1) | 1,234 | 3.70 |\n"
		"| 防災課 | a\\|b<br>c | 007 | -0.5 |\n"
		"| 合計 | =1+1 | 1,241 | — |\n\n";
	struct fixture *f = *state;

	assert_int_equal(occurrences(md(f), table), 3); /* two tables, a figure's numbers */
}

static void md_lines_never_begin_a_block_by_chance(void **state)
{
	static const char *const texts[] = {"1. 番号", "2) 番号", "- 点", "+ 点", "# 見出し",
	                                    "    字下げ", "> 引用", "=====", "---", "| 表 |"};
	struct fixture *f = *state;
	struct block *only = ARENA_NEW(f->c.arena, struct block);

	only->kind = BLOCK_PARAGRAPH;
	f->doc.blocks = only;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct xml *p;

		only->runs = sample_run(f->c.arena, texts[i], 0, NULL, NULL);
		p = xml_find(shown(f), "p", 0);
		assert_non_null(p);
		assert_string_equal(xml_text(f->c.arena, p), texts[i] + strspn(texts[i], " "));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(formats_are_found_by_name),
		TEST(same_tree_gives_same_bytes),
		TEST(links_are_allowed_by_scheme),
		TEST(names_become_unique),
		TEST(spans_never_leave_the_covered_cells),
		TEST(pictures_have_the_asked_size),
		TEST(broken_pictures_are_refused),
		TEST(html_is_balanced_and_its_ids_are_unique),
		TEST(html_tables_tell_their_heads),
		TEST(html_stands_alone),
		TEST(html_lists_nest),
		TEST(html_marks_stay_in_their_string),
		TEST(numbers_are_read_as_shown),
		TEST(xlsx_cells_are_numbers_or_texts),
		TEST(xlsx_spans_are_merged_and_heads_fixed),
		TEST(xlsx_sheets_have_lawful_names_and_are_listed),
		TEST(xlsx_figures_bring_their_picture),
		TEST(xlsx_refuses_what_excel_would_cut),
		TEST(xlsx_escapes_are_no_characters),
		TEST(md_text_means_itself),
		TEST(md_strong_text_is_strong),
		TEST(md_links_and_lists),
		TEST(md_tables_repeat_what_spans_cover),
		TEST(md_lines_never_begin_a_block_by_chance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
