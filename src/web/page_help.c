/* The office manual: contents, and the page about each place of the program. */
#include "ui/markdown.h"
#include "web/help.h"
#include "web/page.h"

#include <string.h>

#define CONTENTS "contents"

static void draw_contents(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, OL, AT(CLASS, "help-contents"));
	for (size_t i = 0; i < n_help_pages; i++) {
		OPEN(h, LI);
		EL(h, A, help_title(r->c.arena, &help_pages[i]),
		   HREF(LINK(r, HELP_PAGE, help_pages[i].name)), AT(LANG, "ja"));
		CLOSE(h, LI);
	}
	CLOSE(h, OL);
}

static void draw_language_note(struct request *r)
{
	if (r->lang != LANG_JA)
		EL(&r->html, P,
		   T_(&r->html, N_("We are sorry: the help is written in Japanese only.")),
		   AT(CLASS, "notice info"));
}

static void draw_page(struct request *r, const struct help *help)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Help")), LINK(r, HELP_PAGE, CONTENTS));
	page_heading(r, help_title(r->c.arena, help));
	draw_language_note(r);
	OPEN(h, ARTICLE, AT(CLASS, "help-text"), AT(LANG, "ja"));
	html_frag(h, markdown_frag(r->c.arena, help_body(help)));
	CLOSE(h, ARTICLE);
	OPEN(h, P);
	EL(h, A, T_(h, N_("Contents of the help")), HREF(LINK(r, HELP_PAGE, CONTENTS)));
	CLOSE(h, P);
}

/* The address names a page of the help, or the route that help is wanted about. */
enum err help_page(struct request *r)
{
	const struct help *help = help_by_name(r->args[0]);

	if (!help)
		help = help_of_route(r->args[0]);
	if (help) {
		draw_page(r, help);
		return OK;
	}
	if (strcmp(r->args[0], CONTENTS) != 0)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	page_heading(r, T_(&r->html, N_("Contents of the help")));
	draw_language_note(r);
	draw_contents(r);
	return OK;
}
