/* What the ledgers are looked over for: the rules, their limits, and switching one off. */
#include "base/text.h"
#include "ledger/rules.h"
#include "org/setting.h"
#include "web/page.h"

#include <inttypes.h>

const struct field fields_rule[] = {
	{.name = "limit",
         .label = N_("Limit"),
         .help = N_("What it counts stands above. Blank: as the program has it."),
         .type = FIELD_NUMBER,
         .max = 8},
	{.name = "off", .label = N_("This rule is switched off"), .type = FIELD_CHECK},
	{.name = NULL},
};

static const char *number(struct request *r, int n)
{
	return arena_printf(r->c.arena, "%d", n);
}

static enum err draw_rule(struct request *r, const struct rule *rule)
{
	struct html *h = &r->html;
	struct rule_setting s;

	TRY(rule_setting_load(&r->c, rule, &s));
	OPEN(h, TR);
	OPEN(h, TH, AT(SCOPE, "row"));
	EL(h, A, T_(h, rule->label), HREF(LINK(r, ALERT_RULE, rule->code)));
	if (s.off)
		EL(h, SPAN, T_(h, N_("switched off")), AT(CLASS, "chip"));
	CLOSE(h, TH);
	cell_text(r, T_(h, rule->criterion));
	cell_text(r, T_(h, gravity_label(rule->severity)));
	cell_text(r, rule->limit_label ? T_(h, rule->limit_label) : NULL);
	EL(h, TD, rule->limit_label ? number(r, s.limit) : "—", AT(CLASS, "number"));
	CLOSE(h, TR);
	return OK;
}

enum err alert_rules_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Alerts of the ledgers")), LINK(r, ALERTS));
	page_heading(r, T_(h, N_("What is looked at")));
	TABLE_OPEN(r, "records", NULL, N_("Rule"), N_("What ought to be"), N_("Severity"),
	           N_("What the limit counts"), N_("Limit"));
	for (size_t i = 0; i < n_rules; i++)
		TRY(draw_rule(r, rules[i]));
	table_close(r);
	return OK;
}

/* --- one rule --- */

static enum err find(struct request *r, const struct rule **ret)
{
	*ret = rule_find(r->args[0]);
	return *ret ? OK : FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
}

static enum err draw_form(struct request *r, const struct rule *rule)
{
	struct html *h = &r->html;
	struct rule_setting s;
	int64_t revision;

	TRY(rule_setting_load(&r->c, rule, &s));
	TRY(setting_revision(&r->c, &revision));
	form_open(r, LINK(r, ALERT_RULE, rule->code), fields_rule, revision);
	if (rule->limit_label) {
		EL(h, P, T_(h, rule->limit_label));
		form_field(r, fields_rule, "limit", number(r, s.limit));
	}
	form_field(r, fields_rule, "off", s.off ? "1" : NULL);
	form_close(r, N_("Save"));
	return OK;
}

enum err alert_rule_page(struct request *r)
{
	struct html *h = &r->html;
	const struct rule *rule;

	TRY(find(r, &rule));
	page_crumb(r, T_(h, N_("Alerts of the ledgers")), LINK(r, ALERTS));
	page_crumb(r, T_(h, N_("What is looked at")), LINK(r, ALERT_RULES));
	page_heading(r, T_(h, rule->label));
	EL(h, P, T_(h, rule->criterion));
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("Alerts of this rule"),
	            url_with(r->c.arena, LINK(r, ALERTS), "rule", rule->code), false);
	CLOSE(h, P);
	return request_may(r, CAP_PLAN) ? draw_form(r, rule) : OK;
}

/* The alerts follow at once. */
enum err alert_rule_post(struct request *r)
{
	const struct rule *rule;
	struct assertion_changes n;
	struct rule_setting s = {.off = field_checked(r, "off")};
	int64_t revision, limit;

	TRY(find(r, &rule));
	TRY(setting_revision(&r->c, &revision));
	TRY(form_revision(r, revision));
	limit = field_number(r, "limit", rule->limit);
	if (limit < 0 || limit > RULE_LIMIT_MAX)
		return FAULT(r, "limit", N_("Enter a number from 0 to {1}."),
		             number(r, RULE_LIMIT_MAX));
	s.limit = (int)limit;
	TRY(rule_setting_put(&r->c, rule, &s));
	TRY(rules_run(&r->c, &n));
	return request_redirect(r, LINK(r, ALERT_RULES), NOTICE_SAVED);
}
