/*
 * trial.h - an import from the browser: run on kept files, looked at, stored.
 *
 * All files of a form are imported one after the other in one write transaction, so that each sees
 * what those before it did. A file that is refused as a whole is left out.
 */
#ifndef KAGEYU_WEB_TRIAL_H
#define KAGEYU_WEB_TRIAL_H

#include "audit/ledger.h"
#include "web/uploads.h"

/* A file and what its import did. */
struct tried {
	struct ledger_file file;
	struct import_result result;
	struct criteria_reads reads;
	struct person_differences people;
	bool refused; /* as a whole */
	struct error why;
	enum judgement_conflict conflict;
};

struct trial {
	struct uploads files;
	enum ledger ledger;
	struct ledger_options options;
	struct tried *v; /* parallel to files */
	const char *reason;
	long rows, created, updated, unchanged, rejected;
	long left; /* people who are in no file */
	size_t proposals, refused, conflicts;
};

/*
 * What was chosen on the page, NULL = nothing: in the address while looking, in the form while
 * storing. The choice of a file is called trial_prefer_name().
 */
const char *trial_choice(const struct request *r, const char *name);
const char *trial_prefer_name(struct request *r, size_t file);

/* The kept files of the address, read, with what was chosen for them. */
MUST_USE enum err trial_load(struct request *r, struct trial *t);

/*
 * Imports all files not refused so far, inside the caller's write transaction. ERR_INVALID when one
 * more is refused: what it may have written has to be undone and the others run again.
 */
MUST_USE enum err trial_run(struct request *r, struct trial *t);

/*
 * Imports everything and takes it back. The page's reading transaction is given up for it and begun
 * again.
 */
MUST_USE enum err trial_run_and_undo(struct request *r, struct trial *t);

/* The sums of all files. */
void trial_sum_up(struct trial *t);

/* The trial in short: storing must come to the same. */
const char *trial_outcome(struct request *r, const struct trial *t);
/* Before storing: the files that the outcome shown says are refused are left out. */
void trial_leave_out(struct trial *t, const char *shown);

/* page_trial_people.c: who joins, leaves and moves by the lists. */
void trial_draw_people(struct request *r, const struct trial *t);

/* Changed on both sides since the workbook was made; args: what is stored, what the file has. */
bool trial_is_conflict(const struct problem *p);

#endif
