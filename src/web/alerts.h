/*
 * alerts.h - what the rules noticed, on the pages of records and units.
 */
#ifndef KAGEYU_WEB_ALERTS_H
#define KAGEYU_WEB_ALERTS_H

#include "web/page.h"

/* The open alerts of a record; nothing where there are none. */
MUST_USE enum err alerts_of_record(struct request *r, int64_t record_id);
/* How many are open in the unit and those below it, as a link to them. */
MUST_USE enum err alerts_of_unit(struct request *r, const char *unit_code);

#endif
