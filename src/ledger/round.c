#include "ledger/round.h"

#include "base/date.h"
#include "base/text.h"
#include "job/outbox.h"
#include "ledger/ledgers.h"
#include "ledger/round_internal.h"

#include <string.h>

static const struct {
	const char *code, *label;
} reminders[ROUND_REMIND__MAX] = {
#define X(id, code, label) [ROUND_REMIND_##id] = {code, label},
	ROUND_REMINDERS(X)
#undef X
};

const char *round_reminder_code(enum round_reminder kind)
{
	return reminders[kind].code;
}

const char *round_reminder_label(enum round_reminder kind)
{
	return reminders[kind].label;
}

const char *round_all_reminders(struct arena *a)
{
	const char *s = reminders[0].code;

	for (int i = 1; i < ROUND_REMIND__MAX; i++)
		s = arena_printf(a, "%s\n%s", s, reminders[i].code);
	return s;
}

const char *round_usual_ledgers(struct arena *a)
{
	return arena_printf(a, "%s\n%s\n%s\n%s\n%s\n%s\n%s", ledger_systems.code,
	                    ledger_assets.code, ledger_media.code, ledger_keys.code,
	                    ledger_policies.code, ledger_contracts.code, ledger_exceptions.code);
}

bool round_line_of(struct arena *a, const char *lines, const char *line)
{
	struct text_list list = text_split(a, lines ? lines : "", "\n");

	for (size_t i = 0; i < list.n; i++)
		if (strcmp(list.v[i], line) == 0)
			return true;
	return false;
}

bool round_has_ledger(struct ctx *c, const struct round_row *round, const char *ledger)
{
	return round_line_of(c->arena, round->ledgers, ledger);
}

bool round_is_open(const struct round_row *round, const char *today)
{
	return !round->closed_on && strcmp(round->opens_on, today) <= 0;
}

enum err round_must_be_open(struct ctx *c, const struct round_row *round, const char *today)
{
	if (round->closed_on)
		return FAIL(c, ERR_STATE, N_("The round is closed."));
	if (!round_is_open(round, today))
		return FAIL(c, ERR_STATE, N_("The round has not begun yet."));
	return OK;
}

enum err round_load(struct ctx *c, int64_t id, struct round_row *ret)
{
	struct round_row *row = NULL;

	if (id > 0)
		TRY(round_get(c, id, &row));
	if (!row)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such round."));
	*ret = *row;
	return OK;
}

/* --- made and changed --- */

static enum err check_lines(struct ctx *c, const struct round_row *round)
{
	struct text_list list = text_split(c->arena, round->ledgers ? round->ledgers : "", "\n");

	for (size_t i = 0; i < list.n; i++) {
		const struct record_kind *k = ledger_find(list.v[i]);

		if (!k || record_owner(k)->type != RECORD_UNIT)
			return FAIL(c, ERR_INVALID, N_("“{1}” is no ledger of records of units."),
			            list.v[i]);
	}
	return list.n ? OK : FAIL(c, ERR_INVALID, N_("Choose at least one ledger."));
}

static enum err check(struct ctx *c, const struct round_row *round)
{
	if (text_blank(round->title) || text_length(round->title) > ROUND_TITLE_MAX)
		return FAIL(c, ERR_INVALID, N_("The round needs a title of up to {1} characters."),
		            arena_printf(c->arena, "%d", ROUND_TITLE_MAX));
	if (!round->opens_on || !round->due_on || strcmp(round->due_on, round->opens_on) < 0)
		return FAIL(c, ERR_INVALID, N_("It must be due on or after the day it opens."));
	if (round->remind_days < 1 || round->remind_days > ROUND_REMIND_DAYS_MAX)
		return FAIL(c, ERR_INVALID, N_("Remind between 1 and {1} days before."),
		            arena_printf(c->arena, "%d", ROUND_REMIND_DAYS_MAX));
	return check_lines(c, round);
}

enum err round_make(struct ctx *c, struct round_row *round, const char *today)
{
	TRY(check(c, round));
	TRY(round_insert(c, round));
	return round_ask_usual(c, round, today);
}

enum err round_change(struct ctx *c, const struct round_row *before, struct round_row *after)
{
	if (before->closed_on)
		return FAIL(c, ERR_STATE, N_("The round is closed."));
	TRY(check(c, after));
	return round_update(c, before, after);
}

enum err round_close(struct ctx *c, const struct round_row *round, const char *today)
{
	struct round_row after = *round;

	if (round->closed_on)
		return FAIL(c, ERR_STATE, N_("The round is closed."));
	after.closed_on = today;
	TRY(outbox_withdraw(c, round->id, 0));
	return round_update(c, round, &after);
}
