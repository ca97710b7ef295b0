#include "org/setting.h"

#include "base/text.h"
#include "gen/queries.h"

enum err setting_find(struct ctx *c, const char *key, const char **ret)
{
	struct setting_row *row;

	TRY(q_setting_by_key(c, &(struct setting_by_key_in){key}, &row));
	*ret = row ? row->value : NULL;
	return OK;
}

enum err setting_put(struct ctx *c, const char *key, const char *value)
{
	struct setting_row *before, after = {.key = key, .value = value};

	TRY(q_setting_by_key(c, &(struct setting_by_key_in){key}, &before));
	if (text_blank(value))
		return before ? setting_delete(c, before) : OK;
	if (!before)
		return setting_insert(c, &after);
	after = *before;
	after.value = value;
	return setting_update(c, before, &after);
}

enum err setting_revision(struct ctx *c, int64_t *ret)
{
	struct setting_row *rows;
	int64_t revision = 1;
	size_t n;

	TRY(q_setting_all(c, &rows, &n));
	for (size_t i = 0; i < n; i++)
		revision += rows[i].id * 1000 + rows[i].rev;
	*ret = revision;
	return OK;
}
