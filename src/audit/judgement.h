/*
 * judgement.h - judgements on their way in and out: CSV, spreadsheets and returned workbooks.
 *
 * A row says: this unit, this item, this level (or 対象外, or nothing yet), comment, date. The
 * first import into a part declares its targets and items from its rows; after that a pair that is
 * not asked is refused. A confirmed target changes only with a reason (ctx.reason).
 */
#ifndef KAGEYU_AUDIT_JUDGEMENT_H
#define KAGEYU_AUDIT_JUDGEMENT_H

#include "audit/audit.h"

enum judgement_conflict {
	CONFLICT_REFUSE,     /* list it, reject the row */
	CONFLICT_TAKE_FILE,  /* the file wins */
	CONFLICT_KEEP_STORED /* what is stored stays */
};

struct judgement_options {
	const char *audit; /* code; NULL = from the file's audit column or key */
	const char *part;  /* code or number; NULL = from the file, else the first */
	bool declare;      /* unknown pairs are added: the part was empty when the command began */
	enum judgement_conflict conflict;
};

/* True when the part has no pairs yet. */
MUST_USE enum err judgement_part_empty(struct ctx *c, const char *audit, const char *part,
                                       bool *ret);

/*
 * Reads a table of judgements, or a workbook made for one section (workbook.h), told apart by
 * their content. Runs inside the caller's write transaction; the caller decides by import_decide().
 */
MUST_USE enum err judgement_import(struct ctx *c, const struct book *book, const char *file,
                                   const struct judgement_options *options,
                                   struct import_result *ret);

/* Its columns, for an empty file to fill in. */
extern const struct form judgement_form;

/* All pairs of all audits, or of one (code), with every column the import reads. */
MUST_USE enum err judgement_export(struct ctx *c, const char *audit, struct table *ret);

#endif
