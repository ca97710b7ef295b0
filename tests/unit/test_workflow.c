/* What people do with the ledgers step by step: incidents and their clocks. */
#include "base/office_day.h"
#include "both.h"
#include "ledger/carry_out_steps.h"
#include "ledger/incident_steps.h"
#include "ledger/ledgers.h"
#include "ledger/policy_readings.h"
#include "ledger/remove.h"
#include "ledger/rules.h"
#include "org/account.h"
#include "org/duty.h"
#include "org/held.h"
#include "org/person_import.h"
#include "org/unit.h"

#define UNITS                                                                                  \
	"コード,名称,上位コード\n010000,総務部,\n010100,広報課,010000\n010101,広報係,010100\n"      \
	"010200,情報課,010000\n"
#define PEOPLE                                                                                 \
	"職員番号,氏名,所属コード,職名,雇用区分\n000001,青葉一郎,010100,課長,正職員\n"              \
	"000002,青葉二郎,010101,主事,正職員\n000003,青葉三郎,010200,主事,正職員\n"
#define TODAY "2024-11-12"
#define DAY_US ((int64_t)86400 * 1000000)

static void make_city(struct city *city)
{
	const struct person_options options = {.day = "2024-04-01"};
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, unit_import(&city->c, city_csv(city, UNITS), "所属.csv", &r));
	MUST(city, duty_install_usual(&city->c));
	MUST(city, person_import(&city->c, city_csv(city, PEOPLE), "職員.csv", &options, &r));
	assert_int_equal(r.created, 3);
}

static struct who add(struct city *city, const char *login, enum role role, const char *unit,
                      const char *number)
{
	const struct account_new what = {login, login, role_code(role), unit, number};
	struct account_row *a;

	MUST(city, account_add(&city->c, &what));
	MUST(city, q_account_by_login(&city->c, &(struct account_by_login_in){login}, &a));
	return (struct who){a->id, login, login, unit, role};
}

static void appoint(struct city *city, const char *duty, const char *number, const char *unit)
{
	MUST(city, appointment_make(&city->c, &(struct appointment_new){duty, number, unit,
	                                                                "2024-04-01", NULL}));
}

static int64_t unit_id(struct city *city, const char *code)
{
	struct unit_row *unit;

	MUST(city, q_unit_seen_on(&city->c, &(struct unit_seen_on_in){code, TODAY}, &unit));
	return unit->id;
}

/* --- days --- */

static void offices_are_closed(void **state)
{
	static const char *const closed[] = {
		"2024-11-09", "2024-11-10", "2024-11-23", "2024-11-04" /* for Sunday the 3rd */,
		"2024-12-29", "2025-01-03", "2025-05-06" /* for Sunday the 4th */,
		"2026-09-22" /* between two */, "2026-09-23", "2025-03-20", "2024-09-22",
		"2024-09-23", "2025-01-13", "2025-07-21", "2025-10-13", "2025-02-24"};
	static const char *const open[] = {"2024-11-12", "2024-11-05", "2024-12-27", "2025-01-06",
	                                   "2025-05-07", "2026-09-24", "2025-03-21", "2025-09-22"};
	struct date d;

	(void)state;
	for (size_t i = 0; i < COUNT(closed); i++) {
		assert_true(date_from_iso(closed[i], &d));
		if (!office_closed_on(d))
			fail_msg("%s is open", closed[i]);
	}
	for (size_t i = 0; i < COUNT(open); i++) {
		assert_true(date_from_iso(open[i], &d));
		if (office_closed_on(d))
			fail_msg("%s is closed", open[i]);
	}
}

static void clocks_count_as_the_law_does(void **state)
{
	struct city *city = *state;
	struct arena *a = city->c.arena;
	struct incident_facts f = {.known_on = "2024-11-12", .personal = "yes"};
	struct incident_clocks clocks;

	incident_clocks(a, &f, TODAY, &clocks);
	assert_true(clocks.run);
	assert_false(clocks.decided);
	/* the day of knowing is the first; Saturday and Sunday count */
	assert_string_equal(clocks.first.from, "2024-11-14");
	assert_string_equal(clocks.first.until, "2024-11-16");
	assert_int_equal(clocks.first.days_left, 4);
	assert_int_equal(clocks.first.state, CLOCK_RUNS);
	assert_string_equal(clocks.final.until, "2024-12-11");
	incident_clocks(a, &f, "2024-11-14", &clocks);
	assert_int_equal(clocks.first.state, CLOCK_PRESSES);
	incident_clocks(a, &f, "2024-11-16", &clocks);
	assert_int_equal(clocks.first.state, CLOCK_PRESSES);
	incident_clocks(a, &f, "2024-11-17", &clocks);
	assert_int_equal(clocks.first.state, CLOCK_OVERDUE);
	assert_int_equal(clocks.first.days_left, -1);
	f.first_on = "2024-11-16";
	incident_clocks(a, &f, "2024-11-17", &clocks);
	assert_int_equal(clocks.first.state, CLOCK_MET);
	f.first_on = "2024-11-17";
	incident_clocks(a, &f, "2024-11-17", &clocks);
	assert_int_equal(clocks.first.state, CLOCK_LATE);
}

static void clocks_end_on_open_days(void **state)
{
	static const struct {
		const char *known, *improper, *until;
	} cases[] = {
		{"2024-11-15", NULL, "2024-12-16"}, /* the 30th day, the 14th, is a Saturday */
		{"2024-11-30", NULL, "2025-01-06"}, /* the 29th, about New Year */
		{"2024-11-12", "yes", "2025-01-10"},
		{"2024-11-14", "yes", "2025-01-14"}, /* a Sunday, then the second Monday */
		{"2024-11-12", "unknown", "2024-12-11"},
	};
	struct city *city = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct incident_facts f = {.known_on = cases[i].known,
		                                 .personal = "unknown",
		                                 .improper = cases[i].improper};
		struct incident_clocks clocks;

		incident_clocks(city->c.arena, &f, TODAY, &clocks);
		assert_string_equal(clocks.final.until, cases[i].until);
	}
}

static void clocks_run_where_persons_are_concerned(void **state)
{
	static const struct {
		const char *personal, *needed;
		bool run, decided;
	} cases[] = {
		{NULL, NULL, false, false},     {"no", NULL, false, false},
		{"unknown", NULL, true, false}, {"yes", "unknown", true, false},
		{"yes", "no", false, false},    {"no", "yes", true, true},
		{"yes", "yes", true, true},
	};
	struct city *city = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct incident_facts f = {.known_on = TODAY,
		                                 .personal = cases[i].personal,
		                                 .ppc_needed = cases[i].needed};
		struct incident_clocks clocks;

		incident_clocks(city->c.arena, &f, TODAY, &clocks);
		assert_int_equal(clocks.run, cases[i].run);
		assert_int_equal(clocks.decided, cases[i].decided);
	}
}

/* --- incidents --- */

static struct incident_report a_report(struct city *city, const char *unit)
{
	return (struct incident_report){.text = "USBメモリーが見当たらない",
	                                .kind = "loss",
	                                .noticed_on = TODAY,
	                                .personal = "unknown",
	                                .callback = "内線 1",
	                                .unit_id = unit_id(city, unit)};
}

static struct record receive(struct city *city, const struct who *who, const char *unit)
{
	const struct incident_report what = a_report(city, unit);
	struct record_faults faults = {0};
	struct record r;

	MUST(city, incident_receive(&city->c, who, &what, &r, &faults));
	MUST(city, record_get(&city->c, &ledger_incidents, r.id, &r));
	return r;
}

static const char *value(const struct record *r, const char *field)
{
	return r->v[record_field_index(&ledger_incidents, field)];
}

static enum err advance(struct city *city, const struct who *who, int64_t id,
                        enum incident_step_kind step, const char *day)
{
	struct record r;

	MUST(city, record_get(&city->c, &ledger_incidents, id, &r));
	return incident_advance(&city->c, who, &r,
	                        &(struct incident_done){.step = step, .day = day, .told = "部長"});
}

static struct incident_seen_out *seen(struct city *city, const struct incident_seen_in *in,
                                      size_t *n)
{
	struct incident_seen_in all = *in;
	struct incident_seen_out *rows;

	all.n = 100;
	MUST(city, q_incident_seen(&city->c, &all, &rows, n));
	return rows;
}

static void a_report_becomes_a_record(void **state)
{
	struct city *city = *state;
	struct incident_seen_out *rows;
	struct who jiro;
	struct record r;
	size_t n;

	make_city(city);
	jiro = add(city, "jiro", ROLE_EMPLOYEE, "010101", "000002");
	r = receive(city, &jiro, "010101");
	assert_string_equal(value(&r, "no"), "受付R6-0001");
	assert_string_equal(value(&r, "reported_on"), TODAY);
	/* the title is no secret, and tells nothing of the report */
	assert_string_equal(value(&r, "name"), "報告：紛失");
	assert_true(record_field_find(&ledger_incidents, "report")->flags & RECORD_CONFIDENTIAL);
	assert_true(record_field_find(&ledger_incidents, "callback")->flags & RECORD_CONFIDENTIAL);
	r = receive(city, &jiro, "010101");
	assert_string_equal(value(&r, "no"), "受付R6-0002");
	rows = seen(city, &(struct incident_seen_in){.account_id = jiro.account_id}, &n);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, r.id);
	assert_int_equal(incident_state_of(rows[0].steps, rows[0].closed), INCIDENT_NEW);
	MUST(city, db_commit(&city->c));
}

static void reports_are_seen_by_few(void **state)
{
	struct city *city = *state;
	struct who jiro, saburo, head, other, desk, secretary;
	struct record r;
	bool may;
	size_t n;

	make_city(city);
	jiro = add(city, "jiro", ROLE_EMPLOYEE, "010101", "000002");
	saburo = add(city, "saburo", ROLE_EMPLOYEE, "010200", "000003");
	head = add(city, "ichiro", ROLE_HEAD, "010100", "000001");
	other = add(city, "johoka", ROLE_HEAD, "010200", NULL);
	secretary = add(city, "jimu", ROLE_SECRETARIAT, NULL, NULL);
	r = receive(city, &jiro, "010101");
	seen(city, &(struct incident_seen_in){.account_id = saburo.account_id}, &n);
	assert_int_equal(n, 0);
	seen(city, &(struct incident_seen_in){.unit_code = "010200"}, &n);
	assert_int_equal(n, 0);
	seen(city, &(struct incident_seen_in){.unit_code = "010100"}, &n);
	assert_int_equal(n, 1);
	MUST(city, incident_may_read(&city->c, &head, unit_id(city, "010101"), &may));
	assert_true(may);
	MUST(city, incident_may_read(&city->c, &other, unit_id(city, "010101"), &may));
	assert_false(may);
	MUST(city, incident_may_read(&city->c, &jiro, unit_id(city, "010101"), &may));
	assert_false(may);
	MUST(city, incident_is_desk(&city->c, &secretary, &may));
	assert_true(may);
	desk = saburo;
	MUST(city, incident_is_desk(&city->c, &desk, &may));
	assert_false(may);
	appoint(city, DUTY_CONTACT, "000003", NULL);
	MUST(city, incident_is_desk(&city->c, &desk, &may));
	assert_true(may);
	(void)r;
	MUST(city, db_commit(&city->c));
}

static void steps_lead_to_the_end(void **state)
{
	struct city *city = *state;
	struct incident_steps_of_out *steps;
	struct incident_seen_out *rows;
	struct who jiro, desk;
	struct record r;
	size_t n;

	make_city(city);
	jiro = add(city, "jiro", ROLE_EMPLOYEE, "010101", "000002");
	desk = add(city, "jimu", ROLE_SECRETARIAT, NULL, NULL);
	r = receive(city, &jiro, "010101");
	MUST(city, advance(city, &desk, r.id, INCIDENT_STEP_CISO, TODAY));
	rows = seen(city, &(struct incident_seen_in){.open = true}, &n);
	assert_int_equal(n, 1);
	assert_int_equal(incident_state_of(rows[0].steps, rows[0].closed), INCIDENT_IN_HAND);
	/* personal information may be concerned: not closed without the final report */
	assert_int_equal(advance(city, &desk, r.id, INCIDENT_STEP_CLOSED, TODAY), ERR_STATE);
	assert_int_equal(advance(city, &desk, r.id, INCIDENT_STEP_PPC_FIRST, "2024-11-13"),
	                 ERR_INVALID);
	MUST(city, record_get(&city->c, &ledger_incidents, r.id, &r));
	assert_null(value(&r, "ppc_first_on")); /* other steps are no report */
	assert_null(value(&r, "ppc_final_on"));
	MUST(city, advance(city, &desk, r.id, INCIDENT_STEP_PPC_FIRST, "2024-11-11"));
	MUST(city, advance(city, &desk, r.id, INCIDENT_STEP_PPC_FINAL, TODAY));
	MUST(city, record_get(&city->c, &ledger_incidents, r.id, &r));
	assert_string_equal(value(&r, "ppc_first_on"), "2024-11-11");
	assert_string_equal(value(&r, "ppc_final_on"), TODAY);
	MUST(city, advance(city, &desk, r.id, INCIDENT_STEP_CLOSED, TODAY));
	assert_int_equal(advance(city, &desk, r.id, INCIDENT_STEP_OTHERS, TODAY), ERR_STATE);
	MUST(city, q_incident_steps_of(&city->c, &(struct incident_steps_of_in){r.id}, &steps, &n));
	assert_int_equal(n, 5);
	assert_string_equal(steps[0].who, "jiro");
	assert_string_equal(steps[1].who, "jimu");
	assert_string_equal(steps[1].told, "部長");
	seen(city, &(struct incident_seen_in){.open = true}, &n);
	assert_int_equal(n, 0);
	rows = seen(city, &(struct incident_seen_in){0}, &n);
	assert_int_equal(incident_state_of(rows[0].steps, rows[0].closed), INCIDENT_CLOSED);
	MUST(city, db_commit(&city->c));
}

static void nobody_floods_the_contact_point(void **state)
{
	struct city *city = *state;
	struct incident_report what;
	struct record_faults faults = {0};
	struct who jiro, desk;
	struct record r;

	make_city(city);
	jiro = add(city, "jiro", ROLE_EMPLOYEE, "010101", "000002");
	desk = add(city, "jimu", ROLE_SECRETARIAT, NULL, NULL);
	for (int i = 0; i < INCIDENT_REPORTS_AN_HOUR; i++) {
		receive(city, &jiro, "010101");
		receive(city, &desk, "010101");
	}
	what = a_report(city, "010101");
	assert_int_equal(incident_receive(&city->c, &jiro, &what, &r, &faults), ERR_STATE);
	MUST(city, incident_receive(&city->c, &desk, &what, &r, &faults));
	city->c.now_us += DAY_US;
	MUST(city, incident_receive(&city->c, &jiro, &what, &r, &faults));
	MUST(city, db_commit(&city->c));
}

static void a_delegate_heads_the_unit(void **state)
{
	struct city *city = *state;
	struct who saburo;
	bool may;

	make_city(city);
	saburo = add(city, "saburo", ROLE_EMPLOYEE, "010200", "000003");
	MUST(city, heads_unit(&city->c, &saburo, unit_id(city, "010101"), &may));
	assert_false(may);
	appoint(city, DUTY_SECTION, "000003", "010100");
	MUST(city, heads_unit(&city->c, &saburo, unit_id(city, "010101"), &may));
	assert_true(may);
	MUST(city, heads_unit(&city->c, &saburo, unit_id(city, "010200"), &may));
	assert_false(may);
	MUST(city, db_commit(&city->c));
}

/* --- carry-outs --- */

static void states_follow_from_days(void **state)
{
	static const struct {
		struct carry_out_seen_out k;
		enum carry_out_state state;
	} cases[] = {
		{{.from_on = "2024-11-13", .due_on = "2024-11-15"}, CARRY_OUT_WAITS},
		{{.requested_on = "2024-11-01"}, CARRY_OUT_WAITS}, /* typed, with no period */
		{{.from_on = TODAY}, CARRY_OUT_UNAPPROVED},
		{{.due_on = "2024-11-11"}, CARRY_OUT_UNAPPROVED},
		{{.from_on = "2024-11-13", .approved_on = TODAY}, CARRY_OUT_APPROVED},
		{{.from_on = TODAY, .approved_on = TODAY, .due_on = TODAY}, CARRY_OUT_OUT},
		{{.approved_on = TODAY}, CARRY_OUT_OUT},
		{{.approved_on = "2024-11-01", .due_on = "2024-11-11"}, CARRY_OUT_OVERDUE},
		{{.approved_on = "2024-11-01", .due_on = "2024-11-11", .brought = true},
	         CARRY_OUT_BROUGHT},
		{{.approved_on = "2024-11-01", .brought = true, .returned_on = TODAY},
	         CARRY_OUT_RETURNED},
		{{.refused_on = TODAY, .gone_on = TODAY}, CARRY_OUT_REFUSED},
		{{.gone_on = TODAY}, CARRY_OUT_WITHDRAWN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(carry_out_state_of(&cases[i].k, TODAY), cases[i].state);
	assert_true(carry_out_approved_late(&(struct carry_out_seen_out){
		.from_on = "2024-11-11", .approved_on = TODAY}));
	assert_false(carry_out_approved_late(
		&(struct carry_out_seen_out){.from_on = TODAY, .approved_on = TODAY}));
	assert_false(carry_out_approved_late(&(struct carry_out_seen_out){.from_on = TODAY}));
}

static int64_t ask(struct city *city, const struct who *who, const char *what)
{
	const struct record_kind *k = &ledger_carry_outs;
	struct record r = record_new(city->c.arena, k);
	struct record_faults faults = {0};

	r.v[record_field_index(k, "what")] = what;
	r.v[record_field_index(k, "purpose")] = "work";
	r.v[record_field_index(k, "from_on")] = "2024-11-13";
	r.v[record_field_index(k, "due_on")] = "2024-11-15";
	r.v[record_field_index(k, "approved_on")] = "2024-11-01"; /* nobody approves by asking */
	MUST(city, carry_out_request(&city->c, who, &r, &faults));
	return r.id;
}

static struct carry_out_seen_out *found(struct city *city, const struct who *who, int64_t id)
{
	struct carry_out_seen_out *k;
	struct carry_out_part part;

	MUST(city, carry_out_find(&city->c, who, id, &k, &part));
	return k;
}

static enum err hidden(struct city *city, const struct who *who, int64_t id)
{
	struct carry_out_seen_out *k;
	struct carry_out_part part;

	return carry_out_find(&city->c, who, id, &k, &part);
}

struct cast {
	struct who jiro, saburo, head, other;
};

/* jiro works below the head, saburo elsewhere below the other one. */
static struct cast cast(struct city *city)
{
	struct cast p;

	make_city(city);
	p.jiro = add(city, "jiro", ROLE_EMPLOYEE, "010101", "000002");
	p.saburo = add(city, "saburo", ROLE_EMPLOYEE, "010200", "000003");
	p.head = add(city, "ichiro", ROLE_HEAD, "010100", "000001");
	p.other = add(city, "johoka", ROLE_HEAD, "010200", NULL);
	return p;
}

static enum err remove_carry_out(struct city *city, int64_t id)
{
	struct record r;

	MUST(city, record_get(&city->c, &ledger_carry_outs, id, &r));
	return ledger_remove(&city->c, &ledger_carry_outs, &r);
}

static void a_carry_out_runs_its_course(void **state)
{
	struct city *city = *state;
	struct cast p = cast(city);
	struct carry_out_steps_of_out *steps;
	int64_t id = ask(city, &p.jiro, "端末");
	size_t n;

	assert_int_equal(carry_out_state_of(found(city, &p.jiro, id), TODAY), CARRY_OUT_WAITS);
	assert_string_equal(found(city, &p.jiro, id)->no, "申R6-0001");
	/* strangers see nothing and can do nothing; the requester cannot approve */
	assert_int_equal(hidden(city, &p.saburo, id), ERR_NOT_FOUND);
	assert_int_equal(hidden(city, &p.other, id), ERR_NOT_FOUND);
	assert_int_equal(carry_out_approve(&city->c, &p.other, &id, 1), ERR_NOT_FOUND);
	assert_int_equal(carry_out_approve(&city->c, &p.jiro, &id, 1), ERR_STATE);
	assert_int_equal(carry_out_bring(&city->c, &p.jiro, id), ERR_STATE);
	assert_int_equal(remove_carry_out(city, id), ERR_STATE);
	assert_int_equal(carry_out_confirm(&city->c, &p.head, id), ERR_STATE);
	MUST(city, carry_out_approve(&city->c, &p.head, &id, 1));
	assert_int_equal(carry_out_approve(&city->c, &p.head, &id, 1), ERR_STATE);
	assert_int_equal(carry_out_withdraw(&city->c, &p.jiro, id), ERR_STATE);
	assert_null(found(city, &p.jiro, id)->together);
	city->c.now_us += 4 * DAY_US;
	assert_int_equal(carry_out_state_of(found(city, &p.head, id), "2024-11-16"),
	                 CARRY_OUT_OVERDUE);
	MUST(city, carry_out_bring(&city->c, &p.jiro, id));
	assert_int_equal(carry_out_confirm(&city->c, &p.jiro, id), ERR_STATE);
	city->c.now_us += DAY_US;
	MUST(city, carry_out_confirm(&city->c, &p.head, id));
	assert_string_equal(found(city, &p.jiro, id)->returned_on, "2024-11-16");
	assert_string_equal(found(city, &p.jiro, id)->confirmed_by, "ichiro");
	MUST(city, q_carry_out_steps_of(&city->c, &(struct carry_out_steps_of_in){id}, &steps, &n));
	assert_int_equal(n, 4);
	assert_false(steps[3].own);
	MUST(city, db_commit(&city->c));
}

static void refused_and_withdrawn_are_gone(void **state)
{
	struct city *city = *state;
	struct cast p = cast(city);
	struct record r;
	int64_t id = ask(city, &p.jiro, "端末"), other = ask(city, &p.jiro, "書類");

	MUST(city, carry_out_refuse(&city->c, &p.head, id, "行き先が分からない"));
	assert_string_equal(found(city, &p.jiro, id)->refusal, "行き先が分からない");
	MUST(city, carry_out_withdraw(&city->c, &p.jiro, other));
	/* the rules do not ask for their approval any more */
	MUST(city, record_get(&city->c, &ledger_carry_outs, id, &r));
	assert_string_equal(r.gone_on, TODAY);
	MUST(city, record_get(&city->c, &ledger_carry_outs, other, &r));
	assert_string_equal(r.gone_on, TODAY);
	assert_int_equal(carry_out_approve(&city->c, &p.head, &id, 1), ERR_STATE);
	assert_int_equal(carry_out_bring(&city->c, &p.jiro, other), ERR_STATE);
	MUST(city, db_commit(&city->c));
}

static void several_at_once_are_marked(void **state)
{
	struct city *city = *state;
	struct cast p = cast(city);
	int64_t ids[] = {ask(city, &p.jiro, "端末"), ask(city, &p.jiro, "書類")};
	struct carry_out_seen_out *rows;
	size_t n;

	city->c.now_us += 2 * DAY_US;
	MUST(city, carry_out_approve(&city->c, &p.head, ids, 2));
	MUST(city, carry_outs_headed(&city->c, &p.head, true, &rows, &n));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(rows[i].together, "2");
		assert_true(carry_out_approved_late(&rows[i]));
	}
	MUST(city, carry_outs_headed(&city->c, &p.other, false, &rows, &n));
	assert_int_equal(n, 0);
	MUST(city, db_commit(&city->c));
}

/* A head decides about the own ones only where there is nobody else, and that is noted. */
static void nobody_approves_the_own_unless_alone(void **state)
{
	struct city *city = *state;
	struct cast p = cast(city);
	struct carry_out_steps_of_out *steps;
	int64_t id = ask(city, &p.head, "端末"), second;
	size_t n;

	MUST(city, carry_out_approve(&city->c, &p.head, &id, 1));
	MUST(city, q_carry_out_steps_of(&city->c, &(struct carry_out_steps_of_in){id}, &steps, &n));
	assert_true(steps[1].own);
	second = ask(city, &p.head, "書類");
	appoint(city, DUTY_SECTION, "000002", "010100");
	assert_int_equal(carry_out_approve(&city->c, &p.head, &second, 1), ERR_STATE);
	assert_int_equal(carry_out_confirm(&city->c, &p.head, id), ERR_STATE);
	MUST(city, carry_out_approve(&city->c, &p.jiro, &second, 1));
	MUST(city, carry_out_confirm(&city->c, &p.jiro, id));
	MUST(city, db_commit(&city->c));
}

/* --- rules to be read --- */

static int64_t hand_out(struct city *city, const char *unit, bool heads_only, int64_t *policy)
{
	const char *const units[] = {unit};
	struct distribution_new what = {.changes = "全部", .link = "棚", .due_on = "2024-11-20",
	                                .heads_only = heads_only, .unit_codes = units,
	                                .n_units = unit ? 1 : 0};
	struct record_faults faults = {0};
	int64_t id;

	if (!*policy) {
		struct record r = record_new(city->c.arena, &ledger_policies);

		r.v[0] = arena_printf(city->c.arena, "%d", (int)unit_id(city, "010200"));
		r.v[record_field_index(&ledger_policies, "name")] = "対策基準";
		MUST(city, record_put(&city->c, &ledger_policies, NULL, &r, &faults));
		*policy = r.id;
	}
	what.policy_id = *policy;
	MUST(city, policy_distribute(&city->c, &what, &id));
	return id;
}

static size_t to_read(struct city *city, const struct who *who)
{
	struct policy_reading *one;
	size_t n = 0;

	MUST(city, policy_readings(&city->c, who, true, &one));
	for (; one; one = one->next)
		n++;
	return n;
}

static void rules_are_read_by_whom_they_concern(void **state)
{
	struct city *city = *state;
	struct cast p = cast(city);
	int64_t policy = 0, id = hand_out(city, "010100", false, &policy);

	assert_int_equal(to_read(city, &p.jiro), 1); /* 010101 is below */
	assert_int_equal(to_read(city, &p.head), 1);
	assert_int_equal(to_read(city, &p.saburo), 0);
	assert_int_equal(policy_acknowledge(&city->c, &p.saburo, id), ERR_NOT_FOUND);
	MUST(city, policy_acknowledge(&city->c, &p.jiro, id));
	MUST(city, policy_acknowledge(&city->c, &p.jiro, id));
	assert_int_equal(to_read(city, &p.jiro), 0);
	/* a newer one takes its place, for heads alone this time, and is to be read again */
	id = hand_out(city, NULL, true, &policy);
	assert_int_equal(to_read(city, &p.jiro), 0);
	assert_int_equal(to_read(city, &p.head), 1);
	assert_int_equal(to_read(city, &p.other), 1);
	MUST(city, policy_acknowledge(&city->c, &p.head, id));
	assert_int_equal(to_read(city, &p.head), 0);
	MUST(city, db_commit(&city->c));
}

static int64_t alerts_of(struct city *city, const char *rule, const char *day, const char *unit)
{
	struct assertion_count_in in = {.source = RULES_SOURCE, .state = "open", .criterion = rule,
	                                .unit_code = unit};
	struct assertion_changes changes;
	struct assertion_count_out *count;

	city->c.day = day;
	MUST(city, rules_run(&city->c, &changes));
	MUST(city, q_assertion_count(&city->c, &in, &count));
	return count->n;
}

static int64_t alerts(struct city *city, const char *day, const char *unit)
{
	return alerts_of(city, "acknowledgement-missing", day, unit);
}

static void acknowledged_and_not_at_hand_is_a_contradiction(void **state)
{
	static const char rule[] = "acknowledged-not-at-hand", day[] = "2024-11-18";
	struct city *city = *state;
	struct cast p = cast(city);
	int64_t policy = 0, id = hand_out(city, NULL, false, &policy);
	struct policy_not_at_hand_row row = {.distribution_id = id, .day = day};
	struct unit_row *unit;

	MUST(city, q_unit_seen_on(&city->c, &(struct unit_seen_on_in){"010100", day}, &unit));
	row.unit_id = unit->id;
	MUST(city, policy_not_at_hand_insert(&city->c, &row));
	assert_int_equal(alerts_of(city, rule, day, NULL), 0); /* nobody said it was read */
	MUST(city, policy_acknowledge(&city->c, &p.saburo, id));
	assert_int_equal(alerts_of(city, rule, day, NULL), 0); /* nobody there */
	MUST(city, policy_acknowledge(&city->c, &p.head, id));
	assert_int_equal(alerts_of(city, rule, day, "010100"), 1);
	assert_int_equal(alerts_of(city, rule, day, NULL), 1);
	hand_out(city, NULL, false, &policy); /* a newer one is to be read by all */
	assert_int_equal(alerts_of(city, rule, day, NULL), 0);
	MUST(city, db_commit(&city->c));
}

static void missing_acknowledgements_are_noticed(void **state)
{
	struct city *city = *state;
	struct cast p = cast(city);
	int64_t policy = 0, id = hand_out(city, NULL, false, &policy);

	assert_int_equal(alerts(city, "2024-11-20", NULL), 0); /* the last day is in time */
	assert_int_equal(alerts(city, "2024-11-21", NULL), 3); /* one each of three units */
	MUST(city, policy_acknowledge(&city->c, &p.head, id));
	MUST(city, policy_acknowledge(&city->c, &p.jiro, id));
	assert_int_equal(alerts(city, "2024-11-21", "010100"), 0);
	assert_int_equal(alerts(city, "2024-11-21", "010200"), 1);
	MUST(city, db_commit(&city->c));
}

int main(void)
{
	static const struct both_case cases[] = {
		{"offices_are_closed", offices_are_closed},
		{"clocks_count_as_the_law_does", clocks_count_as_the_law_does},
		{"clocks_end_on_open_days", clocks_end_on_open_days},
		{"clocks_run_where_persons_are_concerned", clocks_run_where_persons_are_concerned},
		{"a_report_becomes_a_record", a_report_becomes_a_record},
		{"reports_are_seen_by_few", reports_are_seen_by_few},
		{"steps_lead_to_the_end", steps_lead_to_the_end},
		{"nobody_floods_the_contact_point", nobody_floods_the_contact_point},
		{"a_delegate_heads_the_unit", a_delegate_heads_the_unit},
		{"states_follow_from_days", states_follow_from_days},
		{"a_carry_out_runs_its_course", a_carry_out_runs_its_course},
		{"refused_and_withdrawn_are_gone", refused_and_withdrawn_are_gone},
		{"several_at_once_are_marked", several_at_once_are_marked},
		{"nobody_approves_the_own_unless_alone", nobody_approves_the_own_unless_alone},
		{"rules_are_read_by_whom_they_concern", rules_are_read_by_whom_they_concern},
		{"missing_acknowledgements_are_noticed", missing_acknowledgements_are_noticed},
		{"acknowledged_and_not_at_hand_is_a_contradiction",
		 acknowledged_and_not_at_hand_is_a_contradiction},
	};

	return both_run("workflow", cases, COUNT(cases));
}
