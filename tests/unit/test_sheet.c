/* The readers for xlsx and CSV, on small nasty files that the tests make themselves. */
#include "sheet/sheet.h"

#include "base/buf.h"
#include "base/text.h"
#include "sheet/xlsx_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define ARENA_MAX ((size_t)1 << 30)
#define PARTS_MAX 12

static struct ctx ctx;

static int begin(void **state)
{
	(void)state;
	ctx = (struct ctx){.arena = arena_new(ARENA_MAX)};
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(ctx.arena);
	return 0;
}

/* ---- making workbooks ---- */

struct part {
	const char *name, *content;
	size_t len; /* 0 = content is a string */
};

struct bytes {
	const char *data;
	size_t len;
};

static struct bytes make_zip(const struct part *parts, size_t n, bool encrypted)
{
	zip_source_t *target;
	zip_t *zip;
	zip_stat_t st;
	char *data;

	assert_int_equal(libzip_load(&ctx), OK);
	target = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	assert_non_null(zip);
	zip_source_keep(target);
	for (size_t i = 0; i < n; i++) {
		size_t len = parts[i].len ? parts[i].len : strlen(parts[i].content);
		zip_source_t *source = zip_source_buffer(zip, parts[i].content, len, 0);
		zip_int64_t index = zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8);

		assert_true(index >= 0);
		if (encrypted)
			assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index,
			                                         ZIP_EM_TRAD_PKWARE, "x"),
			                 0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_stat(target, &st), 0);
	data = arena_alloc(ctx.arena, st.size);
	assert_int_equal(zip_source_open(target), 0);
	assert_int_equal(zip_source_read(target, data, st.size), st.size);
	zip_source_close(target);
	zip_source_free(target);
	return (struct bytes){data, st.size};
}

#define RELATIONS                                                                                  \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE_RELS                                                                           \
	RELATIONS "<Relationship Id='r1' Type='" TYPE                                          \
		  "officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define WORKBOOK_RELS                                                                          \
	RELATIONS "<Relationship Id='r1' Type='" TYPE                                          \
		  "worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='"    \
		  TYPE "sharedStrings' Target='/xl/strings.xml'/><Relationship Id='r3' Type='" \
		  TYPE "styles' Target='../xl/./styles.xml'/></Relationships>"
#define WORKBOOK                                                                               \
	"<workbook xmlns:r='x'><sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets>"      \
	"</workbook>"

/* A workbook of one sheet; NULL for a part's content means an empty one. */
struct simple {
	const char *workbook, *strings, *styles; /* strings and styles: without their root */
	const char *data;                        /* of the sheet, without sheetData */
	const char *behind;                      /* sheetData */
};

static struct bytes make_workbook(struct simple s)
{
	struct arena *a = ctx.arena;
	struct part parts[] = {
		{"_rels/.rels", PACKAGE_RELS, 0},
		{"xl/workbook.xml", s.workbook ? s.workbook : WORKBOOK, 0},
		{"xl/_rels/workbook.xml.rels", WORKBOOK_RELS, 0},
		{"xl/strings.xml", arena_printf(a, "<sst>%s</sst>", s.strings ? s.strings : ""), 0},
		{"xl/styles.xml",
	         arena_printf(a, "<styleSheet>%s</styleSheet>", s.styles ? s.styles : ""), 0},
		{"xl/worksheets/sheet1.xml",
	         arena_printf(a, "<worksheet><sheetData>%s</sheetData>%s</worksheet>",
		              s.data ? s.data : "", s.behind ? s.behind : ""),
	         0},
	};

	return make_zip(parts, sizeof(parts) / sizeof(*parts), false);
}

/* ---- showing what was read ---- */

static void show_cell(struct buf *b, const struct cell *cell)
{
	static const char kinds[] = ".\"#@?!";

	buf_putc(b, kinds[cell->kind]);
	buf_puts(b, cell->text);
	if (cell->struck)
		buf_printf(b, " ~%s~", cell->struck);
	if (cell->formula)
		buf_printf(b, " {%s}", cell->formula_text);
	else
		assert_null(cell->formula_text);
	if (cell->phonetic)
		buf_puts(b, " ph");
	if (cell->zero_format)
		buf_puts(b, " 0");
}

/* One line per row: its number, its line where that differs, its cells divided by bars. */
static const char *show_sheet(const struct sheet *s)
{
	struct buf b;

	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct sheet_row *row = &s->rows[i];

		buf_printf(&b, "%s%ld", i ? "\n" : "", row->number);
		if (row->line != row->number)
			buf_printf(&b, "/%ld", row->line);
		buf_puts(&b, ": ");
		for (size_t j = 0; j < row->n; j++) {
			buf_puts(&b, j ? "|" : "");
			show_cell(&b, &row->cells[j]);
		}
	}
	return b.data;
}

static struct book *read_bytes(struct bytes file)
{
	struct book *book = NULL;
	enum err failure = book_read(&ctx, "調書.xlsx", file.data, file.len, &book);

	if (failure)
		fail_msg("%s [%s] [%s] %s", ctx.error.msgid, ctx.error.args[0],
		         ctx.error.args[1] ? ctx.error.args[1] : "",
		         ctx.error.detail ? ctx.error.detail : "");
	return book;
}

static const char *shown(struct simple s)
{
	return show_sheet(&read_bytes(make_workbook(s))->sheets[0]);
}

/* The file is refused, the message contains the words, and nothing is handed out. */
static void refused(struct bytes file, enum err code, const char *words)
{
	struct book untouched, *book = &untouched;

	assert_int_equal(book_read(&ctx, "調書.xlsx", file.data, file.len, &book), code);
	if (!strstr(ctx.error.msgid, words))
		fail_msg("\"%s\" does not say \"%s\"", ctx.error.msgid, words);
	assert_string_equal(ctx.error.args[0], "調書.xlsx");
	assert_ptr_equal(book, &untouched);
}

static void refused_at(struct simple s, const char *words, const char *cell)
{
	refused(make_workbook(s), ERR_INVALID, words);
	if (cell)
		assert_string_equal(ctx.error.place.cell, cell);
	assert_string_equal(ctx.error.place.sheet, "表");
}

/* ---- cells of all kinds ---- */

static void test_kinds(void **state)
{
	(void)state;
	assert_string_equal(
		shown((struct simple){
			.strings = "<si><t>甲</t></si><si><t/></si><si><t xml:space='preserve'> 乙 "
				   "</t></si>",
			.data = "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2'><v>12</v></c>"
				"<c r='D2' t='b'><v>1</v></c><c r='E2' t='b'><v>0</v></c>"
				"<c r='F2' t='e'><v>#REF!</v></c><c r='G2' t='n'><v> 1.5 </v></c>"
				"<c r='H2' t='inlineStr'><is><t>a&lt;b</t></is></c>"
				"<c r='I2' t='d'><v>2024-11-12T08:30:00</v></c>"
				"<c r='J2' t='str'><v>x\ny</v></c></row>"
				"<row r='3'><c r='A3' t='s'><v>1</v></c><c r='B3' s='4'/><c r='C3'>"
				"<v/></c><c r='D3'><v> </v></c></row>"
				"<row r='4'><c r='B4' t='s'><v>2</v></c><c r='C4' s='4'/></row>"}),
		"2: \"甲|.|#12|?TRUE|?FALSE|!#REF!|#1.5|\"a<b|@2024-11-12|\"x\ny\n4: .|\" 乙 ");
}

static void test_places_are_optional(void **state)
{
	(void)state;
	assert_string_equal(shown((struct simple){
				    .data = "<row><c><v>1</v></c><c/><c><v>2</v></c></row>"
					    "<row/><row><c r='C3'><v>3</v></c><c><v>4</v></c></row>"
					    "<row><c r='B9'><v>5</v></c></row>"
					    "<row><c><v>6</v></c></row>"}),
	                    "1: #1|.|#2\n3: .|.|#3|#4\n9: .|#5\n10: #6");
}

static void test_any_order(void **state)
{
	(void)state;
	/* the later of two cells for one place counts, unless it is empty */
	assert_string_equal(
		shown((struct simple){
			.data = "<row r='5'><c r='C5'><v>3</v></c><c r='A5'><v>1</v></c></row>"
				"<row r='2'><c r='A2'><v>2</v></c></row>"
				"<row r='5'><c r='A5'><v>9</v></c><c r='D5'><f>1</f></c></row>"
				"<row r='2'><c r='B2'><v>7</v></c><c r='B2'><v>8</v></c></row>"}),
		"2: #2|#8\n5: #9|.|#3|. {=1}");
}

static void test_looking_up(void **state)
{
	const struct sheet *s = &read_bytes(make_workbook((struct simple){
		.data = "<row r='3'><c r='B3'><v>1</v></c></row><row r='7'><c r='A7'><v>2</v></c>"
			"</row>"}))->sheets[0];

	(void)state;
	assert_string_equal(sheet_cell(s, 3, 1)->text, "1");
	assert_string_equal(sheet_cell(s, 3, 0)->text, "");
	assert_int_equal(sheet_cell(s, 3, 0)->kind, CELL_EMPTY);
	assert_string_equal(sheet_cell(s, 3, 2)->text, "");
	assert_string_equal(sheet_cell(s, 5, 0)->text, "");
	assert_string_equal(sheet_cell(s, 7, 0)->text, "2");
	assert_non_null(sheet_row(s, 7));
	assert_null(sheet_row(s, 1));
	assert_null(sheet_row(s, 8));
	assert_string_equal(cell_name(ctx.arena, 12, 27), "AB12");
	assert_string_equal(cell_name(ctx.arena, 1, 0), "A1");
	assert_string_equal(cell_name(ctx.arena, 1, 25), "Z1");
	assert_string_equal(cell_name(ctx.arena, 1, 702), "AAA1");
	assert_string_equal(cell_name(ctx.arena, SHEET_ROW_MAX, SHEET_COLUMN_MAX - 1),
	                    "XFD1048576");
}

/* ---- numbers ---- */

static void test_numbers(void **state)
{
	static const char *const numbers[][2] = {
		{"0", "0"},          {"-0", "0"},
		{"12", "12"},        {"1E5", "100000"},
		{"-12.50", "-12.5"}, {"3.7200000000000002", "3.72"},
		{"0.1", "0.1"},      {"0.30000000000000004", "0.30000000000000004"},
		{"1e-5", "0.00001"}, {"1.25e-7", "0.000000125"},
		{"5e-9", "5E-09"},   {"123456789012345678", "123456789012345680"},
		{"1e20", "1" "00000000000000000000"}, {"1.5e22", "1.5E+22"},
		{"9999999999999998", "9999999999999998"},
		{"-0.5", "-0.5"},    {"1234.5678", "1234.5678"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		const char *data = arena_printf(ctx.arena, "<row><c><v>%s</v></c></row>",
		                                numbers[i][0]);

		assert_string_equal(shown((struct simple){.data = data}),
		                    arena_printf(ctx.arena, "1: #%s", numbers[i][1]));
	}
}

static void test_number_formats(void **state)
{
	static const struct {
		const char *code;
		bool date;
		unsigned zeros;
	} formats[] = {
		{"General", false, 0},
		{"G/標準", false, 0},
		{"GENERAL\"件\"", false, 0},
		{"0", false, 1},
		{"000000", false, 6},
		{"000000_ ", false, 6},
		{"[Red]0000;-0000", false, 4},
		{"000;@", false, 3},
		{"00.0", false, 0},
		{"000-0000", false, 0},
		{"\"第\"00", false, 0},
		{"#,##0", false, 0},
		{"#,##0_);[Red]\\(#,##0\\)", false, 0},
		{"0.00E+00", false, 0},
		{"0.0e-0", false, 0},
		{"@", false, 0},
		{"0%", false, 0},
		{"[Red]0.0", false, 0},
		{"[$¥-411]#,##0", false, 0},
		{"0\"day\"", false, 0},
		{"0\\d", false, 0},
		{"0!y", false, 0},
		{"0_y", false, 1},
		{"\"unterminated y", false, 0},
		{"", false, 0},
		{"yyyy/m/d", true, 0},
		{"yyyy\"年\"m\"月\"d\"日\";@", true, 0},
		{"[$-411]ggge\"年\"m\"月\"d\"日\"", true, 0},
		{"[$-411]ge.m.d", true, 0},
		{"[$-ja-JP-x-gannen]ggge年m月d日;@", true, 0},
		{"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", true, 0},
		{"m\"月\"d\"日\"", true, 0},
		{"mmm", true, 0},
		{"rr.mm.dd", true, 0},
		{"aaa", true, 0},
		{"[Red]yyyy", true, 0},
		{"yyyy/m/d h:mm", true, 0},
		{"h:mm", false, 0},
		{"h\"時\"mm\"分\"ss\"秒\"", false, 0},
		{"mm:ss.0", false, 0},
		{"[h]:mm", false, 0},
		{"[mm]", false, 0},
		{"hh:mm AM/PM", false, 0},
		{"General;yyyy", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		struct cell_style style = {0};

		number_format_read(formats[i].code, &style);
		if (style.date != formats[i].date || style.zeros != formats[i].zeros)
			fail_msg("%s: date %d, zeros %u", formats[i].code, style.date, style.zeros);
	}
}

static void test_numbered_formats(void **state)
{
	static const char dates[] = "14 15 16 17 22 27 28 29 30 31 34 35 36 50 51 52 53 54 55 56 "
				    "57 58 ";

	(void)state;
	for (long id = 0; id <= 163; id++) {
		const char *key = arena_printf(ctx.arena, "%ld ", id);
		const char *at = strstr(dates, key);
		struct cell_style style = {0};

		number_format_builtin(id, &style);
		assert_int_equal(style.date, at && (at == dates || at[-1] == ' '));
		assert_int_equal(style.zeros, id == 1);
	}
}

#define STYLES                                                                                 \
	"<numFmts><numFmt numFmtId='164' formatCode='000000'/><numFmt numFmtId='170' "         \
	"formatCode='[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/></numFmts>"     \
	"<fonts><font><sz val='11'/></font><font><strike/></font><font><strike val='0'/></font>" \
	"<font><strike val='true'/></font></fonts>"                                            \
	"<cellStyleXfs><xf numFmtId='14' fontId='1'/></cellStyleXfs><cellXfs>"                 \
	"<xf numFmtId='0' fontId='0'/><xf numFmtId='14' fontId='0'/><xf numFmtId='170'/>"      \
	"<xf numFmtId='164' fontId='2'/><xf fontId='1'/><xf numFmtId='57' fontId='3'/>"        \
	"<xf numFmtId='999' fontId='99'/></cellXfs>"                                           \
	"<dxfs><dxf><font><strike/></font><numFmt numFmtId='0' formatCode='yyyy'/></dxf></dxfs>"

static void test_dates_and_codes(void **state)
{
	(void)state;
	assert_string_equal(
		shown((struct simple){
			.styles = STYLES,
			.data = "<row><c s='1'><v>45608</v></c><c s='2'><v>45608.75</v></c>"
				"<c s='3'><v>10200</v></c><c s='3'><v>1234567</v></c>"
				"<c s='3'><v>-12</v></c><c s='3'><v>1.5</v></c>"
				"<c s='0'><v>45608</v></c><c s='5'><v>45608</v></c>"
				"<c s='6'><v>45608</v></c><c s='77'><v>45608</v></c></row>"
				"<row><c s='1'><v>0</v></c><c s='1'><v>-1</v></c>"
				"<c s='1'><v>60</v></c><c s='1'><v>59</v></c><c s='1'><v>61</v></c>"
				"<c s='1'><v>2958465</v></c><c s='1'><v>2958466</v></c>"
				"<c s='1' t='s'><v></v></c></row>"}),
		"1: @2024-11-12|@2024-11-12|#010200 0|#1234567 0|#-000012 0|#1.5|#45608|"
		"@2024-11-12 ~2024-11-12~|#45608|#45608\n"
		"2: #0|#-1|#60|@1900-02-28|@1900-03-01|@9999-12-31|#2958466");
}

static void test_1904(void **state)
{
	const struct book *book = read_bytes(make_workbook((struct simple){
		.workbook = "<workbook xmlns:r='x'><workbookPr date1904='1'/><sheets><sheet "
			    "name='表' r:id='r1'/></sheets></workbook>",
		.styles = STYLES,
		.data = "<row><c s='1'><v>44146</v></c><c t='d'><v>2024-11-12</v></c></row>"}));
	const struct sheet_row *row = &book->sheets[0].rows[0];

	(void)state;
	assert_string_equal(show_sheet(&book->sheets[0]), "1: @2024-11-12|@2024-11-12");
	assert_true(row->cells[0].number == row->cells[1].number);
	assert_int_equal(row->cells[0].date.year, 2024);
	assert_int_equal(row->cells[0].date.month, 11);
	assert_int_equal(row->cells[0].date.day, 12);
}

/* ---- texts ---- */

#define RUN(font, text) "<r>" font "<t>" text "</t></r>"
#define STRUCK "<rPr><strike/><sz val='9'/></rPr>"
#define PLAIN "<rPr><b/></rPr>"

static void test_struck_through(void **state)
{
	(void)state;
	assert_string_equal(
		shown((struct simple){
			.styles = STYLES,
			.strings =
				"<si>" RUN("", "甲") RUN(STRUCK, "乙") RUN(PLAIN, "丙") "</si>"
				"<si>" RUN(STRUCK, "a") RUN(STRUCK, "b") RUN(PLAIN, "c")
				RUN(STRUCK, "") RUN(PLAIN, "d") RUN(STRUCK, "e") "</si>"
				"<si>" RUN("<rPr><strike val='0'/></rPr>", "x")
				RUN("<rPr><strike val='false'/></rPr>", "y") "</si>"
				"<si><t>plain</t></si>"
				"<si>" RUN("<rPr/>", "p") RUN("", "q") "</si>",
			.data = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v>"
				"</c><c t='s'><v>3</v></c></row>"
				"<row><c t='s' s='4'><v>0</v></c><c t='s' s='4'><v>1</v></c>"
				"<c t='s' s='4'><v>2</v></c><c t='s' s='4'><v>3</v></c>"
				"<c t='s' s='4'><v>4</v></c><c s='4'><v>3</v></c>"
				"<c s='4' t='str'><f>A1</f><v>f</v></c><c s='4'/></row>"
				"<row><c t='inlineStr'><is>" RUN(STRUCK, "い") RUN("", "ろ")
				"</is></c><c t='inlineStr' s='4'><is><t>は</t></is></c></row>"}),
		"1: \"甲乙丙 ~乙~|\"abcde ~ab\ne~|\"xy|\"plain\n"
		"2: \"甲乙丙 ~甲乙~|\"abcde ~ab\ne~|\"xy|\"plain ~plain~|\"pq ~q~|#3 ~3~|\"f ~f~ {=A1}\n"
		"3: \"いろ ~い~|\"は ~は~");
}

static void test_furigana(void **state)
{
	(void)state;
	assert_string_equal(
		shown((struct simple){
			.strings = "<si><t>媒体</t><rPh sb='0' eb='2'><t>バイタイ</t></rPh>"
				   "<phoneticPr fontId='1'/></si><si><t>x</t><phoneticPr/></si>",
			.data = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c>"
				"<c t='inlineStr'><is><rPh><t>カ</t></rPh><r><t>課</t></r></is></c>"
				"</row>"}),
		"1: \"媒体 ph|\"x|\"課 ph");
}

static void test_escapes(void **state)
{
	(void)state;
	assert_string_equal(
		shown((struct simple){
			.strings = "<si><t>a_x000D_\nb&#13;c_x000d_d</t></si><si><t>_x005F_x000D_ "
				   "_x00G0_ _x41_ __x0041_</t></si><si><t>_xD842__xDFB7_野 "
				   "_xD842_ _xDFB7_</t></si><si><t>nul_x0000_ tab\there_x0007_"
				   "</t></si>",
			.data = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v>"
				"</c><c t='s'><v>3</v></c><c t='str'><v>p_x000D_q</v></c></row>"}),
		"1: \"a\nb\nc\nd|\"_x000D_ _x00G0_ _x41_ _A|\"𠮷野 _xD842_ _xDFB7_|"
		"\"nul tab\there\a|\"p\nq");
}

static void test_stale_text_is_not_repeated(void **state)
{
	(void)state;
	assert_string_equal(
		shown((struct simple){
			.data = "<row><c t='inlineStr'><is><t>x</t></is></c><c t='inlineStr'/>"
				"<c t='str'><v>y</v></c><c t='str'/><c><f>1</f><v>2</v></c>"
				"<c><f/><v>3</v></c></row>"}),
		"1: \"x|.|\"y|.|#2 {=1}|#3 {=}");
}

/* ---- formulas ---- */

static void test_formulas(void **state)
{
	(void)state;
	assert_string_equal(
		shown((struct simple){
			.data = "<row><c><f>4</f></c>"
				"<c t='str'><f>IF(1,&quot;&quot;)</f><v></v></c>"
				"<c t='e'><f>1/0</f><v>#DIV/0!</v></c>"
				"<c t='b'><f>TRUE()</f><v>1</v></c>"
				"<c><f t='array' ref='E1'>SUM(A1:A2)</f><v>7</v></c>"
				"<c><f>B1</f><v></v></c></row>"}),
		"1: . {=4}|\" {=IF(1,\"\")}|!#DIV/0! {=1/0}|?TRUE {=TRUE()}|#7 {=SUM(A1:A2)}|"
		". {=B1}");
}

/* The formula `master` of B2, copied to a cell elsewhere, as that cell then shows it. */
static const char *copied(const char *master, const char *row, const char *cell)
{
	const char *data = arena_printf(
		ctx.arena,
		"<row r='2'><c r='B2'><f t='shared' ref='B2:D9' si='3'>%s</f></c></row>"
		"<row r='%s'><c r='%s'><f t='shared' si='3'/></c></row>",
		master, row, cell);
	const struct book *book = read_bytes(make_workbook((struct simple){.data = data}));
	const char *at = cell;
	size_t column;
	long number;

	assert_true(cell_reference(&at, &number, &column));
	return sheet_cell(&book->sheets[0], number, column)->formula_text;
}

static void test_shared_formulas(void **state)
{
	(void)state;
	assert_string_equal(copied("A1+$A1+A$1+$A$1", "4", "C4"), "=B3+$A3+B$1+$A$1");
	assert_string_equal(copied("SUM(A:A,$B:C,1:2,$3:4)*1E5", "3", "C3"),
	                    "=SUM(B:B,$B:D,2:3,$3:5)*1E5");
	assert_string_equal(copied("LOG10(A1)&amp;\"A1\"&amp;'A1 x'!B2&amp;T1!C3", "3", "B3"),
	                    "=LOG10(A2)&\"A1\"&'A1 x'!B3&T1!C4");
	assert_string_equal(copied("表[A1]+[1]S!A1+TRUE+xyz+AB_1+A1.x+XFE1", "3", "B3"),
	                    "=表[A1]+[1]S!A2+TRUE+xyz+AB_1+A1.x+XFE1");
	assert_string_equal(copied("Z9+XFD1", "1", "A1"), "=Y8+#REF!");
	assert_string_equal(copied("B2", "2", "A2"), "=A2");
	/* a copy whose master never came */
	assert_string_equal(shown((struct simple){
				    .data = "<row><c><f t='shared' si='9'/><v>1</v></c><c><f "
					    "t='shared' si='99999999'/></c></row>"}),
	                    "1: #1 {=}|. {=}");
}

/* ---- sheets ---- */

static void test_merges(void **state)
{
	const struct sheet *s = &read_bytes(make_workbook((struct simple){
		.behind = "<mergeCells><mergeCell ref='C3:D5'/><mergeCell ref='A1:A9'/>"
			  "<mergeCell ref='B1'/></mergeCells>"}))->sheets[0];

	(void)state;
	assert_int_equal(s->n_merges, 3);
	assert_int_equal(s->merges[0].row1, 1);
	assert_int_equal(s->merges[0].row2, 9);
	assert_ptr_equal(sheet_merge_at(s, 9, 0), &s->merges[0]);
	assert_ptr_equal(sheet_merge_at(s, 1, 1), &s->merges[1]);
	assert_ptr_equal(sheet_merge_at(s, 3, 2), &s->merges[2]);
	assert_ptr_equal(sheet_merge_at(s, 5, 3), &s->merges[2]);
	assert_null(sheet_merge_at(s, 6, 3));
	assert_null(sheet_merge_at(s, 2, 2));
	assert_null(sheet_merge_at(s, 4, 4));
	assert_null(sheet_merge_at(s, 10, 0));
}

static void test_any_parts_and_prefixes(void **state)
{
	static const char rels[] =
		RELATIONS "<Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/"
			  "relationships/worksheet' Target='/Data/一.xml'/>"
			  "<Relationship Id='b' Type='" TYPE "worksheet' Target='../two.xml'/>"
			  "<Relationship Id='c' Type='" TYPE
			  "worksheet' Target='http://x.invalid/' TargetMode='External'/>"
			  "</Relationships>";
	static const struct part parts[] = {
		{"_rels/.rels",
	         RELATIONS
	         "<Relationship Id='x' Type='http://purl.oclc.org/ooxml/officeDocument/"
	         "relationships/officeDocument' Target='./sub/Book.XML'/></Relationships>",
	         0},
		{"sub/_rels/Book.XML.rels", rels, 0},
		{"SUB/book.xml",
	         "<x:workbook xmlns:x='m' xmlns:q='n'><x:sheets><x:sheet name='二' q:id='b' "
	         "state='veryHidden'/><x:sheet state='hidden' name='&lt;一_x0041_' q:id='a'/>"
	         "</x:sheets><x:definedNames><x:definedName name='範囲' localSheetId='0'>一!$A$1:"
	         "$B$2</x:definedName><x:definedName name='_key'>#REF!</x:definedName>"
	         "</x:definedNames></x:workbook>",
	         0},
		{"Data/一.xml",
	         "<x:worksheet xmlns:x='m'><x:sheetData><x:row r='1'><x:c r='A1'><x:v>1</x:v></x:c>"
	         "</x:row></x:sheetData><x:mergeCells><x:mergeCell ref='A1:B1'/></x:mergeCells>"
	         "</x:worksheet>",
	         0},
		{"two.xml", "<chartsheet><sheetViews/></chartsheet>", 0},
	};
	const struct book *book = read_bytes(make_zip(parts, 5, false));

	(void)state;
	assert_int_equal(book->format, BOOK_XLSX);
	assert_int_equal(book->n_sheets, 2);
	assert_string_equal(book->sheets[0].name, "二");
	assert_true(book->sheets[0].hidden);
	assert_int_equal(book->sheets[0].n_rows, 0);
	assert_string_equal(book->sheets[1].name, "<一A");
	assert_true(book->sheets[1].hidden);
	assert_string_equal(show_sheet(&book->sheets[1]), "1: #1");
	assert_int_equal(book->sheets[1].n_merges, 1);
	assert_int_equal(book->n_names, 2);
	assert_string_equal(book->names[0].name, "範囲");
	assert_string_equal(book->names[0].refers_to, "一!$A$1:$B$2");
	assert_string_equal(book->names[1].refers_to, "#REF!");
}

static void test_empty_formatted_rows_cost_nothing(void **state)
{
	struct buf b;
	struct bytes file;
	const struct book *book;
	size_t before;

	(void)state;
	buf_init(&b, ctx.arena, BUF_MAX_DOCUMENT);
	for (int i = 1; i <= 100000; i++)
		buf_printf(&b, "<row r='%d'><c r='A%d' s='1'/><c r='B%d' s='%d'/></row>", i, i, i,
		           rand() % 1000);
	file = make_workbook((struct simple){.data = b.data});
	before = arena_used(ctx.arena);
	book = read_bytes(file);
	assert_int_equal(book->sheets[0].n_rows, 0);
	assert_true(arena_used(ctx.arena) - before < 100000);
}

/* ---- refusals ---- */

static struct bytes string_bytes(const char *s)
{
	return (struct bytes){s, strlen(s)};
}

/* The head of an OLE2 file and a directory with one entry. */
static struct bytes make_ole2(const char *stream, int type)
{
	char *data = arena_alloc(ctx.arena, 2048);

	memcpy(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	for (size_t i = 0; stream[i]; i++)
		data[1024 + 128 + 2 * i] = stream[i];
	data[1024 + 128 + 64] = (char)(2 * (strlen(stream) + 1));
	data[1024 + 128 + 66] = (char)type;
	return (struct bytes){data, 2048};
}

static void test_other_kinds_of_files(void **state)
{
	static const struct part ods[] = {
		{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0}};
	static const struct part plain_zip[] = {{"報告.txt", "x", 0}};
	static const struct part xlsb[] = {
		{"_rels/.rels",
	         RELATIONS "<Relationship Id='r' Type='" TYPE
			   "officeDocument' Target='xl/workbook.bin'/></Relationships>",
	         0},
		{"xl/workbook.bin", "\1\2", 0}};
	static const struct part docx[] = {
		{"_rels/.rels",
	         RELATIONS "<Relationship Id='r' Type='" TYPE
			   "officeDocument' Target='word/document.xml'/></Relationships>",
	         0},
		{"word/document.xml", "<w:document xmlns:w='w'/>", 0}};

	(void)state;
	refused(make_ole2("EncryptedPackage", 2), ERR_INVALID, "password");
	refused(make_ole2("Workbook", 2), ERR_INVALID, "97-2003");
	refused(make_ole2("Book", 2), ERR_INVALID, "97-2003");
	refused(make_ole2("Workbook", 1), ERR_INVALID, "no workbook"); /* a folder of that name */
	refused(make_ole2("WordDocument", 2), ERR_INVALID, "no workbook");
	refused((struct bytes){"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, ERR_INVALID, "no workbook");
	refused(string_bytes("\xEF\xBB\xBF \r\n<HTML><body>"), ERR_INVALID, "web page");
	refused(string_bytes("<?xml version='1.0'?>"), ERR_INVALID, "web page");
	refused(string_bytes("<!DOCTYPE html>"), ERR_INVALID, "web page");
	refused(make_zip(ods, 1, false), ERR_INVALID, "OpenDocument");
	refused(make_zip(xlsb, 2, false), ERR_INVALID, ".xlsb");
	refused(make_zip(docx, 2, false), ERR_INVALID, "without a workbook");
	refused(make_zip(plain_zip, 1, false), ERR_INVALID, "without a workbook");
	refused((struct bytes){"", 0}, ERR_INVALID, "empty");
}

static void test_damaged_packages(void **state)
{
	struct bytes whole = make_workbook((struct simple){.data = "<row><c><v>1</v></c></row>"});
	char *broken = arena_alloc(ctx.arena, whole.len);
	static const struct part incomplete[] = {
		{"_rels/.rels", PACKAGE_RELS, 0},
		{"xl/workbook.xml", WORKBOOK, 0},
		{"xl/_rels/workbook.xml.rels", WORKBOOK_RELS, 0},
		{"xl/strings.xml", "<sst/>", 0},
		{"xl/styles.xml", "<styleSheet/>", 0}};

	(void)state;
	refused((struct bytes){whole.data, whole.len / 2}, ERR_INVALID, "cut off");
	refused((struct bytes){whole.data, 4}, ERR_INVALID, "cut off");
	/* bytes of a packed part altered */
	memcpy(broken, whole.data, whole.len);
	for (size_t at = 60; at < 80; at++)
		broken[at] = (char)(broken[at] ^ 0x55);
	refused((struct bytes){broken, whole.len}, ERR_INVALID, "damaged");
	refused(make_zip(incomplete, 5, false), ERR_INVALID, "damaged");
	assert_string_equal(ctx.error.args[1], "xl/worksheets/sheet1.xml");
	refused(make_zip(incomplete, 4, false), ERR_INVALID, "damaged");
	refused(make_zip(incomplete, 2, false), ERR_INVALID, "damaged"); /* sheet without a part */
	refused(make_zip(incomplete, 5, true), ERR_INVALID, "password");
}

static void test_broken_xml(void **state)
{
	(void)state;
	refused(make_workbook((struct simple){.data = "<row><c></row>"}), ERR_INVALID, "damaged");
	assert_string_equal(ctx.error.args[1], "xl/worksheets/sheet1.xml");
	refused(make_workbook((struct simple){.strings = "<si>&nbsp;</si>"}), ERR_INVALID,
	        "damaged");
	refused(make_workbook((struct simple){.styles = "\xFF\xFE"}), ERR_INVALID, "damaged");
	refused(make_workbook((struct simple){.workbook = ""}), ERR_INVALID, "damaged");
	refused(make_workbook(
			(struct simple){.workbook = "<workbook><sheet name='x'/></workbook>"}),
	        ERR_INVALID, "damaged");
	refused(make_workbook((struct simple){
			.workbook = "<workbook xmlns:r='x'><sheet r:id='r1'/></workbook>"}),
	        ERR_INVALID, "damaged");
	refused(make_workbook((struct simple){.workbook = "<workbook><sheets/></workbook>"}),
	        ERR_INVALID, "without a workbook");
}

static void test_document_types(void **state)
{
	(void)state;
	refused(make_workbook((struct simple){
			.workbook = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
				    "'&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>" WORKBOOK}),
	        ERR_INVALID, "document type");
	refused(make_workbook((struct simple){
			.workbook = "<!DOCTYPE w SYSTEM 'file:///etc/passwd'>" WORKBOOK}),
	        ERR_INVALID, "document type");
}

static void test_places_out_of_bounds(void **state)
{
	static const char *const bad[] = {
		"<row r='1048577'/>",
		"<row r='0'/>",
		"<row r='-1'/>",
		"<row r='x'/>",
		"<row r=''/>",
		"<row r='99999999999999999999'/>",
		"<row><c r='XFE1'/></row>",
		"<row><c r='AAAAAAAAAAAAAA1'/></row>",
		"<row><c r='A1048577'/></row>",
		"<row><c r='A0'/></row>",
		"<row><c r='A'/></row>",
		"<row><c r='1'/></row>",
		"<row><c r=''/></row>",
		"<row><c r='A1x'/></row>",
		"<row><c r='XFD1'/><c/></row>",
		"<row r='3'><c r='A4'/></row>",
		"<row r='1048576'/><row/>",
	};
	static const char *const bad_merges[] = {"", "A", "A1:", "A1:B2:C3", "B2:A1", "A1:XFE2",
	                                         "A1:A1048577", "A2:B1"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refused_at((struct simple){.data = bad[i]}, "where none can be", NULL);
	for (size_t i = 0; i < sizeof(bad_merges) / sizeof(*bad_merges); i++)
		refused_at((struct simple){.behind = arena_printf(ctx.arena,
		                                                  "<mergeCell ref='%s'/>",
		                                                  bad_merges[i])},
		           "where none can be", NULL);
	refused_at((struct simple){.behind = "<mergeCell/>"}, "where none can be", NULL);
	assert_string_equal(shown((struct simple){
				    .data = "<row r='1048576'><c r='xfd1048576'/></row>"}),
	                    "");
}

static void test_values_that_are_none(void **state)
{
	static const char *const bad[] = {
		"<c r='B3' t='s'><v>1</v></c>",  "<c r='B3' t='s'><v>-1</v></c>",
		"<c r='B3' t='s'><v>x</v></c>",  "<c r='B3'><v>abc</v></c>",
		"<c r='B3'><v>NaN</v></c>",      "<c r='B3'><v>INF</v></c>",
		"<c r='B3'><v>0x10</v></c>",     "<c r='B3'><v>1e999</v></c>",
		"<c r='B3'><v>1 2</v></c>",      "<c r='B3'><v>1e</v></c>",
		"<c r='B3' t='b'><v>2</v></c>",  "<c r='B3' t='d'><v>12 Nov</v></c>",
		"<c r='B3' t='d'><v>2024-11-31</v></c>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		refused_at((struct simple){.strings = "<si><t>only</t></si>",
		                           .data = arena_printf(ctx.arena, "<row r='3'>%s</row>",
		                                                bad[i])},
		           "damaged", "B3");
		assert_string_equal(ctx.error.args[1], "表!B3");
		assert_int_equal(ctx.error.place.row, 3);
	}
}

/* Text that does not pack well, so that only its length is the matter. */
static const char *noise(size_t len)
{
	char *s = arena_alloc(ctx.arena, len + 1);
	uint32_t seed = 1;

	for (size_t i = 0; i < len; i++) {
		seed = seed * 1664525 + 1013904223;
		s[i] = (char)('a' + (seed >> 24) % 26);
	}
	return s;
}

static void test_cells_too_long(void **state)
{
	const char *fits = noise(SHEET_CELL_MAX), *longer = noise(SHEET_CELL_MAX + 1);
	struct arena *a = ctx.arena;

	(void)state;
	assert_int_equal(
		strlen(shown((struct simple){
			.strings = arena_printf(a, "<si><t>%s</t></si>", fits),
			.data = "<row><c t='s'><v>0</v></c></row>"})),
		SHEET_CELL_MAX + 4);
	refused(make_workbook((struct simple){
			.strings = arena_printf(a, "<si><t>%s</t></si>", longer)}),
	        ERR_TOO_LARGE, "holds more than");
	refused(make_workbook((struct simple){
			.data = arena_printf(a, "<row><c/><c t='str'><v>%s</v></c></row>",
	                                     longer)}),
	        ERR_TOO_LARGE, "holds more than");
	assert_string_equal(ctx.error.place.cell, "B1");
	refused(make_workbook((struct simple){
			.data = arena_printf(a, "<row><c><f>%s</f></c></row>", longer)}),
	        ERR_TOO_LARGE, "holds more than");
	refused(make_workbook((struct simple){
			.data = arena_printf(
				a, "<row><c t='inlineStr'><is><t>%s</t></is></c></row>", longer)}),
	        ERR_TOO_LARGE, "holds more than");
}

static void test_bombs(void **state)
{
	char *spaces = arena_alloc(ctx.arena, (4 << 20) + 1);
	struct buf b;

	(void)state;
	memset(spaces, ' ', 4 << 20);
	refused(make_workbook((struct simple){.data = spaces}), ERR_TOO_LARGE, "overload");
	assert_string_equal(ctx.error.args[1], "xl/worksheets/sheet1.xml");
	/* a small part may be packed as tightly as it likes */
	spaces[1000000] = '\0';
	assert_string_equal(shown((struct simple){.data = spaces}), "");
	/* nesting without end, and a tag without end */
	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	for (int i = 0; i < 200; i++)
		buf_printf(&b, "<x%d>", rand() % 10);
	refused(make_workbook((struct simple){.data = b.data}), ERR_INVALID, "damaged");
	refused(make_workbook((struct simple){
			.data = arena_printf(ctx.arena, "<row x='%s'/>", noise(3 << 20))}),
	        ERR_INVALID, "damaged");
}

/* The same big part as many sheets: each is harmless, their sum is not. */
static void test_inflated_total(void **state)
{
	size_t len = (size_t)32 << 20;
	char *big = memset(arena_alloc(ctx.arena, len + 1), ' ', len);
	const char *some = noise(len / 50 + 20);
	struct buf sheets;

	(void)state;
	for (size_t i = 0; i + 20 <= len; i += 1000)
		memcpy(big + i, some + i / 50, 20);
	big[len] = '\0';
	buf_init(&sheets, ctx.arena, BUF_MAX_TEXT);
	for (int i = 0; i < 20; i++)
		buf_printf(&sheets, "<sheet name='%d' r:id='r1'/>", i);
	refused(make_workbook((struct simple){
			.workbook = arena_printf(ctx.arena, "<workbook xmlns:r='x'>%s</workbook>",
	                                         sheets.data),
			.behind = big}),
	        ERR_TOO_LARGE, "when unpacked");
}

static void test_too_many_things(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	for (int i = 1; i <= 65537; i++)
		buf_printf(&b, "<mergeCell ref='A%d:C%d'/>", i, i);
	refused(make_workbook((struct simple){.behind = b.data}), ERR_TOO_LARGE, "merged");
	buf_clear(&b);
	for (int i = 0; i <= 10000; i++)
		buf_puts(&b, "<sheet name='x' r:id='r1'/>");
	refused(make_workbook((struct simple){
			.workbook = arena_printf(ctx.arena, "<workbook xmlns:r='x'>%s</workbook>",
	                                         b.data)}),
	        ERR_INVALID, "damaged");
	refused((struct bytes){arena_alloc(ctx.arena, SHEET_FILE_MAX + 1), SHEET_FILE_MAX + 1},
	        ERR_TOO_LARGE, "larger than");
}

struct small_read {
	struct ctx c;
	struct bytes file;
};

static void read_small(void *arg)
{
	struct small_read *r = arg;
	struct book *book;

	assert_int_equal(book_read(&r->c, "x", r->file.data, r->file.len, &book), OK);
}

/* Rows that reach to the last column fill the memory: the arena is left, and nothing leaks. */
static void test_memory_ceiling(void **state)
{
	struct small_read r = {.c = {.arena = arena_new((size_t)8 << 20)}};
	struct buf b;

	(void)state;
	buf_init(&b, ctx.arena, BUF_MAX_TEXT);
	for (int i = 1; i <= 20; i++)
		buf_printf(&b, "<row r='%d'><c r='XFD%d'><v>1</v></c></row>", i, i);
	r.file = make_workbook((struct simple){.data = b.data});
	assert_false(arena_try(r.c.arena, read_small, &r));
	arena_free(r.c.arena);
}

/* ---- CSV ---- */

static const char *shown_csv(const char *s, size_t len)
{
	return show_sheet(&read_bytes((struct bytes){s, len})->sheets[0]);
}
#define CSV(s) shown_csv((s), sizeof(s) - 1)

static void test_csv_cells(void **state)
{
	(void)state;
	assert_string_equal(CSV("a,b,c\n1,,3\n"), "1: \"a|\"b|\"c\n2: \"1|.|\"3");
	assert_string_equal(CSV("a,b"), "1: \"a|\"b");
	assert_string_equal(CSV("a,b\r\nc,d\r\n"), "1: \"a|\"b\n2: \"c|\"d");
	assert_string_equal(CSV("a,b\rc,d\r"), "1: \"a|\"b\n2: \"c|\"d");
	assert_string_equal(CSV("\"a,b\",\"c\"\"d\",\"\"\n"), "1: \"a,b|\"c\"d");
	assert_string_equal(CSV("a \"quoted\" b, \"c\",d\"\n"),
	                    "1: \"a \"quoted\" b|\" \"c\"|\"d\"");
	assert_string_equal(CSV("\"ab\"cd,\"e\" ,\"f\"\"g\"h\"\n"), "1: \"abcd|\"e |\"f\"gh\"");
	assert_string_equal(CSV("\"\"\"\",\"\"\"a\"\n"), "1: \"\"|\"\"a");
	assert_string_equal(CSV("a,b,,,\n,,,\n , \n"), "1: \"a|\"b\n3: \" |\" ");
	assert_string_equal(CSV("010200,=1+1,TRUE,2024-11-12\n"),
	                    "1: \"010200|\"=1+1|\"TRUE|\"2024-11-12");
	assert_string_equal(CSV("a,b\n\x1A"), "1: \"a|\"b");
	assert_string_equal(CSV("a,\x1A b\n"), "1: \"a|\"\x1A b");
	assert_string_equal(CSV("\n\n"), "");
	assert_string_equal(CSV("a,\"\""), "1: \"a");
	assert_string_equal(CSV("\xEF\xBB\xBF"), "");
}

static void test_csv_records_and_lines(void **state)
{
	(void)state;
	assert_string_equal(CSV("h,i\r\n\"a\r\nb\rc\nd\",x\r\n\r\n,\r\ny,z\r\n"),
	                    "1: \"h|\"i\n2: \"a\nb\nc\nd|\"x\n5/8: \"y|\"z");
}

static void test_csv_delimiters(void **state)
{
	static const struct {
		const char *text;
		char delimiter;
		size_t width; /* of the first record */
	} files[] = {
		{"a,b;c\nd,e\n", ',', 2},
		{"a\tb\nc\td\n", '\t', 2},
		{"a;b;c\n1,5;2,5;3\n", ';', 3},
		{"\"a;b;c\",d\n\"e;f\",g\n", ',', 2},
		{"a,b,c\td\ne\tf\ng\th\n", '\t', 2},
		{"所属\t人数\n課\t1,866\n係\t2,739\n", '\t', 2},
		{"表題\na,b\nc,d\n", ',', 1},
		{"plain\n", ',', 1},
		{"\"a\tb\nc\tx\",y\n", ',', 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const struct book *book = read_bytes(string_bytes(files[i].text));

		if (book->delimiter != files[i].delimiter)
			fail_msg("%s: delimiter %d", files[i].text, book->delimiter);
		assert_int_equal(book->sheets[0].rows[0].n, files[i].width);
	}
}

static void test_csv_encodings(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *encoding;
	} files[] = {
#define FILE_OF(s, encoding) {s, sizeof(s) - 1, encoding}
		FILE_OF("表,髙\n", "UTF-8"),
		FILE_OF("\xEF\xBB\xBF表,髙\n", "UTF-8 with BOM"),
		FILE_OF("\x95\x5C,\xFB\xFC\n", "CP932"), /* 5C as second byte; 髙 as NEC chose it */
		FILE_OF("\xFF\xFE\x68\x88,\0\xD9\x9A\n\0", "UTF-16"),
		FILE_OF("\xFE\xFF\x88\x68\0,\x9A\xD9\0\n", "UTF-16"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const struct book *book =
			read_bytes((struct bytes){files[i].bytes, files[i].len});

		assert_string_equal(book->encoding, files[i].encoding);
		assert_string_equal(show_sheet(&book->sheets[0]), "1: \"表|\"髙");
	}
	assert_string_equal(CSV("\xFF\xFE\x42\xD8\xB7\xDF"), "1: \"𠮷");
	assert_string_equal(CSV("\xFF\xFE"), "");
}

static void refused_csv(const char *s, size_t len, const char *words, const char *line,
                        const char *byte)
{
	refused((struct bytes){s, len}, ERR_INVALID, words);
	assert_string_equal(ctx.error.args[1], line);
	if (byte)
		assert_string_equal(ctx.error.args[2], byte);
}
#define REFUSED_CSV(s, words, line, byte) refused_csv((s), sizeof(s) - 1, (words), (line), (byte))

static void test_csv_refusals(void **state)
{
	(void)state;
	REFUSED_CSV("a,b\r\nc,\"d\r\ne\r\nf\n", "never closed", "2", NULL);
	REFUSED_CSV("a\n\"b\"\"\n", "never closed", "2", NULL);
	REFUSED_CSV("a,b\nc\0d\n", "zero byte", "2", "6");
	REFUSED_CSV("\xFF\xFE" "a\0\n\0b\0\0\0", "zero byte", "2", "9");
	/* mostly UTF-8, mostly CP932: the better fit tells the place */
	REFUSED_CSV("\xE8\xA1\xA8\r\n\xE8\xA1\xA8\xFF,x\n", "neither UTF-8", "2", "9");
	REFUSED_CSV("\x95\x5C\n\x95\x5C\n\x95\x5C\x81\x01\n", "neither UTF-8", "3", "9");
	REFUSED_CSV("\xEF\xBB\xBF" "a\n\x95\x5C\n", "broken UTF-8", "2", "6");
	REFUSED_CSV("\xFF\xFE" "a\0\n\0\x42\xD8", "broken UTF-16", "2", "7");
	REFUSED_CSV("\xFF\xFE" "\xB7\xDF", "broken UTF-16", "1", "3");
	REFUSED_CSV("\xFF\xFE" "\x42\xD8" "a\0", "broken UTF-16", "1", "3");
	REFUSED_CSV("\xFF\xFE" "a\0b", "broken UTF-16", "1", "5");
}

static void test_csv_limits(void **state)
{
	const char *longer = noise(SHEET_CELL_MAX + 1);
	char *wide = arena_alloc(ctx.arena, SHEET_COLUMN_MAX + 2);

	(void)state;
	refused(string_bytes(arena_printf(ctx.arena, "a\nb,%s\n", longer)), ERR_TOO_LARGE,
	        "holds more than");
	assert_int_equal(ctx.error.place.row, 2);
	memset(wide, ',', SHEET_COLUMN_MAX);
	refused(string_bytes(wide), ERR_TOO_LARGE, "columns");
	wide[SHEET_COLUMN_MAX - 1] = 'x';
	wide[SHEET_COLUMN_MAX] = '\0';
	assert_int_equal(read_bytes(string_bytes(wide))->sheets[0].rows[0].n, SHEET_COLUMN_MAX);
}

static void test_csv_name(void **state)
{
	struct book *book;

	(void)state;
	assert_int_equal(book_read(&ctx, "庁内/units.R6.csv", "a", 1, &book), OK);
	assert_string_equal(book->sheets[0].name, "units.R6");
	assert_int_equal(book->format, BOOK_CSV);
	assert_false(book->sheets[0].hidden);
	assert_int_equal(book_read(&ctx, ".csv", "a", 1, &book), OK);
	assert_string_equal(book->sheets[0].name, ".csv");
}

static void test_reading_a_file(void **state)
{
	struct book *book;

	(void)state;
	assert_int_equal(book_read_file(&ctx, "tests/unit/data/sheet/少し.csv", &book), OK);
	assert_string_equal(show_sheet(&book->sheets[0]), "1: \"所属\n2: \"広報課");
	assert_string_equal(book->sheets[0].name, "少し");
	assert_int_equal(book_read_file(&ctx, "tests/unit/data/sheet/none.csv", &book),
	                 ERR_NOT_FOUND);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(test_kinds),
		TEST(test_places_are_optional),
		TEST(test_any_order),
		TEST(test_looking_up),
		TEST(test_numbers),
		TEST(test_number_formats),
		TEST(test_numbered_formats),
		TEST(test_dates_and_codes),
		TEST(test_1904),
		TEST(test_struck_through),
		TEST(test_furigana),
		TEST(test_escapes),
		TEST(test_stale_text_is_not_repeated),
		TEST(test_formulas),
		TEST(test_shared_formulas),
		TEST(test_merges),
		TEST(test_any_parts_and_prefixes),
		TEST(test_empty_formatted_rows_cost_nothing),
		TEST(test_other_kinds_of_files),
		TEST(test_damaged_packages),
		TEST(test_broken_xml),
		TEST(test_document_types),
		TEST(test_places_out_of_bounds),
		TEST(test_values_that_are_none),
		TEST(test_cells_too_long),
		TEST(test_bombs),
		TEST(test_inflated_total),
		TEST(test_too_many_things),
		TEST(test_memory_ceiling),
		TEST(test_csv_cells),
		TEST(test_csv_records_and_lines),
		TEST(test_csv_delimiters),
		TEST(test_csv_encodings),
		TEST(test_csv_refusals),
		TEST(test_csv_limits),
		TEST(test_csv_name),
		TEST(test_reading_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
