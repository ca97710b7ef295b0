#include "web/dispatch.h"

#include "gen/queries.h"
#include "store/db.h"
#include "web/field.h"
#include "web/page.h"
#include "web/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_ROOM ((size_t)12 << 10) /* most pages fit, and so are never moved */
#define FRAME_ROOM ((size_t)6 << 10)

bool dispatch_is_heavy(struct request *r)
{
	bool known;

	route_find(r, &known);
	return !r->route || r->route->method == METHOD_POST || (r->route->flags & ROUTE_HEAVY);
}

/* --- replies --- */

static void begin_page(struct request *r)
{
	buf_init(&r->body, r->c.arena, BUF_MAX_TEXT);
	buf_reserve(&r->body, PAGE_ROOM);
	html_init(&r->html, &r->body, r->lang);
	r->title = NULL;
	r->ids = (struct map){.arena = r->c.arena};
}

static void finish_page(struct request *r, unsigned status)
{
	struct buf out;

	BUG_IF(r->html.depth != 0);
	buf_init(&out, r->c.arena, BUF_MAX_TEXT);
	buf_reserve(&out, r->body.len + FRAME_ROOM);
	page_finish(r, &out);
	r->response.kind = RESPONSE_PAGE;
	r->response.status = status;
	r->response.type = "text/html; charset=utf-8";
	r->response.data = out.data;
	r->response.len = out.len;
}

static void error_page(struct request *r, unsigned status, const char *message)
{
	r->response = (struct response){.kind = RESPONSE_PAGE};
	begin_page(r);
	page_heading(r, T_(&r->html, N_("This did not work")));
	EL(&r->html, P, message, AT(CLASS, "notice error"), AT(ROLE, "alert"));
	OPEN(&r->html, P);
	action_link(r, N_("To the first page"), LINK(r, HOME), false);
	CLOSE(&r->html, P);
	finish_page(r, status);
}

/* For a script: what the handler said, the failure, and the token for its next form. */
static void json_reply(struct request *r, unsigned status, const char *message)
{
	json_t *o = r->json ? r->json : json_object();
	char *text;

	if (!r->json)
		(void)request_json(r, o);
	if (message)
		json_object_set_new(o, "message", json_string(message));
	json_object_set_new(o, "token", json_string(token_make(r)));
	text = json_dumps(o, JSON_COMPACT);
	BUG_IF(!text);
	r->response = (struct response){.status = status};
	(void)request_data(r, "application/json", arena_strdup(r->c.arena, text), strlen(text),
	                   NULL);
	free(text);
}

static const char *error_message(struct request *r)
{
	const struct error *e = &r->c.error;

	return msg_format(r->c.arena, r->lang, e->msgid, e->args);
}

static void error_reply(struct request *r, enum err e)
{
	unsigned status = (unsigned)err_http_status(e);

	if (r->c.error.detail)
		fprintf(stderr, "kageyu: %s %s: %s\n", r->method, r->path, r->c.error.detail);
	error_page(r, status, error_message(r));
	if (e == ERR_BUSY)
		r->response.retry_after_s = 2;
}

void dispatch_refuse(struct request *r, unsigned status, const char *msgid)
{
	if (!r->path)
		r->path = "/";
	error_page(r, status, msg_find(r->lang, msgid));
}

/* --- the steps --- */

/* ja unless English was chosen, or the browser wants English and no Japanese. */
static enum lang choose_lang(const char *chosen, const char *accepted)
{
	if (chosen)
		return strcmp(chosen, "en") == 0 ? LANG_EN : LANG_JA;
	return accepted && strncmp(accepted, "en", 2) == 0 && !strstr(accepted, "ja") ? LANG_EN
	                                                                               : LANG_JA;
}

static enum err find_session(struct request *r)
{
	TRY(session_find(&r->c, r->session_token, &r->session));
	if (r->session.found)
		r->c.actor = r->session.who.login;
	return OK;
}

/* Nothing before the own password, except choosing it. */
static bool must_choose(const struct request *r)
{
	return r->session.must_change && !(r->route->flags & ROUTE_ALWAYS);
}

static enum err enter(struct request *r)
{
	if (r->route->permission == PERMISSION_PUBLIC)
		return OK;
	if (!r->session.found)
		return FAIL(&r->c, ERR_FORBIDDEN, N_("Please sign in."));
	if (must_choose(r))
		return FAIL(&r->c, ERR_FORBIDDEN,
		            N_("Somebody else knows this password. Choose your own, then go on."));
	return access_enter(&r->c, &r->session.who, (enum capability)r->route->permission);
}

static enum err find_organisation(struct request *r)
{
	struct setting_row *name;

	TRY(q_setting_by_key(&r->c, &(struct setting_by_key_in){"organisation"}, &name));
	r->organisation = name ? name->value : NULL;
	return OK;
}

/* The page that a form stands on: the nearest GET route at or above the path. */
static const struct route *page_of(const struct route *post)
{
	const struct route *nearest = NULL;

	for (size_t i = 0; i < ROUTE__MAX; i++) {
		size_t n = strlen(routes[i].path);

		if (routes[i].method == METHOD_GET && strncmp(routes[i].path, post->path, n) == 0 &&
		    (post->path[n] == '/' || !post->path[n]) &&
		    (!nearest || n > strlen(nearest->path)))
			nearest = &routes[i];
	}
	return nearest;
}

static enum err read_page(struct request *r, const struct route *route)
{
	enum err e;

	if (route->flags & ROUTE_NO_DB)
		return route->answer(r);
	TRY(db_begin(&r->c, DB_READ));
	e = find_session(r);
	if (e == OK)
		e = enter(r);
	if (e == OK)
		e = find_organisation(r);
	if (e == OK)
		e = route->answer(r);
	db_rollback(&r->c);
	return e;
}

static enum err add_log(struct ctx *c, void *arg)
{
	const struct request *r = arg;

	return q_security_log_add(c, &(struct security_log_add_in){c->now_us, c->actor,
	                                                           r->log_event, r->log_detail});
}

/* Nothing leaves that was not noted. */
static enum err log_download(struct request *r)
{
	return db_transaction(&r->c, DB_WRITE, add_log, r);
}

static void to_sign_in(struct request *r)
{
	struct url to = LINK(r, SIGN_IN);
	const char *path = arena_printf(r->c.arena, "%s%s", r->site->base, r->path);

	if (strcmp(r->path, "/") != 0)
		to = url_with(r->c.arena, to, "to", path);
	(void)request_redirect(r, to, NULL);
}

static void get(struct request *r)
{
	enum err e;

	begin_page(r);
	e = read_page(r, r->route);
	if (e == OK && r->log_event)
		e = log_download(r);
	if (e == ERR_FORBIDDEN && !r->session.found) {
		to_sign_in(r);
		return;
	}
	if (e == ERR_FORBIDDEN && must_choose(r)) {
		(void)request_redirect(r, LINK(r, SELF), NOTICE_CHOOSE_PASSWORD);
		return;
	}
	if (e != OK) {
		error_reply(r, e);
		return;
	}
	r->visit_due = r->session.found && r->c.now_us - r->session.seen_us > SESSION_SEEN_STEP_US;
	if (r->response.kind == RESPONSE_PAGE)
		finish_page(r, r->response.status ? r->response.status : 200);
}

/* Not passwords, nor the token, which ended with the session; sheets have more than the table. */
static bool is_kept(const struct request *r, const char *name)
{
	for (const struct field *f = r->route->fields; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f->type != FIELD_PASSWORD;
	return strcmp(name, TOKEN_FIELD) != 0;
}

/* The session ended while a form was filled in: keeps what was typed until it can be sent. */
static void keep_typed(struct request *r)
{
	struct html *h = &r->html;
	struct url here = url_make(r->c.arena, r->site->base, r->route->path, r->args);

	begin_page(r);
	page_heading(r, T_(h, N_("You are no longer signed in")));
	EL(h, P,
	   T_(h,
	      N_("Nothing was stored, and nothing you typed is lost. Sign in in another tab, "
	         "then come back here and go on. Chosen files have to be chosen again.")));
	OPEN(h, P);
	EL(h, A, T_(h, N_("Sign in in another tab")), HREF(LINK(r, SIGN_IN)),
	   AT(TARGET, "_blank"), AT(REL, "noopener"), AT(CLASS, "button"));
	CLOSE(h, P);
	OPEN(h, FORM, AT(METHOD, "post"), ACTION(here));
	for (const struct pair *p = r->form.first; p; p = p->next)
		if (is_kept(r, p->name))
			OPEN(h, INPUT, AT(TYPE, "hidden"), AT(NAME, p->name), AT(VALUE, p->value));
	form_close(r, N_("Go on"));
	finish_page(r, 403);
}

/* Shows the form's page again, filled with what was typed. */
static void show_again(struct request *r, enum err refused)
{
	const struct route *page = page_of(r->route);
	const struct error why = r->c.error;

	if (request_wants_json(r)) {
		json_reply(r, (unsigned)err_http_status(refused), error_message(r));
		return;
	}
	if (r->route->permission != PERMISSION_PUBLIC && !r->session.found) {
		keep_typed(r);
		return;
	}
	if (!page) {
		error_reply(r, refused);
		return;
	}
	if (!r->faults)
		fault_add(r, "", (const char *const[]){why.msgid, why.args[0], why.args[1],
		                                       why.args[2], why.args[3], why.args[4],
		                                       why.args[5], NULL});
	r->submitted = true;
	begin_page(r);
	r->response = (struct response){.kind = RESPONSE_PAGE};
	if (read_page(r, page) != OK || r->response.kind != RESPONSE_PAGE) {
		r->c.error = why;
		error_reply(r, refused);
		return;
	}
	finish_page(r, (unsigned)err_http_status(refused));
}

static bool from_here(const struct request *r)
{
	const char *authority;

	if (r->fetch_site && strcmp(r->fetch_site, "same-origin") != 0 &&
	    strcmp(r->fetch_site, "none") != 0)
		return false;
	if (!r->origin)
		return true; /* old browsers; the token decides */
	authority = strstr(r->origin, "://");
	return authority && r->host && strcmp(authority + 3, r->host) == 0;
}

/* Who sends it, whether they may, and that the form was made for them. */
static enum err accept(struct ctx *c, void *arg)
{
	struct request *r = arg;

	(void)c;
	TRY(find_session(r));
	TRY(enter(r));
	return token_take(r, pairs_get(&r->form, TOKEN_FIELD));
}

static enum err answer(struct request *r)
{
	TRY(fields_check(r, r->route->fields));
	return r->route->answer(r);
}

/* The handler opens transactions of its own, to do slow work between them. */
static enum err run_own(struct request *r)
{
	if (r->route->permission != PERMISSION_PUBLIC)
		TRY(db_transaction(&r->c, DB_WRITE, accept, r));
	return answer(r);
}

static enum err change(struct request *r)
{
	TRY(accept(&r->c, r));
	return answer(r);
}

static enum err run_post(struct request *r)
{
	enum err e;

	if (r->route->flags & ROUTE_NO_DB)
		return run_own(r);
	TRY(db_begin(&r->c, DB_WRITE));
	e = change(r);
	if (e == OK)
		return db_commit(&r->c);
	db_rollback(&r->c);
	return e;
}

static void post(struct request *r)
{
	enum err e;

	if (!from_here(r)) {
		error_page(r, 403,
		           T_(&r->html, N_("The request came from another site and was refused.")));
		return;
	}
	r->form_session = r->session_token;
	begin_page(r);
	e = run_post(r);
	if (e != OK)
		show_again(r, e);
	else if (r->json)
		json_reply(r, 200, NULL);
	else if (r->response.kind == RESPONSE_PAGE)
		finish_page(r, r->response.status ? r->response.status : 200);
}

void dispatch(struct request *r)
{
	bool known;

	r->lang = choose_lang(r->chosen_lang, r->accept_language);
	r->form_session = r->session_token;
	if (r->broken) {
		dispatch_refuse(r, r->broken_status, r->broken);
		return;
	}
	if (!r->route && !route_find(r, &known)) {
		dispatch_refuse(r, known ? 405 : 404, N_("There is no such page."));
		return;
	}
	r->c.cause = arena_printf(r->c.arena, "web:%s", r->route->name);
	if (r->route->method == METHOD_POST)
		post(r);
	else
		get(r);
}
