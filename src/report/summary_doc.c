#include "report/summary_doc.h"

#include "base/date.h"
#include "org/setting.h"
#include "ui/msg.h"

#include <string.h>

#define TEXT_WEIGHT 3
#define LANDSCAPE_COLUMNS 9

static const char *ja(const char *msgid)
{
	return msg_find(LANG_JA, msgid);
}

static bool has_rates(const struct summary_table *t)
{
	for (size_t i = 0; i < t->n_rows; i++)
		for (size_t k = 0; k < t->n_columns; k++) {
			const char *text = t->rows[i].cells[k].text;

			if (t->columns[k].number && text && strchr(text, '.'))
				return true;
		}
	return false;
}

static void put_cell(struct doc_table *out, size_t row, size_t column,
                     const struct summary_cell *cell)
{
	struct doc_cell *to = table_text(out, row, column, cell->text);

	to->number = cell->number && cell->text;
	to->header = column == 0;
}

static struct doc_table *make_table(struct ctx *c, const struct summary *s,
                                    const struct summary_table *t)
{
	struct doc_table *out =
		table_make(c, arena_printf(c->arena, "%s-%s", s->kind->code, t->key),
	                   t->n_columns, t->n_rows + 1, 1);

	out->caption = t->caption;
	for (size_t k = 0; k < t->n_columns; k++) {
		bool number = t->columns[k].number;

		table_column(out, k, number ? ALIGN_RIGHT : ALIGN_LEFT, number ? 1 : TEXT_WEIGHT);
		table_head(out, 0, k, t->columns[k].label);
		for (size_t i = 0; i < t->n_rows; i++)
			put_cell(out, i + 1, k, &t->rows[i].cells[k]);
	}
	for (size_t i = 0; i < t->n_rows; i++)
		out->rows[i + 1].total = t->rows[i].total;
	for (size_t i = 0; i < t->n_notes; i++)
		table_note(c, out, t->notes[i]);
	if (has_rates(t))
		table_note(c, out, ja(N_("Note: shares are rounded half-up to one decimal and may "
		                         "not add up to the total.")));
	return out;
}

void summary_blocks(const struct summary *s, struct block_list *out)
{
	for (size_t i = 0; i < s->n; i++)
		block_table(out, make_table(out->c, s, &s->tables[i]));
	if (!s->n)
		block_paragraph(out, ja(N_("There is nothing to count yet.")));
}

enum err report_build_summary(struct ctx *c, const struct summary *s, struct doc *ret)
{
	struct doc doc = {.language = "ja", .made_us = c->now_us, .title = ja(s->kind->label)};
	struct block_list out = {.c = c};

	TRY(setting_find(c, SETTING_ORGANISATION, &doc.organisation));
	doc.date = date_format(c->arena, date_in_japan(c->now_us), DATE_ERA_LONG);
	for (size_t i = 0; i < s->n; i++)
		doc.landscape |= s->tables[i].n_columns >= LANDSCAPE_COLUMNS;
	summary_blocks(s, &out);
	doc.blocks = out.first;
	captions_number(c, doc.blocks);
	*ret = doc;
	return OK;
}

/* --- flat --- */

struct flat {
	struct arena *a;
	const struct summary *s;
	size_t lead, n_columns; /* columns before those of the tables; all */
	const char *const **rows;
	size_t n;
};

static bool same_columns(const struct summary_table *x, const struct summary_table *y)
{
	if (x->n_columns != y->n_columns)
		return false;
	for (size_t i = 0; i < x->n_columns; i++)
		if (strcmp(x->columns[i].label, y->columns[i].label) != 0)
			return false;
	return true;
}

static const char **add_row(struct flat *f, const char *caption)
{
	const char **row = ARENA_ARRAY(f->a, f->n_columns, const char *);

	if (f->lead)
		row[0] = caption;
	f->rows[f->n++] = row;
	return row + f->lead;
}

static void add_table(struct flat *f, const struct summary_table *t)
{
	if (!same_columns(t, &f->s->tables[0])) {
		const char **heads = add_row(f, t->caption);

		for (size_t k = 0; k < t->n_columns; k++)
			heads[k] = t->columns[k].label;
	}
	for (size_t i = 0; i < t->n_rows; i++) {
		const char **row = add_row(f, t->caption);

		for (size_t k = 0; k < t->n_columns; k++)
			row[k] = t->rows[i].cells[k].text;
	}
}

static struct column *flat_columns(struct flat *f)
{
	struct column *columns = ARENA_ARRAY(f->a, f->n_columns, struct column);

	for (size_t i = 0; i < f->n_columns; i++)
		columns[i] = (struct column){"", COLUMN_TEXT};
	if (f->lead)
		columns[0].name = ja(N_("Table"));
	for (size_t k = 0; f->s->n && k < f->s->tables[0].n_columns; k++) {
		columns[f->lead + k].name = f->s->tables[0].columns[k].label;
		if (f->s->tables[0].columns[k].number)
			columns[f->lead + k].kind = COLUMN_INTEGER;
	}
	return columns;
}

struct table summary_flat(struct arena *a, const struct summary *s)
{
	struct flat f = {.a = a, .s = s, .lead = s->n > 1};
	size_t rows = 0;

	for (size_t i = 0; i < s->n; i++) {
		rows += s->tables[i].n_rows + 1;
		if (s->tables[i].n_columns + f.lead > f.n_columns)
			f.n_columns = s->tables[i].n_columns + f.lead;
	}
	f.rows = ARENA_ARRAY(a, rows, const char *const *);
	for (size_t i = 0; i < s->n; i++)
		add_table(&f, &s->tables[i]);
	return (struct table){s->kind->code, flat_columns(&f), f.n_columns, f.rows, f.n};
}
