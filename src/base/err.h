/*
 * err.h - how failure is told.
 *
 * A function that can fail returns enum err, outputs come last as ret_* and are untouched on
 * failure. The context holds one error record: what the user is told (message id with arguments,
 * translated at the edge) and what only the log needs (detail). Messages are English msgids with
 * {1} {2} ... for the arguments; po/ja.po holds the Japanese.
 * BUG() is for what can only be our own mistake: it ends the process at once.
 */
#ifndef KAGEYU_BASE_ERR_H
#define KAGEYU_BASE_ERR_H

#include <stddef.h>

struct ctx;

/* code, exit status, HTTP status: see docs/operation.md for what they mean to a caller. */
#define ERR_LIST(X)                                                                            \
	X(OK, 0, 200)                                                                          \
	X(ERR_USAGE, 2, 400)      /* the command line or request is not of the expected form */ \
	X(ERR_INVALID, 3, 422)    /* input was read and refused: problems say where and why */  \
	X(ERR_NOT_FOUND, 4, 404)  /* what was named does not exist */                           \
	X(ERR_CONFLICT, 5, 409)   /* somebody else changed it meanwhile */                      \
	X(ERR_STATE, 6, 409)      /* not possible in the present state (frozen, confirmed …) */ \
	X(ERR_FORBIDDEN, 7, 403)  /* the person may not do this */                              \
	X(ERR_TOO_LARGE, 8, 413)  /* over a limit on size or memory */                          \
	X(ERR_IO, 9, 500)         /* file, disk or network trouble */                           \
	X(ERR_DB, 10, 500)        /* the database refused or is out of reach */                 \
	X(ERR_BUSY, 11, 503)      /* somebody else holds the lock; try again */                 \
	X(ERR_TAMPERED, 12, 500)  /* verification found altered data */

enum err {
#define X(name, exit_status, http_status) name,
	ERR_LIST(X)
#undef X
		ERR__MAX
};

#define MUST_USE __attribute__((warn_unused_result))

#define ERROR_ARGS_MAX 6

/* Where in the user's input. Unknown parts are NULL or 0. */
struct place {
	const char *file;
	const char *sheet;
	long row;           /* 1-based row of a sheet, record of a CSV file */
	const char *column; /* heading as the file has it */
	const char *cell;   /* A1 notation, where there is a sheet */
};

struct error {
	enum err code;
	const char *msgid;
	const char *args[ERROR_ARGS_MAX]; /* owned by the context's arena */
	struct place place;
	const char *detail; /* for the log only: never shown to a user */
};

/*
 * Records the error; FAIL() also is its code, so that `return FAIL(c, ERR_X, N_("… {1}"), arg);`.
 * msg_and_args is msgid, then at most ERROR_ARGS_MAX strings, then NULL; all are copied.
 */
void error_set(struct ctx *c, enum err code, const char *const *msg_and_args);
#define FAIL(c, code, ...)                                                                     \
	(error_set((c), (code), (const char *const[]){__VA_ARGS__, NULL}), (code))

/* Adds the place or the log detail to the error just set. Existing parts are kept. */
void error_at(struct ctx *c, struct place place);
void error_detail(struct ctx *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

int err_exit_status(enum err code);
int err_http_status(enum err code);
const char *err_name(enum err code); /* "ERR_INVALID" */

/* Marks a msgid for extraction without translating it here. */
#define N_(msgid) msgid

#define TRY(expr)                                                                              \
	do {                                                                                   \
		enum err try_err_ = (expr);                                                    \
		if (try_err_ != OK)                                                            \
			return try_err_;                                                       \
	} while (0)

_Noreturn void bug(const char *file, int line, const char *what);
#define BUG(what) bug(__FILE__, __LINE__, (what))
#define BUG_IF(cond)                                                                           \
	do {                                                                                   \
		if (cond)                                                                      \
			BUG(#cond);                                                            \
	} while (0)

#endif
