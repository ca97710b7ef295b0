#include "report/figures_internal.h"

#include "base/text.h"
#include "report/summary_doc.h"

#include <string.h>

static const struct figure_kind {
	const char *name;
	void (*make)(const struct figure_call *f);
	bool of_section; /* shows the one section of a result sheet */
} kinds[] = {
        {"purposes", figure_purposes, false},
        {"schedules", figure_schedules, false},
        {"checklists", figure_checklists, false},
        {"scope", figure_scope, false},
        {"scale", figure_scale, false},
        {"results", figure_results, false},
        {"chart-levels", figure_chart_levels, false},
        {"chart-areas", figure_chart_areas, false},
        {"widespread", figure_widespread, false},
        {"detections", figure_detections, false},
        {"evidence", figure_evidence, false},
        {"changes", figure_changes, false},
        {"sheet-head", figure_sheet_head, true},
        {"sheet-items", figure_sheet_items, true},
};

static const struct figure_about abouts[] = {
        {"purposes", N_("the purpose of each part")},
        {"schedules", N_("visits of each part")},
        {"checklists", N_("checklists and their numbers of items")},
        {"scope", N_("what each part covers: ○ △ —")},
        {"scale", N_("levels and what they mean")},
        {"results", N_("result tables; part=CODE for one part")},
        {"chart-levels", N_("chart: levels by section")},
        {"chart-areas", N_("chart: mean by section and area")},
        {"widespread", N_("items detected in half of the sections or more")},
        {"detections", N_("all detections with comments")},
        {"evidence", N_("where evidence is held")},
        {"changes", N_("what changed since last year")},
};

/* Beside the figures of the audit the summaries of the ledgers. */
const struct figure_about *figure_list(struct arena *a, size_t *ret_n)
{
	const size_t n = sizeof(abouts) / sizeof(abouts[0]);
	struct figure_about *all = ARENA_ARRAY(a, n + n_summary_kinds, struct figure_about);

	memcpy(all, abouts, sizeof(abouts));
	for (size_t i = 0; i < n_summary_kinds; i++)
		all[n + i] = (struct figure_about){summary_kinds[i].code, summary_kinds[i].label};
	*ret_n = n + n_summary_kinds;
	return all;
}


bool figure_wants(const struct figure_call *f, const struct part_stats *p)
{
	return !f->part || strcmp(f->part, p->part.code) == 0;
}

size_t figure_catalog(const struct figure_call *f, int64_t catalog_id)
{
	size_t i = 0;

	while (i + 1 < f->data->stats.n_catalogs &&
	       f->data->stats.catalogs[i].catalog_id != catalog_id)
		i++;
	return i;
}

const char *figure_item_name(const struct figure_call *f, int64_t catalog_id, const char *no)
{
	return arena_printf(f->c->arena, "%s %s",
	                    f->data->stats.catalogs[figure_catalog(f, catalog_id)].short_name, no);
}

static bool part_exists(const struct report_data *data, const char *code)
{
	for (size_t i = 0; i < data->stats.n_parts; i++)
		if (strcmp(data->stats.parts[i].part.code, code) == 0)
			return true;
	return false;
}

/* A summary of the ledgers: counted from what stands in them when the report is made. */
static enum err figure_of_ledgers(struct ctx *c, const char *name, struct block_list *out,
                                  struct block **ret_blocks)
{
	const struct summary_kind *kind = summary_find(name);
	struct summary s;

	if (!kind)
		return FAIL(c, ERR_INVALID,
		            N_("There is no figure “{1}”. docs/formats.md lists them."), name);
	TRY(summary_make(c, kind, &(struct summary_options){0}, &s));
	summary_blocks(&s, out);
	*ret_blocks = out->first;
	return OK;
}

enum err figure_make(struct ctx *c, const struct report_data *data, const char *spec,
                     int heading_level, struct block **ret_blocks)
{
	struct text_list words = text_split(c->arena, spec, " \n");
	struct block_list out = {.c = c};
	struct figure_call f = {.c = c, .data = data, .level = heading_level + 1, .out = &out};

	if (!words.n)
		return FAIL(c, ERR_INVALID,
		            N_("The figure block is empty. Write the name of a figure in it."));
	for (size_t i = 1; i < words.n; i++) {
		if (strncmp(words.v[i], "part=", 5) != 0 || !part_exists(data, words.v[i] + 5))
			return FAIL(
				c, ERR_INVALID,
				N_("“{1}” is not understood in the figure “{2}”. "
				   "Only part=CODE of an existing part is."),
				words.v[i], words.v[0]);
		f.part = words.v[i] + 5;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].name, words.v[0]) != 0)
			continue;
		if (kinds[i].of_section && !data->only)
			return FAIL(
				c, ERR_INVALID,
				N_("The figure “{1}” is for the result sheet of one section only."),
				words.v[0]);
		kinds[i].make(&f);
		*ret_blocks = out.first;
		return OK;
	}
	return figure_of_ledgers(c, words.v[0], &out, ret_blocks);
}
