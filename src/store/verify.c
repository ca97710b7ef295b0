#include "store/verify.h"

#include "base/buf.h"
#include "base/os.h"
#include "base/text.h"
#include "gen/queries.h"
#include "store/data_dir.h"
#include "store/db.h"
#include "store/evidence.h"
#include "store/trail.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 1000
#define HEADS_MAX ((size_t)1 << 30)

struct verifier {
	struct ctx *c;
	struct verification *v;
	const char *heads_path;
	struct trail_head *heads; /* ascending */
	size_t n_heads, next_head;
	progress_fn *progress;
	void *progress_arg;
};

static const char *number(struct ctx *c, int64_t n)
{
	return arena_printf(c->arena, "%" PRId64, n);
}

static void tell(struct verifier *f, const char *what, long done)
{
	if (f->progress)
		f->progress(f->progress_arg, what, done, 0);
}

#define FOUND(f, code, table, at, ...)                                                         \
	PROBLEM((f)->c, &(f)->v->problems, SEV_REJECT, code,                                   \
	        ((struct place){.file = (table), .row = (long)(at)}), NULL, __VA_ARGS__)

/* --- the signed heads --- */

static enum err read_heads(struct verifier *f)
{
	struct ctx *c = f->c;
	const char *text;
	size_t len;
	struct text_list lines;

	if (!os_exists(f->heads_path)) {
		FOUND(f, "heads-missing", "heads.log", 0,
		      N_("The list of signed heads {1} is missing."), f->heads_path);
		return OK;
	}
	TRY(os_read_file(c, f->heads_path, HEADS_MAX, &text, &len));
	lines = text_split(c->arena, text, "\n");
	f->heads = ARENA_ARRAY(c->arena, lines.n, struct trail_head);
	for (size_t i = 0; i < lines.n; i++) {
		if (!trail_head_parse(c, lines.v[i], &f->heads[f->n_heads]))
			FOUND(f, "head-forged", "heads.log", i + 1,
			      N_("Line {1} of the signed heads is not signed by this "
			         "installation."),
			      number(c, (int64_t)i + 1));
		else
			f->n_heads++;
	}
	return OK;
}

static int compare_heads(const void *a, const void *b)
{
	const struct trail_head *x = a, *y = b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* True when the trail row is what the head of the same number says. */
static bool head_agrees(struct verifier *f, const struct trail_row *row)
{
	bool agrees = true;

	for (; f->next_head < f->n_heads && f->heads[f->next_head].seq <= row->seq;
	     f->next_head++) {
		if (f->heads[f->next_head].seq == row->seq &&
		    strcmp(f->heads[f->next_head].hash, row->hash) != 0)
			agrees = false;
		f->v->heads++;
	}
	return agrees;
}

/* --- the chain --- */

/* False at the first row that is not what it must be; the message names it. */
static bool check_event(struct verifier *f, const struct trail_row *row,
                        const struct trail_value_row *value)
{
	struct ctx *c = f->c;
	struct verification *v = f->v;

	if (row->seq != v->last_seq + 1)
		FOUND(f, "trail-gap", "trail", row->seq,
		      N_("Audit trail: row {1} is missing (row {2} follows row {3})."),
		      number(c, v->last_seq + 1), number(c, row->seq), number(c, v->last_seq));
	else if (strcmp(row->prev_hash, v->last_hash) != 0)
		FOUND(f, "trail-order", "trail", row->seq,
		      N_("Audit trail: row {1} does not continue row {2}: "
		         "rows were exchanged or altered."),
		      number(c, row->seq), number(c, v->last_seq));
	else if (strcmp(trail_hash(c->arena, row), row->hash) != 0)
		FOUND(f, "trail-altered", "trail", row->seq,
		      N_("Audit trail: row {1} was altered."), number(c, row->seq));
	else if (!value || value->seq != row->seq)
		FOUND(f, "trail-value-missing", "trail_value", row->seq,
		      N_("Audit trail: the values of row {1} are missing."), number(c, row->seq));
	else if (strcmp(trail_commitment(c->arena, value->salt, value->before_image,
	                                 value->after_image), row->commitment) != 0)
		FOUND(f, "trail-value-altered", "trail_value", row->seq,
		      N_("Audit trail: the values of row {1} were altered."), number(c, row->seq));
	else if (!head_agrees(f, row))
		FOUND(f, "trail-rewritten", "trail", row->seq,
		      N_("Audit trail: row {1} is not the one that was signed: "
		         "the chain was computed anew."),
		      number(c, row->seq));
	else
		return true;
	return false;
}

static enum err check_batch(struct verifier *f, bool *ret_more, bool *ret_good)
{
	struct trail_after_in in = {f->v->last_seq, BATCH};
	struct trail_row *rows;
	struct trail_value_row *values;
	size_t n, n_values;

	TRY(q_trail_after(f->c, &in, &rows, &n));
	TRY(q_trail_value_after(f->c, &(struct trail_value_after_in){in.seq, BATCH}, &values,
	                        &n_values));
	for (size_t i = 0; i < n && *ret_good; i++) {
		*ret_good = check_event(f, &rows[i], i < n_values ? &values[i] : NULL);
		if (*ret_good) {
			f->v->last_seq = rows[i].seq;
			memcpy((char *)f->v->last_hash, rows[i].hash, TRAIL_HASH_LEN);
			f->v->events++;
		}
	}
	*ret_more = n == BATCH;
	return OK;
}

/* Runs one step in a child arena, so that a long trail needs little memory. */
static enum err in_child(struct verifier *f, enum err (*step)(struct verifier *, void *), void *arg)
{
	struct ctx *c = f->c;
	struct arena *outer = c->arena;
	size_t before = f->v->problems.count[SEV_REJECT];
	enum err e;

	c->arena = arena_child(outer);
	e = step(f, arg);
	/* a problem just found holds strings of the child: keep it then */
	if (e == OK && f->v->problems.count[SEV_REJECT] == before)
		arena_free(c->arena);
	c->arena = outer;
	return e;
}

struct chain_state {
	bool more, good;
};

static enum err chain_step(struct verifier *f, void *arg)
{
	struct chain_state *s = arg;

	return check_batch(f, &s->more, &s->good);
}

static enum err check_chain(struct verifier *f)
{
	struct ctx *c = f->c;
	struct chain_state s = {true, true};
	struct state_row *seq, *hash;

	f->v->last_hash = arena_strdup(c->arena, TRAIL_FIRST_PREV);
	while (s.more && s.good) {
		TRY(in_child(f, chain_step, &s));
		tell(f, N_("Checking the audit trail"), (long)f->v->events);
	}
	if (!s.good)
		return OK;
	TRY(q_state_by_key(c, &(struct state_by_key_in){"trail_seq"}, &seq));
	TRY(q_state_by_key(c, &(struct state_by_key_in){"trail_hash"}, &hash));
	if (f->next_head < f->n_heads)
		FOUND(f, "trail-cut", "trail", f->v->last_seq + 1,
		      N_("Audit trail: it ends with row {1}, but row {2} was signed: "
		         "the end was cut off."),
		      number(c, f->v->last_seq), number(c, f->heads[f->n_heads - 1].seq));
	else if (f->v->events && !f->n_heads && os_exists(f->heads_path))
		FOUND(f, "heads-empty", "heads.log", 0,
		      N_("The list of signed heads {1} is empty, although the trail has rows."),
		      f->heads_path);
	else if (f->v->events &&
	         (!seq || !hash || strcmp(seq->value, number(c, f->v->last_seq)) != 0 ||
	          strcmp(hash->value, f->v->last_hash) != 0))
		FOUND(f, "trail-end", "trail", f->v->last_seq,
		      N_("Audit trail: its end is not the one noted at the last change (row {1})."),
		      number(c, f->v->last_seq));
	return OK;
}

/* --- the city's data --- */

/* A column newer than the event: nothing is recorded of it, so nothing may stand in it. */
static bool is_later_column(const json_t *now, const json_t *recorded)
{
	return !recorded && (json_is_null(now) || json_is_false(now) ||
	                     (json_is_integer(now) && json_integer_value(now) == 0) ||
	                     (json_is_string(now) && json_string_length(now) == 0));
}

/* The names of the columns in which two images differ: "name, valid_to"; NULL when in none. */
static const char *differing_columns(struct arena *a, const char *now, const char *recorded)
{
	json_t *x = json_loads(now, 0, NULL), *y = json_loads(recorded, 0, NULL);
	const char *key, *names = NULL;
	json_t *value;

	json_object_foreach(x, key, value)
	{
		const json_t *then = json_object_get(y, key);

		if (!json_equal(value, then) && !is_later_column(value, then))
			names = names ? arena_printf(a, "%s, %s", names, key)
			              : arena_strdup(a, key);
	}
	json_decref(x);
	json_decref(y);
	return names;
}

struct table_state {
	const struct sql_table *table;
	const char *rows; /* of the table, ascending ids */
	size_t n, at;
	int64_t after_id;
	bool more, good;
};

static int64_t id_at(const struct table_state *s, size_t i)
{
	return *(const int64_t *)(const void *)(s->rows + i * s->table->row_size);
}

static bool check_row(struct verifier *f, struct table_state *s,
                      const struct trail_last_of_table_out *event)
{
	struct ctx *c = f->c;
	const char *name = s->table->name;
	bool present = s->at < s->n && id_at(s, s->at) == event->row_id;
	const char *altered;
	struct buf now;

	if (s->at < s->n && id_at(s, s->at) < event->row_id) {
		FOUND(f, "row-unrecorded", name, id_at(s, s->at),
		      N_("{1}, id {2}: the row was never recorded in the audit trail."), name,
		      number(c, id_at(s, s->at)));
		return false;
	}
	if (strcmp(event->op, "delete") == 0) {
		if (present)
			FOUND(f, "row-undeleted", name, event->row_id,
			      N_("{1}, id {2}: the row was deleted (event {3}), yet it is there."),
			      name, number(c, event->row_id), number(c, event->seq));
		return !present;
	}
	if (!present) {
		FOUND(f, "row-missing", name, event->row_id,
		      N_("{1}, id {2}: the row is missing (last recorded by event {3})."), name,
		      number(c, event->row_id), number(c, event->seq));
		return false;
	}
	buf_init(&now, c->arena, BUF_MAX_TEXT * 2);
	table_image(s->table, s->rows + s->at * s->table->row_size, &now);
	s->at++;
	f->v->rows++;
	if (!event->after_image || strcmp(now.data, event->after_image) == 0)
		return true;
	altered = differing_columns(c->arena, now.data, event->after_image);
	if (!altered)
		return true;
	FOUND(f, "row-altered", name, event->row_id,
	      N_("{1}, id {2}: altered outside Kageyu ({3}); event {4} recorded something else."),
	      name, number(c, event->row_id), altered, number(c, event->seq));
	return false;
}

static enum err table_step(struct verifier *f, void *arg)
{
	struct table_state *s = arg;
	struct trail_last_of_table_in in = {s->table->name, s->after_id, BATCH};
	struct trail_last_of_table_out *events;
	size_t n;

	TRY(q_trail_last_of_table(f->c, &in, &events, &n));
	for (size_t i = 0; i < n && s->good; i++) {
		s->good = check_row(f, s, &events[i]);
		s->after_id = events[i].row_id;
	}
	s->more = n == BATCH;
	return OK;
}

static enum err whole_table(struct verifier *f, void *arg)
{
	struct table_state *s = arg;
	void *rows;

	TRY(statement_many(f->c, s->table->dump, NULL, &rows, &s->n));
	s->rows = rows;
	while (s->more && s->good)
		TRY(in_child(f, table_step, s));
	if (s->good && s->at < s->n)
		FOUND(f, "row-unrecorded", s->table->name, id_at(s, s->at),
		      N_("{1}, id {2}: the row was never recorded in the audit trail."),
		      s->table->name, number(f->c, id_at(s, s->at)));
	return OK;
}

static enum err check_tables(struct verifier *f)
{
	for (size_t i = 0; i < n_sql_tables; i++) {
		struct table_state s = {.table = &sql_tables[i], .more = true, .good = true};

		if (!sql_tables[i].domain)
			continue;
		TRY(in_child(f, whole_table, &s));
		tell(f, N_("Comparing the data with the trail"), (long)f->v->rows);
	}
	return OK;
}

/* --- evidence --- */

static enum err file_step(struct verifier *f, void *arg)
{
	struct ctx *c = f->c;
	const char *digest = arg, *data;
	size_t len;

	switch (evidence_load(c, digest, &data, &len)) {
	case OK:
		f->v->files++;
		break;
	case ERR_NOT_FOUND:
		FOUND(f, "evidence-missing", "evidence", 0, N_("The evidence file {1} is missing."),
		      digest);
		break;
	default:
		FOUND(f, "evidence-altered", "evidence", 0,
		      N_("The evidence file {1} was altered after it was stored."), digest);
	}
	return OK;
}

static enum err check_evidence(struct verifier *f)
{
	struct evidence_digests_out *rows;
	size_t n;

	TRY(q_evidence_digests(f->c, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(in_child(f, file_step, (void *)rows[i].digest));
	return OK;
}

static enum err check_all(struct ctx *c, void *arg)
{
	struct verifier *f = arg;

	(void)c;
	TRY(check_chain(f));
	TRY(check_tables(f));
	return check_evidence(f);
}

enum err verify_all(struct ctx *c, const char *heads_path, progress_fn *progress,
                    void *progress_arg, struct verification *ret)
{
	struct verifier f = {.c = c, .v = ret, .progress = progress, .progress_arg = progress_arg};

	memset(ret, 0, sizeof(*ret));
	f.heads_path = heads_path ? heads_path
	                          : arena_printf(c->arena, "%s/heads.log", data_dir_path(c));
	/* the heads first: a change committed meanwhile is then newer than any of them */
	TRY(read_heads(&f));
	if (f.n_heads)
		qsort(f.heads, f.n_heads, sizeof(*f.heads), compare_heads);
	TRY(db_transaction(c, DB_READ, check_all, &f));
	if (ret->problems.count[SEV_REJECT])
		return FAIL(
			c, ERR_TAMPERED,
			N_("Verification found {1} problem(s). Keep the data as they are and "
			   "compare them with a backup."),
			number(c, (int64_t)ret->problems.count[SEV_REJECT]));
	return OK;
}
