/* Rounds of confirmation: who is asked, what sections say, what rules make of it; letters. */
#include "both.h"
#include "job/mail.h"
#include "job/outbox.h"
#include "ledger/ledgers.h"
#include "ledger/round.h"
#include "ledger/rules.h"
#include "org/unit.h"
#include "record/edit.h"
#include "record/exchange.h"
#include "record/list.h"
#include "store/verify.h"

#define TODAY "2024-11-12"
#define UNITS                                                                                  \
	"コード,名称,上位コード,種別,開始日,終了日,承継先\n"                                         \
	"010000,総務部,,部,,,\n010100,広報課,010000,課,,,\n010101,広聴係,010100,係,,,\n"               \
	"010200,情報課,010000,課,,,\n020000,福祉部,,部,,,\n020100,介護課,020000,課,,,\n"
#define KEYS                                                                                   \
	"所管課,番号,鍵・カードの名称,開けるもの,夜間の施錠保管\n"                                      \
	"広報課,1,書庫の鍵,書庫,有\n広聴係,2,金庫の鍵,金庫,有\n情報課,3,機械室の鍵,機械室,無\n"              \
	"福祉部,4,倉庫の鍵,倉庫,有\n"

static void begin(struct city *city)
{
	MUST(city, db_begin(&city->c, DB_WRITE));
}

static void end(struct city *city)
{
	MUST(city, db_commit(&city->c));
}

static void take_units(struct city *city, const char *csv)
{
	struct import_result r;

	begin(city);
	MUST(city, unit_import(&city->c, city_csv(city, csv), "units.csv", &r));
	assert_int_equal(r.rejected, 0);
	end(city);
}

static void take(struct city *city, const struct record_kind *k, const char *csv)
{
	struct import_result r;

	begin(city);
	MUST(city, record_import(&city->c, k, city_csv(city, csv), "入力.csv", false, &r));
	assert_int_equal(r.rejected, 0);
	assert_int_not_equal(r.created, 0);
	end(city);
}

static struct round_row usual(struct city *city)
{
	return (struct round_row){.title = "秋の確認", .fiscal_year = 2024, .opens_on = "2024-11-01",
	                          .due_on = "2024-11-30",
	                          .ledgers = round_usual_ledgers(city->c.arena), .remind_days = 7};
}

static struct round_row make(struct city *city)
{
	struct round_row round = usual(city);

	begin(city);
	MUST(city, round_make(&city->c, &round, TODAY));
	end(city);
	return round;
}

struct seen {
	struct round_sections all;
	struct round_section *section;
	struct round_item *items;
	size_t n;
};

/* In an open transaction. */
static struct seen look(struct city *city, const struct round_row *round, const char *code,
                        const char *today)
{
	struct seen s;

	MUST(city, round_sections_load(&city->c, round, today, &s.all));
	MUST(city, round_section_find(&city->c, &s.all, code, &s.section));
	MUST(city, round_items_load(&city->c, round, &s.all, s.section, &s.items, &s.n));
	return s;
}

static void say(struct city *city, const struct round_row *round, const char *code, size_t item,
                const struct round_said *what)
{
	struct seen s;

	begin(city);
	s = look(city, round, code, TODAY);
	assert_true(item < s.n);
	MUST(city, round_answer(&city->c, round, s.section, &s.items[item], what, TODAY));
	end(city);
}

static enum err confirm(struct city *city, const struct round_row *round, const char *code,
                        const char *today)
{
	struct seen s;
	enum err e;

	begin(city);
	s = look(city, round, code, today);
	e = round_confirm(&city->c, round, &s.all, s.section, today);
	if (e == OK)
		end(city);
	else
		db_rollback(&city->c);
	return e;
}

static const char *codes(struct city *city, const struct round_row *round, const char *today)
{
	struct round_sections all;
	const char *s = "";

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, round_sections_load(&city->c, round, today, &all));
	db_rollback(&city->c);
	for (size_t i = 0; i < all.n; i++)
		s = arena_printf(city->c.arena, "%s %s", s, all.v[i].unit->code);
	return s;
}

static const struct round_said unchanged = {.said = ROUND_UNCHANGED};

static void sections_and_lone_owners_are_asked(void **state)
{
	struct city *city = *state;
	struct round_row round;
	struct seen s;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	round = make(city);
	/* the 部 because of its key; the 係 is answered for by its 課 */
	assert_string_equal(codes(city, &round, TODAY), " 010100 010200 020000 020100");
	begin(city);
	s = look(city, &round, "010100", TODAY);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.section->bureau->code, "010000");
	assert_int_equal(look(city, &round, "020100", TODAY).n, 0);
	MUST(city, round_ask(&city->c, &round, "010100\n010101", TODAY));
	end(city);
	assert_string_equal(codes(city, &round, TODAY), " 010100 010101");
	begin(city);
	assert_int_equal(look(city, &round, "010100", TODAY).n, 1);
	assert_int_equal(look(city, &round, "010101", TODAY).n, 1);
	db_rollback(&city->c);
}

static void only_its_ledgers_are_of_a_round(void **state)
{
	struct city *city = *state;
	struct round_row round = usual(city);
	struct seen s;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	take(city, &ledger_systems, "所管課,システム名\n情報課,受付\n");
	round.ledgers = "keys\nmedia";
	begin(city);
	MUST(city, round_make(&city->c, &round, TODAY));
	s = look(city, &round, "010200", TODAY);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.items[0].kind->code, "keys");
	assert_true(round_has_ledger(&city->c, &round, "media"));
	assert_false(round_has_ledger(&city->c, &round, "systems"));
	db_rollback(&city->c);
}

static void a_round_that_makes_no_sense_is_refused(void **state)
{
	struct city *city = *state;
	struct round_row no_title = usual(city), backwards = usual(city), nothing = usual(city),
			 rows = usual(city), days = usual(city), one_day = usual(city);
	struct round_row *const all[] = {&no_title, &backwards, &nothing, &rows, &days};

	take_units(city, UNITS);
	no_title.title = " ";
	backwards.due_on = "2024-10-31";
	nothing.ledgers = NULL;
	rows.ledgers = "system-copies";
	days.remind_days = 0;
	for (size_t i = 0; i < COUNT(all); i++) {
		begin(city);
		assert_int_equal(round_make(&city->c, all[i], TODAY), ERR_INVALID);
		db_rollback(&city->c);
	}
	/* due on the day it opens, reminded on the day before: that makes sense yet */
	one_day.due_on = one_day.opens_on;
	one_day.remind_days = 1;
	begin(city);
	MUST(city, round_make(&city->c, &one_day, TODAY));
	db_rollback(&city->c);
}

static void nothing_may_be_left_undecided(void **state)
{
	struct city *city = *state;
	const struct round_said gone = {.said = ROUND_GONE, .gone_on = "2024-11-02"};
	struct round_row round;
	struct record *records;
	struct seen s;
	size_t n;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	round = make(city);
	assert_int_equal(confirm(city, &round, "010100", TODAY), ERR_INVALID);
	say(city, &round, "010100", 0, &unchanged);
	assert_int_equal(confirm(city, &round, "010100", TODAY), ERR_INVALID);
	say(city, &round, "010100", 1, &gone);
	assert_int_equal(confirm(city, &round, "010100", TODAY), OK);
	begin(city);
	s = look(city, &round, "010100", TODAY);
	assert_int_equal(s.section->state, ROUND_DONE);
	assert_int_equal(s.section->row.records, 2);
	assert_int_equal(s.section->row.at_once, 0);
	assert_string_equal(s.section->row.confirmed_by, "cli:hanako");
	MUST(city, record_list(&city->c, &ledger_keys, &(struct record_query){.state = RECORD_GONE},
	                       &records, &n));
	assert_int_equal(n, 1);
	assert_string_equal(records[0].gone_on, "2024-11-02");
	/* twice is once too many, and answers are final until it is taken back */
	assert_int_equal(round_confirm(&city->c, &round, &s.all, s.section, TODAY), ERR_STATE);
	assert_int_equal(round_answer(&city->c, &round, s.section, &s.items[0], &unchanged, TODAY),
	                 ERR_STATE);
	MUST(city, round_unconfirm(&city->c, &round, s.section, TODAY));
	s = look(city, &round, "010100", TODAY);
	assert_int_not_equal(s.section->state, ROUND_DONE);
	assert_int_equal(s.section->row.records, 0);
	assert_int_equal(round_unconfirm(&city->c, &round, s.section, TODAY), ERR_STATE);
	end(city);
	/* none at all is confirmed as none */
	assert_int_equal(confirm(city, &round, "020100", TODAY), OK);
}

static void a_record_changed_after_its_answer_is_undecided_again(void **state)
{
	struct city *city = *state;
	struct record after;
	struct round_row round;
	struct seen s;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	round = make(city);
	say(city, &round, "010200", 0, &unchanged);
	begin(city);
	s = look(city, &round, "010200", TODAY);
	assert_string_equal(s.items[0].said, ROUND_UNCHANGED);
	after = record_copy(city->c.arena, &ledger_keys, &s.items[0].record);
	after.v[record_field_index(&ledger_keys, "opens")] = "別の部屋";
	MUST(city, record_store(&city->c, &ledger_keys, &s.items[0].record, &after));
	s = look(city, &round, "010200", TODAY);
	assert_null(s.items[0].said);
	assert_true(s.items[0].changed);
	MUST(city, round_edited(&city->c, &round, "010200", "keys", after.id, TODAY));
	assert_string_equal(look(city, &round, "010200", TODAY).items[0].said, ROUND_EDITED);
	end(city);
}

/* --- what it does to the rules --- */

#define SYSTEMS "所管課,システム名,サーバ台数\n広報課,受付,3\n"

static size_t stale_alerts(struct city *city)
{
	struct assertion_list_in in = {.source = RULES_SOURCE, .state = "open",
	                               .criterion = "not-confirmed", .count = 100};
	struct assertion_list_out *rows;
	size_t n;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_assertion_list(&city->c, &in, &rows, &n));
	db_rollback(&city->c);
	return n;
}

static size_t stale(struct city *city, const char *today)
{
	struct assertion_changes changes;

	begin(city);
	city->c.day = today;
	MUST(city, rules_run(&city->c, &changes));
	end(city);
	return stale_alerts(city);
}

static size_t events_of(struct city *city, const char *table)
{
	struct record_touched_out *rows;
	size_t n;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_record_touched(&city->c, &(struct record_touched_in){table}, &rows, &n));
	db_rollback(&city->c);
	return n;
}

static void a_confirmed_record_is_fresh_without_an_edit(void **state)
{
	struct city *city = *state;
	struct round_row round;
	struct verification v;
	struct record_touched_out *rows;
	int64_t year = INT64_C(365) * 86400 * 1000000;
	size_t n;

	take_units(city, UNITS);
	take(city, &ledger_systems, SYSTEMS);
	assert_int_equal(stale(city, "2024-12-01"), 0);
	assert_int_equal(stale(city, "2026-01-01"), 1);
	round = make(city);
	city->c.now_us += year;
	round.due_on = "2026-12-31";
	say(city, &round, "010100", 0, &unchanged);
	assert_int_equal(stale(city, "2026-01-01"), 1); /* said, not yet confirmed */
	rules_attach(&city->c);
	assert_int_equal(confirm(city, &round, "010100", TODAY), OK);
	assert_int_equal(stale_alerts(city), 0); /* nobody had to run the rules */
	assert_int_equal(stale(city, "2026-01-01"), 0);
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_record_touched(&city->c, &(struct record_touched_in){"ledger_system"}, &rows,
	                            &n));
	db_rollback(&city->c);
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].at_us, CITY_NOW); /* its history has its making alone */
	assert_int_equal(events_of(city, "round_answer"), 1);
	MUST(city, verify_all(&city->c, NULL, NULL, NULL, &v));
}

/* --- units through 1 April --- */

#define APRIL                                                                                  \
	"コード,名称,上位コード,種別,開始日,終了日,承継先\n"                                         \
	"010000,総務部,,部,,,\n010100,広報課,010000,課,,2025-03-31,010300\n"                          \
	"010101,広聴係,010100,係,,2025-03-31,010300\n010200,情報課,010000,課,,2025-03-31,010300\n"   \
	"010300,広報情報課,010000,課,2025-04-01,,\n020000,福祉部,,部,,,\n020100,介護課,020000,課,,,\n"

static void who_took_over_answers(void **state)
{
	struct city *city = *state;
	struct round_row round;
	struct seen s;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	round = make(city);
	say(city, &round, "010200", 0, &unchanged);
	assert_int_equal(confirm(city, &round, "010200", TODAY), OK);
	take_units(city, APRIL);
	assert_string_equal(codes(city, &round, TODAY), " 010100 010200 020000 020100");
	/* 情報課 confirmed while it was there; 広報課 did not */
	assert_string_equal(codes(city, &round, "2025-04-01"), " 010300 020000 020100 010200");
	begin(city);
	s = look(city, &round, "010300", "2025-04-01");
	assert_int_equal(s.section->state, ROUND_OVERDUE);
	assert_int_equal(s.section->row.id, 0);
	assert_int_equal(s.n, 3);
	MUST(city, round_answer(&city->c, &round, s.section, &s.items[0], &unchanged,
	                        "2025-04-01"));
	assert_int_not_equal(s.section->row.id, 0);
	end(city);
	/* its head sees them too, though they are records of units that are no more */
	city->c.only_below = "010300";
	begin(city);
	s = look(city, &round, "010300", "2025-04-01");
	assert_int_equal(s.n, 3);
	assert_int_equal(s.all.n, 1);
	db_rollback(&city->c);
	city->c.only_below = "020100";
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, round_sections_load(&city->c, &round, "2025-04-01", &s.all));
	assert_int_equal(round_section_find(&city->c, &s.all, "010300", &s.section),
	                 ERR_NOT_FOUND);
	db_rollback(&city->c);
	city->c.only_below = NULL;
}

#define SPLIT                                                                                  \
	"コード,名称,上位コード,種別,開始日,終了日,承継先\n"                                         \
	"010000,総務部,,部,,,\n010200,情報課,010000,課,,2025-03-31,010300|010400\n"                  \
	"010300,情報政策課,010000,課,2025-04-01,,\n010400,情報管理課,010000,課,2025-04-01,,\n"

static void one_of_two_that_took_over_is_let_off(void **state)
{
	struct city *city = *state;
	struct round_row round;
	struct seen s;

	take_units(city, SPLIT);
	take(city, &ledger_keys, "所管課,番号,鍵・カードの名称,開けるもの\n情報課,3,機械室の鍵,機械室\n");
	round = make(city);
	assert_string_equal(codes(city, &round, TODAY), " 010200");
	assert_string_equal(codes(city, &round, "2025-04-01"), " 010300 010400");
	begin(city);
	s = look(city, &round, "010300", "2025-04-01");
	MUST(city, round_answer(&city->c, &round, s.section, &s.items[0], &unchanged,
	                        "2025-04-01"));
	MUST(city, round_ask(&city->c, &round, "010400", "2025-04-01"));
	end(city);
	assert_string_equal(codes(city, &round, "2025-04-01"), " 010400");
}

static void a_round_takes_answers_from_its_first_day(void **state)
{
	struct city *city = *state;
	struct round_row round;
	struct seen s;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	round = make(city);
	assert_false(round_is_open(&round, "2024-10-31"));
	begin(city);
	s = look(city, &round, "010200", TODAY);
	assert_int_equal(round_answer(&city->c, &round, s.section, &s.items[0], &unchanged,
	                              "2024-10-31"), ERR_STATE);
	MUST(city, round_answer(&city->c, &round, s.section, &s.items[0], &unchanged,
	                        "2024-11-01"));
	db_rollback(&city->c);
}

static void a_closed_round_takes_no_answer(void **state)
{
	struct city *city = *state;
	struct round_row round;
	struct seen s;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	round = make(city);
	begin(city);
	s = look(city, &round, "010200", TODAY);
	MUST(city, round_close(&city->c, &round, TODAY));
	MUST(city, round_load(&city->c, round.id, &round));
	assert_false(round_is_open(&round, TODAY));
	assert_int_equal(round_answer(&city->c, &round, s.section, &s.items[0], &unchanged, TODAY),
	                 ERR_STATE);
	assert_int_equal(round_close(&city->c, &round, TODAY), ERR_STATE);
	end(city);
}

/* --- letters --- */

static struct outbox_row *letter(struct city *city, int64_t round_id, int64_t unit_id)
{
	struct outbox_row *rows;
	size_t n;

	MUST(city, q_outbox_about(&city->c, &(struct outbox_about_in){round_id, unit_id, NULL},
	                          &rows, &n));
	assert_int_equal(n, 1);
	return &rows[0];
}

static void who_confirmed_gets_no_letter_and_others_do(void **state)
{
	struct city *city = *state;
	struct outbox_message m = {.to = "a@city.example.jp", .name = "甲", .subject = "依頼",
	                           .body = "確認", .kind = "open"};
	struct round_row round;
	struct seen s;
	int64_t units[2];
	bool is_new;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	m.round_id = (round = make(city)).id;
	begin(city);
	for (size_t i = 0; i < 2; i++) {
		s = look(city, &round, i ? "020100" : "010200", TODAY);
		m.unit_id = units[i] = s.section->unit->id;
		MUST(city, outbox_put(&city->c, &m, &is_new));
		assert_true(is_new);
		MUST(city, outbox_put(&city->c, &m, &is_new));
		assert_false(is_new);
	}
	end(city);
	assert_int_equal(confirm(city, &round, "020100", TODAY), OK);
	begin(city);
	assert_string_equal(letter(city, round.id, units[0])->state, "waiting");
	assert_string_equal(letter(city, round.id, units[1])->state, "withdrawn");
	end(city);
}

static void what_was_given_up_gets_all_its_tries_again(void **state)
{
	struct city *city = *state;
	struct outbox_message m = {.to = "a@city.example.jp", .name = "甲", .subject = "依頼",
	                           .body = "確認", .kind = "open"};
	struct outbox_row before, after;
	struct round_row round;
	bool is_new;

	take_units(city, UNITS);
	take(city, &ledger_keys, KEYS);
	round = make(city);
	begin(city);
	m.round_id = round.id;
	m.unit_id = look(city, &round, "010200", TODAY).section->unit->id;
	MUST(city, outbox_put(&city->c, &m, &is_new));
	before = after = *letter(city, round.id, m.unit_id);
	assert_int_equal(outbox_retry(&city->c, before.id), ERR_STATE);
	assert_int_equal(outbox_retry(&city->c, before.id + 1), ERR_NOT_FOUND);
	after.state = "failed";
	after.tries = 8;
	after.not_before_us = city->c.now_us - 1;
	MUST(city, outbox_update(&city->c, &before, &after));
	city->c.now_us += 1000;
	MUST(city, outbox_retry(&city->c, before.id));
	after = *letter(city, round.id, m.unit_id);
	assert_string_equal(after.state, "waiting");
	assert_int_equal(after.tries, 0);
	assert_int_equal(after.not_before_us, city->c.now_us);
	end(city);
}

static void addresses_that_could_break_a_header_are_refused(void **state)
{
	static const char *const bad[] = {"",       "x",           "@y.jp",       "x@",
	                                  "a@b@c",  "a b@c.jp",    "a@c.jp\r\nBcc: d@e.jp",
	                                  "a@c.jp\n", "<a@c.jp>",  "a@c.jp, d@e.jp", "課長@c.jp",
	                                  "a@c.jp\x7f", "\"a\"@c.jp"};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(mail_address_ok(bad[i]));
	assert_true(mail_address_ok("kacho.bosai+1@city.example.lg.jp"));
}

static void a_letter_is_ascii_in_short_lines(void **state)
{
	struct city *city = *state;
	const struct mail m = {.from = "a@b.jp", .to = "c@d.jp", .name = "髙橋\r\nBcc: x@y.jp",
	                       .subject = "台帳の確認をお願いします（令和6年11月30日まで）𠮷野課長へ", .id = "1@b.jp",
	                       .body = "一行目\n二行目\n", .at_us = CITY_NOW};
	const char *s = mail_format(city->c.arena, &m);
	size_t line = 0;

	assert_non_null(strstr(s, "Date: Tue, 12 Nov 2024 09:06:40 +0900\r\n"));
	assert_null(strstr(s, "Bcc"));
	assert_non_null(strstr(s, "\r\n\r\n5LiA6KGM55uuDQrkuozooYznm64NCg==\r\n"));
	for (const char *p = s; *p; p++) {
		assert_true((unsigned char)*p < 0x80);
		assert_true(*p != '\n' || (p > s && p[-1] == '\r'));
		line = *p == '\n' ? 0 : line + 1;
		assert_true(line <= 78);
	}
}

#define CASE(f) {#f, f}

int main(void)
{
	static const struct both_case cases[] = {
		CASE(sections_and_lone_owners_are_asked),
		CASE(only_its_ledgers_are_of_a_round),
		CASE(a_round_that_makes_no_sense_is_refused),
		CASE(nothing_may_be_left_undecided),
		CASE(a_record_changed_after_its_answer_is_undecided_again),
		CASE(a_confirmed_record_is_fresh_without_an_edit),
		CASE(who_took_over_answers),
		CASE(one_of_two_that_took_over_is_let_off),
		CASE(a_round_takes_answers_from_its_first_day),
	CASE(a_closed_round_takes_no_answer),
		CASE(who_confirmed_gets_no_letter_and_others_do),
		CASE(what_was_given_up_gets_all_its_tries_again),
		CASE(addresses_that_could_break_a_header_are_refused),
		CASE(a_letter_is_ascii_in_short_lines),
	};

	return both_run("round", cases, COUNT(cases));
}
