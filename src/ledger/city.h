/*
 * city.h - fields that a city adds to its ledgers, and the levels of its own scales.
 *
 * A ledger with them is a `struct record_kind` like the declared one: made when it is asked for,
 * its further fields behind the declared ones. Lists, forms, files and pages see no difference;
 * their values stand in one table (city_value). A key begins with "x-", which no declared one does.
 *
 * The type of a field never changes, and nothing is deleted: a retired field is not shown or asked
 * for any more, and its values and their history stay.
 *
 * A declared field with RECORD_SCALE stands among them under its own key: its choices are the
 * city's levels, the highest first, and nothing else of it can be changed. Levels keep their codes,
 * so that a renamed one is the same in all records; one that a record has is never taken away.
 */
#ifndef KAGEYU_LEDGER_CITY_H
#define KAGEYU_LEDGER_CITY_H

#include "gen/tables.h"
#include "ledger/ledgers.h"

#define CITY_KEY_PREFIX "x-"

/* The ledger with the fields of the city; *ret is NULL where there is none of that code. */
MUST_USE enum err ledger_load(struct ctx *c, const char *code, const struct record_kind **ret);
/* The same for a declared ledger; with retired ones too for reading old values. */
MUST_USE enum err ledger_with_city(struct ctx *c, const struct record_kind *declared,
                                   bool retired_too, const struct record_kind **ret);

/* Those of the ledger (NULL: of all), retired ones too; scales with the levels in use, id 0 where
   these are the declared ones. */
MUST_USE enum err city_fields_list(struct ctx *c, const char *ledger, struct city_field_row **ret,
                                   size_t *ret_n);
/* ERR_NOT_FOUND where the ledger has none of that key, with or without the prefix. */
MUST_USE enum err city_field_find(struct ctx *c, const char *ledger, const char *key,
                                  struct city_field_row **ret);
/*
 * Adds the field: ledger, key, label and type are given, the rest as it is to be. ERR_INVALID where
 * something does not fit. Inside the caller's write transaction.
 */
MUST_USE enum err city_field_add(struct ctx *c, struct city_field_row *field);
/* after is *before with some members set; ledger, key and type must be as before. ERR_INVALID where
   a choice that records may have is missing. */
MUST_USE enum err city_field_change(struct ctx *c, const struct city_field_row *before,
                                    struct city_field_row *after);
/* From the day (ISO) on it is not asked for. ERR_STATE where it is retired already. */
MUST_USE enum err city_field_retire(struct ctx *c, const struct city_field_row *field,
                                    const char *day);

/*
 * Choices out of what somebody wrote: 赤、青 or c1=赤、c2=藍、緑. A code stays with its choice, also
 * under another label.
 */
MUST_USE enum err city_choices_read(struct ctx *c, const char *stored, const char *text,
                                    const char **ret);
/* "c1=赤、c2=青"; "" for none. */
const char *city_choices_text(struct arena *a, const char *stored);

#endif
