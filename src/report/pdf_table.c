#include "report/pdf_table.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

#define CACHED_BYTES 48
#define PROSE_EM 4.5        /* a column of text needs this many squares */
#define WORD_EM 7.0         /* and words of this length should not be torn */
#define HEAD_EM 4.0         /* nor heads of this */
#define JUSTIFIED_EM 12     /* narrower cells stay ragged */
#define CAPTION_GAP 2.0
#define NOTES_KEPT 120.0    /* longer notes may part from the table */
#define KEPT_WHOLE 0.4      /* of a page: lower tables are not divided */
#define FIRST_PART 140.0    /* of a row that must be divided anyway */

static const double sizes[] = {TABLE_SIZE, 8.5, 8, 7.5, 7, 6.5};
#define N_SIZES (sizeof sizes / sizeof *sizes)
#define SMALLEST_UPRIGHT 7.5 /* below this the page is turned on its side first */

static const struct type caption_type = {FACE_BOLD, 9.5, 16, COLOR_INK};
static const struct type unit_type = {FACE_GOTHIC, 8.5, 14, COLOR_INK};
static const struct type note_type = {FACE_GOTHIC, 8.5, 13.5, COLOR_INK};

static const struct doc_cell *doc_cell(const struct pdf_table *t, size_t row, size_t column)
{
	return &t->t->rows[row].cells[column];
}

static const struct doc_place *place_of(const struct pdf_table *t, size_t row, size_t column)
{
	return &t->places[cell_number(t, row, column)];
}

/* The colour of writing that is read well on a cell's own background. */
static unsigned ink_on(const struct doc_cell *cell)
{
	const char *fill = doc_cell_fill(cell);
	unsigned long rgb = fill ? strtoul(fill, NULL, 16) : 0xFFFFFFUL;
	unsigned long light = (rgb >> 16 & 255) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114;

	return light < 120000 ? 0xFFFFFF : COLOR_INK;
}

/* Short texts come again and again, in many cells and in all sizes: they are shaped once. */
static const struct text *shape_cached(struct pdf *p, const char *s, const struct type *type)
{
	const char *key;
	struct text *text;

	if (strlen(s) > CACHED_BYTES)
		return text_shape_plain(p->type, s, type);
	key = arena_printf(p->c->arena, "%d%s", type->face, s);
	text = map_get(&p->cells, key);
	if (!text) {
		text = text_shape_plain(p->type, s, type);
		map_put(&p->cells, key, text);
	}
	return text;
}

static void shape_cell(struct pdf_table *t, size_t row, size_t column)
{
	const struct doc_cell *cell = doc_cell(t, row, column);
	struct table_cell *own = &t->cells[cell_number(t, row, column)];
	bool bold = row < t->t->n_header_rows || t->t->rows[row].total;
	struct type type = {bold ? FACE_BOLD : FACE_GOTHIC, t->size, t->size * 1.5, ink_on(cell)};
	const struct text *text = own->text;

	if (!text)
		text = shape_cached(t->p, cell->text ? cell->text : "", &type);
	own->text = text_resize(t->p->c->arena, text, &type);
}

static void shape_cells(struct pdf_table *t)
{
	for (size_t r = 0; r < t->t->n_rows; r++)
		for (size_t k = 0; k < t->t->n_columns; k++)
			if (cell_begins(t, r, k))
				shape_cell(t, r, k);
}

/* The widest of the cells that lie in this column alone. */
static double widest(const struct pdf_table *t, size_t column,
                     double (*measure)(const struct pdf_table *t, size_t row, size_t column))
{
	double width = t->size;

	for (size_t r = 0; r < t->t->n_rows; r++)
		if (cell_begins(t, r, column) && place_of(t, r, column)->colspan == 1)
			width = fmax(width, measure(t, r, column));
	return width;
}

static const struct text *text_of(const struct pdf_table *t, size_t row, size_t column)
{
	return t->cells[cell_number(t, row, column)].text;
}

/* What a cell needs for its words not to be torn, and for text to be read. */
static double need(const struct pdf_table *t, size_t row, size_t column)
{
	const struct text *text = text_of(t, row, column);
	double least = text_least_width(text);

	return row < t->t->n_header_rows
	               ? least
	               : fmax(least, fmin(text_line_width(text), PROSE_EM * t->size));
}

/* What it should have besides, if there is room: heads and short words on one line. */
static double wish(const struct pdf_table *t, size_t row, size_t column)
{
	double em = row < t->t->n_header_rows ? HEAD_EM : WORD_EM;

	return fmax(need(t, row, column),
	            fmin(text_line_width(text_of(t, row, column)), em * t->size));
}

static double number_width(const struct pdf_table *t, size_t row, size_t column)
{
	bool number = row >= t->t->n_header_rows && doc_cell(t, row, column)->number;

	return number ? text_line_width(text_of(t, row, column)) : 0;
}

static bool try_size(struct pdf_table *t, const double *least, size_t size, double width)
{
	double all = 0;

	for (size_t k = 0; k < t->t->n_columns; k++)
		all += 2 * t->pad + (least[k] - 2 * t->pad) * sizes[size] / sizes[0];
	t->width = width;
	t->size = sizes[size];
	return all <= width;
}

/* The largest type in which the columns fit, upright if that is still easily read. */
static void choose_size(struct pdf_table *t, const double *least)
{
	size_t first = 0;

	while (first + 1 < N_SIZES && sizes[first] > t->p->table_size)
		first++;
	for (size_t i = first; !t->p->doc->landscape && i < N_SIZES &&
	                       (sizes[i] >= SMALLEST_UPRIGHT || i == first); i++)
		if (try_size(t, least, i, TEXT_WIDTH))
			return;
	for (size_t i = first; i < N_SIZES; i++)
		if (try_size(t, least, i, TEXT_WIDTH_WIDE))
			return;
}

/* By weight, but columns too narrow for their words take what others can spare. */
static void set_columns(struct pdf_table *t, const double *least)
{
	double weights = 0, lack = 0, spare = 0;
	size_t n = t->t->n_columns;

	for (size_t k = 0; k < n; k++)
		weights += t->t->columns[k].weight > 0 ? t->t->columns[k].weight : 1;
	for (size_t k = 0; k < n; k++) {
		int weight = t->t->columns[k].weight;
		double width = t->width * (weight > 0 ? weight : 1) / weights;

		t->x[k + 1] = width;
		lack += fmax(0, least[k] - width);
		spare += fmax(0, width - least[k]);
	}
	for (size_t k = 0; k < n && lack <= spare && lack > 0; k++)
		t->x[k + 1] = t->x[k + 1] < least[k]
		                      ? least[k]
		                      : t->x[k + 1] - (t->x[k + 1] - least[k]) * lack / spare;
	for (size_t k = 0; k < n; k++)
		t->x[k + 1] += t->x[k];
}

/* The widths that the columns must have, or also wish for, where that fits. */
static double *least_widths(const struct pdf_table *t, bool wishes)
{
	double *least = ARENA_ARRAY(t->p->c->arena, t->t->n_columns, double);

	for (size_t k = 0; k < t->t->n_columns; k++)
		least[k] = widest(t, k, wishes ? wish : need) + 2 * t->pad;
	return least;
}

static double sum(const double *v, size_t n)
{
	double all = 0;

	while (n--)
		all += v[n];
	return all;
}

static void size_columns(struct pdf_table *t)
{
	size_t n = t->t->n_columns;
	const double *wishes;

	shape_cells(t);
	choose_size(t, least_widths(t, false));
	if (t->size < sizes[0])
		shape_cells(t);
	wishes = least_widths(t, true);
	set_columns(t, sum(wishes, n) <= t->width ? wishes : least_widths(t, false));
	/* numbers in a centred column end under each other, and stand in its middle as a block */
	for (size_t k = 0; k < n; k++)
		if (t->t->columns[k].align == ALIGN_CENTER)
			t->insets[k] = fmax(0, (t->x[k + 1] - t->x[k] - 2 * t->pad -
			                        widest(t, k, number_width)) / 2);
}

/* How a cell is set in the width it has. */
static struct measure cell_measure(const struct pdf_table *t, size_t row, size_t column)
{
	const struct doc_place *p = place_of(t, row, column);
	const struct doc_cell *cell = doc_cell(t, row, column);
	struct measure m = {.width = t->x[column + p->colspan] - t->x[column] - 2 * t->pad};

	m.align = row < t->t->n_header_rows ? ALIGN_CENTER : doc_cell_align(t->t, cell, column);
	m.justify = m.align == ALIGN_LEFT && m.width >= JUSTIFIED_EM * t->size;
	if (cell->number && m.align == ALIGN_RIGHT && p->colspan == 1)
		m.width -= t->insets[column];
	return m;
}

static void break_cells(struct pdf_table *t)
{
	for (size_t r = 0; r < t->t->n_rows; r++) {
		for (size_t k = 0; k < t->t->n_columns; k++) {
			struct table_cell *own = &t->cells[cell_number(t, r, k)];
			struct measure m;

			if (!cell_begins(t, r, k))
				continue;
			m = cell_measure(t, r, k);
			own->lines = text_break(t->p->c->arena, own->text, &m);
		}
	}
}

static double cell_height(const struct pdf_table *t, size_t row, size_t column)
{
	return lines_height(&t->cells[cell_number(t, row, column)].lines) + 2 * t->pad_y;
}

/* Rows as high as their cells; what a cell over several rows still lacks goes to its last row. */
static void size_rows(struct pdf_table *t)
{
	for (size_t r = 0; r < t->t->n_rows; r++) {
		t->heights[r] = t->size * 1.5 + 2 * t->pad_y;
		for (size_t k = 0; k < t->t->n_columns; k++) {
			const struct doc_place *p = place_of(t, r, k);
			double above = 0;

			if (p->column != k || p->row + p->rowspan != r + 1)
				continue;
			for (size_t i = p->row; i < r; i++)
				above += t->heights[i];
			t->heights[r] = fmax(t->heights[r], cell_height(t, p->row, k) - above);
		}
	}
}

static void find_groups(struct pdf_table *t)
{
	for (size_t r = 0; r < t->t->n_rows;) {
		size_t end = r + 1;

		for (size_t i = r; i < end; i++)
			for (size_t k = 0; k < t->t->n_columns; k++) {
				const struct doc_place *p = place_of(t, i, k);

				if (p->row + p->rowspan > end)
					end = p->row + p->rowspan;
			}
		for (; r < end; r++)
			t->group_ends[r] = end;
	}
}

static void add_tags(struct pdf_table *t)
{
	for (size_t r = 0; r < t->t->n_rows; r++) {
		struct tag *row = tag_add(t->p, t->tag, "TR");

		for (size_t k = 0; k < t->t->n_columns; k++) {
			bool head = r < t->t->n_header_rows || doc_cell(t, r, k)->header;
			struct tag *tag;

			if (!cell_begins(t, r, k))
				continue;
			tag = tag_add(t->p, row, head ? "TH" : "TD");
			if (head)
				tag->scope = r < t->t->n_header_rows ? "Column" : "Row";
			tag->colspan = (int)place_of(t, r, k)->colspan;
			tag->rowspan = (int)place_of(t, r, k)->rowspan;
			t->cells[cell_number(t, r, k)].tag = tag;
		}
	}
}

static void set_caption(struct pdf_table *t)
{
	struct measure m = {.width = t->width}, unit = {.width = t->width, .align = ALIGN_RIGHT};

	if (!t->t->caption && !t->t->unit)
		return;
	t->caption_tag = tag_add(t->p, t->tag, "Caption");
	if (t->t->caption)
		t->caption = pdf_lines(t->p, t->t->caption, &caption_type, &m);
	if (!t->t->unit)
		return;
	t->unit = pdf_lines(t->p, t->t->unit, &unit_type, &unit);
	t->unit_beside = t->caption.n == 1 && t->unit.n == 1 &&
	                 t->caption.v[0].width + t->unit.v[0].width + caption_type.size <= t->width;
}

/* Bytes of "注1 ", "※" or "(1)": the other lines begin where the text after it does. */
static size_t sign_length(const char *note)
{
	static const char *const ends[] = {" ", "　", "：", ":", "…"};
	size_t best = strncmp(note, "※", strlen("※")) == 0 ? strlen("※") : 0;

	for (size_t i = 0; i < sizeof ends / sizeof *ends && !best; i++) {
		const char *at = strstr(note, ends[i]);

		if (at && at - note <= 9)
			best = (size_t)(at - note) + strlen(ends[i]);
	}
	return best;
}

static void set_notes(struct pdf_table *t)
{
	t->notes = ARENA_ARRAY(t->p->c->arena, t->t->n_notes + 1, struct note);
	for (size_t i = 0; i < t->t->n_notes; i++) {
		const char *s = t->t->notes[i];
		struct text *text = text_shape_plain(t->p->type, s, &note_type);
		struct measure m = {.width = t->width, .rest = text_advance(text, sign_length(s)),
		                    .justify = true};

		t->notes[i].lines = text_break(t->p->c->arena, text, &m);
		t->notes[i].tag = tag_add(t->p, t->p->body, "P");
	}
}

struct pdf_table *table_measure(struct pdf *p, const struct doc_table *doc, struct tag *tag,
                                bool *ret_landscape)
{
	struct arena *a = p->c->arena;
	struct pdf_table *t = ARENA_NEW(a, struct pdf_table);
	size_t n = doc->n_rows * doc->n_columns;

	*t = (struct pdf_table){.p = p, .t = doc, .tag = tag, .size = sizes[0]};
	t->places = doc_table_places(a, doc);
	t->cells = ARENA_ARRAY(a, n + 1, struct table_cell);
	t->x = ARENA_ARRAY(a, doc->n_columns + 1, double);
	t->insets = ARENA_ARRAY(a, doc->n_columns + 1, double);
	t->heights = ARENA_ARRAY(a, doc->n_rows + 1, double);
	t->group_ends = ARENA_ARRAY(a, doc->n_rows + 1, size_t);
	t->pad_y = 3.2 - (sizes[0] - p->table_size);
	t->pad = doc->n_columns > 16 ? 1.5 : doc->n_columns > 9 ? 2.8 : 4.2;
	size_columns(t);
	break_cells(t);
	size_rows(t);
	find_groups(t);
	set_caption(t);
	add_tags(t);
	set_notes(t);
	*ret_landscape = t->width > TEXT_WIDTH;
	t->head_height =
		table_rows_height(t, 0, doc->n_header_rows < doc->n_rows ? doc->n_header_rows : 0);
	if (t->head_height > 0 && t->head_height < flow_page_height(*ret_landscape) / 3)
		t->n_head = doc->n_header_rows;
	else
		t->head_height = 0;
	return t;
}

double table_rows_height(const struct pdf_table *t, size_t from, size_t end)
{
	double height = 0;

	for (size_t r = from; r < end; r++)
		height += t->heights[r];
	return height;
}

double table_caption_height(const struct pdf_table *t)
{
	double height = lines_height(&t->caption);

	if (t->unit.n && !t->unit_beside)
		height += lines_height(&t->unit);
	return height > 0 ? height + CAPTION_GAP : 0;
}

double table_notes_height(const struct pdf_table *t)
{
	double height = t->t->n_notes ? NOTES_GAP : 0;

	for (size_t i = 0; i < t->t->n_notes; i++)
		height += lines_height(&t->notes[i].lines);
	return fmin(height, NOTES_KEPT);
}

/* The rows that should stand under the head at the least, or a part of one too high for a page. */
static double first_rows(const struct pdf_table *t, double page)
{
	size_t n = t->t->n_rows, first = t->n_head, second;
	double one, both;

	if (first >= n)
		return 0;
	second = t->group_ends[first];
	one = table_rows_height(t, first, second);
	both = second < n ? table_rows_height(t, first, t->group_ends[second]) : one;
	if (both <= page / 2)
		return both;
	if (one <= page)
		return one;
	return fmin(t->heights[first], FIRST_PART);
}

double table_first_height(const struct pdf_table *t)
{
	double page = flow_page_height(t->width > TEXT_WIDTH);
	double head = table_caption_height(t) + t->head_height;
	double all = head + table_rows_height(t, t->n_head, t->t->n_rows) + table_notes_height(t);

	return all <= page * KEPT_WHOLE ? all : head + first_rows(t, page - head);
}
