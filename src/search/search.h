/*
 * search.h - finding rows by their words: everything that somebody may see, in one place.
 *
 * What there is to find is a list of kinds (kinds.c): a new one is a line there and a query that
 * gives its rows. Folders above add theirs by search_add(). The index follows the audit trail:
 * before a transaction is committed, the rows that its events name are taken in anew, so no change
 * passes by. Where the index is behind (data from a version that had none) the next change catches
 * up.
 *
 * Nobody finds, or counts, what the reach of the role does not cover: search_enter() sets it for a
 * kind, and every query takes it.
 */
#ifndef KAGEYU_SEARCH_SEARCH_H
#define KAGEYU_SEARCH_SEARCH_H

#include "org/access.h"

#include <stddef.h>

#define SEARCH_WORDS_MAX 5    /* more are left out */
#define SEARCH_COUNT_MAX 1000 /* a count beyond is not counted to its end */

#define SEARCH_KINDS_MAX 64

struct search_units_out; /* a row of any kind: search.sql */
struct search_kind {
	const char *code;  /* as its table is called */
	const char *label; /* msgid */
	enum capability see;
	int source; /* the query that gives its rows: see search.sql */
	/* or the function: those that have an event after since, or belong to such; -1 = all */
	enum err (*rows)(struct ctx *c, const struct search_kind *kind, int64_t since,
	                 struct search_units_out **ret, size_t *ret_n);
	const char *part_of; /* with rows: the kind whose changes are changes of its rows too */
	bool of_people;      /* its rows are of persons, who are seen where they work */
};
extern const struct search_kind *const search_kinds;
extern size_t n_search_kinds;

/* Only while the program starts. */
void search_add(const struct search_kind *kind);
/* Words of the index, longer than a gram and so mixed up with none: the kind of a row, and whose
 * it is (a unit; 0 = everybody's). */
const char *search_kind_word(struct arena *a, const struct search_kind *kind);
const char *search_unit_word(struct arena *a, int64_t unit_id);

/* NULL where there is no such kind. */
const struct search_kind *search_kind_find(const char *code);

/*
 * Has every write of this connection keep the index. Once, after opening. Makes the index where
 * there is none: a new version may want another one.
 */
MUST_USE enum err search_attach(struct ctx *c);
/* Makes the index anew, in the caller's write transaction. */
MUST_USE enum err search_rebuild(struct ctx *c);
/* Events that the index has not taken in; 0 = it is up to date. */
MUST_USE enum err search_behind(struct ctx *c, int64_t *ret);

/* What was typed: words, all of which must stand in a row. */
struct search_words {
	const char *typed[SEARCH_WORDS_MAX], *folded[SEARCH_WORDS_MAX];
	size_t n;          /* 0 = nothing to look for */
	const char *grams; /* "" where the words are of signs alone: nothing is found */
	const char *patterns[SEARCH_WORDS_MAX]; /* of those that are more than a gram */
	size_t n_patterns;
	const char *reach, *reach_of; /* the reach as it was last needed: find.c */
};
void search_read(struct ctx *c, const char *typed, struct search_words *ret);

struct search_hit {
	int64_t id;
	const char *place; /* parameters of its address, separated by | */
	const char *title, *words;
};

/* The kinds that the index has rows of, in the order of search_kinds. */
MUST_USE enum err search_held(struct ctx *c, const struct search_kind ***ret, size_t *ret_n);
/* Prepares the context for a kind; *ret is false where the person may see nothing of it. */
MUST_USE enum err search_enter(struct ctx *c, const struct who *who, const struct search_kind *kind,
                               bool *ret);
/*
 * n hits from the one numbered from on, in the order of their ids. *ret_all is how many there are:
 * counted a little beyond SEARCH_COUNT_MAX at most, 0 where there are none from that number on.
 */
MUST_USE enum err search_find(struct ctx *c, const struct search_kind *kind,
                              struct search_words *words, int64_t from, int64_t n,
                              struct search_hit **ret, size_t *ret_n, int64_t *ret_all);

/* A part of a text around what was found. */
struct search_piece {
	const char *text;
	bool found;
	struct search_piece *next;
};
struct search_piece *search_snippet(struct arena *a, const char *text,
                                    const struct search_words *words);

#endif
