/*
 * summary.h - tables counted over the ledgers, in the shapes that cities print.
 *
 *   usage                by system: departments, sections, terminals, users by employment, share
 *   system-list          every system with its business, equipment and year
 *   inventory            by class: the systems with who uses them
 *   system-classes       the classes of systems in numbers
 *   security             by class: systems by what protects them
 *   terminal-care        sections by how they care for terminals and guide new staff
 *   outsourcing          by class: systems outsourced, with a clause on personal information
 *   audited-systems      the systems that are audited, with users, devices and rules
 *   system-devices       each device that the equipment of a system names
 *   detail-sheets        all that the ledger has of each system that is audited
 *   regulations          the rules of single systems
 *   training-attendance  by year: attendances, persons, rates
 *
 * Whoever makes one sees the records within reach, and what is counted is these. A figure that
 * nobody knows is blank and no 0; how many records a sum lacks stands below the table. Rates are
 * whole numbers until they are printed, half-up to one decimal.
 */
#ifndef KAGEYU_LEDGER_SUMMARY_H
#define KAGEYU_LEDGER_SUMMARY_H

#include "record/record.h"

struct summary_cell {
	const char *text; /* NULL = blank */
	bool number;
	const struct record_kind *of; /* what it was counted from; NULL = nothing to show */
	const struct record **records;
	size_t n;
};

struct summary_row {
	struct summary_cell *cells;
	bool total;
};

struct summary_column {
	const char *label; /* Japanese, as printed */
	bool number;
};

struct summary_table {
	const char *key;     /* ASCII word, unique in the summary */
	const char *caption;
	const struct summary_column *columns;
	size_t n_columns;
	struct summary_row *rows;
	size_t n_rows;
	const char **notes;
	size_t n_notes;
};

struct summary {
	const struct summary_kind *kind;
	struct summary_table *tables;
	size_t n;
};

struct summary_options {
	const char *system; /* of usage: this one, by number or name; NULL = all */
};

struct summary_kind {
	const char *code, *label, *about; /* label, about: msgids */
	const struct record_kind *ledger; /* whose page leads to it */
	enum err (*make)(struct ctx *c, const struct summary_options *options,
	                 struct summary *ret);
};

extern const struct summary_kind summary_kinds[];
extern const size_t n_summary_kinds;
const struct summary_kind *summary_find(const char *code); /* NULL when there is none */
/* "usage, inventory, …" */
const char *summary_names(struct arena *a);

MUST_USE enum err summary_make(struct ctx *c, const struct summary_kind *kind,
                               const struct summary_options *options, struct summary *ret);

#endif
