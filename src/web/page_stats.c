/* The statistics of an audit: every number leads to the judgements it counts. */
#include "audit/audit.h"
#include "audit/previous.h"
#include "audit/stats_chart.h"
#include "base/date.h"
#include "web/rows.h"

#include <inttypes.h>
#include <string.h>

struct stats_page {
	struct audit_stats s;
	struct previous *before; /* NULL = none */
};

static enum err load(struct request *r, struct stats_page *p)
{
	struct audit_row audit;

	*p = (struct stats_page){0};
	TRY(audit_find(&r->c, r->args[0], &audit));
	TRY(audit_stats_compute(&r->c, &audit, filter_day(r, "on"), &p->s));
	return previous_load(&r->c, &p->s, &p->before);
}

static const char *numeral(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

/* --- numbers that lead to their rows --- */

static void put_link(struct request *r, const char *text, struct url to)
{
	EL(&r->html, A, text, HREF(to));
}

/* The same day on the page that the link leads to. */
static struct url on_day(struct request *r, struct url to)
{
	return url_with(r->c.arena, to, "on", filter_day(r, "on"));
}

static struct url rows_of(struct request *r, const struct stats_page *p, struct rows_filter f,
                          enum rows_only only)
{
	f.only = only;
	f.on = filter_day(r, "on");
	return rows_url(r, p->s.audit.code, &f);
}

static void cell_count(struct request *r, const struct stats_page *p, int64_t n,
                       struct rows_filter f, enum rows_only only)
{
	cell_number_link(r, n, rows_of(r, p, f, only));
}

static void cell_mean(struct request *r, const struct audit_stats *s, const struct tally *t,
                      struct rows_filter f)
{
	const char *mean = t ? tally_mean_text(r->c.arena, t) : NULL;

	f.only = ROWS_MEAN;
	OPEN(&r->html, TD, AT(CLASS, "number"));
	if (mean)
		put_link(r, mean, rows_url(r, s->audit.code, &f));
	else
		html_text(&r->html, "—");
	CLOSE(&r->html, TD);
}

/* "10(1)": those asked, and in brackets the 対象外. */
static void cell_catalog(struct request *r, const struct stats_page *p, size_t catalog,
                         const struct tally *t, struct rows_filter f)
{
	struct html *h = &r->html;
	const struct catalog_count *n = &t->catalogs[catalog];

	f.catalog = p->s.catalogs[catalog].catalog;
	OPEN(h, TD, AT(CLASS, "number"));
	if (n->asked)
		put_link(r, numeral(r, n->asked - n->na), rows_of(r, p, f, ROWS_APPLIED));
	else
		html_text(h, "—");
	if (n->na) {
		html_text(h, "(");
		put_link(r, numeral(r, n->na), rows_of(r, p, f, ROWS_NA));
		html_text(h, ")");
	}
	CLOSE(h, TD);
}

static void cell_met(struct request *r, const struct tally *t, const struct scale *scale)
{
	struct html *h = &r->html;
	int met = tally_met(t, scale);

	OPEN(h, TD, AT(CLASS, "nowrap"));
	if (met < 0)
		html_text(h, "—");
	else
		EL(h, SPAN, met ? T_(h, N_("met")) : T_(h, N_("missed")),
		   AT(CLASS, met ? "chip good" : "chip bad"));
	CLOSE(h, TD);
}

/* --- result tables --- */

/* A table of results: of a part, or (part NULL) of all parts together. */
struct results {
	const struct stats_page *page;
	const struct part_stats *part;
	const struct scale *scale; /* NULL: of different scales, levels are not added up */
};

static void head(struct request *r, const char *text)
{
	EL(&r->html, TH, text, AT(SCOPE, "col"));
}

static void open_results(struct request *r, const struct results *t, const char *caption)
{
	struct html *h = &r->html;
	const struct audit_stats *s = &t->page->s;

	OPEN(h, DIV, AT(CLASS, "table"), AT(TABINDEX, "0"), AT(ROLE, "group"),
	     AT(ARIA_LABEL, caption));
	OPEN(h, TABLE, AT(CLASS, "results"));
	EL(h, CAPTION, caption);
	OPEN(h, THEAD);
	OPEN(h, TR);
	head(r, T_(h, N_("Section")));
	for (size_t i = 0; i < s->n_catalogs; i++)
		head(r, s->catalogs[i].short_name);
	head(r, T_(h, N_("Items in all")));
	for (size_t i = t->scale ? t->scale->n : 0; i-- > 0;)
		head(r, t->scale->levels[i].code);
	head(r, T_(h, N_("Mean level")));
	if (t->page->before)
		head(r, T_(h, N_("Mean last year")));
	if (t->scale && t->scale->target.den)
		head(r, msg_format(r->c.arena, r->lang, N_("Target {1}"),
		                   (const char *const[]){t->scale->row.target, NULL}));
	CLOSE(h, TR);
	CLOSE(h, THEAD);
	OPEN(h, TBODY);
}

static struct rows_filter filter_of(const struct part_stats *part, const char *unit)
{
	return (struct rows_filter){.part = part ? part->part.code : NULL, .unit = unit};
}

static const struct tally *tally_before(const struct results *t, const char *unit)
{
	const struct previous *before = t->page->before;

	return t->part ? previous_tally(before, t->part, unit)
	               : previous_total(before, &t->page->s, unit);
}

/* Where several were merged, the rows of all of them: as they stand on a day when they are one. */
static void cell_mean_before(struct request *r, const struct results *t, const char *unit,
                             struct rows_filter f)
{
	const struct previous_units *units = previous_units(t->page->before, unit ? unit : "");

	f.on = units && units->n > 1 ? units->day : NULL;
	if (units && units->n == 1)
		f.unit = units->codes[0];
	cell_mean(r, &t->page->before->stats, tally_before(t, unit), f);
}

/* The cells after the head of a row; unit NULL = the totals. */
static void draw_tally(struct request *r, const struct results *t, const char *unit,
                       const struct tally *tally)
{
	struct rows_filter f = filter_of(t->part, unit);

	for (size_t i = 0; i < t->page->s.n_catalogs; i++)
		cell_catalog(r, t->page, i, tally, f);
	cell_count(r, t->page, tally->total, f, ROWS_ALL);
	for (size_t i = t->scale ? t->scale->n : 0; i-- > 0;) {
		struct rows_filter at = f;

		at.level = t->scale->levels[i].code;
		cell_count(r, t->page, tally->levels[i], at, ROWS_ALL);
	}
	f.on = filter_day(r, "on");
	cell_mean(r, &t->page->s, tally, f);
	if (t->page->before)
		cell_mean_before(r, t, unit, f);
	if (t->scale && t->scale->target.den)
		cell_met(r, tally, t->scale);
}

static void draw_results(struct request *r, const struct results *t, const char *caption,
                         const struct target_stats *targets, size_t n, const struct tally *total)
{
	struct html *h = &r->html;
	const struct audit_stats *s = &t->page->s;

	open_results(r, t, caption);
	for (size_t i = 0; i < n; i++) {
		struct rows_filter f = filter_of(t->part, targets[i].unit_code);

		f.on = filter_day(r, "on");
		OPEN(h, TR);
		OPEN(h, TH, AT(SCOPE, "row"));
		put_link(r, targets[i].unit,
		         t->part && !f.on ? LINK(r, SHEET, s->audit.code, t->part->part.code,
		                        targets[i].unit_code)
		                 : rows_url(r, s->audit.code, &f));
		CLOSE(h, TH);
		draw_tally(r, t, targets[i].unit_code, &targets[i].tally);
		CLOSE(h, TR);
	}
	CLOSE(h, TBODY);
	OPEN(h, TFOOT);
	OPEN(h, TR);
	EL(h, TH, T_(h, N_("Total")), AT(SCOPE, "row"));
	draw_tally(r, t, NULL, total);
	CLOSE(h, TR);
	CLOSE(h, TFOOT);
	CLOSE(h, TABLE);
	CLOSE(h, DIV);
}

/* Parts without a target are not shown: to a section head they are those of others. */
static size_t draw_parts(struct request *r, const struct stats_page *p)
{
	size_t shown = 0;

	for (size_t i = 0; i < p->s.n_parts; i++) {
		const struct part_stats *part = &p->s.parts[i];
		const struct results t = {p, part, &part->scale};

		if (!part->n_targets)
			continue;
		draw_results(r, &t, part->part.title, part->targets, part->n_targets, &part->total);
		shown++;
	}
	return shown;
}

static void draw_all_parts(struct request *r, const struct stats_page *p)
{
	const struct results t = {p, NULL, p->s.one_scale ? &p->s.parts[0].scale : NULL};

	draw_results(r, &t, T_(&r->html, N_("All parts together")), p->s.targets, p->s.n_targets,
	             &p->s.total);
}

/* --- in short --- */

static void fact(struct request *r, const char *label, const char *value, struct url to)
{
	struct html *h = &r->html;

	EL(h, DT, T_(h, label));
	OPEN(h, DD);
	put_link(r, value, to);
	CLOSE(h, DD);
}

static void draw_facts(struct request *r, const struct stats_page *p)
{
	struct html *h = &r->html;
	const struct tally *t = &p->s.total;
	const struct rows_filter all = {0};
	const char *mean = tally_mean_text(r->c.arena, t);

	OPEN(h, DL, AT(CLASS, "facts"));
	fact(r, N_("Audited sections"), numeral(r, (int64_t)p->s.n_targets),
	     sections_url(r, p->s.audit.code,
	                  &(struct rows_filter){.on = filter_day(r, "on")}));
	fact(r, N_("Items in all"), numeral(r, t->total), rows_of(r, p, all, ROWS_ALL));
	fact(r, N_("Detections"), numeral(r, t->detections),
	     on_day(r, LINK(r, DETECTIONS, p->s.audit.code)));
	fact(r, N_("Exemplary among them"), numeral(r, t->exemplary),
	     rows_of(r, p, all, ROWS_EXEMPLARY));
	if (t->unjudged)
		fact(r, N_("Not judged yet"), numeral(r, t->unjudged),
		     rows_of(r, p, all, ROWS_OPEN));
	if (mean)
		fact(r, N_("Mean level"), mean, rows_of(r, p, all, ROWS_MEAN));
	CLOSE(h, DL);
}

static void draw_detections(struct request *r, const struct stats_page *p)
{
	struct html *h = &r->html;

	TABLE_OPEN(r, "detections", T_(h, N_("Detections by checklist")), N_("Checklist"),
	           N_("Items in all"), N_("Detections"), N_("Exemplary among them"));
	for (size_t i = 0; i < p->s.n_catalogs; i++) {
		const struct catalog_count *n = &p->s.total.catalogs[i];
		struct rows_filter f = {.catalog = p->s.catalogs[i].catalog};

		if (!n->asked)
			continue;
		OPEN(h, TR);
		EL(h, TH, p->s.catalogs[i].catalog, AT(SCOPE, "row"));
		cell_count(r, p, n->asked, f, ROWS_ALL);
		cell_count(r, p, n->detected, f, ROWS_DETECTED);
		cell_count(r, p, n->exemplary, f, ROWS_EXEMPLARY);
		CLOSE(h, TR);
	}
	table_close(r);
}

/* --- charts --- */

static void draw_chart(struct request *r, const struct chart *chart)
{
	struct html *h = &r->html;
	struct buf svg;
	int width, height;

	buf_init(&svg, r->c.arena, BUF_MAX_TEXT);
	chart_svg(&r->c, chart, &svg, &width, &height);
	OPEN(h, FIGURE, AT(CLASS, "chart"));
	EL(h, FIGCAPTION, chart->title);
	OPEN(h, DIV, AT(CLASS, "table"), AT(TABINDEX, "0"), AT(ROLE, "group"),
	     AT(ARIA_LABEL, chart->title));
	html_frag(h, (struct frag){svg.data});
	CLOSE(h, DIV);
	CLOSE(h, FIGURE);
}

static const char *catalog_called(const struct audit_stats *s, const char *short_name)
{
	for (size_t i = 0; i < s->n_catalogs; i++)
		if (strcmp(s->catalogs[i].short_name, short_name) == 0)
			return s->catalogs[i].catalog;
	return NULL;
}

static void draw_area_cell(struct request *r, const struct stats_page *p,
                           const struct target_stats *t, const char *area, bool by_heading,
                           const char *mean)
{
	struct rows_filter f = {.unit = t->unit_code};

	if (by_heading)
		f.area = area;
	else
		f.catalog = catalog_called(&p->s, area);
	OPEN(&r->html, TD, AT(CLASS, "number"));
	if (mean)
		put_link(r, mean, rows_of(r, p, f, ROWS_MEAN));
	else
		html_text(&r->html, "—");
	CLOSE(&r->html, TD);
}

/* The numbers of the heat map, each with its way to the rows. */
static void draw_areas(struct request *r, const struct stats_page *p, const struct chart *chart,
                       bool by_heading)
{
	struct html *h = &r->html;
	const char **heads = ARENA_ARRAY(r->c.arena, chart->n_series + 2, const char *);

	heads[0] = N_("Section");
	for (size_t k = 0; k < chart->n_series; k++)
		heads[k + 1] = chart->series[k].label;
	OPEN(h, DETAILS);
	EL(h, SUMMARY, T_(h, N_("The numbers as a table")));
	table_open(r, "areas", chart->title, heads);
	for (size_t i = 0; i < chart->n_rows; i++) {
		OPEN(h, TR);
		EL(h, TH, chart->rows[i].label, AT(SCOPE, "row"));
		for (size_t k = 0; k < chart->n_series; k++)
			draw_area_cell(r, p, &p->s.targets[i], chart->series[k].label, by_heading,
			               chart->rows[i].cells[k].label);
		CLOSE(h, TR);
	}
	table_close(r);
	CLOSE(h, DETAILS);
}

static void draw_charts(struct request *r, const struct stats_page *p)
{
	const struct chart *levels = stats_chart_levels(r->c.arena, &p->s), *areas;
	bool by_heading;

	if (levels)
		draw_chart(r, levels);
	areas = stats_chart_areas(r->c.arena, &p->s, &by_heading);
	if (!areas)
		return;
	draw_chart(r, areas);
	draw_areas(r, p, areas, by_heading);
}

/* --- items --- */

static void draw_item(struct request *r, const struct stats_page *p,
                      const struct item_stats *item)
{
	struct html *h = &r->html;
	const struct audit_catalogs_out *catalog = &p->s.catalogs[item->catalog];
	struct rows_filter f = {.catalog = catalog->catalog, .no = item->no,
	                        .only = ROWS_DETECTED, .on = filter_day(r, "on")};
	const char *percent = ratio_format(
		r->c.arena, (struct ratio){item->detected * 100, item->asked}, 1, ROUND_HALF_UP);

	OPEN(h, TR);
	cell_text(r, catalog->short_name);
	EL(h, TD, item->no, AT(CLASS, "nowrap"));
	cell_text(r, item->title);
	cell_number_link(r, item->detected, sections_url(r, p->s.audit.code, &f));
	f.only = ROWS_JUDGED;
	cell_number_link(r, item->asked, sections_url(r, p->s.audit.code, &f));
	EL(h, TD, percent ? percent : "—", AT(CLASS, "number"));
	CLOSE(h, TR);
}

static void draw_items(struct request *r, const struct stats_page *p)
{
	struct html *h = &r->html;

	TABLE_OPEN(r, "items", T_(h, N_("Sections detected, item by item")), N_("Checklist"),
	           N_("No."), N_("Item"), N_("Detected sections"), N_("Asked sections"),
	           N_("Share (%)"));
	for (size_t i = 0; i < p->s.n_items; i++)
		draw_item(r, p, &p->s.items[i]);
	table_close(r);
	EL(h, P,
	   T_(h, N_("Sections where the item does not apply or is not judged yet are not among "
	            "those asked.")),
	   AT(CLASS, "soft"));
}

enum err stats_page(struct request *r)
{
	struct html *h = &r->html;
	struct stats_page p;

	TRY(load(r, &p));
	page_crumb(r, T_(h, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, p.s.audit.title, LINK(r, AUDIT, p.s.audit.code));
	page_heading(r, T_(h, N_("Statistics")));
	if (!p.s.n_rows) {
		page_empty(r, N_("No section is asked anything here yet. "
		                 "Plan the scope of the audit first."));
		return OK;
	}
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("List of detections"), on_day(r, LINK(r, DETECTIONS, p.s.audit.code)),
	            false);
	if (request_may(r, CAP_REPORT))
		action_link(r, N_("Report"), on_day(r, LINK(r, REPORT, p.s.audit.code)), false);
	CLOSE(h, P);
	filter_day_form(r, LINK(r, STATS, p.s.audit.code));
	draw_facts(r, &p);
	EL(h, H2, T_(h, N_("Results by section")));
	if (draw_parts(r, &p) > 1)
		draw_all_parts(r, &p);
	EL(h, H2, T_(h, N_("Detections")));
	draw_detections(r, &p);
	EL(h, H2, T_(h, N_("Distribution")));
	draw_charts(r, &p);
	EL(h, H2, T_(h, N_("Item by item")));
	draw_items(r, &p);
	return OK;
}
