#include "report/xlsx_internal.h"

#include "base/os.h"
#include "base/text.h"
#include "report/format.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHEET_NAME_UNITS 31
#define PAPER_A4 9
#define HEADER_TITLE_COLUMNS 80 /* the whole header may have 255 characters */
#define HEADER_MARKS_COLUMNS 80

/* Columns of the list of sheets. */
enum { LIST_KIND, LIST_CAPTION, LIST_SHEET };

static enum err workbook_failed(struct ctx *c, const char *why)
{
	enum err e = FAIL(c, ERR_IO, N_("The Excel workbook could not be written."));

	error_detail(c, "%s", why);
	return e;
}

static bool is_escape(const char *s)
{
	return s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") == 4 &&
	       s[6] == '_';
}

const char *xlsx_text(struct arena *a, const char *text)
{
	struct buf b;

	if (!strstr(text, "_x"))
		return text;
	buf_init(&b, a, BUF_MAX_TEXT);
	for (; *text; text++) {
		if (is_escape(text))
			buf_puts(&b, "_x005F");
		buf_putc(&b, *text);
	}
	return b.data;
}

void xlsx_string(struct xlsx *x, lxw_worksheet *sheet, size_t row, size_t column, const char *text,
                 const struct xlsx_look *look)
{
	xlsx_check(x, worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column,
	                                     xlsx_text(x->arena, text ? text : ""),
	                                     xlsx_format(x, look)));
}

lxw_worksheet *xlsx_sheet(struct xlsx *x, const char *wanted, const char **ret_name)
{
	char *name = arena_strdup(x->arena, wanted);
	lxw_worksheet *sheet;

	for (char *at = name; *at; at++)
		if (strchr("[]:*?/\\'", *at) || (unsigned char)*at < 0x20)
			*at = '_';
	*ret_name = doc_unique_name(&x->sheet_names, name, SHEET_NAME_UNITS);
	sheet = workbook_add_worksheet(x->book, *ret_name);
	BUG_IF(!sheet);
	return sheet;
}

/* In page headers & begins a code. */
static const char *header_text(struct arena *a, const char *s, int columns)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT);
	for (s = text_truncate(a, s, columns); *s; s++) {
		if (*s == '&')
			buf_putc(&b, '&');
		buf_putc(&b, *s);
	}
	return b.data;
}

static const char *page_header(struct xlsx *x)
{
	const char *marks = doc_marks_text(x->arena, x->doc, "　");
	const char *title = doc_one_line(x->arena, x->doc->title);

	return arena_printf(x->arena, "&L%s&R%s",
	                    header_text(x->arena, title, HEADER_TITLE_COLUMNS),
	                    header_text(x->arena, marks, HEADER_MARKS_COLUMNS));
}

void xlsx_page(struct xlsx *x, lxw_worksheet *sheet, bool landscape)
{
	worksheet_set_paper(sheet, PAPER_A4);
	if (landscape)
		worksheet_set_landscape(sheet);
	worksheet_fit_to_pages(sheet, 1, 0);
	worksheet_set_margins(sheet, 0.6, 0.6, 0.8, 0.8);
	worksheet_center_horizontally(sheet);
	worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
	xlsx_check(x, worksheet_set_header(sheet, x->header));
	xlsx_check(x, worksheet_set_footer(sheet, "&C- &P -"));
}

static size_t put_facts(struct xlsx *x, lxw_worksheet *sheet)
{
	const struct doc *doc = x->doc;
	const char *marks = doc_marks_text(x->arena, doc, x->words->list_comma);
	const struct {
		const char *name, *value;
	} facts[] = {
		{x->words->organisation, doc->organisation},
		{x->words->date, doc->date},
		{x->words->number, doc->number},
		{x->words->marks, *marks ? marks : NULL},
	};
	size_t row = 0;

	if (doc->subtitle)
		xlsx_string(x, sheet, row++, 0, doc_one_line(x->arena, doc->subtitle),
		            &(struct xlsx_look){.part = XLSX_TEXT});
	xlsx_string(x, sheet, row++, 0, doc_one_line(x->arena, doc->title),
	            &(struct xlsx_look){.part = XLSX_TITLE});
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (facts[i].value)
			xlsx_string(x, sheet, row++, 0,
			            arena_printf(x->arena, "%s%s%s", facts[i].name, x->words->colon,
			                         facts[i].value),
			            &(struct xlsx_look){.part = XLSX_TEXT});
	return row + 1;
}

static size_t begin_list(struct xlsx *x, lxw_worksheet *sheet)
{
	const struct xlsx_look head = {.part = XLSX_HEAD};
	size_t row = put_facts(x, sheet);

	xlsx_check(x, worksheet_set_column(sheet, LIST_KIND, LIST_KIND, 8, NULL));
	xlsx_check(x, worksheet_set_column(sheet, LIST_CAPTION, LIST_CAPTION, 56, NULL));
	xlsx_check(x, worksheet_set_column(sheet, LIST_SHEET, LIST_SHEET, 26, NULL));
	xlsx_string(x, sheet, row, LIST_KIND, x->words->kind, &head);
	xlsx_string(x, sheet, row, LIST_CAPTION, x->words->caption, &head);
	xlsx_string(x, sheet, row, LIST_SHEET, x->words->sheet, &head);
	xlsx_page(x, sheet, false);
	return row + 1;
}

static void list_sheet(struct xlsx *x, lxw_worksheet *sheet, size_t row, const struct block *b,
                       const char *name)
{
	bool figure = b->kind == BLOCK_FIGURE;
	const char *caption = figure ? b->figure->caption : b->table->caption;
	const char *shown = caption ? doc_one_line(x->arena, caption) : name;
	const struct xlsx_look cell = {.part = XLSX_CELL}, link = {.part = XLSX_LINK};

	xlsx_string(x, sheet, row, LIST_KIND, figure ? x->words->figure : x->words->table, &cell);
	xlsx_check(x, worksheet_write_url_opt(sheet, (lxw_row_t)row, LIST_CAPTION,
	                                      arena_printf(x->arena, "internal:'%s'!A1", name),
	                                      xlsx_format(x, &link), xlsx_text(x->arena, shown),
	                                      NULL));
	xlsx_string(x, sheet, row, LIST_SHEET, name, &cell);
}

static enum err put_sheets(struct xlsx *x)
{
	const char *name;
	lxw_worksheet *list = xlsx_sheet(x, x->words->contents, &name);
	size_t row = begin_list(x, list);

	for (const struct block *b = x->doc->blocks; b; b = b->next) {
		if (b->kind == BLOCK_TABLE)
			TRY(xlsx_table(x, b->table, &name));
		else if (b->kind == BLOCK_FIGURE)
			TRY(xlsx_figure(x, b->figure, &name));
		else
			continue;
		list_sheet(x, list, row++, b, name);
	}
	return x->trouble ? workbook_failed(x->c, lxw_strerror(x->trouble)) : OK;
}

static char *copy(struct arena *a, const char *s)
{
	return arena_strdup(a, s ? s : "");
}

static void set_properties(struct xlsx *x)
{
	const struct doc *doc = x->doc;
	lxw_doc_properties p = {
		.title = copy(x->arena, doc_one_line(x->arena, doc->title)),
		.subject = copy(x->arena, doc_one_line(x->arena, doc->subtitle)),
		.author = copy(x->arena, doc->organisation),
		.company = copy(x->arena, doc->organisation),
		.status = copy(x->arena, doc_marks_text(x->arena, doc, x->words->list_comma)),
		.created = (time_t)(doc->made_us / 1000000),
	};

	xlsx_check(x, workbook_set_properties(x->book, &p));
}

static void unlink_path(void *path)
{
	(void)unlink(path);
}

static void free_workbook(void *book)
{
	lxw_workbook_free(book);
}

/* The library writes to named files only: one that nobody else can read, gone with x->arena. */
static enum err open_workbook(struct xlsx *x, char **ret_path)
{
	const char *folder = getenv("TMPDIR");
	char *tmpdir = arena_strdup(x->arena, folder && *folder ? folder : "/tmp");
	char *path = arena_printf(x->arena, "%s/kageyu-XXXXXX", tmpdir);
	lxw_workbook_options options = {.tmpdir = tmpdir};
	int fd;

	TRY(libxlsxwriter_load(x->c));
	fd = mkstemp(path);
	if (fd < 0)
		return workbook_failed(x->c, path);
	(void)close(fd);
	arena_defer(x->arena, unlink_path, path);
	x->book = workbook_new_opt(path, &options);
	if (!x->book)
		return workbook_failed(x->c, "out of memory");
	arena_defer(x->arena, free_workbook, x->book);
	workbook_unset_default_url_format(x->book);
	*ret_path = path;
	return OK;
}

static enum err write_workbook(struct xlsx *x, struct buf *out)
{
	char *path = NULL;
	const char *data;
	size_t len;
	lxw_error e;

	TRY(open_workbook(x, &path));
	set_properties(x);
	x->header = page_header(x);
	TRY(x->doc->one_page ? xlsx_form(x) : put_sheets(x));
	arena_undefer(x->arena, free_workbook, x->book); /* closing frees it, even when it fails */
	e = workbook_close(x->book);
	if (e)
		return workbook_failed(x->c, lxw_strerror(e));
	TRY(os_read_file(x->c, path, BUF_MAX_DOCUMENT, &data, &len));
	buf_add(out, data, len);
	return OK;
}

enum err write_xlsx(struct ctx *c, const struct doc *doc, struct buf *out)
{
	struct xlsx x = {.c = c, .doc = doc, .words = doc_words(doc)};
	enum err e;

	x.arena = arena_child(c->arena);
	x.sheet_names.arena = x.arena;
	(void)doc_unique_name(&x.sheet_names, "History", SHEET_NAME_UNITS); /* Excel keeps it */
	e = write_workbook(&x, out);
	arena_free(x.arena);
	return e;
}
