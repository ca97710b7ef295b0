/*
 * rules_internal.h - what the rules see: all present records, in memory, and the day.
 */
#ifndef KAGEYU_LEDGER_RULES_INTERNAL_H
#define KAGEYU_LEDGER_RULES_INTERNAL_H

#include "ledger/rules.h"
#include "record/people.h"

#define RULE_ARGS_MAX 3

struct rule_records {
	const struct record_kind *kind;
	struct record *v;
	size_t n;
	struct map by_id;   /* id as text → struct record */
	struct map touched; /* id as text → day of the last change, where fields go stale */
};

struct rule_run {
	struct ctx *c;
	const char *today;
	const struct rule *rule; /* the one that looks */
	int limit;
	struct rule_records *records; /* parallel to ledgers[] */
	struct record_people people;
	struct assertion_said *said;
	size_t n, room;
};

const struct rule_records *rule_records(const struct rule_run *run, const struct record_kind *k);
/* The canonical value; NULL for nothing. */
const char *rule_value(const struct record_kind *k, const struct record *r, const char *field);
bool rule_is(const struct record_kind *k, const struct record *r, const char *field,
             const char *value);

/* The first one after NULL; NULL after the last one. */
const struct record *rule_next(const struct rule_run *run, const struct record_kind *k,
                               const struct record *r);
#define EACH_RECORD(run, kind, r)                                                              \
	for ((r) = rule_next((run), (kind), NULL); (r); (r) = rule_next((run), (kind), (r)))

/* ISO days. NULL stays NULL. */
const char *rule_days_after(struct rule_run *run, const char *day, long days);
const char *rule_months_after(struct rule_run *run, const char *day, int months);
/* Whether the day is set and lies before today. */
bool rule_past(const struct rule_run *run, const char *day);

/* Arguments of what was found: any text, a value of a field, names of fields (by commas). */
const char *rule_text(struct rule_run *run, const char *text);
const char *rule_number(struct rule_run *run, int64_t n);
const char *rule_shown(struct rule_run *run, const char *field, const char *value);
const char *rule_fields(struct rule_run *run, const char *keys);

/* The rule that looks has found this in the record. NULL ends the arguments. */
void rule_says(struct rule_run *run, const struct record_kind *k, const struct record *r,
               const char *const *args);
#define RULE_FINDS(run, kind, r, ...)                                                           \
	rule_says((run), (kind), (r), (const char *const[]){__VA_ARGS__, NULL})
#define RULE_NOTES(run, kind, r) rule_says((run), (kind), (r), (const char *const[]){NULL})

#define X(name) extern const struct rule rule_##name;
RULES(X)
#undef X

#endif
