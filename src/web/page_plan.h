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

/* Why something confirmed is changed: at the end of a form's fields, drawn where it is needed. */
#define FIELD_REASON                                                                           \
	{.name = "reason",                                                                     \
	 .label = N_("Reason of the correction"),                                              \
	 .help = N_("What stands here is confirmed. The reason stands in the history beside "  \
	            "the change."),                                                            \
	 .type = FIELD_LONG,                                                                   \
	 .max = 1000}
/* The field and the button of a form, which may change what was confirmed on that day (or NULL). */
void plan_close(struct request *r, const struct field *fields, const char *confirmed_on,
                const char *button);
/* The reason that was sent, for the trail; ERR_INVALID when it is needed and missing. */
MUST_USE enum err plan_reason(struct request *r, const char *confirmed_on);

/* A note that what is asked is final, where the audit is confirmed. */
void plan_confirmed_note(struct request *r, const struct audit_row *audit);

#endif
