#include "web/page.h"

#include "base/date.h"
#include "base/num.h"
#include "base/text.h"
#include "web/assets.h"

#include <inttypes.h>
#include <string.h>

#define X(id, code, msgid) const char NOTICE_##id[] = code;
NOTICES(X)
#undef X

static const struct {
	const char *code, *msgid;
} notices[] = {
#define X(id, code, msgid) {code, msgid},
	NOTICES(X)
#undef X
};

/* The places of the menu: shown to those who have the permission of the route. */
static const struct {
	enum route_id route;
	const char *label;
	const char *beside; /* a path whose pages belong to the place, too */
} places[] = {
	{ROUTE_HOME, N_("Home"), NULL},
	{ROUTE_REPORT_INCIDENT, N_("Tell of an incident"), "/incidents"},
	{ROUTE_CARRY_OUTS, N_("Carry out"), NULL},
	{ROUTE_READINGS, N_("Read and acknowledge"), "/distributions"},
	{ROUTE_AUDITS, N_("Audits"), NULL},
	{ROUTE_LEDGERS, N_("Ledgers"), NULL},
	{ROUTE_ALERTS, N_("Alerts of the ledgers"), NULL},
	{ROUTE_ROUNDS, N_("Confirmation of the ledgers"), "/outbox"},
	{ROUTE_CATALOGS, N_("Audit items"), NULL},
	{ROUTE_UNITS, N_("Organisation"), NULL},
	{ROUTE_PEOPLE, N_("People"), NULL},
	{ROUTE_IMPORTS, N_("Import and export"), NULL},
	{ROUTE_ACCOUNTS, N_("Accounts"), NULL},
	{ROUTE_TRAIL, N_("Audit trail"), NULL},
	{ROUTE_SETTINGS, N_("Settings"), NULL},
};
#define N_PLACES (sizeof(places) / sizeof(places[0]))

static struct url route_url(struct request *r, enum route_id id)
{
	return url_make(r->c.arena, r->site->base, routes[id].path, (const char *const[]){NULL});
}

/* --- the frame --- */

static bool may_go(const struct request *r, enum route_id id)
{
	return routes[id].permission == PERMISSION_PUBLIC ||
	       request_may(r, (enum capability)routes[id].permission);
}

/* Whether the present page lies at or below the path. */
static bool is_here(const struct request *r, const char *place)
{
	size_t n = strlen(place);

	if (!r->route)
		return false;
	if (strcmp(place, "/") == 0)
		return strcmp(r->route->path, "/") == 0;
	return strncmp(r->route->path, place, n) == 0 &&
	       (r->route->path[n] == '/' || !r->route->path[n]);
}

static void draw_menu(struct request *r, struct html *h)
{
	OPEN(h, NAV, AT(CLASS, "menu"), AT(ID, "menu"), AT(ARIA_LABEL, T_(h, N_("Menu"))));
	OPEN(h, UL);
	for (size_t i = 0; i < N_PLACES; i++) {
		bool here;

		if (!may_go(r, places[i].route))
			continue;
		here = is_here(r, routes[places[i].route].path) ||
		       (places[i].beside && is_here(r, places[i].beside));
		OPEN(h, LI);
		EL(h, A, T_(h, places[i].label), HREF(route_url(r, places[i].route)),
		   AT(ARIA_CURRENT, here ? "page" : NULL));
		CLOSE(h, LI);
	}
	CLOSE(h, UL);
	CLOSE(h, NAV);
}

static void draw_person(struct request *r, struct html *h)
{
	struct buf *page = r->html.out;

	OPEN(h, DETAILS, AT(CLASS, "person"));
	OPEN(h, SUMMARY);
	html_text(h, r->session.who.name);
	CLOSE(h, SUMMARY);
	OPEN(h, DIV, AT(CLASS, "person-menu"));
	EL(h, P, T_(h, role_label(r->session.who.role)), AT(CLASS, "role"));
	EL(h, A, T_(h, N_("Password and sessions")), HREF(route_url(r, ROUTE_SELF)));
	/* form_button() writes to the page's writer; lend it this buffer */
	r->html.out = h->out;
	form_button(r, route_url(r, ROUTE_SIGN_OUT), N_("Sign out"), "link", NULL, NULL);
	r->html.out = page;
	CLOSE(h, DIV);
	CLOSE(h, DETAILS);
}

static void draw_search(struct request *r, struct html *h)
{
	bool here = r->route && r->route->answer == search_page;

	OPEN(h, FORM, AT(METHOD, "get"), ACTION(route_url(r, ROUTE_SEARCH)), AT(CLASS, "find"),
	     AT(ROLE, "search"));
	OPEN(h, INPUT, AT(TYPE, "search"), AT(NAME, "q"), AT(MAXLENGTH, "200"),
	     AT(ARIA_LABEL, T_(h, N_("Search"))), AT(TITLE, T_(h, N_("Key: /"))),
	     AT(VALUE, here ? pairs_get(&r->query, "q") : NULL));
	EL(h, BUTTON, T_(h, N_("Search")), AT(TYPE, "submit"), AT(CLASS, "button small"));
	CLOSE(h, FORM);
}

static void draw_header(struct request *r, struct html *h)
{
	OPEN(h, HEADER, AT(CLASS, "top"));
	OPEN(h, A, AT(CLASS, "brand"), HREF(route_url(r, ROUTE_HOME)));
	EL(h, SPAN, "勘解由", AT(CLASS, "name"), AT(LANG, "ja"));
	if (r->organisation)
		EL(h, SPAN, r->organisation, AT(CLASS, "organisation"));
	CLOSE(h, A);
	if (r->session.found)
		draw_search(r, h);
	OPEN(h, DIV, AT(CLASS, "top-end"));
	EL(h, A, T_(h, N_("Help")),
	   HREF(LINK(r, HELP_PAGE, r->route ? r->route->name : "HOME")));
	EL(h, A, r->lang == LANG_JA ? "English" : "日本語", AT(LANG, r->lang == LANG_JA ? "en" : "ja"),
	   HREF(url_with(r->c.arena, LINK(r, LANGUAGE), "to",
	                 arena_printf(r->c.arena, "%s%s", r->site->base, r->path))));
	if (r->session.found)
		draw_person(r, h);
	CLOSE(h, DIV);
	CLOSE(h, HEADER);
}

static void draw_notice(struct request *r, struct html *h)
{
	const char *code = pairs_get(&r->query, "done");

	for (size_t i = 0; code && i < sizeof(notices) / sizeof(notices[0]); i++)
		if (strcmp(notices[i].code, code) == 0)
			EL(h, P, T_(h, notices[i].msgid), AT(CLASS, "notice done"),
			   AT(ROLE, "status"));
}

static void draw_head(struct request *r, struct html *h)
{
	OPEN(h, HEAD);
	OPEN(h, META, AT(CHARSET, "utf-8"));
	OPEN(h, META, AT(NAME, "viewport"), AT(CONTENT, "width=device-width, initial-scale=1"));
	OPEN(h, TITLE);
	if (r->faults) {
		html_text(h, T_(h, N_("Not stored")));
		html_text(h, ": ");
	}
	html_text(h, r->title);
	html_text(h, " — ");
	if (r->organisation) {
		html_text(h, r->organisation);
		html_text(h, " ");
	}
	html_text(h, "勘解由");
	CLOSE(h, TITLE);
	OPEN(h, LINK, AT(REL, "stylesheet"), HREF(asset_url(r, "tokens.css")));
	OPEN(h, LINK, AT(REL, "stylesheet"), HREF(asset_url(r, "kageyu.css")));
	OPEN(h, LINK, AT(REL, "icon"), AT(TYPE, "image/svg+xml"), HREF(asset_url(r, "icon.svg")));
	OPEN(h, SCRIPT, AT(TYPE, "module"), SRC(asset_url(r, "kageyu.js")));
	CLOSE(h, SCRIPT);
	CLOSE(h, HEAD);
}

void page_finish(struct request *r, struct buf *out)
{
	struct html page, *h = &page;

	html_init(h, out, r->lang);
	html_doctype(h);
	OPEN(h, HTML, AT(LANG, r->lang == LANG_JA ? "ja" : "en"));
	draw_head(r, h);
	OPEN(h, BODY, AT(CLASS, r->session.found ? NULL : "alone"));
	EL(h, A, T_(h, N_("To the content")), AT(CLASS, "skip"),
	   HREF(url_fragment(r->c.arena, (struct url){""}, "main")));
	if (r->site->banner)
		EL(h, P, T_(h, r->site->banner), AT(CLASS, "banner"), AT(ROLE, "region"),
		   AT(ARIA_LABEL, T_(h, N_("About this installation"))));
	draw_header(r, h);
	if (r->session.found)
		draw_menu(r, h);
	OPEN(h, MAIN, AT(ID, "main"));
	draw_notice(r, h);
	html_frag(h, (struct frag){r->body.data ? r->body.data : ""});
	CLOSE(h, MAIN);
	OPEN(h, FOOTER, AT(CLASS, "bottom"));
	html_say(h, (const char *const[]){N_("Kageyu {1}"), r->site->version, NULL, NULL, NULL,
	                                  NULL, NULL});
	CLOSE(h, FOOTER);
	CLOSE(h, BODY);
	CLOSE(h, HTML);
}

/* --- heading --- */

void page_crumb(struct request *r, const char *text, struct url to)
{
	struct html *h = &r->html;

	if (!r->in_crumbs) {
		OPEN(h, NAV, AT(CLASS, "crumbs"), AT(ARIA_LABEL, T_(h, N_("Where you are"))));
		OPEN(h, OL);
		r->in_crumbs = true;
	}
	OPEN(h, LI);
	EL(h, A, text, HREF(to));
	CLOSE(h, LI);
}

void page_heading(struct request *r, const char *title)
{
	struct html *h = &r->html;

	if (r->in_crumbs) {
		CLOSE(h, OL);
		CLOSE(h, NAV);
		r->in_crumbs = false;
	}
	r->title = title;
	EL(h, H1, title);
	form_faults(r);
}

/* --- tables --- */

void table_open(struct request *r, const char *class_, const char *caption,
                const char *const *heads)
{
	struct html *h = &r->html;

	OPEN(h, DIV, AT(CLASS, "table"), AT(TABINDEX, "0"), AT(ROLE, "group"),
	     AT(ARIA_LABEL, caption ? caption : r->title));
	OPEN(h, TABLE, AT(CLASS, class_));
	if (caption)
		EL(h, CAPTION, caption);
	OPEN(h, THEAD);
	OPEN(h, TR);
	for (; *heads; heads++) {
		if (**heads)
			EL(h, TH, T_(h, *heads), AT(SCOPE, "col"));
		else
			EL(h, TD, "");
	}
	CLOSE(h, TR);
	CLOSE(h, THEAD);
	OPEN(h, TBODY);
}

void table_close(struct request *r)
{
	struct html *h = &r->html;

	CLOSE(h, TBODY);
	CLOSE(h, TABLE);
	CLOSE(h, DIV);
}

void cell_text(struct request *r, const char *s)
{
	EL(&r->html, TD, s && *s ? s : "—");
}

void cell_number(struct request *r, int64_t n)
{
	EL(&r->html, TD, count_format(r->c.arena, n), AT(CLASS, "number"));
}

static void link_cell(struct request *r, const char *class_, const char *s, struct url to)
{
	struct html *h = &r->html;

	OPEN(h, TD, AT(CLASS, class_));
	EL(h, A, s, HREF(to));
	CLOSE(h, TD);
}

void cell_link(struct request *r, const char *s, struct url to)
{
	link_cell(r, NULL, s, to);
}

void cell_number_link(struct request *r, int64_t n, struct url to)
{
	link_cell(r, "number", count_format(r->c.arena, n), to);
}

/* --- small parts --- */

void action_link(struct request *r, const char *msgid, struct url to, bool primary)
{
	struct html *h = &r->html;

	EL(h, A, T_(h, msgid), AT(CLASS, primary ? "button primary" : "button"), HREF(to));
}

const char *filter_given(const struct request *r, const char *name)
{
	const char *s = pairs_get(&r->query, name);

	return s && !text_blank(s) ? text_trim(r->c.arena, s) : NULL;
}

void filter_input(struct request *r, const char *name, const char *label, const char *value,
                  const char *size)
{
	struct html *h = &r->html;

	OPEN(h, LABEL);
	html_text(h, T_(h, label));
	OPEN(h, INPUT, AT(TYPE, "text"), AT(NAME, name), AT(VALUE, value), AT(SIZE, size));
	CLOSE(h, LABEL);
}

const char *filter_day(const struct request *r, const char *name)
{
	const char *given = filter_given(r, name);
	struct date day;

	return given && date_parse(r->c.arena, given, &day)
	               ? date_format(r->c.arena, day, DATE_ISO)
	               : NULL;
}

void filter_day_form(struct request *r, struct url to)
{
	struct html *h = &r->html;
	const char *given = filter_given(r, "on"), *day = filter_day(r, "on");

	OPEN(h, FORM, AT(METHOD, "get"), ACTION(to), AT(CLASS, "filters"));
	filter_input(r, "on", N_("Sections as of the day"), day ? show_date(r, day) : given, "16");
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	if (day)
		EL(h, A, T_(h, N_("As they were audited")), HREF(to));
	CLOSE(h, FORM);
	if (given && !day)
		EL(h, P,
		   msg_format(r->c.arena, r->lang,
		              N_("“{1}” is no date. Enter it as 令和6年11月12日, R6.11.12 or "
		                 "2024-11-12."),
		              (const char *const[]){given, NULL}),
		   AT(CLASS, "fault"));
}

void filter_select(struct request *r, const char *name, const char *label, const char *none,
                   const struct choice *choices, size_t n)
{
	struct html *h = &r->html;
	const char *now = pairs_get(&r->query, name);

	OPEN(h, LABEL);
	html_text(h, T_(h, label));
	OPEN(h, SELECT, AT(NAME, name));
	EL(h, OPTION, T_(h, none), AT(VALUE, ""));
	for (size_t i = 0; i < n; i++)
		EL(h, OPTION, choices[i].label, AT(VALUE, choices[i].code),
		   FLAG(SELECTED, now && strcmp(now, choices[i].code) == 0));
	CLOSE(h, SELECT);
	CLOSE(h, LABEL);
}

void page_empty(struct request *r, const char *msgid)
{
	EL(&r->html, P, T_(&r->html, msgid), AT(CLASS, "empty"));
}

const char *show_date(const struct request *r, const char *iso)
{
	struct date d;

	if (!iso || !date_from_iso(iso, &d))
		return "—";
	return date_format(r->c.arena, d, r->lang == LANG_JA ? DATE_ERA_LONG : DATE_ISO);
}

const char *show_day(const struct request *r, const char *iso)
{
	struct date d;

	if (r->lang != LANG_JA || !iso || !date_from_iso(iso, &d))
		return show_date(r, iso);
	return arena_printf(r->c.arena, "%s(%s)", show_date(r, iso), date_weekday_ja(d));
}

const char *show_size(const struct request *r, int64_t bytes)
{
	if (bytes < 10240)
		return arena_printf(r->c.arena, "%" PRId64 " B", bytes);
	if (bytes < 10485760)
		return arena_printf(r->c.arena, "%" PRId64 " KB", bytes / 1024);
	return arena_printf(r->c.arena, "%" PRId64 " MB", bytes / 1048576);
}

const char *show_fiscal_year(const struct request *r, int64_t year)
{
	return r->lang == LANG_JA ? fiscal_year_format(r->c.arena, (int)year)
	                          : arena_printf(r->c.arena, "%" PRId64, year);
}

const char *show_audit(const struct request *r, int64_t year, const char *title)
{
	const char *text = show_fiscal_year(r, year);

	return strstr(title, text) ? title : arena_printf(r->c.arena, "%s %s", text, title);
}

const char *show_instant(const struct request *r, int64_t us)
{
	const char *text = time_format(r->c.arena, us); /* 2024-11-12 09:05 */

	if (r->lang != LANG_JA)
		return text;
	return arena_printf(r->c.arena, "%s %s",
	                    date_format(r->c.arena, date_in_japan(us), DATE_ERA_LONG), text + 11);
}

/* --- paging --- */

struct url here_with(struct request *r, const char *name, const char *value)
{
	struct url u = url_make(r->c.arena, r->site->base, r->route->path, r->args);

	for (const struct pair *p = r->query.first; p; p = p->next)
		if (strcmp(p->name, name) != 0 && strcmp(p->name, "done") != 0)
			u = url_with(r->c.arena, u, p->name, p->value);
	return url_with(r->c.arena, u, name, value);
}

static size_t page_number(const struct request *r, size_t pages)
{
	const char *s = pairs_get(&r->query, "page");
	size_t n = 0;

	while (s && *s >= '0' && *s <= '9' && n <= pages)
		n = n * 10 + (size_t)(*s++ - '0');
	return n < 1 ? 1 : n > pages ? pages : n;
}

static size_t pages_of(size_t n)
{
	return n ? (n + PAGE_ROWS - 1) / PAGE_ROWS : 1;
}

size_t page_first(const struct request *r, size_t n)
{
	return (page_number(r, pages_of(n)) - 1) * PAGE_ROWS;
}

void page_turner(struct request *r, size_t n)
{
	struct html *h = &r->html;
	size_t pages = pages_of(n), now = page_number(r, pages);

	if (pages == 1)
		return;
	OPEN(h, NAV, AT(CLASS, "pages"), AT(ARIA_LABEL, T_(h, N_("Pages"))));
	if (now > 1)
		EL(h, A, T_(h, N_("Previous")),
		   HREF(here_with(r, "page", arena_printf(r->c.arena, "%zu", now - 1))));
	SAY(h, N_("Page {1} of {2}"), arena_printf(r->c.arena, "%zu", now),
	    arena_printf(r->c.arena, "%zu", pages));
	if (now < pages)
		EL(h, A, T_(h, N_("Next")),
		   HREF(here_with(r, "page", arena_printf(r->c.arena, "%zu", now + 1))));
	CLOSE(h, NAV);
}
