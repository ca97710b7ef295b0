#include "audit/scale.h"

#include "base/text.h"

#include <string.h>

static enum err read_values(struct ctx *c, struct scale *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct ratio r;

		if (!s->levels[i].value)
			continue;
		if (!ratio_parse(s->levels[i].value, &r) || r.den > 1000)
			return FAIL(
				c, ERR_INVALID,
				N_("Level {1} of scale {2}: “{3}” is not a number with at most "
				   "three decimals."),
				s->levels[i].code, s->row.code, s->levels[i].value);
		s->has_value[i] = true;
		s->value_thousandths[i] = r.num * 1000 / r.den;
	}
	return OK;
}

static void add_written(struct scale *s, const char *text, const char *code)
{
	const char *folded = text_fold(s->written.arena, text);

	if (!map_get(&s->written, folded))
		map_put(&s->written, folded, (void *)code);
}

static void fold_written(struct scale *s, struct arena *a)
{
	s->written.arena = a;
	add_written(s, LEVEL_NA, LEVEL_NA);
	add_written(s, s->row.na_name, LEVEL_NA);
	for (size_t i = 0; i < s->n; i++) {
		add_written(s, s->levels[i].code, s->levels[i].code);
		add_written(s, s->levels[i].name, s->levels[i].code);
	}
}

enum err scale_load(struct ctx *c, int64_t id, struct scale *ret)
{
	struct scale s = {.na_as = -1};
	struct scale_row *row;

	TRY(scale_get(c, id, &row));
	s.row = *row;
	TRY(q_scale_levels(c, &(struct scale_levels_in){id}, &s.levels, &s.n));
	if (s.n == 0 || s.n > SCALE_LEVELS_MAX)
		return FAIL(c, ERR_INVALID, N_("Scale {1} has no levels, or more than {2}."),
		            row->code, "12");
	TRY(read_values(c, &s));
	fold_written(&s, c->arena);
	s.conforming = scale_index(&s, row->conforming);
	if (s.conforming < 0)
		return FAIL(c, ERR_INVALID,
		            N_("Scale {1}: the conforming level {2} is none of its levels."),
		            row->code, row->conforming);
	if (row->na_counts_as)
		s.na_as = scale_index(&s, row->na_counts_as);
	if (!row->target || !ratio_parse(row->target, &s.target))
		s.target = (struct ratio){0, 0};
	*ret = s;
	return OK;
}

int scale_index(const struct scale *s, const char *code)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->levels[i].code, code) == 0)
			return (int)i;
	return -1;
}

const char *scale_read(struct arena *a, const struct scale *s, const char *text)
{
	return map_get(&s->written, text_fold(a, text));
}

const char *scale_show(const struct scale *s, const char *code)
{
	if (!code)
		return "";
	return strcmp(code, LEVEL_NA) == 0 ? s->row.na_name : code;
}

const char *scale_choices(struct arena *a, const struct scale *s)
{
	const char *list = "";

	for (size_t i = s->n; i-- > 0;)
		list = arena_printf(a, "%s%s, ", list, s->levels[i].code);
	return arena_printf(a, "%s%s", list, s->row.na_name);
}
