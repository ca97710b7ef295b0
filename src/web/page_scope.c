/*
 * Who is asked what: units × catalogues with ○ (all items), △ (some), — (none) of one part.
 *
 * Units and catalogue are chosen on the table; the filters stand in the address, and "all shown"
 * means what they leave.
 */
#include "web/page_plan.h"

#include "base/map.h"
#include "web/assets.h"

#include <inttypes.h>
#include <string.h>

const struct field fields_scope[] = {
	{.name = "catalog", .label = N_("Catalogue"), .type = FIELD_CHOICE, .required = true},
	{.name = "unit", .label = N_("Sections"), .type = FIELD_MANY},
	{.name = "all", .label = N_("All sections shown"), .type = FIELD_CHECK},
	{.name = NULL},
};

struct scope {
	struct audit_row audit;
	struct audit_part_row part;
	struct scope_catalogs_out *catalogs;
	size_t n_catalogs;
	struct unit_row **units; /* of the fiscal year, each code once, in display order */
	size_t n;
	struct map by_code;  /* code → unit_row */
	struct map children; /* codes that units stand below */
	struct map counts;   /* code, id of the catalogue → scope_counts_out */
	struct map targets;  /* code → scope_counts_out */
	struct map typed;    /* codes ticked, where the page comes back */
	const char *bureau, *kind, *asked; /* filters; NULL = none */
	bool may_plan;
};

/* --- loading --- */

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* Of the rows of a code that were valid in the year, the latest. */
static enum err load_units(struct request *r, struct scope *s)
{
	const int64_t year = s->audit.fiscal_year;
	const struct units_of_period_in period = {
		arena_printf(r->c.arena, "%" PRId64 "-04-01", year),
		arena_printf(r->c.arena, "%" PRId64 "-03-31", year + 1)};
	struct unit_row *rows;
	size_t n;

	TRY(q_units_of_period(&r->c, &period, &rows, &n));
	s->units = ARENA_ARRAY(r->c.arena, n, struct unit_row *);
	for (size_t i = 0; i < n; i++) {
		const struct unit_row *have = map_get(&s->by_code, rows[i].code);

		if (!have || strcmp(have->valid_from, rows[i].valid_from) < 0)
			map_put(&s->by_code, rows[i].code, &rows[i]);
		if (rows[i].parent_code)
			map_put(&s->children, rows[i].parent_code, &rows[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (map_get(&s->by_code, rows[i].code) == &rows[i])
			s->units[s->n++] = &rows[i];
	return OK;
}

static enum err load_counts(struct request *r, struct scope *s)
{
	struct scope_counts_out *counts;
	size_t n;

	TRY(q_scope_counts(&r->c, &(struct scope_counts_in){s->part.id}, &counts, &n));
	for (size_t i = 0; i < n; i++) {
		map_put(&s->targets, counts[i].unit_code, &counts[i]);
		map_put(&s->counts,
		        map_key2(r->c.arena, counts[i].unit_code, id_text(r, counts[i].catalog_id)),
		        &counts[i]);
	}
	return OK;
}

static const char *filter(struct request *r, const char *name)
{
	const char *value = pairs_get(&r->query, name);

	return value && *value ? value : NULL;
}

static enum err load(struct request *r, struct scope *s)
{
	*s = (struct scope){.may_plan = request_may(r, CAP_PLAN)};
	s->by_code.arena = s->children.arena = s->counts.arena = s->targets.arena =
		s->typed.arena = r->c.arena;
	TRY(plan_load(r, &s->audit, &s->part));
	TRY(q_scope_catalogs(&r->c, &(struct scope_catalogs_in){s->part.id}, &s->catalogs,
	                     &s->n_catalogs));
	TRY(load_units(r, s));
	TRY(load_counts(r, s));
	s->bureau = filter(r, "bureau");
	s->kind = filter(r, "kind");
	s->asked = filter(r, "asked");
	s->may_plan = s->may_plan && !s->audit.confirmed_on;
	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, "unit") == 0)
			map_put(&s->typed, p->value, r);
	return OK;
}

/* How many units stand above it. */
static int depth(const struct scope *s, const struct unit_row *u)
{
	int n = 0;

	for (; n < 8 && u->parent_code; n++) {
		u = map_get(&s->by_code, u->parent_code);
		if (!u)
			break;
	}
	return n;
}

static bool stands_below(const struct scope *s, const struct unit_row *u, const char *code)
{
	for (int n = 0; n < 8 && u; n++) {
		if (strcmp(u->code, code) == 0)
			return true;
		u = u->parent_code ? map_get(&s->by_code, u->parent_code) : NULL;
	}
	return false;
}

static const struct scope_counts_out *count_of(struct request *r, const struct scope *s,
                                               const char *unit, const char *catalog_id)
{
	return map_get(&s->counts, map_key2(r->c.arena, unit, catalog_id));
}

static bool is_asked(struct request *r, const struct scope *s, const struct unit_row *u)
{
	if (strcmp(s->asked, "any") == 0)
		return map_get(&s->targets, u->code) != NULL;
	if (strcmp(s->asked, "none") == 0)
		return map_get(&s->targets, u->code) == NULL;
	return count_of(r, s, u->code, s->asked) != NULL;
}

static bool shown(struct request *r, const struct scope *s, const struct unit_row *u)
{
	return (!s->bureau || stands_below(s, u, s->bureau)) &&
	       (!s->kind || strcmp(u->kind, s->kind) == 0) && (!s->asked || is_asked(r, s, u));
}

static bool is_confirmed(const struct scope *s, const struct unit_row *u)
{
	const struct scope_counts_out *t = map_get(&s->targets, u->code);

	return t && t->confirmed_on;
}

static struct url filtered(struct request *r, const struct scope *s, struct url to)
{
	to = url_with(r->c.arena, to, "bureau", s->bureau);
	to = url_with(r->c.arena, to, "kind", s->kind);
	return url_with(r->c.arena, to, "asked", s->asked);
}

/* --- filters --- */

static void option(struct request *r, const char *code, const char *label, const char *chosen)
{
	EL(&r->html, OPTION, label, AT(VALUE, code),
	   FLAG(SELECTED, chosen && strcmp(chosen, code) == 0));
}

static void select_open(struct request *r, const char *name, const char *label)
{
	struct html *h = &r->html;

	OPEN(h, LABEL);
	html_text(h, T_(h, label));
	OPEN(h, SELECT, AT(NAME, name));
	EL(h, OPTION, T_(h, N_("All")), AT(VALUE, ""));
}

static void select_close(struct request *r)
{
	CLOSE(&r->html, SELECT);
	CLOSE(&r->html, LABEL);
}

static void draw_bureaus(struct request *r, const struct scope *s)
{
	static const char *const indents[] = {"", "　", "　　", "　　　"};

	select_open(r, "bureau", N_("Units below"));
	for (size_t i = 0; i < s->n; i++) {
		int d = depth(s, s->units[i]);

		if (map_get(&s->children, s->units[i]->code))
			option(r, s->units[i]->code,
			       arena_printf(r->c.arena, "%s%s", indents[d < 3 ? d : 3],
			                    s->units[i]->name),
			       s->bureau);
	}
	select_close(r);
}

static void draw_kinds(struct request *r, const struct scope *s)
{
	struct map seen = {.arena = r->c.arena};

	select_open(r, "kind", N_("Kind"));
	for (size_t i = 0; i < s->n; i++)
		if (*s->units[i]->kind && !map_put(&seen, s->units[i]->kind, s->units[i]))
			option(r, s->units[i]->kind, s->units[i]->kind, s->kind);
	select_close(r);
}

static void draw_filters(struct request *r, const struct scope *s)
{
	struct html *h = &r->html;

	OPEN(h, FORM, AT(METHOD, "get"), AT(CLASS, "filters"),
	     ACTION(LINK(r, SCOPE, s->audit.code, s->part.code)));
	draw_bureaus(r, s);
	draw_kinds(r, s);
	select_open(r, "asked", N_("What is asked"));
	option(r, "any", T_(h, N_("Something")), s->asked);
	option(r, "none", T_(h, N_("Nothing")), s->asked);
	for (size_t i = 0; i < s->n_catalogs; i++)
		option(r, id_text(r, s->catalogs[i].catalog_id), s->catalogs[i].catalog, s->asked);
	select_close(r);
	EL(h, BUTTON, T_(h, N_("Filter")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
}

/* --- the table --- */

static void draw_choice_cell(struct request *r, const struct scope *s, const struct unit_row *u)
{
	struct html *h = &r->html;

	OPEN(h, TD);
	if (!is_confirmed(s, u))
		OPEN(h, INPUT, AT(TYPE, "checkbox"), AT(NAME, "unit"), AT(VALUE, u->code),
		     AT(ARIA_LABEL, u->name),
		     FLAG(CHECKED, r->submitted && map_get(&s->typed, u->code)));
	CLOSE(h, TD);
}

static void draw_unit_cell(struct request *r, const struct scope *s, const struct unit_row *u)
{
	static const char *const depths[] = {NULL, "depth1", "depth2", "depth3"};
	struct html *h = &r->html;
	int d = depth(s, u);

	OPEN(h, TH, AT(SCOPE, "row"), AT(CLASS, depths[d < 3 ? d : 3]));
	if (map_get(&s->targets, u->code))
		EL(h, A, u->name, HREF(LINK(r, SECTION, s->audit.code, s->part.code, u->code)));
	else
		html_text(h, u->name);
	if (is_confirmed(s, u))
		EL(h, SPAN, T_(h, N_("Confirmed")), AT(CLASS, "chip good"));
	if (s->may_plan && map_get(&s->children, u->code))
		EL(h, BUTTON, T_(h, N_("Choose all below")), AT(TYPE, "button"), AT(CLASS, "link"),
		   AT(DATA_ROLE, "below"), FLAG(HIDDEN, true));
	CLOSE(h, TH);
}

static void draw_count_cell(struct request *r, const struct scope *s, const struct unit_row *u,
                            const struct scope_catalogs_out *catalog)
{
	struct html *h = &r->html;
	const char *id = id_text(r, catalog->catalog_id), *text = "—";
	const struct scope_counts_out *n = count_of(r, s, u->code, id);

	if (n)
		text = n->asked == catalog->items
		               ? "○"
		               : arena_printf(r->c.arena, "△ %" PRId64 "/%" PRId64, n->asked,
		                              catalog->items);
	OPEN(h, TD, AT(CLASS, "center"));
	if (n || s->may_plan)
		EL(h, A, text, HREF(LINK(r, SCOPE_ITEMS, s->audit.code, s->part.code, u->code, id)),
		   AT(ARIA_LABEL, arena_printf(r->c.arena, "%s %s %s", u->name, catalog->catalog,
		                               text)));
	else
		html_text(h, text);
	CLOSE(h, TD);
}

static void draw_row(struct request *r, const struct scope *s, const struct unit_row *u)
{
	struct html *h = &r->html;

	OPEN(h, TR, AT(DATA_KEY, u->code), AT(DATA_TEXT, u->parent_code));
	if (s->may_plan)
		draw_choice_cell(r, s, u);
	draw_unit_cell(r, s, u);
	for (size_t i = 0; i < s->n_catalogs; i++)
		draw_count_cell(r, s, u, &s->catalogs[i]);
	CLOSE(h, TR);
}

/* How many sections are asked each catalogue; the number leads to these. */
static void draw_totals(struct request *r, const struct scope *s)
{
	struct html *h = &r->html;

	OPEN(h, TR, AT(CLASS, "total"));
	EL(h, TH, T_(h, N_("Sections asked")), AT(SCOPE, "row"),
	   AT(COLSPAN, s->may_plan ? "2" : NULL));
	for (size_t i = 0; i < s->n_catalogs; i++) {
		const char *id = id_text(r, s->catalogs[i].catalog_id);
		int64_t n = 0;

		for (size_t k = 0; k < s->n; k++)
			n += shown(r, s, s->units[k]) && count_of(r, s, s->units[k]->code, id);
		OPEN(h, TD, AT(CLASS, "center"));
		EL(h, A, id_text(r, n), HREF(here_with(r, "asked", id)));
		CLOSE(h, TD);
	}
	CLOSE(h, TR);
}

static void draw_table(struct request *r, const struct scope *s)
{
	const char **heads = ARENA_ARRAY(r->c.arena, s->n_catalogs + 3, const char *);
	size_t n = 0;

	if (s->may_plan)
		heads[n++] = N_("Choose");
	heads[n++] = N_("Section");
	for (size_t i = 0; i < s->n_catalogs; i++)
		heads[n++] = s->catalogs[i].short_name;
	table_open(r, "scope choose", NULL, heads);
	for (size_t i = 0; i < s->n; i++)
		if (shown(r, s, s->units[i]))
			draw_row(r, s, s->units[i]);
	draw_totals(r, s);
	table_close(r);
}

/* --- the page --- */

static void draw_catalogs(struct request *r, const struct scope *s)
{
	struct choice *choices = ARENA_ARRAY(r->c.arena, s->n_catalogs, struct choice);

	for (size_t i = 0; i < s->n_catalogs; i++)
		choices[i] = (struct choice){
			s->catalogs[i].catalog,
			arena_printf(r->c.arena, "%s (%" PRId64 ")", s->catalogs[i].catalog,
		                     s->catalogs[i].items)};
	form_choice(r, fields_scope, "catalog", choices, s->n_catalogs,
	            s->n_catalogs == 1 ? choices[0].code : NULL);
}

static void draw_plan(struct request *r, const struct scope *s)
{
	struct html *h = &r->html;

	form_open(r, filtered(r, s, LINK(r, SCOPE_POST, s->audit.code, s->part.code)),
	          fields_scope, 0);
	draw_table(r, s);
	OPEN(h, FIELDSET, AT(CLASS, "scope-change"));
	EL(h, LEGEND, T_(h, N_("With the chosen sections")));
	form_field(r, fields_scope, "all", NULL);
	draw_catalogs(r, s);
	OPEN(h, P, AT(CLASS, "buttons"));
	EL(h, BUTTON, T_(h, N_("Ask all items")), AT(TYPE, "submit"), AT(CLASS, "button primary"));
	EL(h, BUTTON, T_(h, N_("No longer ask")), AT(TYPE, "submit"), AT(CLASS, "button danger"),
	   FORMACTION(filtered(r, s, LINK(r, SCOPE_REMOVE, s->audit.code, s->part.code))));
	CLOSE(h, P);
	CLOSE(h, FIELDSET);
	CLOSE(h, FORM);
	OPEN(h, SCRIPT, AT(TYPE, "module"), SRC(asset_url(r, "choose.js")));
	CLOSE(h, SCRIPT);
}

enum err scope_page(struct request *r)
{
	struct html *h = &r->html;
	struct scope s;

	TRY(load(r, &s));
	plan_crumbs(r, &s.audit);
	page_heading(r, plan_title(r, N_("Scope: {1}"), s.part.title));
	plan_confirmed_note(r, &s.audit);
	if (!s.n_catalogs || !s.n) {
		page_empty(r, s.n ? N_("There are no audit items yet. Import a catalogue first.")
		                  : N_("There are no units in this fiscal year. Import the "
				       "organisation first."));
		return OK;
	}
	EL(h, P, T_(h, N_("○: all items are asked; △: some; —: none. The mark leads to the single "
			  "items.")));
	draw_filters(r, &s);
	if (s.may_plan)
		draw_plan(r, &s);
	else
		draw_table(r, &s);
	return OK;
}

/* --- what is sent --- */

static enum err chosen(struct request *r, const struct scope *s, struct audit_scope *scope)
{
	const char **units = ARENA_ARRAY(r->c.arena, s->n + r->form.n, const char *);
	size_t n = 0;

	if (field_checked(r, "all")) {
		for (size_t i = 0; i < s->n; i++)
			if (shown(r, s, s->units[i]) && !is_confirmed(s, s->units[i]))
				units[n++] = s->units[i]->code;
	} else {
		for (const struct pair *p = r->form.first; p; p = p->next)
			if (strcmp(p->name, "unit") == 0)
				units[n++] = p->value;
	}
	if (!n)
		return FAULT(r, "all", N_("Choose at least one section."));
	*scope = (struct audit_scope){
		.catalog = field_value(r, "catalog"), .units = units, .n_units = n};
	return OK;
}

enum err scope_post(struct request *r)
{
	struct scope s;
	struct audit_scope scope;
	long pairs;

	TRY(load(r, &s));
	TRY(chosen(r, &s, &scope));
	TRY(audit_add_scope(&r->c, &s.audit, &s.part, &scope, &pairs));
	return request_redirect(r, filtered(r, &s, LINK(r, SCOPE, s.audit.code, s.part.code)),
	                        pairs ? NOTICE_ADDED : NOTICE_UNCHANGED);
}

enum err scope_remove_post(struct request *r)
{
	struct scope s;
	struct audit_scope scope;
	long pairs;

	TRY(load(r, &s));
	TRY(chosen(r, &s, &scope));
	TRY(audit_remove_scope(&r->c, &s.audit, &s.part, &scope, &pairs));
	return request_redirect(r, filtered(r, &s, LINK(r, SCOPE, s.audit.code, s.part.code)),
	                        pairs ? NOTICE_REMOVED : NOTICE_UNCHANGED);
}
