/*
 * child.h - long or heavy work in a process of its own: what it took goes back to the system with
 * it, and what goes wrong in it takes nothing else along.
 */
#ifndef KAGEYU_JOB_CHILD_H
#define KAGEYU_JOB_CHILD_H

#include "base/ctx.h"

struct child {
	const char *program;      /* path */
	const char *const *args;  /* after the program's name; ends with NULL */
	const char *environment;  /* one "NAME=value" beside those of this process; NULL = none */
	const char *folder;       /* private one, for its output while it runs */
	int seconds_max;          /* then it is ended */
};

/*
 * Runs it and waits. *ret is what it wrote on standard output, valid as long as the arena. When it
 * fails, its exit status becomes the error it stands for and what it said the message.
 */
MUST_USE enum err child_run(struct ctx *c, const struct child *child, const char **ret,
                            size_t *ret_len);

#endif
