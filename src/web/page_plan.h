/* page_plan.h - what the planning pages share; private to src/web/page_*.c. */
#ifndef KAGEYU_WEB_PAGE_PLAN_H
#define KAGEYU_WEB_PAGE_PLAN_H

#include "audit/plan.h"
#include "web/page.h"

/* The audit, and where ret_part is not NULL the part, that the address names. */
MUST_USE enum err plan_load(struct request *r, struct audit_row *ret,
                            struct audit_part_row *ret_part);

/* Audits › this audit. */
void plan_crumbs(struct request *r, const struct audit_row *audit);

/* "Heading: name", translated. */
const char *plan_title(struct request *r, const char *msgid, const char *name);

/* A note that what is asked is final, where the audit is confirmed. */
void plan_confirmed_note(struct request *r, const struct audit_row *audit);

#endif
