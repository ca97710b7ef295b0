/*
 * ledger_view.h - which records of a ledger a list shows, as its address says.
 *
 * where=FIELD.OPERATOR.VALUE any number of times, unit=ID (it and those below), word=… in the
 * title, state=gone|all, on=DAY (with the organisation of that day), sort=FIELD or -FIELD,
 * columns=FIELD any number of times.
 */
#ifndef KAGEYU_WEB_LEDGER_VIEW_H
#define KAGEYU_WEB_LEDGER_VIEW_H

#include "record/list.h"
#include "web/page.h"

struct ledger_where {
	const char *text; /* "servers.from.3", as in the address */
	const char *value; /* as typed */
	size_t condition; /* of the query */
};

struct ledger_view {
	const struct record_kind *kind;
	struct record_query query;
	struct ledger_where wheres[RECORD_CONDITIONS_MAX];
	size_t n_wheres;
	bool column[RECORD_FIELDS_MAX];
	struct record_faults faults; /* of values not understood: their conditions are left out */
};

/* The ledger of the address; ERR_NOT_FOUND when there is none. */
MUST_USE enum err ledger_asked(struct request *r, const struct record_kind **ret);
/* Whether the signed-in person may see the values of the field. */
bool ledger_shows(const struct request *r, const struct record_field *f);

MUST_USE enum err ledger_view_load(struct request *r, struct ledger_view *ret);
/* The address of the same list without one of its conditions. */
struct url ledger_view_without(struct request *r, const struct ledger_view *v, size_t where);
/* Another address about the same records. */
struct url ledger_view_url(struct request *r, struct url to, const struct ledger_view *v);
/* Hidden fields that keep what a form of filters does not have itself. */
void ledger_view_keep(struct request *r, const struct ledger_view *v, bool filters, bool columns);

#endif
