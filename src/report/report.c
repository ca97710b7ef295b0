#include "report/report.h"

#include "audit/audit.h"
#include "base/date.h"
#include "base/text.h"
#include "report/blocks.h"
#include "report/figures.h"
#include "report/source.h"
#include "report/templates.h"

#include <string.h>

static enum err setting(struct ctx *c, const char *key, const char *otherwise, const char **ret)
{
	struct setting_row *row;

	TRY(q_setting_by_key(c, &(struct setting_by_key_in){key}, &row));
	*ret = row ? row->value : otherwise;
	return OK;
}

enum err report_load(struct ctx *c, const struct audit_row *audit, const char *day,
                     struct report_data *ret)
{
	struct previous *previous;

	memset(ret, 0, sizeof(*ret));
	ret->day = day;
	TRY(audit_stats_compute(c, audit, day, &ret->stats));
	TRY(previous_load(c, &ret->stats, &previous));
	ret->previous = previous;
	TRY(q_visits_of_audit(c, &(struct visits_of_audit_in){audit->id}, &ret->visits,
	                      &ret->n_visits));
	TRY(setting(c, "organisation", "", &ret->organisation));
	return setting(c, "numbering", NUMBERING_DEFAULT, &ret->numbering);
}

/* "2025-03" as 令和7年3月; a report without its month says none. */
static const char *month_text(struct arena *a, const char *month)
{
	struct date d;
	char *text;

	if (!month || !date_from_iso(arena_printf(a, "%s-01", month), &d))
		return NULL;
	text = (char *)date_format(a, d, DATE_ERA_LONG);
	text[strlen(text) - strlen("1日")] = '\0';
	return text;
}

static void fill_front(struct ctx *c, const struct report_data *data, struct doc *doc)
{
	const struct audit_row *audit = &data->stats.audit;
	struct text_list marks = text_split(c->arena, audit->marks, "\n,");
	struct date day;

	doc->subtitle = fiscal_year_format(c->arena, (int)audit->fiscal_year);
	if (data->day && date_from_iso(data->day, &day))
		doc->subtitle = arena_printf(c->arena, "%s（%sの組織による）", doc->subtitle,
		                             date_format(c->arena, day, DATE_ERA_LONG));
	doc->title = audit->title;
	doc->organisation = data->organisation;
	doc->date = month_text(c->arena, audit->report_month);
	doc->number = audit->document_number;
	doc->marks = marks.v;
	doc->n_marks = marks.n;
	doc->language = "ja";
	doc->made_us = c->now_us;
}

enum err report_build(struct ctx *c, const struct audit_row *audit, const char *day,
                      struct doc *ret)
{
	struct report_data data;
	struct doc doc = {.cover = true, .contents = true};

	TRY(report_load(c, audit, day, &data));
	TRY(source_parse(c, audit->source ? audit->source : template_report,
	                 audit->source ? audit->code : "report.md", &data, &doc.blocks));
	TRY(headings_number(c, doc.blocks, data.numbering));
	captions_number(c, doc.blocks);
	fill_front(c, &data, &doc);
	*ret = doc;
	return OK;
}

/* The unit in the part; without a part in the first one that has it. */
static enum err find_target(struct ctx *c, struct report_data *data, const char *part,
                            const char *unit_code)
{
	struct audit_stats *s = &data->stats;
	struct audit_part_row wanted;

	if (part)
		TRY(audit_find_part(c, &s->audit, part, &wanted));
	for (size_t i = 0; i < s->n_parts; i++) {
		if (part && s->parts[i].part.id != wanted.id)
			continue;
		for (size_t k = 0; k < s->parts[i].n_targets; k++) {
			if (strcmp(s->parts[i].targets[k].unit_code, unit_code) != 0)
				continue;
			data->only_part = &s->parts[i];
			data->only = &s->parts[i].targets[k];
			return OK;
		}
	}
	if (part)
		return FAIL(c, ERR_NOT_FOUND, N_("Unit {1} is no target of part {2}."), unit_code,
		            part);
	return FAIL(c, ERR_NOT_FOUND, N_("Unit {1} is no target of the audit."), unit_code);
}

enum err report_build_sheet(struct ctx *c, const struct audit_row *audit, const char *part,
                            const char *unit_code, struct doc *ret)
{
	struct report_data data;
	struct doc doc = {0};

	TRY(report_load(c, audit, NULL, &data));
	TRY(find_target(c, &data, part, unit_code));
	TRY(source_parse(c, template_sheet, "sheet.md", &data, &doc.blocks));
	fill_front(c, &data, &doc);
	doc.subtitle = arena_printf(c->arena, "%s　%s　監査結果（事実確認用）", doc.subtitle,
	                            data.only_part->part.title);
	doc.title = data.only->unit;
	doc.date = doc.number = NULL; /* those of the report, which comes later */
	doc.one_page = true;
	*ret = doc;
	return OK;
}

enum err report_build_detections(struct ctx *c, const struct audit_row *audit, const char *day,
                                 struct doc *ret)
{
	struct report_data data;
	struct doc doc = {0};

	TRY(report_load(c, audit, day, &data));
	TRY(figure_make(c, &data, "detections", 1, &doc.blocks));
	fill_front(c, &data, &doc);
	doc.subtitle = arena_printf(c->arena, "%s　%s", doc.subtitle, audit->title);
	doc.title = "検出事項一覧";
	doc.landscape = true;
	*ret = doc;
	return OK;
}
