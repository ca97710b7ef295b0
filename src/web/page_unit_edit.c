/* One unit added, corrected, renamed or moved from a day on, closed. */
#include "base/date.h"
#include "org/unit.h"
#include "org/unit_edit.h"
#include "web/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define CODE                                                                                   \
	{.name = "code", .label = N_("Code"), .required = true, .max = UNIT_CODE_MAX}
#define NAME                                                                                   \
	{.name = "name", .label = N_("Name"), .required = true, .max = UNIT_NAME_MAX}
#define REST                                                                                   \
	{.name = "kind", .label = N_("Kind"), .help = N_("Such as 部, 課, 係 or 施設.")},        \
	{.name = "body",                                                                       \
         .label = N_("Body"),                                                                  \
         .help = N_("Such as 区長部局, 教育委員会.")},                                          \
	{                                                                                      \
		.name = "parent", .label = N_("Stands below"), .type = FIELD_CHOICE            \
	}

const struct field fields_unit_new[] = {
	CODE,
	NAME,
	REST,
	{.name = "from",
         .label = N_("Begin"),
         .help = N_("The first day. Blank where nobody knows it."),
         .type = FIELD_DATE},
	{.name = NULL},
};

const struct field fields_unit_edit[] = {
	NAME,
	REST,
	{.name = "from", .label = N_("Begin"), .type = FIELD_DATE},
	{.name = "to", .label = N_("Last day"), .type = FIELD_DATE},
	{.name = NULL},
};

const struct field fields_unit_change[] = {
	{.name = "day",
         .label = N_("From the day on"),
         .help = N_("The first day of the new name or place, such as 令和7年4月1日."),
         .type = FIELD_DATE,
         .required = true},
	CODE,
	NAME,
	REST,
	{.name = NULL},
};

const struct field fields_unit_close[] = {
	{.name = "day", .label = N_("Last day"), .type = FIELD_DATE, .required = true},
	{.name = "successors",
         .label = N_("Taken over by"),
         .help = N_("Codes of the units that take over, separated by commas. Findings of the "
                    "closed unit are counted with them.")},
	{.name = NULL},
};

/* --- what all have in common --- */

static enum err find(struct request *r, struct unit_row **ret)
{
	return unit_find(&r->c, request_id(r, 0), ret);
}

static const char *today(struct request *r)
{
	return date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
}

/* The units that one can be put below, indented. */
static enum err draw_parent(struct request *r, const struct field *fields, const char *day,
                            const char *stored)
{
	struct arena *a = r->c.arena;
	struct choice *choices;
	struct unit_tree t;

	TRY(unit_tree_on(&r->c, day, &t));
	choices = ARENA_ARRAY(a, t.n, struct choice);
	for (size_t i = 0; i < t.n; i++) {
		const char *indent = "";

		for (int k = 0; k < t.nodes[i].depth; k++)
			indent = arena_printf(a, "　%s", indent);
		choices[i].code = t.nodes[i].unit->code;
		choices[i].label = arena_printf(a, "%s%s（%s）", indent, t.nodes[i].unit->name,
		                                t.nodes[i].unit->code);
	}
	form_choice(r, fields, "parent", choices, t.n, stored);
	return OK;
}

static enum err draw_values(struct request *r, const struct field *fields, const char *day,
                            const struct unit_row *u)
{
	form_field(r, fields, "name", u->name);
	form_field(r, fields, "kind", u->kind);
	form_field(r, fields, "body", u->body);
	return draw_parent(r, fields, day, u->parent_code);
}

static struct unit_values values_sent(struct request *r)
{
	return (struct unit_values){
		.name = field_value(r, "name"),
		.kind = field_value(r, "kind"),
		.body = field_value(r, "body"),
		.parent_code = field_value(r, "parent"),
	};
}

static struct url to_unit(struct request *r, int64_t id)
{
	return LINK(r, UNIT, arena_printf(r->c.arena, "%" PRId64, id));
}

static void draw_way(struct request *r, const struct unit_row *u, const char *title)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Organisation")), LINK(r, UNITS));
	if (u)
		page_crumb(r, u->name, to_unit(r, u->id));
	page_heading(r, title);
}

/* --- a new one --- */

enum err unit_new_page(struct request *r)
{
	const char *below = pairs_get(&r->query, "below");
	struct unit_row none = {0}, *parent;

	if (below) {
		TRY(unit_find(&r->c, strtoll(below, NULL, 10), &parent));
		none.parent_code = parent->code;
		none.body = parent->body;
	}
	draw_way(r, NULL, T_(&r->html, N_("Add a unit")));
	form_open(r, LINK(r, UNIT_NEW), fields_unit_new, 0);
	form_field(r, fields_unit_new, "code", NULL);
	TRY(draw_values(r, fields_unit_new, today(r), &none));
	form_field(r, fields_unit_new, "from", NULL);
	form_close(r, N_("Add"));
	return OK;
}

enum err unit_new_post(struct request *r)
{
	struct unit_values v = values_sent(r);
	struct unit_row unit;

	v.code = field_value(r, "code");
	v.valid_from = field_value(r, "from");
	TRY(unit_add(&r->c, &v, &unit));
	return request_redirect(r, to_unit(r, unit.id), NOTICE_ADDED);
}

/* --- corrected --- */

enum err unit_edit_page(struct request *r)
{
	struct html *h = &r->html;
	struct unit_row *u;

	TRY(find(r, &u));
	draw_way(r, u, T_(h, N_("Correct the unit")));
	EL(h, P, T_(h, N_("For what was wrong from the beginning. A new name or place from a day "
	                  "on is entered under “Rename or move”, so that earlier audits keep the "
	                  "old one.")));
	form_open(r, LINK(r, UNIT_EDIT, r->args[0]), fields_unit_edit, u->rev);
	TRY(draw_values(r, fields_unit_edit, unit_valid_on(u, today(r)) ? today(r) : u->valid_from,
	                u));
	form_field(r, fields_unit_edit, "from",
	           strcmp(u->valid_from, UNIT_SINCE_EVER) == 0 ? NULL : u->valid_from);
	form_field(r, fields_unit_edit, "to", u->valid_to);
	form_close(r, N_("Save"));
	return OK;
}

enum err unit_edit_post(struct request *r)
{
	struct unit_values v = values_sent(r);
	struct unit_row *u;

	TRY(find(r, &u));
	TRY(form_revision(r, u->rev));
	v.valid_from = field_value(r, "from");
	v.valid_to = field_value(r, "to");
	TRY(unit_correct(&r->c, u, &v));
	return request_redirect(r, to_unit(r, u->id), NOTICE_SAVED);
}

/* --- renamed or moved --- */

enum err unit_change_page(struct request *r)
{
	struct html *h = &r->html;
	struct unit_row *u;

	TRY(find(r, &u));
	draw_way(r, u, T_(h, N_("Rename or move the unit")));
	EL(h, P, T_(h, N_("The unit goes on as a new entry from that day on. Audits before it keep "
	                  "the old name and place.")));
	form_open(r, LINK(r, UNIT_CHANGE, r->args[0]), fields_unit_change, u->rev);
	form_field(r, fields_unit_change, "day", NULL);
	form_field(r, fields_unit_change, "code", u->code);
	TRY(draw_values(r, fields_unit_change, u->valid_to ? u->valid_to : today(r), u));
	form_close(r, N_("Rename or move"));
	return OK;
}

enum err unit_change_post(struct request *r)
{
	struct unit_values v = values_sent(r);
	struct unit_row *u, after;

	TRY(find(r, &u));
	TRY(form_revision(r, u->rev));
	v.code = field_value(r, "code");
	TRY(unit_change(&r->c, u, field_value(r, "day"), &v, &after));
	return request_redirect(r, to_unit(r, after.id), NOTICE_SAVED);
}

/* --- closed --- */

enum err unit_close_page(struct request *r)
{
	struct html *h = &r->html;
	struct unit_row *u;

	TRY(find(r, &u));
	draw_way(r, u, T_(h, N_("Close the unit")));
	EL(h, P, T_(h, N_("The unit ends with its last day. Its audits stay as they are.")));
	form_open(r, LINK(r, UNIT_CLOSE, r->args[0]), fields_unit_close, u->rev);
	form_field(r, fields_unit_close, "day", u->valid_to);
	form_field(r, fields_unit_close, "successors", NULL);
	form_close(r, N_("Close the unit"));
	return OK;
}

enum err unit_close_post(struct request *r)
{
	struct unit_row *u;

	TRY(find(r, &u));
	TRY(form_revision(r, u->rev));
	TRY(unit_close(&r->c, u, field_value(r, "day"), field_value(r, "successors")));
	return request_redirect(r, to_unit(r, u->id), NOTICE_SAVED);
}
