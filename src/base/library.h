/*
 * library.h - shared libraries that are loaded when they are first needed.
 *
 * Those of src/libraries.list bring sixty others along, which took most of the time that every
 * command takes to start; most commands use none of them. "gen/libzip.h" stands for <zip.h>: the
 * functions have their own names, and libzip_load() comes before the first of them is called.
 */
#ifndef KAGEYU_BASE_LIBRARY_H
#define KAGEYU_BASE_LIBRARY_H

#include "base/ctx.h"

#include <stdbool.h>
#include <stddef.h>

struct library_function {
	const char *name;
	void *pointer; /* the address of a pointer to a function of its type */
};

struct library {
	const char *file; /* "libpq.so.5" */
	const struct library_function *functions;
	size_t n;
	bool loaded;
};

/*
 * Fills the pointers with the library's functions; it stays loaded. May be called again, by any
 * thread. ERR_STATE when it is not installed.
 */
MUST_USE enum err library_load(struct ctx *c, struct library *library);

#endif
