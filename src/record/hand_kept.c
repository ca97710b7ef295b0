#include "record/hand_kept.h"

#include "base/num.h"
#include "base/text.h"
#include "record/parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What the rows of a section give so far: records, and per COUNT field. */
struct hand_sums {
	int64_t records;
	int64_t field[RECORD_FIELDS_MAX];
};

static int column_of(const struct hand_kept *h, size_t field)
{
	return (int)field + h->first_field;
}

static const char *cell_text(const struct hand_kept *h, const struct sheet_row *row, int column)
{
	return text_trim(h->r->c->arena, reading_cell(h->r, row, column)->text);
}

/* --- what a row is --- */

static bool is_among(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(s, *words) == 0)
			return true;
	return false;
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* The text before "計" or "小計" at the end of s; NULL when it does not end so. */
static const char *before_sum(struct arena *a, const char *s)
{
	static const char *const words[] = {"小計", "合計", "計"};
	size_t n = strlen(s);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t k = strlen(words[i]);

		if (n > k && strcmp(s + n - k, words[i]) == 0)
			return arena_strndup(a, s, n - k);
	}
	return NULL;
}

/* "広報課　計", and "広報課計" within that section; 会計 and 統計 are no sums. */
static bool is_subtotal(struct hand_kept *h, const char *s)
{
	struct arena *a = h->r->c->arena;
	const char *before = before_sum(a, s);

	if (!before)
		return false;
	if (strcmp(text_trim(a, before), before) != 0)
		return true;
	return h->section && strcmp(text_fold(a, before), text_fold(a, h->section)) == 0;
}

/* Nothing stands in the row but this one text, which begins as notes do. */
static bool is_note(const struct sheet_row *row, const char *first)
{
	static const char *const marks[] = {"※", "（注", "(注", "注）", "注)", "注：", "注:",
	                                    "注1", "注１"};
	size_t filled = 0;

	for (size_t i = 0; i < row->n; i++)
		filled += !text_blank(row->cells[i].text);
	for (size_t i = 0; filled == 1 && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (begins(first, marks[i]))
			return true;
	return false;
}

static bool has_number(const struct hand_kept *h, const struct sheet_row *row)
{
	const struct record_field *no = record_field_find(h->kind, "no");

	return no && *cell_text(h, row, column_of(h, (size_t)(no - h->kind->fields)));
}

/* ROW_KIND__MAX for a record. */
static enum row_kind kind_of(struct hand_kept *h, const struct sheet_row *row)
{
	static const char *const totals[] = {"合計", "総計", "総合計", "計", NULL};
	static const char *const subtotals[] = {"小計", "課計", "部計", NULL};
	struct arena *a = h->r->c->arena;
	const char *first = row_first_text(a, row), *name, *word;

	if (!first || *cell_text(h, row, 0))
		return ROW_KIND__MAX;
	if (is_note(row, first))
		return ROW_NOTE;
	name = cell_text(h, row, column_of(h, record_title_index(h->kind)));
	name = *name ? name : first;
	word = text_squeeze(a, name);
	if (has_number(h, row))
		return ROW_KIND__MAX;
	if (is_among(word, totals))
		return ROW_TOTAL;
	return is_among(word, subtotals) || is_subtotal(h, name) ? ROW_SUBTOTAL : ROW_KIND__MAX;
}

/* --- sections in blocks --- */

static const struct merge *merged_down(const struct hand_kept *h, long row, int column)
{
	int at = h->r->at[column];
	const struct merge *m = at < 0 ? NULL : sheet_merge_at(h->r->sheet, row, (size_t)at);

	return m && m->row2 > m->row1 && m->row1 >= h->r->header_row + h->r->header_height ? m
	                                                                                    : NULL;
}

static bool has_blocks(struct hand_kept *h)
{
	const struct sheet *s = h->r->sheet;

	if (record_owner(h->kind)->type != RECORD_UNIT)
		return false;
	for (size_t i = h->r->next; i < s->n_rows; i++) {
		enum row_kind kind = kind_of(h, &s->rows[i]);

		if (kind == ROW_SUBTOTAL || kind == ROW_TOTAL ||
		    merged_down(h, s->rows[i].number, h->first_field))
			return true;
	}
	return false;
}

void hand_kept_begin(struct hand_kept *h, struct reading *r, const struct record_kind *k,
                     int first_field)
{
	*h = (struct hand_kept){.r = r, .kind = k, .first_field = first_field};
	h->sums.arena = r->c->arena;
	h->all = ARENA_NEW(r->c->arena, struct hand_sums);
	*h->all = (struct hand_sums){0};
	h->blocks = reading_has(r, first_field) && has_blocks(h);
}

/* Once for each run of rows. */
static void tell_going_on(struct hand_kept *h, const struct sheet_row *row)
{
	if (!h->told_row)
		READING_PROBLEM(h->r, row, h->first_field, SEV_INFO, "section-continued",
		                N_("The cell is empty: read as “{1}”, which stands above."),
		                h->section);
	h->told_row = row->number;
}

static const char *section_text(struct hand_kept *h, const struct sheet_row *row, const char *text)
{
	if (!h->blocks)
		return text;
	if (*text) {
		h->section = text;
		h->told_row = 0;
		return text;
	}
	if (!h->section)
		return text;
	tell_going_on(h, row);
	return h->section;
}

const char *hand_kept_text(struct hand_kept *h, const struct sheet_row *row, size_t field)
{
	int column = column_of(h, field);
	const char *text = reading_text(h->r, row, column);
	const struct merge *m = *text ? NULL : merged_down(h, row->number, column);

	if (m && m->row1 < row->number)
		text = text_trim(h->r->c->arena,
		                 sheet_cell(h->r->sheet, m->row1, m->column1)->text);
	return field == 0 ? section_text(h, row, text) : text;
}

/* --- sums --- */

static struct hand_sums *sums_of(struct hand_kept *h, const char *section)
{
	const char *key = text_fold(h->r->c->arena, section);
	struct hand_sums *s = map_get(&h->sums, key);

	if (!s) {
		s = ARENA_NEW(h->r->c->arena, struct hand_sums);
		*s = (struct hand_sums){0};
		map_put(&h->sums, key, s);
	}
	return s;
}

static void add_up(const struct record_kind *k, struct hand_sums *s, const struct record *r)
{
	s->records++;
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].type == RECORD_COUNT && r->v[i])
			s->field[i] += strtoll(r->v[i], NULL, 10);
}

void hand_kept_count(struct hand_kept *h, const struct record *r)
{
	add_up(h->kind, h->all, r);
	if (h->section)
		add_up(h->kind, sums_of(h, h->section), r);
}

static void compare(struct hand_kept *h, const struct sheet_row *row, int column,
                    enum row_kind kind, int64_t stated, int64_t given, const char *written)
{
	struct arena *a = h->r->c->arena;
	const char *n = count_format(a, given);

	if (stated == given)
		return;
	if (kind == ROW_TOTAL)
		PROBLEM(h->r->c, h->r->problems, SEV_INFO, "total-differs",
		        reading_place(h->r, row, column), written,
		        N_("The grand total says {1}, the rows give {2}. The row was skipped."),
		        written, n);
	else
		PROBLEM(h->r->c, h->r->problems, SEV_INFO, "subtotal-differs",
		        reading_place(h->r, row, column), written,
		        N_("The subtotal says {1}, the rows give {2}. The row was skipped."),
		        written, n);
}

/* A plain number, or one with a counter behind it; -1 = none. */
static int64_t stated_number(struct arena *a, const char *text, const char *counter)
{
	const char *s = text_squeeze(a, text_nfkc(a, text));
	int64_t n = 0;
	bool any = false;

	for (; (*s >= '0' && *s <= '9') || *s == ','; s++) {
		if (*s != ',' && n < INT64_C(1000000000000))
			n = n * 10 + (*s - '0');
		any = true;
	}
	return any && (!*s || strcmp(s, counter) == 0) ? n : -1;
}

static void compare_field(struct hand_kept *h, const struct sheet_row *row, enum row_kind kind,
                          const struct hand_sums *sums, size_t i)
{
	struct arena *a = h->r->c->arena;
	const struct record_field *f = &h->kind->fields[i];
	int column = column_of(h, i);
	const char *text = cell_text(h, row, column), *written = text;
	int64_t n = stated_number(a, text, "台");

	if (n < 0 && f->part_of && !reading_has(h->r, column)) {
		column = column_of(h, record_field_index(h->kind, f->part_of));
		text = parts_value(a, h->kind, i, cell_text(h, row, column), &written);
		n = text ? strtoll(text, NULL, 10) : -1;
	}
	if (n >= 0)
		compare(h, row, column, kind, n, sums->field[i], written);
}

/* "6件" anywhere in the row. */
static void compare_records(struct hand_kept *h, const struct sheet_row *row, enum row_kind kind,
                            const struct hand_sums *sums)
{
	for (int column = h->first_field; column < (int)h->r->form->n; column++) {
		const char *text = cell_text(h, row, column);
		int64_t n = strstr(text, "件") ? stated_number(h->r->c->arena, text, "件") : -1;

		if (n >= 0)
			compare(h, row, column, kind, n, sums->records, text);
	}
}

/* The section that a subtotal names, else the present one. */
static const struct hand_sums *sums_named(struct hand_kept *h, const struct sheet_row *row)
{
	struct arena *a = h->r->c->arena;
	const char *name = before_sum(a, row_first_text(a, row));
	const struct hand_sums *s =
		name ? map_get(&h->sums, text_fold(a, text_trim(a, name))) : NULL;

	return s || !h->section ? s : sums_of(h, h->section);
}

bool hand_kept_skips(struct hand_kept *h, const struct sheet_row *row)
{
	enum row_kind kind = kind_of(h, row);
	const struct hand_sums *sums;

	if (kind == ROW_KIND__MAX)
		return false;
	reading_skip(h->r, row, kind);
	sums = kind == ROW_TOTAL ? h->all : kind == ROW_SUBTOTAL ? sums_named(h, row) : NULL;
	if (!sums)
		return true;
	for (size_t i = 0; i < h->kind->n; i++)
		if (h->kind->fields[i].type == RECORD_COUNT)
			compare_field(h, row, kind, sums, i);
	compare_records(h, row, kind, sums);
	return true;
}
