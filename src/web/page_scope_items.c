/*
 * The items of one catalogue that one section is asked.
 *
 * The form says which were asked when it was made ("had"), so that only what was ticked or unticked
 * here is changed, whatever somebody else did meanwhile. What is judged has no box.
 */
#include "web/page_plan.h"

#include "base/map.h"
#include "web/assets.h"

#include <inttypes.h>
#include <string.h>

const struct field fields_scope_items[] = {
	{.name = "item", .label = N_("Items"), .type = FIELD_MANY},
	{.name = "had", .label = N_("Items"), .type = FIELD_HIDDEN},
	{.name = NULL},
};

struct scope_items {
	struct audit_row audit;
	struct audit_part_row part;
	struct unit_row *unit;
	struct scope_catalogs_out *catalog;
	struct item_row *items;
	size_t n;
	struct target_of_code_out *target; /* NULL = not asked anything yet */
	struct map asked;                  /* number → section_sheet_out */
	bool may_plan;
};

/* --- loading --- */

static enum err find_unit(struct request *r, struct scope_items *s)
{
	TRY(q_target_of_code(&r->c, &(struct target_of_code_in){s->part.id, r->args[2]},
	                     &s->target));
	TRY(audit_find_unit(&r->c, &s->audit, r->args[2], &s->unit));
	/* to somebody who sees one section, the others do not exist */
	if (!s->unit || (!s->target && r->c.only_below))
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no unit {1} in fiscal year {2}."),
		            r->args[2], arena_printf(r->c.arena, "%" PRId64, s->audit.fiscal_year));
	return OK;
}

static enum err find_catalog(struct request *r, struct scope_items *s)
{
	const int64_t id = request_id(r, 3);
	struct scope_catalogs_out *catalogs;
	size_t n;

	TRY(q_scope_catalogs(&r->c, &(struct scope_catalogs_in){s->part.id}, &catalogs, &n));
	for (size_t i = 0; i < n; i++)
		if (catalogs[i].catalog_id == id)
			s->catalog = &catalogs[i];
	if (!s->catalog)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such catalogue."));
	return q_items_of_version(&r->c, &(struct items_of_version_in){s->catalog->version_id},
	                          &s->items, &s->n);
}

static enum err load(struct request *r, struct scope_items *s)
{
	struct section_sheet_out *rows;
	size_t n;

	*s = (struct scope_items){.asked = {.arena = r->c.arena}};
	TRY(plan_load(r, &s->audit, &s->part));
	TRY(find_unit(r, s));
	TRY(find_catalog(r, s));
	s->may_plan = request_may(r, CAP_PLAN) && !s->audit.confirmed_on &&
	              !(s->target && s->target->confirmed_on);
	if (!s->target)
		return OK;
	TRY(q_section_sheet(&r->c, &(struct section_sheet_in){s->target->id}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].catalog, s->catalog->catalog) == 0)
			map_put(&s->asked, rows[i].no, &rows[i]);
	return OK;
}

static bool sent(const struct request *r, const char *name, const char *value)
{
	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, name) == 0 && strcmp(p->value, value) == 0)
			return true;
	return false;
}

/* --- drawing --- */

static bool is_fixed(const struct section_sheet_out *row)
{
	return row && (row->level || row->comment || row->evidence);
}

static void draw_box(struct request *r, const struct scope_items *s, const struct item_row *item)
{
	struct html *h = &r->html;
	const struct section_sheet_out *row = map_get(&s->asked, item->no);

	OPEN(h, TD, AT(CLASS, "center"));
	if (!s->may_plan || is_fixed(row)) {
		html_text(h, row ? "○" : "—");
	} else {
		OPEN(h, INPUT, AT(TYPE, "checkbox"), AT(NAME, "item"), AT(VALUE, item->no),
		     AT(ARIA_LABEL, item->no),
		     FLAG(CHECKED, r->submitted ? sent(r, "item", item->no) : row != NULL));
		if (row)
			OPEN(h, INPUT, AT(TYPE, "hidden"), AT(NAME, "had"), AT(VALUE, item->no));
	}
	CLOSE(h, TD);
}

static void draw_state(struct request *r, const struct scope_items *s, const struct item_row *item)
{
	struct html *h = &r->html;
	const struct section_sheet_out *row = map_get(&s->asked, item->no);

	OPEN(h, TD);
	if (row)
		EL(h, A, T_(h, row->level ? N_("Judged") : N_("Not judged")),
		   HREF(LINK(r, JUDGEMENT, s->audit.code,
		             arena_printf(r->c.arena, "%" PRId64, row->id))));
	else
		html_text(h, "—");
	CLOSE(h, TD);
}

static void draw_items(struct request *r, const struct scope_items *s)
{
	struct html *h = &r->html;

	TABLE_OPEN(r, "choose", s->catalog->catalog, N_("Asked"), N_("No."), N_("Item"),
	           N_("State"));
	for (size_t i = 0; i < s->n; i++) {
		const struct item_row *item = &s->items[i];

		OPEN(h, TR);
		draw_box(r, s, item);
		EL(h, TH, item->no, AT(SCOPE, "row"), AT(CLASS, "nowrap"));
		OPEN(h, TD, AT(CLASS, "item"));
		html_text(h, item->title ? item->title : item->requirement);
		if (item->mandatory)
			EL(h, SPAN, T_(h, N_("mandatory")), AT(CLASS, "chip"));
		CLOSE(h, TD);
		draw_state(r, s, item);
		CLOSE(h, TR);
	}
	table_close(r);
}

enum err scope_items_page(struct request *r)
{
	struct html *h = &r->html;
	struct scope_items s;

	TRY(load(r, &s));
	plan_crumbs(r, &s.audit);
	page_crumb(r, plan_title(r, N_("Scope: {1}"), s.part.title),
	           LINK(r, SCOPE, s.audit.code, s.part.code));
	page_heading(r, arena_printf(r->c.arena, "%s　%s", s.unit->name, s.catalog->catalog));
	plan_confirmed_note(r, &s.audit);
	if (!s.may_plan) {
		draw_items(r, &s);
		return OK;
	}
	EL(h, P, T_(h, N_("What has a level, a comment or evidence stays; clear it first to take "
			  "it out.")));
	form_open(r,
	          LINK(r, SCOPE_ITEMS_POST, s.audit.code, s.part.code, s.unit->code, r->args[3]),
	          fields_scope_items, 0);
	draw_items(r, &s);
	form_close(r, N_("Save"));
	OPEN(h, SCRIPT, AT(TYPE, "module"), SRC(asset_url(r, "choose.js")));
	CLOSE(h, SCRIPT);
	return OK;
}

/* --- what is sent --- */

/* The values of field `name` that field `other` does not have. */
static void difference(struct request *r, const char *name, const char *other,
                       struct audit_scope *scope)
{
	const char **items = ARENA_ARRAY(r->c.arena, r->form.n, const char *);

	scope->items = items;
	scope->n_items = 0;
	for (const struct pair *p = r->form.first; p; p = p->next)
		if (strcmp(p->name, name) == 0 && !sent(r, other, p->value))
			items[scope->n_items++] = p->value;
}

enum err scope_items_post(struct request *r)
{
	struct scope_items s;
	struct audit_scope scope = {.units = &r->args[2], .n_units = 1};
	long added = 0, removed = 0;

	TRY(load(r, &s));
	scope.catalog = s.catalog->catalog;
	/* added first, so that a section whose items are exchanged keeps its visits */
	difference(r, "item", "had", &scope);
	if (scope.n_items)
		TRY(audit_add_scope(&r->c, &s.audit, &s.part, &scope, &added));
	difference(r, "had", "item", &scope);
	if (scope.n_items)
		TRY(audit_remove_scope(&r->c, &s.audit, &s.part, &scope, &removed));
	return request_redirect(r, LINK(r, SCOPE, s.audit.code, s.part.code),
	                        added || removed ? NOTICE_SAVED : NOTICE_UNCHANGED);
}
