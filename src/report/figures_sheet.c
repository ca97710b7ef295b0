/* The result sheet of one section: when it was audited, what came out, item by item. */
#include "report/figures_internal.h"

#include "base/date.h"
#include "base/text.h"

#include <inttypes.h>

static const char *fact(struct arena *a, const char *facts, const char *text)
{
	return text && *text ? arena_printf(a, "%s　%s", facts, text) : facts;
}

/* 監査日　令和6年11月14日(木)　9:30～11:00　本庁舎4階 執務室　ヒアリング・実地　第2班 */
static void sheet_visit(const struct figure_call *f, const struct visits_of_audit_out *v)
{
	struct arena *a = f->c->arena;
	const char *text = v->day;
	struct date d;

	if (date_from_iso(v->day, &d))
		text = arena_printf(a, "%s(%s)", date_format(a, d, DATE_ERA_LONG),
		                    date_weekday_ja(d));
	text = fact(a, text, figure_hours(a, v));
	text = fact(a, text, v->place);
	text = fact(a, text, v->method);
	text = fact(a, text, v->team);
	block_paragraph(f->out, arena_printf(a, "監査日　%s", text));
}

static struct doc_table *head_table(const struct figure_call *f, bool compared)
{
	const struct scale *scale = &f->data->only_part->scale;
	struct doc_table *t = table_make(f->c, "sheet-head", scale->n + (compared ? 4 : 3), 2, 1);
	size_t k = 0;

	for (size_t i = 0; i < t->n_columns; i++)
		table_column(t, i, ALIGN_CENTER, 10);
	table_text(t, 0, k++, "総監査\n項目数");
	for (size_t i = scale->n; i-- > 0; k++) {
		int width = text_width(scale->levels[i].name) + 2;

		table_column(t, k, ALIGN_CENTER, width < 8 ? 8 : width);
		table_text(t, 0, k,
		           arena_printf(f->c->arena, "%s\n%s", scale->levels[i].code,
		                        scale->levels[i].name));
	}
	table_text(t, 0, k++, "平均対策\nレベル");
	if (compared)
		table_text(t, 0, k++, "前年度\nの平均");
	table_text(t, 0, k, "目標値");
	return t;
}

static const char *mean_or_dash(const struct figure_call *f, const struct tally *t)
{
	const char *mean = t ? tally_mean_text(f->c->arena, t) : NULL;

	return mean ? mean : "—";
}

void figure_sheet_head(const struct figure_call *f)
{
	const struct report_data *d = f->data;
	const struct tally *own = &d->only->tally;
	const struct scale *scale = &d->only_part->scale;
	struct doc_table *t = head_table(f, d->previous != NULL);
	size_t k = 0;

	for (size_t i = 0; i < d->n_visits; i++)
		if (d->visits[i].target_id == d->only->target_id)
			sheet_visit(f, &d->visits[i]);
	table_number(f->c, t, 1, k++, own->total);
	for (size_t i = scale->n; i-- > 0;)
		table_number(f->c, t, 1, k++, own->levels[i]);
	table_text(t, 1, k++, mean_or_dash(f, own));
	if (d->previous)
		table_text(t, 1, k++, mean_or_dash(f, previous_tally(d->previous, d->only_part,
		                                                     d->only->unit_code)));
	table_text(t, 1, k, scale->target.den ? scale->row.target : "—");
	if (own->na && scale->na_as >= 0)
		table_note(f->c, t,
		           arena_printf(f->c->arena, "注　%s%" PRId64 "項目をレベル%sに数えている。",
		                        scale->row.na_name, own->na,
		                        scale->levels[scale->na_as].code));
	block_table(f->out, t);
}

const char *figure_previous(const struct figure_call *f, const struct scale *scale,
                            const struct audit_sheet_out *row)
{
	const char *level = previous_level(f->c->arena, f->data->previous, scale, row);

	return level ? level : "—";
}

struct sheet_column {
	const char *head;
	enum align align;
	int weight;
};

void figure_sheet_items(const struct figure_call *f)
{
	static const struct sheet_column columns[] = {
	        {"番号", ALIGN_LEFT, 9},      {"項目", ALIGN_LEFT, 21},
	        {"前年度", ALIGN_CENTER, 8},  {"レベル", ALIGN_CENTER, 8},
	        {"コメント", ALIGN_LEFT, 37}, {"事実と異なる点\n（所属記入）", ALIGN_LEFT, 17}};
	enum { PREVIOUS = 2, N = sizeof columns / sizeof *columns };
	const struct report_data *d = f->data;
	const struct scale *scale = &d->only_part->scale;
	size_t skipped = d->previous ? N : PREVIOUS, row = 1;
	struct doc_table *t = table_make(f->c, "sheet-items", d->previous ? N : N - 1,
	                                 (size_t)d->only->tally.total + 1, 1);

	for (size_t i = 0, k = 0; i < N; i++) {
		if (i == skipped)
			continue;
		table_column(t, k, columns[i].align, columns[i].weight);
		table_text(t, 0, k++, columns[i].head);
	}
	for (size_t i = 0; i < d->stats.n_rows; i++) {
		const struct audit_sheet_out *j = &d->stats.rows[i];
		size_t k = 0;

		if (j->target_id != d->only->target_id)
			continue;
		table_text(t, row, k++, figure_item_name(f, j->catalog_id, j->no));
		table_text(t, row, k++, j->title);
		if (d->previous)
			table_text(t, row, k++, figure_previous(f, scale, j));
		table_text(t, row, k++, j->level ? scale_show(scale, j->level) : "未");
		table_text(t, row++, k, j->comment);
	}
	block_table(f->out, t);
}

/* --- against last year, section by section --- */

struct change {
	int64_t improved, lasting, fresh;
};

static bool wanting(const struct scale *scale, const char *level)
{
	return level && scale_index(scale, level) > scale->conforming; /* best first; 対象外 is none */
}

static struct change change_of(const struct figure_call *f, const struct part_stats *p,
                               const struct target_stats *t)
{
	const struct report_data *d = f->data;
	struct change change = {0};

	for (size_t i = 0; i < d->stats.n_rows; i++) {
		const struct audit_sheet_out *j = &d->stats.rows[i];
		const char *level;
		bool before, now;

		if (j->target_id != t->target_id || !j->level)
			continue;
		level = previous_level(f->c->arena, d->previous, &p->scale, j);
		if (!level)
			continue;
		before = wanting(&p->scale, level);
		now = wanting(&p->scale, j->level);
		change.improved += before && !now;
		change.lasting += before && now;
		change.fresh += !before && now;
	}
	return change;
}

/* 0.12, △0.05: of the means as they are printed, so that the reader's sum comes out. */
static const char *difference(struct arena *a, const char *now, const char *before)
{
	struct ratio x, y;
	int64_t hundredths;

	if (!ratio_parse(now, &x) || !ratio_parse(before, &y))
		return "—";
	hundredths = x.num * 100 / x.den - y.num * 100 / y.den;
	return arena_printf(a, "%s%s", hundredths < 0 ? "△" : "",
	                    ratio_format(a,
	                                 (struct ratio){hundredths < 0 ? -hundredths : hundredths,
	                                                100},
	                                 2, ROUND_HALF_UP));
}

static void change_row(const struct figure_call *f, struct doc_table *t, size_t row,
                       const struct part_stats *p, const struct target_stats *target,
                       const struct tally *before, struct change *all)
{
	const char *was = mean_or_dash(f, before), *is = mean_or_dash(f, &target->tally);
	struct change change = change_of(f, p, target);

	table_head(t, row, 0, target->unit);
	table_text(t, row, 1, was)->number = true;
	table_text(t, row, 2, is)->number = true;
	table_text(t, row, 3, difference(f->c->arena, is, was));
	table_number(f->c, t, row, 4, change.improved);
	table_number(f->c, t, row, 5, change.lasting);
	table_number(f->c, t, row, 6, change.fresh);
	all->improved += change.improved;
	all->lasting += change.lasting;
	all->fresh += change.fresh;
}

static size_t count_compared(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;
	size_t n = 0;

	for (size_t i = 0; i < s->n_parts; i++)
		for (size_t k = 0; figure_wants(f, &s->parts[i]) && k < s->parts[i].n_targets; k++)
			n += previous_tally(f->data->previous, &s->parts[i],
			                    s->parts[i].targets[k].unit_code) != NULL;
	return n;
}

static struct doc_table *change_table(const struct figure_call *f, size_t n)
{
	static const struct sheet_column columns[] = {
	        {"対象所属", ALIGN_LEFT, 30},          {"前年度\nの平均", ALIGN_RIGHT, 12},
	        {"今年度\nの平均", ALIGN_RIGHT, 12},   {"増減", ALIGN_RIGHT, 10},
	        {"改善した\n項目", ALIGN_RIGHT, 12},   {"続いている\n項目", ALIGN_RIGHT, 12},
	        {"新たな\n項目", ALIGN_RIGHT, 12}};
	struct doc_table *t = table_make(f->c, "changes", 7, n + 2, 1);

	t->caption = "前年度との比較";
	t->unit = "単位：項目";
	for (size_t k = 0; k < t->n_columns; k++) {
		table_column(t, k, columns[k].align, columns[k].weight);
		table_text(t, 0, k, columns[k].head);
	}
	return t;
}

static void change_total(const struct figure_call *f, struct doc_table *t, size_t row,
                         const struct change *all)
{
	table_head(t, row, 0, "合計");
	for (size_t k = 1; k < 4; k++)
		table_text(t, row, k, "—");
	table_number(f->c, t, row, 4, all->improved);
	table_number(f->c, t, row, 5, all->lasting);
	table_number(f->c, t, row, 6, all->fresh);
	t->rows[row].total = true;
}

void figure_changes(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;
	size_t n = count_compared(f), row = 1;
	struct change all = {0};
	struct doc_table *t;

	if (!n)
		return;
	t = change_table(f, n);
	for (size_t i = 0; i < s->n_parts; i++) {
		const struct part_stats *p = &s->parts[i];

		for (size_t k = 0; figure_wants(f, p) && k < p->n_targets; k++) {
			const struct tally *before =
				previous_tally(f->data->previous, p, p->targets[k].unit_code);

			if (before)
				change_row(f, t, row++, p, &p->targets[k], before, &all);
		}
	}
	change_total(f, t, row, &all);
	table_note(f->c, t, "注　適合に達しない項目について、前年度にも監査した所属と項目を比べた。改善した項目は前年度に、"
	                    "続いている項目は両年度に、新たな項目は今年度にだけ適合に達しなかったものである。");
	table_note(f->c, t, "注　増減は表示した平均の差で、△は減少を示す。");
	block_heading(f->out, f->level, "前年度との比較");
	block_table(f->out, t);
}
