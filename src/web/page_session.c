/* Signing in and out, language, the own password and sessions. */
#include "gen/queries.h"
#include "org/account.h"
#include "store/db.h"
#include "web/page.h"
#include "web/token.h"

#include <string.h>

const struct field fields_sign_in[] = {
	{.name = "login", .label = N_("Login"), .required = true, .autocomplete = "username"},
	{.name = "password",
         .label = N_("Password"),
         .type = FIELD_PASSWORD,
         .required = true,
         .autocomplete = "current-password"},
	{.name = "to", .type = FIELD_HIDDEN, .max = 2000},
	{.name = NULL},
};

const struct field fields_password[] = {
	{.name = "old",
         .label = N_("Present password"),
         .type = FIELD_PASSWORD,
         .required = true,
         .autocomplete = "current-password"},
	{.name = "new",
         .label = N_("New password"),
         .help = N_(
		 "At least 12 characters. Several words in a row are easy to remember and hard "
		 "to guess."),
         .type = FIELD_PASSWORD,
         .required = true,
         .autocomplete = "new-password"},
	{.name = "again",
         .label = N_("New password once more"),
         .type = FIELD_PASSWORD,
         .required = true,
         .autocomplete = "new-password"},
	{.name = NULL},
};

const struct field fields_session[] = {
	{.name = "session", .type = FIELD_HIDDEN, .required = true},
	{.name = NULL},
};

/* --- signing in --- */

enum err sign_in_page(struct request *r)
{
	struct html *h = &r->html;

	page_heading(r, T_(h, N_("Sign in")));
	form_open(r, LINK(r, SIGN_IN), fields_sign_in, 0);
	form_field(r, fields_sign_in, "login", NULL);
	form_field(r, fields_sign_in, "password", NULL);
	form_field(r, fields_sign_in, "to", pairs_get(&r->query, "to"));
	form_close(r, N_("Sign in"));
	return OK;
}

static enum err look_up(struct request *r, struct sign_in *ret)
{
	enum err e;

	TRY(db_begin(&r->c, DB_READ));
	e = sign_in_find(&r->c, field_value(r, "login"), r->address, ret);
	db_rollback(&r->c);
	return e;
}

static enum err refuse_haste(struct request *r, const struct sign_in *s)
{
	if (!s->wait_s)
		return OK;
	return FAIL(&r->c, ERR_STATE, N_("Too many failed attempts. Please wait {1} seconds."),
	            arena_printf(r->c.arena, "%ld", (long)s->wait_s));
}

static enum err finish(struct request *r, const struct sign_in *s, bool good, const char **ret)
{
	enum err e;

	TRY(db_begin(&r->c, DB_WRITE));
	e = token_take(r, pairs_get(&r->form, TOKEN_FIELD));
	if (e == OK)
		e = sign_in_finish(&r->c, s, good, r->agent ? r->agent : "", ret);
	if (e == OK)
		return db_commit(&r->c);
	db_rollback(&r->c);
	return e;
}

enum err sign_in_post(struct request *r)
{
	const char *token;
	struct sign_in s;
	bool good;

	TRY(look_up(r, &s));
	TRY(refuse_haste(r, &s));
	good = sign_in_verify(&s, field_value(r, "password"));
	r->c.actor = s.known ? s.who.login : "?";
	TRY(finish(r, &s, good, &token));
	if (!good)
		return FAULT(r, "", N_("Login or password is wrong."));
	r->response.set_session = token;
	return request_redirect(
		r, url_from_visitor(r->c.arena, r->site->base, field_value(r, "to")), NULL);
}

enum err sign_out_post(struct request *r)
{
	TRY(session_end(&r->c, &r->session.who, r->session.token_hash));
	r->response.set_session = "";
	return request_redirect(r, LINK(r, SIGN_IN), NOTICE_SIGNED_OUT);
}

enum err language_page(struct request *r)
{
	r->response.set_lang = r->lang == LANG_JA ? "en" : "ja";
	return request_redirect(
		r, url_from_visitor(r->c.arena, r->site->base, pairs_get(&r->query, "to")), NULL);
}

/* --- the own account --- */

static enum err draw_sessions(struct request *r)
{
	struct html *h = &r->html;
	struct session_row *rows;
	size_t n;

	TRY(q_sessions_of_account(
		&r->c, &(struct sessions_of_account_in){r->session.who.account_id}, &rows, &n));
	TABLE_OPEN(r, NULL, NULL, N_("Signed in"), N_("Last seen"), N_("Address"), N_("Browser"),
	           "");
	for (size_t i = 0; i < n; i++) {
		bool own = strcmp(rows[i].token_hash, r->session.token_hash) == 0;

		OPEN(h, TR);
		cell_text(r, show_instant(r, rows[i].started_us));
		cell_text(r, show_instant(r, rows[i].seen_us));
		cell_text(r, rows[i].address);
		cell_text(r, rows[i].agent);
		OPEN(h, TD);
		if (own)
			html_text(h, T_(h, N_("This one")));
		else
			form_button(r, LINK(r, SELF_SESSION_END), N_("End"), "button", "session",
			            rows[i].token_hash);
		CLOSE(h, TD);
		CLOSE(h, TR);
	}
	table_close(r);
	if (n > 1)
		form_button(r, LINK(r, SELF_SESSIONS_END), N_("End all others"), "button", NULL,
		            NULL);
	return OK;
}

enum err self_page(struct request *r)
{
	struct html *h = &r->html;

	page_heading(r, T_(h, N_("Password and sessions")));
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Change the password")));
	form_open(r, LINK(r, SELF), fields_password, 0);
	form_field(r, fields_password, "old", NULL);
	form_field(r, fields_password, "new", NULL);
	form_field(r, fields_password, "again", NULL);
	form_close(r, N_("Change the password"));
	CLOSE(h, SECTION);
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Where you are signed in")));
	TRY(draw_sessions(r));
	CLOSE(h, SECTION);
	return OK;
}

/* What is wrong with the new password is said beside it. */
static enum err hash_password(struct request *r, const char *fresh, const char **ret)
{
	enum err e = account_hash_password(&r->c, fresh, ret);
	const struct error *why = &r->c.error;

	return e == ERR_USAGE ? FAULT(r, "new", why->msgid, why->args[0]) : e;
}

struct password_change {
	struct request *r;
	struct sign_in s;
	bool good;
	const char *hash;
};

static enum err find_own(struct ctx *c, void *arg)
{
	struct password_change *p = arg;

	return sign_in_find(c, p->r->session.who.login, p->r->address, &p->s);
}

static enum err store_change(struct ctx *c, void *arg)
{
	const struct password_change *p = arg;
	const char *none;

	if (!p->good)
		return sign_in_finish(c, &p->s, false, "", &none);
	TRY(account_put_hash(c, p->r->session.who.login, p->hash, false));
	return session_end_others(c, &p->r->session);
}

/* A wrong password counts as it does at signing in, so that nobody guesses at an open screen. */
enum err self_post(struct request *r)
{
	const char *fresh = field_value(r, "new");
	struct password_change p = {.r = r};

	if (strcmp(fresh, field_value(r, "again")) != 0)
		return FAULT(r, "again", N_("The two are not the same."));
	TRY(db_transaction(&r->c, DB_READ, find_own, &p));
	TRY(refuse_haste(r, &p.s));
	p.good = sign_in_verify(&p.s, field_value(r, "old"));
	if (p.good)
		TRY(hash_password(r, fresh, &p.hash));
	TRY(db_transaction(&r->c, DB_WRITE, store_change, &p));
	if (!p.good)
		return FAULT(r, "old", N_("This is not the present password."));
	return request_redirect(r, LINK(r, SELF), NOTICE_PASSWORD);
}

enum err self_session_end_post(struct request *r)
{
	TRY(session_end(&r->c, &r->session.who, field_value(r, "session")));
	return request_redirect(r, LINK(r, SELF), NOTICE_ENDED);
}

enum err self_sessions_end_post(struct request *r)
{
	TRY(session_end_others(&r->c, &r->session));
	return request_redirect(r, LINK(r, SELF), NOTICE_ENDED);
}
