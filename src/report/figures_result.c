/* What came out: result tables, widespread items, detections, evidence held elsewhere. */
#include "report/figures_internal.h"

#include <inttypes.h>
#include <string.h>

/* --- result tables --- */

static void result_heads(const struct figure_call *f, struct doc_table *t,
                         const struct scale *scale)
{
	const struct audit_stats *s = &f->data->stats;
	size_t k = 0;

	table_column(t, k, ALIGN_LEFT, 30);
	table_text(t, 0, k++, "対象所属");
	for (size_t i = 0; i < s->n_catalogs; i++) {
		table_column(t, k, ALIGN_RIGHT, 9);
		table_text(t, 0, k++, s->catalogs[i].short_name);
	}
	table_column(t, k, ALIGN_RIGHT, 9);
	table_text(t, 0, k++, "総監査\n項目数");
	for (size_t i = scale->n; i-- > 0;) {
		table_column(t, k, ALIGN_RIGHT, 6);
		table_text(t, 0, k++, scale->levels[i].code);
	}
	table_column(t, k, ALIGN_RIGHT, 11);
	table_text(t, 0, k, "平均対策\nレベル");
}

static void result_row(const struct figure_call *f, struct doc_table *t, size_t row,
                       const char *name, const struct tally *tally, const struct scale *scale)
{
	const struct audit_stats *s = &f->data->stats;
	const char *mean = tally_mean_text(f->c->arena, tally);
	size_t k = 0;

	table_head(t, row, k++, name);
	for (size_t i = 0; i < s->n_catalogs; i++) {
		struct doc_cell *cell = table_text(
			t, row, k++, catalog_count_text(f->c->arena, &tally->catalogs[i]));

		cell->number = tally->catalogs[i].asked && !tally->catalogs[i].na;
	}
	table_number(f->c, t, row, k++, tally->total);
	for (size_t i = scale->n; i-- > 0;)
		table_number(f->c, t, row, k++, tally->levels[i]);
	table_text(t, row, k, mean ? mean : "—")->number = mean != NULL;
}

/* 目標値に達した所属 … */
static const char *met_note(const struct figure_call *f, const struct part_stats *p)
{
	struct arena *a = f->c->arena;
	const char *names = NULL;
	size_t met = 0;

	for (size_t i = 0; i < p->n_targets; i++) {
		if (tally_met(&p->targets[i].tally, &p->scale) != 1)
			continue;
		met++;
		names = names ? arena_printf(a, "%s、%s", names, p->targets[i].unit)
		              : p->targets[i].unit;
	}
	if (!met)
		return arena_printf(a, "注　目標値%sに達した所属はない。", p->scale.row.target);
	return arena_printf(a, "注　目標値%sに達した所属は%zu所属中%zu所属（%s）である。",
	                    p->scale.row.target, p->n_targets, met, names);
}

/* 注　情報は情報資産の管理、… の監査項目数である。 */
static const char *short_names(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;
	const char *out = "注　";

	for (size_t i = 0; i < s->n_catalogs; i++)
		out = arena_printf(f->c->arena, "%s%s「%s」は%s", out, i ? "、" : "",
		                   s->catalogs[i].short_name, s->catalogs[i].subject);
	return arena_printf(f->c->arena, "%sの監査項目数を示す。", out);
}

static void result_notes(const struct figure_call *f, struct doc_table *t,
                         const struct part_stats *p)
{
	struct arena *a = f->c->arena;

	if (f->data->stats.n_catalogs)
		table_note(f->c, t, short_names(f));
	if (p->total.na)
		table_note(f->c, t, p->scale.na_as >= 0
		        ? arena_printf(a, "注　( )内は%sの数で、レベル%sに数える。", p->scale.row.na_name,
		                       p->scale.levels[p->scale.na_as].code)
		        : arena_printf(a, "注　( )内は%sの数で、レベルには数えない。", p->scale.row.na_name));
	if (p->total.unjudged)
		table_note(f->c, t, arena_printf(a, "注　未判定が%" PRId64 "項目ある。総監査項目数に含み、レベルと平均には含まない。",
		                                 p->total.unjudged));
	if (p->scale.target.den && p->total.judged)
		table_note(f->c, t, met_note(f, p));
	table_note(f->c, t, "注　平均対策レベルは項目ごとのレベルの平均で、小数点以下第3位を四捨五入した。");
}

static struct doc_table *result_table(const struct figure_call *f, const struct part_stats *p)
{
	struct arena *a = f->c->arena;
	size_t n_columns = f->data->stats.n_catalogs + p->scale.n + 3;
	struct doc_table *t = table_make(f->c, arena_printf(a, "results-%" PRId64, p->part.number),
	                                 n_columns, p->n_targets + 2, 1);

	t->caption = arena_printf(a, "%s　対象所属別の結果", p->part.title);
	t->unit = "単位：項目";
	result_heads(f, t, &p->scale);
	for (size_t i = 0; i < p->n_targets; i++)
		result_row(f, t, i + 1, p->targets[i].unit, &p->targets[i].tally, &p->scale);
	result_row(f, t, p->n_targets + 1, "合計", &p->total, &p->scale);
	t->rows[p->n_targets + 1].total = true;
	result_notes(f, t, p);
	return t;
}

void figure_results(const struct figure_call *f)
{
	for (size_t i = 0; i < f->data->stats.n_parts; i++) {
		const struct part_stats *p = &f->data->stats.parts[i];

		if (!figure_wants(f, p))
			continue;
		block_heading(f->out, f->level, p->part.title);
		block_table(f->out, result_table(f, p));
	}
}

/* --- items --- */

/* Common to sections: what one section alone was asked is not. */
static bool widespread(const struct item_stats *item)
{
	return item->detected > 1 && item->detected * 2 >= item->asked;
}

static size_t count_widespread(const struct audit_stats *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_items; i++)
		n += widespread(&s->items[i]);
	return n;
}

void figure_widespread(const struct figure_call *f)
{
	static const char *const heads[] = {"監査項目集", "番号", "項目", "検出した\n所属", "対象とした\n所属", "割合(%)"};
	static const int weights[] = {14, 8, 42, 12, 14, 10};
	const struct audit_stats *s = &f->data->stats;
	size_t n = count_widespread(s), row = 1;
	struct doc_table *t = table_make(f->c, "widespread", 6, n + 1, 1);

	if (!n) {
		block_paragraph(f->out, "二つ以上かつ半数以上の所属で検出した項目はない。");
		return;
	}
	t->caption = "半数以上の所属で検出した項目";
	t->unit = "単位：所属、％";
	for (size_t k = 0; k < 6; k++) {
		table_column(t, k,
		             k > 2    ? ALIGN_RIGHT
		             : k == 1 ? ALIGN_CENTER
		                      : ALIGN_LEFT,
		             weights[k]);
		table_text(t, 0, k, heads[k]);
	}
	for (size_t i = 0; i < s->n_items; i++) {
		const struct item_stats *item = &s->items[i];

		if (!widespread(item))
			continue;
		table_text(t, row, 0, s->catalogs[item->catalog].short_name);
		table_text(t, row, 1, item->no);
		table_text(t, row, 2, item->title);
		table_number(f->c, t, row, 3, item->detected);
		table_number(f->c, t, row, 4, item->asked);
		table_text(t, row++, 5,
		           ratio_format(f->c->arena,
		                        (struct ratio){item->detected * 100, item->asked}, 1,
		                        ROUND_HALF_UP))
			->number = true;
	}
	table_note(f->c, t, "注　二つ以上の所属で検出した項目に限る。対象外とした所属は「対象とした所属」に含めない。割合は小数点以下第2位を四捨五入した。");
	block_table(f->out, t);
}

/* Whether a row is a detection, by the scale of its part; *ret_part is that part. */
static bool detected(const struct audit_stats *s, const struct audit_sheet_out *row,
                     const struct part_stats **ret_part)
{
	for (size_t i = 0; i < s->n_parts; i++) {
		const struct part_stats *p = &s->parts[i];

		if (p->part.number != row->part_number)
			continue;
		*ret_part = p;
		return row->level && strcmp(row->level, LEVEL_NA) != 0 &&
		       scale_index(&p->scale, row->level) != p->scale.conforming;
	}
	return false;
}

void figure_detections(const struct figure_call *f)
{
	static const char *const heads[] = {"監査の種類", "対象所属", "監査項目集", "番号", "項目",
	                                    "前年度",     "レベル",   "区分",       "コメント"};
	static const int weights[] = {13, 12, 10, 6, 17, 7, 7, 9, 44};
	enum { NO = 3, PREVIOUS = 5, LEVEL = 6, N = sizeof heads / sizeof *heads };
	const struct audit_stats *s = &f->data->stats;
	size_t skipped = f->data->previous ? N : PREVIOUS, row = 1, k = 0;
	struct doc_table *t = table_make(f->c, "detections", f->data->previous ? N : N - 1,
	                                 (size_t)s->total.detections + 1, 1);
	const struct part_stats *p;

	t->label = t->caption = "検出事項一覧";
	for (size_t i = 0; i < N; i++) {
		bool centred = i == NO || i == PREVIOUS || i == LEVEL;

		if (i == skipped)
			continue;
		table_column(t, k, centred ? ALIGN_CENTER : ALIGN_LEFT, weights[i]);
		table_text(t, 0, k++, heads[i]);
	}
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct audit_sheet_out *j = &s->rows[i];

		if (!detected(s, j, &p))
			continue;
		k = 0;
		table_text(t, row, k++, p->part.title);
		table_text(t, row, k++, j->unit);
		table_text(t, row, k++, s->catalogs[figure_catalog(f, j->catalog_id)].short_name);
		table_text(t, row, k++, j->no);
		table_text(t, row, k++, j->title);
		if (f->data->previous)
			table_text(t, row, k++, figure_previous(f, &p->scale, j));
		table_text(t, row, k++, j->level);
		table_text(t, row, k++, p->scale.levels[scale_index(&p->scale, j->level)].name);
		table_text(t, row++, k, j->comment);
	}
	if (row == 1)
		block_paragraph(f->out, "検出した項目はない。");
	else
		block_table(f->out, t);
}

void figure_evidence(const struct figure_call *f)
{
	for (size_t i = 0; i < f->data->stats.n_parts; i++) {
		const struct audit_part_row *p = &f->data->stats.parts[i].part;

		if (p->evidence_elsewhere)
			block_paragraph(f->out, arena_printf(f->c->arena,
			                                     "%sの監査証拠は、%sに保管している。",
			                                     p->title, p->evidence_elsewhere));
	}
}
