/*
 * access_log.h - one line per request: when, from where, who, what, how it ended, how long it took.
 *
 *   2024-11-12T09:30:00+09:00 192.0.2.7 tanaka GET /audits/R6 200 10240 532
 *
 * The last three are HTTP status, bytes of the body and microseconds. Queries are left out: they
 * may hold what somebody searched for.
 */
#ifndef KAGEYU_WEB_ACCESS_LOG_H
#define KAGEYU_WEB_ACCESS_LOG_H

#include "base/ctx.h"

struct access_log {
	const char *path; /* NULL = standard error */
	int fd;           /* -1 = no log */
};

struct access {
	int64_t at_us, took_us;
	const char *address, *login, *method, *path; /* NULL = not known */
	unsigned status;
	uint64_t bytes;
};

/* path: as in server.h. */
MUST_USE enum err access_log_open(struct ctx *c, struct access_log *log, const char *path);
/* The file was moved away: begins a new one under the old name. From any thread. */
void access_log_reopen(const struct access_log *log);
/* From any thread. */
void access_log_add(const struct access_log *log, const struct access *a);
void access_log_close(struct access_log *log);

#endif
