/* What people do with the ledgers step by step: incidents and their clocks. */
#include "base/office_day.h"
#include "both.h"
#include "ledger/incident_steps.h"
#include "ledger/ledgers.h"
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
	                                                                "2024-04-01"}));
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
		{"2024-11-30", NULL, "2025-01-06"}, /* the 29th: the days about New Year, a week end */
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
	assert_string_equal(value(&r, "name"), "知らせ：紛失");
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
	MUST(city, advance(city, &desk, r.id, INCIDENT_STEP_PPC_FIRST, TODAY));
	MUST(city, advance(city, &desk, r.id, INCIDENT_STEP_PPC_FINAL, TODAY));
	MUST(city, record_get(&city->c, &ledger_incidents, r.id, &r));
	assert_string_equal(value(&r, "ppc_first_on"), TODAY);
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
	};

	return both_run("workflow", cases, COUNT(cases));
}
