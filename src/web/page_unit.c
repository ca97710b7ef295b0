/* The organisation: the tree on a day, its display order, one unit. */
#include "base/date.h"
#include "ledger/ledgers.h"
#include "org/succession.h"
#include "org/unit.h"
#include "org/unit_edit.h"
#include "record/transfer.h"
#include "web/alerts.h"
#include "web/duty_view.h"
#include "web/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WHOLE_TREE_MAX 1500 /* units shown at once */

const struct field fields_unit_order[] = {
	{.name = "move", .label = N_("Change the order"), .type = FIELD_HIDDEN, .required = true,
         .max = 40},
	{.name = NULL},
};

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* --- the tree --- */

/* The day of ?on=, today without one; *ret_bad is what was entered and is no date. */
static const char *day_asked(struct request *r, const char **ret_bad)
{
	const char *on = pairs_get(&r->query, "on");
	struct date day = date_in_japan(r->c.now_us);

	*ret_bad = NULL;
	if (on && *on && !date_parse(r->c.arena, on, &day)) {
		*ret_bad = on;
		day = date_in_japan(r->c.now_us);
	}
	return date_format(r->c.arena, day, DATE_ISO);
}

static void draw_day(struct request *r, const char *day, const char *bad, bool ordering)
{
	struct html *h = &r->html;

	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, UNITS)), AT(CLASS, "filters"));
	OPEN(h, LABEL);
	html_text(h, T_(h, N_("As of the day")));
	OPEN(h, INPUT, AT(NAME, "on"), AT(VALUE, bad ? bad : show_date(r, day)), AT(SIZE, "18"),
	     AT(ARIA_INVALID, bad ? "true" : NULL));
	CLOSE(h, LABEL);
	if (ordering)
		OPEN(h, INPUT, AT(TYPE, "hidden"), AT(NAME, "order"), AT(VALUE, "1"));
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	if (bad)
		EL(h, P,
		   msg_format(r->c.arena, r->lang,
		              N_("“{1}” is no date. Enter it as 令和6年11月12日, R6.11.12 or "
		                 "2024-11-12."),
		              (const char *const[]){bad, NULL}),
		   AT(CLASS, "fault"));
}

static void draw_order_buttons(struct request *r, const struct unit_tree *t,
                               const struct unit_node *node)
{
	struct html *h = &r->html;
	const char *id = id_text(r, node->unit->id);

	OPEN(h, TD, AT(CLASS, "nowrap"));
	EL(h, BUTTON, "↑", AT(TYPE, "submit"), AT(NAME, "move"), AT(CLASS, "button small"),
	   AT(VALUE, arena_printf(r->c.arena, "up-%s", id)),
	   AT(ARIA_LABEL, arena_printf(r->c.arena, "%s %s", node->unit->name, T_(h, N_("up")))),
	   FLAG(DISABLED, !unit_tree_before(t, node)));
	html_text(h, " ");
	EL(h, BUTTON, "↓", AT(TYPE, "submit"), AT(NAME, "move"), AT(CLASS, "button small"),
	   AT(VALUE, arena_printf(r->c.arena, "down-%s", id)),
	   AT(ARIA_LABEL, arena_printf(r->c.arena, "%s %s", node->unit->name, T_(h, N_("down")))),
	   FLAG(DISABLED, !unit_tree_after(t, node)));
	CLOSE(h, TD);
}

static void draw_rest(struct request *r, const struct unit_row *u)
{
	bool ever = strcmp(u->valid_from, UNIT_SINCE_EVER) == 0;

	cell_text(r, u->kind);
	cell_text(r, u->body);
	cell_text(r, ever ? NULL : show_date(r, u->valid_from));
	cell_text(r, u->valid_to ? show_date(r, u->valid_to) : NULL);
}

static void draw_node(struct request *r, const struct unit_tree *t, const struct unit_node *node,
                      bool ordering)
{
	struct html *h = &r->html;
	const struct unit_row *u = node->unit;
	const char *id = id_text(r, u->id);

	OPEN(h, TR, AT(ID, arena_printf(r->c.arena, "unit-%s", id)));
	OPEN(h, TH, AT(SCOPE, "row"),
	     AT(CLASS, arena_printf(r->c.arena, "depth%d", node->depth < 8 ? node->depth : 8)));
	EL(h, A, u->name, HREF(LINK(r, UNIT, id)));
	CLOSE(h, TH);
	if (ordering)
		draw_order_buttons(r, t, node);
	EL(h, TD, u->code, AT(CLASS, "code"));
	if (!ordering)
		draw_rest(r, u);
	CLOSE(h, TR);
}

static void draw_tree(struct request *r, const struct unit_tree *t, const char *day, bool ordering)
{
	struct html *h = &r->html;
	size_t first = t->n > WHOLE_TREE_MAX ? page_first(r, t->n) : 0;
	size_t end = t->n > WHOLE_TREE_MAX ? first + PAGE_ROWS : t->n;

	if (ordering)
		form_open(r, url_with(r->c.arena, LINK(r, UNIT_ORDER), "on", day),
		          fields_unit_order, 0);
	if (ordering)
		TABLE_OPEN(r, "tree", NULL, N_("Unit"), N_("Order"), N_("Code"));
	else
		TABLE_OPEN(r, "tree", NULL, N_("Unit"), N_("Code"), N_("Kind"), N_("Body"),
		           N_("Since"), N_("Until"));
	for (size_t i = first; i < end && i < t->n; i++)
		draw_node(r, t, &t->nodes[i], ordering);
	table_close(r);
	if (ordering)
		CLOSE(h, FORM);
	if (t->n > WHOLE_TREE_MAX)
		page_turner(r, t->n);
}

static void draw_actions(struct request *r, bool ordering)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	if (request_may(r, CAP_EDIT_UNITS)) {
		action_link(r, N_("Add a unit"), LINK(r, UNIT_NEW), true);
		action_link(r, ordering ? N_("Order is settled") : N_("Change the order"),
		            here_with(r, "order", ordering ? NULL : "1"), false);
		action_link(r, N_("Import"),
		            url_with(r->c.arena, LINK(r, IMPORTS), "kind", "units"), false);
	}
	CLOSE(h, P);
}

enum err units_page(struct request *r)
{
	struct html *h = &r->html;
	struct unit_tree t;
	const char *bad, *day = day_asked(r, &bad);
	bool ordering = pairs_get(&r->query, "order") && request_may(r, CAP_EDIT_UNITS);

	TRY(unit_tree_on(&r->c, day, &t));
	page_heading(r, T_(h, N_("Organisation")));
	draw_actions(r, ordering);
	draw_day(r, day, bad, ordering);
	OPEN(h, P);
	SAY(h, N_("{1}: {2} units, in display order (建制順)."), show_date(r, day),
	    arena_printf(r->c.arena, "%zu", t.n));
	CLOSE(h, P);
	if (t.n)
		draw_tree(r, &t, day, ordering);
	else
		page_empty(r, N_("No unit exists on this day. Import the organisation from a "
		                 "spreadsheet, or add its units one by one."));
	return OK;
}

enum err unit_order_post(struct request *r)
{
	const char *move = field_value(r, "move"), *dash = strchr(move, '-'), *bad;
	const char *day = day_asked(r, &bad);
	struct unit_row *unit;
	struct url back = LINK(r, UNITS);

	TRY(unit_find(&r->c, dash ? strtoll(dash + 1, NULL, 10) : 0, &unit));
	TRY(unit_reorder(&r->c, unit, day, strncmp(move, "up-", 3) == 0));
	back = url_with(r->c.arena, url_with(r->c.arena, back, "on", day), "order", "1");
	return request_redirect(r,
	                        url_fragment(r->c.arena, back,
	                                     arena_printf(r->c.arena, "unit-%" PRId64, unit->id)),
	                        NULL);
}

/* --- one unit --- */

static void draw_fact(struct request *r, const char *label, const char *text)
{
	EL(&r->html, DT, T_(&r->html, label));
	EL(&r->html, DD, text && *text ? text : "—");
}

static void draw_linked(struct request *r, const char *label, const struct unit_row *units,
                        size_t n)
{
	struct html *h = &r->html;

	EL(h, DT, T_(h, label));
	OPEN(h, DD);
	for (size_t i = 0; i < n; i++) {
		if (i)
			html_text(h, "、");
		EL(h, A, arena_printf(r->c.arena, "%s（%s）", units[i].name, units[i].code),
		   HREF(LINK(r, UNIT, id_text(r, units[i].id))));
	}
	if (!n)
		html_text(h, "—");
	CLOSE(h, DD);
}

static const char *period_text(struct request *r, const struct unit_row *u)
{
	bool ever = strcmp(u->valid_from, UNIT_SINCE_EVER) == 0;

	return arena_printf(r->c.arena, "%s – %s", ever ? "" : show_date(r, u->valid_from),
	                    u->valid_to ? show_date(r, u->valid_to) : "");
}

static enum err draw_facts(struct request *r, const struct unit_row *u, const char *day)
{
	struct html *h = &r->html;
	struct unit_row *parent = NULL, *before, *after;
	size_t n_before, n_after;

	TRY(q_unit_predecessors(&r->c, &(struct unit_predecessors_in){u->id}, &before, &n_before));
	TRY(q_unit_successors(&r->c, &(struct unit_successors_in){u->id}, &after, &n_after));
	if (u->parent_code)
		TRY(q_unit_seen_on(&r->c, &(struct unit_seen_on_in){u->parent_code, day}, &parent));
	OPEN(h, DL, AT(CLASS, "facts"));
	draw_fact(r, N_("Code"), u->code);
	draw_fact(r, N_("Kind"), u->kind);
	draw_fact(r, N_("Body"), u->body);
	draw_fact(r, N_("Period"), period_text(r, u));
	draw_linked(r, N_("Stands below"), parent, parent ? 1 : 0);
	draw_linked(r, N_("Before that"), before, n_before);
	draw_linked(r, N_("After that"), after, n_after);
	CLOSE(h, DL);
	return OK;
}

static enum err draw_below(struct request *r, const struct unit_row *u, const char *day)
{
	struct html *h = &r->html;
	const struct unit_node *node;
	struct unit_tree t;

	TRY(unit_tree_on(&r->c, day, &t));
	node = unit_tree_find(&t, u->code);
	if (!node || node->size == 1)
		return OK;
	EL(h, H2, T_(h, N_("Units below")));
	TABLE_OPEN(r, "tree", NULL, N_("Unit"), N_("Code"), N_("Kind"), N_("Body"), N_("Since"),
	           N_("Until"));
	for (size_t i = 1; i < node->size && i <= WHOLE_TREE_MAX; i++)
		draw_node(r, &t, &node[i], false);
	table_close(r);
	return OK;
}

static void draw_unit_actions(struct request *r, const char *id)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	if (request_may(r, CAP_EDIT_UNITS)) {
		action_link(r, N_("Rename or move"), LINK(r, UNIT_CHANGE, id), true);
		action_link(r, N_("Correct"), LINK(r, UNIT_EDIT, id), false);
		action_link(r, N_("Close"), LINK(r, UNIT_CLOSE, id), false);
		action_link(r, N_("Add a unit below"),
		            url_with(r->c.arena, LINK(r, UNIT_NEW), "below", id), false);
	}
	if (request_may(r, CAP_READ_AUDIT))
		action_link(r, N_("History"), LINK(r, HISTORY, "unit", id), false);
	CLOSE(h, P);
}

/* Units that this one came after, or this one if it is closed, whose records wait. */
static enum err draw_takeover(struct request *r, const struct unit_row *closed)
{
	struct html *h = &r->html;
	struct transfer_heirs heirs;
	size_t waiting = 0, n;
	struct record *records;

	TRY(transfer_heirs(&r->c, closed->id, &heirs));
	for (size_t i = 0; heirs.all && i < n_ledgers; i++) {
		TRY(transfer_waiting(&r->c, ledgers[i], closed->id, &records, &n));
		waiting += n;
	}
	if (!waiting)
		return OK;
	OPEN(h, P, AT(CLASS, "notice warning"));
	OPEN(h, A, HREF(LINK(r, TAKEOVER, id_text(r, closed->id))));
	SAY(h, N_("{1} records of {2} (closed) are not taken over yet."),
	    arena_printf(r->c.arena, "%zu", waiting), closed->name);
	CLOSE(h, A);
	CLOSE(h, P);
	return OK;
}

static enum err draw_takeovers(struct request *r, const struct unit_row *u)
{
	struct unit_row *before;
	size_t n;

	if (!request_may(r, CAP_EDIT_LEDGERS))
		return OK;
	TRY(draw_takeover(r, u));
	TRY(succession_before(&r->c, u->id, &before, &n));
	for (size_t i = 0; i < n; i++)
		TRY(draw_takeover(r, &before[i]));
	return OK;
}

enum err unit_page(struct request *r)
{
	struct html *h = &r->html;
	const char *day = date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
	struct unit_row *u;

	TRY(unit_find(&r->c, request_id(r, 0), &u));
	if (!unit_valid_on(u, day))
		day = u->valid_to && strcmp(u->valid_to, day) < 0 ? u->valid_to : u->valid_from;
	page_crumb(r, T_(h, N_("Organisation")), LINK(r, UNITS));
	page_heading(r, u->name);
	draw_unit_actions(r, r->args[0]);
	TRY(alerts_of_unit(r, u->code));
	TRY(draw_takeovers(r, u));
	TRY(draw_facts(r, u, day));
	TRY(duties_of_unit(r, u->code, day));
	return draw_below(r, u, day);
}
