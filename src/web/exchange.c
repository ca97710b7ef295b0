#include "web/exchange.h"

#include "base/os.h"
#include "base/text.h"
#include "store/db.h"
#include "store/migration.h"
#include "web/body.h"
#include "web/dispatch.h"
#include "web/parse.h"
#include "web/reply.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define HEALTH_PATH "/health"
#define RETRY_AFTER_S 2

enum stage { STAGE_HEAD, STAGE_BODY, STAGE_ANSWERED, STAGE_SENT };

struct exchange {
	struct job job; /* first: a job is cast back to its exchange */
	struct request r;
	struct loop *loop;
	struct MHD_Connection *connection;
	struct body body;
	enum stage stage;
	const char *uri, *method; /* as libmicrohttpd has them */
	uint64_t length;          /* of the body, as announced */
	bool health, heavy;
	bool last; /* the connection cannot be trusted any more */
	int64_t began_us;
	unsigned status;
	uint64_t bytes;
};

static void release(struct exchange *x)
{
	if (x->r.response.kind == RESPONSE_FILE && x->stage != STAGE_SENT)
		close(x->r.response.fd);
	body_release(&x->body);
	arena_free(x->r.c.arena);
	free(x);
}

static void copy_uri(void *arg)
{
	struct exchange *x = arg;

	x->uri = arena_strdup(x->r.c.arena, x->uri);
}

void *exchange_on_uri(void *loop, const char *uri, struct MHD_Connection *connection)
{
	struct exchange *x = calloc(1, sizeof(*x));

	if (!x)
		return NULL;
	x->loop = loop;
	x->connection = connection;
	x->uri = uri;
	x->began_us = os_now_us();
	x->r.c.arena = arena_new(REQUEST_ARENA_MAX);
	x->r.c.now_us = x->began_us;
	x->r.site = &x->loop->hub->site;
	if (x->r.c.arena && arena_try(x->r.c.arena, copy_uri, x))
		return x;
	arena_free(x->r.c.arena);
	free(x);
	return NULL;
}

/* --- the head --- */

/* A header or cookie; NULL when it is missing or no text. */
static const char *value_of(const struct exchange *x, enum MHD_ValueKind kind, const char *name)
{
	const char *value = MHD_lookup_connection_value(x->connection, kind, name);
	size_t bad;

	return value && text_valid(value, strlen(value), &bad) ? value : NULL;
}

static const char *header(const struct exchange *x, const char *name)
{
	return value_of(x, MHD_HEADER_KIND, name);
}

static const char *peer_address(const struct exchange *x)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[INET6_ADDRSTRLEN] = "";

	if (info && info->client_addr->sa_family == AF_INET)
		inet_ntop(AF_INET,
		          &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr,
		          text, sizeof(text));
	else if (info && info->client_addr->sa_family == AF_INET6)
		inet_ntop(AF_INET6,
		          &((const struct sockaddr_in6 *)(const void *)info->client_addr)
		                   ->sin6_addr,
		          text, sizeof(text));
	return arena_strdup(x->r.c.arena, text);
}

/* The hop next to the proxy; NULL when what it says is no address. */
static const char *forwarded_address(const struct exchange *x)
{
	const char *list = header(x, "X-Forwarded-For");
	const char *comma = list ? strrchr(list, ',') : NULL, *address;
	unsigned char bytes[16];

	if (!list)
		return NULL;
	address = text_trim(x->r.c.arena, comma ? comma + 1 : list);
	return inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1
	               ? address
	               : NULL;
}

static void take_headers(struct exchange *x)
{
	struct request *r = &x->r;
	const struct hub *hub = x->loop->hub;
	const char *length = header(x, MHD_HTTP_HEADER_CONTENT_LENGTH);
	const char *forwarded = hub->trust_proxy ? forwarded_address(x) : NULL;
	const char *proto = hub->trust_proxy ? header(x, "X-Forwarded-Proto") : NULL;

	r->address = forwarded ? forwarded : peer_address(x);
	r->secure = hub->tls || (proto && strcmp(proto, "https") == 0);
	r->agent = header(x, MHD_HTTP_HEADER_USER_AGENT);
	r->origin = header(x, MHD_HTTP_HEADER_ORIGIN);
	r->host = header(x, MHD_HTTP_HEADER_HOST);
	r->fetch_site = header(x, "Sec-Fetch-Site");
	r->accept_language = header(x, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
	r->accept = header(x, MHD_HTTP_HEADER_ACCEPT);
	r->if_none_match = header(x, MHD_HTTP_HEADER_IF_NONE_MATCH);
	r->session_token = value_of(x, MHD_COOKIE_KIND, "kageyu_session");
	r->chosen_lang = value_of(x, MHD_COOKIE_KIND, "kageyu_lang");
	x->length = length ? strtoull(length, NULL, 10) : 0;
}

static enum MHD_Result count_lengths(void *arg, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
	int *n = arg;

	(void)kind;
	(void)value;
	*n += strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0 ||
	      strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0;
	return MHD_YES;
}

/* A body of two lengths: what a proxy takes for the next request may be another one here. */
static void check_lengths(struct exchange *x)
{
	int n = 0;

	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, count_lengths, &n);
	if (n <= 1)
		return;
	parse_refuse(&x->r, 400, N_("The request has more than one length."));
	x->last = true;
}

/* Files are kept for those who are signed in; the others will be asked to. */
static bool signed_in(struct exchange *x)
{
	struct ctx *c = &x->r.c;
	struct session session = {0};
	enum err e;

	c->db = x->loop->db;
	if (db_begin(c, DB_READ) != OK)
		return false;
	e = session_find(c, x->r.session_token, &session);
	db_rollback(c);
	return e == OK && session.found;
}

static void begin_body(struct exchange *x)
{
	struct request *r = &x->r;
	bool files = r->route && (r->route->flags & ROUTE_UPLOAD);

	if (files && !signed_in(x))
		return;
	body_begin(&x->body, r, header(x, MHD_HTTP_HEADER_CONTENT_TYPE), x->length, files,
	           &x->loop->hub->uploads);
}

static void take_head(void *arg)
{
	struct exchange *x = arg;
	struct request *r = &x->r;
	bool post = strcmp(x->method, MHD_HTTP_METHOD_POST) == 0;

	r->method = arena_strdup(r->c.arena, x->method);
	take_headers(x);
	parse_address(r, x->uri);
	check_lengths(x);
	if (!post && strcmp(x->method, MHD_HTTP_METHOD_GET) != 0 &&
	    strcmp(x->method, MHD_HTTP_METHOD_HEAD) != 0)
		parse_refuse(r, 405, N_("There is no such page."));
	if (r->broken)
		return;
	x->health = !post && strcmp(r->path, HEALTH_PATH) == 0;
	x->heavy = !x->health && (dispatch_is_heavy(r) || post);
	if (post)
		begin_body(x);
}

/* --- the answer --- */

static void answer_health(struct exchange *x)
{
	struct ctx *c = &x->r.c;
	int step;
	bool good = db_begin(c, DB_READ) == OK && migration_current(c, &step) == OK;
	const char *text = good ? "ok\n" : "database out of reach\n";

	db_rollback(c);
	(void)request_data(&x->r, "text/plain", text, strlen(text), NULL);
	x->r.response.status = good ? 200 : 503;
}

static void compute(void *arg)
{
	struct exchange *x = arg;

	if (x->health) {
		answer_health(x);
		return;
	}
	if (!x->r.broken)
		body_parse(&x->body, &x->r);
	dispatch(&x->r);
	if (x->r.broken_status == 503)
		x->r.response.retry_after_s = RETRY_AFTER_S;
}

static void copy_head(void *arg)
{
	struct request **both = arg, *to = both[0];
	const struct request *from = both[1];

	to->method = arena_strdup(to->c.arena, from->method);
	to->path = arena_strdup(to->c.arena, from->path);
	to->address = arena_strdup(to->c.arena, from->address);
	to->accept_language = from->accept_language;
	to->chosen_lang = from->chosen_lang;
	to->site = from->site;
	to->secure = from->secure;
	parse_refuse(to, 413, N_("The work needs more memory than is allowed. Divide the input."));
	dispatch(to);
}

/* The arena was full: what was begun is undone, and a new arena holds the page that says so. */
static void start_over(struct exchange *x)
{
	struct request fresh = {.c = {.arena = arena_new(REQUEST_ARENA_MAX),
	                              .now_us = x->r.c.now_us, .db = x->r.c.db}};
	struct request *both[] = {&fresh, &x->r};

	if (!fresh.c.arena || !arena_try(fresh.c.arena, copy_head, both))
		BUG("out of memory");
	if (x->r.response.kind == RESPONSE_FILE)
		close(x->r.response.fd);
	arena_free(x->r.c.arena); /* ends statements that were running */
	x->r = fresh;
	db_rollback(&x->r.c);
}

static void answer(struct exchange *x, struct db *db)
{
	x->r.c.db = db;
	if (!arena_try(x->r.c.arena, compute, x))
		start_over(x);
	body_release(&x->body);
	x->stage = STAGE_ANSWERED;
}

static void answer_in_worker(struct job *job, struct db *db)
{
	struct exchange *x = (struct exchange *)(void *)job;

	answer(x, db);
	MHD_resume_connection(x->connection);
}

struct sending {
	struct exchange *x;
	struct MHD_Response *reply;
};

static void make_reply(void *arg)
{
	struct sending *s = arg;
	struct exchange *x = s->x;

	s->reply = reply_make(&x->r, x->last || atomic_load(&x->loop->hub->stopping), &x->status,
	                      &x->bytes);
}

static enum MHD_Result send_reply(struct exchange *x)
{
	struct sending s = {.x = x};
	enum MHD_Result result;

	if (!arena_try(x->r.c.arena, make_reply, &s) || !s.reply)
		return MHD_NO;
	x->stage = STAGE_SENT;
	result = MHD_queue_response(x->connection, x->status, s.reply);
	MHD_destroy_response(s.reply);
	return result;
}

/* --- what libmicrohttpd calls --- */

static enum MHD_Result begin(struct exchange *x, const char *method)
{
	struct hub *hub = x->loop->hub;
	bool waits;

	x->method = method;
	x->stage = STAGE_BODY;
	atomic_fetch_add(&hub->in_flight, 1);
	atomic_store(&hub->visited, true);
	if (!arena_try(x->r.c.arena, take_head, x))
		return MHD_NO;
	/* the client asks before it sends, would send without end, or nobody knows how much */
	waits = header(x, MHD_HTTP_HEADER_EXPECT) != NULL || x->length > BODY_DROP_MAX || x->last;
	if (!x->r.broken || !waits)
		return MHD_YES;
	answer(x, x->loop->db);
	return send_reply(x);
}

struct piece {
	struct exchange *x;
	const char *data;
	size_t len;
	bool good;
};

static void take_piece(void *arg)
{
	struct piece *p = arg;

	p->good = body_take(&p->x->body, &p->x->r, p->data, p->len);
}

static enum MHD_Result take(struct exchange *x, const char *data, size_t *len)
{
	struct piece p = {.x = x, .data = data, .len = *len};

	*len = 0;
	return arena_try(x->r.c.arena, take_piece, &p) && p.good ? MHD_YES : MHD_NO;
}

static enum MHD_Result finish(struct exchange *x)
{
	if (!x->heavy || x->r.broken) {
		answer(x, x->loop->db);
		return send_reply(x);
	}
	MHD_suspend_connection(x->connection);
	x->job.run = answer_in_worker;
	if (!workers_submit(x->loop->hub->workers, &x->job)) {
		parse_refuse(&x->r, 503,
		             N_("Too much is being done just now. Try again in a moment."));
		answer(x, x->loop->db);
		MHD_resume_connection(x->connection);
	}
	return MHD_YES;
}

enum MHD_Result exchange_on_request(void *loop, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *data_len, void **exchange)
{
	struct exchange *x = *exchange;

	(void)loop;
	(void)connection;
	(void)url; /* on_uri() has kept it as it was sent */
	(void)version;
	if (!x)
		return MHD_NO;
	switch (x->stage) {
	case STAGE_HEAD:
		return begin(x, method);
	case STAGE_BODY:
		return *data_len ? take(x, data, data_len) : finish(x);
	case STAGE_ANSWERED:
		return send_reply(x);
	case STAGE_SENT:
	default:
		return MHD_NO;
	}
}

static void log_it(const struct exchange *x)
{
	const struct request *r = &x->r;
	bool body = r->method && strcmp(r->method, MHD_HTTP_METHOD_HEAD) != 0;
	struct access a = {.at_us = x->began_us,
	                   .took_us = os_now_us() - x->began_us,
	                   .address = r->address,
	                   .login = r->session.found ? r->session.who.login : NULL,
	                   .method = r->method,
	                   .path = r->path,
	                   .status = x->status,
	                   .bytes = body ? x->bytes : 0};

	access_log_add(&x->loop->hub->log, &a);
}

static void note_visit(void *arg)
{
	struct request *r = arg;

	/* trouble with it must not spoil anything: the next visit is noted again */
	if (db_begin(&r->c, DB_WRITE) != OK)
		return;
	if (session_touch(&r->c, &r->session) != OK || db_commit(&r->c) != OK)
		db_rollback(&r->c);
}

static void note_visit_in_worker(struct job *job, struct db *db)
{
	struct exchange *x = (struct exchange *)(void *)job;
	struct ctx c = x->r.c;

	x->r.c.db = c.db = db;
	if (!arena_try(c.arena, note_visit, &x->r))
		db_rollback(&c);
	release(x);
}

void exchange_on_completed(void *loop, struct MHD_Connection *connection, void **exchange,
                           enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *exchange;

	(void)loop;
	(void)connection;
	(void)why;
	if (!x)
		return;
	*exchange = NULL;
	if (x->stage != STAGE_HEAD) {
		log_it(x);
		atomic_fetch_sub(&x->loop->hub->in_flight, 1);
	}
	x->job.run = note_visit_in_worker;
	if (!x->r.visit_due || !workers_submit(x->loop->hub->workers, &x->job))
		release(x);
}
