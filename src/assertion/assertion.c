#include "assertion/assertion.h"

#include "base/map.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *code, *label;
} values[ASSERTION_VALUE__MAX] = {
#define X(id, code, label) [ASSERTION_##id] = {code, label},
	ASSERTION_VALUES(X)
#undef X
};

const char *assertion_value_code(enum assertion_value v)
{
	return values[v].code;
}

const char *assertion_value_label(const char *code)
{
	for (size_t i = 0; i < ASSERTION_VALUE__MAX; i++)
		if (strcmp(values[i].code, code) == 0)
			return values[i].label;
	return NULL;
}

/* What makes it the same thing said: ids are unique over all tables. */
static const char *key_of(struct ctx *c, const char *criterion, int64_t record_id, int64_t unit_id)
{
	return arena_printf(c->arena, "%" PRId64 " %s", record_id ? record_id : unit_id, criterion);
}

static struct assertion_row row_of(const char *source, const char *day,
                                   const struct assertion_said *s)
{
	return (struct assertion_row){.unit_id = s->unit_id, .source = source,
	                              .criterion = s->criterion, .ledger = s->ledger,
	                              .record_id = s->record_id, .subject = s->subject,
	                              .value = assertion_value_code(s->value),
	                              .severity = s->severity, .details = s->details,
	                              .first_on = day};
}

/* Said before: the row stays, and changes only where something is said differently. */
static enum err keep(struct ctx *c, const struct assertion_row *before, struct assertion_row *after,
                     struct assertion_changes *changes)
{
	after->id = before->id;
	after->rev = before->rev;
	after->first_on = before->first_on;
	TRY(assertion_update(c, before, after));
	if (after->rev == before->rev)
		changes->same++;
	else
		changes->changed++;
	return OK;
}

static enum err close_row(struct ctx *c, const struct assertion_row *before, const char *day)
{
	struct assertion_row after = *before;

	after.closed_on = day;
	return assertion_update(c, before, &after);
}

/* The open rows of the source that it speaks of now; the others stay as they are. */
static enum err load_open(struct ctx *c, const char *source, const struct assertion_scope *scope,
                          struct assertion_row **ret, size_t *ret_n)
{
	struct assertion_row *rows;
	size_t n, kept = 0;

	TRY(q_assertion_open_of(c, &(struct assertion_open_of_in){source}, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (!scope || scope->covers(scope->arg, &rows[i]))
			rows[kept++] = rows[i];
	*ret = rows;
	*ret_n = kept;
	return OK;
}

enum err assertion_replace(struct ctx *c, const char *source, const struct assertion_scope *scope,
                           const char *day, const struct assertion_said *said, size_t n,
                           struct assertion_changes *ret)
{
	struct map open = {.arena = c->arena}, now = {.arena = c->arena};
	struct assertion_changes changes = {0};
	struct assertion_row *rows;
	size_t n_rows;

	TRY(load_open(c, source, scope, &rows, &n_rows));
	for (size_t i = 0; i < n_rows; i++)
		map_put(&open, key_of(c, rows[i].criterion, rows[i].record_id, rows[i].unit_id),
		        &rows[i]);
	for (size_t i = 0; i < n; i++) {
		const char *key = key_of(c, said[i].criterion, said[i].record_id, said[i].unit_id);
		const struct assertion_row *before = map_get(&open, key);
		struct assertion_row *after = ARENA_NEW(c->arena, struct assertion_row);

		*after = row_of(source, day, &said[i]);
		BUG_IF(map_put(&now, key, after) != NULL);
		if (before) {
			TRY(keep(c, before, after, &changes));
		} else {
			TRY(assertion_insert(c, after));
			changes.opened++;
		}
	}
	for (size_t i = 0; i < n_rows; i++) {
		if (map_get(&now, key_of(c, rows[i].criterion, rows[i].record_id, rows[i].unit_id)))
			continue;
		TRY(close_row(c, &rows[i], day));
		changes.closed++;
	}
	*ret = changes;
	return OK;
}
