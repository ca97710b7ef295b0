/*
 * compose.h - the statement behind a list of records while it is put together.
 *
 * Its text is made of declared identifiers and numbers of placeholders, nothing else: every value
 * is bound. t is the record's row. Whoever lists puts, in this order, compose_scope(), the columns,
 * compose_from(), compose_where() or compose_page(), and compose_order().
 */
#ifndef KAGEYU_RECORD_COMPOSE_H
#define KAGEYU_RECORD_COMPOSE_H

#include "base/buf.h"
#include "record/list.h"
#include "store/statement.h"

#define COMPOSE_PARAMETERS_MAX (40 + RECORD_FIELDS_MAX)
#define COMPOSE_JOINED_MAX (RECORD_CONDITIONS_MAX + 1)

struct composer {
	struct ctx *c;
	const struct record_kind *kind;
	const struct record_query *query;
	struct buf sql;
	const char *values[COMPOSE_PARAMETERS_MAX]; /* the parameter struct: numbers as text too */
	struct sql_column in[COMPOSE_PARAMETERS_MAX];
	size_t n_in;
	struct {
		int64_t field;
		size_t parameter;
	} cities[RECORD_FIELDS_MAX]; /* fields of the city: their ids, as bound */
	size_t n_cities;
	const struct record_field *joined[COMPOSE_JOINED_MAX];
	size_t n_joined;
	bool among_values; /* inside a subquery over the table of values */
	int aliases;
};

struct composer compose_begin(struct ctx *c, const struct record_kind *k,
                              const struct record_query *q);
void compose_put(struct composer *m, const char *s);
/* Binds the value; its number stands for it in the text: $3. */
size_t compose_bind(struct composer *m, enum sql_type type, const char *value);

/* The units within the reader's reach, for the whole statement. */
void compose_scope(struct composer *m);
/* What every row is sorted or searched by: compose_from() puts the city's value and the person of
   the field beside t, so that they are looked up together. */
void compose_join(struct composer *m, const struct record_field *f);
/*
 * FROM table t JOIN … the unit it belongs to, as *ret_unit. A reader with a reach sees only what
 * belongs within; the condition is put with compose_where().
 */
void compose_from(struct composer *m, const char **ret_unit);
void compose_where(struct composer *m, const char *unit);
/* WHERE t is one of the query's page, which is cut from the sorted ids: names are looked up for
   its rows alone. */
void compose_page(struct composer *m);
void compose_order(struct composer *m, const char *unit);

/* The canonical value of a field of t, as an expression; the id of a link. */
const char *compose_value(struct composer *m, const struct record_field *f);
/* What is read of it: of a PERSON the number and name. */
const char *compose_text(struct composer *m, const struct record_field *f);
/* What the table of values (v) has of a field of the city. */
const char *compose_city(struct composer *m, const struct record_field *f, const char *what);
bool compose_has_name(const struct record_field *f);
/* What a link or person of t is called, as a subquery; nothing where it lies out of reach. */
void compose_name(struct composer *m, const struct record_field *f, const char *what);

#endif
