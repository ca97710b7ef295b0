#include "web/server.h"

#include "base/os.h"
#include "gen/queries.h"
#include "ledger/rules.h"
#include "search/search.h"
#include "store/data_dir.h"
#include "store/db.h"
#include "web/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 2000 /* per loop */
#define CONNECTIONS_OF_ONE_MAX 1000 /* a whole office may come from one address */
#define CONNECTION_MEMORY ((size_t)32 << 10)
#define CONNECTION_TIMEOUT_S 30
#define BACKLOG 511
#define STOP_WAIT_MS 30000
#define STOP_GRACE_MS 100 /* for heads that have arrived and were not read yet */
#define HOUSEKEEPING_S 60
#define HOUSEKEEPING_ARENA_MAX ((size_t)16 << 20)
#define PEM_MAX ((size_t)1 << 20)
#define TOKEN_CONTEXT "kageyu form tokens"

struct server {
	struct ctx *c; /* of the main thread */
	const struct server_options *options;
	struct hub hub;
	int lock;
	struct sockaddr_storage address;
	socklen_t address_len;
	const char *host; /* as given, for the address that is shown */
	const char *cert, *key;
	struct loop *loops;
	unsigned n_loops;
	sigset_t signals, signals_before;
};

/* --- the data folder --- */

static enum err lock_folder(struct server *s)
{
	const char *path = arena_printf(s->c->arena, "%s/server.lock", s->options->data_dir);

	s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->lock < 0)
		return FAIL(s->c, ERR_IO, N_("{1} cannot be opened: {2}"), path, strerror(errno));
	if (flock(s->lock, LOCK_EX | LOCK_NB) == 0)
		return OK;
	return FAIL(s->c, ERR_BUSY,
	            N_("Another server is already running on the data folder {1}. Stop it first."),
	            s->options->data_dir);
}

/* Derived from the signing key, so that forms stay good over a restart. */
static enum err derive_secret(struct server *s)
{
	struct site *site = &s->hub.site;
	const char *path = arena_printf(s->c->arena, "%s/head.key", s->options->data_dir);
	unsigned char key[crypto_generichash_KEYBYTES_MAX];
	const char *text;
	size_t len;

	TRY(os_read_file(s->c, path, 4096, &text, &len));
	if (crypto_generichash(key, sizeof(key), (const unsigned char *)text, len, NULL, 0) != 0 ||
	    crypto_generichash(site->secret, sizeof(site->secret),
	                       (const unsigned char *)TOKEN_CONTEXT, strlen(TOKEN_CONTEXT), key,
	                       sizeof(key)) != 0)
		BUG("BLAKE2b");
	sodium_memzero(key, sizeof(key));
	return OK;
}

static enum err is_demo(struct ctx *c, void *ret)
{
	struct setting_row *row;

	TRY(q_setting_by_key(c, &(struct setting_by_key_in){"demo"}, &row));
	*(bool *)ret = row != NULL;
	return OK;
}

static const char *own_program(struct arena *a)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path));

	return arena_strndup(a, path, n > 0 ? (size_t)n : 0);
}

static enum err open_site(struct server *s)
{
	struct site *site = &s->hub.site;
	bool demo = false;

	TRY(data_dir_open(s->c, s->options->data_dir));
	rules_attach(s->c);
	TRY(search_attach(s->c));
	TRY(lock_folder(s));
	TRY(derive_secret(s));
	TRY(db_transaction(s->c, DB_READ, is_demo, &demo));
	site->base = s->options->base ? s->options->base : "";
	site->data_dir = s->options->data_dir;
	site->program = own_program(s->c->arena);
	site->version = KAGEYU_VERSION;
	if (demo)
		site->banner = N_("This is a demonstration: everything in it is made up, and its "
		                  "passwords are public.");
	return OK;
}

static enum err read_certificate(struct server *s)
{
	size_t len;

	if (!s->options->tls_cert)
		return OK;
	TRY(os_read_file(s->c, s->options->tls_cert, PEM_MAX, &s->cert, &len));
	TRY(os_read_file(s->c, s->options->tls_key, PEM_MAX, &s->key, &len));
	s->hub.tls = true;
	return OK;
}

/* --- the address --- */

static enum err bad_listen(struct server *s)
{
	return FAIL(s->c, ERR_USAGE,
	            N_("“{1}” is no address to listen on. Write it like 127.0.0.1:8080."),
	            s->options->listen);
}

static enum err find_address(struct server *s)
{
	const char *listen = s->options->listen, *colon = strrchr(listen, ':');
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
	struct addrinfo *found;
	const char *host;

	if (!colon || colon == listen || !colon[1])
		return bad_listen(s);
	s->host = host = arena_strndup(s->c->arena, listen, (size_t)(colon - listen));
	if (*host == '[' && colon[-1] == ']')
		host = arena_strndup(s->c->arena, host + 1, strlen(host) - 2);
	if (getaddrinfo(host, colon + 1, &hints, &found) != 0)
		return bad_listen(s);
	memcpy(&s->address, found->ai_addr, found->ai_addrlen);
	s->address_len = found->ai_addrlen;
	freeaddrinfo(found);
	return OK;
}

static in_port_t *port_of(struct server *s)
{
	if (s->address.ss_family == AF_INET6)
		return &((struct sockaddr_in6 *)(void *)&s->address)->sin6_port;
	return &((struct sockaddr_in *)(void *)&s->address)->sin_port;
}

/* 0 or errno. Fills in the port that the system chose. */
static int try_bind(struct server *s)
{
	int fd = socket(s->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1, failed = 0;

	if (fd < 0)
		return errno;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&s->address, s->address_len) != 0 ||
	    getsockname(fd, (struct sockaddr *)&s->address, &s->address_len) != 0)
		failed = errno;
	close(fd);
	return failed;
}

/*
 * The loops share their port, and the system would share it with strangers as readily. So whether
 * it is taken must be found out before.
 */
static enum err probe(struct server *s)
{
	int failed = try_bind(s);

	if (failed == EADDRINUSE && s->options->listen_elsewhere) {
		*port_of(s) = 0;
		failed = try_bind(s);
	}
	if (failed == EADDRINUSE)
		return FAIL(s->c, ERR_IO,
		            N_("The address {1} is taken by another program. Stop it, or choose "
		               "another with --listen."),
		            s->options->listen);
	if (failed)
		return FAIL(s->c, ERR_IO, N_("The address {1} cannot be listened on: {2}"),
		            s->options->listen, strerror(failed));
	return OK;
}

/* --- the loops --- */

/* Paths and queries are decoded by parse.h, strictly. */
static size_t leave_as_sent(void *arg, struct MHD_Connection *connection, char *s)
{
	(void)arg;
	(void)connection;
	return strlen(s);
}

static struct MHD_Daemon *start_daemon(struct server *s, struct loop *loop)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
	struct MHD_OptionItem more[4] = {{MHD_OPTION_END, 0, NULL}};
	size_t n = 0;

	if (s->address.ss_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	if (s->hub.tls) {
		flags |= MHD_USE_TLS;
		more[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)s->cert};
		more[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)s->key};
	}
	if (!s->hub.trust_proxy)
		more[n++] = (struct MHD_OptionItem){MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		                                    CONNECTIONS_OF_ONE_MAX, NULL};
	more[n] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
	return MHD_start_daemon(
		flags, 0, NULL, NULL, exchange_on_request, loop,
		MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&s->address,
		MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U,
		MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)BACKLOG,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_as_sent, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, exchange_on_uri, loop,
		MHD_OPTION_NOTIFY_COMPLETED, exchange_on_completed, loop,
		MHD_OPTION_ARRAY, more,
		MHD_OPTION_END);
}

static enum err start_loops(struct server *s, unsigned n)
{
	s->loops = ARENA_ARRAY(s->c->arena, n, struct loop);
	while (s->n_loops < n) {
		struct loop *loop = &s->loops[s->n_loops];

		loop->hub = &s->hub;
		TRY(worker_connect(s->c, s->options->data_dir, &loop->arena, &loop->db));
		s->n_loops++;
		loop->daemon = start_daemon(s, loop);
		if (!loop->daemon)
			return FAIL(s->c, ERR_IO,
			            N_("The server cannot start on {1}. Check the address, the "
			               "certificate and its key."),
			            s->options->listen);
	}
	return OK;
}

/* Every connection is a file. */
static void raise_file_limit(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &files);
}

static enum err start(struct server *s)
{
	const struct server_options *o = s->options;
	unsigned workers = o->workers ? o->workers : os_cores();

	TRY(libmicrohttpd_load(s->c));
	TRY(find_address(s));
	TRY(open_site(s));
	TRY(read_certificate(s));
	TRY(probe(s));
	TRY(access_log_open(s->c, &s->hub.log, o->access_log));
	TRY(workers_start(s->c, o->data_dir, workers < 2 ? 2 : workers, &s->hub.workers));
	return start_loops(s, o->loops ? o->loops : os_cores());
}

/* --- running and stopping --- */

static enum err expire(struct ctx *c, void *arg)
{
	(void)arg;
	return session_expire(c);
}

static void keep_house(void *arg)
{
	struct ctx *c = arg;

	/* what is left over is done the next time */
	if (db_transaction(c, DB_WRITE, expire, NULL) != OK)
		return;
}

static void housekeeping(struct server *s)
{
	struct ctx c = *s->c;

	if (!atomic_exchange(&s->hub.visited, false))
		return;
	c.arena = arena_new(HOUSEKEEPING_ARENA_MAX);
	if (!c.arena)
		return;
	c.now_us = os_now_us();
	c.cause = "housekeeping";
	if (!arena_try(c.arena, keep_house, &c))
		db_rollback(&c);
	arena_free(c.arena);
}

static void wait_for_the_end(struct server *s)
{
	const struct timespec minute = {.tv_sec = HOUSEKEEPING_S};

	for (;;) {
		int got = sigtimedwait(&s->signals, NULL, &minute);

		if (got == SIGTERM || got == SIGINT)
			return;
		if (got == SIGHUP)
			access_log_reopen(&s->hub.log);
		else if (got < 0 && errno == EAGAIN)
			housekeeping(s);
	}
}

/* No new connections; those at work may finish. */
static void drain(struct server *s)
{
	const struct timespec step = {.tv_nsec = 10000000};

	atomic_store(&s->hub.stopping, true);
	for (unsigned i = 0; i < s->n_loops; i++) {
		MHD_socket fd = s->loops[i].daemon ? MHD_quiesce_daemon(s->loops[i].daemon)
		                                   : MHD_INVALID_SOCKET;

		if (fd != MHD_INVALID_SOCKET)
			close(fd);
	}
	for (int ms = 0; ms < STOP_WAIT_MS; ms += 10) {
		if (ms >= STOP_GRACE_MS && atomic_load(&s->hub.in_flight) == 0)
			return;
		nanosleep(&step, NULL);
	}
}

static void stop(struct server *s)
{
	workers_stop(s->hub.workers);
	for (unsigned i = 0; i < s->n_loops; i++) {
		if (s->loops[i].daemon)
			MHD_stop_daemon(s->loops[i].daemon);
		arena_free(s->loops[i].arena);
	}
	access_log_close(&s->hub.log);
	if (s->lock >= 0)
		close(s->lock);
}

/* Blocked in all threads, they wait for sigtimedwait() of the main one. */
static void hold_signals(struct server *s)
{
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGTERM);
	sigaddset(&s->signals, SIGINT);
	sigaddset(&s->signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &s->signals, &s->signals_before);
}

enum err server_run(struct ctx *c, const struct server_options *options, server_ready_fn *ready,
                    void *arg)
{
	struct server s = {.c = c, .options = options, .lock = -1, .hub = {.log = {.fd = -1}}};
	enum err e;

	s.hub.trust_proxy = options->trust_proxy;
	raise_file_limit();
	hold_signals(&s);
	e = start(&s);
	if (e == OK) {
		ready(arg, arena_printf(c->arena, "%s://%s:%u%s/", s.hub.tls ? "https" : "http",
		                        s.host, ntohs(*port_of(&s)), s.hub.site.base));
		wait_for_the_end(&s);
	}
	/* a second signal ends the process at once */
	pthread_sigmask(SIG_SETMASK, &s.signals_before, NULL);
	drain(&s);
	stop(&s);
	return e;
}
