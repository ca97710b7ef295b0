/* summary_internal.h - what the summaries share; private to the summary*.c files. */
#ifndef KAGEYU_LEDGER_SUMMARY_INTERNAL_H
#define KAGEYU_LEDGER_SUMMARY_INTERNAL_H

#include "ledger/ledgers.h"
#include "ledger/summary.h"

enum err summary_usage(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_list(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_audited(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_devices(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_sheets(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_inventory(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_classes(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_security(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_care(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_outsourcing(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_regulations(struct ctx *c, const struct summary_options *o, struct summary *ret);
enum err summary_training(struct ctx *c, const struct summary_options *o, struct summary *ret);

/* --- tables --- */

/* One more table, its rows still to come. */
struct summary_table *summary_table(struct arena *a, struct summary *s, const char *key,
                                    const char *caption, const struct summary_column *columns,
                                    size_t n_columns);
/* Of the msgids; from the first number on they are right-aligned numbers. */
const struct summary_column *summary_columns(struct arena *a, const char *const *labels, size_t n,
                                             size_t first_number);
/* One more row of blank cells. */
struct summary_cell *summary_row(struct arena *a, struct summary_table *t, bool total);
void summary_count(struct arena *a, struct summary_cell *cell, int64_t n);
/* Blank where the base is 0. */
void summary_percent(struct arena *a, struct summary_cell *cell, int64_t n, int64_t base);
/* The record is one that the cell was counted from; each once when they come in order. */
void summary_add(struct arena *a, struct summary_cell *cell, const struct record_kind *k,
                 const struct record *r);
/* The cell was counted from what the other was. */
void summary_behind(struct summary_cell *cell, const struct summary_cell *other);
void summary_note(struct arena *a, struct summary_table *t, const char *text);

/* --- sums of what may be unknown --- */

struct summary_sum {
	int64_t n;
	size_t known, unknown; /* records */
	struct summary_cell behind;
};
/* Adds the number that stands in the field; a blank one is unknown. */
void summary_sum(struct arena *a, struct summary_sum *sum, const struct record_kind *k,
                 const struct record *r, size_t field);
/* Blank where nothing is known. */
void summary_put(struct arena *a, struct summary_cell *cell, const struct summary_sum *sum);
/* Where some records have a figure and others none, the sum is not the whole: says so. */
void summary_note_unknown(struct arena *a, struct summary_table *t, const char *label,
                          const struct summary_sum *sum);

/* --- records --- */

struct summary_records {
	const struct record_kind *kind;
	struct record *v;
	size_t n;
};
/* Those that are present, within reach. */
MUST_USE enum err summary_load(struct ctx *c, const struct record_kind *k,
                               struct summary_records *ret);
/* Id in the field → a summary_cell of the records that refer to it, as they were entered. */
void summary_index(struct arena *a, const struct summary_records *all, const char *key,
                   struct map *ret);
/* Those that refer to the record. */
struct summary_cell summary_of(struct arena *a, const struct map *index, const struct record *r);
/* NULL for nothing. */
const char *summary_value(const struct record_kind *k, const struct record *r, const char *key);
/* What a person reads, in Japanese. */
const char *summary_shown(struct arena *a, const struct record_kind *k, const struct record *r,
                          const char *key);
bool summary_is(const struct record_kind *k, const struct record *r, const char *key,
                const char *value);
/* The code is among those of a MANY. */
bool summary_among(const struct record_kind *k, const struct record *r, const char *key,
                   const char *code);

/* The Japanese of a message. */
const char *summary_ja(const char *msgid);

/* Systems with the rows of who uses them. */
struct summary_systems {
	struct summary_records systems, uses;
	const struct choice *classes; /* of systems */
	struct map by_id;             /* id of a system → it */
	struct map uses_of;           /* summary_index() by the system */
	struct map place;             /* folded name of a unit → its place in the order, from 1 */
};
MUST_USE enum err summary_systems(struct ctx *c, struct summary_systems *ret);
/* The system of a row of use; NULL when out of reach. */
const struct record *summary_system_of(const struct summary_systems *s, const struct record *use);
/* As printed: the department, else who uses. */
const char *summary_user(const struct record *use);
/* Counted in sums: not 再掲. */
bool summary_counts(const struct record *use);
/* Whether the system is of the class; a NULL code = of none. */
bool summary_of_class(const struct record *system, const char *code);
/* "未記入" for NULL. */
const char *summary_class_name(const struct choice *class_);

#endif
