/*
 * access.h - who may do what: a permission is a capability with a reach.
 *
 * Roles are a table of capability × reach. The reach is applied where rows are read: a context
 * with `only_below` set (ctx.h) sees rows of that unit and of the units below it alone, because
 * every query about units takes it. docs/security.md prints the table.
 */
#ifndef KAGEYU_ORG_ACCESS_H
#define KAGEYU_ORG_ACCESS_H

#include "base/ctx.h"

#include <stdbool.h>

/* id, and for whom: secretariat, auditor, head, reader, administrator, employee */
#define CAPABILITIES(X)                                                                        \
	X(SELF, ALL, ALL, ALL, ALL, ALL, ALL)             /* own account, help */               \
	X(REQUEST, ALL, ALL, ALL, ALL, ALL, ALL)          /* own carry-outs, reports, readings */ \
	X(READ_AUDIT, ALL, ALL, OWN, ALL, NONE, NONE)     /* judgements, statistics, evidence */  \
	X(JUDGE, ALL, OTHERS, NONE, NONE, NONE, NONE)     /* levels and comments */               \
	X(EVIDENCE, ALL, OTHERS, OWN, NONE, NONE, NONE)   /* attach files */                      \
	X(CONFIRM, ALL, OTHERS, NONE, NONE, NONE, NONE)   /* 確定 and corrections */              \
	X(PLAN, ALL, NONE, NONE, NONE, NONE, NONE)        /* audits, parts, scope, visits */      \
	X(REPORT, ALL, ALL, NONE, ALL, NONE, NONE)        /* the report of the whole audit */     \
	X(READ_UNITS, ALL, ALL, OWN, ALL, ALL, NONE)      /* organisation */                      \
	X(EDIT_UNITS, ALL, NONE, NONE, NONE, NONE, NONE)                                          \
	X(READ_PEOPLE, ALL, NONE, OWN, NONE, ALL, NONE)   /* personnel: names, posts, duties */   \
	X(EDIT_PEOPLE, ALL, NONE, NONE, NONE, ALL, NONE)                                          \
	X(READ_CRITERIA, ALL, ALL, ALL, ALL, NONE, NONE)                                          \
	X(EDIT_CRITERIA, ALL, NONE, NONE, NONE, NONE, NONE)                                       \
	X(READ_LEDGERS, ALL, ALL, OWN, ALL, NONE, NONE)   /* systems, assets, media … */          \
	X(EDIT_LEDGERS, ALL, NONE, OWN, NONE, NONE, NONE)                                         \
	X(INCIDENTS, ALL, NONE, NONE, NONE, NONE, NONE)   /* receive reports of incidents */      \
	X(POLICIES, ALL, NONE, NONE, NONE, NONE, NONE)    /* hand rules out to be acknowledged */ \
	X(EXPORT, ALL, ALL, NONE, ALL, NONE, NONE)        /* whole ledgers as files */            \
	X(TRAIL, ALL, NONE, NONE, NONE, ALL, NONE)        /* audit trail, security log */         \
	X(ACCOUNTS, ALL, NONE, NONE, NONE, ALL, NONE)                                             \
	X(SETTINGS, ALL, NONE, NONE, NONE, ALL, NONE)

enum capability {
#define X(id, ...) CAP_##id,
	CAPABILITIES(X)
#undef X
		CAP__MAX
};

enum reach {
	REACH_NONE,
	REACH_OWN,    /* the account's unit and those below it */
	REACH_OTHERS, /* all but these: nobody audits the own unit */
	REACH_ALL
};

enum role {
	ROLE_SECRETARIAT,
	ROLE_AUDITOR,
	ROLE_HEAD,
	ROLE_READER,
	ROLE_ADMINISTRATOR,
	ROLE_EMPLOYEE,
	ROLE__MAX
};

/* "secretariat" …, as stored; msgid of its name. */
const char *role_code(enum role role);
const char *role_label(enum role role);
bool role_parse(const char *code, enum role *ret);

/* Who is acting. Without a unit, OWN reaches nothing and OTHERS everything. */
struct who {
	int64_t account_id;
	const char *login, *name, *unit_code;
	enum role role;
};

enum reach access_reach(enum role role, enum capability cap);

/*
 * Prepares the context for what follows under the capability: sets c->only_below where the reach
 * is OWN. ERR_FORBIDDEN when the role does not have it.
 */
MUST_USE enum err access_enter(struct ctx *c, const struct who *who, enum capability cap);

/*
 * Whether the capability covers this unit (a row of table unit). *ret is false where not. What the
 * own unit took over from a unit that is closed may be read; to be changed it has to be handed over
 * first (record/transfer.h).
 */
MUST_USE enum err access_covers(struct ctx *c, const struct who *who, enum capability cap,
                                int64_t unit_id, bool *ret);

#endif
