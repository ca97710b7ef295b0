/*
 * person_view.h - what the page of a person and its forms share.
 */
#ifndef KAGEYU_WEB_PERSON_VIEW_H
#define KAGEYU_WEB_PERSON_VIEW_H

#include "gen/queries.h"
#include "web/page.h"

/* "令和7年4月1日～", the second day where it is known. */
const char *person_period(struct request *r, const char *from, const char *to);

MUST_USE enum err person_draw_forms(struct request *r, const struct person_row *p);

#endif
