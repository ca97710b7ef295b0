/*
 * list.h - lists of records: filter × operator × sort × page, composed in one place (compose.h).
 *
 * The statement is made of declared identifiers only, every value is bound, and the reach of the
 * reader (c->only_below) is part of each: a record of another unit is not there, neither as a row
 * nor in a count nor as the name of what a row refers to.
 */
#ifndef KAGEYU_RECORD_LIST_H
#define KAGEYU_RECORD_LIST_H

#include "record/record.h"

/* id, word in addresses, msgid */
#define RECORD_OPS(X)                                                                          \
	X(IS, "is", N_("is"))                                                                  \
	X(IS_NOT, "is-not", N_("is not"))                                                      \
	X(HAS, "has", N_("contains"))                                                          \
	X(FROM, "from", N_("from"))                                                            \
	X(UNTIL, "until", N_("until"))                                                         \
	X(BELOW, "below", N_("is it or stands below it"))                                      \
	X(LEFT, "left", N_("has left the city"))                                               \
	X(EMPTY, "empty", N_("is empty"))                                                      \
	X(FILLED, "filled", N_("is filled"))

enum record_op {
#define X(id, code, label) RECORD_OP_##id,
	RECORD_OPS(X)
#undef X
		RECORD_OP__MAX
};

const char *record_op_code(enum record_op op);
const char *record_op_label(enum record_op op); /* msgid */
bool record_op_parse(const char *code, enum record_op *ret);
bool record_op_fits(enum record_type type, enum record_op op);

struct record_condition {
	const struct record_field *field;
	enum record_op op;
	const char *value; /* canonical; of HAS any text; not looked at by LEFT, EMPTY and FILLED */
};

enum record_state { RECORD_PRESENT, RECORD_GONE, RECORD_ALL };

#define RECORD_CONDITIONS_MAX 12

struct record_query {
	int64_t id; /* this one only; 0 = all */
	const char *day; /* ISO: kept by the units that stood for theirs then; NULL = as they are */
	enum record_state state;
	struct record_condition conditions[RECORD_CONDITIONS_MAX];
	size_t n;
	const struct record_field *sort; /* NULL: units in display order, then by the keys */
	bool descending;
	size_t first, count; /* count 0 = all */
	/* "[1,2]": none but these, HAS is done; record_seek() makes it; NULL = nobody looked yet */
	const char *found;
};

/*
 * Finds the records whose texts contain what HAS asks for, as a search does: サーバ and サーバー, PC and
 * ＰＣ are one. record_list() and record_count() do it themselves; done before, both go by it.
 */
MUST_USE enum err record_seek(struct ctx *c, const struct record_kind *k, struct record_query *q);

MUST_USE enum err record_list(struct ctx *c, const struct record_kind *k,
                              const struct record_query *q, struct record **ret, size_t *ret_n);
/* How many there are on all pages. */
MUST_USE enum err record_count(struct ctx *c, const struct record_kind *k,
                               const struct record_query *q, size_t *ret);

/*
 * What an index of words needs: records that are present, of all units whatever the reach, that
 * have an event after that number of the trail, or whose unit or owner has; -1 = all. No field that
 * is PERSONAL or CONFIDENTIAL is among the words.
 */
struct record_words {
	int64_t id, unit_id;
	const char *title; /* with its unit and owner */
	const char *words;
};
MUST_USE enum err record_words_since(struct ctx *c, const struct record_kind *k, int64_t seq,
                                     struct record_words **ret, size_t *ret_n);

#endif
