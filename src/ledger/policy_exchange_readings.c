/* Acknowledgements of what was handed out, and units that could not find it. */
#include "ledger/policy_exchange_internal.h"

#include "base/text.h"
#include "org/unit.h"

#include <inttypes.h>
#include <string.h>

static const char *id_text(struct arena *a, int64_t id)
{
	return arena_printf(a, "%" PRId64, id);
}

/* --- acknowledgements --- */

enum { LOGIN = HANDED__COLUMNS, NAME, ACKNOWLEDGED, N_ACKNOWLEDGEMENT };

static const struct form_column acknowledgement_columns[N_ACKNOWLEDGEMENT] = {
	HANDED_COLUMNS,
	[LOGIN] = {"login", "利用者ID|利用者", true},
	[NAME] = {"name", "氏名|名前", false},
	[ACKNOWLEDGED] = {"acknowledged_on", "確認した日|確認日|受領日", true},
};
const struct form acknowledgement_form = {acknowledgement_columns, N_ACKNOWLEDGEMENT};

/* What the readers of both files hold. */
struct reader {
	struct reading r;
	struct handed_out all;
	struct map stored; /* key of a row → the row that is kept */
	struct map seen;   /* keys of the file */
	struct map known;  /* login → account_row, or id as text → unit_row */
	struct import_result *result;
};

static const char *acknowledgement_key(struct arena *a, int64_t distribution, int64_t account)
{
	return arena_printf(a, "%" PRId64 " %" PRId64, distribution, account);
}

static enum err load_accounts(struct reader *p)
{
	struct ctx *c = p->r.c;
	struct policy_acknowledgement_row *rows;
	struct account_row *accounts;
	size_t n;

	TRY(q_account_all(c, &accounts, &n));
	for (size_t i = 0; i < n; i++)
		map_put(&p->known, accounts[i].login, &accounts[i]);
	TRY(q_policy_acknowledgement_all(c, &rows, &n));
	for (size_t i = 0; i < n; i++)
		map_put(&p->stored,
		        acknowledgement_key(c->arena, rows[i].distribution_id, rows[i].account_id),
		        &rows[i]);
	return OK;
}

static const struct account_row *read_account(struct reader *p, const struct sheet_row *row)
{
	struct reading *r = &p->r;
	struct arena *a = r->c->arena;
	const char *login = reading_code(r, row, LOGIN), *name = reading_text(r, row, NAME);
	const struct account_row *account = map_get(&p->known, login);

	if (reading_empty(r, row, LOGIN))
		READING_PROBLEM(r, row, LOGIN, SEV_REJECT, "required",
		                N_("The account is missing."));
	else if (!account)
		READING_PROBLEM(r, row, LOGIN, SEV_REJECT, "account-unknown",
		                N_("There is no account “{1}”."), login);
	else if (*name && strcmp(text_fold(a, name), text_fold(a, account->name)) != 0)
		READING_PROBLEM(r, row, NAME, SEV_REJECT, "person-differs",
		                N_("The account {1} is that of {2}, not of “{3}”."), login,
		                account->name, name);
	return account;
}

static void check_acknowledged(struct reader *p, const struct sheet_row *row, const char *day,
                               const char *handed_on)
{
	if (reading_empty(&p->r, row, ACKNOWLEDGED))
		READING_PROBLEM(&p->r, row, ACKNOWLEDGED, SEV_REJECT, "required",
		                N_("The day is missing."));
	else if (day && strcmp(day, handed_on) < 0)
		READING_PROBLEM(&p->r, row, ACKNOWLEDGED, SEV_REJECT, "period-reversed",
		                N_("It was handed out on {1}, and cannot be acknowledged on {2}."),
		                handed_on, day);
}

static enum err put_acknowledgement(struct reader *p, const char *key,
                                    struct policy_acknowledgement_row now)
{
	const struct policy_acknowledgement_row *stored = map_get(&p->stored, key);

	if (!stored) {
		p->result->created++;
		return policy_acknowledgement_insert(p->r.c, &now);
	}
	if (handed_same(stored->acknowledged_on, now.acknowledged_on)) {
		p->result->unchanged++;
		return OK;
	}
	now.id = stored->id;
	now.rev = stored->rev;
	p->result->updated++;
	return policy_acknowledgement_update(p->r.c, stored, &now);
}

static enum err read_acknowledgement(struct reader *p, const struct sheet_row *row)
{
	const struct handed *one = handed_find(&p->r, row, &p->all);
	const struct account_row *account = read_account(p, row);
	const char *day = reading_date(&p->r, row, ACKNOWLEDGED), *key;

	if (!one || !account)
		return OK;
	key = acknowledgement_key(p->r.c->arena, one->row->id, account->id);
	check_acknowledged(p, row, day, one->row->distributed_on);
	handed_once(&p->r, row, &p->seen, key);
	if (p->r.row_rejected)
		return OK;
	return put_acknowledgement(
		p, key,
		(struct policy_acknowledgement_row){.distribution_id = one->row->id,
	                                            .account_id = account->id,
	                                            .acknowledged_on = day});
}

typedef enum err load_fn(struct reader *p);
typedef enum err row_fn(struct reader *p, const struct sheet_row *row);

static enum err import(struct ctx *c, const struct book *book, const char *file,
                       const struct form *form, load_fn *load, row_fn *read_one,
                       struct import_result *ret)
{
	struct reader p = {.result = ret};
	const struct sheet_row *row;

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	TRY(form_find(c, book, file, form, &ret->problems, &p.r));
	p.stored.arena = p.seen.arena = p.known.arena = c->arena;
	TRY(handed_out_load(c, &p.all));
	TRY(load(&p));
	while ((row = reading_next(&p.r)) != NULL) {
		ret->rows++;
		TRY(read_one(&p, row));
	}
	reading_end(&p.r);
	ret->rejected = p.r.rejected;
	return OK;
}

enum err acknowledgement_import(struct ctx *c, const struct book *book, const char *file,
                                struct import_result *ret)
{
	return import(c, book, file, &acknowledgement_form, load_accounts, read_acknowledgement,
	              ret);
}

enum err acknowledgement_export(struct ctx *c, struct table *ret)
{
	static const struct column out[N_ACKNOWLEDGEMENT] = {
		HANDED_OUT_COLUMNS,
		[LOGIN] = {"login", COLUMN_TEXT},
		[NAME] = {"name", COLUMN_TEXT},
		[ACKNOWLEDGED] = {"acknowledged_on", COLUMN_DATE},
	};
	struct policy_acknowledgement_row *rows;
	struct map accounts = {.arena = c->arena};
	struct account_row *known;
	const char *const **cells;
	struct handed_out all;
	size_t n, n_known;

	TRY(handed_out_load(c, &all));
	TRY(q_account_all(c, &known, &n_known));
	for (size_t i = 0; i < n_known; i++)
		map_put(&accounts, id_text(c->arena, known[i].id), &known[i]);
	TRY(q_policy_acknowledgement_all(c, &rows, &n));
	cells = ARENA_ARRAY(c->arena, n, const char *const *);
	for (size_t i = 0; i < n; i++) {
		const char **v = ARENA_ARRAY(c->arena, N_ACKNOWLEDGEMENT, const char *);
		const struct account_row *account =
			map_get(&accounts, id_text(c->arena, rows[i].account_id));

		handed_export(c->arena, &all,
		              map_get(&all.by_id, id_text(c->arena, rows[i].distribution_id)), v);
		v[LOGIN] = account->login;
		v[NAME] = account->name;
		v[ACKNOWLEDGED] = rows[i].acknowledged_on;
		cells[i] = v;
	}
	*ret = (struct table){"acknowledgements", out, N_ACKNOWLEDGEMENT, cells, n};
	return OK;
}

/* --- not at hand --- */

enum { UNIT = HANDED__COLUMNS, FOUND, NOTE, N_NOT_AT_HAND };

static const struct form_column not_at_hand_columns[N_NOT_AT_HAND] = {
	HANDED_COLUMNS,
	[UNIT] = {"unit_code", "所属コード|部署コード|組織コード", true},
	[FOUND] = {"day", "分かった日|確認日", true},
	[NOTE] = {"note", "備考", false},
};
const struct form not_at_hand_form = {not_at_hand_columns, N_NOT_AT_HAND};

static const char *not_at_hand_key(struct arena *a, int64_t distribution, const char *code,
                                   const char *day)
{
	return arena_printf(a, "%" PRId64 " %s %s", distribution, code, day);
}

static enum err load_not_at_hand(struct reader *p)
{
	struct ctx *c = p->r.c;
	struct policy_not_at_hand_row *rows;
	struct unit_row *units;
	size_t n;

	TRY(q_unit_all(c, &units, &n));
	for (size_t i = 0; i < n; i++)
		map_put(&p->known, id_text(c->arena, units[i].id), &units[i]);
	TRY(q_policy_not_at_hand_all(c, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		const struct unit_row *unit =
			map_get(&p->known, id_text(c->arena, rows[i].unit_id));

		map_put(&p->stored,
		        not_at_hand_key(c->arena, rows[i].distribution_id, unit->code,
		                        rows[i].day),
		        &rows[i]);
	}
	return OK;
}

/* Of that day, or else as it is called since. */
static enum err find_unit(struct reader *p, const struct sheet_row *row, const char *code,
                          const char *day, struct unit_row **ret)
{
	struct ctx *c = p->r.c;

	TRY(unit_in_period(c, code, day, day, ret));
	if (!*ret)
		TRY(unit_in_period(c, code, day, "9999-12-31", ret));
	if (!*ret)
		READING_PROBLEM(&p->r, row, UNIT, SEV_REJECT, "unit-unknown",
		                N_("There is no unit {1} on {2}."), code, day);
	return OK;
}

static enum err put_not_at_hand(struct reader *p, const char *key,
                                struct policy_not_at_hand_row now)
{
	const struct policy_not_at_hand_row *stored = map_get(&p->stored, key);

	if (!stored) {
		p->result->created++;
		return policy_not_at_hand_insert(p->r.c, &now);
	}
	if (!reading_has(&p->r, NOTE) || handed_same(stored->note, now.note)) {
		p->result->unchanged++;
		return OK;
	}
	now.id = stored->id;
	now.rev = stored->rev;
	now.unit_id = stored->unit_id;
	p->result->updated++;
	return policy_not_at_hand_update(p->r.c, stored, &now);
}

static enum err read_not_at_hand(struct reader *p, const struct sheet_row *row)
{
	const struct handed *one = handed_find(&p->r, row, &p->all);
	const char *code = reading_code(&p->r, row, UNIT), *key;
	const char *day = reading_date(&p->r, row, FOUND), *note = reading_opt(&p->r, row, NOTE);
	struct unit_row *unit;

	if (reading_empty(&p->r, row, UNIT))
		READING_PROBLEM(&p->r, row, UNIT, SEV_REJECT, "required",
		                N_("The unit's code is missing."));
	if (reading_empty(&p->r, row, FOUND))
		READING_PROBLEM(&p->r, row, FOUND, SEV_REJECT, "required",
		                N_("The day is missing."));
	if (p->r.row_rejected)
		return OK;
	TRY(find_unit(p, row, code, day, &unit));
	key = not_at_hand_key(p->r.c->arena, one->row->id, code, day);
	handed_once(&p->r, row, &p->seen, key);
	if (p->r.row_rejected)
		return OK;
	return put_not_at_hand(p, key,
	                       (struct policy_not_at_hand_row){.distribution_id = one->row->id,
	                                                       .unit_id = unit->id,
	                                                       .day = day,
	                                                       .note = note});
}

enum err not_at_hand_import(struct ctx *c, const struct book *book, const char *file,
                            struct import_result *ret)
{
	return import(c, book, file, &not_at_hand_form, load_not_at_hand, read_not_at_hand, ret);
}

enum err not_at_hand_export(struct ctx *c, struct table *ret)
{
	static const struct column out[N_NOT_AT_HAND] = {
		HANDED_OUT_COLUMNS,
		[UNIT] = {"unit_code", COLUMN_TEXT},
		[FOUND] = {"day", COLUMN_DATE},
		[NOTE] = {"note", COLUMN_WIDE_TEXT},
	};
	struct policy_not_at_hand_row *rows;
	const char *const **cells;
	struct handed_out all;
	size_t n;

	TRY(handed_out_load(c, &all));
	TRY(q_policy_not_at_hand_all(c, &rows, &n));
	cells = ARENA_ARRAY(c->arena, n, const char *const *);
	for (size_t i = 0; i < n; i++) {
		const char **v = ARENA_ARRAY(c->arena, N_NOT_AT_HAND, const char *);
		struct unit_row *unit;

		TRY(q_unit_by_id(c, &(struct unit_by_id_in){rows[i].unit_id}, &unit));
		handed_export(c->arena, &all,
		              map_get(&all.by_id, id_text(c->arena, rows[i].distribution_id)), v);
		v[UNIT] = unit->code;
		v[FOUND] = rows[i].day;
		v[NOTE] = rows[i].note;
		cells[i] = v;
	}
	*ret = (struct table){"not-at-hand", out, N_NOT_AT_HAND, cells, n};
	return OK;
}
