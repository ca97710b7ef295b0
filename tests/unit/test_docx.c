#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/format.h"
#include "sample_doc.h"
#include "xml_tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
	struct ctx c;
	struct doc doc;
	struct buf file;
	struct xml *body; /* word/document.xml */
};

static void write_again(struct fixture *f)
{
	buf_clear(&f->file);
	assert_int_equal(write_docx(&f->c, &f->doc, &f->file), OK);
	f->body = zip_xml(f->c.arena, &f->file, "word/document.xml");
	assert_non_null(f->body);
}

static int setup(void **state)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct fixture *f = ARENA_NEW(a, struct fixture);

	f->c.arena = a;
	f->doc = sample_doc(a);
	buf_init(&f->file, a, BUF_MAX_DOCUMENT);
	write_again(f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_free(f->c.arena);
	return 0;
}

static const char *text_of(struct fixture *f, struct xml *x)
{
	return xml_text(f->c.arena, x);
}

static void parts_are_complete_and_dated(void **state)
{
	static const char *const names[] = {
		"[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/app.xml",
		"word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml",
		"word/numbering.xml", "word/settings.xml", "word/fontTable.xml", "word/header1.xml",
		"word/footer1.xml"};
	struct fixture *f = *state;
	zip_t *z = zip_open_from_source(
		zip_source_buffer_create(f->file.data, f->file.len, 0, NULL), ZIP_RDONLY, NULL);
	zip_stat_t first, st;

	for (size_t i = 0; i < COUNT(names); i++)
		assert_non_null(zip_xml(f->c.arena, &f->file, names[i]));
	assert_string_equal(zip_get_name(z, 0, 0), "[Content_Types].xml");
	zip_stat_index(z, 0, 0, &first);
	for (zip_int64_t i = 1; i < zip_get_num_entries(z, 0); i++) {
		zip_stat_index(z, (zip_uint64_t)i, 0, &st);
		assert_true(st.mtime == first.mtime);
	}
	zip_discard(z);
}

static void same_tree_gives_same_bytes(void **state)
{
	struct fixture *f = *state;
	struct buf again;

	buf_init(&again, f->c.arena, BUF_MAX_DOCUMENT);
	assert_int_equal(write_docx(&f->c, &f->doc, &again), OK);
	assert_int_equal(again.len, f->file.len);
	assert_memory_equal(again.data, f->file.data, again.len);
}

/* Where `word` stands among the words of s; NULL when it does not. */
static const char *find_word(const char *s, const char *word)
{
	size_t len = strlen(word);

	while ((s = strstr(s, word)) != NULL && s[len] != ' ' && s[len] != '\0')
		s += len;
	return s;
}

/* Children must come in the schema's order, whatever else is left out. */
static void assert_order(struct xml *root, const char *parent, const char *order)
{
	struct xml *x;

	for (size_t n = 0; (x = xml_find(root, parent, n)) != NULL; n++) {
		const char *at = order;

		for (const struct xml *child = x->first; child; child = child->next) {
			const char *found = find_word(at, child->name);

			if (!found)
				fail_msg("%s is out of place in %s", child->name, parent);
			at = found;
		}
	}
}

static void elements_stand_in_schema_order(void **state)
{
	static const struct {
		const char *parent, *order;
	} orders[] = {
		{"w:pPr",
	         "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:widowControl w:numPr "
	         "w:pBdr w:shd w:tabs w:spacing w:ind w:jc w:outlineLvl w:sectPr"},
		{"w:rPr",
	         "w:rStyle w:rFonts w:b w:bCs w:color w:kern w:sz w:szCs w:u w:bdr w:shd w:em "
	         "w:lang"},
		{"w:tblPr", "w:tblStyle w:tblW w:jc w:tblInd w:tblBorders w:tblLayout w:tblCellMar "
	                    "w:tblLook w:tblCaption"},
		{"w:tcPr", "w:tcW w:gridSpan w:vMerge w:tcBorders w:shd w:vAlign"},
		{"w:sectPr",
	         "w:headerReference w:footerReference w:type w:pgSz w:pgMar w:pgNumType "
	         "w:cols w:docGrid"},
		{"w:style", "w:name w:basedOn w:next w:qFormat w:pPr w:rPr w:tblPr"},
	};
	struct fixture *f = *state;
	struct xml *styles = zip_xml(f->c.arena, &f->file, "word/styles.xml");

	for (size_t i = 0; i < COUNT(orders); i++) {
		assert_order(f->body, orders[i].parent, orders[i].order);
		assert_order(styles, orders[i].parent, orders[i].order);
	}
}

static void headings_are_headings(void **state)
{
	struct fixture *f = *state;
	struct xml *styles = zip_xml(f->c.arena, &f->file, "word/styles.xml");
	bool found = false;

	for (size_t n = 0; xml_find(styles, "w:style", n); n++) {
		struct xml *s = xml_find(styles, "w:style", n);
		const char *name = xml_attribute(xml_find(s, "w:name", 0), "w:val");

		if (strcmp(name, "heading 2") != 0)
			continue;
		found = true;
		assert_string_equal(xml_attribute(s, "w:styleId"), "Heading2");
		assert_string_equal(xml_attribute(xml_find(s, "w:outlineLvl", 0), "w:val"), "1");
	}
	assert_true(found);
	for (size_t n = 0; xml_find(f->body, "w:p", n); n++) {
		struct xml *p = xml_find(f->body, "w:p", n);
		const char *style = xml_attribute(xml_find(p, "w:pStyle", 0), "w:val");

		if (strcmp(style, "Heading2") == 0) {
			assert_string_equal(text_of(f, p), "(1)　結果");
			assert_non_null(xml_find(p, "w:pageBreakBefore", 0));
		}
	}
}

/* What stands in the cells of a row, spans and merges in brackets. */
static const char *describe_row(struct fixture *f, struct xml *row)
{
	struct buf b;
	struct xml *cell;

	buf_init(&b, f->c.arena, BUF_MAX_TEXT);
	for (size_t n = 0; (cell = xml_find(row, "w:tc", n)) != NULL; n++) {
		struct xml *span = xml_find(cell, "w:gridSpan", 0),
			   *merge = xml_find(cell, "w:vMerge", 0);

		if (span)
			buf_printf(&b, "[%s]", xml_attribute(span, "w:val"));
		if (merge)
			buf_puts(&b, xml_attribute(merge, "w:val") ? "[v]" : "[^]");
		buf_printf(&b, "%s;", text_of(f, cell));
	}
	return b.data;
}

static void table_has_spans_heads_and_total(void **state)
{
	static const char *const rows[N_ROWS] = {
		"[v]対象所属;[2]項目数;[v]平均;", "[^];情報;計;[^];", "[v]防災課;10(1);1,234;3.70;",
		"[^];a|bc;007;-0.5;", "合計;=1+1;1,241;—;"};
	struct fixture *f = *state;
	struct xml *table = xml_find(f->body, "w:tbl", 0);
	int width = 0;

	for (size_t i = 0; i < N_ROWS; i++) {
		struct xml *row = xml_find(table, "w:tr", i);

		assert_string_equal(describe_row(f, row), rows[i]);
		assert_int_equal(xml_count(row, "w:tblHeader"), i < 2);
		assert_int_equal(xml_count(row, "w:cantSplit"), 1);
		assert_int_equal(xml_count(row, "w:tcBorders"), i == ROW_TOTAL ? N_COLUMNS : 0);
	}
	for (size_t j = 0; j < N_COLUMNS; j++)
		width += atoi(xml_attribute(xml_find(table, "w:gridCol", j), "w:w"));
	assert_int_equal(width, atoi(xml_attribute(xml_find(table, "w:tblW", 0), "w:w")));
	assert_string_equal(xml_attribute(xml_find(table, "w:tblLayout", 0), "w:type"), "fixed");
}

static void numbers_are_right_aligned_and_fills_kept(void **state)
{
	struct fixture *f = *state;
	struct xml *row = xml_find(xml_find(f->body, "w:tbl", 0), "w:tr", ROW_FIRST);
	struct xml *cell = xml_find(row, "w:tc", 3);

	assert_string_equal(xml_attribute(xml_find(cell, "w:jc", 0), "w:val"), "right");
	assert_string_equal(xml_attribute(xml_find(cell, "w:shd", 0), "w:fill"), "ffe0cc");
	assert_int_equal(xml_count(xml_find(row, "w:tc", 1), "w:shd"), 0);
}

static void text_survives(void **state)
{
	struct fixture *f = *state;

	assert_non_null(strstr(text_of(f, f->body), HARD_TEXT));
	assert_non_null(strstr(text_of(f, f->body), "注1　" HARD_TEXT));
	assert_non_null(strstr(text_of(f, f->body), "表4　<結果>"));
}

static void links_lead_somewhere(void **state)
{
	struct fixture *f = *state;
	struct xml *rels = zip_xml(f->c.arena, &f->file, "word/_rels/document.xml.rels"), *link;
	size_t inner = 0, outer = 0;

	for (size_t n = 0; (link = xml_find(f->body, "w:hyperlink", n)) != NULL; n++) {
		const char *anchor = xml_attribute(link, "w:anchor");
		bool found = !anchor;

		inner += anchor != NULL;
		outer += !anchor;
		for (size_t i = 0; !found && xml_find(f->body, "w:bookmarkStart", i); i++)
			found = strcmp(xml_attribute(xml_find(f->body, "w:bookmarkStart", i),
			                             "w:name"),
			               anchor) == 0;
		assert_true(found);
	}
	assert_int_equal(inner, 3); /* two entries of the contents, one in running text */
	assert_int_equal(outer, 1);
	for (size_t n = 0; xml_find(rels, "Relationship", n); n++)
		assert_null(strstr(xml_attribute(xml_find(rels, "Relationship", n), "Target"),
		                   "javascript"));
}

static void contents_have_entries(void **state)
{
	struct fixture *f = *state;
	struct xml *contents = xml_find(f->body, "w:sdt", 0);

	assert_non_null(strstr(text_of(f, contents), "TOC \\o \"1-3\""));
	assert_non_null(strstr(text_of(f, contents), "1　概要"));
	assert_non_null(strstr(text_of(f, contents), "(1)　結果"));
	f->doc.contents = false;
	write_again(f);
	assert_int_equal(xml_count(f->body, "w:sdt"), 0);
}

static void fields_are_balanced(void **state)
{
	struct fixture *f = *state;
	struct xml *field;
	int depth = 0;

	for (size_t n = 0; (field = xml_find(f->body, "w:fldChar", n)) != NULL; n++) {
		const char *type = xml_attribute(field, "w:fldCharType");

		depth += (strcmp(type, "begin") == 0) - (strcmp(type, "end") == 0);
		assert_in_range(depth, 0, 2);
	}
	assert_int_equal(depth, 0);
}

static void figure_is_a_picture_with_alternative_text(void **state)
{
	struct fixture *f = *state;
	struct xml *extent = xml_find(f->body, "wp:extent", 0);
	const char *alternative = xml_attribute(xml_find(f->body, "wp:docPr", 0), "descr");
	size_t len = 0;
	const unsigned char *png = (const unsigned char *)zip_part(f->c.arena, &f->file,
	                                                           "word/media/figure1.png", &len);
	long pixels = (long)png[16] << 24 | png[17] << 16 | png[18] << 8 | png[19];

	assert_memory_equal(png, "\x89PNG\r\n\x1a\n", 8);
	assert_string_equal(alternative, "件数<内部> 適合が最も多い。");
	/* two pixels for each CSS pixel, unless it had to be made narrower */
	assert_true(atol(xml_attribute(extent, "cx")) <= pixels * 9525 / 2);
	assert_true(atol(xml_attribute(extent, "cx")) <= 160L * 36000);
}

static void marks_and_numbers_are_on_every_page(void **state)
{
	struct fixture *f = *state;
	struct xml *header = zip_xml(f->c.arena, &f->file, "word/header1.xml");
	struct xml *footer = zip_xml(f->c.arena, &f->file, "word/footer1.xml");
	struct xml *last = xml_find(f->body, "w:sectPr", xml_count(f->body, "w:sectPr") - 1);

	assert_non_null(strstr(text_of(f, header), "案"));
	assert_non_null(strstr(text_of(f, header), "取扱<注>意"));
	assert_non_null(strstr(text_of(f, footer), " PAGE "));
	assert_int_equal(xml_count(f->body, "w:sectPr"), 3); /* cover, contents, text */
	assert_int_equal(xml_count(last, "w:headerReference"), 1);
	assert_int_equal(xml_count(last, "w:footerReference"), 1);
	f->doc.n_marks = 0;
	write_again(f);
	assert_null(zip_xml(f->c.arena, &f->file, "word/header1.xml"));
	assert_int_equal(xml_count(f->body, "w:headerReference"), 0);
}

static void properties_come_from_the_document(void **state)
{
	struct fixture *f = *state;
	struct xml *core = zip_xml(f->c.arena, &f->file, "docProps/core.xml");

	assert_string_equal(text_of(f, xml_find(core, "dc:title", 0)), "監査<報告>書 本編");
	assert_string_equal(text_of(f, xml_find(core, "dc:creator", 0)), "青葉野区");
	assert_string_equal(text_of(f, xml_find(core, "dcterms:created", 0)),
	                    "2025-03-15T00:00:00Z");
}

static void tables_never_touch(void **state)
{
	struct fixture *f = *state;
	struct xml *body = xml_find(f->body, "w:body", 0);

	for (const struct xml *x = body->first; x && x->next; x = x->next)
		assert_false(strcmp(x->name, "w:tbl") == 0 && strcmp(x->next->name, "w:tbl") == 0);
	assert_int_equal(xml_count(f->body, "w:tbl"), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(parts_are_complete_and_dated),
		TEST(same_tree_gives_same_bytes),
		TEST(elements_stand_in_schema_order),
		TEST(headings_are_headings),
		TEST(table_has_spans_heads_and_total),
		TEST(numbers_are_right_aligned_and_fills_kept),
		TEST(text_survives),
		TEST(links_lead_somewhere),
		TEST(contents_have_entries),
		TEST(fields_are_balanced),
		TEST(figure_is_a_picture_with_alternative_text),
		TEST(marks_and_numbers_are_on_every_page),
		TEST(properties_come_from_the_document),
		TEST(tables_never_touch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
