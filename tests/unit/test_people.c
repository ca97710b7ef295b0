/* People over time: transfers, duties that stay behind, leavers, and units through 1 April. */
#include "city.h"
#include "org/account.h"
#include "org/duty.h"
#include "org/person_import.h"
#include "org/succession.h"
#include "org/unit.h"

#define UNITS                                                                                  \
	"コード,名称,上位コード,開始日,終了日,承継先\n"                                                  \
	"010000,総務部,,,,\n"                                                                   \
	"010100,人事課,010000,,,\n"                                                             \
	"010200,情報課,010000,,令和7年3月31日,010400 010500\n"                                      \
	"010300,統計課,010000,,令和7年3月31日,010600\n"                                            \
	"010350,調査課,010000,,令和7年3月31日,010600\n"                                            \
	"010400,情報政策課,010000,令和7年4月1日,,\n"                                               \
	"010500,情報システム課,010000,令和7年4月1日,,\n"                                             \
	"010600,統計調査課,010000,令和7年4月1日,,\n"
#define HEAD "職員番号,氏名,所属コード,職名,雇用区分,兼務\n"
#define MARCH                                                                                  \
	HEAD "000001,青葉一郎,010100,課長,正職員,\n"                                                  \
	     "000002,青葉二郎,010200,課長,正職員,010100 主幹\n"                                          \
	     "000003,青葉三郎,010300,主事,会計年度任用,\n"                                               \
	     "000004,青葉四郎,010100,主事,正職員,\n"

static int setup(void **state)
{
	struct city *city = city_new(NULL);
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, unit_import(&city->c, city_csv(city, UNITS), "所属.csv", &r));
	assert_int_equal(r.rejected, 0);
	MUST(city, duty_install_usual(&city->c));
	MUST(city, db_commit(&city->c));
	*state = city;
	return 0;
}

static struct import_result take(struct city *city, const char *day, bool whole, const char *csv,
                                 struct person_differences *ret)
{
	const struct person_options options = {day, whole, ret};
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, person_import(&city->c, city_csv(city, csv), "職員.csv", &options, &r));
	MUST(city, db_commit(&city->c));
	return r;
}

/* Unit, post and concurrent posts of somebody on a day, as the export says. */
static const char *where(struct city *city, const char *day, const char *number)
{
	const char *found = "—";
	struct table t;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, person_export(&city->c, day, &t));
	db_rollback(&city->c);
	for (size_t i = 0; i < t.n_rows; i++)
		if (strcmp(t.rows[i][0], number) == 0)
			found = arena_printf(city->c.arena, "%s %s %s", t.rows[i][3], t.rows[i][4],
			                     t.rows[i][9] ? t.rows[i][9] : "");
	return found;
}

static void appoint(struct city *city, const char *duty, const char *number, const char *unit)
{
	const struct appointment_new what = {duty, number, unit, "2025-03-31", NULL};

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, appointment_make(&city->c, &what));
	MUST(city, db_commit(&city->c));
}

static struct duty_vacancies_out *vacancies(struct city *city, const char *day, size_t *ret_n)
{
	struct duty_vacancies_out *rows;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_duty_vacancies(&city->c, &(struct duty_vacancies_in){day}, &rows, ret_n));
	db_rollback(&city->c);
	return rows;
}

static void each_day_keeps_its_own_list(void **state)
{
	struct city *city = *state;
	struct person_differences d;
	struct import_result r = take(city, "2025-03-31", true, MARCH, &d);

	assert_int_equal(r.created, 4);
	assert_int_equal(r.rejected, 0);
	r = take(city, "2025-04-01", true,
	         HEAD "000001,青葉一郎,010100,課長,正職員,\n"
	              "000002,青葉二郎,010400,課長,正職員,\n"
	              "000003,青葉花子,010600,主事,会計年度任用,\n"
	              "000005,青葉五郎,010500,主事,派遣,010100 主査|010600\n",
	         &d);
	assert_int_equal(r.created, 1);
	assert_int_equal(r.updated, 2);
	assert_int_equal(r.unchanged, 1);
	assert_int_equal(d.count[0], 1); /* joined */
	assert_int_equal(d.count[1], 1); /* left: 000004 */
	assert_int_equal(d.count[2], 2); /* moved */
	assert_int_equal(d.count[3], 1); /* renamed */
	assert_string_equal(where(city, "2025-03-31", "000002"), "010200 課長 010100 主幹");
	assert_string_equal(where(city, "2025-04-01", "000002"), "010400 課長 ");
	assert_string_equal(where(city, "2025-03-31", "000004"), "010100 主事 ");
	assert_string_equal(where(city, "2025-04-01", "000004"), "—");
	assert_string_equal(where(city, "2025-03-31", "000005"), "—");
	assert_string_equal(where(city, "2025-04-01", "000005"), "010500 主事 010100 主査|010600");
	/* the day before the first list nobody is known */
	assert_string_equal(where(city, "2025-03-30", "000001"), "—");
}

static void a_part_of_the_list_lets_nobody_go(void **state)
{
	struct city *city = *state;
	struct person_differences d;

	take(city, "2025-03-31", true, MARCH, &d);
	take(city, "2025-04-01", false, HEAD "000001,青葉一郎,010500,部長,正職員,\n", &d);
	assert_int_equal(d.count[1], 0);
	assert_string_equal(where(city, "2025-04-01", "000004"), "010100 主事 ");
	/* the same day again is a correction, not another transfer */
	take(city, "2025-04-01", false, HEAD "000001,青葉一郎,010400,部長,正職員,\n", &d);
	assert_string_equal(where(city, "2025-04-01", "000001"), "010400 部長 ");
	assert_string_equal(where(city, "2025-03-31", "000001"), "010100 課長 ");
}

static void a_list_of_an_earlier_day_is_refused(void **state)
{
	struct city *city = *state;
	struct person_differences d;
	struct import_result r;

	take(city, "2025-04-01", true, HEAD "000001,青葉一郎,010100,課長,正職員,\n", &d);
	r = take(city, "2025-03-31", true, HEAD "000001,青葉一郎,010200,課長,正職員,\n", &d);
	assert_int_equal(r.rejected, 1);
	assert_int_equal(city_problem(&r.problems, "later-known", 0)->place.row, 2);
	assert_string_equal(where(city, "2025-04-01", "000001"), "010100 課長 ");
}

static void faults_are_told_with_their_place(void **state)
{
	struct city *city = *state;
	struct person_differences d;
	struct import_result r =
		take(city, "2025-04-01", true,
	             HEAD "000001,青葉一郎,010200,課長,正職員,\n" /* closed the day before */
	                  "000002,,010100,主事,正職員,\n"
	                  ",青葉三郎,010100,主事,正職員,\n"
	                  "000004,青葉四郎,010100,主事,正職員,999999\n"
	                  "000005,青葉五郎,010100,主事,正職員,\n"
	                  "０００００５,青葉五郎,010100,主事,正職員,\n",
	             &d);

	assert_int_equal(r.rows, 6);
	assert_int_equal(r.rejected, 5);
	assert_int_equal(city_problem(&r.problems, "unit-unknown", 0)->place.row, 2);
	assert_int_equal(city_problem(&r.problems, "required", 0)->place.row, 3);
	assert_int_equal(city_problem(&r.problems, "required", 1)->place.row, 4);
	assert_int_equal(city_problem(&r.problems, "unit-unknown", 1)->place.row, 5);
	assert_int_equal(city_problem(&r.problems, "key-repeated", 0)->place.row, 7);
}

static void who_moves_or_leaves_hands_over(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct account_new account = {"yonro", "青葉四郎", "head", "010100", "000004"};
	struct person_differences d;
	struct duty_vacancies_out *open;
	struct account_row *row;
	size_t n;

	take(city, "2024-04-01", true, MARCH, &d);
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, account_add(c, &account));
	MUST(city, db_commit(c));
	appoint(city, "section", "000002", "010200");
	appoint(city, "chief", "000002", NULL);
	appoint(city, "system", "000004", "010100");
	(void)vacancies(city, "2025-03-31", &n);
	assert_int_equal(n, 0);
	c->now_us += INT64_C(140) * 24 * 3600 * 1000000; /* 2025-04-01 */
	take(city, "2025-04-01", true,
	     HEAD "000001,青葉一郎,010100,課長,正職員,\n000002,青葉二郎,010400,課長,正職員,\n"
	          "000003,青葉三郎,010600,主事,会計年度任用,\n",
	     &d);
	assert_int_equal(d.ended.appointments, 2);
	assert_int_equal(d.ended.accounts, 1);
	open = vacancies(city, "2025-04-01", &n);
	assert_int_equal(n, 2);
	assert_string_equal(open[0].duty, "情報セキュリティ管理者");
	assert_string_equal(open[0].unit_closed, "2025-03-31");
	assert_string_equal(open[1].number, "000004");
	assert_string_equal(open[1].left_on, "2025-03-31");
	MUST(city, db_begin(c, DB_READ));
	MUST(city, q_account_by_login(c, &(struct account_by_login_in){"yonro"}, &row));
	db_rollback(c);
	assert_true(row->disabled);
	/* somebody takes it over */
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, appointment_make(c, &(struct appointment_new){"system", "000001", "010100",
	                                                         "2025-04-01", NULL}));
	MUST(city, db_commit(c));
	(void)vacancies(city, "2025-04-01", &n);
	assert_int_equal(n, 1);
}

static void a_duty_is_acknowledged_by_its_holder_alone(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct account_new mine = {"ichiro", "青葉一郎", "head", "010100", "000001"};
	const struct account_new other = {"jiro", "青葉二郎", "reader", NULL, NULL};
	struct person_differences d;
	struct appointments_to_acknowledge_out *open;
	struct account_row *account;
	size_t n;

	take(city, "2025-03-31", true, MARCH, &d);
	appoint(city, "section", "000001", "010100");
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, account_add(c, &mine));
	MUST(city, account_add(c, &other));
	MUST(city, q_account_by_login(c, &(struct account_by_login_in){"ichiro"}, &account));
	MUST(city, q_appointments_to_acknowledge(
			   c, &(struct appointments_to_acknowledge_in){account->person_id,
	                                                               "2025-03-31"},
			   &open, &n));
	assert_int_equal(n, 1);
	assert_int_equal(appointment_acknowledge(c, account->id + 1, open[0].id), ERR_NOT_FOUND);
	MUST(city, appointment_acknowledge(c, account->id, open[0].id));
	MUST(city, q_appointments_to_acknowledge(
			   c, &(struct appointments_to_acknowledge_in){account->person_id,
	                                                               "2025-03-31"},
			   &open, &n));
	assert_int_equal(n, 0);
	/* of the city or of a unit, never the other way */
	assert_int_equal(appointment_make(c, &(struct appointment_new){"section", "000002", NULL,
	                                                               "2025-03-31", NULL}),
	                 ERR_INVALID);
	assert_int_equal(appointment_make(c, &(struct appointment_new){"chief", "000002", "010100",
	                                                               "2025-03-31", NULL}),
	                 ERR_INVALID);
	assert_int_equal(appointment_make(c, &(struct appointment_new){"section", "000001",
	                                                               "010100", "2025-03-31",
	                                                               NULL}),
	                 ERR_CONFLICT);
	MUST(city, db_commit(c));
}

static const char *codes(struct city *city, const struct unit_row *units, size_t n)
{
	const char *s = "";

	for (size_t i = 0; i < n; i++)
		s = arena_printf(city->c.arena, "%s%s ", s, units[i].code);
	return s;
}

static const char *answering(struct city *city, const char *code, const char *day)
{
	struct unit_row *unit, *rows;
	size_t n;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, unit_in_period(&city->c, code, "2025-03-31", "2025-04-01", &unit));
	MUST(city, succession_on(&city->c, unit->id, day, &rows, &n));
	db_rollback(&city->c);
	return codes(city, rows, n);
}

static void a_merger_and_a_split_are_right_on_both_days(void **state)
{
	struct city *city = *state;
	struct unit_row *unit, *rows;
	size_t n;

	assert_string_equal(answering(city, "010200", "2025-03-31"), "010200 ");
	assert_string_equal(answering(city, "010200", "2025-04-01"), "010400 010500 ");
	assert_string_equal(answering(city, "010300", "2025-03-31"), "010300 ");
	assert_string_equal(answering(city, "010300", "2025-04-01"), "010600 ");
	assert_string_equal(answering(city, "010350", "2025-04-01"), "010600 ");
	assert_string_equal(answering(city, "010100", "2025-04-01"), "010100 ");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, unit_in_period(&city->c, "010600", "2025-04-01", "2025-04-01", &unit));
	MUST(city, succession_before(&city->c, unit->id, &rows, &n));
	db_rollback(&city->c);
	assert_string_equal(codes(city, rows, n), "010300 010350 ");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, city_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_day_keeps_its_own_list),
		TEST(a_part_of_the_list_lets_nobody_go),
		TEST(a_list_of_an_earlier_day_is_refused),
		TEST(faults_are_told_with_their_place),
		TEST(who_moves_or_leaves_hands_over),
		TEST(a_duty_is_acknowledged_by_its_holder_alone),
		TEST(a_merger_and_a_split_are_right_on_both_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
