/*
 * rules_internal.h - what the rules see: all present records, in memory, and the day.
 */
#ifndef KAGEYU_LEDGER_RULES_INTERNAL_H
#define KAGEYU_LEDGER_RULES_INTERNAL_H

#include "ledger/rules.h"
#include "record/people.h"

#include "base/map.h"

#define RULE_ARGS_MAX 3

struct rule_index;

struct rule_records {
	const struct record_kind *kind;
	bool loaded;
	struct record *v;
	size_t n;
	struct rule_index *indexes; /* made when first asked for */
	struct map by_id;   /* id as text → struct record */
	struct map touched; /* id as text → day of the last change, where fields go stale */
};

struct rule_run {
	struct ctx *c;
	const char *today;
	const struct rule *rule; /* the one that looks */
	int limit;
	struct rule_records *records; /* parallel to ledgers[] */
	const bool *changed;          /* parallel to ledgers[]; NULL = all are looked over */
	struct record_people people;  /* where rules ask for them */
	const char *most_important;   /* the highest level of the city's scale for assets */
	struct assertion_said *said;
	size_t n, room;
	enum err failed; /* of a rule that reads more than records; ends the run */
};

/* Of a ledger among those that the rule reads. */
const struct rule_records *rule_records(const struct rule_run *run, const struct record_kind *k);
/* Whether a rule that reads each record by itself is to look at those of the ledger. */
bool rule_looks_at(const struct rule_run *run, size_t ledger);
const char *rule_id(const struct rule_run *run, const struct record *r);
/* The canonical value; NULL for nothing. */
const char *rule_value(const struct record_kind *k, const struct record *r, const char *field);
bool rule_is(const struct record_kind *k, const struct record *r, const char *field,
             const char *value);

/* Whether a field of any choices has this one among them. */
bool rule_has(const struct record_kind *k, const struct record *r, const char *field,
              const char *choice);

/* The first one after NULL; NULL after the last one. */
const struct record *rule_next(const struct rule_run *run, const struct record_kind *k,
                               const struct record *r);
#define EACH_RECORD(run, kind, r)                                                              \
	for ((r) = rule_next((run), (kind), NULL); (r); (r) = rule_next((run), (kind), (r)))

/* The first or next one whose field has the value, without going through the others. */
const struct record *rule_with(const struct rule_run *run, const struct record_kind *k,
                               const char *field, const char *value, const struct record *r);
#define EACH_WITH(run, kind, field, value, r)                                                  \
	for ((r) = rule_with((run), (kind), (field), (value), NULL); (r);                      \
	     (r) = rule_with((run), (kind), (field), (value), (r)))

/* ISO days. NULL stays NULL. */
const char *rule_days_after(struct rule_run *run, const char *day, long days);
const char *rule_months_after(struct rule_run *run, const char *day, int months);
/* Whether the day is set and lies before today. */
bool rule_past(const struct rule_run *run, const char *day);

/* The later one; NULL is earlier than any. */
const char *rule_later(const char *x, const char *y);

/* --- systems (rules_systems.c) --- */

/* One that must not stand still: individual numbers, or an asset of the highest class. */
bool system_is_important(const struct rule_run *run, const struct record *system);
bool system_led_outside(const struct record *system);

/* --- clauses (rules_clauses.c) --- */

/* Whether it is in force on the day of the run. */
bool clause_holds(const struct rule_run *run, const struct record *clause);
/* The clause in force on the subject in the rules of the system; NULL when there is none. */
const struct record *clause_of_system(const struct rule_run *run, const char *system,
                                      const char *subject);
/* The same in the rules of a unit's own. */
const struct record *clause_of_unit(const struct rule_run *run, const char *unit,
                                    const char *subject);

/* Arguments of what was found: any text, a value of a field, names of fields (by commas). */
const char *rule_text(struct rule_run *run, const char *text);
const char *rule_number(struct rule_run *run, int64_t n);
const char *rule_shown(struct rule_run *run, const char *field, const char *value);
const char *rule_fields(struct rule_run *run, const char *keys);

/* "18.8" for 416 of 2,214. */
const char *rule_percent(struct rule_run *run, int64_t part, int64_t whole);

/* The rule that looks has found this in the record. NULL ends the arguments. */
void rule_says(struct rule_run *run, const struct record_kind *k, const struct record *r,
               const char *const *args);
/* Likewise in the unit, of no record. */
void rule_says_of_unit(struct rule_run *run, int64_t unit_id, const char *name,
                       const char *const *args);
#define RULE_FINDS(run, kind, r, ...)                                                           \
	rule_says((run), (kind), (r), (const char *const[]){__VA_ARGS__, NULL})
#define RULE_NOTES(run, kind, r) rule_says((run), (kind), (r), (const char *const[]){NULL})

#define X(name) extern const struct rule rule_##name;
RULES(X)
#undef X

#endif
