/*
 * duty_list.h - who answers for what on a day, and where nobody does (不在).
 *
 * Some duties must not be empty: of the city the CISO, the chief below and the contact point; of
 * each bureau (部局) 情報セキュリティ責任者; of each section (課, 室) 情報セキュリティ管理者. The others are given
 * where there is something to answer for.
 */
#ifndef KAGEYU_ORG_DUTY_LIST_H
#define KAGEYU_ORG_DUTY_LIST_H

#include "org/unit_tree.h"

enum duty_state {
	DUTY_ALL,
	DUTY_VACANT,        /* nobody, though somebody must */
	DUTY_UNACKNOWLEDGED /* somebody, who has not said so yet */
};

struct duty_filter {
	const char *duty;      /* code; NULL = every */
	const char *unit_code; /* with those below it; NULL = everywhere and the city itself */
	bool alone;            /* without those below it */
	enum duty_state state;
};

struct duty_line {
	const struct duty_row *duty;
	const char *unit_code, *unit;             /* NULL = of the whole city */
	const char *bureau;                       /* NULL likewise, or where the unit is closed */
	const struct appointments_seen_out *held; /* NULL = vacant */
	struct duty_line *next;
};

struct duty_list {
	struct duty_line *first; /* by duty, then units in display order */
	size_t n;
	size_t vacant, unacknowledged; /* whatever state the filter asks for */
};

/*
 * Within the reach of the context: who sees some units alone is not told of the whole city. A unit
 * or duty that is not there leaves nothing.
 */
MUST_USE enum err duty_list_on(struct ctx *c, const char *day, const struct duty_filter *filter,
                               struct duty_list *ret);

#endif
