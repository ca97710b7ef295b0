/*
 * problem.h - the list of what is noteworthy or wrong in a user's file.
 *
 * An import never stops at the first trouble: it collects problems, each with its place, so that
 * the user mends the file once. Codes are stable short words (docs/formats.md lists them).
 */
#ifndef KAGEYU_BASE_PROBLEM_H
#define KAGEYU_BASE_PROBLEM_H

#include "base/ctx.h"

enum severity {
	SEV_INFO,    /* read without a question; worth knowing */
	SEV_WARNING, /* stored, but the user must see it */
	SEV_CONFIRM, /* stored only after somebody agreed to the proposal */
	SEV_REJECT,  /* the row is refused and stored nowhere */
	SEV_FILE,    /* the whole file is refused */
	SEV__MAX
};

struct problem {
	enum severity severity;
	const char *code; /* static string, e.g. "number-repeated" */
	struct place place;
	const char *value; /* what stands in the file, cut to PROBLEM_VALUE_MAX; NULL = nothing */
	const char *msgid;
	const char *args[ERROR_ARGS_MAX];
	struct problem *next;
};

#define PROBLEM_VALUE_MAX 200 /* bytes of a cell that a message repeats */

struct problems {
	struct problem *first, *last;
	size_t count[SEV__MAX];
};

/* Appends; strings are copied into the context's arena. msg_and_args as for error_set(). */
void problem_add(struct ctx *c, struct problems *list, enum severity severity, const char *code,
                 struct place place, const char *value, const char *const *msg_and_args);
#define PROBLEM(c, list, severity, code, place, value, ...)                                    \
	problem_add((c), (list), (severity), (code), (place), (value),                         \
	            (const char *const[]){__VA_ARGS__, NULL})

const char *severity_name(enum severity s); /* "info", "warning", "confirm", "reject", "file" */

#endif
