/* judgement_internal.h - what the readers of judgements share; private to src/audit. */
#ifndef KAGEYU_AUDIT_JUDGEMENT_INTERNAL_H
#define KAGEYU_AUDIT_JUDGEMENT_INTERNAL_H

#include "audit/judgement.h"
#include "audit/scale.h"
#include "base/map.h"

/* A part and what its rows need, looked up when they first name it: a workbook names one unit. */
struct part_state {
	struct audit_row audit;
	struct audit_part_row part;
	struct scale scale;
	bool empty;       /* had no pairs when it was loaded */
	struct map units; /* code → unit_state */
	struct map items; /* catalogue, number → item_row */
	struct map catalogs; /* name → catalog_version_row; &unknown_catalog when there is none */
};

MUST_USE enum err part_state_load(struct ctx *c, const char *audit, const char *part,
                                  struct part_state *ret);

/* One row of a file, read and checked as far as it stands alone. */
struct incoming_judgement {
	const struct sheet_row *row;
	struct part_state *part;
	const char *unit_code, *catalog, *no;
	const char *level; /* stored code, NULL = not judged */
	const char *comment, *judged_on;
	bool has_base; /* the workbook knows what it was made from: */
	const char *base_level, *base_comment, *base_judged_on;
	bool rejected;
};

/* The columns of the reading that the problems are to name. */
struct judgement_columns {
	int unit, catalog, no, level, comment, judged_on;
};

/* Looks the pair up (declaring it if allowed), decides and stores; counts into ret. */
MUST_USE enum err judgement_put(struct ctx *c, struct reading *r,
                                const struct judgement_columns *columns,
                                struct incoming_judgement *in,
                                const struct judgement_options *options,
                                struct import_result *ret);

/* Reads level, comment and date of the present row into `in`. */
void judgement_read_cells(struct reading *r, const struct judgement_columns *columns,
                          const struct scale *scale, struct incoming_judgement *in);

/* workbook_read.c: the sheet 判定 of a workbook made for one section. */
bool workbook_recognised(struct ctx *c, const struct book *book);
MUST_USE enum err workbook_import(struct ctx *c, const struct book *book, const char *file,
                                  const struct judgement_options *options,
                                  struct import_result *ret);

#endif
