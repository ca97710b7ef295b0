/*
 * office_day.h - days on which offices of the state are closed (行政機関の休日).
 *
 * Saturdays, Sundays, national holidays as the Holiday Act has them since 2022, and 29 December to
 * 3 January. Periods that end on such a day end on the next open one.
 */
#ifndef KAGEYU_BASE_OFFICE_DAY_H
#define KAGEYU_BASE_OFFICE_DAY_H

#include "base/date.h"

bool office_closed_on(struct date d);
/* The day itself, or the next one that is open. */
struct date office_day_from(struct date d);

#endif
