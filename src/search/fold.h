/*
 * fold.h - how words are compared when something is looked for.
 *
 * Beyond text_fold() (width, case, blanks, variation selectors, itaiji): the long-vowel mark is
 * left out, because offices write サーバ and サーバー alike, and all hyphens and minus signs are one.
 *
 * A gram is one character or two neighbours, so that a search for 漏 or 端末 is as exact as one for
 * a sentence. Between fields and at signs of ASCII no gram reaches over; they are compared as text
 * when the grams have found the row.
 */
#ifndef KAGEYU_SEARCH_FOLD_H
#define KAGEYU_SEARCH_FOLD_H

#include "base/buf.h"
#include "base/ctx.h"

#include <stdbool.h>

const char *search_fold(struct arena *a, const char *s);

/* All grams of a folded text, separated by blanks. */
void search_grams(struct buf *out, const char *folded);
/* Those that a row must have to hold the folded word; "" where the word is of signs alone. */
void search_needed(struct buf *out, const char *folded);

/* Whether the folded word is a gram itself: a row that has it holds the word. */
bool search_is_gram(const char *folded);

/* %…% of the folded word for LIKE … ESCAPE '\'. */
const char *search_pattern(struct arena *a, const char *folded);

#endif
