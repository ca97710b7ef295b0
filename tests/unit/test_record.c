/* The record engine and what is declared with it, on both databases. */
#include "both.h"
#include "base/text.h"
#include "ledger/city.h"
#include "ledger/people.h"
#include "org/duty.h"
#include "org/history.h"
#include "org/unit.h"
#include "record/edit.h"
#include "record/exchange.h"
#include "record/file.h"
#include "store/backup.h"
#include "store/evidence.h"
#include "store/verify.h"

#define UNITS                                                                                  \
	"コード,名称,上位コード\n010000,総務部,\n010100,広報課,010000\n010200,情報課,010000\n"      \
	"020000,福祉部,\n020100,介護課,020000\n"
#define NASTY "=1+1 髙﨑𠮷葛\U000E0100 \"x\", ';--\n@二行目 +3 -4 ～①"

static void units(struct city *city)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, unit_import(&city->c, city_csv(city, UNITS), "units.csv", &r));
	MUST(city, db_commit(&city->c));
}

static int64_t person(struct city *city, const char *number, const char *name, const char *unit,
                      const char *left_on)
{
	struct person_row p = {.number = number, .name = name, .left_on = left_on};
	struct posting_row post = {.unit_code = unit, .main = true, .valid_from = "2020-04-01",
	                           .valid_to = left_on};

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, person_insert(&city->c, &p));
	post.person_id = p.id;
	if (unit)
		MUST(city, posting_insert(&city->c, &post));
	MUST(city, db_commit(&city->c));
	return p.id;
}

static struct import_result import_book(struct city *city, const struct record_kind *k,
                                        const struct book *book, bool whole)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, record_import(&city->c, k, book, "入力.csv", whole, &r));
	MUST(city, db_commit(&city->c));
	return r;
}

static struct import_result import(struct city *city, const struct record_kind *k, const char *csv)
{
	return import_book(city, k, city_csv(city, csv), false);
}

static size_t count(struct city *city, const struct record_kind *k, const struct record_query *q)
{
	size_t n;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, record_count(&city->c, k, q, &n));
	db_rollback(&city->c);
	return n;
}

/* The titles of the result, joined. */
static const char *titles(struct city *city, const struct record_kind *k,
                          const struct record_query *q)
{
	struct record *records;
	const char *out = "";
	size_t n;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, record_list(&city->c, k, q, &records, &n));
	db_rollback(&city->c);
	for (size_t i = 0; i < n; i++)
		out = arena_printf(city->c.arena, "%s%s%s", out, i ? " " : "",
		                   records[i].v[record_title_index(k)]);
	return out;
}

static const char *titles_where(struct city *city, const struct record_kind *k, const char *field,
                                enum record_op op, const char *value)
{
	struct record_query q = {.conditions = {{record_field_find(k, field), op, value}}, .n = 1};

	assert_int_equal(count(city, k, &q),
	                 *titles(city, k, &q)
	                         ? text_split(city->c.arena, titles(city, k, &q), " ").n
	                         : 0);
	return titles(city, k, &q);
}

/* A field of each type, added to each ledger; the ledgers with them. */
static const struct record_kind *const *extended(struct city *city)
{
	const struct record_kind **kinds =
		ARENA_ARRAY(city->c.arena, n_ledgers, const struct record_kind *);

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, duty_install_usual(&city->c));
	for (size_t i = 0; i < n_ledgers; i++) {
		for (int t = 0; t < RECORD_TYPE__MAX; t++) {
			const char *type = record_type_code((enum record_type)t);
			char *key = arena_strdup(city->c.arena, type);
			struct city_field_row f = {
				.ledger = ledgers[i]->code, .key = key, .type = type,
				.label = arena_printf(city->c.arena, "独自の%s", type),
				.choices = t == RECORD_CHOICE || t == RECORD_MANY
			                           ? "c1 赤\nc2 青"
			                           : NULL,
				.refers = t == RECORD_REFERENCE ? "systems" : NULL,
				.since_on = "2024-04-01", .listed = true};

			for (char *p = key; *p; p++)
				*p = *p == '-' ? '_' : *p;
			MUST(city, city_field_add(&city->c, &f));
		}
		MUST(city, ledger_load(&city->c, ledgers[i]->code, &kinds[i]));
		assert_int_equal(kinds[i]->n, ledgers[i]->n + RECORD_TYPE__MAX);
	}
	MUST(city, db_commit(&city->c));
	return kinds;
}

/* --- the declarations --- */

static void check_field(const struct record_kind *k, const struct record_field *f)
{
	bool choices = f->type == RECORD_CHOICE || f->type == RECORD_MANY;

	if (!f->key || !f->label || msg_find(LANG_JA, f->label) == f->label)
		fail_msg("%s.%s has no Japanese label", k->code, f->key);
	if (f->type != RECORD_YES_NO && choices != (f->choices != NULL))
		fail_msg("%s.%s: choices", k->code, f->key);
	if ((f->type == RECORD_REFERENCE) != (f->refers != NULL))
		fail_msg("%s.%s: reference", k->code, f->key);
	if (f->when_field)
		(void)record_field_index(k, f->when_field);
	for (const struct record_field *g = k->fields; g < f; g++)
		if (strcmp(g->key, f->key) == 0 ||
		    strcmp(msg_find(LANG_JA, g->label), msg_find(LANG_JA, f->label)) == 0)
			fail_msg("%s.%s stands twice", k->code, f->key);
}

static void declarations_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_ledgers; i++) {
		const struct record_kind *k = ledgers[i];
		size_t owners = 0, named = 0;

		assert_true(k->n <= RECORD_FIELDS_MAX);
		assert_ptr_equal(ledger_find(k->code), k);
		for (size_t f = 0; f < k->n; f++) {
			check_field(k, &k->fields[f]);
			owners += (k->fields[f].flags & RECORD_OWNER) != 0;
			named += (k->fields[f].flags & RECORD_TITLE) != 0;
		}
		assert_int_equal(owners, 1);
		assert_int_equal(named, 1);
		assert_true(k->fields[0].flags & RECORD_OWNER);
	}
}

static const struct sql_column *column_of(const struct record_kind *k, const char *name)
{
	for (size_t t = 0; t < n_sql_tables; t++)
		for (size_t i = 0; i < sql_tables[t].n_columns; i++)
			if (strcmp(sql_tables[t].name, k->table) == 0 &&
			    strcmp(sql_tables[t].columns[i].name, name) == 0)
				return &sql_tables[t].columns[i];
	fail_msg("%s.%s: run ledger_sql and add the migration", k->table, name);
	return NULL;
}

static void every_field_has_its_column(void **state)
{
	struct city *city = *state;

	for (size_t i = 0; i < n_ledgers; i++)
		for (size_t f = 0; f < ledgers[i]->n; f++) {
			const struct record_field *field = &ledgers[i]->fields[f];
			const struct sql_column *column =
				column_of(ledgers[i], record_column(city->c.arena, field));

			assert_int_equal(column->type, record_is_link(field->type)     ? SQL_I64
			                               : record_is_number(field->type) ? SQL_NUMBER
			                                                               : SQL_TEXT);
			if (field->type == RECORD_PERSON)
				column_of(ledgers[i], record_link_column(city->c.arena, field));
		}
}

/* --- lists --- */

static const char *any_value(const struct record_field *f, int op)
{
	if (f->type == RECORD_PERSON && op % 2)
		return "@1";
	if (f->choices)
		return f->choices[0].code;
	if (f->type == RECORD_YES_NO)
		return "yes";
	return f->type == RECORD_DATE ? "2024-04-01" : "1";
}

/* How many ran: the fields of the ledger from this one on, with every operator that fits. */
static size_t run_all(struct city *city, const struct record_kind *k, size_t from)
{
	size_t ran = 0;

	for (size_t f = from; f < k->n; f++)
		for (int op = 0; op < RECORD_OP__MAX; op++) {
			struct record_query q = {
				.conditions = {{&k->fields[f], (enum record_op)op,
			                        any_value(&k->fields[f], op)}},
				.n = 1, .sort = &k->fields[f], .descending = op % 2,
				.first = 1, .count = 5};

			if (!record_op_fits(k->fields[f].type, (enum record_op)op))
				continue;
			assert_string_equal(titles(city, k, &q), "");
			assert_int_equal(count(city, k, &q), 0);
			ran++;
		}
	return ran;
}

/* Both with and without a reach; that they run is what is tested here. */
static void every_field_operator_and_sort_runs(void **state)
{
	struct city *city = *state;
	const struct record_kind *const *kinds = extended(city);
	size_t ran = 0;

	for (size_t i = 0; i < n_ledgers; i++) {
		city->c.only_below = NULL;
		ran += run_all(city, ledgers[i], 0);
		city->c.only_below = "010000";
		ran += run_all(city, ledgers[i], 0);
		ran += run_all(city, kinds[i], ledgers[i]->n);
	}
	assert_true(ran > 3000);
	city->c.only_below = NULL;
}

#define SYSTEMS                                                                                \
	"所管課,番号,システム名,サーバ台数,導入年度,個人情報,システムの区分\n"                        \
	"介護課,3,介護,0,平成12,有,各部局が所管する電算システム\n"                                    \
	"広報課,1,DTP,,平成13,無,\n"                                                              \
	"情報課,2,イントラ,９台,R6,不明,住民情報システム\n"

static void lists_are_filtered_and_sorted(void **state)
{
	struct city *city = *state;
	const struct record_kind *k = &ledger_systems;
	struct record_query by_servers = {.sort = record_field_find(k, "servers")};
	struct record_query down = {.sort = by_servers.sort, .descending = true, .count = 2};
	struct record_query by_kind = {.sort = record_field_find(k, "kind")};
	struct unit_row *unit;

	units(city);
	assert_int_equal(import(city, k, SYSTEMS).created, 3);
	/* display order of the sections */
	assert_string_equal(titles(city, k, &(struct record_query){0}), "DTP イントラ 介護");
	assert_string_equal(titles(city, k, &by_servers), "介護 イントラ DTP");
	assert_string_equal(titles(city, k, &down), "イントラ 介護");
	down.first = 2;
	assert_string_equal(titles(city, k, &down), "DTP");
	assert_string_equal(titles(city, k, &by_kind), "イントラ 介護 DTP");
	/* 0 servers is not nothing */
	assert_string_equal(titles_where(city, k, "servers", RECORD_OP_EMPTY, NULL), "DTP");
	assert_string_equal(titles_where(city, k, "servers", RECORD_OP_IS, "0"), "介護");
	assert_string_equal(titles_where(city, k, "servers", RECORD_OP_FROM, "1"), "イントラ");
	assert_string_equal(titles_where(city, k, "servers", RECORD_OP_IS_NOT, "9"), "DTP 介護");
	assert_string_equal(titles_where(city, k, "first_year", RECORD_OP_UNTIL, "2001"),
	                    "DTP 介護");
	assert_string_equal(titles_where(city, k, "personal", RECORD_OP_IS, "unknown"), "イントラ");
	assert_string_equal(titles_where(city, k, "name", RECORD_OP_HAS, "ント"), "イントラ");
	assert_string_equal(titles_where(city, k, "name", RECORD_OP_HAS, "%"), "");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, unit_in_period(&city->c, "010000", "2024-11-12", "2024-11-12", &unit));
	db_rollback(&city->c);
	assert_string_equal(titles_where(city, k, "unit", RECORD_OP_BELOW,
	                                 arena_printf(city->c.arena, "%lld", (long long)unit->id)),
	                    "DTP イントラ");
}

/* What a list contains is what a search finds. */
static void texts_are_compared_as_in_a_search(void **state)
{
	struct city *city = *state;
	const struct record_kind *k = &ledger_systems;
	const struct record_field *name = record_field_find(k, "name");
	struct record_query page = {.conditions = {{name, RECORD_OP_HAS, "端末"}}, .n = 1,
	                            .count = 1, .first = 1};
	static const char *const sought[][2] = {
		{"端末", "乙端末 ＰＣ端末"}, {"サーバ", "甲サーバー"}, {"ｻｰﾊﾞｰ", "甲サーバー"},
		{"pc", "ＰＣ端末"},          {"Ｐc端", "ＰＣ端末"},    {"ー", "甲サーバー"},
		{"高", "髙橋-1"},            {"橋−1", "髙橋-1"},       {"'", ""},
	};

	units(city);
	import(city, k,
	       "所管課,番号,システム名\n広報課,1,甲サーバー\n広報課,2,乙端末\n情報課,3,ＰＣ端末\n"
	       "介護課,4,髙橋-1\n");
	for (size_t i = 0; i < sizeof(sought) / sizeof(sought[0]); i++)
		assert_string_equal(titles_where(city, k, "name", RECORD_OP_HAS, sought[i][0]),
		                    sought[i][1]);
	assert_string_equal(titles(city, k, &page), "ＰＣ端末");
	assert_int_equal(count(city, k, &page), 2);
	city->c.only_below = "010100";
	assert_string_equal(titles_where(city, k, "name", RECORD_OP_HAS, "端末"), "乙端末");
	page.found = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]"; /* names no reach */
	page.first = 0;
	page.count = 0;
	assert_string_equal(titles(city, k, &page), "甲サーバー 乙端末");
	city->c.only_below = NULL;
}

static void a_reach_hides_records_and_the_names_of_others(void **state)
{
	struct city *city = *state;
	struct record_query all = {0};
	struct record *media;
	size_t n;

	units(city);
	import(city, &ledger_systems, SYSTEMS);
	import(city, &ledger_system_copies, "システム,複製するもの,保管場所\n介護,DB,別館\nDTP,原稿,金庫\n");
	import(city, &ledger_assets,
	       "所管課,番号,情報資産の名称,システム\n広報課,1,台帳,介護\n介護課,2,認定,介護\n");
	city->c.only_below = "010000";
	assert_string_equal(titles(city, &ledger_systems, &all), "DTP イントラ");
	assert_string_equal(titles(city, &ledger_system_copies, &all), "原稿");
	assert_int_equal(count(city, &ledger_assets, &all), 1);
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, record_list(&city->c, &ledger_assets, &all, &media, &n));
	assert_int_equal(n, 1);
	assert_non_null(media[0].v[record_field_index(&ledger_assets, "system")]);
	assert_null(media[0].names[record_field_index(&ledger_assets, "system")]);
	db_rollback(&city->c);
	city->c.only_below = NULL;
}

/* --- in and out --- */

static const struct book *written(struct city *city, const struct table *t, bool xlsx)
{
	struct problems problems = {0};
	struct book *book;
	struct buf out;

	buf_init(&out, city->c.arena, BUF_MAX_DOCUMENT);
	if (xlsx)
		MUST(city, table_write_xlsx(&city->c, &t, 1, &out));
	else
		MUST(city, table_write_csv(&city->c, t, CSV_UTF8_BOM, &problems, &out));
	MUST(city, book_read(&city->c, "出力", out.data, out.len, &book));
	return book;
}

static struct table exported(struct city *city, const struct record_kind *k)
{
	struct table t;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, record_export(&city->c, k, &(struct record_query){.state = RECORD_ALL}, &t));
	db_rollback(&city->c);
	return t;
}

/* A record with something in every field. */
static struct record full_record(struct city *city, const struct record_kind *k)
{
	struct ctx *c = &city->c;
	struct record_names names;
	struct record r = record_new(c->arena, k);
	struct record_faults faults = {0};
	size_t persons = 0;

	MUST(city, record_names_load(c, k, &names));
	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];
		const char *text = f->type == RECORD_LONG     ? NASTY
		                   : f->type == RECORD_KANA   ? "カナ"
		                   : f->type == RECORD_DATE   ? "令和6年11月12日"
		                   : f->type == RECORD_YEAR   ? "平成31"
		                   : f->type == RECORD_INTERVAL ? "３ヶ月"
		                   : f->type == RECORD_UNIT   ? "介護課"
		                   : f->type == RECORD_ROLE   ? "最高情報セキュリティ責任者"
		                   : f->type == RECORD_YES_NO ? "○"
		                   : f->type == RECORD_MANY || f->type == RECORD_CHOICE
		                           ? msg_find(LANG_JA, f->choices[0].label)
		                   : record_is_number(f->type) ? "１２,３４５"
		                                               : "=髙𠮷 @x";

		if (f->type == RECORD_FILE)
			MUST(city, record_file_add(c, f, &r.v[i], "=髙𠮷、\n@x.pdf", "a\0b", 3,
			                           &faults));
		if (f->type == RECORD_PERSON)
			text = persons++ % 2 ? "=髙𠮷 @x" : "佐藤　花子";
		if (f->type == RECORD_REFERENCE)
			text = f->refers == &ledger_systems  ? "介護"
			       : f->flags & RECORD_OWNER    ? "=髙𠮷 @x"
			                                    : NULL;
		record_take(c, &names, &r, i, text, &faults);
	}
	record_check(c, k, &r, &faults);
	if (faults.n)
		fail_msg("%s.%s: %s", k->code, faults.first->field->key, faults.first->msgid);
	return r;
}

static void what_is_exported_is_read_back(void **state)
{
	struct city *city = *state;
	const struct record_kind *const *kinds;

	units(city);
	person(city, "1001", "佐藤 花子", "020100", NULL);
	import(city, &ledger_systems, SYSTEMS);
	kinds = extended(city);
	for (size_t i = 0; i < n_ledgers; i++) {
		const struct record_kind *k = kinds[i];
		struct record_faults faults = {0};
		struct record r;

		MUST(city, db_begin(&city->c, DB_WRITE));
		r = full_record(city, k);
		MUST(city, record_put(&city->c, k, NULL, &r, &faults));
		MUST(city, db_commit(&city->c));
		for (int xlsx = 0; xlsx < 2; xlsx++) {
			struct table t = exported(city, k);
			struct import_result back =
				import_book(city, k, written(city, &t, xlsx), true);

			assert_int_equal(back.rows, t.n_rows);
			if (back.unchanged != back.rows)
				fail_msg("%s: %ld of %ld unchanged, %s", k->code, back.unchanged,
				         back.rows,
				         back.problems.first ? back.problems.first->code : "");
			assert_int_equal(back.problems.count[SEV_WARNING], 0);
		}
	}
}

static void an_edited_export_changes_what_was_edited(void **state)
{
	struct city *city = *state;
	const struct record_kind *k = &ledger_systems;
	size_t name = record_title_index(k);
	const char *const **rows;
	struct import_result r;
	struct table t;
	const char **row;

	units(city);
	import(city, k, SYSTEMS);
	t = exported(city, k);
	row = ARENA_ARRAY(city->c.arena, t.n_columns, const char *);
	memcpy(row, t.rows[0], t.n_columns * sizeof(*row));
	row[name + 1] = "DTP2";
	rows = ARENA_ARRAY(city->c.arena, 2, const char *const *);
	rows[0] = row;
	rows[1] = t.rows[1];
	t.rows = rows;
	t.n_rows = 2;
	r = import_book(city, k, written(city, &t, true), false);
	assert_int_equal(r.updated, 1);
	assert_int_equal(r.unchanged, 1);
	/* the deleted row is no deletion, unless the file is all there is */
	assert_int_equal(count(city, k, &(struct record_query){0}), 3);
	r = import_book(city, k, written(city, &t, true), true);
	assert_int_equal(r.unchanged, 2);
	assert_int_equal(city_count(&r.problems, "record-gone"), 1);
	assert_string_equal(titles(city, k, &(struct record_query){0}), "DTP2 イントラ");
	assert_string_equal(titles(city, k, &(struct record_query){.state = RECORD_GONE}), "介護");
}

static void faults_name_field_and_value(void **state)
{
	struct city *city = *state;
	struct import_result r;

	units(city);
	r = import(city, &ledger_systems,
	           "所管課,番号,システム名,サーバ台数,導入年度,業務委託,委託先,システムの区分\n"
	           "ない課,1,A,三台,いつか,有,,謎\n"
	           "広報課,2,,-1,,,,\n"
	           "広報課,3,C,,,,,\n"
	           "広報課,3,D,,,,,\n");
	assert_int_equal(r.rows, 4);
	assert_int_equal(r.rejected, 3);
	assert_int_equal(r.created, 1);
	assert_string_equal(city_problem(&r.problems, "value-invalid", 0)->place.column, "所管課");
	assert_string_equal(city_problem(&r.problems, "value-invalid", 3)->value, "三台");
	assert_int_equal(city_count(&r.problems, "value-invalid"), 5);
	assert_string_equal(city_problem(&r.problems, "required", 0)->place.column, "委託先");
	assert_string_equal(city_problem(&r.problems, "required", 1)->place.column, "システム名");
	assert_int_equal(city_problem(&r.problems, "record-repeated", 0)->place.row, 5);
}

/* --- people --- */

/* "key=who" of each key, by number; [] around what is only written. */
static const char *holders(struct city *city)
{
	const struct record_kind *k = &ledger_keys;
	size_t holder = record_field_index(k, "holder"), n;
	struct record_query q = {.sort = record_field_find(k, "no")};
	struct record *r;
	const char *out = "";

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, record_list(&city->c, k, &q, &r, &n));
	db_rollback(&city->c);
	for (size_t i = 0; i < n; i++) {
		bool linked = r[i].v[holder] && record_person_id(r[i].v[holder]);

		out = arena_printf(city->c.arena, linked ? "%s%s=%s " : "%s%s=[%s] ", out,
		                   r[i].v[record_field_index(k, "no")],
		                   record_show(city->c.arena, LANG_JA, k, &r[i], holder));
	}
	return out;
}

static void people_are_found_by_number_and_name(void **state)
{
	struct city *city = *state;
	struct import_result r;

	units(city);
	person(city, "0101", "佐藤 花子", "010100", NULL);
	person(city, "0102", "髙橋　一", "010100", NULL);
	person(city, "0201", "高橋 一", "020100", NULL);
	person(city, "0202", "高橋 一", "020100", NULL);
	person(city, "0301", "鈴木 二郎", NULL, "2023-03-31");
	person(city, "0302", "鈴木 二郎", "010200", NULL);
	person(city, "0303", "田中 三郎", NULL, "2024-11-11");
	r = import(city, &ledger_keys,
	           "所管課,番号,鍵・カードの名称,開けるもの,保持者\n広報課,1,鍵,書庫,佐藤花子\n"
	           "広報課,2,鍵,書庫,０１０１\n広報課,3,鍵,書庫,0101　佐藤 花子\n広報課,4,鍵,書庫,高橋一\n"
	           "介護課,5,鍵,書庫,高橋一\n情報課,6,鍵,書庫,高橋 一\n介護課,7,鍵,書庫,鈴木二郎\n"
	           "介護課,8,鍵,書庫,田中三郎\n介護課,9,鍵,書庫,警備会社 @佐々木\n介護課,10,鍵,書庫,0101 佐々木\n"
	           "介護課,11,鍵,書庫,@999999\n介護課,12,鍵,書庫,\n");
	assert_int_equal(r.rejected, 4);
	assert_int_equal(city_problem(&r.problems, "person-ambiguous", 0)->place.row, 6);
	assert_int_equal(city_problem(&r.problems, "person-ambiguous", 1)->place.row, 7);
	assert_string_equal(city_problem(&r.problems, "person-ambiguous", 1)->value, "高橋 一");
	assert_int_equal(city_problem(&r.problems, "person-differs", 0)->place.row, 11);
	assert_int_equal(city_problem(&r.problems, "value-invalid", 0)->place.row, 12);
	assert_string_equal(holders(city),
	                    "1=0101 佐藤 花子 2=0101 佐藤 花子 3=0101 佐藤 花子 4=0102 髙橋　一 "
	                    "7=0302 鈴木 二郎 8=0303 田中 三郎 9=[警備会社 @佐々木] 12=[] ");
}

static void numbers_of_other_sections_tell_no_names(void **state)
{
	struct city *city = *state;
	struct import_result r;

	units(city);
	person(city, "0101", "佐藤 花子", "010100", NULL);
	person(city, "0201", "高橋 一", "020100", NULL);
	city->c.only_below = "010000";
	r = import(city, &ledger_keys,
	           "所管課,番号,鍵・カードの名称,開けるもの,保持者\n広報課,1,鍵,書庫,0201\n"
	           "広報課,2,鍵,書庫,0201 山田\n広報課,3,鍵,書庫,0101\n");
	assert_int_equal(r.created, 3);
	assert_string_equal(holders(city), "1=[0201] 2=[0201 山田] 3=0101 佐藤 花子 ");
	city->c.only_below = NULL;
}

/* What stood there before the people did, or is anybody's name by now, is left as it is. */
static void what_is_written_stays_until_it_is_changed(void **state)
{
	struct city *city = *state;
	struct table t;

	units(city);
	import(city, &ledger_keys,
	       "所管課,番号,鍵・カードの名称,開けるもの,保持者\n広報課,1,鍵,書庫,佐藤花子\n"
	       "広報課,2,鍵,書庫,山田\n");
	person(city, "0101", "佐藤 花子", "010100", NULL);
	person(city, "0102", "山田", "010100", NULL);
	person(city, "0103", "山田", "010100", NULL);
	t = exported(city, &ledger_keys);
	assert_int_equal(import_book(city, &ledger_keys, written(city, &t, false), true).unchanged,
	                 2);
	assert_string_equal(holders(city), "1=[佐藤花子] 2=[山田] ");
	import(city, &ledger_keys,
	       "所管課,番号,鍵・カードの名称,開けるもの,保持者\n広報課,1,鍵,書庫,佐藤 花子\n"
	       "広報課,2,鍵,書庫,0103\n");
	assert_string_equal(holders(city), "1=0101 佐藤 花子 2=0103 山田 ");
}

static void people_are_filtered_and_their_records_listed(void **state)
{
	struct city *city = *state;
	const struct record_kind *k = &ledger_keys;
	struct ledger_naming *found;
	const char *at;
	int64_t id;
	size_t n;

	units(city);
	id = person(city, "0101", "佐藤 花子", "010100", "2024-11-11");
	at = arena_printf(city->c.arena, "@%lld", (long long)id);
	import(city, k,
	       "所管課,番号,鍵・カードの名称,開けるもの,保持者\n広報課,1,甲,書庫,0101\n"
	       "介護課,2,乙,書庫,佐藤商店\n介護課,3,丙,書庫,\n介護課,4,丁,書庫,0101\n");
	import(city, &ledger_exceptions,
	       "所管課,例外の内容,対象の規定,承認者\n情報課,甲の例外,基準,佐藤花子\n");
	assert_string_equal(titles_where(city, k, "holder", RECORD_OP_IS, at), "甲 丁");
	assert_string_equal(titles_where(city, k, "holder", RECORD_OP_IS, "佐藤商店"), "乙");
	assert_string_equal(titles_where(city, k, "holder", RECORD_OP_IS_NOT, at), "乙 丙");
	assert_string_equal(titles_where(city, k, "holder", RECORD_OP_HAS, "佐藤"), "甲 乙 丁");
	assert_string_equal(titles_where(city, k, "holder", RECORD_OP_HAS, "0101"), "甲 丁");
	assert_string_equal(titles_where(city, k, "holder", RECORD_OP_EMPTY, NULL), "丙");
	assert_string_equal(titles_where(city, k, "holder", RECORD_OP_LEFT, NULL), "甲 丁");
	assert_string_equal(titles(city, k, &(struct record_query){
						.sort = record_field_find(k, "holder")}),
	                    "甲 丁 乙 丙");
	city->c.only_below = "010000";
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, ledger_naming_person(&city->c, id, &found, &n));
	assert_int_equal(n, 2);
	assert_string_equal(found[0].record.v[record_title_index(k)], "甲");
	assert_ptr_equal(found[1].kind, &ledger_exceptions);
	city->c.only_below = NULL;
	MUST(city, ledger_held_by_leavers(&city->c, &found, &n));
	assert_int_equal(n, 2); /* who approved something has nothing to return */
	assert_string_equal(found[1].record.v[record_title_index(k)], "丁");
	db_rollback(&city->c);
}

/* Reading one value for a filter finds whom reading a whole file finds. */
static void one_name_is_read_as_among_all(void **state)
{
	static const char *const typed[] = {"0101", "０１０１", "佐藤花子", "佐藤　花子", "0101 佐藤 花子",
	                                    "0101 別人", "高橋 一", "同姓 同名", "佐藤", "@1", ""};
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct record_kind *k = &ledger_keys;
	size_t holder = record_field_index(k, "holder"), found = 0;
	struct record_names all, one;

	units(city);
	person(city, "0101", "佐藤 花子", "010100", NULL);
	person(city, "0102", "髙橋 一", "020100", NULL);
	person(city, "0103", "同姓 同名", "010100", NULL);
	person(city, "0104", "同姓同名", "020100", NULL);
	MUST(city, db_begin(c, DB_READ));
	for (int reach = 0; reach < 2; reach++) {
		c->only_below = reach ? "010000" : NULL;
		MUST(city, record_names_load(c, k, &all));
		for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
			struct record a = record_new(c->arena, k), b = record_new(c->arena, k);
			struct record_faults fa = {0}, fb = {0};

			MUST(city, record_names_for(c, k, holder, typed[i], &one));
			record_take(c, &all, &a, holder, typed[i], &fa);
			record_take(c, &one, &b, holder, typed[i], &fb);
			assert_int_equal(fa.n, fb.n);
			assert_int_equal(a.v[holder] != NULL, b.v[holder] != NULL);
			if (a.v[holder])
				assert_string_equal(a.v[holder], b.v[holder]);
			found += b.names[holder] != NULL;
		}
	}
	assert_int_equal(found, 6 + 6); /* 高橋 all over the city, 同姓 同名 within one section */
	c->only_below = NULL;
	db_rollback(c);
}

/* --- files --- */

static size_t evidence_files(struct city *city)
{
	struct verification v;

	MUST(city, verify_all(&city->c, NULL, NULL, NULL, &v));
	return (size_t)v.files;
}

/* They are verified and backed up like evidence, and a file of a table does not touch them. */
static void files_of_records_are_kept_like_evidence(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct record_kind *k = &ledger_policies;
	size_t document = record_field_index(k, "document"), n, len;
	struct record_faults faults = {0};
	struct record *found, after;
	struct record_file *files;
	struct record_file_row *row;
	const char *data, *path;
	char backup[220], restored[220];
	struct backup_summary summary;
	struct table t;
	FILE *file;

	snprintf(backup, sizeof(backup), "%s/all.backup", city->folder);
	snprintf(restored, sizeof(restored), "%s/restored", city->folder);
	units(city);
	import(city, k, "所管課,番号,規程\n広報課,1,基準\n");
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, record_list(c, k, &(struct record_query){0}, &found, &n));
	after = record_copy(c->arena, k, &found[0]);
	MUST(city, record_file_add(c, &k->fields[document], &after.v[document], "基準 v1.pdf",
	                           "本文", 6, &faults));
	MUST(city, record_file_add(c, &k->fields[document], &after.v[document], "別表\n.xlsx",
	                           "a\0b", 3, &faults));
	MUST(city, record_put(c, k, &found[0], &after, &faults));
	record_files(c->arena, after.v[document], &files, &n);
	assert_int_equal(n, 2);
	assert_string_equal(files[1].name, "別表 .xlsx");
	assert_int_equal(files[1].size, 3);
	MUST(city, record_file_load(c, after.v[document], files[1].id, &row, &data, &len));
	assert_memory_equal(data, "a\0b", 3);
	assert_int_equal(record_file_load(c, NULL, files[1].id, &row, &data, &len), ERR_NOT_FOUND);
	record_file_drop(c->arena, &after.v[document], files[1].id);
	assert_string_equal(record_show(c->arena, LANG_JA, k, &after, document), "基準 v1.pdf");
	MUST(city, db_commit(c));
	assert_int_equal(evidence_files(city), 2);

	t = exported(city, k);
	assert_int_equal(import_book(city, k, written(city, &t, true), true).unchanged, 1);
	import(city, k, "番号,規程,規程の本文\n1,基準二,\n");
	assert_string_equal(titles_where(city, k, "document", RECORD_OP_FILLED, NULL), "基準二");

	MUST(city, backup_write(c, backup, NULL, NULL, NULL, &summary));
	assert_int_equal(summary.files, 2);
	MUST(city, evidence_path(c, row->digest, &path));
	file = fopen(path, "wb");
	assert_non_null(file);
	fputs("a\nb", file);
	fclose(file);
	assert_int_equal(verify_all(c, NULL, NULL, NULL, &(struct verification){0}), ERR_TAMPERED);
	MUST(city, db_begin(c, DB_READ));
	assert_int_equal(record_file_load(c, arena_printf(c->arena, "%s 3 x", files[1].id),
	                                  files[1].id, &row, &data, &len), ERR_TAMPERED);
	db_rollback(c);
	city_close(city);
	city_connect(city);
	MUST(city, backup_restore(c, backup, NULL, restored, NULL, NULL, NULL, &summary));
	assert_int_equal(summary.files, 2);
	city_close(city);
	city_connect(city);
	MUST(city, data_dir_open(c, restored));
	assert_int_equal(evidence_files(city), 2);
}

/* --- fields of the city --- */

static void add_field(struct city *city, const char *ledger, const char *key, const char *label,
                      const char *type)
{
	struct city_field_row f = {.ledger = ledger, .key = key, .label = label, .type = type,
	                           .since_on = "2024-04-01"};

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, city_field_add(&city->c, &f));
	MUST(city, db_commit(&city->c));
}

static const struct record_kind *loaded(struct city *city, const char *ledger)
{
	const struct record_kind *k;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, ledger_load(&city->c, ledger, &k));
	db_rollback(&city->c);
	return k;
}

static void fields_of_the_city_are_like_any_other(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct record_kind *k;
	struct record_query sorted = {.n = 0};
	struct record_faults faults = {0};
	struct record *found, after;
	struct record_words *words;
	struct import_result r;
	size_t n, racks, note;

	units(city);
	add_field(city, "systems", "racks", "ラック数", "count");
	add_field(city, "systems", "memo", "覚え", "long");
	k = loaded(city, "systems");
	racks = record_field_index(k, "x-racks");
	note = record_field_index(k, "x-memo");
	r = import(city, k,
	           "所管課,番号,システム名,ラック数,覚え\n介護課,1,介護,１０本,\n広報課,2,DTP,9,鳥の巣\n"
	           "情報課,3,イントラ,0,\n情報課,4,人事,,\n情報課,5,給与,多数,\n");
	assert_int_equal(r.created, 4);
	assert_string_equal(city_problem(&r.problems, "value-invalid", 0)->place.column, "ラック数");
	sorted.sort = &k->fields[racks];
	assert_string_equal(titles(city, k, &sorted), "イントラ DTP 介護 人事");
	assert_string_equal(titles_where(city, k, "x-racks", RECORD_OP_FROM, "9"), "DTP 介護");
	assert_string_equal(titles_where(city, k, "x-racks", RECORD_OP_EMPTY, NULL), "人事");
	assert_string_equal(titles_where(city, k, "x-racks", RECORD_OP_IS_NOT, "9"),
	                    "イントラ 人事 介護");
	assert_string_equal(titles_where(city, k, "x-racks", RECORD_OP_UNTIL, "9"), "DTP イントラ");
	assert_string_equal(titles_where(city, k, "x-racks", RECORD_OP_FILLED, NULL),
	                    "DTP イントラ 介護");
	assert_string_equal(titles_where(city, k, "x-memo", RECORD_OP_HAS, "鳥"), "DTP");
	assert_string_equal(titles_where(city, k, "x-memo", RECORD_OP_HAS, "の 巣"), "DTP");
	city->c.only_below = "020000";
	assert_string_equal(titles_where(city, k, "x-racks", RECORD_OP_FROM, "0"), "介護");
	assert_string_equal(titles_where(city, k, "x-memo", RECORD_OP_HAS, "鳥"), "");
	city->c.only_below = NULL;

	/* each change counts, also where nothing else changes */
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, record_list(c, k, &sorted, &found, &n));
	after = record_copy(c->arena, k, &found[1]);
	after.v[racks] = "8";
	after.v[note] = NULL;
	MUST(city, record_put(c, k, &found[1], &after, &faults));
	assert_true(after.rev > found[1].rev);
	assert_int_equal(after.row_rev, found[1].row_rev);
	MUST(city, db_commit(c));
	MUST(city, db_begin(c, DB_READ));
	MUST(city, record_get(c, k, after.id, &after));
	assert_int_equal(after.rev, found[1].rev + 2);
	assert_string_equal(after.v[racks], "8");
	assert_null(after.v[note]);
	MUST(city, record_words_since(c, k, -1, &words, &n));
	for (size_t i = 0; i < n; i++)
		assert_null(strstr(words[i].words, "鳥の巣"));
	db_rollback(c);
	r = import(city, k, "番号,システム名,ラック数\n1,介護,10\n2,DTP,8\n3,イントラ,1\n");
	assert_int_equal(r.unchanged, 2);
	assert_int_equal(r.updated, 1);
	(void)evidence_files(city);
}

static void what_happened_to_them_is_told_with_the_record(void **state)
{
	static const struct who secretary = {.role = ROLE_SECRETARIAT};
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct record_kind *k;
	struct history_event *events;
	struct record *found;
	size_t n;

	units(city);
	add_field(city, "systems", "racks", "ラック数", "count");
	add_field(city, "systems", "keeper", "番人", "person");
	person(city, "1001", "佐藤 花子", "010100", NULL);
	k = loaded(city, "systems");
	import(city, k, "所管課,番号,システム名,ラック数,番人\n広報課,1,DTP,9,業者\n");
	c->now_us += 1000000;
	import(city, k, "番号,システム名,ラック数,番人\n1,DTP,8,1001\n");
	c->now_us += 1000000;
	import(city, k, "番号,システム名,備考\n1,DTP,済\n");
	MUST(city, db_begin(c, DB_READ));
	MUST(city, record_list(c, k, &(struct record_query){0}, &found, &n));
	MUST(city, history_load(c, &secretary, k->table, found[0].id, &events, &n));
	assert_int_equal(n, 3);
	assert_string_equal(events[2].op, "insert");
	assert_string_equal(events[2].changes[events[2].n - 1].after, "業者");
	assert_string_equal(events[1].op, "update");
	assert_int_equal(events[1].n, 2);
	assert_string_equal(events[1].changes[0].column, "x-racks");
	assert_string_equal(events[1].changes[0].before, "9");
	assert_int_equal(*events[1].changes[1].after, '@');
	assert_string_equal(events[0].changes[0].column, "note");
	db_rollback(c);
}

static void retired_fields_hide_and_keep_what_they_have(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct record_kind *k, *all;
	struct city_field_row *f;
	struct record *found, after;
	struct record_faults faults = {0};
	size_t n;

	units(city);
	add_field(city, "media", "color", "色", "text");
	k = loaded(city, "media");
	import(city, k, "所管課,番号,媒体の名称,色\n広報課,1,USB,赤\n");
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, city_field_find(c, "media", "color", &f));
	MUST(city, city_field_retire(c, f, "2024-11-12"));
	MUST(city, city_field_find(c, "media", "x-color", &f));
	assert_int_equal(city_field_retire(c, f, "2024-11-12"), ERR_STATE);
	MUST(city, db_commit(c));
	k = loaded(city, "media");
	assert_null(record_field_find(k, "x-color"));
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, record_list(c, k, &(struct record_query){0}, &found, &n));
	after = record_copy(c->arena, k, &found[0]);
	after.v[record_title_index(k)] = "USB 二号";
	MUST(city, record_put(c, k, &found[0], &after, &faults));
	MUST(city, ledger_with_city(c, &ledger_media, true, &all));
	MUST(city, record_list(c, all, &(struct record_query){0}, &found, &n));
	assert_string_equal(found[0].v[record_field_index(all, "x-color")], "赤");
	MUST(city, db_commit(c));
}

static void what_does_not_fit_is_no_field(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const char *choices;
	struct city_field_row *f;
	static const struct {
		struct city_field_row row;
		enum err expected;
	} wrong[] = {
		{{.ledger = "cats", .key = "a", .label = "い", .type = "text"}, ERR_NOT_FOUND},
		{{.ledger = "media", .key = "A'b", .label = "い", .type = "text"}, ERR_INVALID},
		{{.ledger = "media", .key = "", .label = "い", .type = "text"}, ERR_INVALID},
		{{.ledger = "media", .key = "a", .label = "取得日", .type = "text"}, ERR_CONFLICT},
		{{.ledger = "media", .key = "a", .label = "色", .type = "text"}, ERR_CONFLICT},
		{{.ledger = "media", .key = "color", .label = "い", .type = "text"}, ERR_CONFLICT},
		{{.ledger = "media", .key = "a", .label = " ", .type = "text"}, ERR_INVALID},
		{{.ledger = "media", .key = "a", .label = "い", .type = "blob"}, ERR_INVALID},
		{{.ledger = "media", .key = "a", .label = "い", .type = "choice"}, ERR_INVALID},
		{{.ledger = "media", .key = "a", .label = "い", .type = "record"}, ERR_INVALID},
		{{.ledger = "media", .key = "a", .label = "い", .type = "record", .refers = "x"},
		 ERR_INVALID},
		{{.ledger = "media", .key = "a", .label = "い", .type = "text", .choices = "c1 x"},
		 ERR_INVALID},
	};

	add_field(city, "media", "color", "色", "text");
	MUST(city, db_begin(c, DB_WRITE));
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct city_field_row row = wrong[i].row;

		row.since_on = "2024-04-01";
		if (city_field_add(c, &row) != wrong[i].expected)
			fail_msg("%zu: %s", i, err_name(wrong[i].expected));
	}
	assert_int_equal(city_field_find(c, "media", "size", &f), ERR_NOT_FOUND);
	MUST(city, city_choices_read(c, NULL, "赤、青", &choices));
	assert_string_equal(choices, "c1 赤\nc2 青");
	MUST(city, city_choices_read(c, choices, "青、緑,c1=朱", &choices));
	assert_string_equal(city_choices_text(c->arena, choices), "c2=青、c3=緑、c1=朱");
	assert_int_equal(city_choices_read(c, NULL, "青、青", &choices), ERR_INVALID);
	db_rollback(c);
}

/* Whether the levels can be set to these. */
static enum err set_levels(struct city *city, const char *key, const char *text)
{
	struct city_field_row *before, after;
	struct ctx *c = &city->c;

	MUST(city, city_field_find(c, "assets", key, &before));
	after = *before;
	MUST(city, city_choices_read(c, before->choices, text, &after.choices));
	return city_field_change(c, before, &after);
}

static void the_city_sets_the_levels_of_its_scales(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct record_kind *k;
	struct city_field_row *f, other;
	struct import_result r;
	struct record *found;
	size_t n, importance = record_field_index(&ledger_assets, "importance");

	units(city);
	import(city, &ledger_assets, "所管課,番号,情報資産名,重要性\n広報課,1,名簿,Ⅱ\n");
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, city_field_find(c, "assets", "importance", &f));
	assert_int_equal(f->id, 0);
	assert_string_equal(city_choices_text(c->arena, f->choices), "1=Ⅰ、2=Ⅱ、3=Ⅲ、4=Ⅳ");
	/* Ⅱ is taken; the others may go, and one may be called otherwise */
	assert_int_equal(set_levels(city, "importance", "1=甲、乙"), ERR_INVALID);
	assert_int_equal(set_levels(city, "importance", "最高、2=乙、2"), ERR_INVALID);
	assert_int_equal(set_levels(city, "importance", "最高、2=ａ、A"), ERR_INVALID);
	MUST(city, set_levels(city, "importance", "最高、2=乙、丙"));
	MUST(city, city_field_find(c, "assets", "importance", &f));
	assert_string_equal(city_choices_text(c->arena, f->choices), "c1=最高、2=乙、c2=丙");
	MUST(city, set_levels(city, "importance", "最高、高、2=乙、丙"));
	/* nothing but the levels is the city's */
	MUST(city, city_field_find(c, "assets", "importance", &f));
	other = *f;
	other.label = "重要度";
	assert_int_equal(city_field_change(c, f, &other), ERR_INVALID);
	assert_int_equal(city_field_retire(c, f, "2024-11-12"), ERR_STATE);
	MUST(city, db_commit(c));

	k = loaded(city, "assets");
	assert_int_equal(k->n, ledger_assets.n);
	r = import(city, k, "所管課,番号,情報資産名,重要性\n広報課,2,台帳,最高\n広報課,3,控え,Ⅲ\n");
	assert_int_equal(r.created, 1);
	assert_string_equal(city_problem(&r.problems, "value-invalid", 0)->place.column, "重要性");
	MUST(city, db_begin(c, DB_READ));
	MUST(city, record_list(c, k, &(struct record_query){0}, &found, &n));
	assert_int_equal(n, 2);
	assert_string_equal(record_show(c->arena, LANG_JA, k, &found[0], importance), "乙");
	assert_string_equal(record_show(c->arena, LANG_JA, k, &found[1], importance), "最高");
	db_rollback(c);
}

/* --- one record --- */

static void changes_are_recorded_and_keys_are_unique(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct record_kind *k = &ledger_systems;
	struct record_faults faults = {0};
	struct record *found, after;
	struct row_history_out *events;
	size_t n;

	units(city);
	import(city, k, SYSTEMS);
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, record_list(c, k, &(struct record_query){0}, &found, &n));
	after = record_copy(c->arena, k, &found[0]);
	after.v[record_field_index(k, "no")] = "2";
	assert_int_equal(record_put(c, k, &found[0], &after, &faults), ERR_INVALID);
	assert_string_equal(faults.first->code, "key-repeated");
	assert_string_equal(faults.first->args[0], "イントラ");
	/* the other is named to whom may see it only */
	faults = (struct record_faults){0};
	c->only_below = "010100";
	assert_int_equal(record_put(c, k, &found[0], &after, &faults), ERR_INVALID);
	c->only_below = NULL;
	assert_string_equal(faults.first->code, "key-repeated");
	assert_null(faults.first->args[0]);
	after.v[record_field_index(k, "no")] = "7";
	faults = (struct record_faults){0};
	MUST(city, record_put(c, k, &found[0], &after, &faults));
	assert_int_equal(after.rev, 2);
	MUST(city, record_remove(c, k, &found[1]));
	assert_int_equal(record_get(c, k, found[1].id, &after), ERR_NOT_FOUND);
	MUST(city, db_commit(c));
	MUST(city, db_begin(c, DB_READ));
	MUST(city, q_row_history(c, &(struct row_history_in){k->table, found[0].id}, &events, &n));
	assert_int_equal(n, 2);
	assert_non_null(strstr(events[1].before_image, "\"no\":\"1\""));
	assert_non_null(strstr(events[1].after_image, "\"servers\":null"));
	db_rollback(c);
}

#define CASE(f) {#f, f}
static const struct both_case cases[] = {
	CASE(declarations_are_sound),
	CASE(every_field_has_its_column),
	CASE(every_field_operator_and_sort_runs),
	CASE(lists_are_filtered_and_sorted),
	CASE(texts_are_compared_as_in_a_search),
	CASE(one_name_is_read_as_among_all),
	CASE(a_reach_hides_records_and_the_names_of_others),
	CASE(what_is_exported_is_read_back),
	CASE(an_edited_export_changes_what_was_edited),
	CASE(faults_name_field_and_value),
	CASE(people_are_found_by_number_and_name),
	CASE(numbers_of_other_sections_tell_no_names),
	CASE(what_is_written_stays_until_it_is_changed),
	CASE(people_are_filtered_and_their_records_listed),
	CASE(files_of_records_are_kept_like_evidence),
	CASE(fields_of_the_city_are_like_any_other),
	CASE(what_happened_to_them_is_told_with_the_record),
	CASE(retired_fields_hide_and_keep_what_they_have),
	CASE(what_does_not_fit_is_no_field),
	CASE(the_city_sets_the_levels_of_its_scales),
	CASE(changes_are_recorded_and_keys_are_unique),
};

int main(void)
{
	return both_run("record", cases, COUNT(cases));
}
