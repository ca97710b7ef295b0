/*
 * The judgements behind a number: filtered by the address, one line each, or one per section. The
 * list of detections is the same list with a fixed filter.
 */
#include "web/rows.h"

#include "audit/audit.h"
#include "audit/previous.h"
#include "report/format.h"
#include "report/report.h"

#include <inttypes.h>
#include <string.h>

struct rows_page {
	struct audit_stats s;
	struct bureaus bureaus;
	struct rows_filter f;
	struct stats_rows rows;
	struct previous *previous; /* last year's audit; NULL = none */
	bool by_section, detections;
};

/* --- addresses --- */

static struct url with_filter(struct request *r, struct url u, const struct rows_filter *f)
{
	struct arena *a = r->c.arena;
	const char *only = rows_only_code(f->only);

	u = url_with(a, u, "part", f->part);
	u = url_with(a, u, "bureau", f->bureau);
	u = url_with(a, u, "unit", f->unit);
	u = url_with(a, u, "catalog", f->catalog);
	u = url_with(a, u, "area", f->area);
	u = url_with(a, u, "no", f->no);
	u = url_with(a, u, "level", f->level);
	u = url_with(a, u, "on", f->on);
	return url_with(a, u, "only", *only ? only : NULL);
}

struct url rows_url(struct request *r, const char *audit, const struct rows_filter *f)
{
	return with_filter(r, LINK(r, ROWS, audit), f);
}

struct url sections_url(struct request *r, const char *audit, const struct rows_filter *f)
{
	return url_with(r->c.arena, rows_url(r, audit, f), "by", "section");
}

/* --- loading --- */

static const char *asked(const struct request *r, const char *name)
{
	const char *s = pairs_get(&r->query, name);

	return s && *s ? s : NULL;
}

static struct rows_filter filter_of(const struct request *r)
{
	return (struct rows_filter){
		.part = asked(r, "part"),
		.unit = asked(r, "unit"),
		.bureau = asked(r, "bureau"),
		.catalog = asked(r, "catalog"),
		.no = asked(r, "no"),
		.area = asked(r, "area"),
		.level = asked(r, "level"),
		.on = filter_day(r, "on"),
		.only = rows_only_parse(asked(r, "only")),
	};
}

static enum err load(struct request *r, bool detections, struct rows_page *p)
{
	struct audit_row audit;

	*p = (struct rows_page){.detections = detections, .f = filter_of(r)};
	if (detections)
		p->f.only = ROWS_DETECTED;
	p->by_section = !detections && asked(r, "by") && strcmp(asked(r, "by"), "section") == 0;
	TRY(audit_find(&r->c, r->args[0], &audit));
	TRY(audit_stats_compute(&r->c, &audit, p->f.on, &p->s));
	TRY(bureaus_load(&r->c, audit.fiscal_year, p->f.on, &p->bureaus));
	p->rows = stats_rows_find(r->c.arena, &p->s, &p->bureaus, &p->f);
	return previous_load(&r->c, &p->s, &p->previous);
}

/* --- the filter --- */

struct options {
	struct choice *v;
	size_t n;
};

static void add_option(struct options *list, const char *code, const char *label)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i].code, code) == 0)
			return;
	list->v[list->n++] = (struct choice){code, label};
}

static void draw_select(struct request *r, const char *name, const char *label,
                        const struct options *list)
{
	if (list->n >= 2 || asked(r, name))
		filter_select(r, name, label, N_("Any"), list->v, list->n);
}

static struct options room(struct request *r, size_t n)
{
	return (struct options){ARENA_ARRAY(r->c.arena, n + 1, struct choice), 0};
}

static void draw_part_select(struct request *r, const struct rows_page *p)
{
	struct options list = room(r, p->s.n_parts);

	for (size_t i = 0; i < p->s.n_parts; i++)
		if (p->s.parts[i].n_targets)
			add_option(&list, p->s.parts[i].part.code, p->s.parts[i].part.title);
	draw_select(r, "part", N_("Part"), &list);
}

/* Bureaus only where there are any above the sections. */
static void draw_unit_selects(struct request *r, const struct rows_page *p)
{
	struct options bureaus = room(r, p->s.n_targets), units = room(r, p->s.n_targets);
	bool above = false;

	for (size_t i = 0; i < p->s.n_targets; i++) {
		const struct target_stats *t = &p->s.targets[i];
		const struct unit_row *bureau = bureau_of(&p->bureaus, t->unit_code);

		add_option(&units, t->unit_code, t->unit);
		if (!bureau)
			continue;
		add_option(&bureaus, bureau->code, bureau->name);
		above |= strcmp(bureau->code, t->unit_code) != 0;
	}
	if (above)
		draw_select(r, "bureau", N_("Bureau"), &bureaus);
	draw_select(r, "unit", N_("Section"), &units);
}

static void draw_catalog_select(struct request *r, const struct rows_page *p)
{
	struct options list = room(r, p->s.n_catalogs);

	for (size_t i = 0; i < p->s.n_catalogs; i++)
		add_option(&list, p->s.catalogs[i].catalog, p->s.catalogs[i].catalog);
	draw_select(r, "catalog", N_("Checklist"), &list);
}

static void draw_level_select(struct request *r, const struct rows_page *p)
{
	struct options list = room(r, p->s.n_parts * SCALE_LEVELS_MAX);

	for (size_t i = 0; i < p->s.n_parts; i++) {
		const struct scale *scale = &p->s.parts[i].scale;

		for (size_t k = 0; k < scale->n; k++)
			add_option(&list, scale->levels[k].code,
			           arena_printf(r->c.arena, "%s %s", scale->levels[k].code,
			                        scale->levels[k].name));
	}
	draw_select(r, "level", N_("Level"), &list);
}

static void draw_only_select(struct request *r)
{
	struct options list = room(r, ROWS__MAX);

	for (int i = ROWS_ALL + 1; i < ROWS__MAX; i++)
		add_option(&list, rows_only_code((enum rows_only)i),
		           T_(&r->html, rows_only_label((enum rows_only)i)));
	draw_select(r, "only", N_("Which"), &list);
}

static void keep(struct request *r, const char *name)
{
	struct html *h = &r->html;

	if (asked(r, name))
		OPEN(h, INPUT, AT(TYPE, "hidden"), AT(NAME, name), AT(VALUE, asked(r, name)));
}

static void draw_filters(struct request *r, const struct rows_page *p)
{
	struct html *h = &r->html;

	OPEN(h, FORM, AT(METHOD, "get"), AT(CLASS, "filters"),
	     ACTION(url_make(r->c.arena, r->site->base, r->route->path, r->args)));
	draw_part_select(r, p);
	draw_unit_selects(r, p);
	draw_catalog_select(r, p);
	draw_level_select(r, p);
	if (!p->detections)
		draw_only_select(r);
	keep(r, "area");
	keep(r, "no");
	keep(r, "by");
	keep(r, "on");
	EL(h, BUTTON, T_(h, N_("Narrow down")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
}

/* What the form above does not show, each with the way to lift it. */
static void draw_more_filters(struct request *r)
{
	static const struct {
		const char *name, *label;
	} more[] = {{"area", N_("Area: {1}")},
	            {"no", N_("No. {1}")},
	            {"on", N_("Sections as of {1}")}};
	struct html *h = &r->html;

	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		const char *value = asked(r, more[i].name);

		if (!value)
			continue;
		OPEN(h, P);
		EL(h, SPAN, msg_format(r->c.arena, r->lang, more[i].label,
		                       (const char *const[]){value, NULL}),
		   AT(CLASS, "chip"));
		html_text(h, " ");
		EL(h, A, T_(h, N_("Lift this")), HREF(here_with(r, more[i].name, NULL)));
		CLOSE(h, P);
	}
}

/* --- the list --- */

static struct url judgement_url(struct request *r, const struct rows_page *p,
                                const struct audit_sheet_out *row)
{
	return LINK(r, JUDGEMENT, p->s.audit.code,
	            arena_printf(r->c.arena, "%" PRId64, row->judgement_id));
}

/* "3 注意事項", 対象外, 未判定 */
static const char *level_text(struct request *r, const struct scale *scale, const char *level)
{
	int at = level ? scale_index(scale, level) : -1;

	if (!level)
		return T_(&r->html, N_("Not judged yet"));
	return at < 0 ? scale_show(scale, level)
	              : arena_printf(r->c.arena, "%s %s", level, scale->levels[at].name);
}

static void draw_row(struct request *r, const struct rows_page *p,
                     const struct audit_sheet_out *row)
{
	struct html *h = &r->html;
	const struct part_stats *part = stats_part_of(&p->s, row);
	const struct audit_catalogs_out *catalog = &p->s.catalogs[stats_catalog_of(&p->s, row)];
	const char *before = previous_level(r->c.arena, p->previous, &part->scale, row);

	OPEN(h, TR);
	cell_text(r, part->part.title);
	if (p->f.on)
		cell_text(r, row->unit);
	else
		cell_link(r, row->unit,
		          LINK(r, SECTION, p->s.audit.code, part->part.code, row->unit_code));
	cell_text(r, catalog->short_name);
	EL(h, TD, row->no, AT(CLASS, "nowrap"));
	cell_link(r, row->title ? row->title : row->requirement, judgement_url(r, p, row));
	if (p->previous)
		EL(h, TD, before ? before : "—", AT(CLASS, "center"));
	EL(h, TD, level_text(r, &part->scale, row->level), AT(CLASS, "nowrap"));
	EL(h, TD, row->comment ? row->comment : "—", AT(CLASS, "pre"));
	CLOSE(h, TR);
}

static void draw_rows(struct request *r, const struct rows_page *p)
{
	size_t first = page_first(r, p->rows.n);

	if (p->previous)
		TABLE_OPEN(r, "rows", NULL, N_("Part"), N_("Section"), N_("Checklist"), N_("No."),
		           N_("Item"), N_("Last year"), N_("Level"), N_("Comment"));
	else
		TABLE_OPEN(r, "rows", NULL, N_("Part"), N_("Section"), N_("Checklist"), N_("No."),
		           N_("Item"), N_("Level"), N_("Comment"));
	for (size_t i = first; i < p->rows.n && i < first + PAGE_ROWS; i++)
		draw_row(r, p, p->rows.v[i]);
	table_close(r);
	page_turner(r, p->rows.n);
}

/* --- one line per section --- */

static void draw_section(struct request *r, const struct rows_page *p,
                         const struct target_stats *t)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	EL(h, TH, t->unit, AT(SCOPE, "row"));
	OPEN(h, TD);
	OPEN(h, UL, AT(CLASS, "plain"));
	for (size_t i = 0; i < p->rows.n; i++) {
		const struct audit_sheet_out *row = p->rows.v[i];
		const struct part_stats *part = stats_part_of(&p->s, row);

		if (strcmp(row->unit_code, t->unit_code) != 0)
			continue;
		OPEN(h, LI);
		EL(h, A,
		   arena_printf(r->c.arena, "%s　%s %s　%s", part->part.title,
		                p->s.catalogs[stats_catalog_of(&p->s, row)].short_name, row->no,
		                level_text(r, &part->scale, row->level)),
		   HREF(judgement_url(r, p, row)));
		CLOSE(h, LI);
	}
	CLOSE(h, UL);
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static bool has_rows(const struct rows_page *p, const struct target_stats *t)
{
	for (size_t i = 0; i < p->rows.n; i++)
		if (strcmp(p->rows.v[i]->unit_code, t->unit_code) == 0)
			return true;
	return false;
}

static size_t count_sections(const struct rows_page *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->s.n_targets; i++)
		n += has_rows(p, &p->s.targets[i]);
	return n;
}

static void draw_sections(struct request *r, const struct rows_page *p)
{
	TABLE_OPEN(r, "rows", NULL, N_("Section"), N_("Judgements"));
	for (size_t i = 0; i < p->s.n_targets; i++)
		if (has_rows(p, &p->s.targets[i]))
			draw_section(r, p, &p->s.targets[i]);
	table_close(r);
}

/* --- the pages --- */

static void draw_count(struct request *r, const struct rows_page *p)
{
	struct html *h = &r->html;
	size_t n = p->by_section ? count_sections(p) : p->rows.n;
	const char *count = arena_printf(r->c.arena, "%zu", n);

	OPEN(h, P, AT(DATA_ROLE, "count"), AT(DATA_KEY, count));
	if (p->by_section)
		SAY(h, N_("{1} sections"), count);
	else
		SAY(h, N_("{1} judgements"), count);
	CLOSE(h, P);
}

static void draw_list(struct request *r, const struct rows_page *p)
{
	draw_filters(r, p);
	draw_more_filters(r);
	draw_count(r, p);
	if (!p->rows.n)
		page_empty(r, N_("Nothing matches. Lift a part of the filter."));
	else if (p->by_section)
		draw_sections(r, p);
	else
		draw_rows(r, p);
}

static void draw_crumbs(struct request *r, const struct rows_page *p)
{
	page_crumb(r, T_(&r->html, N_("Audits")), LINK(r, AUDITS));
	page_crumb(r, p->s.audit.title, LINK(r, AUDIT, p->s.audit.code));
	page_crumb(r, T_(&r->html, N_("Statistics")), LINK(r, STATS, p->s.audit.code));
}

enum err rows_page(struct request *r)
{
	struct rows_page p;

	TRY(load(r, false, &p));
	draw_crumbs(r, &p);
	page_heading(r, T_(&r->html, N_("Judgements")));
	draw_list(r, &p);
	return OK;
}

enum err detections_page(struct request *r)
{
	struct html *h = &r->html;
	struct rows_page p;

	TRY(load(r, true, &p));
	draw_crumbs(r, &p);
	page_heading(r, T_(h, N_("List of detections")));
	if (!p.s.total.detections) {
		page_empty(r, N_("Nothing was detected, or nothing is judged yet."));
		return OK;
	}
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("The whole list as a workbook (xlsx)"),
	            url_with(r->c.arena, LINK(r, DETECTIONS_FILE, p.s.audit.code), "on", p.f.on),
	            false);
	CLOSE(h, P);
	draw_list(r, &p);
	return OK;
}

enum err detections_file_page(struct request *r)
{
	const struct format *format = format_find("xlsx");
	struct audit_row audit;
	struct doc doc;
	struct buf out;

	TRY(audit_find(&r->c, r->args[0], &audit));
	TRY(report_build_detections(&r->c, &audit, filter_day(r, "on"), &doc));
	buf_init(&out, r->c.arena, BUF_MAX_DOCUMENT);
	TRY(format->write(&r->c, &doc, &out));
	return request_download(
		r, arena_printf(r->c.arena, "detections %s xlsx", audit.code), format->media_type,
		out.data, out.len, arena_printf(r->c.arena, "%s-検出事項一覧.xlsx", audit.code));
}
