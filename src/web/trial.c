#include "web/trial.h"

#include "store/db.h"

#include <string.h>

const char *trial_choice(const struct request *r, const char *name)
{
	const char *sent = pairs_get(&r->form, name);

	return sent ? sent : pairs_get(&r->query, name);
}

const char *trial_prefer_name(struct request *r, size_t file)
{
	return arena_printf(r->c.arena, "prefer-%zu", file);
}

static enum judgement_conflict preference(struct request *r, size_t i)
{
	const char *prefer = trial_choice(r, trial_prefer_name(r, i));

	if (prefer && strcmp(prefer, "file") == 0)
		return CONFLICT_TAKE_FILE;
	return prefer && strcmp(prefer, "stored") == 0 ? CONFLICT_KEEP_STORED : CONFLICT_REFUSE;
}

/* Trouble with the file, not with the machine. */
static bool is_refusal(enum err e)
{
	return e == ERR_INVALID || e == ERR_NOT_FOUND || e == ERR_STATE || e == ERR_CONFLICT ||
	       e == ERR_USAGE || e == ERR_TOO_LARGE;
}

static enum err refuse(struct request *r, struct tried *f, enum err e)
{
	if (!is_refusal(e))
		return e;
	f->refused = true;
	f->why = r->c.error;
	return OK;
}

static enum err open_file(struct request *r, struct trial *t, size_t i)
{
	struct tried *f = &t->v[i];
	const char *data;
	size_t len;
	enum err e;

	TRY(uploads_load(r, &t->files, i, &data, &len));
	e = ledger_open(&r->c, t->ledger, t->files.files[i].name, data, len, &f->file);
	return e == OK ? OK : refuse(r, f, e);
}

enum err trial_load(struct request *r, struct trial *t)
{
	struct uploads *u = &t->files;
	const char *reason = trial_choice(r, "reason");

	*t = (struct trial){0};
	TRY(uploads_find(r, r->args[0], u));
	if (!ledger_parse(u->kind, &t->ledger))
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	t->options.judgement.audit = u->audit;
	t->options.judgement.part = u->part;
	t->options.criteria.catalog = u->catalog;
	t->options.whole = t->options.criteria.whole = t->options.people.whole = u->whole;
	t->options.people.day = u->day;
	t->reason = reason ? reason : u->reason;
	if (t->reason && !*t->reason)
		t->reason = NULL;
	t->v = ARENA_ARRAY(r->c.arena, u->n, struct tried);
	for (size_t i = 0; i < u->n; i++) {
		t->v[i].conflict = preference(r, i);
		TRY(open_file(r, t, i));
	}
	return OK;
}

enum err trial_run(struct request *r, struct trial *t)
{
	TRY(ledger_may_declare(&r->c, t->ledger, &t->options));
	r->c.reason = t->reason;
	for (size_t i = 0; i < t->files.n; i++) {
		struct tried *f = &t->v[i];
		struct ledger_options options = t->options;
		enum err e;

		if (f->refused)
			continue;
		options.judgement.conflict = f->conflict;
		options.criteria.reads = &f->reads;
		options.people.differences = &f->people;
		e = ledger_import(&r->c, t->ledger, &f->file, &options, &f->result);
		if (e == OK && f->result.problems.count[SEV_FILE])
			e = FAIL(&r->c, ERR_INVALID,
			         N_("The file was refused: nothing was stored."));
		if (e != OK) {
			TRY(refuse(r, f, e));
			return ERR_INVALID;
		}
	}
	return OK;
}

enum err trial_run_and_undo(struct request *r, struct trial *t)
{
	enum err e = ERR_INVALID;

	db_rollback(&r->c);
	for (size_t i = 0; e == ERR_INVALID && i <= t->files.n; i++) {
		TRY(db_begin(&r->c, DB_WRITE));
		e = trial_run(r, t);
		db_rollback(&r->c);
	}
	TRY(e);
	return db_begin(&r->c, DB_READ);
}

bool trial_is_conflict(const struct problem *p)
{
	return strcmp(p->code, "conflict") == 0 || strcmp(p->code, "conflict-settled") == 0;
}

void trial_sum_up(struct trial *t)
{
	for (size_t i = 0; i < t->files.n; i++) {
		const struct import_result *x = &t->v[i].result;

		t->refused += t->v[i].refused;
		if (t->v[i].refused)
			continue;
		t->rows += x->rows;
		t->created += x->created;
		t->updated += x->updated;
		t->unchanged += x->unchanged;
		t->rejected += x->rejected;
		t->left += t->v[i].people.count[1];
		t->proposals += x->problems.count[SEV_CONFIRM];
		for (const struct problem *p = x->problems.first; p; p = p->next)
			t->conflicts += trial_is_conflict(p);
	}
}

const char *trial_outcome(struct request *r, const struct trial *t)
{
	const char *s = "";

	for (size_t i = 0; i < t->files.n; i++) {
		const struct import_result *x = &t->v[i].result;

		s = t->v[i].refused ? arena_printf(r->c.arena, "%sx;", s)
		                    : arena_printf(r->c.arena, "%s%ld,%ld,%ld,%ld,%ld;", s,
		                                   x->created, x->updated, x->unchanged,
		                                   x->rejected, t->v[i].people.count[1]);
	}
	return s;
}

void trial_leave_out(struct trial *t, const char *shown)
{
	for (size_t i = 0; i < t->files.n && *shown; i++) {
		t->v[i].refused |= *shown == 'x';
		shown += strcspn(shown, ";");
		shown += *shown == ';';
	}
}
