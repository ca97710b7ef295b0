/*
 * hand_kept.h - tables that somebody keeps for people to read.
 *
 * Between the records stand sums (…計, 合計) and notes (※): they are skipped and listed; a sum that
 * is not what the rows give is pointed out. In a table that has sums, or merged section cells, the
 * section stands in the first row of its block only: an empty cell goes on with the one above. Any
 * cell merged downwards counts for all its rows. A row with a record number is always a record.
 */
#ifndef KAGEYU_RECORD_HAND_KEPT_H
#define KAGEYU_RECORD_HAND_KEPT_H

#include "record/record.h"
#include "sheet/form.h"

struct hand_kept {
	struct reading *r;
	const struct record_kind *kind;
	int first_field;     /* column of the form that the first field stands in */
	bool blocks;         /* an empty section goes on with the one above */
	const char *section; /* NULL before the first */
	long told_row;       /* the first row of the run that was told of going on */
	struct map sums;     /* folded section → struct hand_sums */
	struct hand_sums *all;
};

void hand_kept_begin(struct hand_kept *h, struct reading *r, const struct record_kind *k,
                     int first_field);
/* Skips the row (reading_skip()) when it is no record; compares what it says with the rows. */
bool hand_kept_skips(struct hand_kept *h, const struct sheet_row *row);
/* What stands for the field in the row, "" for nothing. */
const char *hand_kept_text(struct hand_kept *h, const struct sheet_row *row, size_t field);
/* After the row's record was read: it is among what sums are compared with. */
void hand_kept_count(struct hand_kept *h, const struct record *r);

#endif
