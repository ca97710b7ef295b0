/*
 * library.h - shared libraries that are loaded when they are first needed.
 *
 * libpq and librsvg bring fifty others along, which took two thirds of the time that every command
 * takes to start; most commands use neither. Their headers are used as always, their functions
 * through a struct of pointers.
 */
#ifndef KAGEYU_BASE_LIBRARY_H
#define KAGEYU_BASE_LIBRARY_H

#include "base/ctx.h"

struct library_function {
	const char *name;
	size_t at; /* offset of its pointer in the struct */
};

/*
 * Fills the struct of pointers `ret` with the n functions of the library `file` ("libpq.so.5"),
 * which stays loaded. May be called again, by any thread. ERR_STATE when it is not installed.
 */
MUST_USE enum err library_load(struct ctx *c, const char *file,
                               const struct library_function *functions, size_t n, void *ret);

/* For a list of functions LIST(X): LIST(LIBRARY_MEMBER) are the members of the struct. */
#define LIBRARY_MEMBER(name) __typeof__(name) *(name);

#endif
