#include "org/duty.h"

#include "org/unit.h"

#include <string.h>

/* After the guideline on security policies of local governments, and that on My Number. */
static const struct {
	const char *code, *name;
	bool of_unit;
	const char *purpose;
} usual[] = {
	{"ciso", "最高情報セキュリティ責任者", false,
         "市の情報セキュリティ対策を決め、その責任を負う。副市長など。"},
	{"ciso-aide", "最高情報セキュリティ責任者補佐", false,
         "専門の知識で最高情報セキュリティ責任者を助ける。"},
	{"chief", "統括情報セキュリティ責任者", false,
         "市全体の対策を指導し、緊急のときに指揮をとる。情報部門の長など。"},
	{"audit-chief", "情報セキュリティ監査統括責任者", false,
         "監査を計画し、結果を報告する。"},
	{"csirt", "CSIRT責任者", false, "事故の知らせを受け、対応をまとめる。"},
	{"poc", "CSIRT窓口（PoC）", false, "庁内外からの連絡を受ける。"},
	{"bureau", "情報セキュリティ責任者", true, "部局の対策に責任を負う。部局長。"},
	{"section", "情報セキュリティ管理者", true,
         "課室の対策を行い、職員を指導する。課室長。"},
	{"system", "情報システム管理者", true,
         "受け持つ情報システムの設定、更新、障害対応に責任を負う。"},
	{"operator", "情報システム担当者", true, "情報システムの作業をする。"},
	{"mynumber-chief", "特定個人情報保護総括責任者", false,
         "特定個人情報の取扱い全体に責任を負う。"},
	{"mynumber-audit", "特定個人情報監査責任者", false, "取扱いの状況を点検し、監査する。"},
	{"mynumber-section", "特定個人情報保護責任者", true,
         "課室での特定個人情報の取扱いに責任を負う。"},
	{"mynumber-handler", "特定個人情報事務取扱担当者", true, "特定個人情報を扱う。"},
};

enum err duty_install_usual(struct ctx *c)
{
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		struct duty_row *known;
		struct duty_row row = {.code = usual[i].code,
		                       .name = usual[i].name,
		                       .of_unit = usual[i].of_unit,
		                       .purpose = usual[i].purpose,
		                       .sort = (int64_t)i + 1};

		TRY(q_duty_by_code(c, &(struct duty_by_code_in){row.code}, &known));
		if (!known)
			TRY(duty_insert(c, &row));
	}
	return OK;
}

enum err duty_find(struct ctx *c, const char *code, struct duty_row **ret)
{
	struct duty_row *row;

	TRY(q_duty_by_code(c, &(struct duty_by_code_in){code}, &row));
	if (!row)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no duty “{1}”."), code);
	*ret = row;
	return OK;
}

static enum err check_unit(struct ctx *c, const struct duty_row *duty, const char *unit_code,
                           const char *day)
{
	struct unit_row *unit;

	if (duty->of_unit && !unit_code)
		return FAIL(c, ERR_INVALID, N_("“{1}” is a duty of a unit: choose which."),
		            duty->name);
	if (!duty->of_unit && unit_code)
		return FAIL(c, ERR_INVALID, N_("“{1}” is a duty of the whole city, not of a unit."),
		            duty->name);
	if (!unit_code)
		return OK;
	TRY(unit_in_period(c, unit_code, day, day, &unit));
	if (!unit)
		return FAIL(c, ERR_INVALID, N_("There is no unit {1} on {2}."), unit_code, day);
	return OK;
}

static enum err check_period(struct ctx *c, const char *from, const char *to)
{
	if (to && strcmp(to, from) < 0)
		return FAIL(c, ERR_INVALID, N_("The end {1} lies before the begin {2}."), to, from);
	return OK;
}

bool appointment_overlaps(const struct person_file *f, const struct appointment_row *row)
{
	for (const struct person_appointment *a = f->appointments; a; a = a->next) {
		const char *unit = a->row->unit_code ? a->row->unit_code : "";
		bool after = row->valid_to && strcmp(a->row->valid_from, row->valid_to) > 0;
		bool before = a->row->valid_to && strcmp(a->row->valid_to, row->valid_from) < 0;

		if (!after && !before && a->row->id != row->id &&
		    a->row->duty_id == row->duty_id &&
		    strcmp(unit, row->unit_code ? row->unit_code : "") == 0)
			return true;
	}
	return false;
}

enum err appointment_make(struct ctx *c, const struct appointment_new *what)
{
	struct duty_row *duty;
	struct person_file f;
	struct appointment_row row = {.unit_code = what->unit_code,
	                              .valid_from = what->valid_from,
	                              .valid_to = what->valid_to};

	TRY(duty_find(c, what->duty, &duty));
	TRY(check_period(c, what->valid_from, what->valid_to));
	TRY(check_unit(c, duty, what->unit_code, what->valid_from));
	TRY(person_load(c, what->number, what->valid_from, &f));
	if (!person_place_on(&f, what->valid_from))
		return FAIL(c, ERR_INVALID, N_("{1} has no post on {2}."), f.person->name,
		            what->valid_from);
	row.duty_id = duty->id;
	row.person_id = f.person->id;
	if (appointment_overlaps(&f, &row))
		return FAIL(c, ERR_CONFLICT, N_("{1} is {2} there already."), f.person->name,
		            duty->name);
	return appointment_insert(c, &row);
}

enum err appointment_end(struct ctx *c, int64_t id, int64_t rev, const char *last_day)
{
	struct appointment_row *row, after;

	TRY(appointment_get(c, id, &row));
	if (!row)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such appointment."));
	if (row->rev != rev)
		return FAIL(c, ERR_CONFLICT,
		            N_("Somebody else changed this appointment meanwhile."));
	TRY(check_period(c, row->valid_from, last_day));
	after = *row;
	after.valid_to = last_day;
	return appointment_update(c, row, &after);
}

enum err appointment_acknowledge(struct ctx *c, int64_t account_id, int64_t id)
{
	struct appointment_row *row, after;
	struct account_row *account;

	TRY(appointment_get(c, id, &row));
	TRY(account_get(c, account_id, &account));
	if (!row || !account || !account->person_id || row->person_id != account->person_id)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such appointment."));
	if (row->acknowledged_on)
		return OK;
	after = *row;
	after.acknowledged_on = day_today(c);
	return appointment_update(c, row, &after);
}
