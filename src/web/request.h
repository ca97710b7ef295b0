/*
 * request.h - one request as the pages see it, and the reply they make.
 *
 * The server (server.h) fills it from the network, the dispatcher (dispatch.h) from session and
 * form; a page reads it and writes into r->html. Everything lives in r->c.arena. HTTP stays in
 * server.c: no page knows of connections.
 */
#ifndef KAGEYU_WEB_REQUEST_H
#define KAGEYU_WEB_REQUEST_H

#include "base/map.h"
#include "org/session.h"
#include "ui/html.h"

#include <jansson.h>

#define REQUEST_ARENA_MAX ((size_t)1 << 30) /* imports and reports of whole cities included */
#define REQUEST_ARGS_MAX 4
#define REQUEST_ADDRESS_MAX ((size_t)8 << 10) /* bytes; as a parameter, encoded, within URL_MAX */
#define REQUEST_FORM_MAX ((size_t)2 << 20)  /* bytes of a form without its files */
#define REQUEST_FIELDS_MAX 5000             /* of a form or query */

/* Name and value as sent, decoded, valid UTF-8. */
struct pair {
	const char *name, *value;
	struct pair *next;
};
struct pairs {
	struct pair *first, *last;
	size_t n;
};

struct upload {
	const char *field, *file_name;
	const char *data; /* NUL-terminated for text readers' sake, not counted in len */
	size_t len;
	struct upload *next;
};

/* What is wrong with a field, or ("" as field) with the whole form. */
struct fault {
	const char *field, *msgid;
	const char *args[ERROR_ARGS_MAX];
	struct fault *next;
};

enum response_kind { RESPONSE_PAGE, RESPONSE_REDIRECT, RESPONSE_DATA, RESPONSE_FILE };

struct response {
	enum response_kind kind;
	unsigned status;         /* HTTP; 0 = 200, or what the error says */
	const char *type;        /* of DATA and FILE */
	const char *data;        /* DATA */
	size_t len;
	int fd;                  /* FILE: an open file, closed by the server */
	const char *file_name;   /* of a download: as the browser is to save it */
	struct url location;     /* REDIRECT */
	const char *set_session; /* the new token; "" ends the cookie */
	const char *set_lang;
	bool immutable;          /* an asset under its digest */
	unsigned retry_after_s;
};

/* What all requests share; constant while the server runs. */
struct site {
	const char *base;        /* "" or "/kageyu": the path it is served under */
	const char *data_dir;
	const char *program;     /* path of this executable, for work in child processes */
	const char *banner;      /* msgid shown on every page of a demonstration; NULL = none */
	const char *version;
	unsigned char secret[32]; /* keys what is signed: form tokens */
};

struct route;

struct request {
	struct ctx c;
	const struct site *site;
	/* as sent */
	const char *method, *path;
	const char *address, *agent, *session_token, *origin, *host, *fetch_site;
	const char *accept_language, *accept, *if_none_match;
	const char *chosen_lang; /* "ja", "en" from its cookie; NULL = none */
	bool secure; /* https, here or at the proxy */
	struct pairs query, form;
	struct upload *uploads;
	const char *broken; /* msgid: why the request cannot be understood; NULL = it can */
	unsigned broken_status;
	/* by the dispatcher */
	const struct route *route;
	const char *args[REQUEST_ARGS_MAX + 1]; /* path parameters, in order, then NULL */
	enum lang lang;
	struct session session;
	const char *form_session; /* what form tokens are bound to */
	bool submitted; /* a page is shown again with what was typed in r->form */
	bool conflicted; /* the object changed since the form was made: show both */
	struct fault *faults;
	const char *log_event, *log_detail; /* who took what: for the security log */
	bool visit_due; /* the server is to note the visit by session_touch(), off the loop */
	json_t *json; /* for a script; owned by the arena */
	/* the reply */
	const char *title; /* translated */
	const char *organisation; /* name of the city; NULL = not set */
	bool in_crumbs;
	struct map ids; /* of fields drawn so far */
	struct html html;
	struct buf body;
	struct response response;
};

/* The first value of that name; NULL when absent. */
const char *pairs_get(const struct pairs *list, const char *name);
void pairs_add(struct arena *a, struct pairs *list, const char *name, const char *value);
/* NULL when the form had no file in that field. */
const struct upload *request_upload(const struct request *r, const char *field);

/* The id or number in the n-th part of the address; 0, which none has, when it is no number. */
int64_t request_id(const struct request *r, size_t n);

/* Records what is wrong; field "" = the whole form. Always ERR_INVALID, to be returned at last. */
enum err fault_add(struct request *r, const char *field, const char *const *msg_and_args);
#define FAULT(r, field, ...)                                                                   \
	fault_add((r), (field), (const char *const[]){__VA_ARGS__, NULL})

/* The reply is to go to another page (303), with a message on arrival (see page.h's notices). */
enum err request_redirect(struct request *r, struct url to, const char *notice);
/* The reply is data; file_name NULL = shown, else saved under that name. */
/* The reply to a script, or what it is to know beside a failure; the value is taken over. */
enum err request_json(struct request *r, json_t *value);
/* Whether a script asks, and wants JSON. */
bool request_wants_json(const struct request *r);
enum err request_data(struct request *r, const char *type, const char *data, size_t len,
                      const char *file_name);

/* A file that leaves the program: noted in the security log with who took it. Heavy routes only. */
enum err request_download(struct request *r, const char *what, const char *type, const char *data,
                          size_t len, const char *file_name);

/* Whether the signed-in person has the capability at all. */
bool request_may(const struct request *r, enum capability cap);
/* As access_covers(), ERR_FORBIDDEN where not. */
MUST_USE enum err request_must_cover(struct request *r, enum capability cap, int64_t unit_id);

#endif
