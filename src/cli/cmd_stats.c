#include "cli/cli.h"

#include "audit/audit.h"
#include "audit/previous.h"
#include "base/text.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

const struct cli_option options_audit_stats[] = {
	{"as-of", "DATE",
	 N_("sections as they stand on that day (without it: as they were audited)")},
	{NULL, NULL, NULL},
};

/* What is printed, with last year's beside it. */
struct both_years {
	struct audit_stats s;
	struct previous *before; /* NULL = none */
};

/* --- JSON --- */

static json_t *counts_json(const struct audit_stats *s, const struct tally *t)
{
	json_t *o = json_object();

	for (size_t i = 0; i < s->n_catalogs; i++) {
		const struct catalog_count *n = &t->catalogs[i];

		if (n->asked)
			json_object_set_new(o, s->catalogs[i].catalog,
			                    json_pack("{s:I, s:I, s:I}", "items",
			                              (json_int_t)(n->asked - n->na), "na",
			                              (json_int_t)n->na, "unjudged",
			                              (json_int_t)n->unjudged));
	}
	return o;
}

static void put_tally(struct cli *cli, json_t *o, const struct audit_stats *s,
                      const struct tally *t, const struct scale *scale)
{
	const char *mean = tally_mean_text(cli->ctx.arena, t);
	json_t *levels = json_object();
	int met = tally_met(t, scale);

	for (size_t i = scale->n; i-- > 0;)
		json_object_set_new(levels, scale->levels[i].code, json_integer(t->levels[i]));
	json_object_set_new(o, "catalogs", counts_json(s, t));
	json_object_set_new(o, "total", json_integer(t->total));
	json_object_set_new(o, "unjudged", json_integer(t->unjudged));
	json_object_set_new(o, "levels", levels);
	json_object_set_new(o, "mean", mean ? json_string(mean) : json_null());
	json_object_set_new(o, "met", met < 0 ? json_null() : json_boolean(met));
	json_object_set_new(o, "detections", json_integer(t->detections));
	json_object_set_new(o, "exemplary", json_integer(t->exemplary));
}

static void put_previous(struct cli *cli, json_t *o, const struct tally *before)
{
	const char *mean = before ? tally_mean_text(cli->ctx.arena, before) : NULL;

	json_object_set_new(o, "previous_mean", mean ? json_string(mean) : json_null());
}

/* part NULL = all parts together. */
static const struct tally *before_of(const struct both_years *y, const struct part_stats *part,
                                     const char *unit_code)
{
	return part ? previous_tally(y->before, part, unit_code)
	            : previous_total(y->before, &y->s, unit_code);
}

static json_t *target_json(struct cli *cli, const struct both_years *y,
                           const struct part_stats *part, const struct target_stats *t,
                           const struct scale *scale)
{
	json_t *o = json_object();

	json_object_set_new(o, "unit_code", json_string(t->unit_code));
	json_object_set_new(o, "unit", json_string(t->unit));
	json_object_set_new(o, "confirmed_on",
	                    t->confirmed_on ? json_string(t->confirmed_on) : json_null());
	put_tally(cli, o, &y->s, &t->tally, scale);
	put_previous(cli, o, before_of(y, part, t->unit_code));
	return o;
}

static json_t *targets_json(struct cli *cli, const struct both_years *y,
                            const struct part_stats *part, const struct target_stats *t, size_t n,
                            const struct scale *scale)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, target_json(cli, y, part, &t[i], scale));
	return list;
}

static json_t *part_json(struct cli *cli, const struct both_years *y,
                         const struct part_stats *p)
{
	json_t *o = json_object(), *total = json_object();

	json_object_set_new(o, "part", json_string(p->part.code));
	json_object_set_new(o, "number", json_integer(p->part.number));
	json_object_set_new(o, "kind", json_string(p->part.kind));
	json_object_set_new(o, "title", json_string(p->part.title));
	json_object_set_new(o, "targets",
	                    targets_json(cli, y, p, p->targets, p->n_targets, &p->scale));
	put_tally(cli, total, &y->s, &p->total, &p->scale);
	put_previous(cli, total, before_of(y, p, NULL));
	json_object_set_new(o, "total", total);
	return o;
}

static json_t *detections_json(const struct audit_stats *s)
{
	json_t *by = json_object();

	for (size_t i = 0; i < s->n_catalogs; i++)
		json_object_set_new(by, s->catalogs[i].catalog,
		                    json_integer(s->total.catalogs[i].detected));
	return json_pack("{s:I, s:I, s:o}", "total", (json_int_t)s->total.detections, "exemplary",
	                 (json_int_t)s->total.exemplary, "by_catalog", by);
}

static json_t *stats_json(struct cli *cli, const struct both_years *y)
{
	const struct audit_stats *s = &y->s;
	json_t *o = json_object(), *parts = json_array(), *items = json_array(),
	       *total = json_object();
	const struct scale *scale = &s->parts[0].scale;

	for (size_t i = 0; i < s->n_parts; i++)
		json_array_append_new(parts, part_json(cli, y, &s->parts[i]));
	for (size_t i = 0; i < s->n_items; i++)
		json_array_append_new(items,
		                      json_pack("{s:s, s:s, s:s, s:I, s:I}", "catalog",
		                                s->catalogs[s->items[i].catalog].catalog, "no",
		                                s->items[i].no, "title", s->items[i].title, "asked",
		                                (json_int_t)s->items[i].asked, "detected",
		                                (json_int_t)s->items[i].detected));
	json_object_set_new(o, "audit", json_string(s->audit.code));
	json_object_set_new(o, "fiscal_year", json_integer(s->audit.fiscal_year));
	json_object_set_new(o, "parts", parts);
	json_object_set_new(o, "targets",
	                    targets_json(cli, y, NULL, s->targets, s->n_targets, scale));
	put_tally(cli, total, s, &s->total, scale);
	put_previous(cli, total, before_of(y, NULL, NULL));
	json_object_set_new(o, "total", total);
	json_object_set_new(o, "detections", detections_json(s));
	json_object_set_new(o, "items", items);
	return o;
}

/* --- text --- */

static void print_padded(const char *text, int width)
{
	int gap = width - text_width(text);

	printf("%s%*s", text, gap > 0 ? gap : 1, "");
}

static void print_row(struct cli *cli, const struct audit_stats *s, const char *name,
                      const struct tally *t, const struct scale *scale)
{
	const char *mean = tally_mean_text(cli->ctx.arena, t);

	print_padded(text_truncate(cli->ctx.arena, name, 30), 32);
	for (size_t i = 0; i < s->n_catalogs; i++)
		print_padded(catalog_count_text(cli->ctx.arena, &t->catalogs[i]), 10);
	printf("%6lld ", (long long)t->total);
	for (size_t i = scale->n; i-- > 0;)
		printf("%5lld", (long long)t->levels[i]);
	printf("  %6s\n", mean ? mean : "—");
}

static void print_part(struct cli *cli, const struct audit_stats *s, const struct part_stats *p)
{
	printf("\n%s\n", p->part.title);
	print_padded("対象所属", 32);
	for (size_t i = 0; i < s->n_catalogs; i++)
		print_padded(s->catalogs[i].short_name, 10);
	printf("  項目 ");
	for (size_t i = p->scale.n; i-- > 0;)
		printf("%5s", p->scale.levels[i].code);
	printf("    平均\n");
	for (size_t i = 0; i < p->n_targets; i++)
		print_row(cli, s, p->targets[i].unit, &p->targets[i].tally, &p->scale);
	print_row(cli, s, "合計", &p->total, &p->scale);
}

enum err command_audit_stats(struct cli *cli)
{
	struct ctx *c = &cli->ctx;
	struct audit_row audit;
	struct both_years y;
	const struct audit_stats *s = &y.s;
	const char *day;

	TRY(cli_open(cli));
	TRY(cli_expect_words(cli, 1, 1));
	TRY(cli_day(cli, "as-of", &day));
	TRY(db_begin(c, DB_READ));
	TRY(audit_find(c, cli->words[0], &audit));
	TRY(audit_stats_compute(c, &audit, day, &y.s));
	TRY(previous_load(c, &y.s, &y.before));
	db_rollback(c);
	if (cli_json(cli)) {
		cli_print_json(stats_json(cli, &y));
		return OK;
	}
	for (size_t i = 0; i < s->n_parts; i++)
		print_part(cli, s, &s->parts[i]);
	printf("\n検出 %lld（うち模範的 %lld）／ %lld項目\n", (long long)s->total.detections,
	       (long long)s->total.exemplary, (long long)s->total.total);
	return OK;
}
