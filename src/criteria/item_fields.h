/*
 * item_fields.h - the texts of an item as a table: what is compared, shown and edited, in the order
 * of the text form.
 */
#ifndef KAGEYU_CRITERIA_ITEM_FIELDS_H
#define KAGEYU_CRITERIA_ITEM_FIELDS_H

#include "gen/queries.h"

#define ITEM_LEVELS 5 /* level1 … level5: index 0 is level 1 */

struct item_field {
	const char *name;  /* as in docs/formats.md */
	const char *label; /* msgid */
	size_t offset;     /* in struct item_row */
	bool lines;        /* several lines */
};
extern const struct item_field item_fields[];
extern const size_t n_item_fields;

/* msgid of a kind of target or a method; the code itself when it is none that we know. */
const char *criteria_word(const char *code);
/* msgid of the field's label; the name itself when there is none. */
const char *criteria_field_label(const char *name);
/* "SOURCE：FACT" and "KEY：REASON" at the colon; without one the name is NULL. */
void criteria_split(struct arena *a, const char *line, const char **ret_name,
                    const char **ret_rest);

static inline const char *item_text(const struct item_row *item, const struct item_field *f)
{
	return *(const char *const *)(const void *)((const char *)item + f->offset);
}
static inline void item_set_text(struct item_row *item, const struct item_field *f,
                                 const char *text)
{
	*(const char **)(void *)((char *)item + f->offset) = text;
}

#endif
