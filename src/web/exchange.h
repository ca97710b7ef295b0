/*
 * exchange.h - one request and its reply, from the first line to the entry in the access log.
 *
 * What libmicrohttpd calls: on_uri when the first line was read, on_request for head, each piece
 * of the body and the end, on_completed when everything was sent or the client is gone.
 */
#ifndef KAGEYU_WEB_EXCHANGE_H
#define KAGEYU_WEB_EXCHANGE_H

#include "gen/libmicrohttpd.h"
#include "web/access_log.h"
#include "web/request.h"
#include "web/worker.h"

#include <stdatomic.h>

/* What all threads of the server share. */
struct hub {
	struct site site;
	struct workers *workers;
	struct access_log log;
	bool tls, trust_proxy;
	atomic_int uploads;   /* bodies with files under way */
	atomic_int in_flight; /* requests whose head was read and whose reply is not sent */
	atomic_bool stopping;
	atomic_bool visited;  /* since the last housekeeping */
};

/* An event loop. */
struct loop {
	struct hub *hub;
	struct MHD_Daemon *daemon;
	struct arena *arena;
	struct db *db;
};

/* The first argument is the loop. */
void *exchange_on_uri(void *loop, const char *uri, struct MHD_Connection *connection);
enum MHD_Result exchange_on_request(void *loop, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *data_len, void **exchange);
void exchange_on_completed(void *loop, struct MHD_Connection *connection, void **exchange,
                           enum MHD_RequestTerminationCode why);

#endif
