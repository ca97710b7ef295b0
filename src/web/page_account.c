/* Accounts: the list, a new one, and what the roles may do. */
#include "org/account.h"
#include "org/unit.h"
#include "web/account_form.h"

#include <inttypes.h>
#include <string.h>

const struct field fields_account_new[] = {
	{.name = "login",
         .label = N_("Login"),
         .help = N_("Letters, digits and . _ - @. It stays with the account for good."),
         .required = true,
         .max = 64,
         .autocomplete = "off"},
	{.name = "name",
         .label = N_("Name"),
         .help = N_("As it is to stand in the history: a person or a post."),
         .required = true,
         .max = 100,
         .autocomplete = "off"},
	{.name = "role", .label = N_("Role"), .type = FIELD_CHOICE, .required = true},
	{.name = "unit",
         .label = N_("Unit"),
         .help = N_("A section head sees this unit and those below it. An auditor does not "
		    "judge it."),
         .type = FIELD_CHOICE},
	{.name = "number",
         .label = N_("Personnel number"),
         .help = N_("Whose account it is. It is closed when that person leaves."),
         .max = 32,
         .autocomplete = "off"},
	{.name = "password",
         .label = N_("First password"),
         .help = N_("At least 12 characters. Left blank, one is made and shown once."),
         .type = FIELD_PASSWORD,
         .autocomplete = "new-password"},
	{.name = NULL},
};

/* --- choices --- */

void account_draw_roles(struct request *r, const struct field *fields, const char *stored)
{
	struct choice roles[ROLE__MAX];

	for (int i = 0; i < ROLE__MAX; i++)
		roles[i] = (struct choice){role_code((enum role)i),
		                           T_(&r->html, role_label((enum role)i))};
	form_choice(r, fields, "role", roles, ROLE__MAX, stored);
}

static bool is_open(const struct unit_row *unit, const char *today)
{
	return strcmp(unit->valid_from, today) <= 0 &&
	       (!unit->valid_to || strcmp(unit->valid_to, today) >= 0);
}

enum err account_unit_choices(struct request *r, struct choice **ret, size_t *ret_n)
{
	const char *today = date_format(r->c.arena, date_in_japan(r->c.now_us), DATE_ISO);
	struct unit_row *units;
	struct choice *list;
	size_t n, kept = 0;

	TRY(q_unit_all(&r->c, &units, &n));
	list = ARENA_ARRAY(r->c.arena, n + 1, struct choice);
	for (size_t i = 0; i < n; i++)
		if (is_open(&units[i], today))
			list[kept++] = (struct choice){
				units[i].code, arena_printf(r->c.arena, "%s %s", units[i].code,
			                                    units[i].name)};
	*ret = list;
	*ret_n = kept;
	return OK;
}

enum err account_draw_units(struct request *r, const struct field *fields, const char *stored)
{
	struct choice *units;
	size_t n;
	bool found = !stored;

	TRY(account_unit_choices(r, &units, &n));
	for (size_t i = 0; i < n; i++)
		found |= stored && strcmp(units[i].code, stored) == 0;
	if (!found) /* closed by now; the choice has room for one more */
		units[n++] = (struct choice){stored, stored};
	form_choice(r, fields, "unit", units, n, stored);
	return OK;
}

/* --- the list --- */

struct filter {
	const char *role, *unit, *state;
};

static bool wanted(const struct filter *f, const struct account_row *a)
{
	return (!f->role || strcmp(f->role, a->role) == 0) &&
	       (!f->unit || (a->unit_code && strcmp(f->unit, a->unit_code) == 0)) &&
	       (!f->state || (strcmp(f->state, "closed") == 0) == a->disabled);
}

static enum err draw_filters(struct request *r)
{
	struct html *h = &r->html;
	const struct choice states[] = {{"open", T_(h, N_("open"))},
	                                {"closed", T_(h, N_("closed"))}};
	struct choice roles[ROLE__MAX], *units;
	size_t n;

	for (int i = 0; i < ROLE__MAX; i++)
		roles[i] = (struct choice){role_code((enum role)i),
		                           T_(h, role_label((enum role)i))};
	TRY(account_unit_choices(r, &units, &n));
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, ACCOUNTS)), AT(CLASS, "filters"));
	filter_select(r, "role", N_("Role"), N_("all"), roles, ROLE__MAX);
	filter_select(r, "unit", N_("Unit"), N_("all"), units, n);
	filter_select(r, "state", N_("State"), N_("all"), states, 2);
	EL(h, BUTTON, T_(h, N_("Filter")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	return OK;
}

void account_draw_state(struct request *r, const struct account_row *a)
{
	struct html *h = &r->html;

	EL(h, SPAN, a->disabled ? T_(h, N_("closed")) : T_(h, N_("open")),
	   AT(CLASS, a->disabled ? "chip" : "chip good"));
}

static void draw_account(struct request *r, const struct account_row *a,
                         const struct choice *units, size_t n_units)
{
	struct html *h = &r->html;
	const char *unit = a->unit_code;
	enum role role;

	for (size_t i = 0; unit && i < n_units; i++)
		if (strcmp(units[i].code, a->unit_code) == 0)
			unit = units[i].label;
	OPEN(h, TR);
	cell_link(r, a->login, LINK(r, ACCOUNT, arena_printf(r->c.arena, "%" PRId64, a->id)));
	cell_text(r, a->name);
	cell_text(r, role_parse(a->role, &role) ? T_(h, role_label(role)) : a->role);
	cell_text(r, unit);
	OPEN(h, TD);
	account_draw_state(r, a);
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static enum err draw_list(struct request *r)
{
	const struct filter f = {filter_given(r, "role"), filter_given(r, "unit"),
	                         filter_given(r, "state")};
	struct account_row *rows;
	struct choice *units;
	size_t n, n_units, kept = 0, first;

	TRY(q_account_all(&r->c, &rows, &n));
	TRY(account_unit_choices(r, &units, &n_units));
	for (size_t i = 0; i < n; i++)
		if (wanted(&f, &rows[i]))
			rows[kept++] = rows[i];
	if (!kept) {
		page_empty(r, n ? N_("No account is like that. Choose other filters.")
		                : N_("There is no account yet."));
		return OK;
	}
	first = page_first(r, kept);
	TABLE_OPEN(r, NULL, NULL, N_("Login"), N_("Name"), N_("Role"), N_("Unit"), N_("State"));
	for (size_t i = first; i < kept && i < first + PAGE_ROWS; i++)
		draw_account(r, &rows[i], units, n_units);
	table_close(r);
	page_turner(r, kept);
	return OK;
}

enum err accounts_page(struct request *r)
{
	struct html *h = &r->html;

	page_heading(r, T_(h, N_("Accounts")));
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("New account"), LINK(r, ACCOUNT_NEW), true);
	action_link(r, N_("Accounts for many people"), LINK(r, ACCOUNT_SLIPS), false);
	action_link(r, N_("What the roles may do"), LINK(r, ROLES), false);
	CLOSE(h, P);
	TRY(draw_filters(r));
	return draw_list(r);
}

/* --- a new one --- */

enum err account_new_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Accounts")), LINK(r, ACCOUNTS));
	page_heading(r, T_(h, N_("New account")));
	form_open(r, LINK(r, ACCOUNT_NEW), fields_account_new, 0);
	form_field(r, fields_account_new, "login", NULL);
	form_field(r, fields_account_new, "name", NULL);
	account_draw_roles(r, fields_account_new, NULL);
	TRY(account_draw_units(r, fields_account_new, NULL));
	form_field(r, fields_account_new, "number", NULL);
	form_field(r, fields_account_new, "password", NULL);
	form_close(r, N_("Add"));
	OPEN(h, P);
	EL(h, A, T_(h, N_("What the roles may do")), HREF(LINK(r, ROLES)));
	CLOSE(h, P);
	return OK;
}

enum err account_show_password(struct request *r, const char *login, const char *password)
{
	struct html *h = &r->html;
	struct account_row *account;

	TRY(q_account_by_login(&r->c, &(struct account_by_login_in){login}, &account));
	page_crumb(r, T_(h, N_("Accounts")), LINK(r, ACCOUNTS));
	page_heading(r, T_(h, N_("The password is set")));
	OPEN(h, DIV, AT(CLASS, "notice warning"));
	EL(h, P, T_(h, N_("It is shown this once only. Hand it over in person, and ask for it "
			  "to be changed at the first sign-in.")));
	OPEN(h, DL, AT(CLASS, "facts"));
	EL(h, DT, T_(h, N_("Login")));
	OPEN(h, DD);
	EL(h, CODE, login);
	CLOSE(h, DD);
	EL(h, DT, T_(h, N_("Password")));
	OPEN(h, DD);
	EL(h, CODE, password, AT(CLASS, "password"));
	CLOSE(h, DD);
	CLOSE(h, DL);
	CLOSE(h, DIV);
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("To the account"),
	            LINK(r, ACCOUNT, arena_printf(r->c.arena, "%" PRId64, account->id)), true);
	CLOSE(h, P);
	return OK;
}

enum err account_new_post(struct request *r)
{
	struct account_new what = {field_value(r, "login"), field_value(r, "name"),
	                           field_value(r, "role"), field_value(r, "unit"),
	                           field_value(r, "number")};
	const char *password = field_value(r, "password");

	TRY(account_check_unit(&r->c, what.unit_code));
	TRY(account_add(&r->c, &what));
	if (password) {
		TRY(account_set_first_password(&r->c, what.login, password));
		return request_redirect(r, LINK(r, ACCOUNTS), NOTICE_ADDED);
	}
	password = account_make_password(r->c.arena);
	TRY(account_set_first_password(&r->c, what.login, password));
	return account_show_password(r, what.login, password);
}

/* --- the roles --- */

static const char *const capabilities[CAP__MAX] = {
	[CAP_SELF] = N_("Own password and sessions, help"),
	[CAP_REQUEST] = N_("Ask for carry-outs, report incidents, acknowledge rules"),
	[CAP_INCIDENTS] = N_("Receive reports of incidents"),
	[CAP_POLICIES] = N_("Hand rules out to be acknowledged"),
	[CAP_READ_AUDIT] = N_("See judgements, statistics and evidence"),
	[CAP_JUDGE] = N_("Enter levels and comments"),
	[CAP_EVIDENCE] = N_("Attach evidence"),
	[CAP_CONFIRM] = N_("Confirm (確定) and correct"),
	[CAP_PLAN] = N_("Make audits, parts, scope and visits"),
	[CAP_REPORT] = N_("See and take the report of the whole audit"),
	[CAP_READ_UNITS] = N_("See the organisation"),
	[CAP_EDIT_UNITS] = N_("Change the organisation"),
	[CAP_READ_PEOPLE] = N_("See people, their posts and duties"),
	[CAP_EDIT_PEOPLE] = N_("Change people, appoint, read in personnel lists"),
	[CAP_READ_CRITERIA] = N_("See the audit items"),
	[CAP_EDIT_CRITERIA] = N_("Change the audit items"),
	[CAP_READ_LEDGERS] = N_("See the ledgers"),
	[CAP_EDIT_LEDGERS] = N_("Keep the ledgers"),
	[CAP_EXPORT] = N_("Take whole ledgers as files"),
	[CAP_TRAIL] = N_("See the audit trail and security log, verify"),
	[CAP_ACCOUNTS] = N_("Manage accounts"),
	[CAP_SETTINGS] = N_("Change settings and scales"),
};

static const char *reach_text(struct request *r, enum reach reach)
{
	struct html *h = &r->html;

	switch (reach) {
	case REACH_ALL:
		return T_(h, N_("all units"));
	case REACH_OWN:
		return T_(h, N_("own unit and below"));
	case REACH_OTHERS:
		return T_(h, N_("all but the own unit"));
	case REACH_NONE:
		break;
	}
	return "—";
}

enum err roles_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Accounts")), LINK(r, ACCOUNTS));
	page_heading(r, T_(h, N_("What the roles may do")));
	EL(h, P, T_(h, N_("Roles are fixed. The own unit is the unit of the account with all "
			  "units below it.")));
	TABLE_OPEN(r, "roles", NULL, N_("What"), role_label(ROLE_SECRETARIAT),
	           role_label(ROLE_AUDITOR), role_label(ROLE_HEAD), role_label(ROLE_READER),
	           role_label(ROLE_ADMINISTRATOR), role_label(ROLE_EMPLOYEE));
	for (int cap = 0; cap < CAP__MAX; cap++) {
		BUG_IF(!capabilities[cap]);
		OPEN(h, TR);
		EL(h, TH, T_(h, capabilities[cap]), AT(SCOPE, "row"));
		for (int role = 0; role < ROLE__MAX; role++)
			cell_text(r, reach_text(r, access_reach((enum role)role,
			                                        (enum capability)cap)));
		CLOSE(h, TR);
	}
	table_close(r);
	return OK;
}
