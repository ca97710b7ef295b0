/* Several fields in a cell, rows that are no records, and the arithmetic of the summaries. */
#include "both.h"
#include "ledger/ledgers.h"
#include "ledger/summary.h"
#include "org/unit.h"
#include "record/exchange.h"
#include "record/parts.h"

#define UNITS                                                                                  \
	"コード,名称,上位コード\n010000,総務部,\n010100,広報課,010000\n010200,情報課,010000\n"      \
	"020000,福祉部,\n020100,介護課,020000\n"

static void import_units(struct city *city)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, unit_import(&city->c, city_csv(city, UNITS), "units.csv", &r));
	MUST(city, db_commit(&city->c));
}

static struct import_result import(struct city *city, const struct record_kind *k, const char *csv)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, record_import(&city->c, k, city_csv(city, csv), "入力.csv", false, &r));
	assert_int_equal(r.rejected, 0);
	MUST(city, db_commit(&city->c));
	return r;
}

static struct summary make(struct city *city, const char *code)
{
	struct summary s;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, summary_make(&city->c, summary_find(code), &(struct summary_options){0}, &s));
	db_rollback(&city->c);
	return s;
}

/* The row as "a|b|c", blank cells as nothing. */
static const char *line(struct city *city, const struct summary_table *t, size_t row)
{
	const char *out = "";

	for (size_t i = 0; i < t->n_columns; i++)
		out = arena_printf(city->c.arena, "%s%s%s", out, i ? "|" : "",
		                   t->rows[row].cells[i].text ? t->rows[row].cells[i].text : "");
	return out;
}

static const char *part(struct city *city, const char *key, const char *text)
{
	const char *written;
	const char *v = parts_value(city->c.arena, &ledger_systems,
	                            record_field_index(&ledger_systems, key), text, &written);

	return v ? v : "";
}

static void a_cell_is_taken_apart(void **state)
{
	static const struct {
		const char *text, *servers, *pcs, *others, *intranet, *remarks;
	} cases[] = {
		{"サーバー1 台、パソコン 47 台", "1", "47", "", "", ""},
		{"ｻｰﾊﾞ１ 台\nﾊﾟｿｺﾝ１，８６６台", "1", "1866", "", "", ""},
		{"サーバー14台及びパソコン10台\n端末は庁内イントラネットパソコン利用", "14", "10", "", "yes",
	         ""},
		{"メインサーバ1台・バックアップサーバ 2台、クライアントPC 16台", "3", "16", "", "", ""},
		{"パソコン2台、送信機5台・受信機 75 台", "", "2", "送信機5台、受信機75台", "", ""},
		{"パソコン4台(サーバー1台は共同運営)", "", "4", "", "", "サーバー1台は共同運営"},
		{"サーバー1台（端末は兼用）（予備なし", "1", "", "", "", "端末は兼用、予備なし"},
		{"SQL2016 3台", "", "", "SQL2016 3台", "", ""},
		{"SQL2016 (予備) 3台", "", "", "SQL2016 3台", "", "予備"},
		{"【平常時（事務局内）】サーバ2台、MOドライブ1台【選挙時】クライアント11台", "2", "11", "MOドライブ1台", "",
	         ""},
		{"【予備】MOドライブ1台、【パソコン3台", "", "3", "MOドライブ1台", "", ""},
		{"ＡＳＰ", "", "", "", "", ""},
		{"台、12台、サーバー台", "", "", "", "", ""},
		{"サーバー99999999999999999999台", "", "", "", "", ""},
		{"", "", "", "", "", ""},
	};
	struct city *city = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(part(city, "servers", cases[i].text), cases[i].servers);
		assert_string_equal(part(city, "pcs", cases[i].text), cases[i].pcs);
		assert_string_equal(part(city, "other_devices", cases[i].text), cases[i].others);
		assert_string_equal(part(city, "intranet_pc", cases[i].text), cases[i].intranet);
		assert_string_equal(part(city, "note", cases[i].text), cases[i].remarks);
	}
}

static void devices_of_a_cell(void **state)
{
	static const struct {
		const char *situation, *name;
		int64_t count;
		const char *breakdown;
	} expected[] = {
		{NULL, "サーバ", 2, NULL},
		{NULL, "クライアント", 16, "証明係6台、届出係10台、ほか"},
		{"平常時(事務局内)", "MOドライブ", 1, NULL},
		{"平常時(事務局内)", "プリンタ", 8, "4台"},
		{"選挙時", "プリンタ", 7, NULL},
		{"分室", "時計", 1, NULL},
	};
	struct city *city = *state;
	size_t n;
	const struct parts_device *v = parts_devices(
		city->c.arena,
		"サーバ（本番）2 台、クライアント16台（証明係6台、届出係10台）（ほか）\n"
		"【平常時（事務局内）】 MOドライブ1台、プリンタ8台（4台）。【選挙時】 プリンタ7台、（予備）電話、ほか【分室】時計1台",
		&n);

	assert_int_equal(n, COUNT(expected));
	for (size_t i = 0; i < n; i++) {
		const char *s[] = {v[i].situation, v[i].breakdown};
		const char *e[] = {expected[i].situation, expected[i].breakdown};

		assert_string_equal(v[i].name, expected[i].name);
		assert_int_equal(v[i].count, expected[i].count);
		for (size_t k = 0; k < 2; k++)
			assert_string_equal(s[k] ? s[k] : "", e[k] ? e[k] : "");
	}
}

static void sums_and_notes_are_no_records(void **state)
{
	struct city *city = *state;
	struct import_result r;
	static const enum row_kind kinds[] = {ROW_TITLE,    ROW_BLANK, ROW_HEADER, ROW_SUBTOTAL,
	                                      ROW_HEADER,   ROW_NOTE,  ROW_SUBTOTAL, ROW_TOTAL};
	size_t i = 0;

	import_units(city);
	r = import(city, &ledger_systems,
	           "一覧,,,\n,,,\n番号,システム名,所属,パソコン\n1,財務会計,広報課,3\n2,統計,,2\n"
	           ",広報課　計,,5\n番号,システム名,所属,パソコン\n,時計,情報課,\n,※試行,情報課,0\n"
	           "※ 時計は台数が不明,,,\n,情報課計,,4\n,合計,4件,5\n");
	assert_int_equal(r.rows, 4);
	assert_int_equal(r.created, 4);
	for (const struct skipped_row *s = r.skipped.first; s; s = s->next, i++)
		assert_int_equal(s->kind, kinds[i]);
	assert_int_equal(i, COUNT(kinds));
	i = 0;
	for (const struct problem *p = r.problems.first; p; p = p->next)
		i += strcmp(p->code, "subtotal-differs") == 0 && p->place.row == 11;
	assert_int_equal(i, 1); /* 4 are said, none are known */
	assert_string_equal(r.problems.last->code, "subtotal-differs");
}

static void a_record_of_an_export_is_a_record_whatever_it_is_called(void **state)
{
	struct city *city = *state;
	struct record *rows;
	size_t n;

	import_units(city);
	import(city, &ledger_systems, "所属,システム名\n広報課,計算\n");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, record_list(&city->c, &ledger_systems, &(struct record_query){0}, &rows, &n));
	db_rollback(&city->c);
	assert_int_equal(n, 1);
	assert_int_equal(import(city, &ledger_systems,
	                        arena_printf(city->c.arena, "記録番号,所属,システム名\n%ld,広報課,合計\n",
	                                     (long)rows[0].id))
	                         .updated,
	                 1);
}

#define SYSTEMS "所属,番号,システム名,区分\n情報課,1,甲,住民情報システム\n介護課,2,乙,\n"
#define USES                                                                                   \
	"システム,利用課,利用部局,課数,端末数,職員,嘱託,再掲\n1,介護課,,1,,1,,\n1,公社,,2,7,0,2,\n"      \
	"1,保育課,福祉部,,3,4,,\n1,児童課,福祉部,1,1,,,\n1,公社分室,公社,9,9,9,9,○\n2,広報課,,0,0,,,\n"

static void usage_is_counted_by_department(void **state)
{
	static const char *const notes[] = {"「課数」の記入がない行が4行中1行",
	                                    "「端末数」の記入がない行が4行中1行",
	                                    "「利用者数」の記入がない行が4行中1行"};
	struct city *city = *state;
	struct summary s;

	import_units(city);
	import(city, &ledger_systems, SYSTEMS);
	import(city, &ledger_system_uses, USES);
	s = make(city, "usage");
	assert_int_equal(s.n, 2);
	assert_int_equal(s.tables[0].n_rows, 4);
	/* in the order of the city, who is not of it last; 4 of 7 are 57.14…, 1 of 7 14.28… */
	assert_string_equal(line(city, &s.tables[0], 0), "福祉部|1|4|4||||4|57.1");
	assert_string_equal(line(city, &s.tables[0], 1), "介護課|1||1||||1|14.3");
	assert_string_equal(line(city, &s.tables[0], 2), "公社|2|7|0|2|||2|28.6");
	assert_string_equal(line(city, &s.tables[0], 3), "合計|4|11|5|2|||7|100.0");
	assert_int_equal(s.tables[0].n_notes, 3);
	for (size_t i = 0; i < 3; i++)
		assert_non_null(strstr(s.tables[0].notes[i], notes[i]));
	assert_int_equal(s.tables[0].rows[3].cells[1].n, 3);
	assert_int_equal(s.tables[0].rows[0].cells[8].n, 1);
	/* no users at all are no 100 % */
	assert_string_equal(line(city, &s.tables[1], 0), "広報課|0|0||||||");
	s = make(city, "system-classes");
	assert_string_equal(line(city, &s.tables[0], 0), "住民情報システム|1|1|3|3|4|11|7|1");
	assert_string_equal(line(city, &s.tables[0], 5), "未記入|1|1|1|1|0|0||0");
}

static void a_reach_counts_its_own(void **state)
{
	struct city *city = *state;
	struct summary s;

	import_units(city);
	import(city, &ledger_systems, SYSTEMS);
	import(city, &ledger_system_uses, USES);
	city->c.only_below = "020100";
	s = make(city, "usage");
	assert_int_equal(s.n, 1);
	assert_string_equal(s.tables[0].caption, "乙");
	s = make(city, "inventory");
	assert_int_equal(s.n, 1);
	assert_int_equal(s.tables[0].n_rows, 2);
}

static void persons_are_known_by_name_only(void **state)
{
	struct city *city = *state;
	struct summary s;

	import_units(city);
	import(city, &ledger_trainings,
	       "所管課,番号,研修,年度\n情報課,1,甲,2010\n情報課,2,乙,2010\n情報課,3,丙,2024\n");
	import(city, &ledger_training_heads,
	       "研修,職員の区分,対象者数,延べ受講者数,実受講者数\n1,全職員,\"2,214\",340,300\n"
	       "2,全職員,\"2,214\",76,70\n1,管理職,82,53,51\n3,全職員,3,,\n");
	import(city, &ledger_training_attendances,
	       "研修,受講者,受講日,結果\n3,１２３,R6.5.1,受講\n3,123,R6.5.2,受講\n3,9,R6.5.1,欠席\n");
	s = make(city, "training-attendance");
	assert_int_equal(s.n, 2);
	assert_string_equal(line(city, &s.tables[0], 2), "受講者数計（延べ）|2");
	assert_string_equal(line(city, &s.tables[0], 4), "実受講者数|1");
	assert_string_equal(line(city, &s.tables[0], 5), "受講率（実数）(%)|33.3");
	/* who was at both nobody knows; of one alone the count of persons will do */
	assert_string_equal(line(city, &s.tables[1], 3), "受講者数計（延べ）|416|53");
	assert_string_equal(line(city, &s.tables[1], 4), "受講率（延べ）(%)|18.8|64.6");
	assert_string_equal(line(city, &s.tables[1], 5), "実受講者数|不明|51");
	assert_string_equal(line(city, &s.tables[1], 6), "受講率（実数）(%)|不明|62.2");
}

static void nothing_is_nothing(void **state)
{
	struct city *city = *state;

	for (size_t i = 0; i < n_summary_kinds; i++) {
		struct summary s = make(city, summary_kinds[i].code);

		for (size_t k = 0; k < s.n; k++)
			for (size_t row = 0; row < s.tables[k].n_rows; row++)
				for (size_t j = 1; j < s.tables[k].n_columns; j++)
					assert_int_equal(s.tables[k].rows[row].cells[j].n, 0);
	}
	assert_null(summary_find("cats"));
}

#define CASE(f) {#f, f}

int main(void)
{
	static const struct both_case cases[] = {
		CASE(a_cell_is_taken_apart),
		CASE(devices_of_a_cell),
		CASE(sums_and_notes_are_no_records),
		CASE(a_record_of_an_export_is_a_record_whatever_it_is_called),
		CASE(usage_is_counted_by_department),
		CASE(a_reach_counts_its_own),
		CASE(persons_are_known_by_name_only),
		CASE(nothing_is_nothing),
	};

	return both_run("summary", cases, COUNT(cases));
}
