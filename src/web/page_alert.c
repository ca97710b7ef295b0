/* 台帳の気づき: what the rules noticed in all ledgers within reach. */
#include "base/date.h"
#include "ledger/rules.h"
#include "org/unit_tree.h"
#include "web/alerts.h"
#include "web/table_file.h"

#include <inttypes.h>
#include <string.h>

static const char *today(struct request *r)
{
	return date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
}

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

/* --- what the address asks for --- */

static const char *asked(const struct request *r, const char *name)
{
	const char *v = pairs_get(&r->query, name);

	return v && *v ? v : NULL;
}

/* Open ones, unless closed or all are asked for. */
static struct assertion_count_in filter_asked(const struct request *r)
{
	const char *state = asked(r, "state"), *severity = asked(r, "severity");
	const char *rule = asked(r, "rule");
	enum gravity s = GRAVITY_ALL;

	if (severity && !gravity_parse(severity, &s))
		s = GRAVITY_ALL;
	if (!state)
		state = "open";
	else if (strcmp(state, "closed") != 0)
		state = NULL;
	return (struct assertion_count_in){.source = RULES_SOURCE, .state = state, .severity = s,
	                                   .criterion = rule && rule_find(rule) ? rule : NULL,
	                                   .unit_code = asked(r, "unit")};
}

static struct assertion_list_in page_of(const struct assertion_count_in *f, size_t first,
                                        int64_t count)
{
	return (struct assertion_list_in){.source = f->source, .state = f->state,
	                                  .severity = f->severity, .criterion = f->criterion,
	                                  .unit_code = f->unit_code, .first = (int64_t)first,
	                                  .count = count};
}

/* --- filters --- */

static enum err draw_unit_select(struct request *r)
{
	struct arena *a = r->c.arena;
	struct choice *choices;
	struct unit_tree t;

	TRY(unit_tree_on(&r->c, today(r), &t));
	choices = ARENA_ARRAY(a, t.n, struct choice);
	for (size_t i = 0; i < t.n; i++) {
		const char *indent = "";

		for (int k = 0; k < t.nodes[i].depth; k++)
			indent = arena_printf(a, "　%s", indent);
		choices[i] = (struct choice){t.nodes[i].unit->code,
		                             arena_printf(a, "%s%s", indent,
		                                          t.nodes[i].unit->name)};
	}
	filter_select(r, "unit", N_("Section and those below"), N_("Any"), choices, t.n);
	return OK;
}

static enum err draw_filters(struct request *r)
{
	struct html *h = &r->html;
	const struct choice states[] = {{"closed", T_(h, N_("Settled only"))},
	                                {"all", T_(h, N_("Settled ones too"))}};
	struct choice severities[GRAVITY_HIGH], *kinds;

	for (int s = GRAVITY_HIGH; s >= GRAVITY_LOW; s--)
		severities[GRAVITY_HIGH - s] = (struct choice){
			gravity_code((enum gravity)s), T_(h, gravity_label((enum gravity)s))};
	kinds = ARENA_ARRAY(r->c.arena, n_rules, struct choice);
	for (size_t i = 0; i < n_rules; i++)
		kinds[i] = (struct choice){rules[i]->code, T_(h, rules[i]->label)};
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, ALERTS)), AT(CLASS, "filters"));
	TRY(draw_unit_select(r));
	filter_select(r, "severity", N_("Severity"), N_("Any"), severities, GRAVITY_HIGH);
	filter_select(r, "rule", N_("Rule"), N_("Any"), kinds, n_rules);
	filter_select(r, "state", N_("State"), N_("Open only"), states, 2);
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	return OK;
}

static void draw_actions(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, DIV, AT(CLASS, "actions"));
	if (request_may(r, CAP_PLAN))
		form_button(r, LINK(r, ALERTS_RUN), N_("Look again now"), "button primary", NULL,
		            NULL);
	action_link(r, N_("What is looked at"), LINK(r, ALERT_RULES), false);
	CLOSE(h, DIV);
}

/* --- the list --- */

static void draw_severity(struct request *r, const struct assertion_list_out *a)
{
	static const char *const classes[] = {
		[GRAVITY_ALL] = "chip", [GRAVITY_LOW] = "chip", [GRAVITY_MIDDLE] = "chip wait",
		[GRAVITY_HIGH] = "chip bad"};
	struct html *h = &r->html;
	enum gravity s = (enum gravity)a->severity;

	OPEN(h, TD);
	EL(h, SPAN, T_(h, gravity_label(s)), AT(CLASS, classes[s]));
	CLOSE(h, TD);
}

static void draw_alert(struct request *r, const struct assertion_list_out *a, bool settled)
{
	const struct rule *rule = rule_find(a->criterion);
	struct html *h = &r->html;

	OPEN(h, TR);
	draw_severity(r, a);
	cell_text(r, a->unit);
	if (a->ledger && ledger_find(a->ledger))
		cell_link(r, a->subject, LINK(r, RECORD, a->ledger, id_text(r, a->record_id)));
	else
		cell_text(r, a->subject);
	OPEN(h, TD);
	EL(h, STRONG, rule ? T_(h, rule->label) : a->criterion);
	if (rule)
		alert_contradiction(r, rule);
	if (rule)
		EL(h, P, rule_explain(r->c.arena, r->lang, rule, a->ledger, a->details));
	CLOSE(h, TD);
	EL(h, TD, show_date(r, a->first_on), AT(CLASS, "nowrap"));
	if (settled)
		EL(h, TD, a->closed_on ? show_date(r, a->closed_on) : "—", AT(CLASS, "nowrap"));
	CLOSE(h, TR);
}

enum err alerts_page(struct request *r)
{
	struct html *h = &r->html;
	struct assertion_count_in filter = filter_asked(r);
	struct assertion_count_out *count;
	struct assertion_list_out *rows;
	struct assertion_list_in in;
	bool settled = !filter.state || strcmp(filter.state, "open") != 0;
	size_t n;

	TRY(q_assertion_count(&r->c, &filter, &count));
	in = page_of(&filter, page_first(r, (size_t)count->n), PAGE_ROWS);
	TRY(q_assertion_list(&r->c, &in, &rows, &n));
	page_heading(r, T_(h, N_("Alerts of the ledgers")));
	draw_actions(r);
	TRY(draw_filters(r));
	OPEN(h, P);
	SAY(h, N_("{1} alerts"), id_text(r, count->n));
	CLOSE(h, P);
	if (n) {
		TABLE_OPEN(r, "alerts stack", NULL, N_("Severity"), N_("Section in charge"),
		           N_("Record"), N_("What was noticed"), N_("Noticed on"),
		           settled ? N_("Settled on") : NULL);
		for (size_t i = 0; i < n; i++)
			draw_alert(r, &rows[i], settled);
		table_close(r);
		page_turner(r, (size_t)count->n);
		table_file_links(r, LINK(r, ALERTS_FILE));
	} else {
		page_empty(r, N_("Nothing is noticed under these conditions. The ledgers are "
		                 "looked over whenever a record is saved, and every night by "
		                 "“kageyu rules” for what time alone brings up."));
	}
	return OK;
}

enum err alerts_run_post(struct request *r)
{
	struct assertion_changes n;

	TRY(rules_run(&r->c, &n));
	return request_redirect(r, LINK(r, ALERTS),
	                        n.opened || n.closed || n.changed ? NOTICE_SAVED
	                                                          : NOTICE_UNCHANGED);
}

/* --- as a file --- */

static void draw_way(struct request *r)
{
	page_crumb(r, T_(&r->html, N_("Alerts of the ledgers")), LINK(r, ALERTS));
}

#define FILE_COLUMNS 8

static const char *const *file_row(struct request *r, const struct assertion_list_out *a)
{
	const char **row = ARENA_ARRAY(r->c.arena, FILE_COLUMNS, const char *);
	const struct rule *rule = rule_find(a->criterion);
	const struct record_kind *k = a->ledger ? ledger_find(a->ledger) : NULL;

	row[0] = msg_find(LANG_JA, gravity_label((enum gravity)a->severity));
	row[1] = a->unit;
	row[2] = k ? msg_find(LANG_JA, k->label) : NULL;
	row[3] = a->subject;
	row[4] = rule ? msg_find(LANG_JA, rule->label) : a->criterion;
	row[5] = rule ? rule_explain(r->c.arena, LANG_JA, rule, a->ledger, a->details) : NULL;
	row[6] = a->first_on;
	row[7] = a->closed_on;
	return row;
}

enum err alerts_file_page(struct request *r)
{
	const struct column columns[FILE_COLUMNS] = {
		{msg_find(LANG_JA, N_("Severity")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Section in charge")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Ledger")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Record")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("Rule")), COLUMN_TEXT},
		{msg_find(LANG_JA, N_("What was noticed")), COLUMN_WIDE_TEXT},
		{msg_find(LANG_JA, N_("Noticed on")), COLUMN_DATE},
		{msg_find(LANG_JA, N_("Settled on")), COLUMN_DATE},
	};
	struct assertion_count_in filter = filter_asked(r);
	struct assertion_list_in in = page_of(&filter, 0, INT64_MAX);
	struct assertion_list_out *rows;
	const char *const **cells;
	struct table t;
	size_t n;

	TRY(q_assertion_list(&r->c, &in, &rows, &n));
	cells = ARENA_ARRAY(r->c.arena, n, const char *const *);
	for (size_t i = 0; i < n; i++)
		cells[i] = file_row(r, &rows[i]);
	t = (struct table){msg_find(LANG_JA, N_("Alerts of the ledgers")), columns, FILE_COLUMNS,
	                   cells, n};
	return table_file_send(r, &t, asked(r, "format"), "alerts", "alerts", draw_way);
}
