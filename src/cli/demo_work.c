/* What people of the demonstration city did lately with the ledgers. */
#include "base/date.h"
#include "cli/demo.h"
#include "ledger/carry_out_steps.h"
#include "ledger/incident_steps.h"
#include "ledger/ledgers.h"
#include "ledger/policy_readings.h"
#include "record/list.h"

#include <inttypes.h>

#define EMPLOYEE "shokuin"

static const char *day(struct ctx *c, long days)
{
	long today = date_to_days(date_in_japan(c->now_us));

	return date_format(c->arena, date_from_days(today + days), DATE_ISO);
}

/* That person acts from now on. */
static enum err who_is(struct ctx *c, const char *login, struct who *ret)
{
	struct account_row *a;
	enum role role;

	TRY(q_account_by_login(c, &(struct account_by_login_in){login}, &a));
	BUG_IF(!a || !role_parse(a->role, &role));
	*ret = (struct who){a->id, a->login, a->name, a->unit_code, role};
	c->actor = a->login;
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

/* As long ago as days say; what is done then is dated so. */
static enum err carry_out(struct ctx *c, long days, const char *what, int64_t *ret)
{
	const struct record_kind *k = &ledger_carry_outs;
	struct record r = record_new(c->arena, k);
	const char *const values[][2] = {
		{"kind", "asset"},         {"what", what},
		{"pieces", "1"},           {"data", "避難所の名簿と地図"},
		{"personal", "yes"},       {"encrypted", "yes"},
		{"encryption", "ディスク全体の暗号化"}, {"purpose", "work"},
		{"destination", "防災センター"}, {"from_on", day(c, days + 1)},
		{"due_on", day(c, days + 4)}};
	struct record_faults faults = {0};
	struct who who;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		r.v[record_field_index(k, values[i][0])] = values[i][1];
	TRY(who_is(c, EMPLOYEE, &who));
	TRY(carry_out_request(c, &who, &r, &faults));
	*ret = r.id;
	return OK;
}

/* One waits for approval; one was approved and is not back in time. */
static enum err ask_for_carry_outs(struct ctx *c)
{
	int64_t now = c->now_us, id;
	struct who head;

	TRY(carry_out(c, 0, "タブレット端末 T-12", &id));
	TRY(who_is(c, "kacho", &head));
	c->now_us -= (int64_t)12 * 86400 * 1000000;
	TRY(carry_out(c, 0, "ノートパソコン N-31", &id));
	TRY(carry_out_approve(c, &head, &id, 1));
	c->now_us = now;
	return OK;
}

static enum err hand_out_standard(struct ctx *c)
{
	static const char *const units[] = {"020000"};
	const struct record_kind *k = &ledger_policies;
	const struct record_query q = {
		.conditions = {{record_field_find(k, "no"), RECORD_OP_IS, "規-2"}}, .n = 1};
	struct distribution_new what = {
		.changes = "クラウドサービスの利用と、可搬媒体の持出しの章を改めました。",
		.link = "庁内ポータル → 規程集 → 情報セキュリティ対策基準.pdf",
		.due_on = day(c, 14), .unit_codes = units, .n_units = 1};
	struct record *standard;
	size_t n;
	int64_t id;

	TRY(record_list(c, k, &q, &standard, &n));
	BUG_IF(n != 1);
	what.policy_id = standard->id;
	return policy_distribute(c, &what, &id);
}

enum err demo_work(struct ctx *c)
{
	TRY(hand_out_standard(c));
	TRY(ask_for_carry_outs(c));
	return report_incident(c);
}
