/*
 * url.h - addresses within the program; nothing else can become a link.
 *
 * An address is a literal pattern ("/audits/{}/items/{}") whose places are filled with
 * percent-encoded values, below the path the program is served under. It can never leave the site:
 * every one begins with a single slash.
 */
#ifndef KAGEYU_UI_URL_H
#define KAGEYU_UI_URL_H

#include "base/arena.h"

struct url {
	const char *text_; /* only url.c writes this */
};

/* args: one value per {…} of the pattern, in order. base: "" or "/kageyu". */
struct url url_make(struct arena *a, const char *base, const char *pattern,
                    const char *const *args);
/* With one more query parameter; value NULL leaves it out. */
struct url url_with(struct arena *a, struct url u, const char *name, const char *value);
/* To a place in the page. */
struct url url_fragment(struct arena *a, struct url u, const char *id);

/*
 * What a visitor sent as the address to go on to: accepted when it is a path within base, else
 * base's first page.
 */
struct url url_from_visitor(struct arena *a, const char *base, const char *path);

static inline const char *url_text(struct url u)
{
	return u.text_;
}

#endif
