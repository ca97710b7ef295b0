/*
 * help.h - the office manual: one page for each group of routes, written in docs/help, compiled in.
 */
#ifndef KAGEYU_WEB_HELP_H
#define KAGEYU_WEB_HELP_H

#include "base/arena.h"

#include <stddef.h>

/* Made by tools/embed.py of docs/help/, in the order of gen/meson.build: the table of contents. */
struct help {
	const char *name; /* "matrix": the file's, and its address below /help */
	const char *text; /* CommonMark; the first line is "# " and the title */
};
extern const struct help help_pages[];
extern const size_t n_help_pages;

const struct help *help_by_name(const char *name);

/* The help about a route, by the longest part of its name that has one; NULL = none. */
const struct help *help_of_route(const char *route_name);

const char *help_title(struct arena *a, const struct help *help);
/* What follows the title. */
const char *help_body(const struct help *help);

#endif
