/*
 * assertion.h - what one source says about whether a unit or a record meets a criterion.
 *
 * A source says all it has to say at once. What it said before and says again keeps its row and
 * the day it was first said; what it says no longer is closed, not deleted, so that every alert can
 * be shown with its history. Assertions are rows of the city's data with events in the audit trail
 * although a rule could compute most of them again: the days could not be computed again, and they
 * tell whether a section was warned.
 *
 * Records are known by ledger code and id alone; this folder does not look into them.
 */
#ifndef KAGEYU_ASSERTION_ASSERTION_H
#define KAGEYU_ASSERTION_ASSERTION_H

#include "gen/queries.h"

/* id, as stored, msgid */
#define ASSERTION_VALUES(X)                                                                    \
	X(MET, "met", N_("Met"))                                                               \
	X(PARTLY, "partly", N_("Partly met"))                                                  \
	X(NOT_MET, "not-met", N_("Not met"))                                                   \
	X(NOT_APPLICABLE, "not-applicable", N_("Not applicable"))                              \
	X(UNKNOWN, "unknown", N_("Unknown"))

enum assertion_value {
#define X(id, code, label) ASSERTION_##id,
	ASSERTION_VALUES(X)
#undef X
		ASSERTION_VALUE__MAX
};

const char *assertion_value_code(enum assertion_value v);
const char *assertion_value_label(const char *code); /* msgid; NULL when there is no such value */

/* Greater is more severe. 0 in filters means all. */
enum gravity { GRAVITY_ALL, GRAVITY_LOW, GRAVITY_MIDDLE, GRAVITY_HIGH };

struct assertion_said {
	int64_t unit_id;
	const char *criterion;  /* code within its source */
	const char *ledger;     /* NULL: of the unit itself */
	int64_t record_id;      /* 0: of the unit itself */
	const char *subject;    /* what the record or unit is called */
	enum assertion_value value;
	enum gravity severity;
	const char *details;    /* the source's own; NULL = none */
};

struct assertion_changes {
	size_t opened, closed, changed, same;
};

/* What a source speaks of when it does not speak of everything. */
struct assertion_scope {
	bool (*covers)(const void *arg, const struct assertion_row *row);
	const void *arg;
};

/*
 * Stores what the source says on the day (ISO) as all it says within the scope; NULL = everything.
 * One criterion of a record, or of a unit, may be said once. Inside the caller's write transaction.
 */
MUST_USE enum err assertion_replace(struct ctx *c, const char *source,
                                    const struct assertion_scope *scope, const char *day,
                                    const struct assertion_said *said, size_t n,
                                    struct assertion_changes *ret);

#endif
