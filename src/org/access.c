#include "org/access.h"

#include "gen/queries.h"

#include <string.h>

static const unsigned char reaches[CAP__MAX][ROLE__MAX] = {
#define X(id, a, b, c, d, e, f)                                                                \
	[CAP_##id] = {REACH_##a, REACH_##b, REACH_##c, REACH_##d, REACH_##e, REACH_##f},
	CAPABILITIES(X)
#undef X
};

static const struct {
	const char *code, *label;
} roles[ROLE__MAX] = {
	[ROLE_SECRETARIAT] = {"secretariat", N_("Secretariat")},
	[ROLE_AUDITOR] = {"auditor", N_("Auditor")},
	[ROLE_HEAD] = {"head", N_("Section head")},
	[ROLE_READER] = {"reader", N_("Reader")},
	[ROLE_ADMINISTRATOR] = {"administrator", N_("Administrator")},
	[ROLE_EMPLOYEE] = {"employee", N_("Employee")},
};

const char *role_code(enum role role)
{
	return roles[role].code;
}

const char *role_label(enum role role)
{
	return roles[role].label;
}

bool role_parse(const char *code, enum role *ret)
{
	for (int i = 0; i < ROLE__MAX; i++) {
		if (strcmp(roles[i].code, code) == 0) {
			*ret = (enum role)i;
			return true;
		}
	}
	return false;
}

enum reach access_reach(enum role role, enum capability cap)
{
	return (enum reach)reaches[cap][role];
}

enum err access_enter(struct ctx *c, const struct who *who, enum capability cap)
{
	enum reach reach = access_reach(who->role, cap);

	if (reach == REACH_NONE)
		return FAIL(c, ERR_FORBIDDEN, N_("Your role does not include this."));
	/* no unit has an empty code: an account without a unit sees none */
	c->only_below = reach != REACH_OWN ? NULL : who->unit_code ? who->unit_code : "";
	return OK;
}

static bool is_reading(enum capability cap)
{
	return cap == CAP_READ_AUDIT || cap == CAP_READ_UNITS || cap == CAP_READ_PEOPLE ||
	       cap == CAP_READ_LEDGERS;
}

/* Whether the unit's row is at or below the code; taken_over: also by succession. */
static enum err is_within(struct ctx *c, int64_t unit_id, const char *code, bool taken_over,
                          bool *ret)
{
	struct unit_within_out *within = NULL;
	struct unit_kept_by_out *kept = NULL;

	if (taken_over)
		TRY(q_unit_within(c, &(struct unit_within_in){unit_id, code}, &within));
	else
		TRY(q_unit_kept_by(c, &(struct unit_kept_by_in){unit_id, code}, &kept));
	*ret = within || kept;
	return OK;
}

enum err access_covers(struct ctx *c, const struct who *who, enum capability cap, int64_t unit_id,
                       bool *ret)
{
	enum reach reach = access_reach(who->role, cap);
	bool within;

	if (reach == REACH_NONE || reach == REACH_ALL || !who->unit_code) {
		*ret = reach == REACH_ALL || reach == REACH_OTHERS;
		return OK;
	}
	TRY(is_within(c, unit_id, who->unit_code, reach == REACH_OTHERS || is_reading(cap),
	              &within));
	*ret = within == (reach == REACH_OWN);
	return OK;
}
