#include "sheet/form.h"

#include "base/text.h"
#include "sheet/table.h"

#include <ctype.h>
#include <string.h>

#define HEADING_MAX 1000 /* bytes; a longer cell is no heading */

/* --- the header --- */

/* Folded name → form_column; of two columns with one name the first. */
static struct map fold_names(struct arena *a, const struct form *form)
{
	struct map names = {.arena = a};

	for (size_t i = form->n; i-- > 0;) {
		struct text_list japanese = text_split(a, form->columns[i].japanese, "|");
		void *column = (void *)&form->columns[i];

		map_put(&names, text_fold(a, form->columns[i].name), column);
		for (size_t k = 0; k < japanese.n; k++)
			map_put(&names, text_fold(a, japanese.v[k]), column);
	}
	return names;
}

static int column_named(const struct reading *r, const char *text)
{
	const struct form_column *column;

	if (strlen(text) > HEADING_MAX || text_blank(text))
		return -1;
	column = map_get(&r->names, text_fold(r->scratch, text));
	arena_clear(r->scratch);
	return column ? (int)(column - r->form->columns) : -1;
}

/* Takes the names of one row; returns how many known columns it adds. */
static int take_names(const struct reading *r, const struct sheet_row *row, int *at)
{
	int found = 0;

	for (size_t i = 0; row && i < row->n; i++) {
		int k = column_named(r, row->cells[i].text);

		if (k >= 0 && at[k] < 0) {
			at[k] = (int)i;
			found++;
		}
	}
	return found;
}

static bool complete(const struct form *form, const int *at)
{
	for (size_t i = 0; i < form->n; i++)
		if (form->columns[i].required && at[i] < 0)
			return false;
	return true;
}

/* A second header line holds names only: anything else in it makes it a row of data. */
static bool names_only(const struct reading *r, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (!text_blank(row->cells[i].text) &&
		    column_named(r, row->cells[i].text) < 0)
			return false;
	return true;
}

/* How well the header fits that begins at rows[i]; fills `at` and `height`. */
static int try_header(const struct reading *r, const struct sheet *s, size_t i, int *at,
                      int *height)
{
	int found, more = 0;
	const struct sheet_row *below = i + 1 < s->n_rows ? &s->rows[i + 1] : NULL;

	for (size_t k = 0; k < r->form->n; k++)
		at[k] = -1;
	found = take_names(r, &s->rows[i], at);
	*height = 1;
	if (found && below && below->number == s->rows[i].number + 1 && names_only(r, below))
		more = take_names(r, below, at);
	if (more)
		*height = 2;
	return found + more;
}

static void search_sheet(struct reading *r, const struct sheet *s, int *best)
{
	int at[FORM_COLUMNS_MAX], height;

	for (size_t i = 0; i < s->n_rows && i < FORM_HEADER_SEARCH_ROWS; i++) {
		int found;

		if (*best == (int)r->form->n) /* nothing fits better */
			return;
		found = try_header(r, s, i, at, &height);

		if (found <= *best || !complete(r->form, at))
			continue;
		*best = found;
		r->sheet = s;
		r->header_row = s->rows[i].number;
		r->header_height = height;
		r->next = i + (size_t)height;
		memcpy(r->at, at, sizeof(at));
	}
}

static const char *first_name(struct arena *a, const struct form_column *column)
{
	struct text_list names = text_split(a, column->japanese, "|");

	return names.n ? names.v[0] : column->name;
}

static enum err not_found(struct ctx *c, const struct form *form, const char *file)
{
	const char *names = NULL;

	for (size_t i = 0; i < form->n; i++) {
		const char *name = first_name(c->arena, &form->columns[i]);

		if (form->columns[i].required)
			names = names ? arena_printf(c->arena, "%s, %s (%s)", names,
			                             form->columns[i].name, name)
			              : arena_printf(c->arena, "%s (%s)", form->columns[i].name,
			                             name);
	}
	return FAIL(
		c, ERR_INVALID,
		N_("{1}: no header line with the required columns was found: {2}. "
		   "Give these names to the columns."),
		file, names);
}

static void report_unknown_columns(struct reading *r)
{
	const struct sheet_row *row = sheet_row(r->sheet, r->header_row);

	for (size_t i = 0; row && i < row->n; i++) {
		struct place p = {r->file, r->sheet->name, r->header_row, row->cells[i].text,
		                  cell_name(r->c->arena, r->header_row, i)};
		bool used = text_blank(row->cells[i].text);

		for (size_t k = 0; k < r->form->n; k++)
			used |= r->at[k] == (int)i;
		/* the upper line of a two-row header heads columns that are named below it */
		if (!used && !(r->header_height == 2 && sheet_merge_at(r->sheet, r->header_row, i)))
			PROBLEM(r->c, r->problems, SEV_WARNING, "unknown-column", p, NULL,
			        N_("Column “{1}” is not known and was not read."),
			        row->cells[i].text);
	}
}

/* --- rows that are no data --- */

static const struct {
	const char *code, *label;
} row_kinds[] = {
#define X(id, code, label) {code, label},
	ROW_KINDS(X)
#undef X
};

const char *row_kind_code(enum row_kind kind)
{
	return row_kinds[kind].code;
}

const char *row_kind_label(enum row_kind kind)
{
	return row_kinds[kind].label;
}

const char *row_first_text(struct arena *a, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (!text_blank(row->cells[i].text))
			return text_trim(a, row->cells[i].text);
	return NULL;
}

static void skip(struct reading *r, enum row_kind kind, long row, long last, const char *text)
{
	struct skipped_row *s = ARENA_NEW(r->c->arena, struct skipped_row);

	*s = (struct skipped_row){kind, row, last, text, NULL};
	if (r->skipped.end)
		r->skipped.end->next = s;
	else
		r->skipped.first = s;
	r->skipped.end = s;
	r->skipped.n++;
}

void reading_skip(struct reading *r, const struct sheet_row *row, enum row_kind kind)
{
	skip(r, kind, row->number, row->number, row_first_text(r->c->arena, row));
}

/* Rows without content are not in the sheet: they show as a gap of numbers before this one. */
static void skip_gap(struct reading *r, size_t i)
{
	long before = i ? r->sheet->rows[i - 1].number : 0;

	if (r->sheet->rows[i].number > before + 1)
		skip(r, ROW_BLANK, before + 1, r->sheet->rows[i].number - 1, NULL);
}

static void skip_top(struct reading *r)
{
	for (size_t i = 0; i < r->next; i++) {
		const struct sheet_row *row = &r->sheet->rows[i];

		skip_gap(r, i);
		reading_skip(r, row, row->number < r->header_row ? ROW_TITLE : ROW_HEADER);
	}
}

enum err form_find(struct ctx *c, const struct book *book, const char *file,
                   const struct form *form, struct problems *problems, struct reading *ret)
{
	struct reading r = {.c = c, .file = file, .form = form, .book = book, .problems = problems};
	int best = 0;

	BUG_IF(form->n > FORM_COLUMNS_MAX);
	r.names = fold_names(c->arena, form);
	r.scratch = arena_child(c->arena);
	for (size_t i = 0; i < book->n_sheets; i++)
		if (!book->sheets[i].hidden)
			search_sheet(&r, &book->sheets[i], &best);
	if (!r.sheet)
		return not_found(c, form, file);
	report_unknown_columns(&r);
	skip_top(&r);
	*ret = r;
	return OK;
}

/* --- rows --- */

/* Cell by cell what the header says, with columns that nobody knows. */
static bool copies_header(const struct reading *r, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (strcmp(row->cells[i].text,
		           sheet_cell(r->sheet, r->header_row, i)->text) != 0)
			return false;
	return true;
}

static bool repeats_header(const struct reading *r, const struct sheet_row *row)
{
	/* the upper line of a two-row header has a heading that is no column: allow for one */
	const int allowed = r->header_height == 2;
	int same = 0, other = 0;

	for (size_t i = 0; i < row->n && other <= allowed; i++) {
		if (text_blank(row->cells[i].text))
			continue;
		if (column_named(r, row->cells[i].text) >= 0)
			same++;
		else
			other++;
	}
	return (same >= 2 && other <= allowed) || copies_header(r, row);
}

static bool has_content(const struct reading *r, const struct sheet_row *row)
{
	for (size_t k = 0; k < r->form->n; k++) {
		if (!reading_empty(r, row, (int)k))
			return true;
	}
	return false;
}

void reading_end(struct reading *r)
{
	r->rejected += r->row_rejected;
	r->row_rejected = false;
}

const struct sheet_row *reading_next(struct reading *r)
{
	reading_end(r);
	while (r->next < r->sheet->n_rows) {
		const struct sheet_row *row = &r->sheet->rows[r->next];

		skip_gap(r, r->next++);
		if (!has_content(r, row))
			reading_skip(r, row, row_first_text(r->c->arena, row) ? ROW_NOTE
			                                                      : ROW_BLANK);
		else if (repeats_header(r, row))
			reading_skip(r, row, ROW_HEADER);
		else
			return row;
	}
	return NULL;
}

/* --- cells --- */

bool reading_has(const struct reading *r, int column)
{
	return r->at[column] >= 0;
}

const struct cell *reading_cell(const struct reading *r, const struct sheet_row *row, int column)
{
	static const struct cell empty = {.text = ""};
	int at = r->at[column];

	return at >= 0 && (size_t)at < row->n ? &row->cells[at] : &empty;
}

bool reading_empty(const struct reading *r, const struct sheet_row *row, int column)
{
	const struct cell *cell = reading_cell(r, row, column);

	return !cell->formula && text_blank(cell->text);
}

struct place reading_place(const struct reading *r, const struct sheet_row *row, int column)
{
	struct place p = {.file = r->file, .row = row->number};

	if (r->book->format == BOOK_XLSX)
		p.sheet = r->sheet->name;
	if (column < 0)
		return p;
	p.column = first_name(r->c->arena, &r->form->columns[column]);
	if (r->at[column] >= 0) {
		const struct cell *head = sheet_cell(r->sheet, r->header_row + r->header_height - 1,
		                                     (size_t)r->at[column]);

		if (text_blank(head->text))
			head = sheet_cell(r->sheet, r->header_row, (size_t)r->at[column]);
		p.column = head->text;
		p.cell = cell_name(r->c->arena, row->number, (size_t)r->at[column]);
	}
	return p;
}

void reading_problem(struct reading *r, const struct sheet_row *row, int column,
                     enum severity severity, const char *code, const char *const *msg_and_args)
{
	const char *value = column >= 0 ? reading_cell(r, row, column)->text : NULL;

	if (value && !*value)
		value = NULL;
	if (severity == SEV_REJECT)
		r->row_rejected = true;
	problem_add(r->c, r->problems, severity, code, reading_place(r, row, column), value,
	            msg_and_args);
}

/* Puts 【取消線：…】 around the struck-through parts, which are listed in the order they stand. */
static const char *mark_struck(struct arena *a, const struct cell *cell)
{
	struct text_list parts = text_split(a, cell->struck, "\n");
	const char *rest = cell->text, *out = "";

	for (size_t i = 0; i < parts.n; i++) {
		const char *at = strstr(rest, parts.v[i]);

		if (!at)
			continue;
		out = arena_printf(a, "%s%.*s【取消線：%s】", out, (int)(at - rest), rest, parts.v[i]);
		rest = at + strlen(parts.v[i]);
	}
	return arena_printf(a, "%s%s", out, rest);
}

static void report_oddities(struct reading *r, const struct sheet_row *row, int column,
                            const struct cell *cell)
{
	if (cell->formula && cell->kind == CELL_EMPTY)
		READING_PROBLEM(
			r, row, column, SEV_REJECT, "formula-without-result",
			N_("The cell holds the formula {1} without a result. "
			   "Enter the value itself."),
			cell->formula_text ? cell->formula_text : "=");
	else if (cell->kind == CELL_ERROR)
		READING_PROBLEM(r, row, column, SEV_REJECT, "cell-error",
		                N_("The cell shows the error {1}. Enter the value itself."),
		                cell->text);
	else if (cell->formula)
		READING_PROBLEM(r, row, column, SEV_WARNING, "formula",
		                N_("The cell holds the formula {1}; its result “{2}” was read."),
		                cell->formula_text ? cell->formula_text : "=", cell->text);
	if (cell->struck && *cell->struck)
		READING_PROBLEM(
			r, row, column, SEV_WARNING, "struck-through",
			N_("“{1}” is struck through; it is kept and marked as such. "
			   "Check what is meant."),
			cell->struck);
	if (cell->phonetic)
		READING_PROBLEM(r, row, column, SEV_INFO, "phonetic-run",
		                N_("Furigana was left out."));
}

static const char *plain_text(struct reading *r, const struct sheet_row *row, int column)
{
	const struct cell *cell = reading_cell(r, row, column);
	const char *trimmed;

	report_oddities(r, row, column, cell);
	if (cell->kind == CELL_ERROR)
		return "";
	if (cell->zero_format)
		READING_PROBLEM(r, row, column, SEV_INFO, "code-as-number",
		                N_("The number is read as “{1}”, as its format shows it."),
		                cell->text);
	trimmed = text_trim(r->c->arena, cell->text);
	if (strcmp(trimmed, cell->text) != 0)
		READING_PROBLEM(r, row, column, SEV_INFO, "space-around",
		                N_("Spaces around “{1}” were cut."), trimmed);
	return trimmed;
}

/* In a workbook a text is a text; only CSV has the apostrophe before what looks like a formula. */
static const char *unguarded(const struct reading *r, const char *text)
{
	return r->book->format == BOOK_CSV ? table_unguard(r->c->arena, text) : text;
}

const char *reading_text(struct reading *r, const struct sheet_row *row, int column)
{
	const struct cell *cell = reading_cell(r, row, column);
	const char *text = plain_text(r, row, column);

	if (cell->struck && *cell->struck && *text)
		text = text_trim(r->c->arena, mark_struck(r->c->arena, cell));
	return unguarded(r, text);
}

const char *reading_opt(struct reading *r, const struct sheet_row *row, int column)
{
	const char *text = reading_text(r, row, column);

	return *text ? text : NULL;
}

const char *reading_code(struct reading *r, const struct sheet_row *row, int column)
{
	struct arena *a = r->c->arena;
	const char *text = unguarded(r, plain_text(r, row, column));
	const char *code = text_nfkc(a, text);

	if (strcmp(code, text) != 0)
		READING_PROBLEM(r, row, column, SEV_INFO, "full-width-digit",
		                N_("“{1}” was read as “{2}”."), text, code);
	return code;
}

const char *reading_date(struct reading *r, const struct sheet_row *row, int column)
{
	struct arena *a = r->c->arena;
	const struct cell *cell = reading_cell(r, row, column);
	const char *text = plain_text(r, row, column);
	struct date d;

	if (!*text)
		return NULL;
	if (cell->kind == CELL_DATE)
		return date_format(a, cell->date, DATE_ISO);
	if (cell->kind == CELL_NUMBER && date_from_serial(cell->number, false, &d) &&
	    d.year >= 1950 && d.year <= 2100 && cell->number >= 18264) {
		READING_PROBLEM(r, row, column, SEV_INFO, "date-as-number",
		                N_("The number {1} was read as the date {2}."), text,
		                date_format(a, d, DATE_ISO));
		return date_format(a, d, DATE_ISO);
	}
	if (!date_parse(a, text, &d)) {
		READING_PROBLEM(
			r, row, column, SEV_REJECT, "date-invalid",
			N_("“{1}” is not a date. Write it like 2024-11-12 or 令和6年11月12日."),
			text);
		return NULL;
	}
	if (r->book->format == BOOK_XLSX)
		READING_PROBLEM(r, row, column, SEV_INFO, "date-as-text",
		                N_("“{1}” was read as {2}."), text, date_format(a, d, DATE_ISO));
	return date_format(a, d, DATE_ISO);
}

static bool is_one_of(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(s, list[i]) == 0)
			return true;
	return false;
}

bool reading_flag(struct reading *r, const struct sheet_row *row, int column)
{
	static const char *const yes[] = {"○",   "〇", "◯",    "●",    "◎",    "1",
	                                  "yes", "y",  "true", "はい", "必須", "有"};
	static const char *const no[] = {"",  "-", "ー", "−", "–",     "—",      "×",    "x",
	                                 "✕", "0", "no", "n", "false", "いいえ", "任意", "無"};
	const char *text = text_fold(r->c->arena, plain_text(r, row, column));

	if (is_one_of(text, no, sizeof(no) / sizeof(no[0]))) {
		if (*text)
			READING_PROBLEM(r, row, column, SEV_INFO, "negative-mark",
			                N_("“{1}” was read as no."), text);
		return false;
	}
	if (!is_one_of(text, yes, sizeof(yes) / sizeof(yes[0]))) {
		READING_PROBLEM(r, row, column, SEV_REJECT, "flag-invalid",
		                N_("“{1}” is neither yes nor no. Write ○ or leave the cell empty."),
		                text);
		return false;
	}
	if (is_one_of(text, yes + 1, 3))
		READING_PROBLEM(r, row, column, SEV_INFO, "circle-variant",
		                N_("“{1}” was read as ○."), text);
	return true;
}

/* --- the decision --- */

enum err import_decide(struct ctx *c, const struct import_result *result,
                       const struct import_options *options)
{
	if (result->problems.count[SEV_FILE])
		return FAIL(c, ERR_INVALID, N_("The file was refused: nothing was stored."));
	if (result->rejected && !options->partial)
		return FAIL(
			c, ERR_INVALID,
			N_("{1} of {2} rows are rejected: nothing was stored. "
			   "Mend them, or store the other rows with --partial."),
			arena_printf(c->arena, "%ld", result->rejected),
			arena_printf(c->arena, "%ld", result->rows));
	if (result->problems.count[SEV_CONFIRM] && !options->confirm)
		return FAIL(
			c, ERR_STATE,
			N_("{1} proposals need your agreement: nothing was stored. "
			   "Look at them and run again with --confirm."),
			arena_printf(c->arena, "%zu", result->problems.count[SEV_CONFIRM]));
	return OK;
}
