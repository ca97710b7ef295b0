/* Who keeps the accounts, what changed and who sees it, scales made and changed, help for all. */
#include "audit/scale_edit.h"
#include "audit_year.h"
#include "org/account.h"
#include "org/history.h"
#include "org/setting.h"
#include "web/help.h"
#include "web/log_words.h"

static const char password[] = "合言葉はほととぎすと鳴く";

/* --- accounts --- */

static struct account_row *account(struct city *city, const char *login)
{
	struct account_row *row;

	MUST(city, q_account_by_login(&city->c, &(struct account_by_login_in){login}, &row));
	assert_non_null(row);
	return row;
}

static void add(struct city *city, const char *login, const char *role, const char *unit)
{
	struct account_new what = {login, "山田 花子", role, unit, NULL};

	MUST(city, account_add(&city->c, &what));
	MUST(city, account_set_password(&city->c, login, password));
}

static enum err change(struct city *city, const char *login, const char *role, int64_t off)
{
	struct account_row *row = account(city, login);
	const struct account_edit edit = {row->rev + off, "鈴木 次郎", role, row->unit_code};

	return account_change(&city->c, row->id, &edit);
}

static void somebody_who_keeps_the_accounts_remains(void **state)
{
	struct city *city = *state;
	struct account_new without = {"shinjin", "新人", "administrator", NULL, NULL};

	MUST(city, db_begin(&city->c, DB_WRITE));
	add(city, "kanri", "administrator", NULL);
	add(city, "yomu", "reader", NULL);
	/* one that cannot sign in keeps nothing */
	MUST(city, account_add(&city->c, &without));
	assert_int_equal(account_disable(&city->c, "kanri"), ERR_STATE);
	assert_int_equal(change(city, "kanri", "reader", 0), ERR_STATE);
	MUST(city, change(city, "kanri", "secretariat", 0));
	add(city, "jimukyoku", "secretariat", NULL);
	MUST(city, account_disable(&city->c, "kanri"));
	assert_int_equal(account_disable(&city->c, "jimukyoku"), ERR_STATE);
	MUST(city, account_enable(&city->c, "kanri"));
	MUST(city, account_disable(&city->c, "jimukyoku"));
	MUST(city, account_disable(&city->c, "yomu"));
	MUST(city, db_commit(&city->c));
}

static void nobody_closes_the_own_account(void **state)
{
	struct city *city = *state;

	MUST(city, db_begin(&city->c, DB_WRITE));
	add(city, "kanri", "administrator", NULL);
	add(city, "jimukyoku", "secretariat", NULL);
	city->c.actor = "kanri";
	assert_int_equal(account_disable(&city->c, "kanri"), ERR_STATE);
	assert_int_equal(change(city, "kanri", "secretariat", 0), ERR_STATE);
	MUST(city, change(city, "kanri", "administrator", 0));
	assert_string_equal(account(city, "kanri")->name, "鈴木 次郎");
	MUST(city, account_disable(&city->c, "jimukyoku"));
	assert_int_equal(change(city, "jimukyoku", "auditor", -1), ERR_CONFLICT);
	assert_int_equal(change(city, "jimukyoku", "head", 0), ERR_USAGE);
	assert_int_equal(change(city, "jimukyoku", "king", 0), ERR_USAGE);
	MUST(city, db_commit(&city->c));
}

static void closing_and_a_new_password_end_sessions(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct session_row *rows;
	size_t n;

	MUST(city, db_begin(c, DB_WRITE));
	add(city, "kanri", "administrator", NULL);
	add(city, "yomu", "reader", NULL);
	for (int round = 0; round < 2; round++) {
		const int64_t id = account(city, "yomu")->id;

		MUST(city, q_session_add(c, &(struct session_add_in){"digest", id, c->now_us,
		                                                     "127.0.0.1", "x"}));
		if (round == 0)
			MUST(city, account_reset_password(c, "yomu", password));
		else
			MUST(city, account_disable(c, "yomu"));
		MUST(city, q_sessions_of_account(c, &(struct sessions_of_account_in){id}, &rows,
		                                 &n));
		assert_int_equal(n, 0);
	}
	MUST(city, db_commit(c));
}

static void made_passwords_differ_and_can_be_read_out(void **state)
{
	struct city *city = *state;
	const char *a = account_make_password(city->c.arena);
	const char *b = account_make_password(city->c.arena);

	assert_int_equal(strlen(a), 19);
	assert_int_equal(strspn(a, "abcdefghijkmnpqrstuvwxyz23456789-"), 19);
	assert_string_not_equal(a, b);
}

/* --- history --- */

static int64_t judgement_of(struct city *city, const char *unit_code)
{
	struct audit_sheet_out *rows;
	struct audit_row audit;
	size_t n;

	MUST(city, audit_find(&city->c, "R6", &audit));
	MUST(city, q_audit_sheet(&city->c, &(struct audit_sheet_in){audit.id}, &rows,
	                                 &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].unit_code, unit_code) == 0)
			return rows[i].judgement_id;
	fail_msg("no judgement of %s", unit_code);
	return 0;
}

static enum err see(struct city *city, enum role role, const char *unit, const char *table,
                    int64_t id)
{
	const struct who who = {1, "x", "x", unit, role};
	struct history_event *events;
	size_t n = 0;
	enum err e = history_load(&city->c, &who, table, id, &events, &n);

	assert_true((e == OK) == (n > 0));
	return e;
}

static void histories_are_seen_by_those_who_see_the_object(void **state)
{
	struct city *city = *state;
	struct audit_row audit;
	struct judgement_row *row, after;
	int64_t own, id;

	year_make(city, YEAR_JUDGED);
	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, audit_find(&city->c, "R6", &audit));
	own = judgement_of(city, "010100");
	id = judgement_of(city, "020100");
	assert_int_equal(see(city, ROLE_SECRETARIAT, NULL, "judgement", id), OK);
	assert_int_equal(see(city, ROLE_HEAD, "010100", "judgement", own), OK);
	assert_int_equal(see(city, ROLE_HEAD, "010100", "judgement", id), ERR_NOT_FOUND);
	assert_int_equal(see(city, ROLE_HEAD, NULL, "judgement", own), ERR_NOT_FOUND);
	assert_int_equal(see(city, ROLE_ADMINISTRATOR, NULL, "judgement", own), ERR_NOT_FOUND);
	assert_int_equal(see(city, ROLE_ADMINISTRATOR, NULL, "audit", audit.id), OK);
	assert_int_equal(see(city, ROLE_HEAD, "010100", "audit", audit.id), ERR_NOT_FOUND);
	assert_int_equal(see(city, ROLE_SECRETARIAT, NULL, "credential", own), ERR_NOT_FOUND);
	assert_int_equal(see(city, ROLE_SECRETARIAT, NULL, "judgement", 999999), ERR_NOT_FOUND);
	/* also after it was deleted */
	MUST(city, judgement_get(&city->c, own, &row));
	after = *row;
	MUST(city, judgement_delete(&city->c, &after));
	assert_int_equal(see(city, ROLE_HEAD, "010100", "judgement", own), OK);
	assert_int_equal(see(city, ROLE_HEAD, "020100", "judgement", own), ERR_NOT_FOUND);
	db_rollback(&city->c);
}

static void a_history_tells_each_difference(void **state)
{
	struct city *city = *state;
	const struct who who = {1, "x", "x", NULL, ROLE_SECRETARIAT};
	struct history_event *events;
	struct setting_row *row;
	size_t n;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, setting_put(&city->c, SETTING_MARKS, "案"));
	MUST(city, q_setting_by_key(&city->c, &(struct setting_by_key_in){SETTING_MARKS}, &row));
	MUST(city, setting_put(&city->c, SETTING_MARKS, "案"));
	city->c.reason = "完成したため";
	MUST(city, setting_put(&city->c, SETTING_MARKS, "取扱注意"));
	MUST(city, setting_put(&city->c, SETTING_MARKS, " "));
	MUST(city, history_load(&city->c, &who, "setting", row->id, &events, &n));
	assert_int_equal(n, 3); /* the same once more is no change */
	assert_string_equal(events[0].op, "delete");
	assert_string_equal(events[1].op, "update");
	assert_string_equal(events[1].reason, "完成したため");
	assert_int_equal(events[1].n, 1);
	assert_string_equal(events[1].changes[0].column, "value");
	assert_string_equal(events[1].changes[0].before, "案");
	assert_string_equal(events[1].changes[0].after, "取扱注意");
	assert_int_equal(events[2].n, 2);
	assert_null(events[2].changes[0].before);
	MUST(city, db_commit(&city->c));
}

static void every_table_and_column_has_a_word(void **state)
{
	struct city *city = *state;

	for (size_t i = 0; i < n_sql_tables; i++) {
		const struct sql_table *t = &sql_tables[i];

		if (!t->domain)
			continue;
		if (!word_of_table(t->name) ||
		    !history_role_may(&city->c, ROLE_SECRETARIAT, t->name))
			fail_msg("table %s", t->name);
		for (size_t k = 2; k < t->n_columns; k++)
			if (!word_of_column(city->c.arena, t->name, t->columns[k].name))
				fail_msg("column %s.%s", t->name, t->columns[k].name);
	}
}

/* --- scales --- */

static struct scale_edit small_scale(void)
{
	return (struct scale_edit){
		.row = {.code = "three", .name = "三段階", .na_name = "対象外", .conforming = "A",
	                .na_counts_as = "A", .target = "2.5"},
		.levels = {{.code = "C", .name = "不足", .criterion = "足りない", .color = "#b3261e"},
	                   {.code = "A", .name = "十分", .criterion = "足りる", .value = "3",
	                    .color = "#1a5e9a"},
	                   {.code = "B", .name = "一部", .criterion = "一部", .value = "2.5",
	                    .color = "#f2d16b"}},
		.n = 3};
}

static void a_scale_is_made_best_first(void **state)
{
	struct city *city = *state;
	struct scale_edit e = small_scale();
	struct scale s;
	int64_t id, revision;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, scale_create(&city->c, &e, &id));
	MUST(city, scale_load(&city->c, id, &s));
	assert_int_equal(s.n, 3);
	assert_string_equal(s.levels[0].code, "A");
	assert_string_equal(s.levels[1].code, "B");
	assert_string_equal(s.levels[2].code, "C");
	assert_false(s.has_value[2]);
	assert_int_equal(scale_create(&city->c, &e, &id), ERR_CONFLICT);
	revision = scale_revision(&s);
	e.levels[2].name = "半分";
	e.levels[0] = e.levels[2]; /* C goes */
	e.n = 2;
	MUST(city, scale_change(&city->c, id, &e));
	MUST(city, scale_load(&city->c, id, &s));
	assert_int_equal(s.n, 2);
	assert_string_equal(s.levels[1].name, "半分");
	assert_int_not_equal(scale_revision(&s), revision);
	MUST(city, db_commit(&city->c));
}

static void unusable_scales_are_refused(void **state)
{
	struct city *city = *state;
	int64_t id;

	MUST(city, db_begin(&city->c, DB_WRITE));
	for (int fault = 0; fault < 12; fault++) {
		struct scale_edit e = small_scale();

		switch (fault) {
		case 0: e.row.code = "三"; break;
		case 1: e.row.name = " "; break;
		case 2: e.n = 1; break;
		case 3: e.levels[0].code = "na"; break;
		case 4: e.levels[0].code = "Ａ"; break; /* A in full width */
		case 5: e.levels[0].name = "十分"; break;
		case 6: e.levels[1].value = "3.0001"; break;
		case 7: e.levels[1].color = "red"; break;
		case 8: e.row.conforming = "D"; break;
		case 9: e.row.na_counts_as = "C"; break; /* has no points */
		case 10: e.row.target = "高い"; break;
		default: e.levels[2].criterion = NULL; break;
		}
		if (scale_create(&city->c, &e, &id) != ERR_INVALID)
			fail_msg("fault %d", fault);
	}
	db_rollback(&city->c);
}

static void what_is_judged_on_stays(void **state)
{
	struct city *city = *state;
	struct scale_edit e = {0};
	struct scale_row *row;
	struct target_row *target, after;
	struct judgement_row *judgement;
	struct scale s;

	year_make(city, YEAR_JUDGED);
	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, q_scale_by_code(&city->c, &(struct scale_by_code_in){SCALE_DEFAULT}, &row));
	MUST(city, scale_load(&city->c, row->id, &s));
	e.row = s.row;
	e.n = s.n - 1;
	memcpy(e.levels, s.levels + 1, e.n * sizeof(e.levels[0])); /* without 5, which was given */
	assert_int_equal(scale_change(&city->c, row->id, &e), ERR_STATE);
	e.n = s.n;
	memcpy(e.levels, s.levels, e.n * sizeof(e.levels[0]));
	e.levels[0].name = "手本";
	MUST(city, scale_change(&city->c, row->id, &e));
	MUST(city, judgement_get(&city->c, judgement_of(city, "010100"), &judgement));
	MUST(city, target_get(&city->c, judgement->target_id, &target));
	after = *target;
	after.confirmed_on = "2024-11-12";
	MUST(city, target_update(&city->c, target, &after));
	e.levels[0].name = "模範";
	assert_int_equal(scale_change(&city->c, row->id, &e), ERR_STATE);
	MUST(city, db_commit(&city->c));
}

/* --- help --- */

static void every_route_has_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROUTE__MAX; i++)
		if (!help_of_route(routes[i].name))
			fail_msg("no help about %s", routes[i].name);
	assert_null(help_of_route("NOTHING"));
	assert_string_equal(help_of_route("JUDGEMENT")->name, "judgement");
	assert_string_equal(help_of_route("JUDGE")->name, "matrix");
	assert_string_equal(help_of_route("SECTION_CONFIRM")->name, "confirm");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CITY_TEST(somebody_who_keeps_the_accounts_remains),
		CITY_TEST(nobody_closes_the_own_account),
		CITY_TEST(closing_and_a_new_password_end_sessions),
		CITY_TEST(made_passwords_differ_and_can_be_read_out),
		CITY_TEST(histories_are_seen_by_those_who_see_the_object),
		CITY_TEST(a_history_tells_each_difference),
		CITY_TEST(every_table_and_column_has_a_word),
		CITY_TEST(a_scale_is_made_best_first),
		CITY_TEST(unusable_scales_are_refused),
		CITY_TEST(what_is_judged_on_stays),
		cmocka_unit_test(every_route_has_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
