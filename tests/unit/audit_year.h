/*
 * audit_year.h - a small audit for the tests above the storage layer: three sections, two
 * catalogues, one part, every kind of judgement once.
 */
#ifndef KAGEYU_TESTS_AUDIT_YEAR_H
#define KAGEYU_TESTS_AUDIT_YEAR_H

#include "audit/audit.h"
#include "audit/judgement.h"
#include "city.h"
#include "criteria/criteria.h"
#include "org/unit.h"

static inline struct import_result year_units(struct city *city, const char *csv)
{
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, unit_import(&city->c, city_csv(city, csv), "入力.csv", &r));
	MUST(city, db_commit(&city->c));
	return r;
}

static inline struct import_result year_criteria(struct city *city, const char *csv, bool whole)
{
	const struct criteria_options options = {.whole = whole};
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, criteria_import(&city->c, city_csv(city, csv), "入力.csv", &options, &r));
	MUST(city, db_commit(&city->c));
	return r;
}

static inline struct import_result year_judgements(struct city *city, const char *csv)
{
	const struct judgement_options options = {.audit = "R6"};
	struct import_result r;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, judgement_import(&city->c, city_csv(city, csv), "入力.csv", &options, &r));
	MUST(city, db_commit(&city->c));
	return r;
}

#define YEAR_HEAD "所属コード,チェックリスト,番号,対策レベル,コメント,判定日\n"

/* The audit R6 as above; leaves it unjudged without `judgements`. */
static inline struct audit_row year_make(struct city *city, const char *judgements)
{
	const struct audit_new what = {.code = "R6",
	                               .title = "情報セキュリティ監査",
	                               .kind = "internal",
	                               .fiscal_year = 2024};
	struct audit_row audit;

	year_units(city, "コード,名称,順序\n020100,介護課,2\n010100,防災課,1\n030100,図書館,3\n");
	year_criteria(city,
	              "チェックリスト,番号,監査項目,必須,対象事項\n甲チェックリスト,1,台帳の整備,○,資産\n"
	              "甲チェックリスト,2,鍵の管理,,\n甲チェックリスト,3,端末の持出し,,\n"
	              "乙チェックリスト,1,契約,,委託\n乙チェックリスト,2,点検,,\n",
	              false);
	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, audit_install_shipped(&city->c));
	MUST(city, audit_make(&city->c, &what, &audit));
	MUST(city, db_commit(&city->c));
	if (judgements)
		assert_int_equal(year_judgements(city, judgements).rejected, 0);
	return audit;
}

#define YEAR_JUDGED                                                                            \
	YEAR_HEAD "020100,甲チェックリスト,1,4,,\n"                                            \
	          "020100,甲チェックリスト,2,2,鍵が引き出しにあった。,令和6年11月12日\n"         \
	          "020100,乙チェックリスト,1,1,契約書がない。,\n"                                \
	          "010100,甲チェックリスト,1,5,台帳を毎月照合している。,\n"                      \
	          "010100,甲チェックリスト,2,4,,\n"                                              \
	          "010100,甲チェックリスト,3,対象外,,\n"                                         \
	          "010100,乙チェックリスト,1,3,署名がない。,\n"                                  \
	          "030100,甲チェックリスト,1,,,\n"

#endif
