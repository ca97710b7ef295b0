#include "report/pdf_table.h"

#include <math.h>

#define RULE 0.5
#define RULE_STRONG 0.9
#define RULE_TOTAL 1.2
#define TOGETHER 2 /* rows that are not left alone at the end */
#define EPSILON 0.01
#define REPEATED_LINES 3 /* longer texts are not set again on the next page */
#define PART_LEAST 100.0 /* a row too high for a page begins where there is this much room */

/* Rows [from, end) on one page, under the head; the row tops are counted from the page's top. */
struct fragment {
	struct flow *f;
	struct pdf_table *t;
	double left;
	size_t from, end;
	bool again; /* the head, repeated: for the reader only */
	bool part;  /* the last row goes on over the page, or has come over it */
	double *tops; /* of row r: tops[r - from]; one more for the foot */
};

static double top(const struct fragment *g, size_t row)
{
	return g->tops[row - g->from];
}

static void set_tops(struct fragment *g)
{
	double y = g->f->y;

	g->tops = ARENA_ARRAY(g->f->p->c->arena, g->end - g->from + 1, double);
	for (size_t r = g->from; r < g->end; r++) {
		g->tops[r - g->from] = y;
		y += g->t->heights[r];
	}
	g->tops[g->end - g->from] = y;
}

static void draw_lines(const struct fragment *g, const struct table_cell *cell, size_t first,
                       size_t n, double x, double y, struct tag *tag)
{
	for (size_t i = first; i < first + n; i++) {
		page_line(g->f->p, g->f->page, x, y, &cell->lines.v[i], tag);
		y += cell->lines.leading;
	}
}

/*
 * The text of a cell in the height it has on this page: all of it, or as many further lines as
 * fit. Where a cell goes on after its text has ended, a short text is set once more, for the
 * reader only.
 */
static void draw_text(const struct fragment *g, struct table_cell *cell, double x, double y,
                      double height, bool to_top)
{
	const struct lines *l = &cell->lines;
	double room = height - 2 * g->t->pad_y + EPSILON;
	size_t fit = room > 0 ? (size_t)(room / l->leading) : 0, left = l->n - cell->done;
	double from = to_top ? y + g->t->pad_y : y + (height - lines_height(l)) / 2;

	if (g->again) {
		draw_lines(g, cell, 0, l->n, x, from, NULL);
	} else if (!left) {
		if (fit >= l->n && l->n <= REPEATED_LINES)
			draw_lines(g, cell, 0, l->n, x, from, NULL);
	} else if (!cell->done && fit >= l->n) {
		draw_lines(g, cell, 0, l->n, x, from, cell->tag);
		cell->done = l->n;
	} else {
		if (fit > left)
			fit = left;
		draw_lines(g, cell, cell->done, fit, x, y + g->t->pad_y, cell->tag);
		cell->done += fit;
	}
}

/* A cell's rectangle on this page. */
struct area {
	double x, y, width, height;
	bool last_row;
};

static struct area area_of(const struct fragment *g, const struct doc_place *p)
{
	size_t first = p->row < g->from ? g->from : p->row;
	size_t end = p->row + p->rowspan > g->end ? g->end : p->row + p->rowspan;
	double x = g->t->x[p->column], y = top(g, first);

	return (struct area){g->left + x, y, g->t->x[p->column + p->colspan] - x, top(g, end) - y,
	                     end == g->end};
}

static void fill_cell(const struct fragment *g, const struct doc_place *p)
{
	const char *fill = doc_cell_fill(&g->t->t->rows[p->row].cells[p->column]);
	struct area a = area_of(g, p);

	if (fill)
		page_fill(g->f->p, g->f->page, a.x, a.y, a.width, a.height,
		          (unsigned)strtoul(fill, NULL, 16));
	else if (p->row < g->t->t->n_header_rows)
		page_fill(g->f->p, g->f->page, a.x, a.y, a.width, a.height, COLOR_HEAD_FILL);
}

static void draw_cell(const struct fragment *g, const struct doc_place *p)
{
	struct pdf_table *t = g->t;
	struct page *page = g->f->page;
	struct area a = area_of(g, p);

	if (p->column + p->colspan < t->t->n_columns)
		page_rule(g->f->p, page, a.x + a.width, a.y, 0, a.height, RULE, COLOR_RULE);
	if (!a.last_row)
		page_rule(g->f->p, page, a.x, a.y + a.height, a.width, 0, RULE, COLOR_RULE);
	draw_text(g, &t->cells[cell_number(t, p->row, p->column)], a.x + t->pad, a.y, a.height,
	          g->part && a.last_row);
}

/* A cell over several rows that ends here must get its last lines, whatever the breaks cost. */
static void make_room(struct pdf_table *t, size_t from, size_t end)
{
	for (size_t k = 0; k < t->t->n_columns; k++) {
		const struct doc_place *p = &t->places[cell_number(t, end - 1, k)];
		const struct table_cell *cell = &t->cells[cell_number(t, p->row, p->column)];
		size_t first = p->row < from ? from : p->row;
		double need =
			(double)(cell->lines.n - cell->done) * cell->lines.leading + 2 * t->pad_y;

		if (p->row + p->rowspan == end && cell->done < cell->lines.n)
			t->heights[end - 1] = fmax(t->heights[end - 1],
			                           need - table_rows_height(t, first, end - 1));
	}
}

/* The cell shown at row × column of the fragment, where it begins on this page; else NULL. */
static const struct doc_place *begins(const struct fragment *g, size_t row, size_t column)
{
	const struct doc_place *p = &g->t->places[cell_number(g->t, row, column)];

	return p->column == column && (p->row == row || row == g->from) ? p : NULL;
}

static void draw_rows(struct flow *f, struct pdf_table *t, size_t from, size_t end, bool again,
                      bool part)
{
	struct fragment g = {.f = f,
	                     .t = t,
	                     .left = page_text_left(f->page),
	                     .from = from,
	                     .end = end,
	                     .again = again,
	                     .part = part};

	set_tops(&g);
	for (size_t r = from; r < end; r++)
		for (size_t k = 0; k < t->t->n_columns; k++)
			if (begins(&g, r, k))
				fill_cell(&g, begins(&g, r, k));
	for (size_t r = from; r < end; r++)
		for (size_t k = 0; k < t->t->n_columns; k++)
			if (begins(&g, r, k))
				draw_cell(&g, begins(&g, r, k));
	for (size_t r = from + 1; r < end; r++)
		if (t->t->rows[r].total)
			page_rule(f->p, f->page, g.left, top(&g, r), t->width, 0, RULE_TOTAL,
			          COLOR_INK);
	f->y = top(&g, end);
}

/* The head, the rows, and the frame around both. */
static void draw_fragment(struct flow *f, struct pdf_table *t, size_t from, size_t end, bool part)
{
	double y = f->y, left = page_text_left(f->page);

	if (t->n_head) {
		draw_rows(f, t, 0, t->n_head, t->head_done, false);
		t->head_done = true;
		page_rule(f->p, f->page, left, f->y, t->width, 0, RULE_STRONG, COLOR_INK);
	}
	draw_rows(f, t, from, end, false, part);
	page_frame(f->p, f->page, left, y, t->width, f->y - y, RULE_STRONG, COLOR_INK);
	f->fresh = false;
}

static double room_for_rows(const struct flow *f, const struct pdf_table *t)
{
	return flow_room(f) - t->head_height + EPSILON;
}

/* The same on a page that holds nothing else. */
static double most_room(const struct pdf_table *t)
{
	return flow_page_height(t->width > TEXT_WIDTH) - t->head_height;
}

/* The row that the rows [at, end) should end with, so that at least two more follow it. */
static size_t leave_some(const struct pdf_table *t, size_t at, size_t end)
{
	size_t last = at;

	for (size_t r = at; r < end; r = t->group_ends[r])
		if (r + TOGETHER <= t->t->n_rows)
			last = r;
	return last;
}

/* How far rows from `at` on go on this page: by groups, or by rows in one too high for a page. */
static size_t plan(const struct flow *f, const struct pdf_table *t, size_t at)
{
	double room = room_for_rows(f, t), tail = table_notes_height(t) + f->tail;
	size_t n = t->t->n_rows, end = at, less;

	while (end < n && table_rows_height(t, at, t->group_ends[end]) <= room)
		end = t->group_ends[end];
	if (end < n && table_rows_height(t, end, t->group_ends[end]) > most_room(t))
		while (table_rows_height(t, at, end + 1) <= room)
			end++;
	if ((end == n && table_rows_height(t, at, end) + tail > room) ||
	    (end < n && end + TOGETHER > n)) {
		less = leave_some(t, at, end);
		if (less > at)
			end = less;
	}
	return end;
}

/* Lines of the row's cells that are not placed yet, in the cell that has most of them. */
static size_t lines_left(const struct pdf_table *t, size_t row)
{
	size_t most = 0;

	for (size_t k = 0; k < t->t->n_columns; k++) {
		const struct doc_place *p = &t->places[cell_number(t, row, k)];
		const struct table_cell *cell = &t->cells[cell_number(t, p->row, p->column)];

		if (cell->lines.n - cell->done > most)
			most = cell->lines.n - cell->done;
	}
	return most;
}

/* Rows [at, row) and as much of `row` as there is room for. The rest keeps its row. */
static void place_with_part(struct flow *f, struct pdf_table *t, size_t at, size_t row)
{
	double leading = t->size * 1.5, pad = 2 * t->pad_y + EPSILON, all = t->heights[row];
	double room = room_for_rows(f, t) - table_rows_height(t, at, row);
	size_t fit = (size_t)((room - pad) / leading), left = lines_left(t, row);

	if (left > fit && left < fit + TOGETHER && fit > TOGETHER)
		fit = left - TOGETHER;
	t->heights[row] = (double)fit * leading + pad;
	draw_fragment(f, t, at, row + 1, true);
	t->heights[row] = fmin(all, (double)lines_left(t, row) * leading + pad);
}

/* Returns the row to go on with on the next page. */
static size_t place_some(struct flow *f, struct pdf_table *t, size_t at)
{
	size_t end = plan(f, t, at);
	double room = room_for_rows(f, t) - table_rows_height(t, at, end);

	if (end == at ||
	    (end < t->t->n_rows && t->heights[end] > most_room(t) && room > PART_LEAST)) {
		place_with_part(f, t, at, end);
		return end;
	}
	make_room(t, at, end);
	draw_fragment(f, t, at, end, false);
	return end;
}

static void place_caption(struct flow *f, const struct pdf_table *t)
{
	double x = page_text_left(f->page), y = f->y;

	page_lines(f->p, f->page, x, y, &t->caption, t->caption_tag);
	if (t->unit_beside)
		y += (t->caption.leading - t->unit.leading) / 2;
	else
		y += lines_height(&t->caption);
	page_lines(f->p, f->page, x, y, &t->unit, t->caption_tag);
	f->y += table_caption_height(t);
}

static void place_notes(struct flow *f, const struct pdf_table *t)
{
	f->y += t->t->n_notes ? NOTES_GAP : 0;
	for (size_t i = 0; i < t->t->n_notes; i++) {
		const struct lines *l = &t->notes[i].lines;

		for (size_t k = 0; k < l->n; k++) {
			if (flow_room(f) + EPSILON < l->leading)
				flow_new_page(f);
			page_line(f->p, f->page, page_text_left(f->page), f->y, &l->v[k],
			          t->notes[i].tag);
			f->y += l->leading;
			f->fresh = false;
		}
	}
}

void table_place(struct flow *f, struct pdf_table *t)
{
	place_caption(f, t);
	for (size_t at = t->n_head; at < t->t->n_rows;) {
		size_t next = place_some(f, t, at);

		if (next < t->t->n_rows)
			flow_new_page(f);
		at = next;
	}
	place_notes(f, t);
}
