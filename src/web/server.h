/*
 * server.h - HTTP in and out, and nothing else: GNU libmicrohttpd around dispatch.h.
 *
 * One daemon per core on a shared port, each an event loop in its own thread with its own database
 * connection, answers what is light. What is slow or waits for a lock - every POST, and GET routes
 * marked ROUTE_HEAVY - runs on a few worker threads (lower priority, own connections, bounded
 * queue) while the connection is suspended.
 */
#ifndef KAGEYU_WEB_SERVER_H
#define KAGEYU_WEB_SERVER_H

#include "base/ctx.h"

#include <stdbool.h>

struct server_options {
	const char *data_dir;
	const char *listen; /* "127.0.0.1:8080", "[::1]:8080"; port 0 = any free one */
	bool listen_elsewhere;            /* where the port is taken, take another free one */
	const char *base;                 /* "/kageyu" behind a proxy; "" otherwise */
	const char *tls_cert, *tls_key;   /* PEM files; NULL = plain HTTP */
	bool trust_proxy;                 /* take X-Forwarded-For and -Proto from the peer */
	const char *access_log;           /* file, appended to; NULL = standard error, "" = none */
	unsigned loops, workers;          /* 0 = one per core; 2 workers at least */
};

/* Called once the server answers; address is like "http://127.0.0.1:8080/". */
typedef void server_ready_fn(void *arg, const char *address);

/*
 * Serves until SIGTERM or SIGINT, then finishes the requests in flight and returns. The data
 * folder is locked: ERR_BUSY when another server holds it. ERR_IO when the port is taken.
 * c->db need not be set.
 */
MUST_USE enum err server_run(struct ctx *c, const struct server_options *options,
                             server_ready_fn *ready, void *arg);

#endif
