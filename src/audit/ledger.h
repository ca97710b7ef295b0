/*
 * ledger.h - what goes in and out as files: units, people and what they answer for, criteria,
 * judgements, visits, rules handed out, and every ledger of src/ledger.
 *
 * What the command line and the web both do, so that a file means the same in both.
 */
#ifndef KAGEYU_AUDIT_LEDGER_H
#define KAGEYU_AUDIT_LEDGER_H

#include "audit/judgement.h"
#include "criteria/criteria.h"
#include "org/person_import.h"
#include "record/record.h"

/* From LEDGER__RECORDS on: the ledgers of records in their order. */
enum ledger {
	LEDGER_UNITS,
	LEDGER_PEOPLE,
	LEDGER_APPOINTMENTS,
	LEDGER_CRITERIA,
	LEDGER_JUDGEMENTS,
	LEDGER_VISITS,
	LEDGER_DISTRIBUTIONS,
	LEDGER_ACKNOWLEDGEMENTS,
	LEDGER_NOT_AT_HAND,
	LEDGER__RECORDS
};

size_t ledger_count(void);
/* NULL for those that are no ledger of records. */
const struct record_kind *ledger_kind(enum ledger l);
/* Its columns; NULL for a ledger of records. */
const struct form *ledger_form(enum ledger l);

const char *ledger_name(enum ledger l); /* "units" … */
const char *ledger_label(enum ledger l); /* msgid */
/* "units, criteria, …" */
const char *ledger_names(struct arena *a);
/* false when there is no ledger of that name. */
bool ledger_parse(const char *name, enum ledger *ret);

struct ledger_options {
	struct judgement_options judgement; /* audit and part are for visits too */
	struct criteria_options criteria;
	struct person_options people;
	const char *day; /* units, appointments of it; records in its units; NULL = as they are */
	bool whole; /* of records: what the file lacks is gone */
};

/*
 * Several files of judgements are to be read under these options: sets judgement.declare when the
 * part that the options name is empty, so that the files declare it together.
 */
MUST_USE enum err ledger_may_declare(struct ctx *c, enum ledger l, struct ledger_options *options);

/* A file as it was sent: a spreadsheet, or (criteria only) the text form of a catalogue. */
struct ledger_file {
	const char *name;
	struct book *book; /* NULL = text */
	const char *text;
	size_t len;
};

/* Reads the file, in no transaction yet. ERR_INVALID, ERR_TOO_LARGE when it is no such file. */
MUST_USE enum err ledger_open(struct ctx *c, enum ledger l, const char *name, const char *data,
                              size_t len, struct ledger_file *ret);

/*
 * Imports it inside the caller's write transaction; the caller decides by import_decide() whether
 * to commit.
 */
MUST_USE enum err ledger_import(struct ctx *c, enum ledger l, const struct ledger_file *file,
                                const struct ledger_options *options,
                                struct import_result *ret);

/* Of the options, the audit (judgements of that one only) and the days. */
MUST_USE enum err ledger_export(struct ctx *c, enum ledger l, const struct ledger_options *options,
                                struct table *ret);

/* The table without rows, under its Japanese heads. */
MUST_USE enum err ledger_template(struct ctx *c, enum ledger l, struct table *ret);

#endif
