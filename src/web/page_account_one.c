/* One account: changed, closed, its password, sessions and sign-ins. */
#include "org/account.h"
#include "web/account_form.h"
#include "web/log_words.h"

#include <inttypes.h>
#include <string.h>

#define SIGN_INS_SHOWN 30

const struct field fields_account[] = {
	{.name = "name", .label = N_("Name"), .required = true, .max = 100},
	{.name = "role", .label = N_("Role"), .type = FIELD_CHOICE, .required = true},
	{.name = "unit",
         .label = N_("Unit"),
         .help = N_("A section head sees this unit and those below it. An auditor does not "
		    "judge it."),
         .type = FIELD_CHOICE},
	{.name = NULL},
};

const struct field fields_account_password[] = {
	{.name = "password",
         .label = N_("New password"),
         .help = N_("At least 12 characters. Left blank, one is made and shown once."),
         .type = FIELD_PASSWORD,
         .autocomplete = "new-password"},
	{.name = NULL},
};

const struct field fields_account_session[] = {
	{.name = "session", .type = FIELD_HIDDEN},
	{.name = NULL},
};

static enum err find(struct request *r, struct account_row **ret)
{
	TRY(account_get(&r->c, request_id(r, 0), ret));
	if (!*ret)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such account."));
	return OK;
}

static struct url own_url(struct request *r)
{
	return LINK(r, ACCOUNT, r->args[0]);
}

static bool is_own(const struct request *r, const struct account_row *a)
{
	return a->id == r->session.who.account_id;
}

/* --- drawing --- */

static enum err draw_edit(struct request *r, const struct account_row *a)
{
	form_open(r, own_url(r), fields_account, a->rev);
	form_field(r, fields_account, "name", a->name);
	account_draw_roles(r, fields_account, a->role);
	TRY(account_draw_units(r, fields_account, a->unit_code));
	form_close(r, N_("Save"));
	return OK;
}

static void draw_password(struct request *r, const struct account_row *a)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Set a new password")));
	if (is_own(r, a)) {
		OPEN(h, P);
		EL(h, A, T_(h, N_("Password and sessions")), HREF(LINK(r, SELF)));
		CLOSE(h, P);
	} else {
		EL(h, P, T_(h, N_("All sessions of the account end.")));
		form_open(r, LINK(r, ACCOUNT_PASSWORD, r->args[0]), fields_account_password, 0);
		form_field(r, fields_account_password, "password", NULL);
		form_close(r, N_("Set the password"));
	}
	CLOSE(h, SECTION);
}

static void draw_session(struct request *r, const struct session_row *s, bool end)
{
	struct html *h = &r->html;

	OPEN(h, TR);
	cell_text(r, show_instant(r, s->started_us));
	cell_text(r, show_instant(r, s->seen_us));
	cell_text(r, s->address);
	cell_text(r, s->agent);
	OPEN(h, TD);
	if (end)
		form_button(r, LINK(r, ACCOUNT_SESSIONS_END, r->args[0]), N_("End it"),
		            "button small", "session", s->token_hash);
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static enum err draw_sessions(struct request *r, const struct account_row *a)
{
	struct html *h = &r->html;
	struct session_row *rows;
	size_t n;

	TRY(q_sessions_of_account(&r->c, &(struct sessions_of_account_in){a->id}, &rows, &n));
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Where it is signed in")));
	if (n) {
		TABLE_OPEN(r, NULL, NULL, N_("Signed in"), N_("Last seen"), N_("Address"),
		           N_("Browser"), "");
		for (size_t i = 0; i < n; i++)
			draw_session(r, &rows[i], !is_own(r, a));
		table_close(r);
	} else {
		page_empty(r, N_("It is signed in nowhere."));
	}
	if (n && !is_own(r, a))
		form_button(r, LINK(r, ACCOUNT_SESSIONS_END, r->args[0]), N_("End all"), "button",
		            NULL, NULL);
	CLOSE(h, SECTION);
	return OK;
}

static enum err draw_sign_ins(struct request *r, const struct account_row *a)
{
	struct html *h = &r->html;
	struct security_log_row *rows;
	size_t n;

	TRY(q_sign_ins_of_account(
		&r->c, &(struct sign_ins_of_account_in){a->login, SIGN_INS_SHOWN}, &rows, &n));
	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Sign-ins")));
	if (n)
		security_log_table(r, rows, n);
	else
		page_empty(r, N_("Nobody signed in with it yet."));
	if (n == SIGN_INS_SHOWN && request_may(r, CAP_TRAIL)) {
		OPEN(h, P);
		EL(h, A, T_(h, N_("All of them in the security log")),
		   HREF(url_with(r->c.arena, LINK(r, SECURITY_LOG), "person", a->login)));
		CLOSE(h, P);
	}
	CLOSE(h, SECTION);
	return OK;
}

static void draw_close(struct request *r, const struct account_row *a)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, a->disabled ? T_(h, N_("Open again")) : T_(h, N_("Stop the account")));
	if (is_own(r, a)) {
		EL(h, P, T_(h, N_("Nobody closes the own account or changes its role. Ask "
				  "somebody else who may.")));
	} else if (a->disabled) {
		EL(h, P, T_(h, N_("The account can sign in again with its last password.")));
		form_button(r, LINK(r, ACCOUNT_OPEN, r->args[0]), N_("Open again"), "button", NULL,
		            NULL);
	} else {
		EL(h, P, T_(h, N_("Nobody can sign in with it any more, and its sessions end. "
				  "What it did stays in the history. It can be opened again.")));
		form_button(r, LINK(r, ACCOUNT_CLOSE, r->args[0]), N_("Close the account"),
		            "button danger", NULL, NULL);
	}
	CLOSE(h, SECTION);
}

enum err account_page(struct request *r)
{
	struct html *h = &r->html;
	struct account_row *a;

	TRY(find(r, &a));
	page_crumb(r, T_(h, N_("Accounts")), LINK(r, ACCOUNTS));
	page_heading(r, arena_printf(r->c.arena, "%s　%s", a->login, a->name));
	OPEN(h, P);
	account_draw_state(r, a);
	html_text(h, " ");
	EL(h, A, T_(h, N_("History")), HREF(LINK(r, HISTORY, "account", r->args[0])));
	CLOSE(h, P);
	TRY(draw_edit(r, a));
	draw_password(r, a);
	TRY(draw_sessions(r, a));
	TRY(draw_sign_ins(r, a));
	draw_close(r, a);
	return OK;
}

/* --- what is sent --- */

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

enum err account_post(struct request *r)
{
	struct account_row *a;
	struct account_edit edit = {.name = field_value(r, "name"),
	                            .role = field_value(r, "role"),
	                            .unit_code = field_value(r, "unit")};

	TRY(find(r, &a));
	TRY(form_revision(r, a->rev));
	edit.rev = a->rev;
	if (!same(edit.unit_code, a->unit_code))
		TRY(account_check_unit(&r->c, edit.unit_code));
	TRY(account_change(&r->c, a->id, &edit));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}

enum err account_password_post(struct request *r)
{
	const char *password = field_value(r, "password");
	struct account_row *a;
	bool made = !password;

	TRY(find(r, &a));
	if (is_own(r, a))
		return FAIL(&r->c, ERR_STATE,
		            N_("Change your own password under “Password and sessions”."));
	if (made)
		password = account_make_password(r->c.arena);
	TRY(account_reset_password(&r->c, a->login, password));
	if (made)
		return account_show_password(r, a->login, password);
	return request_redirect(r, own_url(r), NOTICE_PASSWORD);
}

enum err account_sessions_end_post(struct request *r)
{
	struct account_row *a;

	TRY(find(r, &a));
	TRY(account_end_sessions(&r->c, a, field_value(r, "session")));
	return request_redirect(r, own_url(r), NOTICE_ENDED);
}

enum err account_close_post(struct request *r)
{
	struct account_row *a;

	TRY(find(r, &a));
	TRY(account_disable(&r->c, a->login));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}

enum err account_open_post(struct request *r)
{
	struct account_row *a;

	TRY(find(r, &a));
	TRY(account_enable(&r->c, a->login));
	return request_redirect(r, own_url(r), NOTICE_SAVED);
}
