/*
 * account_form.h - what the pages about accounts share.
 */
#ifndef KAGEYU_WEB_ACCOUNT_FORM_H
#define KAGEYU_WEB_ACCOUNT_FORM_H

#include "base/date.h"
#include "gen/queries.h"
#include "web/page.h"

/* The fields "role" and "unit" of the table. A unit that was closed since stays a choice. */
void account_draw_roles(struct request *r, const struct field *fields, const char *stored);
MUST_USE enum err account_draw_units(struct request *r, const struct field *fields,
                                     const char *stored);
/* Today's units, with room for one more. */
MUST_USE enum err account_unit_choices(struct request *r, struct choice **ret, size_t *ret_n);

void account_draw_state(struct request *r, const struct account_row *a);

/* The reply that shows a password that was made, once. */
MUST_USE enum err account_show_password(struct request *r, const char *login,
                                        const char *password);

#endif
