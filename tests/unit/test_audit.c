/* Scales, counting, 確定, and last year's audit as this year's. */
#include "audit/scale.h"
#include "audit/stats.h"
#include "audit_year.h"

static struct audit_stats count(struct city *city, const char *code)
{
	struct audit_stats stats;
	struct audit_row audit;

	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, audit_find(&city->c, code, &audit));
	MUST(city, audit_stats_compute(&city->c, &audit, NULL, &stats));
	db_rollback(&city->c);
	return stats;
}

static const char *mean(struct city *city, const struct tally *t)
{
	const char *text = tally_mean_text(city->c.arena, t);

	return text ? text : "—";
}

static struct scale_row *default_scale(struct city *city)
{
	struct scale_row *row;

	MUST(city, q_scale_by_code(&city->c, &(struct scale_by_code_in){SCALE_DEFAULT}, &row));
	return row;
}

static void change_scale(struct city *city, const char *na_counts_as, const char *conforming,
                         const char *target)
{
	struct scale_row *before, after;

	MUST(city, db_begin(&city->c, DB_WRITE));
	before = default_scale(city);
	after = *before;
	after.na_counts_as = na_counts_as;
	after.conforming = conforming;
	after.target = target;
	MUST(city, scale_update(&city->c, before, &after));
	MUST(city, db_commit(&city->c));
}

static enum err change_value(struct city *city, int level, const char *value)
{
	struct scale_level_row *levels, after;
	struct scale scale;
	size_t n;
	enum err e;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, q_scale_levels(&city->c, &(struct scale_levels_in){default_scale(city)->id},
	                          &levels, &n));
	after = levels[level];
	after.value = value;
	MUST(city, scale_level_update(&city->c, &levels[level], &after));
	e = scale_load(&city->c, default_scale(city)->id, &scale);
	MUST(city, db_commit(&city->c));
	return e;
}

/* --- scales --- */

static void levels_are_read_as_people_write_them(void **state)
{
	static const char *const cases[][2] = {
		{"4", "4"},       {"４", "4"},      {" 4 ", "4"},   {"適合", "4"},  {"重大な 不適合", "1"},
		{"対象外", "na"}, {"対 象外", "na"}, {"ＮＡ", "na"}, {"na", "na"},   {"6", NULL},
		{"4.0", NULL},    {"", NULL},       {"適", NULL},   {"－", NULL},   {"不適合", "2"},
	};
	struct city *city = *state;
	struct arena *a = city->c.arena;
	struct scale scale;

	year_make(city, NULL);
	MUST(city, db_begin(&city->c, DB_READ));
	MUST(city, scale_load(&city->c, default_scale(city)->id, &scale));
	db_rollback(&city->c);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *code = scale_read(a, &scale, cases[i][0]);

		if (!code != !cases[i][1] || (code && strcmp(code, cases[i][1]) != 0))
			fail_msg("%s: %s", cases[i][0], code);
	}
	assert_int_equal(scale_index(&scale, "5"), 0);
	assert_int_equal(scale_index(&scale, LEVEL_NA), -1);
	assert_int_equal(scale.conforming, 1);
	assert_int_equal(scale.na_as, 1);
	assert_string_equal(scale_show(&scale, LEVEL_NA), "対象外");
	assert_string_equal(scale_show(&scale, "3"), "3");
	assert_string_equal(scale_show(&scale, NULL), "");
	assert_string_equal(scale_choices(a, &scale), "1, 2, 3, 4, 5, 対象外");
}

static void broken_scales_are_refused(void **state)
{
	struct city *city = *state;
	struct scale scale;

	year_make(city, NULL);
	assert_int_equal(change_value(city, 0, "五"), ERR_INVALID);
	assert_int_equal(change_value(city, 0, "4.0005"), ERR_INVALID);
	assert_int_equal(change_value(city, 0, "4.005"), OK);
	change_scale(city, "4", "適合", "4.00");
	MUST(city, db_begin(&city->c, DB_READ));
	assert_int_equal(scale_load(&city->c, default_scale(city)->id, &scale), ERR_INVALID);
	db_rollback(&city->c);
}

static void means_are_rounded_half_up_and_compared_exactly(void **state)
{
	struct city *city = *state;
	const struct scale scale = {.target = {400, 100}};
	const struct tally half = {.judged = 8, .value_thousandths = 29000};
	const struct tally almost = {.judged = 1000, .value_thousandths = 3999999};
	const struct tally just = {.judged = 3, .value_thousandths = 12000};
	const struct tally none = {0};

	assert_string_equal(mean(city, &half), "3.63"); /* 3.625 */
	assert_string_equal(mean(city, &almost), "4.00");
	assert_int_equal(tally_met(&almost, &scale), 0);
	assert_int_equal(tally_met(&just, &scale), 1);
	assert_int_equal(tally_met(&none, &scale), -1);
	assert_int_equal(tally_met(&just, &(struct scale){0}), -1);
	assert_string_equal(mean(city, &none), "—");
}

/* --- counting, by hand --- */

static void a_small_audit_is_counted(void **state)
{
	struct city *city = *state;
	struct audit_stats s;
	const struct tally *t;

	year_make(city, YEAR_JUDGED);
	s = count(city, "R6");
	t = &s.total;
	assert_int_equal(s.n_targets, 3);
	assert_string_equal(s.targets[0].unit, "防災課");
	assert_string_equal(s.targets[2].unit, "図書館");
	assert_int_equal(t->total, 8);
	assert_int_equal(t->na, 1);
	assert_int_equal(t->unjudged, 1);
	assert_int_equal(t->detections, 4); /* the exemplary one among them */
	assert_int_equal(t->exemplary, 1);
	assert_int_equal(t->levels[0], 1);
	assert_int_equal(t->levels[1], 3); /* 対象外 counts as 4 */
	assert_int_equal(t->levels[2], 1);
	assert_int_equal(t->levels[3], 1);
	assert_int_equal(t->levels[4], 1);
	assert_int_equal(t->judged, 7);
	assert_string_equal(mean(city, t), "3.29"); /* 23 / 7 */
	assert_string_equal(mean(city, &s.targets[0].tally), "4.00");
	assert_string_equal(mean(city, &s.targets[1].tally), "2.33");
	assert_string_equal(mean(city, &s.targets[2].tally), "—");
	assert_int_equal(tally_met(&s.targets[0].tally, &s.parts[0].scale), 1);
	assert_int_equal(tally_met(&s.targets[1].tally, &s.parts[0].scale), 0);
	assert_int_equal(tally_met(&s.targets[2].tally, &s.parts[0].scale), -1);
	/* the one part is the whole */
	assert_int_equal(s.parts[0].total.total, 8);
	assert_int_equal(s.parts[0].n_targets, 3);
	assert_true(s.one_scale);
}

static void catalogues_and_items_are_counted(void **state)
{
	struct city *city = *state;
	struct arena *a = city->c.arena;
	struct audit_stats s;

	year_make(city, YEAR_JUDGED);
	s = count(city, "R6");
	assert_int_equal(s.n_catalogs, 2);
	assert_string_equal(s.catalogs[0].short_name, "甲");
	assert_string_equal(catalog_count_text(a, &s.total.catalogs[0]), "5(1)");
	assert_string_equal(catalog_count_text(a, &s.total.catalogs[1]), "2");
	assert_string_equal(catalog_count_text(a, &s.targets[0].tally.catalogs[0]), "2(1)");
	assert_string_equal(catalog_count_text(a, &s.targets[2].tally.catalogs[1]), "—");
	assert_int_equal(s.total.catalogs[0].detected, 2);
	assert_int_equal(s.total.catalogs[0].exemplary, 1);
	assert_int_equal(s.total.catalogs[1].detected, 2);
	/* of the second catalogue one of two items is asked of anybody */
	assert_int_equal(s.parts[0].version_items[0], 3);
	assert_int_equal(s.parts[0].scope_items[0], 3);
	assert_int_equal(s.parts[0].version_items[1], 2);
	assert_int_equal(s.parts[0].scope_items[1], 1);
	assert_int_equal(s.n_items, 4);
	assert_string_equal(s.items[0].title, "台帳の整備");
	assert_int_equal(s.items[0].asked, 2); /* the library is not judged yet */
	assert_int_equal(s.items[0].detected, 1);
	assert_int_equal(s.items[2].asked, 0); /* 対象外 */
	assert_int_equal(s.items[3].asked, 2);
	assert_int_equal(s.items[3].detected, 2);
}

static void not_applicable_counts_as_the_scale_says(void **state)
{
	struct city *city = *state;
	struct audit_stats s;

	year_make(city, YEAR_JUDGED);
	change_scale(city, NULL, "4", NULL);
	s = count(city, "R6");
	assert_int_equal(s.total.levels[1], 2);
	assert_int_equal(s.total.judged, 6);
	assert_int_equal(s.total.na, 1);
	assert_int_equal(s.total.total, 8);
	assert_string_equal(mean(city, &s.total), "3.17"); /* 19 / 6 */
	assert_int_equal(tally_met(&s.targets[0].tally, &s.parts[0].scale), -1);
	change_scale(city, "5", "3", "3.5");
	s = count(city, "R6");
	assert_int_equal(s.total.levels[0], 2);
	assert_string_equal(mean(city, &s.total), "3.43"); /* 24 / 7 */
	/* with 3 conforming, 4 and 5 are exemplary */
	assert_int_equal(s.total.detections, 5);
	assert_int_equal(s.total.exemplary, 3);
	/* a level without a value is in its column, but in no mean */
	assert_int_equal(change_value(city, 4, NULL), OK);
	s = count(city, "R6");
	assert_int_equal(s.total.levels[4], 1);
	assert_int_equal(s.total.judged, 6);
	assert_string_equal(mean(city, &s.total), "3.83"); /* 23 / 6 */
}

static void different_scales_are_not_added_up(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	static const char *const units[] = {"010100"};
	const struct audit_scope scope = {.catalog = "甲チェックリスト", .units = units, .n_units = 1};
	struct scale_row yes_no = {.code = "yes-no", .name = "可否", .na_name = "対象外",
	                           .conforming = "○"};
	struct scale_level_row level = {.sort = 1, .code = "○", .name = "可", .criterion = "",
	                                .color = "#ffffff"};
	const struct part_new part = {.kind = "external-asset", .scale = "yes-no"};
	struct audit_part_row made;
	struct audit_row audit = year_make(city, YEAR_JUDGED);
	struct audit_stats s;
	long pairs;

	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, scale_insert(c, &yes_no));
	level.scale_id = yes_no.id;
	MUST(city, scale_level_insert(c, &level));
	MUST(city, audit_add_part(c, &audit, &part, &made));
	MUST(city, audit_add_scope(c, &audit, &made, &scope, &pairs));
	MUST(city, db_commit(c));
	assert_int_equal(pairs, 3);
	s = count(city, "R6");
	assert_false(s.one_scale);
	assert_int_equal(s.total.total, 11);
	assert_int_equal(s.total.detections, 4);
	assert_int_equal(s.total.judged, 0);
	assert_int_equal(s.parts[0].total.judged, 7);
	assert_int_equal(s.n_targets, 3); /* one section over both parts */
	assert_int_equal(s.targets[0].tally.total, 7);
}

/* --- parts and scope --- */

static void parts_have_kinds_numbers_and_codes(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct audit_row audit = year_make(city, NULL), again;
	struct audit_part_row part;
	const struct part_new by_code = {.kind = "external-system", .code = "sys"};
	const struct part_new by_name = {.kind = "行政監査", .title = "行政監査（第2回）",
	                                 .evidence_elsewhere = "監査委員事務局"};
	const struct part_new unknown = {.kind = "night-audit"};
	const struct part_new no_scale = {.kind = "internal", .scale = "ten"};
	const struct part_new bad_code = {.kind = "internal", .code = "a/b"};
	const struct audit_new taken = {.code = "R6", .title = "t", .kind = "internal"};

	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, audit_find_part(c, &audit, NULL, &part));
	assert_int_equal(part.number, 1);
	assert_string_equal(part.title, "内部監査");
	assert_non_null(part.purpose);
	MUST(city, audit_add_part(c, &audit, &by_code, &part));
	assert_int_equal(part.number, 2);
	MUST(city, audit_add_part(c, &audit, &by_name, &part));
	assert_string_equal(part.kind, "administrative");
	assert_string_equal(part.code, "3");
	assert_string_equal(part.title, "行政監査（第2回）");
	MUST(city, audit_find_part(c, &audit, "2", &part));
	assert_string_equal(part.code, "sys");
	assert_int_equal(audit_add_part(c, &audit, &by_code, &part), ERR_CONFLICT);
	assert_int_equal(audit_add_part(c, &audit, &unknown, &part), ERR_NOT_FOUND);
	assert_non_null(strstr(c->error.args[1], "contractor"));
	assert_int_equal(audit_add_part(c, &audit, &no_scale, &part), ERR_NOT_FOUND);
	assert_int_equal(audit_add_part(c, &audit, &bad_code, &part), ERR_USAGE);
	assert_int_equal(audit_find_part(c, &audit, "4", &part), ERR_NOT_FOUND);
	assert_int_equal(audit_make(c, &taken, &again), ERR_CONFLICT);
	assert_int_equal(audit_find(c, "R5", &again), ERR_NOT_FOUND);
	db_rollback(c);
}

static void scope_adds_only_what_is_not_asked_yet(void **state)
{
	static const char *const units[] = {"010100", "030100"}, *const stray[] = {"999999"};
	static const char *const two[] = {"1", "2"}, *const nine[] = {"9"};
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct audit_row audit = year_make(city, NULL);
	struct audit_part_row part;
	struct catalog_version_row *version;
	struct audit_scope scope = {"甲チェックリスト", units, 2, two, 2};
	long pairs = -1;

	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, audit_find_part(c, &audit, NULL, &part));
	MUST(city, audit_add_scope(c, &audit, &part, &scope, &pairs));
	assert_int_equal(pairs, 4);
	scope.n_items = 0;
	MUST(city, audit_add_scope(c, &audit, &part, &scope, &pairs));
	assert_int_equal(pairs, 2);
	MUST(city, audit_add_scope(c, &audit, &part, &scope, &pairs));
	assert_int_equal(pairs, 0);
	MUST(city, criteria_latest(c, "甲チェックリスト", &version));
	assert_true(version->frozen);
	scope.units = stray;
	scope.n_units = 1;
	assert_int_equal(audit_add_scope(c, &audit, &part, &scope, &pairs), ERR_NOT_FOUND);
	scope = (struct audit_scope){"甲チェックリスト", units, 1, nine, 1};
	assert_int_equal(audit_add_scope(c, &audit, &part, &scope, &pairs), ERR_NOT_FOUND);
	scope.catalog = "丙";
	assert_int_equal(audit_add_scope(c, &audit, &part, &scope, &pairs), ERR_NOT_FOUND);
	db_rollback(c);
}

/* --- 確定 --- */

static enum err confirm(struct city *city, const char *unit, struct problems *problems)
{
	struct audit_row audit;
	enum err e;

	memset(problems, 0, sizeof(*problems));
	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, audit_find(&city->c, "R6", &audit));
	e = audit_confirm(&city->c, &audit, NULL, unit, problems);
	if (e == OK)
		MUST(city, db_commit(&city->c));
	else
		db_rollback(&city->c);
	return e;
}

static void hold_evidence_elsewhere(struct city *city)
{
	struct audit_row audit;
	struct audit_part_row before, after;

	MUST(city, db_begin(&city->c, DB_WRITE));
	MUST(city, audit_find(&city->c, "R6", &audit));
	MUST(city, audit_find_part(&city->c, &audit, NULL, &before));
	after = before;
	after.evidence_elsewhere = "情報政策課の書庫";
	MUST(city, audit_part_update(&city->c, &before, &after));
	MUST(city, db_commit(&city->c));
}

static void everything_missing_is_listed(void **state)
{
	struct city *city = *state;
	struct problems problems;
	const struct problem *p;

	year_make(city, YEAR_HEAD "010100,甲チェックリスト,1,4,,\n010100,甲チェックリスト,2,3,,\n"
	                          "010100,甲チェックリスト,3,,,\n020100,甲チェックリスト,1,na,,\n"
	                          "020100,甲チェックリスト,2,5,,\n");
	assert_int_equal(confirm(city, NULL, &problems), ERR_STATE);
	assert_int_equal(problems.count[SEV_REJECT], 3);
	p = city_problem(&problems, "comment-missing", 0);
	assert_string_equal(p->place.sheet, "防災課");
	assert_string_equal(p->place.column, "甲チェックリスト 2");
	p = city_problem(&problems, "unjudged", 0);
	assert_string_equal(p->place.column, "甲チェックリスト 3");
	/* mandatory, but 対象外 needs none */
	p = city_problem(&problems, "evidence-missing", 0);
	assert_string_equal(p->place.sheet, "防災課");
	assert_string_equal(p->place.column, "甲チェックリスト 1");
	/* nothing was confirmed, not even what is complete */
	assert_null(count(city, "R6").parts[0].targets[1].confirmed_on);
	/* the other section is complete: exemplary needs no comment */
	assert_int_equal(confirm(city, "020100", &problems), OK);
	assert_string_equal(count(city, "R6").parts[0].targets[1].confirmed_on, "2024-11-12");
	assert_null(count(city, "R6").parts[0].targets[0].confirmed_on);
	assert_null(count(city, "R6").audit.confirmed_on);
	assert_int_equal(confirm(city, "999999", &problems), ERR_NOT_FOUND);
}

static void evidence_here_or_elsewhere_lets_confirm(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct problems problems;
	struct judgement_row *judgement;
	struct evidence_row evidence = {.digest = "d", .file_name = "台帳.pdf", .size = 1};
	struct audit_stats s;

	year_make(city, YEAR_HEAD "010100,甲チェックリスト,1,4,,\n020100,甲チェックリスト,1,4,,\n");
	assert_int_equal(confirm(city, "010100", &problems), ERR_STATE);
	s = count(city, "R6");
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, q_judgement_of_pair(
	                   c,
	                   &(struct judgement_of_pair_in){s.parts[0].targets[0].target_id,
	                                                  "甲チェックリスト", "1"},
	                   &judgement));
	evidence.judgement_id = judgement->id;
	MUST(city, evidence_insert(c, &evidence));
	MUST(city, db_commit(c));
	assert_int_equal(confirm(city, "010100", &problems), OK);
	assert_int_equal(confirm(city, NULL, &problems), ERR_STATE);
	assert_int_equal(problems.count[SEV_REJECT], 1);
	hold_evidence_elsewhere(city);
	assert_int_equal(confirm(city, NULL, &problems), OK);
	assert_string_equal(count(city, "R6").audit.confirmed_on, "2024-11-12");
}

static void corrections_need_a_reason(void **state)
{
	static const char before[] = YEAR_HEAD "010100,甲チェックリスト,1,4,,\n"
	                                       "020100,甲チェックリスト,1,4,,\n";
	static const char after[] = YEAR_HEAD "010100,甲チェックリスト,1,5,見直した。,\n"
	                                      "020100,甲チェックリスト,1,5,見直した。,\n";
	static const char *const units[] = {"010100"};
	const struct audit_scope more = {.catalog = "甲チェックリスト", .units = units, .n_units = 1};
	struct city *city = *state;
	struct ctx *c = &city->c;
	struct problems problems;
	struct audit_row audit = year_make(city, before);
	struct audit_part_row part;
	struct trail_row *events;
	struct import_result r;
	size_t n;
	long pairs;

	hold_evidence_elsewhere(city);
	assert_int_equal(confirm(city, "010100", &problems), OK);
	r = year_judgements(city, before);
	assert_int_equal(r.unchanged, 2); /* the same again is no change */
	r = year_judgements(city, after);
	assert_int_equal(r.rejected, 1);
	assert_int_equal(r.updated, 1);
	assert_int_equal(city_problem(&r.problems, "confirmed", 0)->place.row, 2);
	c->reason = "記録の写し誤りのため";
	r = year_judgements(city, after);
	assert_int_equal(r.updated, 1);
	assert_int_equal(r.rejected, 0);
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, q_trail_after(c, &(struct trail_after_in){0, 1000}, &events, &n));
	assert_string_equal(events[n - 1].table_name, "judgement");
	assert_string_equal(events[n - 1].reason, "記録の写し誤りのため");
	MUST(city, audit_find_part(c, &audit, NULL, &part));
	assert_int_equal(audit_add_scope(c, &audit, &part, &more, &pairs), ERR_STATE);
	db_rollback(c);
}

/* --- judgements on their way in --- */

static void only_what_is_asked_can_be_judged(void **state)
{
	struct city *city = *state;
	struct import_result r;

	year_make(city, YEAR_HEAD "010100,甲チェックリスト,1,4,,\n");
	r = year_judgements(city, YEAR_HEAD "010100,甲チェックリスト,2,4,,\n"
	                                    "010100,甲チェックリスト,1,6,,\n"
	                                    "019900,甲チェックリスト,1,4,,\n"
	                                    "010100,丙,1,4,,\n010100,甲チェックリスト,9,4,,\n"
	                                    "010100,甲チェックリスト,,4,,\n"
	                                    "010100,甲チェックリスト,1,5,,平成31年5月1日\n"
	                                    "010100,甲チェックリスト,１,３,,\n");
	assert_int_equal(r.rows, 8);
	assert_int_equal(city_problem(&r.problems, "pair-unknown", 0)->place.row, 2);
	assert_int_equal(city_problem(&r.problems, "level-not-on-scale", 0)->place.row, 3);
	assert_int_equal(city_problem(&r.problems, "unit-unknown", 0)->place.row, 4);
	assert_int_equal(city_problem(&r.problems, "catalog-unknown", 0)->place.row, 5);
	assert_int_equal(city_problem(&r.problems, "item-unknown", 0)->place.row, 6);
	assert_int_equal(city_problem(&r.problems, "required", 0)->place.row, 7);
	assert_int_equal(city_problem(&r.problems, "date-invalid", 0)->place.row, 8);
	assert_int_equal(r.rejected, 8);
	/* the last row repeats the key of an earlier one, though that was refused */
	assert_int_equal(r.problems.last->place.row, 9);
}

/* --- copying --- */

static void last_years_audit_is_copied_unjudged(void **state)
{
	struct city *city = *state;
	struct ctx *c = &city->c;
	const struct audit_new what = {.code = "R7", .title = "令和7年度監査", .fiscal_year = 2025};
	struct audit_row from = year_make(city, YEAR_JUDGED), copy;
	struct audit_stats s;

	hold_evidence_elsewhere(city);
	/* the care section closes, the disaster section gets another name, one item is dropped */
	year_units(city, "コード,名称,順序,開始日,終了日\n020100,介護課,2,,2025-03-31\n"
	                 "010100,防災課,1,,2025-03-31\n010100,危機管理課,1,2025-04-01,\n");
	year_criteria(city, "チェックリスト,番号,監査項目\n甲チェックリスト,2,鍵の管理（改）\n"
	                    "甲チェックリスト,3,端末の持出し\n",
	              true);
	MUST(city, db_begin(c, DB_WRITE));
	MUST(city, audit_copy(c, &from, &what, &copy));
	MUST(city, db_commit(c));
	assert_int_equal(copy.previous_id, from.id);
	assert_int_equal(copy.fiscal_year, 2025);
	s = count(city, "R7");
	assert_int_equal(s.n_parts, 1);
	assert_string_equal(s.parts[0].part.evidence_elsewhere, "情報政策課の書庫");
	assert_int_equal(s.parts[0].n_targets, 1);
	assert_string_equal(s.targets[0].unit, "危機管理課");
	assert_int_equal(s.total.total, 3); /* 甲2, 甲3, 乙1 */
	assert_int_equal(s.total.unjudged, 3);
	assert_string_equal(s.items[0].title, "鍵の管理（改）");
	/* last year's stays as it was */
	s = count(city, "R6");
	assert_int_equal(s.total.total, 8);
	assert_int_equal(s.total.unjudged, 1);
	assert_string_equal(s.targets[0].unit, "防災課");
	assert_string_equal(s.items[1].title, "鍵の管理");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CITY_TEST(levels_are_read_as_people_write_them),
		CITY_TEST(broken_scales_are_refused),
		CITY_TEST(means_are_rounded_half_up_and_compared_exactly),
		CITY_TEST(a_small_audit_is_counted),
		CITY_TEST(catalogues_and_items_are_counted),
		CITY_TEST(not_applicable_counts_as_the_scale_says),
		CITY_TEST(different_scales_are_not_added_up),
		CITY_TEST(parts_have_kinds_numbers_and_codes),
		CITY_TEST(scope_adds_only_what_is_not_asked_yet),
		CITY_TEST(everything_missing_is_listed),
		CITY_TEST(evidence_here_or_elsewhere_lets_confirm),
		CITY_TEST(corrections_need_a_reason),
		CITY_TEST(only_what_is_asked_can_be_judged),
		CITY_TEST(last_years_audit_is_copied_unjudged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
