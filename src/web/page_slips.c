/* Accounts for many people at once, and the slips that carry their first passwords. */
#include "org/account_bulk.h"
#include "web/account_form.h"

#define AT_ONCE 100 /* 30 ms each */

const struct field fields_account_slips[] = {
	{.name = "role", .label = N_("Role"), .type = FIELD_CHOICE, .required = true},
	{.name = "unit",
         .label = N_("Unit and those below"),
         .help = N_("Blank = the whole city."),
         .type = FIELD_CHOICE},
	{.name = "post", .label = N_("Post"), .help = N_("Such as 課長. Blank = any.")},
	{.name = NULL},
};

enum err account_slips_page(struct request *r)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Accounts")), LINK(r, ACCOUNTS));
	page_heading(r, T_(h, N_("Accounts for many people")));
	EL(h, P, T_(h, N_("Who works here today and has no account gets one; the personnel "
			  "number is the login. The next page is to be printed: a slip for each "
			  "person with the first password, shown this once only. At most 100 at "
			  "once.")));
	form_open(r, LINK(r, ACCOUNT_SLIPS), fields_account_slips, 0);
	account_draw_roles(r, fields_account_slips, role_code(ROLE_HEAD));
	TRY(account_draw_units(r, fields_account_slips, NULL));
	form_field(r, fields_account_slips, "post", "課長");
	form_close(r, N_("Make accounts and slips"));
	return OK;
}

static void draw_fact(struct request *r, const char *label, const char *text, bool code)
{
	struct html *h = &r->html;

	EL(h, DT, T_(h, label));
	OPEN(h, DD);
	if (code)
		EL(h, CODE, text);
	else
		html_text(h, text);
	CLOSE(h, DD);
}

static void draw_slip(struct request *r, const struct first_password *p)
{
	struct html *h = &r->html;

	OPEN(h, SECTION, AT(CLASS, "slip"));
	EL(h, H2, arena_printf(r->c.arena, "%s　%s", p->unit, p->name));
	OPEN(h, DL, AT(CLASS, "facts"));
	draw_fact(r, N_("Post"), p->post ? p->post : "—", false);
	draw_fact(r, N_("Login"), p->number, true);
	draw_fact(r, N_("First password"), p->password, true);
	CLOSE(h, DL);
	EL(h, P, T_(h, N_("At the first sign-in you choose a password of your own. Then shred this "
			  "slip. If it gets lost, tell the audit secretariat at once.")));
	CLOSE(h, SECTION);
}

enum err account_slips_post(struct request *r)
{
	const struct account_wanted wanted = {field_value(r, "unit"), field_value(r, "post"),
	                                      field_value(r, "role"), AT_ONCE};
	struct html *h = &r->html;
	struct account_bulk bulk;

	TRY(account_bulk_find(&r->c, &wanted, &bulk));
	if (!bulk.n)
		return FAULT(r, "", N_("Nobody without an account is like that."));
	TRY(account_bulk_hash(&r->c, &bulk, NULL, NULL));
	TRY(account_bulk_store(&r->c, &bulk));
	page_crumb(r, T_(h, N_("Accounts")), LINK(r, ACCOUNTS));
	page_heading(r, T_(h, N_("First passwords")));
	OPEN(h, DIV, AT(CLASS, "notice warning"));
	EL(h, P, T_(h, N_("Print this page now: it is shown this once only.")));
	if (bulk.left) {
		OPEN(h, P);
		SAY(h, N_("{1} more people are like that. Do it once more for them."),
		    arena_printf(r->c.arena, "%zu", bulk.left));
		CLOSE(h, P);
	}
	CLOSE(h, DIV);
	for (size_t i = 0; i < bulk.n; i++)
		draw_slip(r, &bulk.v[i]);
	return OK;
}
