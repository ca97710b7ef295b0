#include "web/alerts.h"

#include <inttypes.h>

void alert_contradiction(struct request *r, const struct rule *rule)
{
	struct html *h = &r->html;

	if (!rule->contradiction)
		return;
	html_text(h, " ");
	EL(h, SPAN, T_(h, N_("Contradiction")), AT(CLASS, "chip"));
}

static void draw_alert(struct request *r, const struct assertion_row *row, const struct rule *rule)
{
	struct html *h = &r->html;

	OPEN(h, LI);
	EL(h, STRONG, T_(h, rule->label));
	alert_contradiction(r, rule);
	html_text(h, " ");
	html_text(h, rule_explain(r->c.arena, r->lang, rule, row->ledger, row->details));
	html_text(h, " ");
	OPEN(h, SPAN, AT(CLASS, "soft"));
	SAY(h, N_("(noticed on {1})"), show_date(r, row->first_on));
	CLOSE(h, SPAN);
	CLOSE(h, LI);
}

enum err alerts_of_record(struct request *r, int64_t record_id)
{
	struct html *h = &r->html;
	struct assertion_row *rows;
	size_t n, open = 0;

	TRY(q_assertion_of_record(&r->c, &(struct assertion_of_record_in){record_id}, &rows, &n));
	while (open < n && !rows[open].closed_on)
		open++;
	if (!open)
		return OK;
	OPEN(h, SECTION, AT(CLASS, "notice warning"));
	EL(h, H2, T_(h, N_("What was noticed")));
	OPEN(h, UL);
	for (size_t i = 0; i < open; i++) {
		const struct rule *rule = rule_find(rows[i].criterion);

		if (rule)
			draw_alert(r, &rows[i], rule);
	}
	CLOSE(h, UL);
	CLOSE(h, SECTION);
	return OK;
}

enum err alerts_of_unit(struct request *r, const char *unit_code)
{
	struct assertion_count_in in = {.source = RULES_SOURCE, .state = "open",
	                                .unit_code = unit_code};
	struct html *h = &r->html;
	struct assertion_count_out *count;

	if (!request_may(r, CAP_READ_LEDGERS))
		return OK;
	TRY(q_assertion_count(&r->c, &in, &count));
	if (!count->n)
		return OK;
	OPEN(h, P, AT(CLASS, "notice warning"));
	OPEN(h, A, HREF(url_with(r->c.arena, LINK(r, ALERTS), "unit", unit_code)));
	SAY(h, N_("The ledgers have {1} alerts here."),
	    arena_printf(r->c.arena, "%" PRId64, count->n));
	CLOSE(h, A);
	CLOSE(h, P);
	return OK;
}
