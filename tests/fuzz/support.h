/*
 * support.h - what the fuzz targets share.
 *
 * A target is one function on the input's bytes. It runs in an arena of its own, which may get
 * full, and aborts (MUST) where the program's promise about any input does not hold.
 */
#ifndef KAGEYU_TESTS_FUZZ_SUPPORT_H
#define KAGEYU_TESTS_FUZZ_SUPPORT_H

#include "base/ctx.h"
#include "sheet/form.h"
#include "sheet/sheet.h"
#include "sheet/table.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define MUST(cond)                                                                             \
	do {                                                                                   \
		if (!(cond)) {                                                                 \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond);             \
			abort();                                                               \
		}                                                                              \
	} while (0)

typedef void fuzz_fn(struct ctx *c, const char *data, size_t len);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

/* Runs fn on the input; data is followed by a NUL that is not counted. */
void fuzz_run(fuzz_fn *fn, const unsigned char *data, size_t len);

/*
 * The same within a write transaction, rolled back at the end, of a database in memory: shipped
 * kinds and scale; units 0100 (政策部), 0101, 0102; catalogues 情報 (items 1-3) and 機器 (1); audit
 * R6 with part 1, where 0101 has judgements 情報 1-3 and 0102 情報 1. `empty` = none of it.
 */
void fuzz_run_in_database(fuzz_fn *fn, const unsigned char *data, size_t len, bool empty);

/* Valid UTF-8, not NULL. */
void must_be_text(const char *s);
/* Each problem has a code, a message and a place that a person can find. */
void must_be_reported(const struct problems *problems);
/* The failure has a message. */
void must_be_told(const struct ctx *c);

/* What one import did, as checked for all kinds of tables: the counts add up to the rows. */

void must_add_up(const struct import_result *r);

/* A table as a CSV file, in the context's arena. */

const struct book *fuzz_reread(struct ctx *c, const struct table *t);

#endif
