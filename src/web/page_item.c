/* One audit item in full, changed by hand. */
#include "criteria/edit.h"
#include "web/item_view.h"
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

static const struct choice internal_choices[] = {
	{"yes", N_("Internal audits")}, {"no", N_("External audits")}, {NULL, NULL}};

/* The names are those of item_fields. */
const struct field fields_item[] = {
	{.name = "heading1", .label = N_("Heading 1 (大項目)")},
	{.name = "heading1_en", .label = N_("Heading 1 in English")},
	{.name = "heading2", .label = N_("Heading 2 (中項目)")},
	{.name = "heading2_en", .label = N_("Heading 2 in English")},
	{.name = "heading3", .label = N_("Heading 3 (小項目)")},
	{.name = "heading3_en", .label = N_("Heading 3 in English")},
	{.name = "label", .label = N_("Detail (細目)"), .max = 40},
	{.name = "title", .label = N_("Title"), .type = FIELD_LONG, .required = true},
	{.name = "title_en", .label = N_("Title in English")},
	{.name = "requirement", .label = N_("Requirement"), .type = FIELD_LONG},
	{.name = "mandatory",
         .label = N_("Mandatory"),
         .help = N_("Cannot be confirmed without evidence."),
         .type = FIELD_CHECK},
	{.name = "internal",
         .label = N_("Suited to"),
         .type = FIELD_CHOICE,
         .choices = internal_choices},
	{.name = "roles", .label = N_("Roles"), .help = N_("One a line."), .type = FIELD_LONG},
	{.name = "respondent",
         .label = N_("Answers the questionnaire"),
         .help = N_("One role; the first of the roles without it.")},
	{.name = "approver", .label = N_("Approver"), .help = N_("One a line."),
         .type = FIELD_LONG},
	{.name = "evidence",
         .label = N_("Evidence"),
         .help = N_("One a line."),
         .type = FIELD_LONG},
	{.name = "procedure", .label = N_("How to look"), .type = FIELD_LONG},
	{.name = "interviewee", .label = N_("Ask"), .help = N_("One a line."), .type = FIELD_LONG},
	{.name = "attention", .label = N_("Attention"), .type = FIELD_LONG},
	{.name = "target_kinds",
         .label = N_("Kinds of targets"),
         .help = N_("One a line: organisation, section, system, facility, contractor."),
         .type = FIELD_LONG},
	{.name = "methods",
         .label = N_("Methods"),
         .help = N_("One a line: document, interview, visit, data."),
         .type = FIELD_LONG},
	{.name = "contradictions", .label = N_("Contradicting facts"), .type = FIELD_LONG},
	{.name = "clause", .label = N_("Clause of the model text")},
	{.name = "jis", .label = N_("JIS Q 27002"), .help = N_("One a line."), .type = FIELD_LONG},
	{.name = "references", .label = N_("References"), .help = N_("One a line."),
         .type = FIELD_LONG},
	{.name = "remarks", .label = N_("Remarks"), .type = FIELD_LONG},
	{.name = "supplied",
         .label = N_("Supplied by us (補)"),
         .help = N_("One a line: the field and why it was supplied."),
         .type = FIELD_LONG},
	{.name = "level5", .label = N_("Level 5 looks like"), .type = FIELD_LONG},
	{.name = "level4", .label = N_("Level 4 looks like"), .type = FIELD_LONG},
	{.name = "level3", .label = N_("Level 3 looks like"), .type = FIELD_LONG},
	{.name = "level2", .label = N_("Level 2 looks like"), .type = FIELD_LONG},
	{.name = "level1", .label = N_("Level 1 looks like"), .type = FIELD_LONG},
	{.name = NULL},
};

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

static enum err find(struct request *r, struct version_full *v, const struct item_full **ret)
{
	TRY(criteria_load_version(&r->c, request_id(r, 0),
	                          request_id(r, 1), v));
	*ret = criteria_find_item(v, request_id(r, 2));
	if (!*ret)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such item."));
	return OK;
}

static const char *version_name(struct request *r, const struct version_full *v)
{
	return msg_format(r->c.arena, r->lang, N_("Version {1}"),
	                  (const char *const[]){number(r, v->version->number), NULL});
}

static void draw_way(struct request *r, const struct version_full *v)
{
	page_crumb(r, T_(&r->html, N_("Audit items")), LINK(r, CATALOGS));
	page_crumb(r,
	           arena_printf(r->c.arena, "%s %s", v->catalog->name, version_name(r, v)),
	           LINK(r, VERSION, r->args[0], number(r, v->version->number)));
}

/* --- shown --- */

static void draw_neighbour(struct request *r, const struct item_full *item, const char *label)
{
	struct html *h = &r->html;

	EL(h, A, arena_printf(r->c.arena, "%s: %s", T_(h, label), item->row->no),
	   HREF(LINK(r, ITEM, r->args[0], r->args[1], number(r, item->row->id))));
}

static void draw_neighbours(struct request *r, const struct version_full *v,
                            const struct item_full *item)
{
	struct html *h = &r->html;
	size_t i = (size_t)(item - v->items);

	OPEN(h, NAV, AT(CLASS, "pages"), AT(ARIA_LABEL, T_(h, N_("Items"))));
	if (i > 0)
		draw_neighbour(r, &v->items[i - 1], N_("Previous"));
	if (i + 1 < v->n)
		draw_neighbour(r, &v->items[i + 1], N_("Next"));
	CLOSE(h, NAV);
}

enum err item_page(struct request *r)
{
	struct html *h = &r->html;
	const struct item_full *item;
	struct version_full v;

	TRY(find(r, &v, &item));
	draw_way(r, &v);
	page_heading(r, arena_printf(r->c.arena, "%s　%s", item->row->no,
	                             item->row->title ? item->row->title : ""));
	OPEN(h, P, AT(CLASS, "actions"));
	if (request_may(r, CAP_EDIT_CRITERIA) && !v.version->frozen)
		action_link(r, N_("Change the item"),
		            LINK(r, ITEM_EDIT, r->args[0], r->args[1], r->args[2]), true);
	action_link(r, N_("History"), LINK(r, HISTORY, "item", r->args[2]), false);
	CLOSE(h, P);
	EL(h, H2, T_(h, N_("Requirement")));
	TRY(item_view(r, item, v.version->judging));
	if (v.version->notice)
		EL(h, P, v.version->notice, AT(CLASS, "soft"));
	draw_neighbours(r, &v, item);
	return OK;
}

/* --- changed --- */

static uint64_t mix(uint64_t hash, const char *s)
{
	for (; s && *s; s++)
		hash = (hash ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (hash ^ 1) * UINT64_C(1099511628211);
}

/* The level texts are rows of their own, so the item's revision alone does not tell of them. */
static int64_t revision(const struct item_full *item)
{
	uint64_t hash = UINT64_C(14695981039346656037) + (uint64_t)item->row->rev;

	for (int k = 0; k < ITEM_LEVELS; k++)
		hash = mix(hash, item->levels[k]);
	return (int64_t)(hash >> 2) + 1;
}

static const char *level_name(struct request *r, int k)
{
	return arena_printf(r->c.arena, "level%d", k + 1);
}

enum err item_edit_page(struct request *r)
{
	struct html *h = &r->html;
	const struct item_full *item;
	struct version_full v;

	TRY(find(r, &v, &item));
	draw_way(r, &v);
	page_heading(r, arena_printf(r->c.arena, "%s　%s", item->row->no,
	                             T_(h, N_("Change the item"))));
	if (v.version->frozen) {
		EL(h, P,
		   T_(h, N_("An audit uses this version, so it stays as it is. Importing changed "
		            "items makes the next version.")),
		   AT(CLASS, "notice info"));
		return OK;
	}
	form_open(r, LINK(r, ITEM_EDIT, r->args[0], r->args[1], r->args[2]), fields_item,
	          revision(item));
	for (size_t i = 0; i < n_item_fields; i++) {
		form_field(r, fields_item, item_fields[i].name,
		           item_text(item->row, &item_fields[i]));
		if (strcmp(item_fields[i].name, "requirement") == 0)
			form_field(r, fields_item, "mandatory", item->row->mandatory ? "1" : NULL);
	}
	for (int k = ITEM_LEVELS; k-- > 0;)
		form_field(r, fields_item, level_name(r, k), item->levels[k]);
	form_close(r, N_("Save"));
	return OK;
}

enum err item_edit_post(struct request *r)
{
	const struct item_full *item;
	struct item_full after;
	struct item_row row;
	struct version_full v;

	TRY(find(r, &v, &item));
	TRY(form_revision(r, revision(item)));
	row = *item->row;
	after.row = &row;
	for (size_t i = 0; i < n_item_fields; i++)
		item_set_text(&row, &item_fields[i], field_value(r, item_fields[i].name));
	row.mandatory = field_checked(r, "mandatory");
	for (int k = 0; k < ITEM_LEVELS; k++)
		after.levels[k] = field_value(r, level_name(r, k));
	TRY(criteria_change_item(&r->c, &v, item, &after));
	return request_redirect(r, LINK(r, ITEM, r->args[0], r->args[1], r->args[2]), NOTICE_SAVED);
}
