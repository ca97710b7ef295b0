/*
 * fold.h - the grams that an index of folded words (text_sought()) is made of.
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

/* All grams of a folded text, separated by blanks. */
void search_grams(struct buf *out, const char *folded);
/* Those that a row must have to hold the folded word; "" where the word is of signs alone. */
void search_needed(struct buf *out, const char *folded);

/* Whether the folded word is a gram itself: a row that has it holds the word. */
bool search_is_gram(const char *folded);

/* %…% of the folded word for LIKE … ESCAPE '\'. */
const char *search_pattern(struct arena *a, const char *folded);

#endif
