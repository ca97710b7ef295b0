/* What people of the demonstration city did lately with the ledgers. */
#include "base/date.h"
#include "cli/demo.h"
#include "ledger/incident_steps.h"

#define EMPLOYEE "shokuin"

static const char *day(struct ctx *c, long days)
{
	long today = date_to_days(date_in_japan(c->now_us));

	return date_format(c->arena, date_from_days(today + days), DATE_ISO);
}

static enum err who_is(struct ctx *c, const char *login, struct who *ret)
{
	struct account_row *a;
	enum role role;

	TRY(q_account_by_login(c, &(struct account_by_login_in){login}, &a));
	BUG_IF(!a || !role_parse(a->role, &role));
	*ret = (struct who){a->id, a->login, a->name, a->unit_code, role};
	return OK;
}

static enum err unit_of(struct ctx *c, const struct who *who, int64_t *ret)
{
	struct unit_row *unit;

	TRY(q_unit_seen_on(c, &(struct unit_seen_on_in){who->unit_code, day(c, 0)}, &unit));
	BUG_IF(!unit);
	*ret = unit->id;
	return OK;
}

static enum err report_incident(struct ctx *c)
{
	struct incident_report what = {
		.text = "住民あてのメールを、別の住民に送りました。添付に氏名と住所が3人分あります。",
		.kind = "misdelivery",
		.noticed_on = day(c, 0),
		.occurred_on = day(c, -1),
		.personal = "yes",
		.persons = "3",
		.done = "受け取った人に電話し、消してもらうようお願いしました。",
		.callback = "内線 2345",
	};
	struct record_faults faults = {0};
	struct record incident;
	struct who who;

	TRY(who_is(c, EMPLOYEE, &who));
	TRY(unit_of(c, &who, &what.unit_id));
	return incident_receive(c, &who, &what, &incident, &faults);
}

enum err demo_work(struct ctx *c)
{
	return report_incident(c);
}
