/* styles.xml: which cell styles strike through, which make numbers dates or codes. */
#include "sheet/xlsx_internal.h"

#include "sheet/sheet_internal.h"

#include <stdlib.h>
#include <string.h>

#define STYLE_MAX 1000000L

struct number_format {
	long id;
	struct cell_style style; /* but for its font */
};

struct style_ids {
	long format, font;
};

struct style_reader {
	struct xlsx *x;
	enum { IN_OTHER, IN_FORMATS, IN_FONTS, IN_CELLS } section;
	struct number_format *formats;
	bool *fonts; /* struck through */
	struct style_ids *cells;
	size_t n_formats, n_fonts, n_cells, formats_room, fonts_room, cells_room;
};

static void add_format(struct style_reader *r, const char **attributes)
{
	const char *code = xml_attribute(attributes, "formatCode");
	struct number_format f = {0};

	if (!code || !xml_number(xml_attribute(attributes, "numFmtId"), STYLE_MAX, &f.id))
		return;
	number_format_read(code, &f.style);
	r->formats =
		list_room(r->x->scratch, r->formats, r->n_formats, &r->formats_room, sizeof(f));
	r->formats[r->n_formats++] = f;
}

static void add_cell_style(struct style_reader *r, const char **attributes)
{
	struct style_ids ids = {0};

	if (!xml_number(xml_attribute(attributes, "numFmtId"), STYLE_MAX, &ids.format))
		ids.format = 0;
	if (!xml_number(xml_attribute(attributes, "fontId"), STYLE_MAX, &ids.font))
		ids.font = 0;
	r->cells = list_room(r->x->scratch, r->cells, r->n_cells, &r->cells_room, sizeof(ids));
	r->cells[r->n_cells++] = ids;
}

static enum err style_start(void *state, const char *name, const char **attributes)
{
	struct style_reader *r = state;

	if (xml_is(name, "numFmts")) {
		r->section = IN_FORMATS;
	} else if (xml_is(name, "fonts")) {
		r->section = IN_FONTS;
	} else if (xml_is(name, "cellXfs")) {
		r->section = IN_CELLS;
	} else if (r->section == IN_FORMATS && xml_is(name, "numFmt")) {
		add_format(r, attributes);
	} else if (r->section == IN_FONTS && xml_is(name, "font")) {
		r->fonts = list_room(r->x->scratch, r->fonts, r->n_fonts, &r->fonts_room,
		                     sizeof(bool));
		r->fonts[r->n_fonts++] = false;
	} else if (r->section == IN_FONTS && r->n_fonts && xml_is(name, "strike")) {
		const char *value = xml_attribute(attributes, "val");

		r->fonts[r->n_fonts - 1] = !value || xml_true(value);
	} else if (r->section == IN_CELLS && xml_is(name, "xf")) {
		add_cell_style(r, attributes);
	}
	return OK;
}

static enum err style_end(void *state, const char *name)
{
	struct style_reader *r = state;

	if (xml_is(name, "numFmts") || xml_is(name, "fonts") || xml_is(name, "cellXfs"))
		r->section = IN_OTHER;
	return OK;
}

static int by_id(const void *a, const void *b)
{
	const struct number_format *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

static struct cell_style resolve(const struct style_reader *r, struct style_ids ids)
{
	struct number_format key = {.id = ids.format};
	const struct number_format *own = NULL;
	struct cell_style style = {0};

	if (r->n_formats)
		own = bsearch(&key, r->formats, r->n_formats, sizeof(key), by_id);
	if (own)
		style = own->style;
	else
		number_format_builtin(ids.format, &style);
	style.struck = (size_t)ids.font < r->n_fonts && r->fonts[ids.font];
	return style;
}

enum err xlsx_read_styles(struct xlsx *x, const char *part)
{
	static const struct xml_reader reader = {style_start, style_end, NULL};
	struct style_reader r = {.x = x};
	struct cell_style *styles;

	TRY(xlsx_read_part(x, part, &reader, &r));
	if (r.n_formats)
		qsort(r.formats, r.n_formats, sizeof(*r.formats), by_id);
	styles = ARENA_ARRAY(x->scratch, r.n_cells, struct cell_style);
	for (size_t i = 0; i < r.n_cells; i++)
		styles[i] = resolve(&r, r.cells[i]);
	x->styles = styles;
	x->n_styles = r.n_cells;
	return OK;
}
