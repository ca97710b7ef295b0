/* The organisation as a dated tree, and accounts. */
#include "city.h"
#include "org/account.h"
#include "org/unit.h"

#define HEAD "コード,名称,上位コード,順序,開始日,終了日,承継先\n"

static struct import_result import(struct city *city, const char *csv)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, unit_import(&city->c, city_csv(city, csv), "入力.csv", &r));
	MUST(city, db_commit(&city->c));
	return r;
}

static struct unit_row *all(struct city *city, size_t *ret_n)
{
	struct unit_row *rows;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_unit_all(&city->c, &rows, ret_n));
	db_rollback(&city->c);
	return rows;
}

static const char *name_on(struct city *city, const char *code, const char *from, const char *to)
{
	struct unit_row *unit;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, unit_in_period(&city->c, code, from, to, &unit));
	db_rollback(&city->c);
	return unit ? unit->name : "—";
}

static void units_stand_in_the_order_of_display(void **state)
{
	struct city *city = *state;
	struct import_result r = import(city, "コード,名称,上位コード\n"
	                                      "020000,福祉部,\n020100,介護課,020000\n"
	                                      "010000,総務部,\n");
	struct unit_row *units;
	size_t n;

	assert_int_equal(r.created, 3);
	assert_int_equal(r.rejected, 0);
	/* without an order, new units follow those there are */
	import(city, HEAD "010100,人事課,010000,,,,\n");
	import(city, HEAD "000500,秘書室,,0,,,\n");
	units = all(city, &n);
	assert_int_equal(n, 5);
	assert_string_equal(units[0].code, "000500");
	assert_string_equal(units[1].code, "020000");
	assert_string_equal(units[2].code, "020100");
	assert_string_equal(units[3].code, "010000");
	assert_string_equal(units[4].code, "010100");
	assert_string_equal(units[2].parent_code, "020000");
	assert_string_equal(units[0].valid_from, UNIT_SINCE_EVER);
}

static void a_renamed_unit_is_found_by_its_dates(void **state)
{
	struct city *city = *state;

	import(city, HEAD "010100,防災課,,1,平成31年4月1日,令和6年3月31日,\n"
	                  "010100,危機管理課,,1,令和6年4月1日,,\n");
	assert_string_equal(name_on(city, "010100", "2023-04-01", "2024-03-31"), "防災課");
	assert_string_equal(name_on(city, "010100", "2024-03-31", "2024-03-31"), "防災課");
	assert_string_equal(name_on(city, "010100", "2024-04-01", "2024-04-01"), "危機管理課");
	/* of several in the period the latest */
	assert_string_equal(name_on(city, "010100", "2024-01-01", "2024-12-31"), "危機管理課");
	assert_string_equal(name_on(city, "010100", "2018-04-01", "2019-03-31"), "—");
	assert_string_equal(name_on(city, "019900", "2024-04-01", "2025-03-31"), "—");
}

static void a_closed_unit_names_its_successors(void **state)
{
	static const char csv[] = HEAD "010100,防災課,,1,2019-04-01,2024-03-31,\"010300、010400\"\n"
	                               "010300,危機管理課,,2,2024-04-01,,\n"
	                               "010400,地域安全課,,3,2024-04-01,,010999\n";
	struct city *city = *state;
	struct import_result r = import(city, csv);
	struct unit_succession_row *links;
	struct table table;
	size_t n;

	assert_int_equal(r.created, 3);
	assert_int_equal(city_problem(&r.problems, "successor-unknown", 0)->place.row, 4);
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_unit_succession_all(&city->c, &links, &n));
	MUST(city, unit_export(&city->c, NULL, &table));
	db_rollback(&city->c);
	assert_int_equal(n, 2);
	assert_int_equal(links[0].unit_id, links[1].unit_id);
	assert_string_equal(table.rows[0][8], "010300|010400");
	assert_null(table.rows[1][8]);
	/* again: nothing changes */
	r = import(city, csv);
	assert_int_equal(r.unchanged, 3);
	assert_int_equal(r.updated + r.created + r.rejected, 0);
}

static void what_is_exported_is_read_back(void **state)
{
	struct city *city = *state;
	struct problems problems = {0};
	struct import_result r;
	struct table table;
	struct buf csv;

	import(city, HEAD "010000,総務部,,1,,,\n010100,防災課,010000,2,2019-04-01,2024-03-31,010300\n"
	                  "010300,=危機管理課,010000,3,2024-04-01,,\n");
	buf_init(&csv, city->c.arena, BUF_MAX_TEXT);
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, unit_export(&city->c, NULL, &table));
	db_rollback(&city->c);
	MUST(city, table_write_csv(&city->c, &table, CSV_UTF8_BOM, &problems, &csv));
	r = import(city, csv.data);
	assert_int_equal(r.unchanged, 3);
	assert_int_equal(r.updated + r.created + r.rejected, 0);
}

static void columns_that_are_absent_leave_what_is_stored(void **state)
{
	struct city *city = *state;
	struct import_result r;
	struct unit_row *units;
	size_t n;

	import(city, "コード,名称,上位コード,順序,開始日,種別,区分\n010000,総務部,,1,,部,市長部局\n"
	             "010100,防災課,010000,2,,課,市長部局\n");
	r = import(city, "所属コード,所属名\n010100,防災対策課\n");
	assert_int_equal(r.updated, 1);
	units = all(city, &n);
	assert_int_equal(n, 2);
	assert_string_equal(units[1].name, "防災対策課");
	assert_string_equal(units[1].parent_code, "010000");
	assert_string_equal(units[1].kind, "課");
	assert_string_equal(units[1].body, "市長部局");
	assert_int_equal(units[1].sort, 2);
	assert_int_equal(units[1].rev, 2);
}

static void a_parent_may_be_named(void **state)
{
	struct city *city = *state;
	struct import_result r =
		import(city, HEAD "010000,総務部,,1,,,\n010100,防災課,総　務部,2,,,\n"
	                          "020000,支所,,3,,,\n030000,支所,,4,,,\n"
	                          "020100,窓口課,支所,5,,,\n020200,税務課,無い部,6,,,\n");
	struct unit_row *units;
	size_t n;

	assert_int_equal(r.created, 4);
	assert_int_equal(r.rejected, 2);
	assert_int_equal(city_problem(&r.problems, "parent-by-name", 0)->place.row, 3);
	/* two units have the name */
	assert_int_equal(city_problem(&r.problems, "parent-unknown", 0)->place.row, 6);
	assert_int_equal(city_problem(&r.problems, "parent-unknown", 1)->place.row, 7);
	units = all(city, &n);
	assert_string_equal(units[1].parent_code, "010000");
}

static void circles_are_refused(void **state)
{
	struct city *city = *state;
	struct import_result r = import(
		city, HEAD "010000,甲,010200,1,,,\n010100,乙,010000,2,,,\n010200,丙,010100,3,,,\n"
	                   "020000,丁,020000,4,,,\n030000,戊,,5,,,\n");
	size_t n;

	assert_int_equal(city_count(&r.problems, "parent-circle"), 4);
	assert_int_equal(r.created, 1);
	assert_string_equal(all(city, &n)[0].name, "戊");
	assert_int_equal(n, 1);
	/* closed by a later file */
	import(city, HEAD "040000,己,030000,6,,,\n");
	r = import(city, HEAD "030000,戊,040000,5,,,\n");
	assert_int_equal(city_count(&r.problems, "parent-circle"), 1);
	assert_int_equal(r.rejected, 1);
}

static void wrong_rows_are_told_with_their_place(void **state)
{
	struct city *city = *state;
	struct import_result r = import(
		city, HEAD ",名,,1,,,\n010100,,,1,,,\n010200,名,,三,,,\n010300,名,,1,昨日,,\n"
	                   "010400,名,,1,2024-04-01,2024-03-31,\n010500,名,,1,,,\n010500,名,,1,,,\n"
	                   "010600,名,,1,2019-04-01,,\n010600,名,,1,2024-04-01,,\n");

	assert_int_equal(r.rows, 9);
	assert_int_equal(r.rejected, 7);
	assert_int_equal(r.created, 2);
	assert_int_equal(city_problem(&r.problems, "required", 0)->place.row, 2);
	assert_int_equal(city_problem(&r.problems, "required", 1)->place.row, 3);
	assert_string_equal(city_problem(&r.problems, "required", 1)->place.column, "名称");
	assert_int_equal(city_problem(&r.problems, "number-invalid", 0)->place.row, 4);
	assert_int_equal(city_problem(&r.problems, "date-invalid", 0)->place.row, 5);
	assert_int_equal(city_problem(&r.problems, "period-reversed", 0)->place.row, 6);
	assert_int_equal(city_problem(&r.problems, "key-repeated", 0)->place.row, 8);
	assert_int_equal(city_problem(&r.problems, "period-overlap", 0)->place.row, 10);
}

/* --- accounts --- */

static enum err add(struct city *city, const char *login, const char *role, const char *unit)
{
	struct account_new what = {login, "山田 花子", role, unit, NULL};

	return account_add(&city->c, &what);
}

static void accounts_are_checked(void **state)
{
	struct city *city = *state;
	struct account_row *account;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, add(city, "hanako.y@city-1_a", "auditor", NULL));
	MUST(city, add(city, "kacho", "head", "010100"));
	assert_int_equal(add(city, "hanako.y@city-1_a", "reader", NULL), ERR_CONFLICT);
	assert_int_equal(add(city, "", "reader", NULL), ERR_USAGE);
	assert_int_equal(add(city, "花子", "reader", NULL), ERR_USAGE);
	assert_int_equal(add(city, "a b", "reader", NULL), ERR_USAGE);
	assert_int_equal(add(city, "taro", "king", NULL), ERR_USAGE);
	assert_int_equal(add(city, "taro", "head", NULL), ERR_USAGE);
	assert_int_equal(account_add(&city->c,
	                             &(struct account_new){"taro", "　", "reader", NULL, NULL}),
	                 ERR_USAGE);
	MUST(city, account_disable(&city->c, "kacho"));
	assert_int_equal(account_disable(&city->c, "taro"), ERR_NOT_FOUND);
	MUST(city, q_account_by_login(&city->c, &(struct account_by_login_in){"kacho"}, &account));
	assert_true(account->disabled);
	assert_int_equal(account->rev, 2);
	MUST(city, db_commit(&city->c));
}

static void passwords_are_hashed_apart_from_the_trail(void **state)
{
	static const char password[] = "合言葉はほととぎすと鳴く";
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct account_row *account;
	struct credential_row *first, *second;
	struct trail_value_row *values;
	size_t n;

	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, add(city, "hanako", "auditor", NULL));
	/* eleven characters, and bytes that are no text */
	assert_int_equal(account_set_password(c, "hanako", "合言葉はほととぎすと鳴"), ERR_USAGE);
	assert_int_equal(account_set_password(c, "hanako", "\xFF" "bcdefghijklmnop"), ERR_USAGE);
	assert_int_equal(account_set_password(c, "taro", password), ERR_NOT_FOUND);
	MUST(city, q_account_by_login(c, &(struct account_by_login_in){"hanako"}, &account));
	MUST(city, account_set_password(c, "hanako", password));
	MUST(city, q_credential_of(c, &(struct credential_of_in){account->id}, &first));
	MUST(city, account_set_password(c, "hanako", password));
	MUST(city, q_credential_of(c, &(struct credential_of_in){account->id}, &second));
	MUST(city, db_commit(c));
	assert_string_not_equal(first->hash, second->hash); /* salted */
	assert_int_equal(strncmp(second->hash, "$argon2id$", 10), 0);
	assert_int_equal(crypto_pwhash_str_verify(second->hash, password, strlen(password)), 0);
	assert_int_not_equal(crypto_pwhash_str_verify(second->hash, password, strlen(password) - 1),
	                     0);
	MUST(city, db_begin(c, DB_READ));
	MUST(city, q_trail_value_after(c, &(struct trail_value_after_in){0, 100}, &values, &n));
	db_rollback(c);
	assert_int_equal(n, 1); /* the account alone */
	assert_null(strstr(values[0].after_image, "argon2"));
}

static void very_long_passwords_are_refused(void **state)
{
	struct city *city = *state;
	char password[ACCOUNT_PASSWORD_MAX + 2];

	memset(password, 'x', sizeof(password));
	password[sizeof(password) - 1] = '\0';
	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, add(city, "hanako", "auditor", NULL));
	assert_int_equal(account_set_password(&city->c, "hanako", password), ERR_USAGE);
	password[ACCOUNT_PASSWORD_MAX] = '\0';
	MUST(city, account_set_password(&city->c, "hanako", password));
	MUST(city, db_commit(&city->c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CITY_TEST(units_stand_in_the_order_of_display),
		CITY_TEST(a_renamed_unit_is_found_by_its_dates),
		CITY_TEST(a_closed_unit_names_its_successors),
		CITY_TEST(what_is_exported_is_read_back),
		CITY_TEST(columns_that_are_absent_leave_what_is_stored),
		CITY_TEST(a_parent_may_be_named),
		CITY_TEST(circles_are_refused),
		CITY_TEST(wrong_rows_are_told_with_their_place),
		CITY_TEST(accounts_are_checked),
		CITY_TEST(passwords_are_hashed_apart_from_the_trail),
		CITY_TEST(very_long_passwords_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
