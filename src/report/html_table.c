#include "report/html_internal.h"

#include "base/text.h"

#define NARROWEST_REM 3  /* what the narrowest column keeps before the table has to be scrolled */
#define TABLE_REM_MAX 56

/* So wide that its narrowest column stays readable, in rem. */
static int least_width(const struct doc_table *t)
{
	int64_t sum = 0, least = t->columns[0].weight, width;

	for (size_t j = 0; j < t->n_columns; j++) {
		sum += t->columns[j].weight;
		if (t->columns[j].weight < least)
			least = t->columns[j].weight;
	}
	width = NARROWEST_REM * sum / least;
	return width > TABLE_REM_MAX ? TABLE_REM_MAX : (int)width;
}

static void put_columns(struct buf *out, const struct doc_table *t)
{
	int64_t sum = 0;

	for (size_t j = 0; j < t->n_columns; j++)
		sum += t->columns[j].weight;
	buf_puts(out, "<colgroup>");
	for (size_t j = 0; j < t->n_columns; j++) {
		int64_t tenths = ((int64_t)t->columns[j].weight * 1000 + sum / 2) / sum;

		buf_printf(out, "<col style=\"width:%d.%d%%\">", (int)(tenths / 10),
		           (int)(tenths % 10));
	}
	buf_puts(out, "</colgroup>\n");
}

static void put_cell(struct buf *out, const struct doc_table *t, const struct doc_place *p,
                     bool styled)
{
	static const char *const classes[] = {
		[ALIGN_LEFT] = "", [ALIGN_CENTER] = " class=\"c\"", [ALIGN_RIGHT] = " class=\"r\""};
	const struct doc_cell *cell = &t->rows[p->row].cells[p->column];
	bool column_head = p->row < t->n_header_rows;
	bool centred = t->columns[p->column].align == ALIGN_CENTER;
	const char *tag = column_head || cell->header ? "th" : "td";
	const char *fill = doc_cell_fill(cell);

	buf_printf(out, "<%s", tag);
	if (column_head || cell->header)
		buf_puts(out, column_head ? " scope=\"col\"" : " scope=\"row\"");
	if (p->colspan > 1)
		buf_printf(out, " colspan=\"%zu\"", p->colspan);
	if (p->rowspan > 1)
		buf_printf(out, " rowspan=\"%zu\"", p->rowspan);
	if (!column_head)
		buf_puts(out, classes[centred ? ALIGN_CENTER : doc_cell_align(t, cell, p->column)]);
	if (fill && styled)
		buf_printf(out, " style=\"background:#%s\"", fill);
	buf_putc(out, '>');
	html_put_text(out, cell->text);
	buf_printf(out, "</%s>", tag);
}

static void put_row(struct buf *out, const struct doc_table *t, const struct doc_place *places,
                    size_t row, bool styled)
{
	buf_puts(out, t->rows[row].total ? "<tr class=\"total\">" : "<tr>");
	for (size_t j = 0; j < t->n_columns; j++) {
		const struct doc_place *p = &places[row * t->n_columns + j];

		if (p->row == row && p->column == j)
			put_cell(out, t, p, styled);
	}
	buf_puts(out, "</tr>\n");
}

static void put_rows(struct buf *out, const struct doc_table *t, const struct doc_place *places,
                     size_t from, size_t to, const char *group, bool styled)
{
	if (from >= to)
		return;
	buf_printf(out, "<%s>\n", group);
	for (size_t i = from; i < to; i++)
		put_row(out, t, places, i, styled);
	buf_printf(out, "</%s>\n", group);
}

static void put_caption(struct buf *out, const struct doc_table *t)
{
	if (!t->caption && !t->unit)
		return;
	buf_puts(out, "<caption>");
	html_put_text(out, t->caption);
	if (t->unit) {
		buf_puts(out, " <span class=\"unit\">");
		html_put_text(out, t->unit);
		buf_puts(out, "</span>");
	}
	buf_puts(out, "</caption>\n");
}

static void put_grid(struct arena *a, struct buf *out, const struct doc_table *t, bool styled)
{
	const struct doc_place *places = doc_table_places(a, t);
	size_t heads = t->n_header_rows < t->n_rows ? t->n_header_rows : t->n_rows;

	if (styled)
		buf_printf(out, "<table style=\"min-width:%drem\">\n", least_width(t));
	else
		buf_puts(out, "<table>\n");
	put_caption(out, t);
	if (styled)
		put_columns(out, t);
	put_rows(out, t, places, 0, heads, "thead", styled);
	put_rows(out, t, places, heads, t->n_rows, "tbody", styled);
	buf_puts(out, "</table>\n");
}

void html_table(struct arena *a, struct buf *out, const struct doc_table *t, const char *anchor,
                const char *word_for_table, bool styled)
{
	buf_puts(out, "<div class=\"table\"");
	if (anchor) {
		buf_puts(out, " id=\"");
		buf_put_xml(out, anchor);
		buf_putc(out, '"');
	}
	buf_puts(out, ">\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
	buf_put_xml(out, doc_one_line(a, t->caption ? t->caption : word_for_table));
	buf_puts(out, "\">\n");
	if (t->n_rows && t->n_columns)
		put_grid(a, out, t, styled);
	buf_puts(out, "</div>\n");
	for (size_t i = 0; i < t->n_notes; i++) {
		buf_puts(out, "<p class=\"note\">");
		html_put_text(out, t->notes[i]);
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "</div>\n");
}
