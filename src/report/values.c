#include "report/values.h"

#include "base/date.h"

#include <inttypes.h>
#include <string.h>

static const char *number(struct ctx *c, int64_t n)
{
	return count_format(c->arena, n);
}

static const char *or_dash(const char *s)
{
	return s ? s : "—";
}

/* What a tally can tell, by name. */
static const char *of_tally(struct ctx *c, const struct tally *t, const char *what)
{
	if (strcmp(what, "items") == 0)
		return number(c, t->total);
	if (strcmp(what, "detections") == 0)
		return number(c, t->detections);
	if (strcmp(what, "exemplary") == 0)
		return number(c, t->exemplary);
	if (strcmp(what, "na") == 0)
		return number(c, t->na);
	if (strcmp(what, "unjudged") == 0)
		return number(c, t->unjudged);
	if (strcmp(what, "mean") == 0)
		return or_dash(tally_mean_text(c->arena, t));
	return NULL;
}

static const char *of_total(struct ctx *c, const struct report_data *d, const char *what)
{
	if (strcmp(what, "sections") == 0)
		return number(c, (int64_t)d->stats.n_targets);
	return of_tally(c, &d->stats.total, what);
}

static const char *of_part(struct ctx *c, const struct report_data *d, const char *rest)
{
	const char *dot = strrchr(rest, '.');

	for (size_t i = 0; dot && i < d->stats.n_parts; i++) {
		const struct part_stats *p = &d->stats.parts[i];

		if (strlen(p->part.code) != (size_t)(dot - rest) ||
		    strncmp(p->part.code, rest, (size_t)(dot - rest)) != 0)
			continue;
		if (strcmp(dot + 1, "title") == 0)
			return p->part.title;
		if (strcmp(dot + 1, "sections") == 0)
			return number(c, (int64_t)p->n_targets);
		return of_tally(c, &p->total, dot + 1);
	}
	return NULL;
}

static const char *of_catalog(struct ctx *c, const struct report_data *d, const char *rest)
{
	const char *dot = strrchr(rest, '.');

	for (size_t i = 0; dot && i < d->stats.n_catalogs; i++) {
		const struct audit_catalogs_out *catalog = &d->stats.catalogs[i];
		const struct catalog_count *n = &d->stats.total.catalogs[i];

		if (strlen(catalog->short_name) != (size_t)(dot - rest) ||
		    strncmp(catalog->short_name, rest, (size_t)(dot - rest)) != 0)
			continue;
		if (strcmp(dot + 1, "subject") == 0)
			return catalog->subject;
		if (strcmp(dot + 1, "items") == 0)
			return number(c, n->asked);
		if (strcmp(dot + 1, "detections") == 0)
			return number(c, n->detected);
		if (strcmp(dot + 1, "exemplary") == 0)
			return number(c, n->exemplary);
	}
	return NULL;
}

static const char *breakdown(struct ctx *c, const struct report_data *d)
{
	const char *out = d->stats.n_catalogs ? "" : "検出なし";

	for (size_t i = 0; i < d->stats.n_catalogs; i++) {
		const struct catalog_count *n = &d->stats.total.catalogs[i];

		out = arena_printf(c->arena, "%s%s%sが%s件", out, i ? "、" : "",
		                   d->stats.catalogs[i].subject, number(c, n->detected));
		if (n->exemplary)
			out = arena_printf(c->arena, "%s（うち模範的な取組%s件）", out,
			                   number(c, n->exemplary));
	}
	return out;
}

static const char *met_sections(struct ctx *c, const struct report_data *d)
{
	int64_t met = 0;

	for (size_t i = 0; d->stats.one_scale && i < d->stats.n_targets; i++)
		met += tally_met(&d->stats.targets[i].tally, &d->stats.parts[0].scale) == 1;
	return number(c, met);
}

static const char *comparison(struct ctx *c, const struct report_data *d)
{
	const struct tally *before = previous_total(d->previous, &d->stats, NULL);
	const char *mean = before ? tally_mean_text(c->arena, before) : NULL;

	if (!mean)
		return "";
	return arena_printf(c->arena, "前年度（%s）の平均対策レベルは%sであった。",
	                    fiscal_year_format(c->arena,
	                                       (int)d->previous->stats.audit.fiscal_year),
	                    mean);
}

static const char *remaining(struct ctx *c, const struct report_data *d)
{
	if (!d->stats.total.unjudged)
		return "";
	return arena_printf(c->arena, "ほかに%s項目が未判定である。",
	                    number(c, d->stats.total.unjudged));
}

const char *value_find(struct ctx *c, const struct report_data *d, const char *name)
{
	const struct audit_row *audit = &d->stats.audit;

	if (strcmp(name, "organisation") == 0)
		return *d->organisation ? d->organisation : "当団体";
	if (strcmp(name, "fiscal_year") == 0)
		return fiscal_year_format(c->arena, (int)audit->fiscal_year);
	if (strcmp(name, "title") == 0)
		return audit->title;
	if (strcmp(name, "document_number") == 0)
		return or_dash(audit->document_number);
	if (strcmp(name, "breakdown") == 0)
		return breakdown(c, d);
	if (strcmp(name, "comparison") == 0)
		return comparison(c, d);
	if (strcmp(name, "remaining") == 0)
		return remaining(c, d);
	if (strcmp(name, "met.sections") == 0)
		return met_sections(c, d);
	if (strcmp(name, "target") == 0)
		return d->stats.n_parts ? or_dash(d->stats.parts[0].scale.row.target) : "—";
	if (strncmp(name, "total.", 6) == 0)
		return of_total(c, d, name + 6);
	if (strncmp(name, "part.", 5) == 0)
		return of_part(c, d, name + 5);
	if (strncmp(name, "catalog.", 8) == 0)
		return of_catalog(c, d, name + 8);
	return NULL;
}

/* --- the list of all --- */

struct lister {
	struct ctx *c;
	const struct report_data *data;
	struct value *v;
	size_t n, room;
};

static void list(struct lister *l, const char *name)
{
	struct value *v;

	if (l->n == l->room) {
		l->v = arena_grow(l->c->arena, l->v, l->room * sizeof(*l->v),
		                  (l->room * 2 + 32) * sizeof(*l->v));
		l->room = l->room * 2 + 32;
	}
	v = &l->v[l->n++];
	v->name = name;
	v->now = value_find(l->c, l->data, name);
	BUG_IF(!v->now);
}

static void list_below(struct lister *l, const char *above, const char *const *names)
{
	for (; *names; names++)
		list(l, arena_printf(l->c->arena, "%s.%s", above, *names));
}

const struct value *value_list(struct ctx *c, const struct report_data *data, size_t *ret_n)
{
	static const char *const plain[] = {
		"organisation", "fiscal_year",  "title",  "document_number",
		"breakdown",    "comparison",   "remaining", "met.sections", "target", NULL};
	static const char *const total[] = {"sections", "items", "detections", "exemplary",
	                                    "na", "unjudged", "mean", NULL};
	static const char *const part[] = {"title", "sections", "items", "detections", "exemplary",
	                                   "na", "unjudged", "mean", NULL};
	static const char *const catalog[] = {"subject", "items", "detections", "exemplary", NULL};
	struct lister l = {.c = c, .data = data};

	for (size_t i = 0; plain[i]; i++)
		list(&l, plain[i]);
	list_below(&l, "total", total);
	for (size_t i = 0; i < data->stats.n_parts; i++)
		list_below(&l, arena_printf(c->arena, "part.%s", data->stats.parts[i].part.code),
		           part);
	for (size_t i = 0; i < data->stats.n_catalogs; i++)
		list_below(&l,
		           arena_printf(c->arena, "catalog.%s", data->stats.catalogs[i].short_name),
		           catalog);
	*ret_n = l.n;
	return l.v;
}
