/*
 * A worksheet's cells. Only those with content are kept; a formatted empty cell costs a look at
 * its attributes and nothing else. Rows and cells may lack their references and may come in any
 * order; where the same place comes twice, the later one counts.
 */
#include "sheet/xlsx_internal.h"

#include "sheet/sheet_internal.h"

#include <stdlib.h>
#include <string.h>

#define MERGES_MAX 65536 /* they are searched one after the other */

struct placed_cell {
	size_t column;
	struct cell cell;
};

struct sheet_reader {
	struct xlsx *x;
	struct sheet *sheet;
	struct sheet_row *rows; /* in file order, which stands in `line` until the end */
	size_t n_rows, rows_room;
	struct merge *merges;
	size_t n_merges, merges_room;
	bool in_data, in_row, in_cell, in_value, in_formula, in_inline, disordered;
	long row;
	bool row_named; /* the row's number is certain: by its own reference or that of a cell */
	struct placed_cell *cells;
	size_t n_cells, cells_room, width;
	size_t column, next_column;
	bool has_formula;
	struct value_reader value;
	struct formula_reader formula;
};

/* Adds the place to a failure, if there is one. */
static enum err at_cell(struct sheet_reader *r, enum err failure)
{
	if (failure)
		error_at(r->x->c,
		         (struct place){.sheet = r->sheet->name,
		                        .row = r->row,
		                        .cell = cell_name(r->x->c->arena, r->row, r->column)});
	return failure;
}

static enum err fail_value(struct sheet_reader *r)
{
	const char *cell = cell_name(r->x->c->arena, r->row, r->column);

	return at_cell(r, xlsx_fail_damaged(r->x, arena_printf(r->x->c->arena, "%s!%s",
	                                                       r->sheet->name, cell)));
}

static enum err fail_reference(struct sheet_reader *r, const char *reference)
{
	enum err failure = FAIL(r->x->c, ERR_INVALID,
	                        N_("{1} is damaged: sheet {2} has content at {3}, where none can "
	                           "be. Open it in Excel and save it again."),
	                        r->x->shown, r->sheet->name, reference);

	error_at(r->x->c, (struct place){.sheet = r->sheet->name});
	return failure;
}

/* ---- cells and rows ---- */

static enum err place_cell(struct sheet_reader *r, const char *reference)
{
	const char *at = reference;
	long row;

	if (!reference) {
		r->column = r->next_column;
		if (r->column >= SHEET_COLUMN_MAX)
			return fail_reference(r, cell_name(r->x->c->arena, r->row, r->column));
	} else if (!cell_reference(&at, &row, &r->column) || *at ||
	           (r->row_named && row != r->row)) {
		return fail_reference(r, reference);
	} else {
		r->row = row;
	}
	r->row_named = true;
	r->next_column = r->column + 1;
	return OK;
}

static enum err start_cell(struct sheet_reader *r, const char **attributes)
{
	const char *reference = NULL, *type = NULL, *style = NULL;

	for (; *attributes; attributes += 2) {
		if (xml_is(attributes[0], "r"))
			reference = attributes[1];
		else if (xml_is(attributes[0], "t"))
			type = attributes[1];
		else if (xml_is(attributes[0], "s"))
			style = attributes[1];
	}
	TRY(place_cell(r, reference));
	value_start(&r->value, type, style);
	r->in_cell = true;
	r->in_value = r->in_formula = r->in_inline = r->has_formula = false;
	return OK;
}

static enum err end_cell(struct sheet_reader *r)
{
	struct cell cell = {.kind = CELL_EMPTY, .text = ""};

	r->in_cell = false;
	if (!value_finish(&r->value, &cell))
		return fail_value(r);
	cell.formula = r->has_formula;
	if (cell.formula)
		cell.formula_text = formula_finish(&r->formula, r->row, r->column);
	if (!*cell.text && !cell.formula)
		return OK;
	r->cells =
		list_room(r->x->scratch, r->cells, r->n_cells, &r->cells_room, sizeof(*r->cells));
	r->cells[r->n_cells++] = (struct placed_cell){r->column, cell};
	if (r->column >= r->width)
		r->width = r->column + 1;
	return OK;
}

static enum err start_row(struct sheet_reader *r, const char **attributes)
{
	const char *reference = xml_attribute(attributes, "r");

	r->in_row = true;
	r->row_named = reference != NULL;
	r->n_cells = r->width = r->next_column = 0;
	if (!reference)
		r->row++;
	else if (!xml_number(reference, SHEET_ROW_MAX, &r->row) || r->row == 0)
		return fail_reference(r, reference);
	return r->row <= SHEET_ROW_MAX ? OK : fail_reference(r, "…");
}

/* A dense row of `width` cells, all of them empty. */
static struct cell *empty_cells(struct sheet_reader *r, size_t width)
{
	struct cell *cells = ARENA_ARRAY(r->x->c->arena, width, struct cell);

	for (size_t i = 0; i < width; i++)
		cells[i].text = "";
	return cells;
}

static enum err end_row(struct sheet_reader *r)
{
	struct cell *cells;

	r->in_row = false;
	if (!r->n_cells)
		return OK;
	/* the gaps count too: they take memory like cells */
	r->x->n_cells += (long)r->width;
	if (r->x->n_cells > SHEET_CELLS_MAX)
		return fail_too_many_cells(r->x->c, r->x->shown);
	cells = empty_cells(r, r->width);
	for (size_t i = 0; i < r->n_cells; i++)
		cells[r->cells[i].column] = r->cells[i].cell;
	if (r->n_rows && r->rows[r->n_rows - 1].number >= r->row)
		r->disordered = true;
	r->rows = list_room(r->x->scratch, r->rows, r->n_rows, &r->rows_room, sizeof(*r->rows));
	r->rows[r->n_rows] = (struct sheet_row){r->row, (long)r->n_rows, r->width, cells};
	r->n_rows++;
	return OK;
}

static int by_number(const void *a, const void *b)
{
	const struct sheet_row *left = a, *right = b;

	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	return (left->line > right->line) - (left->line < right->line);
}

/* The cells of two elements for the same row; those of `later` count where both have one. */
static void join_rows(struct sheet_reader *r, struct sheet_row *row, const struct sheet_row *later)
{
	size_t width = row->n > later->n ? row->n : later->n;
	struct cell *cells = empty_cells(r, width);

	memcpy(cells, row->cells, row->n * sizeof(*cells));
	for (size_t i = 0; i < later->n; i++)
		if (*later->cells[i].text || later->cells[i].formula)
			cells[i] = later->cells[i];
	row->cells = cells;
	row->n = width;
}

static void finish_rows(struct sheet_reader *r)
{
	size_t n = 0;

	if (r->disordered)
		qsort(r->rows, r->n_rows, sizeof(*r->rows), by_number);
	for (size_t i = 0; i < r->n_rows; i++) {
		if (n && r->rows[n - 1].number == r->rows[i].number)
			join_rows(r, &r->rows[n - 1], &r->rows[i]);
		else
			r->rows[n++] = r->rows[i];
	}
	for (size_t i = 0; i < n; i++)
		r->rows[i].line = r->rows[i].number;
	r->sheet->n_rows = n;
	if (n)
		r->sheet->rows = memcpy(ARENA_ARRAY(r->x->c->arena, n, struct sheet_row), r->rows,
		                        n * sizeof(*r->rows));
}

/* ---- merges ---- */

static enum err add_merge(struct sheet_reader *r, const char *reference)
{
	const char *at = reference ? reference : "";
	struct merge m;

	if (!cell_reference(&at, &m.row1, &m.column1))
		return fail_reference(r, reference ? reference : "…");
	m.row2 = m.row1;
	m.column2 = m.column1;
	if (*at == ':' && (at++, !cell_reference(&at, &m.row2, &m.column2)))
		return fail_reference(r, reference);
	if (*at || m.row2 < m.row1 || m.column2 < m.column1)
		return fail_reference(r, reference);
	if (r->n_merges == MERGES_MAX)
		return FAIL(r->x->c, ERR_TOO_LARGE,
		            N_("{1} has more than {2} merged cells in sheet {3}."), r->x->shown,
		            arena_printf(r->x->c->arena, "%d", MERGES_MAX), r->sheet->name);
	r->merges = list_room(r->x->scratch, r->merges, r->n_merges, &r->merges_room, sizeof(m));
	r->merges[r->n_merges++] = m;
	return OK;
}

static int by_place(const void *a, const void *b)
{
	const struct merge *left = a, *right = b;

	if (left->row1 != right->row1)
		return left->row1 < right->row1 ? -1 : 1;
	return (left->column1 > right->column1) - (left->column1 < right->column1);
}

static void finish_merges(struct sheet_reader *r)
{
	if (!r->n_merges)
		return;
	qsort(r->merges, r->n_merges, sizeof(*r->merges), by_place);
	r->sheet->merges = memcpy(ARENA_ARRAY(r->x->c->arena, r->n_merges, struct merge), r->merges,
	                          r->n_merges * sizeof(*r->merges));
	r->sheet->n_merges = r->n_merges;
}

/* ---- the part ---- */

static void start_in_cell(struct sheet_reader *r, const char *name, const char **attributes)
{
	if (r->in_inline) {
		rich_start(&r->value.rich, name, attributes);
	} else if (xml_is(name, "v")) {
		r->in_value = r->value.has_value = true;
	} else if (xml_is(name, "f")) {
		r->in_formula = r->has_formula = true;
		formula_start(&r->formula, attributes);
	} else if (xml_is(name, "is")) {
		r->in_inline = true;
	}
}

static enum err sheet_start(void *state, const char *name, const char **attributes)
{
	struct sheet_reader *r = state;

	if (r->in_cell) {
		start_in_cell(r, name, attributes);
		return OK;
	}
	if (r->in_row && xml_is(name, "c"))
		return start_cell(r, attributes);
	if (r->in_data && !r->in_row && xml_is(name, "row"))
		return start_row(r, attributes);
	if (xml_is(name, "sheetData"))
		r->in_data = true;
	else if (xml_is(name, "mergeCell"))
		return add_merge(r, xml_attribute(attributes, "ref"));
	return OK;
}

static enum err sheet_end(void *state, const char *name)
{
	struct sheet_reader *r = state;

	if (r->in_cell) {
		if (xml_is(name, "c"))
			return end_cell(r);
		if (xml_is(name, "is"))
			r->in_inline = false;
		else if (r->in_inline)
			rich_end(&r->value.rich, name);
		else if (xml_is(name, "v"))
			r->in_value = false;
		else if (xml_is(name, "f"))
			r->in_formula = false;
		return OK;
	}
	if (r->in_row && xml_is(name, "row"))
		return end_row(r);
	if (xml_is(name, "sheetData"))
		r->in_data = false;
	return OK;
}

static enum err sheet_text(void *state, const char *s, size_t len)
{
	struct sheet_reader *r = state;
	struct buf *b = r->in_value ? &r->value.text : r->in_formula ? &r->formula.text : NULL;

	if (!r->in_cell)
		return OK;
	if (r->in_inline)
		return at_cell(r, rich_text(&r->value.rich, s, len));
	if (!b)
		return OK;
	if (len > SHEET_CELL_MAX - b->len)
		return at_cell(r, fail_cell_too_long(r->x->c, r->x->shown));
	buf_add(b, s, len);
	return OK;
}

enum err xlsx_read_sheet(struct xlsx *x, const char *part, struct sheet *sheet)
{
	static const struct xml_reader reader = {sheet_start, sheet_end, sheet_text};
	struct sheet_reader r = {.x = x, .sheet = sheet};

	value_init(&r.value, x);
	formula_init(&r.formula, x);
	TRY(xlsx_read_part(x, part, &reader, &r));
	finish_rows(&r);
	finish_merges(&r);
	return OK;
}
