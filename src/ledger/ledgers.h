/*
 * ledgers.h - all ledgers that are declared with the record engine, in the order of the menu.
 *
 * One file each; rows of a record (a system's copies) follow the record they belong to.
 */
#ifndef KAGEYU_LEDGER_LEDGERS_H
#define KAGEYU_LEDGER_LEDGERS_H

#include "record/record.h"

#define LEDGERS(X)                                                                             \
	X(systems)                                                                             \
	X(system_uses)                                                                         \
	X(system_copies)                                                                       \
	X(system_credentials)                                                                  \
	X(system_connections)                                                                  \
	X(system_details)                                                                      \
	X(assets)                                                                              \
	X(media)                                                                               \
	X(carry_outs)                                                                          \
	X(disposals)                                                                           \
	X(keys)                                                                                \
	X(policies)                                                                            \
	X(policy_clauses)                                                                      \
	X(policy_classes)                                                                      \
	X(contracts)                                                                           \
	X(trainings)                                                                           \
	X(training_heads)                                                                      \
	X(training_attendances)                                                                \
	X(commitments)                                                                         \
	X(incidents)                                                                           \
	X(exceptions)

#define X(name) extern const struct record_kind ledger_##name;
LEDGERS(X)
#undef X

extern const struct record_kind *const ledgers[];
extern const size_t n_ledgers;

/* NULL when there is no ledger of that code. */
const struct record_kind *ledger_find(const char *code);
/* NULL when the table is none of a ledger. */
const struct record_kind *ledger_of_table(const char *table);
/* Whether its records are rows of those of `of`. */
bool ledger_is_part(const struct record_kind *k, const struct record_kind *of);

/* The fields that most ledgers begin with. */
#define LEDGER_UNIT                                                                            \
	{.key = "unit", .label = N_("Section in charge"), .type = RECORD_UNIT,                 \
	 .flags = RECORD_OWNER | RECORD_LISTED, .headings = "所管所属|所属|課|部局|department"}
#define LEDGER_NUMBER                                                                          \
	{.key = "no", .label = N_("Number"), .type = RECORD_TEXT,                              \
	 .flags = RECORD_KEY | RECORD_LISTED, .headings = "管理番号|no|No.|№", .max = 32}

#define LEDGER_KIND(code_, table_, label_, about_, fields_)                                    \
	{.code = (code_), .table = (table_), .label = (label_), .about = (about_),             \
	 .fields = (fields_), .n = sizeof(fields_) / sizeof((fields_)[0])}

#endif
