#include "report/xlsx_internal.h"

#include "base/text.h"
#include "report/format.h"
#include "ui/chart_part.h"

#include <string.h>

/* Rows above every table: title of the document, caption, unit. The table begins below. */
enum { TITLE_ROW, CAPTION_ROW, UNIT_ROW, TABLE_ROW };

#define WIDTH_MIN 6 /* in digits of the standard font, as Excel counts */
#define WIDTH_MAX 60
#define WIDTH_SPARE 2
#define LINE_HEIGHT 14.0 /* points */
#define ROW_SPARE 5.0
#define ROW_HEIGHT_MAX 409.0
#define PORTRAIT_WIDTH 90   /* up to here a sheet is printed upright */
#define PICTURE_SCALE 2.0
#define PICTURE_HEIGHT_MAX 4000 /* CSS pixels */
#define ROWS_ON_A_PAGE 40   /* of a chart that is printed on one, below its numbers */

struct grid {
	struct xlsx *x;
	lxw_worksheet *sheet;
	const struct doc_table *t;
	const struct doc_place *places;
	size_t heads;         /* rows of headings */
	const int *widths;    /* of the columns of the table */
	int total_width;
	size_t row;           /* of the sheet, where the table begins */
	const size_t *across; /* n_columns + 1: where its columns begin on the sheet */
};

/* The widest line of a text. */
static int widest_line(struct arena *a, const char *text)
{
	int widest = 0;

	while (text && *text) {
		size_t len = strcspn(text, "\n");
		int width = text_width(arena_strndup(a, text, len));

		widest = width > widest ? width : widest;
		text += len + (text[len] == '\n');
	}
	return widest;
}

static void measure(struct grid *g)
{
	int *widths = ARENA_ARRAY(g->x->arena, g->t->n_columns, int);

	for (size_t j = 0; j < g->t->n_columns; j++) {
		int width = WIDTH_MIN;

		for (size_t i = 0; i < g->t->n_rows; i++) {
			const struct doc_place *p = &g->places[i * g->t->n_columns + j];
			const char *text = g->t->rows[p->row].cells[p->column].text;
			int w = p->colspan == 1 ? widest_line(g->x->arena, text) + WIDTH_SPARE : 0;

			width = w > width ? w : width;
		}
		widths[j] = width > WIDTH_MAX ? WIDTH_MAX : width;
		g->total_width += widths[j];
	}
	g->widths = widths;
}

/* Lines that a text fills when it is wrapped at `room`. */
static int count_lines(struct arena *a, const char *text, int room)
{
	int lines = 0;

	room = room > WIDTH_SPARE ? room - WIDTH_SPARE : 1;
	while (text && *text) {
		size_t len = strcspn(text, "\n");
		int width = text_width(arena_strndup(a, text, len));

		lines += width ? (width + room - 1) / room : 1;
		text += len + (text[len] == '\n');
	}
	return lines ? lines : 1;
}

static void set_height(struct grid *g, size_t row, int lines)
{
	double height = LINE_HEIGHT * lines + ROW_SPARE;

	xlsx_check(g->x,
	           worksheet_set_row(g->sheet, (lxw_row_t)row,
	                             height > ROW_HEIGHT_MAX ? ROW_HEIGHT_MAX : height, NULL));
}

/* Not every reader finds the height of wrapped rows by itself. */
static void set_heights(struct grid *g)
{
	for (size_t i = 0; i < g->t->n_rows; i++) {
		int lines = 1;

		for (size_t j = 0; j < g->t->n_columns; j++) {
			const struct doc_place *p = &g->places[i * g->t->n_columns + j];
			int room = 0, n;

			if (p->row != i || p->column != j || p->rowspan > 1)
				continue;
			for (size_t k = j; k < j + p->colspan; k++)
				room += g->widths[k];
			n = count_lines(g->x->arena, g->t->rows[i].cells[j].text, room);
			lines = n > lines ? n : lines;
		}
		set_height(g, g->row + i, lines);
	}
}

static struct xlsx_look look_of(const struct grid *g, const struct doc_place *p)
{
	const struct doc_cell *cell = &g->t->rows[p->row].cells[p->column];

	return (struct xlsx_look){
		.part = p->row < g->heads ? XLSX_HEAD : cell->header ? XLSX_ROW_HEAD : XLSX_CELL,
		.align = g->t->columns[p->column].align == ALIGN_CENTER
		                 ? ALIGN_CENTER
		                 : doc_cell_align(g->t, cell, p->column),
		.fill = doc_cell_fill(cell),
		.total = g->t->rows[p->row].total,
	};
}

static void put_number(struct grid *g, const struct doc_place *p, double number,
                       struct xlsx_look *look)
{
	xlsx_check(g->x, worksheet_write_number(g->sheet, (lxw_row_t)(g->row + p->row),
	                                        (lxw_col_t)g->across[p->column], number,
	                                        xlsx_format(g->x, look)));
}

static void put_cell(struct grid *g, const struct doc_place *p)
{
	const struct doc_cell *cell = &g->t->rows[p->row].cells[p->column];
	struct xlsx_look look = look_of(g, p);
	lxw_row_t row = (lxw_row_t)(g->row + p->row);
	lxw_col_t column = (lxw_col_t)g->across[p->column];
	lxw_col_t last = (lxw_col_t)(g->across[p->column + p->colspan] - 1);
	double number = 0;
	bool is_number = cell->number && cell->text &&
	                 xlsx_number(g->x->arena, cell->text, &number, &look.number_format);

	if (last > column || p->rowspan > 1)
		xlsx_check(g->x, worksheet_merge_range(g->sheet, row, column,
		                                       (lxw_row_t)(row + p->rowspan - 1), last, "",
		                                       xlsx_format(g->x, &look)));
	if (is_number)
		put_number(g, p, number, &look);
	else
		xlsx_string(g->x, g->sheet, row, column, cell->text, &look);
}

static void put_cells(struct grid *g)
{
	for (size_t i = 0; i < g->t->n_rows; i++)
		for (size_t j = 0; j < g->t->n_columns; j++) {
			const struct doc_place *p = &g->places[i * g->t->n_columns + j];

			if (p->row == i && p->column == j)
				put_cell(g, p);
		}
}

/* Notes run over all columns; Excel does not find the height of merged cells by itself. */
static void put_note(struct grid *g, size_t row, const char *note)
{
	struct xlsx_look look = {.part = XLSX_NOTE};

	if (g->across[g->t->n_columns] > 1)
		xlsx_check(g->x, worksheet_merge_range(g->sheet, (lxw_row_t)row, 0, (lxw_row_t)row,
		                                       (lxw_col_t)(g->across[g->t->n_columns] - 1),
		                                       "", xlsx_format(g->x, &look)));
	xlsx_string(g->x, g->sheet, row, 0, note, &look);
	set_height(g, row, count_lines(g->x->arena, note, g->total_width));
}

static void put_head(struct xlsx *x, lxw_worksheet *sheet, const char *caption)
{
	xlsx_string(x, sheet, TITLE_ROW, 0, doc_one_line(x->arena, x->doc->title),
	            &(struct xlsx_look){.part = XLSX_TEXT});
	xlsx_string(x, sheet, CAPTION_ROW, 0, doc_one_line(x->arena, caption),
	            &(struct xlsx_look){.part = XLSX_CAPTION});
}

/* Heads stay in sight and are printed on every page. */
static void fix_heads(struct grid *g)
{
	const struct doc_cell *corner = g->heads < g->t->n_rows ? g->t->rows[g->heads].cells : NULL;
	bool row_heads = corner && corner->header && g->t->n_columns > 1;

	if (!g->heads)
		return;
	worksheet_freeze_panes(g->sheet, (lxw_row_t)(g->row + g->heads), row_heads ? 1 : 0);
	xlsx_check(g->x, worksheet_repeat_rows(g->sheet, TABLE_ROW,
	                                       (lxw_row_t)(TABLE_ROW + g->heads - 1)));
}

/* Everything but the heading of the sheet; returns the first free row. */
static size_t put_table(struct grid *g)
{
	size_t row = TABLE_ROW + g->t->n_rows;

	if (!g->t->n_columns || !g->t->n_rows)
		return row;
	measure(g);
	for (size_t j = 0; j < g->t->n_columns; j++)
		xlsx_check(g->x, worksheet_set_column(g->sheet, (lxw_col_t)j, (lxw_col_t)j,
		                                      g->widths[j], NULL));
	if (g->t->unit)
		xlsx_string(g->x, g->sheet, UNIT_ROW, g->t->n_columns - 1, g->t->unit,
		            &(struct xlsx_look){.part = XLSX_UNIT});
	put_cells(g);
	set_heights(g);
	fix_heads(g);
	for (size_t i = 0; i < g->t->n_notes; i++)
		put_note(g, row++, g->t->notes[i]);
	return row;
}

static struct grid new_grid(struct xlsx *x, lxw_worksheet *sheet, const struct doc_table *t)
{
	size_t *across = ARENA_ARRAY(x->arena, t->n_columns + 1, size_t);

	for (size_t j = 0; j <= t->n_columns; j++)
		across[j] = j;
	return (struct grid){
		.row = TABLE_ROW,
		.across = across,
		.x = x,
		.sheet = sheet,
		.t = t,
		.places = doc_table_places(x->arena, t),
		.heads = t->n_header_rows < t->n_rows ? t->n_header_rows : t->n_rows,
	};
}

static const char *first_of(const char *a, const char *b, const char *c)
{
	return a && *a ? a : b && *b ? b : c;
}

/* Excel's own bounds; what does not fit is refused rather than cut. */
static enum err finish_sheet(struct xlsx *x, const char *name)
{
	enum err e;

	if (!x->trouble)
		return OK;
	e = FAIL(
		x->c, ERR_TOO_LARGE,
		N_("“{1}” does not fit on an Excel sheet. "
		   "Use another format, or shorten its texts to 32,767 characters each."),
		name);
	error_detail(x->c, "libxlsxwriter: %s", lxw_strerror(x->trouble));
	return e;
}

enum err xlsx_table(struct xlsx *x, const struct doc_table *t, const char **ret_name)
{
	const char *name;
	lxw_worksheet *sheet =
		xlsx_sheet(x, first_of(t->label, t->key, x->words->table), &name);
	struct grid g = new_grid(x, sheet, t);

	put_head(x, sheet, t->caption);
	(void)put_table(&g);
	xlsx_page(x, sheet, g.total_width > PORTRAIT_WIDTH);
	TRY(finish_sheet(x, name));
	*ret_name = name;
	return OK;
}

/* Pieces below each other: a picture has its largest size. */
static enum err put_pictures(struct xlsx *x, lxw_worksheet *sheet, size_t row,
                             const struct chart *chart)
{
	const char *text = chart->description ? chart->description : "";
	lxw_image_options options = {.object_position = LXW_OBJECT_MOVE_DONT_SIZE};
	size_t done = 0;

	options.description = arena_printf(x->arena, "%s %s", chart->title, text);
	do {
		struct buf svg, png;
		int width, height;

		buf_init(&svg, x->arena, BUF_MAX_TEXT);
		buf_init(&png, x->arena, BUF_MAX_DOCUMENT);
		done = chart_part(x->c, chart, done, PICTURE_HEIGHT_MAX, &svg, &width, &height);
		TRY(raster_png(x->c, svg.data, svg.len, PICTURE_SCALE, &png));
		xlsx_check(x, worksheet_insert_image_buffer_opt(
				      sheet, (lxw_row_t)row, 0, (const unsigned char *)png.data,
				      png.len, &options));
		options.y_offset += height;
	} while (done < chart->n_rows);
	return OK;
}

enum err xlsx_figure(struct xlsx *x, const struct doc_figure *f, const char **ret_name)
{
	const char *name;
	lxw_worksheet *sheet =
		xlsx_sheet(x, first_of(f->label, f->key, x->words->figure), &name);
	size_t row = TABLE_ROW;

	put_head(x, sheet, f->caption);
	if (f->data) {
		struct grid g = new_grid(x, sheet, f->data);

		row = put_table(&g) + 1;
	}
	TRY(put_pictures(x, sheet, row, f->chart));
	xlsx_page(x, sheet, false);
	if (f->chart->n_rows <= ROWS_ON_A_PAGE)
		worksheet_fit_to_pages(sheet, 1, 1);
	TRY(finish_sheet(x, name));
	*ret_name = name;
	return OK;
}

/* --- a form: all on one sheet, for one page --- */

#define FORM_WIDTH 100 /* of the sheet, in digits */

struct edges {
	size_t *v; /* in thousandths of the width, ascending */
	size_t n;
};

static void add_edge(struct edges *e, size_t at)
{
	size_t i = e->n;

	while (i && e->v[i - 1] >= at)
		i--;
	if (i < e->n && e->v[i] == at)
		return;
	memmove(e->v + i + 1, e->v + i, (e->n - i) * sizeof(*e->v));
	e->v[i] = at;
	e->n++;
}

/* Where the columns of a table begin, in thousandths. */
static size_t *table_edges(struct arena *a, const struct doc_table *t)
{
	size_t *edges = ARENA_ARRAY(a, t->n_columns + 1, size_t), sum = 0;

	for (size_t j = 0; j < t->n_columns; j++)
		edges[j + 1] = edges[j] + (size_t)t->columns[j].weight;
	sum = edges[t->n_columns];
	for (size_t j = 0; j <= t->n_columns; j++)
		edges[j] = (edges[j] * 1000 + sum / 2) / sum;
	return edges;
}

/* Every edge of every table begins a column of the sheet. */
static struct edges form_edges(struct xlsx *x)
{
	size_t room = 2;
	struct edges all = {0};

	for (const struct block *b = x->doc->blocks; b; b = b->next)
		room += b->kind == BLOCK_TABLE ? b->table->n_columns + 1 : 0;
	all.v = ARENA_ARRAY(x->arena, room, size_t);
	add_edge(&all, 0);
	add_edge(&all, 1000);
	for (const struct block *b = x->doc->blocks; b; b = b->next) {
		const size_t *own = b->kind == BLOCK_TABLE ? table_edges(x->arena, b->table) : NULL;

		for (size_t j = 0; own && j <= b->table->n_columns; j++)
			add_edge(&all, own[j]);
	}
	return all;
}

static size_t form_table(struct xlsx *x, lxw_worksheet *sheet, const struct edges *all,
                         const struct doc_table *t, size_t row)
{
	struct grid g = new_grid(x, sheet, t);
	const size_t *own = table_edges(x->arena, t);
	size_t *across = ARENA_ARRAY(x->arena, t->n_columns + 1, size_t);
	int *widths = ARENA_ARRAY(x->arena, t->n_columns, int);

	for (size_t j = 0; j <= t->n_columns; j++)
		while (all->v[across[j]] < own[j])
			across[j]++;
	for (size_t j = 0; j < t->n_columns; j++)
		widths[j] = (int)((own[j + 1] - own[j]) * FORM_WIDTH / 1000);
	g.row = row;
	g.across = across;
	g.widths = widths;
	g.total_width = FORM_WIDTH;
	put_cells(&g);
	set_heights(&g);
	row += t->n_rows;
	for (size_t i = 0; i < t->n_notes; i++)
		put_note(&g, row++, t->notes[i]);
	return row + 1;
}

static size_t form_text(struct xlsx *x, lxw_worksheet *sheet, const struct edges *all, size_t row,
                        const char *text, enum xlsx_part part)
{
	static const struct doc_table none = {0};
	struct xlsx_look look = {.part = part};
	struct grid g = {.x = x, .sheet = sheet, .t = &none};

	if (!text || !*text)
		return row;
	xlsx_check(x, worksheet_merge_range(sheet, (lxw_row_t)row, 0, (lxw_row_t)row,
	                                    (lxw_col_t)(all->n - 2), "", xlsx_format(x, &look)));
	xlsx_string(x, sheet, row, 0, text, &look);
	if (part != XLSX_TITLE)
		set_height(&g, row, count_lines(x->arena, text, FORM_WIDTH));
	return row + 1;
}

enum err xlsx_form(struct xlsx *x)
{
	const char *name;
	lxw_worksheet *sheet = xlsx_sheet(x, doc_one_line(x->arena, x->doc->title), &name);
	struct edges all = form_edges(x);
	size_t row;

	for (size_t j = 0; j + 1 < all.n; j++)
		xlsx_check(x, worksheet_set_column(sheet, (lxw_col_t)j, (lxw_col_t)j,
		                                   (double)(all.v[j + 1] - all.v[j]) * FORM_WIDTH /
		                                           1000,
		                                   NULL));
	row = form_text(x, sheet, &all, 0, doc_one_line(x->arena, x->doc->subtitle), XLSX_NOTE);
	row = form_text(x, sheet, &all, row, doc_one_line(x->arena, x->doc->title), XLSX_TITLE);
	for (const struct block *b = x->doc->blocks; b; b = b->next) {
		if (b->kind == BLOCK_TABLE)
			row = form_table(x, sheet, &all, b->table, row);
		else
			row = form_text(x, sheet, &all, row, doc_runs_text(x->arena, b->runs),
			                XLSX_NOTE);
	}
	xlsx_page(x, sheet, false);
	worksheet_fit_to_pages(sheet, 1, 1);
	return finish_sheet(x, name);
}
