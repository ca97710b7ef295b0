/* Rules over the ledgers: what each notices, what it must not, and what is kept of it. */
#include "both.h"
#include "ledger/rules.h"
#include "org/setting.h"
#include "org/unit.h"
#include "record/exchange.h"
#include "store/verify.h"

#define TODAY "2024-11-12"
#define UNITS                                                                                  \
	"コード,名称,上位コード\n010000,総務部,\n010100,広報課,010000\n010200,情報課,010000\n"      \
	"020000,福祉部,\n020100,介護課,020000\n"

static void import_units(struct city *city, const char *csv)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, unit_import(&city->c, city_csv(city, csv), "units.csv", &r));
	MUST(city, db_commit(&city->c));
}

static void import(struct city *city, const struct record_kind *k, const char *csv)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, record_import(&city->c, k, city_csv(city, csv), "入力.csv", false, &r));
	if (r.problems.first)
		fail_msg("%s row %ld: %s", k->code, r.problems.first->place.row,
		         r.problems.first->msgid);
	assert_int_not_equal(r.created + r.updated, 0);
	MUST(city, db_commit(&city->c));
}

static struct assertion_changes look(struct city *city, const char *today)
{
	struct assertion_changes n;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, rules_run(&city->c, today, &n));
	MUST(city, db_commit(&city->c));
	return n;
}

static struct assertion_list_out *list(struct city *city, const struct assertion_list_in *in,
                                       size_t *ret_n)
{
	struct assertion_list_in all = *in;
	struct assertion_list_out *rows;

	all.source = RULES_SOURCE;
	all.count = 1000;
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_assertion_list(&city->c, &all, &rows, ret_n));
	db_rollback(&city->c);
	return rows;
}

static int compare(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static const char *sorted_lines(struct city *city, const char **v, size_t n)
{
	const char *out = "";

	qsort(v, n, sizeof(*v), compare);
	for (size_t i = 0; i < n; i++)
		out = arena_printf(city->c.arena, "%s%s\n", out, v[i]);
	return out;
}

/* "rule subject" a line, sorted. */
static const char *alerts(struct city *city, const struct assertion_list_in *in)
{
	size_t n;
	struct assertion_list_out *rows = list(city, in, &n);
	const char **v = ARENA_ARRAY(city->c.arena, n, const char *);

	for (size_t i = 0; i < n; i++)
		v[i] = arena_printf(city->c.arena, "%s %s", rows[i].criterion, rows[i].subject);
	return sorted_lines(city, v, n);
}

static const char *open_alerts(struct city *city)
{
	return alerts(city, &(struct assertion_list_in){.state = "open"});
}

static void must_be(struct city *city, const char *found, const char *const *expected, size_t n)
{
	const char **v = ARENA_ARRAY(city->c.arena, n, const char *);

	memcpy(v, expected, n * sizeof(*v));
	assert_string_equal(found, sorted_lines(city, v, n));
}

/* --- every rule: the record that it must notice, and the nearest ones that it must not --- */

static void load_systems(struct city *city)
{
	import(city, &ledger_systems,
	       "所管課,システム名,システムの区分,主導する機関,特定個人情報,パソコン台数,庁内パソコンで利用,"
	       "アクセス権限の設定方法,他システムとの接続,他システムとの媒体の受渡し,設置・保管場所,備考\n"
	       "情報課,端末違い,,,,5,,,,,,\n情報課,端末一致,,,,4,,,,,,\n情報課,庁内PC,,,,5,有,,,,,\n"
	       "情報課,端末未記入,,,,5,,,,,,\n"
	       "情報課,片思い,,,,,,,片思われ,,,\n情報課,片思われ,,,,,,,なし,,,\n"
	       "情報課,両思い甲,,,,,,,両思い乙、庁外,,,\n情報課,両思い乙,,,,,,,両思い甲,,,\n"
	       "情報課,複製なし,,,有,,,,,,,\n"
	       "情報課,外部主導,国・道など外部機関が主導で所管する電算システム,国,有,,,,,,,\n"
	       "情報課,普通,,,無,,,,,,,\n情報課,重要資産,,,無,,,,,,,\n"
	       "情報課,一箇所,,,,,,,,,,\n情報課,同居と遠隔,,,,,,,,,,\n情報課,同居と別室,,,,,,,,,,\n"
	       "情報課,遠隔なし,,,有,,,,,,,\n情報課,遠隔まれ,,,有,,,,,,,\n情報課,遠隔隔週,,,有,,,,,,,\n"
	       "情報課,共用のみ,,,,,,共用ID,,,,\n情報課,資格,,,,,,共用ID,,,,\n"
	       "情報課,例外,,,,,,,,,,\n情報課,例外切れ,,,,,,,,,,\n情報課,例外違い,,,,,,,,,,\n"
	       "広報課,媒体渡し,,,,,,,,年に一度USBで渡す,,\n広報課,媒体なし,,,,,,,,なし,,\n"
	       "介護課,媒体渡し良,,,,,,,,年に一度USBで渡す,,\n"
	       "情報課,その他のみ,,,,,,,,,その他,\n情報課,その他と備考,,,,,,,,,その他,支所の倉庫\n");
	import(city, &ledger_system_uses,
	       "システム,利用所属,端末数\n端末違い,広報課,2\n端末違い,介護課,2\n端末一致,広報課,2\n"
	       "端末一致,介護課,2\n庁内PC,広報課,2\n端末未記入,広報課,2\n端末未記入,介護課,\n");
	import(city, &ledger_system_copies,
	       "システム,複製するもの,保管場所,距離,間隔,最終取得日\n"
	       "一箇所,DB,マシン室,原本と同じ場所,毎日,\n"
	       "同居と遠隔,DB,マシン室,原本と同じ場所,毎日,\n同居と遠隔,DB週次,県,遠隔地,毎週,\n"
	       "同居と別室,DB,マシン室,原本と同じ場所,毎日,\n同居と別室,DB写し,金庫,同じ建物の別室,毎日,\n"
	       "遠隔なし,DB,別館,別の建物,毎日,\n"
	       "遠隔まれ,DB,別館,別の建物,毎日,\n遠隔まれ,DB年次,県,遠隔地,1年,\n"
	       "遠隔隔週,DB,県,遠隔地,2週間,\n"
	       "普通,古い,別館,別の建物,毎日,2024-08-11\n普通,間に合う,別館,別の建物,毎日,2024-08-12\n"
	       "普通,年一回,別館,別の建物,1年,2024-01-10\n");
	import(city, &ledger_system_credentials,
	       "システム,IDの名称,共用,外部の保持者,変更間隔,最終変更日\n"
	       "資格,共用,有,無,12か月,2024-10-01\n資格,個人,無,無,12か月,2024-10-01\n"
	       "資格,外部,無,有,12か月,2024-10-01\n"
	       "資格,超過,無,無,12か月,2023-10-13\n資格,猶予内,無,無,12か月,2023-10-14\n"
	       "資格,方針超過,無,無,,2023-11-11\n資格,方針内,無,無,,2023-11-12\n"
	       "資格,不明,無,無,12か月,\n"
	       "例外,認められたID,無,無,12か月,2010-04-01\n例外切れ,切れたID,無,無,12か月,2010-04-01\n"
	       "例外違い,違うID,無,無,12か月,2010-04-01\n");
	import(city, &ledger_exceptions,
	       "所管課,例外の内容,対象の規定,システム,承認者,承認日,期限\n"
	       "情報課,パスワードを変えない,対策基準,例外,CISO,2024-04-01,2024-11-12\n"
	       "情報課,パスワードの期限,対策基準,例外切れ,CISO,2023-04-01,2024-11-11\n"
	       "情報課,ログを取らない,対策基準,例外違い,CISO,2024-04-01,2025-03-31\n");
}

static void load_handling(struct city *city)
{
	import(city, &ledger_assets,
	       "所管課,情報資産の名称,形態,重要性,システム,保存年限,保存期限\n"
	       "情報課,保存未設定,紙,,,,\n情報課,年限あり,紙,,,3,\n情報課,期限切れ,紙,,,,2024-11-11\n"
	       "情報課,期限当日,紙,,,,2024-11-12\n情報課,重要な資産,電子データ,Ⅰ,重要資産,5,\n"
	       "情報課,次の資産,電子データ,Ⅱ,普通,5,\n"
	       "広報課,媒体の資産,可搬媒体,,,5,\n介護課,媒体の資産良,可搬媒体,,,5,\n");
	import(city, &ledger_media,
	       "所管課,媒体の名称,取得日,棚卸し日,棚卸しの結果\n介護課,紛失,,2024-10-01,見つからない\n"
	       "介護課,所在あり,,2024-10-01,あり\n介護課,未棚卸,,2023-11-11,あり\n"
	       "介護課,棚卸し境,,2023-11-12,あり\n介護課,新品,2024-06-01,,\n介護課,来歴なし,,,\n");
	import(city, &ledger_carry_outs,
	       "所管課,持ち出すもの,目的,申請日,承認日,包括承認,返却予定日,返却日\n"
	       "情報課,未承認,庁外での作業,2024-11-08,,無,,\n情報課,申請中,庁外での作業,2024-11-09,,無,,\n"
	       "情報課,延滞,庁外での作業,2024-11-01,2024-11-01,無,2024-11-11,\n"
	       "情報課,期限日,庁外での作業,2024-11-01,2024-11-01,無,2024-11-12,\n"
	       "情報課,返却済,庁外での作業,2024-11-01,2024-11-01,無,2024-11-05,2024-11-06\n"
	       "情報課,包括,庁外での作業,2024-04-01,2024-04-01,有,2025-03-31,\n"
	       "情報課,包括終了,庁外での作業,2023-04-01,2023-04-01,有,2024-03-31,2024-03-31\n");
	import(city, &ledger_disposals,
	       "所管課,廃棄するもの,方法,廃棄日,立会者,証明書の受領\n情報課,証明なし,裁断,2024-10-01,,無\n"
	       "情報課,立会あり,裁断,2024-10-01,係長,無\n情報課,証明書,裁断,2024-10-01,,有\n"
	       "情報課,これから,裁断,,,\n");
	import(city, &ledger_keys,
	       "所管課,鍵・カードの名称,開けるもの,夜間の場所,夜間の施錠保管\n情報課,開いた鍵,書庫,机,無\n"
	       "情報課,閉じた鍵,書庫,金庫,有\n情報課,不明の鍵,書庫,机,不明\n");
}

static void load_contracts(struct city *city)
{
	import(city, &ledger_contracts,
	       "所管課,契約名,委託先,開始日,終了日,個人情報,条項,再委託,検査日\n"
	       "情報課,条項なし,甲,2024-04-01,2025-03-31,有,秘密保持、再委託の制限,なし,\n"
	       "情報課,条項あり,甲,2024-04-01,2025-03-31,有,秘密保持、再委託の制限、終了時の返還・廃棄,なし,\n"
	       "情報課,個人情報なし,甲,2022-04-01,,無,,なし,\n"
	       "情報課,終了,甲,2022-04-01,2024-11-11,有,,承諾なし,\n"
	       "情報課,点検なし,甲,2022-04-01,,有,秘密保持、再委託の制限、終了時の返還・廃棄,なし,2023-11-11\n"
	       "情報課,点検済,甲,2022-04-01,,有,秘密保持、再委託の制限、終了時の返還・廃棄,なし,2023-11-12\n"
	       "情報課,無断再委託,甲,2024-04-01,2024-11-12,無,,承諾なし,\n"
	       "情報課,承諾再委託,甲,2024-04-01,2025-03-31,無,,承諾あり,\n");
	import(city, &ledger_incidents,
	       "所管課,件名,種類,ヒヤリハット,発見日,第一報の日\n情報課,未報告,紛失,無,2024-11-10,\n"
	       "情報課,きのう,紛失,無,2024-11-11,\n情報課,遅報,紛失,無,2024-09-01,2024-09-03\n"
	       "情報課,翌日,紛失,無,2024-09-01,2024-09-02\n情報課,ヒヤリ,紛失,有,2024-09-01,\n");
}

static const char *const all_expected[] = {
	"terminals-differ 端末違い",
	"connections-differ 片思われ",
	"copies-missing 複製なし",
	"copies-missing 重要資産",
	"copies-in-one-place 一箇所",
	"copy-at-original 一箇所／DB",
	"copy-at-original 同居と別室／DB",
	"offsite-missing 遠隔なし",
	"offsite-too-rare 遠隔まれ",
	"copy-not-made 普通／古い",
	"credentials-missing 共用のみ",
	"shared-credential 資格／共用",
	"outsider-credential 資格／外部",
	"password-own-interval 資格／超過",
	"password-own-interval 例外切れ／切れたID",
	"password-own-interval 例外違い／違うID",
	"password-policy-interval 資格／方針超過",
	"password-unknown 資格／不明",
	"incomplete その他のみ",
	"media-ledger-empty 媒体渡し",
	"media-ledger-empty 媒体の資産",
	"exception-expired パスワードの期限",
	"retention-unset 保存未設定",
	"retention-passed 期限切れ",
	"media-missing 紛失",
	"media-not-counted 未棚卸",
	"media-not-counted 来歴なし",
	"carry-out-unapproved 未承認",
	"carry-out-overdue 延滞",
	"carry-out-blanket 包括",
	"disposal-unproved 証明なし",
	"key-open-at-night 開いた鍵",
	"contract-clause 条項なし",
	"contract-not-inspected 点検なし",
	"subcontract-without-consent 無断再委託",
	"incident-unreported 未報告",
	"incident-late 遅報",
};

static void load_all(struct city *city)
{
	import_units(city, UNITS);
	load_systems(city);
	load_handling(city);
	load_contracts(city);
}

static void each_rule_notices_its_own_and_no_other(void **state)
{
	struct city *city = *state;

	load_all(city);
	assert_int_equal(look(city, TODAY).opened, COUNT(all_expected));
	must_be(city, open_alerts(city), all_expected, COUNT(all_expected));
	for (size_t i = 0; i < n_rules; i++)
		if (strcmp(rules[i]->code, "not-confirmed") != 0 &&
		    /* what it looks at is no ledger: test_workflow.c */
		    strcmp(rules[i]->code, "acknowledgement-missing") != 0 &&
		    !strstr(open_alerts(city), rules[i]->code))
			fail_msg("no case of %s", rules[i]->code);
}

/* --- what is kept --- */

static void nothing_changes_when_nothing_changed(void **state)
{
	struct city *city = *state;
	struct verification v;
	struct assertion_changes n;

	load_all(city);
	look(city, TODAY);
	n = look(city, TODAY);
	assert_int_equal(n.opened + n.closed + n.changed, 0);
	assert_int_equal(n.same, COUNT(all_expected));
	MUST(city, verify_all(&city->c, NULL, NULL, NULL, &v));
}

static void what_is_put_right_is_closed_and_may_come_again(void **state)
{
	struct city *city = *state;
	struct assertion_list_in keys = {.criterion = "key-open-at-night"};
	struct assertion_list_out *rows;
	size_t n;

	import_units(city, UNITS);
	import(city, &ledger_keys, "所管課,番号,鍵・カードの名称,開けるもの,夜間の施錠保管\n情報課,1,鍵,書庫,無\n");
	assert_int_equal(look(city, TODAY).opened, 1);
	import(city, &ledger_keys, "所管課,番号,鍵・カードの名称,開けるもの,夜間の施錠保管\n情報課,1,鍵,書庫,有\n");
	assert_int_equal(look(city, "2024-11-20").closed, 1);
	assert_string_equal(open_alerts(city), "");
	import(city, &ledger_keys, "所管課,番号,鍵・カードの名称,開けるもの,夜間の施錠保管\n情報課,1,鍵,書庫,無\n");
	assert_int_equal(look(city, "2024-12-01").opened, 1);
	rows = list(city, &keys, &n);
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].first_on, "2024-12-01");
	assert_null(rows[0].closed_on);
	assert_string_equal(rows[1].first_on, TODAY);
	assert_string_equal(rows[1].closed_on, "2024-11-20");
	/* renamed: the same alert, under the new name */
	import(city, &ledger_keys, "所管課,番号,鍵・カードの名称,開けるもの,夜間の施錠保管\n情報課,1,新しい名,書庫,無\n");
	assert_int_equal(look(city, "2024-12-02").changed, 1);
	assert_string_equal(open_alerts(city), "key-open-at-night 新しい名\n");
	rows = list(city, &keys, &n);
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].first_on, "2024-12-01");
}

static void records_that_nobody_went_through_are_noticed(void **state)
{
	struct city *city = *state;

	import_units(city, UNITS);
	import(city, &ledger_systems,
	       "所管課,番号,システム名,個人情報,サーバ台数\n情報課,1,古い,有,2\n情報課,2,新しい,有,2\n情報課,3,未記入,,\n");
	look(city, TODAY);
	assert_string_equal(open_alerts(city), "");
	look(city, "2025-11-12"); /* twelve months later, to the day */
	assert_string_equal(open_alerts(city), "");
	city->c.now_us += (int64_t)300 * 86400 * 1000000;
	import(city, &ledger_systems, "番号,システム名,サーバ台数\n2,新しい,3\n");
	look(city, "2025-11-13");
	assert_string_equal(open_alerts(city), "not-confirmed 古い\n");
}

/* --- settings --- */

static void set(struct city *city, const char *code, bool off, int limit)
{
	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, rule_setting_put(&city->c, rule_find(code),
	                            &(struct rule_setting){off, limit}));
	MUST(city, db_commit(&city->c));
}

static void limits_are_the_citys(void **state)
{
	struct city *city = *state;
	static const struct {
		const char *code;
		int wide, narrow;
		const char *more; /* what the narrow limit notices too */
	} cases[] = {
		{"offsite-too-rare", 365, 13, "遠隔隔週"},
		{"copy-not-made", 93, 91, "間に合う"},
		{"password-own-interval", 31, 29, "猶予内"},
		{"password-policy-interval", 13, 11, "方針内"},
		{"media-not-counted", 13, 11, "棚卸し境"},
		{"carry-out-unapproved", 4, 2, "申請中"},
		{"contract-not-inspected", 13, 11, "点検済"},
		{"incident-unreported", 2, 0, "きのう"},
		{"incident-late", 2, 0, "翌日"},
	};

	load_all(city);
	look(city, TODAY);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct assertion_list_in one = {.state = "open", .criterion = cases[i].code};
		const char *usual = alerts(city, &one), *seen;

		set(city, cases[i].code, false, cases[i].narrow);
		look(city, TODAY);
		seen = alerts(city, &one);
		if (!strstr(seen, cases[i].more) || strstr(usual, cases[i].more))
			fail_msg("%s: %s", cases[i].code, seen);
		set(city, cases[i].code, false, cases[i].wide);
		look(city, TODAY);
		assert_true(strlen(alerts(city, &one)) < strlen(usual));
		set(city, cases[i].code, true, 0);
		look(city, TODAY);
		assert_string_equal(alerts(city, &one), "");
		set(city, cases[i].code, false, rule_find(cases[i].code)->limit);
		look(city, TODAY);
		assert_string_equal(alerts(city, &one), usual);
	}
	must_be(city, open_alerts(city), all_expected, COUNT(all_expected));
}

/* --- reach --- */

static void a_reach_hides_the_alerts_of_others(void **state)
{
	struct city *city = *state;
	struct assertion_count_out *count;
	struct assertion_row *rows;
	size_t n;
	struct assertion_list_out *all;

	load_all(city);
	city->c.only_below = "020000"; /* whoever looks, all is looked at */
	assert_int_equal(look(city, TODAY).opened, COUNT(all_expected));
	assert_string_equal(open_alerts(city), "media-missing 紛失\nmedia-not-counted 未棚卸\n"
	                                       "media-not-counted 来歴なし\n");
	assert_string_equal(alerts(city, &(struct assertion_list_in){.unit_code = "010200"}), "");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_assertion_count(&city->c,
	                             &(struct assertion_count_in){.source = RULES_SOURCE}, &count));
	assert_int_equal(count->n, 3);
	db_rollback(&city->c);
	city->c.only_below = NULL;
	all = list(city, &(struct assertion_list_in){.criterion = "key-open-at-night"}, &n);
	assert_int_equal(n, 1);
	for (int reach = 0; reach < 2; reach++) {
		city->c.only_below = reach ? "020000" : "010000";
		MUST(city, db_begin(&city->c, DB_READ));
		MUST(city, q_assertion_of_record(
				   &city->c, &(struct assertion_of_record_in){all[0].record_id},
				   &rows, &n));
		db_rollback(&city->c);
		assert_int_equal(n, reach ? 0 : 1);
	}
	city->c.only_below = NULL;
}

/* --- the replay of 2010 --- */

/*
 * What an audit of 2010 found, loaded as data; the rest is loaded as in order. Of its rows the
 * ledgers hold these: 2 (password), 5, 7 (report), 8, 9, 11, 12, 13 (own rule, until it was
 * changed), 14, 15 (copies), 19, 21 (shared), 26 (retention), 28, 35 (connections).
 */
static void load_replay(struct city *city)
{
	import_units(city, "コード,名称,上位コード\n1,国保年金課,\n2,戸籍住民課,\n3,西部地区サービス事務所,\n"
	                   "4,健康福祉計画課,\n5,高齢福祉課,\n6,障害福祉課,\n7,地域ケア推進課,\n8,介護保険課,\n"
	                   "9,選管事務局,\n10,生活福祉課,\n11,子育て支援課,\n71,中部センター,7\n"
	                   "72,東部センター,7\n73,西部センター,7\n74,南部センター,7\n75,北部センター,7\n");
	import(city, &ledger_systems,
	       "所管課,システム名,他システムとの接続,他システムとの媒体の受渡し\n国保年金課,収納推進員,,\n"
	       "戸籍住民課,戸籍情報,,\n健康福祉計画課,保健福祉情報,介護保険,\n地域ケア推進課,包括支援,,\n"
	       "介護保険課,介護保険,,磁気テープを受け取る\n選管事務局,選挙人名簿,,\n"
	       "生活福祉課,生活保護,介護保険,\n子育て支援課,児童扶養手当,,\n");
	import(city, &ledger_assets,
	       "所管課,情報資産の名称,形態,重要性,システム\n国保年金課,収納データ,電子データ,Ⅱ,収納推進員\n"
	       "戸籍住民課,戸籍データ,電子データ,Ⅰ,戸籍情報\n健康福祉計画課,保健データ,電子データ,Ⅱ,保健福祉情報\n"
	       "地域ケア推進課,包括データ,電子データ,Ⅱ,包括支援\n介護保険課,介護データ,電子データ,Ⅱ,介護保険\n"
	       "選管事務局,選挙データ,電子データ,Ⅰ,選挙人名簿\n生活福祉課,保護データ,電子データ,Ⅱ,生活保護\n"
	       "子育て支援課,手当データ,電子データ,Ⅱ,児童扶養手当\n");
	import(city, &ledger_system_copies,
	       "システム,複製するもの,保管場所,距離,間隔\n戸籍情報,日次,第二庁舎,別の建物,毎日\n"
	       "戸籍情報,副本,法務局,遠隔地,1年\n選挙人名簿,予備機,同じラック,原本と同じ場所,毎日\n"
	       "児童扶養手当,日次,外部倉庫,遠隔地,毎週\n");
	import(city, &ledger_system_credentials,
	       "システム,IDの名称,共用,外部の保持者,変更間隔,最終変更日\n収納推進員,各員,無,無,,2001-04-01\n"
	       "保健福祉情報,各員,無,無,12か月,2005-04-01\n介護保険,各員,無,無,1年,2005-03-01\n"
	       "選挙人名簿,共通,有,有,1年,2004-04-01\n児童扶養手当,照会,有,無,3年,2008-04-01\n"
	       "児童扶養手当,更新,有,無,3年,2008-04-01\n");
	import(city, &ledger_exceptions,
	       "所管課,例外の内容,対象の規定,システム,承認者,承認日,期限\n"
	       "健康福祉計画課,パスワードの変更頻度,対策基準,保健福祉情報,CISO,2007-03-01,2011-03-31\n");
	import(city, &ledger_contracts,
	       "所管課,契約名,委託先,開始日,終了日,個人情報,条項,検査日\n"
	       "高齢福祉課,給食,甲,2010-04-01,2011-03-31,有,秘密保持、再委託の制限,2010-09-01\n"
	       "高齢福祉課,おむつ,乙,2010-04-01,2011-03-31,有,秘密保持、再委託の制限,2010-09-01\n"
	       "高齢福祉課,寝具,丙,2010-04-01,2011-03-31,有,秘密保持、再委託の制限,2010-09-01\n"
	       "障害福祉課,給食,甲,2010-04-01,2011-03-31,有,秘密保持、再委託の制限、終了時の返還・廃棄,2010-09-01\n");
	import(city, &ledger_incidents,
	       "所管課,件名,種類,発見日,第一報の日\n西部地区サービス事務所,調査票四世帯分の紛失,紛失,2010-11-16,2010-11-18\n");
	import(city, &ledger_carry_outs,
	       "所管課,持ち出すもの,目的,申請日,承認日,包括承認,返却予定日\n"
	       "生活福祉課,ケースファイル一,庁外での作業,2010-10-20,,無,2010-10-26\n"
	       "生活福祉課,ケースファイル二,庁外での作業,2010-10-20,,無,2010-10-26\n"
	       "生活福祉課,年間の訪問計画,庁外での作業,2010-04-01,2010-04-01,有,2011-03-31\n");
	import(city, &ledger_keys,
	       "所管課,鍵・カードの名称,開けるもの,夜間の施錠保管\n中部センター,中部の鍵,書庫,無\n"
	       "東部センター,東部の鍵,書庫,無\n西部センター,西部の鍵,書庫,無\n南部センター,南部の鍵,書庫,無\n"
	       "北部センター,北部の鍵,書庫,無\n介護保険課,介護の鍵,書庫,無\n戸籍住民課,戸籍の鍵,書庫,有\n");
}

static void the_replay_brings_up_exactly_its_alerts(void **state)
{
	static const char *const expected[] = {
		"password-policy-interval 収納推進員／各員",          /* 2 */
		"offsite-too-rare 戸籍情報",                          /* 5 */
		"incident-late 調査票四世帯分の紛失",                 /* 7 */
		"contract-clause 給食",                               /* 9 */
		"contract-clause おむつ",
		"contract-clause 寝具",
		"password-own-interval 介護保険／各員",               /* 11 */
		"media-ledger-empty 介護保険",                        /* 12 */
		"shared-credential 選挙人名簿／共通",                 /* 14 */
		"outsider-credential 選挙人名簿／共通",
		"copies-in-one-place 選挙人名簿",                     /* 15 */
		"copy-at-original 選挙人名簿／予備機",
		"carry-out-unapproved ケースファイル一",              /* 19 */
		"carry-out-unapproved ケースファイル二",
		"carry-out-overdue ケースファイル一",
		"carry-out-overdue ケースファイル二",
		"carry-out-blanket 年間の訪問計画",
		"shared-credential 児童扶養手当／照会",               /* 21 */
		"shared-credential 児童扶養手当／更新",
		"retention-unset 収納データ",                         /* 26 */
		"retention-unset 戸籍データ",
		"retention-unset 保健データ",
		"retention-unset 包括データ",
		"retention-unset 介護データ",
		"retention-unset 選挙データ",
		"retention-unset 保護データ",
		"retention-unset 手当データ",
		"key-open-at-night 中部の鍵",                         /* 28 */
		"key-open-at-night 東部の鍵",
		"key-open-at-night 西部の鍵",
		"key-open-at-night 南部の鍵",
		"key-open-at-night 北部の鍵",
		"key-open-at-night 介護の鍵",
		"connections-differ 介護保険",                        /* 35 */
	};
	struct city *city = *state;
	struct assertion_list_in closed = {.state = "closed"};

	load_replay(city);
	look(city, "2010-12-01");
	import(city, &ledger_system_credentials,
	       "システム,IDの名称,最終変更日\n選挙人名簿,共通,2010-12-10\n");
	look(city, "2010-12-30");
	must_be(city, open_alerts(city), expected, COUNT(expected));
	/* 13: changed on 10 December */
	assert_string_equal(alerts(city, &closed), "password-own-interval 選挙人名簿／共通\n");
}

/* --- the declarations --- */

static void rules_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_rules; i++) {
		const struct rule *r = rules[i];

		assert_ptr_equal(rule_find(r->code), r);
		assert_true(r->severity >= GRAVITY_LOW && r->severity <= GRAVITY_HIGH);
		assert_ptr_not_equal(msg_find(LANG_JA, r->label), r->label);
		assert_ptr_not_equal(msg_find(LANG_JA, r->found), r->found);
		assert_true(r->limit_label || !r->limit);
	}
	assert_null(rule_find("none"));
}

static void what_was_found_is_said_in_the_readers_language(void **state)
{
	struct city *city = *state;
	struct assertion_list_in in = {.criterion = "contract-clause"};
	struct assertion_list_out *rows;
	const struct rule *rule = rule_find("contract-clause");
	size_t n;

	load_all(city);
	look(city, TODAY);
	rows = list(city, &in, &n);
	assert_int_equal(n, 1);
	assert_string_equal(rule_explain(city->c.arena, LANG_JA, rule, rows[0].ledger,
	                                 rows[0].details),
	                    "条項がありません：終了時の返還・廃棄。遅くとも次の契約のときに加えてください。");
	assert_string_equal(
		rule_explain(city->c.arena, LANG_EN, rule, rows[0].ledger, rows[0].details),
		"Clauses missing: Return at the end. Add them, at the latest when it is renewed.");
	in.criterion = "password-own-interval";
	rows = list(city, &in, &n);
	for (size_t i = 0; i < n; i++)
		assert_non_null(strstr(rule_explain(city->c.arena, LANG_JA, rule_find(in.criterion),
		                                    rows[i].ledger, rows[i].details),
		                       "変更間隔は1年です"));
}

#define CASE(f) {#f, f}

int main(void)
{
	static const struct both_case cases[] = {
		CASE(each_rule_notices_its_own_and_no_other),
		CASE(nothing_changes_when_nothing_changed),
		CASE(what_is_put_right_is_closed_and_may_come_again),
		CASE(records_that_nobody_went_through_are_noticed),
		CASE(limits_are_the_citys),
		CASE(a_reach_hides_the_alerts_of_others),
		CASE(the_replay_brings_up_exactly_its_alerts),
		CASE(rules_are_sound),
		CASE(what_was_found_is_said_in_the_readers_language),
	};

	return both_run("rules", cases, COUNT(cases));
}
