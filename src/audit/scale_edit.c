#include "audit/scale_edit.h"

#include "base/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static const char *number(struct ctx *c, int64_t n)
{
	return arena_printf(c->arena, "%" PRId64, n);
}

enum err scale_confirmed_targets(struct ctx *c, int64_t id, int64_t *ret)
{
	struct scale_confirmed_count_out *row;

	TRY(q_scale_confirmed_count(c, &(struct scale_confirmed_count_in){id}, &row));
	*ret = row ? row->n : 0;
	return OK;
}

int64_t scale_revision(const struct scale *s)
{
	int64_t revision = s->row.rev;

	for (size_t i = 0; i < s->n; i++)
		revision += s->levels[i].id * 1000 + s->levels[i].rev;
	return revision;
}

/* --- what makes a usable scale --- */

static bool is_points(const char *s)
{
	struct ratio r;

	return ratio_parse(s, &r) && r.den <= 1000;
}

static bool is_color(const char *s)
{
	if (s[0] != '#' || strlen(s) != 7)
		return false;
	for (s++; *s; s++)
		if (!isxdigit((unsigned char)*s))
			return false;
	return true;
}

static enum err check_level(struct ctx *c, const struct scale_level_row *l)
{
	if (text_blank(l->code) || text_length(l->code) > SCALE_LEVEL_CODE_MAX ||
	    strpbrk(l->code, " \t\r\n,|"))
		return FAIL(c, ERR_INVALID,
		            N_("“{1}” cannot be the sign of a level: 1 to 8 characters without "
			       "spaces."),
		            l->code ? l->code : "");
	if (text_blank(l->name))
		return FAIL(c, ERR_INVALID, N_("Level {1} needs a name."), l->code);
	if (text_blank(l->criterion))
		return FAIL(c, ERR_INVALID, N_("Level {1} needs a criterion."), l->code);
	if (l->value && !is_points(l->value))
		return FAIL(c, ERR_INVALID,
		            N_("Level {1}: “{2}” is not a number with at most three decimals."),
		            l->code, l->value);
	if (!l->color || !is_color(l->color))
		return FAIL(c, ERR_INVALID,
		            N_("Level {1}: “{2}” is no colour. Write it like #1a5e9a."), l->code,
		            l->color ? l->color : "");
	return OK;
}

/* What is written in a sheet must mean one level. */
static enum err check_written(struct ctx *c, const struct scale_edit *e)
{
	struct map written = {.arena = c->arena};

	map_put(&written, text_fold(c->arena, LEVEL_NA), (void *)e);
	map_put(&written, text_fold(c->arena, e->row.na_name), (void *)e);
	for (size_t i = 0; i < e->n; i++) {
		const char *const words[] = {e->levels[i].code, e->levels[i].name};

		for (size_t k = 0; k < 2; k++) {
			const char *key = text_fold(c->arena, words[k]);
			const void *had = map_get(&written, key);

			if (had && had != &e->levels[i])
				return FAIL(c, ERR_INVALID,
				            N_("“{1}” stands for two levels. Signs and names "
					       "must differ."),
				            words[k]);
			map_put(&written, key, (void *)&e->levels[i]);
		}
	}
	return OK;
}

static const struct scale_level_row *level_of(const struct scale_edit *e, const char *code)
{
	for (size_t i = 0; code && i < e->n; i++)
		if (strcmp(e->levels[i].code, code) == 0)
			return &e->levels[i];
	return NULL;
}

static enum err check_references(struct ctx *c, const struct scale_edit *e)
{
	const struct scale_level_row *na = level_of(e, e->row.na_counts_as);

	if (!level_of(e, e->row.conforming))
		return FAIL(c, ERR_INVALID,
		            N_("The conforming level must be one of the levels. Enter its sign."));
	if (e->row.na_counts_as && (!na || !na->value))
		return FAIL(c, ERR_INVALID,
		            N_("Not applicable can only count as a level that has points. "
			       "Enter its sign, or nothing."));
	if (e->row.target && !is_points(e->row.target))
		return FAIL(c, ERR_INVALID,
		            N_("The target “{1}” is not a number with at most three decimals."),
		            e->row.target);
	return OK;
}

static enum err check(struct ctx *c, const struct scale_edit *e)
{
	if (text_blank(e->row.name) || text_blank(e->row.na_name))
		return FAIL(c, ERR_INVALID,
		            N_("A scale needs a name and a word for not applicable."));
	if (e->n < 2)
		return FAIL(c, ERR_INVALID, N_("A scale needs at least two levels."));
	for (size_t i = 0; i < e->n; i++)
		TRY(check_level(c, &e->levels[i]));
	TRY(check_written(c, e));
	return check_references(c, e);
}

/* --- storing --- */

static bool before(const struct scale_level_row *a, const struct scale_level_row *b)
{
	struct ratio x, y;

	if (!a->value || !b->value)
		return a->value && !b->value;
	return ratio_parse(a->value, &x) && ratio_parse(b->value, &y) && ratio_compare(x, y) > 0;
}

/* Best first; equal ones as they came. */
static void sort_levels(struct scale_edit *e)
{
	for (size_t i = 1; i < e->n; i++)
		for (size_t k = i; k > 0 && before(&e->levels[k], &e->levels[k - 1]); k--) {
			struct scale_level_row other = e->levels[k];

			e->levels[k] = e->levels[k - 1];
			e->levels[k - 1] = other;
		}
	for (size_t i = 0; i < e->n; i++)
		e->levels[i].sort = (int64_t)i + 1;
}

static enum err remove_levels(struct ctx *c, const struct scale *s, const struct scale_edit *e)
{
	for (size_t i = 0; i < s->n; i++) {
		struct level_use_count_out *used;

		if (level_of(e, s->levels[i].code))
			continue;
		TRY(q_level_use_count(
			c, &(struct level_use_count_in){s->row.id, s->levels[i].code}, &used));
		if (used && used->n)
			return FAIL(c, ERR_STATE,
			            N_("Level {1} was given {2} times already and cannot be "
				       "taken away."),
			            s->levels[i].code, number(c, used->n));
		TRY(scale_level_delete(c, &s->levels[i]));
	}
	return OK;
}

/* old: the scale as stored, NULL = none yet. */
static enum err put_levels(struct ctx *c, const struct scale *old, const struct scale_edit *e)
{
	for (size_t i = 0; i < e->n; i++) {
		struct scale_level_row after = e->levels[i];
		int at = old ? scale_index(old, after.code) : -1;

		after.scale_id = e->row.id;
		if (at < 0) {
			TRY(scale_level_insert(c, &after));
			continue;
		}
		after.id = old->levels[at].id;
		TRY(scale_level_update(c, &old->levels[at], &after));
	}
	return OK;
}

enum err scale_change(struct ctx *c, int64_t id, const struct scale_edit *edit)
{
	struct scale_edit e = *edit;
	struct scale s;
	int64_t confirmed;

	TRY(scale_load(c, id, &s));
	TRY(scale_confirmed_targets(c, id, &confirmed));
	if (confirmed)
		return FAIL(c, ERR_STATE,
		            N_("{1} confirmed sections were judged on this scale. It stays as "
			       "it is; make a copy and change that."),
		            number(c, confirmed));
	TRY(check(c, &e));
	sort_levels(&e);
	e.row.id = s.row.id;
	e.row.code = s.row.code;
	TRY(scale_update(c, &s.row, &e.row));
	TRY(remove_levels(c, &s, &e));
	return put_levels(c, &s, &e);
}

static enum err check_code(struct ctx *c, const char *code)
{
	struct scale_row *taken;
	size_t n = code ? strlen(code) : 0;

	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)code[i]) && !strchr("._-", code[i]))
			n = 0;
	if (n == 0 || n > 32 || strcmp(code, "new") == 0) /* an address of its own */
		return FAIL(c, ERR_INVALID,
		            N_("“{1}” cannot be the code of a scale: letters, digits and . _ "
			       "-, at most 32."),
		            code ? code : "");
	TRY(q_scale_by_code(c, &(struct scale_by_code_in){code}, &taken));
	if (taken)
		return FAIL(c, ERR_CONFLICT, N_("There already is a scale “{1}”."), code);
	return OK;
}

enum err scale_create(struct ctx *c, const struct scale_edit *edit, int64_t *ret_id)
{
	struct scale_edit e = *edit;

	TRY(check_code(c, e.row.code));
	TRY(check(c, &e));
	sort_levels(&e);
	TRY(scale_insert(c, &e.row));
	TRY(put_levels(c, NULL, &e));
	*ret_id = e.row.id;
	return OK;
}
