/*
 * field_internal.h - what checking (field.c) and drawing (form.c) share.
 */
#ifndef KAGEYU_WEB_FIELD_INTERNAL_H
#define KAGEYU_WEB_FIELD_INTERNAL_H

#include "web/field.h"

/* The field of that name; BUG when the table has none. */
const struct field *field_find(const struct field *fields, const char *name);
/* What was sent under that name first; NULL = nothing. */
struct pair *field_sent(const struct request *r, const char *name);

#endif
