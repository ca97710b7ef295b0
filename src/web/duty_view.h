/*
 * duty_view.h - who answers for what, on the page of a unit.
 */
#ifndef KAGEYU_WEB_DUTY_VIEW_H
#define KAGEYU_WEB_DUTY_VIEW_H

#include "web/request.h"

/*
 * The duties of the unit alone on the day, with those that nobody holds; how many below it are
 * vacant, as a link to them. Nothing for who may not read about people.
 */
MUST_USE enum err duties_of_unit(struct request *r, const char *unit_code, const char *day);

#endif
