/*
 * Tables as an Excel workbook. Texts are always written as strings; what Excel or XML cannot
 * hold is escaped where Excel reads it back, and refused where it would be cut.
 */
#include "sheet/table.h"

#include "base/date.h"
#include "base/os.h"
#include "base/text.h"
#include "gen/libxlsxwriter.h"
#include "sheet/sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FONT "BIZ UDゴシック"
#define CELL_UNITS_MAX 32767 /* UTF-16 units in a cell */
#define NAME_UNITS_MAX 31    /* UTF-16 units in a sheet's name */
#define TEXT_WIDTH_MAX 40.0  /* widths are in digits of the standard font, as Excel counts */
#define WIDE_WIDTH_MAX 70.0
#define WIDTH_MIN 6.0
#define FILTER_WIDTH 3.0 /* the button in the header */
#define FONT_WIDTH 1.05  /* our font is wider than the one columns are measured with */
#define LINE_HEIGHT 15.0 /* points */
#define HEIGHT_MAX 409.0
#define INTEGER_DIGITS_MAX 15 /* Excel's numbers are exact up to here */
#define PAPER_A4 9

struct formats {
	lxw_format *header, *text, *wide, *integer, *date;
};

struct writer {
	struct ctx *c;
	struct arena *scratch;
	lxw_workbook *workbook;
	struct formats formats;
	struct buf text;    /* of the cell being written */
	const char **names; /* of the sheets made so far, folded */
	size_t n_names;
};

/* ---- what Excel can hold ---- */

static size_t utf16_units(const char *s)
{
	size_t n = 0;

	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s))
		n += cp > 0xFFFF ? 2 : 1;
	return n;
}

static enum err check_cell(struct ctx *c, const struct table *t, size_t row, size_t column,
                           const char *s)
{
	size_t units;
	enum err failure;

	if (!s || strlen(s) <= CELL_UNITS_MAX || (units = utf16_units(s)) <= CELL_UNITS_MAX)
		return OK;
	failure = FAIL(c, ERR_INVALID,
	               N_("Row {1}, column {2}: {3} characters are too many for Excel, whose cells "
	                  "hold {4}. Shorten the text or export as CSV."),
	               arena_printf(c->arena, "%zu", row), t->columns[column].name,
	               arena_printf(c->arena, "%zu", units),
	               arena_printf(c->arena, "%d", CELL_UNITS_MAX));
	error_at(c, (struct place){.sheet = t->name,
	                           .row = (long)row,
	                           .column = t->columns[column].name,
	                           .cell = cell_name(c->arena, (long)row, column)});
	return failure;
}

static enum err check_table(struct ctx *c, const struct table *t)
{
	if (t->n_rows >= SHEET_ROW_MAX || t->n_columns > SHEET_COLUMN_MAX)
		return FAIL(c, ERR_TOO_LARGE,
		            N_("{1} has {2} rows and {3} columns, more than an Excel sheet holds. "
		               "Export as CSV."),
		            t->name, arena_printf(c->arena, "%zu", t->n_rows),
		            arena_printf(c->arena, "%zu", t->n_columns));
	for (size_t j = 0; j < t->n_columns; j++)
		TRY(check_cell(c, t, 1, j, t->columns[j].name));
	for (size_t i = 0; i < t->n_rows; i++)
		for (size_t j = 0; j < t->n_columns; j++)
			TRY(check_cell(c, t, i + 2, j, t->rows[i][j]));
	return OK;
}

/* Whether _xHHHH_ stands at s, which Excel would take for one character. */
static bool looks_escaped(const char *s)
{
	return s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 &&
	       s[6] == '_';
}

/* Line breaks as LF; what XML cannot hold, and what looks like an escape, as Excel's escapes. */
static const char *excel_text(struct buf *b, const char *s)
{
	if (!s[strcspn(s, "_\1\2\3\4\5\6\7\b\v\f\r\16\17\20\21\22\23\24\25\26\27\30\31\32\33\34\35"
	                  "\36\37\xEF")])
		return s;
	buf_clear(b);
	while (*s) {
		const char *at = s;
		uint32_t cp = text_next(&s);

		if (cp == '\r') {
			buf_puts(b, *s == '\n' ? "" : "\n");
		} else if (looks_escaped(at)) {
			buf_puts(b, "_x005F_");
		} else if ((cp < 0x20 && cp != '\t' && cp != '\n') || cp == 0xFFFE ||
		           cp == 0xFFFF) {
			buf_printf(b, "_x%04X_", (unsigned)cp);
		} else {
			buf_add(b, at, (size_t)(s - at));
		}
	}
	return b->data;
}

/* ---- names of sheets ---- */

/* As many whole characters of s as fit; marks and selectors stay with what they belong to. */
static const char *cut_name(struct arena *a, const char *s, size_t units_max)
{
	const char *at = s, *cut = s;
	size_t units = 0;

	while (*at) {
		const char *before = at;
		uint32_t cp = text_next(&at);

		if (text_width(arena_strndup(a, before, (size_t)(at - before))) > 0)
			cut = before;
		units += cp > 0xFFFF ? 2 : 1;
		if (units > units_max)
			return arena_strndup(a, s, (size_t)(cut - s));
	}
	return s;
}

static bool name_taken(const struct writer *w, const char *folded)
{
	for (size_t i = 0; i < w->n_names; i++)
		if (strcmp(w->names[i], folded) == 0)
			return true;
	/* Excel keeps these for its own list of changes */
	return strcmp(folded, "history") == 0 || strcmp(folded, "履歴") == 0;
}

static const char *allowed_name(struct arena *a, const char *name)
{
	char *copy = arena_strdup(a, name ? name : "");
	size_t len;

	for (char *at = copy; *at; at++)
		if (strchr("[]:*?/\\", *at) || (unsigned char)*at < 0x20)
			*at = ' ';
	copy = arena_strdup(a, text_trim(a, copy));
	while (*copy == '\'')
		copy++;
	for (len = strlen(copy); len && copy[len - 1] == '\'';)
		copy[--len] = '\0';
	return *copy ? copy : "Sheet";
}

/* A name that Excel accepts and that no sheet before has. */
static const char *sheet_name(struct writer *w, const char *name)
{
	struct arena *a = w->scratch;
	const char *base = allowed_name(a, name), *unique = cut_name(a, base, NAME_UNITS_MAX);
	const char *folded = text_fold(a, unique);

	for (int i = 2; name_taken(w, folded); i++) {
		const char *ending = arena_printf(a, " (%d)", i);

		unique = arena_printf(a, "%s%s", cut_name(a, base, NAME_UNITS_MAX - strlen(ending)),
		                      ending);
		folded = text_fold(a, unique);
	}
	w->names[w->n_names++] = folded;
	return unique;
}

/* ---- cells ---- */

/* Leading zeros and long numbers are codes: they stay texts. */
static bool read_integer(const char *s, double *ret)
{
	size_t sign = *s == '-', digits = strspn(s + sign, "0123456789");

	if (!digits || s[sign + digits] || digits > INTEGER_DIGITS_MAX ||
	    (s[sign] == '0' && (digits > 1 || sign)))
		return false;
	*ret = strtod(s, NULL);
	return true;
}

/* Before March 1900 Excel's calendar is wrong or has no days: such dates stay texts. */
static bool read_date(const char *s, double *ret)
{
	struct date d;
	long serial;

	if (!date_from_iso(s, &d))
		return false;
	serial = date_to_days(d) + 25569;
	*ret = (double)serial;
	return serial > 60;
}

static lxw_error write_cell(struct writer *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                            enum column_kind kind, const char *s)
{
	/* a formula-like text shall not become a formula when somebody edits the cell */
	bool plain = kind == COLUMN_WIDE_TEXT && table_guard(w->scratch, s) == s;
	double number;

	if (kind == COLUMN_INTEGER && read_integer(s, &number))
		return worksheet_write_number(sheet, row, column, number, w->formats.integer);
	if (kind == COLUMN_DATE && read_date(s, &number))
		return worksheet_write_number(sheet, row, column, number, w->formats.date);
	return worksheet_write_string(sheet, row, column, excel_text(&w->text, s),
	                              plain ? w->formats.wide : w->formats.text);
}

static lxw_error write_cells(struct writer *w, lxw_worksheet *sheet, const struct table *t)
{
	lxw_error e = LXW_NO_ERROR;

	for (size_t j = 0; j < t->n_columns && !e; j++)
		e = worksheet_write_string(sheet, 0, (lxw_col_t)j,
		                           excel_text(&w->text, t->columns[j].name),
		                           w->formats.header);
	for (size_t i = 0; i < t->n_rows && !e; i++)
		for (size_t j = 0; j < t->n_columns && !e; j++)
			if (t->rows[i][j] && *t->rows[i][j])
				e = write_cell(w, sheet, (lxw_row_t)(i + 1), (lxw_col_t)j,
				               t->columns[j].kind, t->rows[i][j]);
	return e;
}

/* ---- looks ---- */

/* The width of the line that begins at *s, which is moved past its break. */
static int line_width(const char **s)
{
	char one[5];
	int width = 0;

	while (**s && **s != '\n') {
		one[text_encode(text_next(s), one)] = '\0';
		width += text_width(one);
	}
	*s += **s == '\n';
	return width;
}

static double widest_line(const char *s)
{
	double widest = 0;

	while (s && *s)
		widest = fmax(widest, line_width(&s));
	return widest * FONT_WIDTH;
}

static double column_width(const struct table *t, size_t j)
{
	double cap = t->columns[j].kind == COLUMN_WIDE_TEXT ? WIDE_WIDTH_MAX : TEXT_WIDTH_MAX;
	double width = widest_line(t->columns[j].name) + FILTER_WIDTH;

	for (size_t i = 0; i < t->n_rows && width < cap; i++)
		width = fmax(width, widest_line(t->rows[i][j]));
	return fmax(WIDTH_MIN, fmin(width + 1.0, cap));
}

/* Lines that a text takes in a column when it is wrapped. */
static double wrapped_lines(const char *s, double width)
{
	double lines = 0;

	while (s && *s)
		lines += fmax(1.0, ceil(line_width(&s) * FONT_WIDTH / (width - 1.0)));
	return lines;
}

/* Excel finds the heights of wrapped rows by itself, LibreOffice does not. */
static void set_height(lxw_worksheet *sheet, size_t row, const char *const *cells, size_t n,
                       const double *widths)
{
	double lines = 1.0;

	for (size_t j = 0; j < n; j++)
		lines = fmax(lines, wrapped_lines(cells[j], widths[j]));
	if (lines > 1.0)
		worksheet_set_row(sheet, (lxw_row_t)row, fmin(lines * LINE_HEIGHT, HEIGHT_MAX),
		                  NULL);
}

static lxw_format *format_of(const struct writer *w, enum column_kind kind)
{
	switch (kind) {
	case COLUMN_WIDE_TEXT:
		return w->formats.wide;
	case COLUMN_INTEGER:
		return w->formats.integer;
	case COLUMN_DATE:
		return w->formats.date;
	default:
		return w->formats.text;
	}
}

static void lay_out(struct writer *w, lxw_worksheet *sheet, const struct table *t)
{
	lxw_row_t last_row = (lxw_row_t)t->n_rows;
	lxw_col_t last_column = (lxw_col_t)(t->n_columns - 1);
	const char *end = cell_name(w->scratch, (long)last_row + 1, last_column);
	const char *whole = arena_printf(w->scratch, "A1:%s", end);
	double *widths = ARENA_ARRAY(w->scratch, t->n_columns, double);

	for (size_t j = 0; j < t->n_columns; j++) {
		widths[j] = column_width(t, j);
		worksheet_set_column(sheet, (lxw_col_t)j, (lxw_col_t)j, widths[j],
		                     format_of(w, t->columns[j].kind));
	}
	for (size_t i = 0; i < t->n_rows; i++)
		set_height(sheet, i + 1, t->rows[i], t->n_columns, widths);
	worksheet_freeze_panes(sheet, 1, 0);
	worksheet_autofilter(sheet, 0, 0, last_row, last_column);
	/* codes are texts on purpose */
	worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, whole);
	worksheet_repeat_rows(sheet, 0, 0);
	worksheet_set_paper(sheet, PAPER_A4);
	worksheet_set_landscape(sheet);
	worksheet_fit_to_pages(sheet, 1, 0);
}

static lxw_format *make_format(struct writer *w, const char *number_format)
{
	lxw_format *f = workbook_add_format(w->workbook);

	format_set_font_name(f, FONT);
	format_set_font_family(f, 3); /* Gothic */
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	if (number_format)
		format_set_num_format(f, number_format);
	return f;
}

static void make_formats(struct writer *w)
{
	struct formats *f = &w->formats;

	f->header = make_format(w, "@");
	format_set_bold(f->header);
	format_set_text_wrap(f->header);
	format_set_bg_color(f->header, 0xDCE6F1);
	format_set_bottom(f->header, LXW_BORDER_THIN);
	f->text = make_format(w, "@");
	format_set_text_wrap(f->text);
	f->wide = make_format(w, NULL);
	format_set_text_wrap(f->wide);
	f->integer = make_format(w, "0");
	format_set_align(f->integer, LXW_ALIGN_RIGHT);
	f->date = make_format(w, "yyyy/mm/dd");
}

/* ---- the file ---- */

static enum err fail_writing(struct ctx *c, const char *why)
{
	enum err failure = FAIL(c, ERR_IO, N_("The Excel workbook could not be written."));

	error_detail(c, "%s", why);
	return failure;
}

static enum err write_sheet(struct writer *w, const struct table *t)
{
	lxw_worksheet *sheet = workbook_add_worksheet(w->workbook, sheet_name(w, t->name));
	lxw_error e;

	if (!sheet)
		return fail_writing(w->c, "worksheet refused");
	e = write_cells(w, sheet, t);
	if (e)
		return fail_writing(w->c, lxw_strerror(e));
	if (t->n_columns)
		lay_out(w, sheet, t);
	return OK;
}

static void unlink_path(void *path)
{
	unlink(path);
}

static void free_workbook(void *workbook)
{
	lxw_workbook_free(workbook);
}

/* The library writes to named files only: one that nobody else can read, gone with `scratch`. */
static enum err make_temporary(struct writer *w, const char *folder, char **ret)
{
	char *path = arena_printf(w->scratch, "%s/kageyu-XXXXXX", folder);
	int fd = mkstemp(path);

	if (fd < 0)
		return fail_writing(w->c, path);
	close(fd);
	arena_defer(w->scratch, unlink_path, path);
	*ret = path;
	return OK;
}

static enum err write_workbook(struct writer *w, const struct table *const *tables, size_t n,
                               struct buf *out)
{
	const char *folder = getenv("TMPDIR"), *data;
	char *path = NULL,
	     *tmpdir = arena_strdup(w->scratch, folder && *folder ? folder : P_tmpdir);
	lxw_doc_properties properties = {.created = (time_t)(w->c->now_us / 1000000)};
	lxw_workbook_options options = {.tmpdir = tmpdir};
	lxw_error e;
	size_t len;

	TRY(libxlsxwriter_load(w->c));
	TRY(make_temporary(w, tmpdir, &path));
	w->workbook = workbook_new_opt(path, &options);
	if (!w->workbook)
		return fail_writing(w->c, "out of memory");
	arena_defer(w->scratch, free_workbook, w->workbook);
	workbook_set_properties(w->workbook, &properties);
	make_formats(w);
	for (size_t i = 0; i < n; i++)
		TRY(write_sheet(w, tables[i]));
	arena_undefer(w->scratch, free_workbook, w->workbook);
	e = workbook_close(w->workbook);
	if (e)
		return fail_writing(w->c, lxw_strerror(e));
	TRY(os_read_file(w->c, path, BUF_MAX_DOCUMENT, &data, &len));
	buf_add(out, data, len);
	return OK;
}

enum err table_write_xlsx(struct ctx *c, const struct table *const *tables, size_t n,
                          struct buf *out)
{
	struct writer w = {.c = c};
	enum err failure;

	for (size_t i = 0; i < n; i++)
		TRY(check_table(c, tables[i]));
	w.scratch = arena_child(c->arena);
	w.names = ARENA_ARRAY(w.scratch, n, const char *);
	buf_init(&w.text, w.scratch, BUF_MAX_TEXT);
	failure = write_workbook(&w, tables, n, out);
	arena_free(w.scratch);
	return failure;
}
