#include "search/fold.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

static bool has_grams(uint32_t cp)
{
	return cp >= 0x80 || isalnum((int)cp);
}

static void put(struct buf *out, const char *from, const char *to)
{
	if (out->len)
		buf_putc(out, ' ');
	buf_add(out, from, (size_t)(to - from));
}

/* single: also the characters alone, not only where they have no neighbour. */
static void put_grams(struct buf *out, const char *s, bool single)
{
	const char *before = NULL; /* the character before, where it has grams */
	bool paired = false;       /* it stands in a pair already */
	const char *at = s;
	uint32_t cp;

	do {
		const char *from = at;
		bool good;

		cp = text_next(&at);
		good = cp && has_grams(cp);
		if (good && single)
			put(out, from, at);
		if (good && before)
			put(out, before, at);
		else if (!good && before && !paired && !single)
			put(out, before, from);
		paired = good && before;
		before = good ? from : NULL;
	} while (cp);
}

void search_grams(struct buf *out, const char *folded)
{
	put_grams(out, folded, true);
}

void search_needed(struct buf *out, const char *folded)
{
	put_grams(out, folded, false);
}

bool search_is_gram(const char *folded)
{
	size_t n = 0;
	uint32_t cp;

	for (; (cp = text_next(&folded)) != 0; n++)
		if (!has_grams(cp))
			return false;
	return n == 1 || n == 2;
}

const char *search_pattern(struct arena *a, const char *folded)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT);
	buf_putc(&b, '%');
	for (const char *s = folded; *s; s++) {
		if (strchr("%_\\", *s))
			buf_putc(&b, '\\');
		buf_putc(&b, *s);
	}
	buf_putc(&b, '%');
	return b.data;
}
