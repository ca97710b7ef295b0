#include "org/held.h"

#include "org/person.h"

#include <string.h>

static enum err held(struct ctx *c, const struct who *who, const char *duty,
                     struct duty_units_held_out **ret, size_t *ret_n)
{
	return q_duty_units_held(
		c, &(struct duty_units_held_in){who->account_id, duty, day_today(c)}, ret, ret_n);
}

enum err duty_held(struct ctx *c, const struct who *who, const char *duty, bool *ret)
{
	struct duty_units_held_out *rows;
	size_t n;

	TRY(held(c, who, duty, &rows, &n));
	*ret = n > 0;
	return OK;
}

enum err units_headed(struct ctx *c, const struct who *who, const char *const **ret, size_t *ret_n)
{
	struct duty_units_held_out *rows;
	const char **codes;
	size_t n_rows, n = 0;

	TRY(held(c, who, DUTY_SECTION, &rows, &n_rows));
	codes = ARENA_ARRAY(c->arena, n_rows + 1, const char *);
	if (who->role == ROLE_HEAD && who->unit_code)
		codes[n++] = who->unit_code;
	for (size_t i = 0; i < n_rows; i++)
		if (rows[i].unit_code && !(n && strcmp(codes[0], rows[i].unit_code) == 0))
			codes[n++] = rows[i].unit_code;
	*ret = codes;
	*ret_n = n;
	return OK;
}

enum err heads_unit(struct ctx *c, const struct who *who, int64_t unit_id, bool *ret)
{
	const char *const *codes;
	size_t n;

	TRY(units_headed(c, who, &codes, &n));
	*ret = false;
	for (size_t i = 0; i < n && !*ret; i++) {
		struct unit_within_out *within;

		TRY(q_unit_within(c, &(struct unit_within_in){unit_id, codes[i]}, &within));
		*ret = within != NULL;
	}
	return OK;
}
