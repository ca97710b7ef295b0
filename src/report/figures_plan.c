/* What was planned and by which measure: purposes, schedules, checklists, scope, scale. */
#include "report/figures_internal.h"

#include "base/date.h"

#include <inttypes.h>
#include <string.h>

void figure_purposes(const struct figure_call *f)
{
	for (size_t i = 0; i < f->data->stats.n_parts; i++) {
		const struct part_stats *p = &f->data->stats.parts[i];

		if (!figure_wants(f, p))
			continue;
		block_heading(f->out, f->level, p->part.title);
		if (p->part.purpose)
			block_paragraph(f->out, p->part.purpose);
	}
}

/* --- schedules --- */

/* 9:00 as printed, not 09:00 as stored. */
static const char *print_time(const char *hhmm)
{
	return hhmm && hhmm[0] == '0' ? hhmm + 1 : hhmm;
}

const char *figure_hours(struct arena *a, const struct visits_of_audit_out *v)
{
	if (!v->start_time)
		return "";
	return arena_printf(a, "%s～%s", print_time(v->start_time),
	                    v->end_time ? print_time(v->end_time) : "");
}

static const char *day_text(struct arena *a, const char *iso)
{
	struct date d;

	if (!date_from_iso(iso, &d))
		return iso;
	return arena_printf(a, "%s(%s)", date_format(a, d, DATE_MONTH_DAY), date_weekday_ja(d));
}

/* 保育課（第二保育園を含む） */
static const char *visited(struct arena *a, const struct visits_of_audit_out *v)
{
	return v->facilities ? arena_printf(a, "%s（%sを含む）", v->unit, v->facilities) : v->unit;
}

/* One row a visit; the day is printed once for all visits of the day (the cells are merged). */
static void merge_days(struct doc_table *t, const struct visits_of_audit_out *v, size_t n)
{
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && strcmp(v[k].day, v[i].day) == 0; k++)
			t->rows[k + 1].cells[1].covered = true;
		t->rows[i + 1].cells[1].rowspan = (int)(k - i);
	}
}

static bool any_place(const struct visits_of_audit_out *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].place)
			return true;
	return false;
}

static struct doc_table *schedule_table(const struct figure_call *f, const struct part_stats *p,
                                        const struct visits_of_audit_out *v, size_t n)
{
	static const char *const heads[] = {"通番", "日程", "時間", "対象所属", "方法", "場所"};
	static const int weights[] = {6, 15, 15, 24, 19, 22};
	struct arena *a = f->c->arena;
	size_t n_columns = any_place(v, n) ? 6 : 5;
	struct doc_table *t = table_make(f->c, arena_printf(a, "schedule-%" PRId64, p->part.number),
	                                 n_columns, n + 1, 1);

	t->caption = arena_printf(a, "%s　日程", p->part.title);
	for (size_t k = 0; k < n_columns; k++) {
		table_column(t, k, k < 3 ? ALIGN_CENTER : ALIGN_LEFT, weights[k]);
		table_text(t, 0, k, heads[k]);
	}
	for (size_t i = 0; i < n; i++) {
		table_number(f->c, t, i + 1, 0, (int64_t)i + 1);
		table_text(t, i + 1, 1, day_text(a, v[i].day));
		table_text(t, i + 1, 2, figure_hours(a, &v[i]));
		table_text(t, i + 1, 3, visited(a, &v[i]));
		table_text(t, i + 1, 4, v[i].method);
		if (n_columns > 5)
			table_text(t, i + 1, 5, v[i].place);
	}
	merge_days(t, v, n);
	return t;
}

void figure_schedules(const struct figure_call *f)
{
	const struct report_data *d = f->data;

	for (size_t i = 0; i < d->stats.n_parts; i++) {
		const struct part_stats *p = &d->stats.parts[i];
		size_t first = 0, n = 0;

		if (!figure_wants(f, p))
			continue;
		while (first < d->n_visits && d->visits[first].part_number != p->part.number)
			first++;
		while (first + n < d->n_visits &&
		       d->visits[first + n].part_number == p->part.number)
			n++;
		block_heading(f->out, f->level, p->part.title);
		if (n)
			block_table(f->out, schedule_table(f, p, d->visits + first, n));
		else
			block_paragraph(f->out, arena_printf(f->c->arena,
			                                     "対象は%zu所属で、日程の登録はない。",
			                                     p->n_targets));
	}
}

/* --- checklists and scope --- */

/* "（内部監査:3、外部監査…:7）" where parts ask different numbers of a catalogue's items. */
static const char *scope_differences(const struct figure_call *f, size_t catalog)
{
	const struct audit_stats *s = &f->data->stats;
	const char *out = NULL;
	bool differ = false;

	for (size_t i = 0; i < s->n_parts; i++) {
		int64_t n = s->parts[i].scope_items[catalog];

		if (!n)
			continue;
		differ |= n != s->parts[i].version_items[catalog];
		out = out ? arena_printf(f->c->arena, "%s、%s%" PRId64, out, s->parts[i].part.title,
		                         n)
		          : arena_printf(f->c->arena, "%s%" PRId64, s->parts[i].part.title, n);
	}
	return differ ? arena_printf(f->c->arena, "（%s）", out) : "";
}

void figure_checklists(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;

	for (size_t i = 0; i < s->n_catalogs; i++) {
		int64_t items = 0;

		for (size_t k = 0; k < s->n_parts; k++)
			if (s->parts[k].version_items[i] > items)
				items = s->parts[k].version_items[i];
		block_list_item(f->out, 1,
		                arena_printf(f->c->arena, "%s：%s（項目数：%" PRId64 "%s）",
		                             s->catalogs[i].subject, s->catalogs[i].catalog, items,
		                             scope_differences(f, i)));
	}
}

static const char *scope_sign(const struct part_stats *p, size_t catalog)
{
	if (!p->scope_items[catalog])
		return "—";
	return p->scope_items[catalog] >= p->version_items[catalog] ? "○" : "△";
}

void figure_scope(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;
	struct doc_table *t = table_make(f->c, "scope", s->n_catalogs + 1, s->n_parts + 1, 1);

	t->caption = "監査の対象範囲";
	table_column(t, 0, ALIGN_LEFT, 40);
	table_text(t, 0, 0, "監査の種類");
	for (size_t k = 0; k < s->n_catalogs; k++) {
		table_column(t, k + 1, ALIGN_CENTER, (int)(60 / s->n_catalogs));
		table_text(t, 0, k + 1, s->catalogs[k].subject);
	}
	for (size_t i = 0; i < s->n_parts; i++) {
		table_head(t, i + 1, 0, s->parts[i].part.title);
		for (size_t k = 0; k < s->n_catalogs; k++)
			table_text(t, i + 1, k + 1, scope_sign(&s->parts[i], k));
	}
	table_note(f->c, t, "注　○は全項目、△は一部の項目を対象とし、—は対象としない。");
	block_table(f->out, t);
}

/* --- scales --- */

static bool scale_seen(const struct audit_stats *s, size_t part)
{
	for (size_t i = 0; i < part; i++)
		if (s->parts[i].part.scale_id == s->parts[part].part.scale_id)
			return true;
	return false;
}

static void scale_table(const struct figure_call *f, const struct scale *scale, const char *key)
{
	struct arena *a = f->c->arena;
	struct doc_table *t = table_make(f->c, key, 3, scale->n + 1, 1);

	t->caption = scale->row.name;
	table_column(t, 0, ALIGN_LEFT, 20);
	table_column(t, 1, ALIGN_CENTER, 12);
	table_column(t, 2, ALIGN_LEFT, 68);
	table_text(t, 0, 0, "区分");
	table_text(t, 0, 1, "レベル");
	table_text(t, 0, 2, "基準");
	for (size_t i = 0; i < scale->n; i++) {
		table_head(t, i + 1, 0, scale->levels[i].name);
		table_text(t, i + 1, 1, scale->levels[i].code);
		table_text(t, i + 1, 2, scale->levels[i].criterion);
	}
	if (scale->na_as >= 0)
		table_note(f->c, t, arena_printf(a, "注　%sはレベル%sに数える。", scale->row.na_name,
		                                 scale->levels[scale->na_as].code));
	block_table(f->out, t);
}

void figure_scale(const struct figure_call *f)
{
	const struct audit_stats *s = &f->data->stats;

	for (size_t i = 0; i < s->n_parts; i++)
		if (!scale_seen(s, i))
			scale_table(
				f, &s->parts[i].scale,
				arena_printf(f->c->arena, "scale-%s", s->parts[i].scale.row.code));
}
