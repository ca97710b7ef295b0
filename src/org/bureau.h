/*
 * bureau.h - which bureau (部局) a section belongs to: the topmost unit above it.
 */
#ifndef KAGEYU_ORG_BUREAU_H
#define KAGEYU_ORG_BUREAU_H

#include "base/map.h"
#include "gen/queries.h"

/* Units by code, as they were in a fiscal year, the latest of each. */
struct bureaus {
	struct map units; /* code → unit_row */
};

/* Units out of the context's sight are not among them. */
MUST_USE enum err bureaus_load(struct ctx *c, int64_t fiscal_year, const char *day,
                               struct bureaus *ret);

/* The unit itself where none stands above it; NULL where the code is not known. */
const struct unit_row *bureau_of(const struct bureaus *b, const char *unit_code);

#endif
