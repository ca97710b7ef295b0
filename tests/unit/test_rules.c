/* Rules over the ledgers: what each notices, what it must not, and what is kept of it. */
#include "both.h"
#include "ledger/city.h"
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

	city->c.day = today;
	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, rules_run(&city->c, &n));
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
	       "システム,IDの名称,共用,外部の保持者,変更間隔,最終変更日,保持者,管理担当者\n"
	       "資格,退職者,無,無,12か月,2024-10-01,現役 花子、退職太郎,\n"
	       "資格,退職管理,無,無,12か月,2024-10-01,,9001\n"
	       "資格,在職者,無,無,12か月,2024-10-01,現役 花子、業者の人,9002\n"
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
	       "所管課,鍵・カードの名称,開けるもの,夜間の場所,夜間の施錠保管,保持者\n情報課,開いた鍵,書庫,机,無\n"
	       "情報課,退職者の鍵,書庫,金庫,有,退職太郎\n情報課,在職者の鍵,書庫,金庫,有,現役花子\n"
	       "情報課,閉じた鍵,書庫,金庫,有\n情報課,不明の鍵,書庫,机,不明\n");
}

static void load_contracts(struct city *city)
{
	import(city, &ledger_contracts,
	       "所管課,契約名,委託先,開始日,終了日,個人情報,条項,再委託,検査日\n"
	       "情報課,条項なし,甲,2024-04-01,2025-03-31,有,秘密保持、再委託の制限、損害賠償,なし,\n"
	       "情報課,条項あり,甲,2024-04-01,2025-03-31,有,秘密保持、再委託の制限、終了時の返還・廃棄、損害賠償,なし,\n"
	       "情報課,個人情報なし,甲,2022-04-01,,無,,なし,\n"
	       "情報課,終了,甲,2022-04-01,2024-11-11,有,,承諾なし,\n"
	       "情報課,点検なし,甲,2022-04-01,,有,秘密保持、再委託の制限、終了時の返還・廃棄、損害賠償,なし,2023-11-11\n"
	       "情報課,点検済,甲,2022-04-01,,有,秘密保持、再委託の制限、終了時の返還・廃棄、損害賠償,なし,2023-11-12\n"
	       "情報課,無断再委託,甲,2024-04-01,2024-11-12,無,,承諾なし,\n"
	       "情報課,承諾再委託,甲,2024-04-01,2025-03-31,無,,承諾あり,\n");
	import(city, &ledger_incidents,
	       "所管課,件名,種類,ヒヤリハット,発見日,第一報の日\n情報課,未報告,紛失,無,2024-11-10,\n"
	       "情報課,きのう,紛失,無,2024-11-11,\n情報課,遅報,紛失,無,2024-09-01,2024-09-03\n"
	       "情報課,翌日,紛失,無,2024-09-01,2024-09-02\n情報課,ヒヤリ,紛失,有,2024-09-01,\n");
}

static void load_rules_of_systems(struct city *city)
{
	import(city, &ledger_systems,
	       "所管課,システム名,個人情報,パソコン台数,サーバ台数,盗難防止の措置,盗難防止のその他の措置\n"
	       "情報課,大規模,有,20,,,\n情報課,大規模手前,有,19,,,\n情報課,二分,,,,,\n"
	       "情報課,規則違反,,,,,\n情報課,規程間隔,,,,,\n情報課,登録違い,,4,3,,\n"
	       "情報課,向き違い甲,,,,,\n情報課,向き違い乙,,,,,\n情報課,行両思い甲,,,,,\n情報課,行両思い乙,,,,,\n"
	       "広報課,媒体接続,,,,,\n情報課,盗難その他,,,,引出しに施錠、その他,\n"
	       "情報課,盗難その他良,,,,その他,警備員\n");
	import(city, &ledger_system_connections,
	       "システム,接続先の名称,受渡しの向き,受渡しの手段\n向き違い甲,向き違い乙,受け取る,回線\n"
	       "向き違い乙,向き違い甲,受け取る,回線\n行両思い甲,行両思い乙,受け取る,回線\n"
	       "行両思い乙,行両思い甲,受け取り、渡す,回線\n行両思い乙,国保連,渡す,回線\n"
	       "媒体接続,国保連,渡す,可搬媒体\n");
	import(city, &ledger_policies,
	       "所管課,番号,規程,区分,上位の規程,対象システム,施行日,改正日,見直し日,公表,非公開の根拠\n"
	       "情報課,,上位基準,対策基準,,,2010-01-01,2024-08-13,,,\n"
	       "情報課,,上位境,対策基準,,,2010-01-01,2024-08-14,,,\n"
	       "情報課,9,古い規程,共通の基準,上位基準,,2020-01-01,,,,\n"
	       "情報課,,古い規程境,共通の基準,上位境,,2020-01-01,,,,\n"
	       "情報課,,見直した規程,共通の基準,上位基準,,2020-01-01,,2024-09-01,,\n"
	       "情報課,,同日の規程,共通の基準,上位基準,,2020-01-01,,2024-08-13,,\n"
	       "情報課,,孫規程,共通の基準,見直した規程,,2024-03-01,,,,\n"
	       "情報課,,上位条項,対策基準,,,2010-01-01,,,,\n"
	       "情報課,,条項欠け,システム・所属の基準,上位条項,,2020-01-01,,,,\n"
	       "情報課,,間隔なし,システム・所属の基準,上位条項,,2020-01-01,,,,\n"
	       "情報課,,条項揃い,システム・所属の基準,上位条項,,2020-01-01,,,,\n"
	       "情報課,,二分甲,システム・所属の基準,上位条項,二分,2020-01-01,,,,\n"
	       "情報課,,二分乙,システム・所属の基準,上位条項,二分,2020-01-01,,,,\n"
	       "情報課,,廃れ規程,共通の基準,,,2020-01-01,,,,\n"
	       "情報課,,根拠なし,共通の基準,,,2020-01-01,,,非公表,\n"
	       "情報課,,根拠あり,共通の基準,,,2020-01-01,,,非公表,情報公開条例\n"
	       "情報課,,公表済み,共通の基準,,,2020-01-01,,,公表,\n"
	       "情報課,,違反規程,システム・所属の基準,,規則違反,2020-01-01,,,,\n"
	       "情報課,,間隔規程,システム・所属の基準,,規程間隔,2020-01-01,,,,\n"
	       "情報課,,登録規程,システム・所属の基準,,登録違い,2020-01-01,,,,\n"
	       "介護課,,介護規程,システム・所属の基準,,,2020-01-01,,,,\n");
	import(city, &ledger_policy_clauses,
	       "規程,条,定める事項,間隔,施行日,失効日,下位規程に必要,意図した廃止\n"
	       "上位条項,1,パスワードの変更,1年,,,有,\n上位条項,2,研修,,,,有,\n上位条項,3,暗号化,,,,無,\n"
	       "上位条項,4,施錠保管,,2025-04-01,,有,\n"
	       "条項欠け,1,パスワードの変更,12か月,,,,\n"
	       "間隔なし,1,パスワードの変更,,,,,\n間隔なし,2,研修,,,,,\n"
	       "条項揃い,1,パスワードの変更,6か月,,,,\n条項揃い,2,研修,,,,,\n"
	       "二分甲,1,パスワードの変更,12か月,,,,\n二分乙,1,研修,,,,,\n"
	       "廃れ規程,1,印刷した帳票の取扱い,,,2024-11-11,,\n廃れ規程,2,暗号化,,,2024-11-11,,有\n"
	       "廃れ規程,3,持ち出しの承認,,,2024-11-11,,\n廃れ規程,4,持ち出しの承認,,2024-11-12,,,\n"
	       "廃れ規程,5,研修,,,2024-11-12,,\n"
	       "違反規程,1,個人ごとのID,,,,,\n違反規程,2,職員以外の使用の禁止,,,,,\n"
	       "違反規程,3,バックアップの取得,毎日,,,,\n"
	       "間隔規程,1,パスワードの変更,12か月,,,,\n介護規程,1,施錠保管,,,,,\n介護規程,2,媒体の棚卸し,3年,,,,\n");
	import(city, &ledger_policy_classes,
	       "規程,情報の分類,分類の定義,分類ごとの対策\n廃れ規程,対策なし,重要なもの,\n廃れ規程,揃った分類,重要なもの,施錠\n");
	import(city, &ledger_system_credentials,
	       "システム,IDの名称,共用,外部の保持者,ほかと同じパスワード,変更間隔,最終変更日\n"
	       "規則違反,規則共用,有,無,無,12か月,2024-10-01\n規則違反,個人別,無,無,有,12か月,2024-10-01\n"
	       "規程間隔,規程超過,無,無,無,,2023-10-13\n規程間隔,規程内,無,無,無,,2023-11-01\n");
	import(city, &ledger_system_copies,
	       "システム,複製するもの,保管場所,距離,間隔\n規則違反,週次,別館,別の建物,毎週\n"
	       "規則違反,遠隔月次,県,遠隔地,毎月\n規則違反,日次,別館,別の建物,毎日\n");
	import(city, &ledger_system_details,
	       "システム,ほかの台帳・帳票,項目,記載された値\n登録違い,個票,サーバ台数,３台\n登録違い,個票,パソコン台数,5台\n"
	       "登録違い,個票,導入年度,平成13年度\n登録違い,個票,規程の制定日,令和2年1月1日\n"
	       "登録違い,旧個票,規程の制定日,平成31年4月1日\n");
}

static void load_conduct(struct city *city)
{
	import(city, &ledger_media,
	       "所管課,媒体の名称,施錠保管,棚卸し日,棚卸しの結果\n介護課,無施錠,無,2024-10-01,あり\n");
	import(city, &ledger_incidents,
	       "所管課,件名,種類,発見日,第一報の日,持出し中の発生,持出しの記録\n"
	       "情報課,持出し中,紛失,2024-09-01,2024-09-01,有,\n"
	       "情報課,持出し中良,紛失,2024-09-01,2024-09-01,有,返却済\n");
	import(city, &ledger_trainings,
	       "所管課,研修名,年度,実施日,個人別の受講履歴\n情報課,前年度研修,2023,2023-09-01,無\n"
	       "情報課,昔の研修,2022,2022-09-01,無\n情報課,これからの研修,2024,2024-12-01,無\n"
	       "情報課,履歴あり,2024,2024-09-01,有\n");
	import(city, &ledger_training_heads,
	       "研修,職員の区分,対象者数,延べ受講者数,実受講者数\n前年度研修,全職員,100,80,\n"
	       "前年度研修,管理職,100,90,79\n昔の研修,全職員,100,10,\nこれからの研修,全職員,100,10,\n"
	       "履歴あり,全職員,100,90,85\n");
	import(city, &ledger_commitments,
	       "所管課,行うこと,約束・指摘の別,約束・指摘の日,実施期限,間隔,回答日,最後に行った日,改善を確認した日\n"
	       "情報課,毎年の研修,約束,2020-04-01,,1年,,2023-10-13,\n"
	       "情報課,毎年の研修境,約束,2020-04-01,,1年,,2023-10-14,\n"
	       "情報課,期限のある約束,約束,2020-04-01,2021-03-31,,,,\n"
	       "情報課,果たした約束,約束,2020-04-01,2021-03-31,,,2022-01-01,\n"
	       "情報課,待つ約束,約束,2024-08-11,,,,,\n情報課,待つ約束境,約束,2024-08-12,,,,,\n"
	       "情報課,回答のない指摘,指摘,2024-09-12,,,,,\n情報課,回答境,指摘,2024-09-13,,,,,\n"
	       "情報課,確認のない指摘,指摘,2020-04-01,,,2023-11-12,,\n"
	       "情報課,確認境,指摘,2020-04-01,,,2023-11-13,,\n"
	       "情報課,確認済み,指摘,2020-04-01,,,2020-06-01,,2021-04-01\n");
}

static const char *const all_expected[] = {
	"own-rule-missing 複製なし",
	"own-rule-missing 遠隔なし",
	"own-rule-missing 遠隔まれ",
	"own-rule-missing 遠隔隔週",
	"own-rule-missing 重要資産",
	"own-rule-missing 大規模",
	"connections-differ 向き違い甲",
	"connections-differ 向き違い乙",
	"media-ledger-empty 媒体接続",
	"incomplete 盗難その他",
	"rule-older 古い規程",
	"rule-older 孫規程",
	"clause-missing 条項欠け",
	"clause-missing 間隔なし",
	"clause-dropped 廃れ規程／1",
	"class-without-controls 廃れ規程／対策なし",
	"withheld-without-ground 根拠なし",
	"shared-credential 規則違反／規則共用",
	"credential-against-rule 規則違反／規則共用",
	"same-password 規則違反／個人別",
	"password-own-interval 規程間隔／規程超過",
	"copy-against-rule 規則違反／週次",
	"register-differs 登録違い／個票",
	"register-differs 登録違い／旧個票",
	"medium-against-rule 無施錠",
	"carry-out-missing 持出し中",
	"training-below-target 前年度研修／管理職",
	"training-rate-unknown 前年度研修／全職員",
	"training-history-missing 前年度研修",
	"commitment-lapsed 毎年の研修",
	"commitment-lapsed 期限のある約束",
	"commitment-open 待つ約束",
	"finding-unanswered 回答のない指摘",
	"finding-unverified 確認のない指摘",
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
	"credential-of-leaver 資格／退職者",
	"credential-of-leaver 資格／退職管理",
	"credential-of-leaver 退職者の鍵",
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

static void load_people(struct city *city)
{
	struct person_row left = {.number = "9001", .name = "退職 太郎", .left_on = "2024-11-11"};
	struct person_row serves = {.number = "9002", .name = "現役 花子", .left_on = TODAY};

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, person_insert(&city->c, &left));
	MUST(city, person_insert(&city->c, &serves));
	MUST(city, db_commit(&city->c));
}

static void load_all(struct city *city)
{
	import_units(city, UNITS);
	load_people(city);
	load_systems(city);
	load_handling(city);
	load_contracts(city);
	load_rules_of_systems(city);
	load_conduct(city);
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
		    strncmp(rules[i]->code, "acknowledge", strlen("acknowledge")) != 0 &&
		    !strstr(open_alerts(city), rules[i]->code))
			fail_msg("no case of %s", rules[i]->code);
}

/* The highest level is what the city calls so, and who sets another one is told at once. */
static void the_most_important_is_the_first_of_the_citys_levels(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct city_field_row *before, after;

	c->day = TODAY;
	rules_attach(c);
	load_all(city);
	assert_non_null(strstr(open_alerts(city), "copies-missing 重要資産\n"));
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, city_field_find(c, "assets", "importance", &before));
	after = *before;
	MUST(city, city_choices_read(c, before->choices, "最高、Ⅰ、Ⅱ、Ⅲ、Ⅳ", &after.choices));
	MUST(city, city_field_change(c, before, &after));
	MUST(city, db_commit(c));
	assert_null(strstr(open_alerts(city), "copies-missing 重要資産\n"));
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

/* After each change the rules that read what changed look: as if all had looked. */
static void each_change_leaves_what_a_whole_run_finds(void **state)
{
	struct city *city = *state;
	struct assertion_changes n;

	city->c.day = TODAY;
	rules_attach(&city->c);
	load_all(city);
	must_be(city, open_alerts(city), all_expected, COUNT(all_expected));
	n = look(city, TODAY);
	assert_int_equal(n.opened + n.closed + n.changed, 0);
	/* a change elsewhere leaves what was said; one of a row above reaches those below */
	import(city, &ledger_keys, "所管課,鍵・カードの名称,開けるもの,夜間の施錠保管\n情報課,もう一本,書庫,無\n");
	assert_int_equal(look(city, TODAY).same, COUNT(all_expected) + 1);
	import(city, &ledger_policies, "番号,規程,見直し日\n9,古い規程,2024-10-01\n");
	assert_null(strstr(open_alerts(city), "rule-older 古い規程\n"));
	n = look(city, TODAY);
	assert_int_equal(n.opened + n.closed + n.changed, 0);
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
		{"rule-older", 91, 89, "古い規程境"},
		{"own-rule-missing", 21, 19, "大規模手前"},
		{"training-below-target", 79, 81, "全職員"},
		{"commitment-lapsed", 31, 29, "毎年の研修境"},
		{"commitment-open", 93, 91, "待つ約束境"},
		{"finding-unanswered", 61, 59, "回答境"},
		{"finding-unverified", 366, 364, "確認境"},
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
	                                       "media-not-counted 来歴なし\n"
	                                       "medium-against-rule 無施錠\n");
	assert_string_equal(alerts(city, &(struct assertion_list_in){.unit_code = "010200"}), "");
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, q_assertion_count(&city->c,
	                             &(struct assertion_count_in){.source = RULES_SOURCE}, &count));
	assert_int_equal(count->n, 4);
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
		CASE(the_most_important_is_the_first_of_the_citys_levels),
		CASE(nothing_changes_when_nothing_changed),
		CASE(each_change_leaves_what_a_whole_run_finds),
		CASE(what_is_put_right_is_closed_and_may_come_again),
		CASE(records_that_nobody_went_through_are_noticed),
		CASE(limits_are_the_citys),
		CASE(a_reach_hides_the_alerts_of_others),
		CASE(rules_are_sound),
		CASE(what_was_found_is_said_in_the_readers_language),
	};

	return both_run("rules", cases, COUNT(cases));
}
