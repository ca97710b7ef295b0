/*
 * alerts.h - what the rules noticed, on the pages of records and units.
 */
#ifndef KAGEYU_WEB_ALERTS_H
#define KAGEYU_WEB_ALERTS_H

#include "ledger/rules.h"
#include "web/page.h"

/* Marks a rule that says that registers disagree, not that something was broken. */
void alert_contradiction(struct request *r, const struct rule *rule);
/* The open alerts of a record; nothing where there are none. */
MUST_USE enum err alerts_of_record(struct request *r, int64_t record_id);
/* How many are open in the unit and those below it, as a link to them. */
MUST_USE enum err alerts_of_unit(struct request *r, const char *unit_code);

#endif
