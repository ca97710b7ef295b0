/*
 * criteria.h - versioned catalogues of audit items (checklists).
 *
 * A catalogue has numbered versions; each holds its items complete. The newest version may be
 * changed until an audit uses it: from then on it is frozen, and the next import makes the next
 * version. Items are known by their number (any text) within a catalogue.
 */
#ifndef KAGEYU_CRITERIA_CRITERIA_H
#define KAGEYU_CRITERIA_CRITERIA_H

#include "gen/queries.h"
#include "sheet/form.h"
#include "sheet/table.h"

/* How a row of the file was understood. */
struct criteria_read {
	struct place place;
	const char *catalog, *no, *title;
	const char *heading1, *heading2, *heading3;
	bool mandatory, rejected;
};
struct criteria_reads {
	struct criteria_read *v;
	size_t n;
};

struct criteria_options {
	const char
		*catalog; /* name for a file without a catalogue column; NULL = the sheet's name */
	bool whole;          /* the file is the whole catalogue: items it lacks are left out */
	struct criteria_reads *reads; /* filled with all rows; NULL = not wanted */
};

/*
 * Reads criteria from a spreadsheet (docs/formats.md): merged heading cells, repeated page heads,
 * missing numbers (proposed by position, stored after confirmation), repeated ones (rejected).
 * Runs inside the caller's write transaction; the caller decides by import_decide().
 */
MUST_USE enum err criteria_import(struct ctx *c, const struct book *book, const char *file,
                                  const struct criteria_options *options,
                                  struct import_result *ret);

/* The same from the text form of catalogs/ (docs/formats.md). */
MUST_USE enum err criteria_import_text(struct ctx *c, const char *text, size_t len,
                                       const char *file, const struct criteria_options *options,
                                       struct import_result *ret);
/* True when the bytes look like the text form. */
bool criteria_is_text(const char *data, size_t len);

/* Its columns, for an empty file to fill in. */
extern const struct form criteria_form;

/* All items of the newest version of every catalogue, with every column the import reads. */
MUST_USE enum err criteria_export(struct ctx *c, struct table *ret);

/* The newest version of the catalogue; NULL when there is no such catalogue. */
MUST_USE enum err criteria_latest(struct ctx *c, const char *catalog,
                                  struct catalog_version_row **ret);

/* Marks the version as used by an audit. */
MUST_USE enum err criteria_freeze(struct ctx *c, int64_t version_id);

#endif
