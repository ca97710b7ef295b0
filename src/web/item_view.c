#include "web/item_view.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

/* --- the line of chips --- */

static const char *words(struct request *r, const char *codes)
{
	struct text_list list = text_split(r->c.arena, codes, "\n");

	for (size_t i = 0; i < list.n; i++)
		list.v[i] = T_(&r->html, criteria_word(list.v[i]));
	return text_join(r->c.arena, &list, r->lang == LANG_JA ? "・" : ", ");
}

static void draw_chip(struct request *r, const char *label, const char *codes)
{
	if (codes)
		EL(&r->html, SPAN,
		   arena_printf(r->c.arena, "%s: %s", T_(&r->html, label), words(r, codes)),
		   AT(CLASS, "chip"));
}

static void draw_chips(struct request *r, const struct item_row *item)
{
	struct html *h = &r->html;

	if (!item->mandatory && !item->internal && !item->target_kinds && !item->methods)
		return;
	OPEN(h, P, AT(CLASS, "item-chips"));
	if (item->mandatory)
		EL(h, SPAN, T_(h, N_("Mandatory")), AT(CLASS, "chip bad"));
	if (item->internal)
		EL(h, SPAN,
		   strcmp(item->internal, "yes") == 0 ? T_(h, N_("Suits internal audits"))
		                                      : T_(h, N_("Suits external audits")),
		   AT(CLASS, "chip wait"));
	draw_chip(r, N_("Kinds of targets"), item->target_kinds);
	draw_chip(r, N_("Methods"), item->methods);
	CLOSE(h, P);
}

/* --- lists --- */

/* One value a line: a list, numbered where the order matters; a single one is a paragraph. */
static void draw_values(struct request *r, const char *text, bool numbered)
{
	struct html *h = &r->html;
	struct text_list list = text_split(r->c.arena, text, "\n");

	if (list.n == 1) {
		EL(h, P, list.v[0]);
		return;
	}
	if (numbered)
		OPEN(h, OL);
	else
		OPEN(h, UL);
	for (size_t i = 0; i < list.n; i++)
		EL(h, LI, list.v[i]);
	if (numbered)
		CLOSE(h, OL);
	else
		CLOSE(h, UL);
}

static void draw_list(struct request *r, const char *label, const char *text, bool numbered)
{
	if (!text)
		return;
	EL(&r->html, H3, T_(&r->html, label));
	draw_values(r, text, numbered);
}

/* "SOURCE：FACT" a line. */
static void draw_contradictions(struct request *r, const struct item_row *item)
{
	struct html *h = &r->html;
	struct text_list list;

	if (!item->contradictions)
		return;
	list = text_split(r->c.arena, item->contradictions, "\n");
	EL(h, H3, T_(h, N_("What would contradict a “yes”")));
	OPEN(h, UL);
	for (size_t i = 0; i < list.n; i++) {
		const char *source, *fact;

		criteria_split(r->c.arena, list.v[i], &source, &fact);
		OPEN(h, LI);
		if (source)
			EL(h, STRONG, source);
		html_text(h, source ? "　" : "");
		html_text(h, fact);
		CLOSE(h, LI);
	}
	CLOSE(h, UL);
}

/* --- who and from where --- */

static void draw_fact(struct request *r, const char *label, const char *text)
{
	struct html *h = &r->html;

	if (!text)
		return;
	EL(h, DT, T_(h, label));
	EL(h, DD, text, AT(CLASS, "pre"));
}

/* "CATALOG NO" is a link to that item where the catalogue is loaded. */
static enum err draw_reference(struct request *r, const char *line)
{
	struct html *h = &r->html;
	const char *space = strrchr(line, ' ');
	struct item_of_newest_out *found = NULL;

	if (space)
		TRY(q_item_of_newest(&r->c,
		                     &(struct item_of_newest_in){
					     arena_strndup(r->c.arena, line,
		                                           (size_t)(space - line)),
					     space + 1},
		                     &found));
	OPEN(h, LI);
	if (found)
		EL(h, A, line,
		   HREF(LINK(r, ITEM,
		             arena_printf(r->c.arena, "%" PRId64, found->catalog_id),
		             arena_printf(r->c.arena, "%" PRId64, found->version),
		             arena_printf(r->c.arena, "%" PRId64, found->id))));
	else
		html_text(h, line);
	CLOSE(h, LI);
	return OK;
}

static enum err draw_references(struct request *r, const char *refs)
{
	struct html *h = &r->html;
	struct text_list list;

	if (!refs)
		return OK;
	list = text_split(r->c.arena, refs, "\n");
	EL(h, DT, T_(h, N_("References")));
	OPEN(h, DD);
	OPEN(h, UL, AT(CLASS, "plain"));
	for (size_t i = 0; i < list.n; i++)
		TRY(draw_reference(r, list.v[i]));
	CLOSE(h, UL);
	CLOSE(h, DD);
	return OK;
}

static void draw_supplied(struct request *r, const char *supplied)
{
	struct html *h = &r->html;
	struct text_list list;

	if (!supplied)
		return;
	list = text_split(r->c.arena, supplied, "\n");
	EL(h, DT, T_(h, N_("Supplied by us (補)")));
	for (size_t i = 0; i < list.n; i++) {
		const char *name, *reason;

		criteria_split(r->c.arena, list.v[i], &name, &reason);
		OPEN(h, DD);
		if (name)
			html_text(h, arena_printf(r->c.arena, "%s: ",
			                          T_(h, criteria_field_label(name))));
		html_text(h, reason);
		CLOSE(h, DD);
	}
}

static enum err draw_facts(struct request *r, const struct item_row *item)
{
	const char *const any[] = {item->evidence, item->interviewee, item->roles,
	                           item->respondent, item->approver, item->clause, item->jis,
	                           item->refs, item->remarks, item->supplied, item->title_en};
	struct html *h = &r->html;
	size_t n = 0;

	while (n < sizeof(any) / sizeof(any[0]) && !any[n])
		n++;
	if (n == sizeof(any) / sizeof(any[0]))
		return OK;
	OPEN(h, DIV, AT(CLASS, "item-facts"));
	OPEN(h, DL);
	draw_fact(r, N_("Evidence"), item->evidence);
	draw_fact(r, N_("Ask"), item->interviewee);
	draw_fact(r, N_("Roles"), item->roles);
	draw_fact(r, N_("Answers the questionnaire"), item->respondent);
	draw_fact(r, N_("Approver"), item->approver);
	draw_fact(r, N_("Clause of the model text"), item->clause);
	draw_fact(r, N_("JIS Q 27002"), item->jis);
	TRY(draw_references(r, item->refs));
	draw_fact(r, N_("Remarks"), item->remarks);
	draw_supplied(r, item->supplied);
	draw_fact(r, N_("Title in English"), item->title_en);
	CLOSE(h, DL);
	CLOSE(h, DIV);
	return OK;
}

/* --- the whole --- */

static void draw_headings(struct request *r, const struct item_row *item)
{
	const char *const all[] = {item->heading1, item->heading2, item->heading3};
	struct text_list list = {.v = ARENA_ARRAY(r->c.arena, 3, const char *)};

	for (size_t k = 0; k < 3; k++)
		if (all[k])
			list.v[list.n++] = all[k];
	if (list.n)
		EL(&r->html, P, text_join(r->c.arena, &list, " › "), AT(CLASS, "soft"));
}

enum err item_view_texts(struct request *r, const struct item_row *item)
{
	struct html *h = &r->html;

	draw_headings(r, item);
	draw_chips(r, item);
	if (item->requirement)
		EL(h, P, item->requirement, AT(CLASS, "item-requirement pre"));
	OPEN(h, DIV, AT(CLASS, "item-view"));
	OPEN(h, DIV);
	draw_list(r, N_("How to look"), item->procedure, true);
	draw_list(r, N_("Attention"), item->attention, false);
	draw_contradictions(r, item);
	CLOSE(h, DIV);
	TRY(draw_facts(r, item));
	CLOSE(h, DIV);
	return OK;
}

static bool has_levels(const struct item_full *item)
{
	for (int k = 0; k < ITEM_LEVELS; k++)
		if (item->levels[k])
			return true;
	return false;
}

static void draw_levels(struct request *r, const struct item_full *item)
{
	struct html *h = &r->html;

	TABLE_OPEN(r, "levels", T_(h, N_("What the levels look like")), N_("Level"),
	           N_("Looks like"));
	for (int k = ITEM_LEVELS; k-- > 0;) {
		if (!item->levels[k])
			continue;
		OPEN(h, TR);
		EL(h, TH, arena_printf(r->c.arena, "%d", k + 1), AT(SCOPE, "row"),
		   AT(CLASS, "center"));
		EL(h, TD, item->levels[k], AT(CLASS, "pre"));
		CLOSE(h, TR);
	}
	table_close(r);
}

void item_view_judging(struct request *r, const char *judging)
{
	struct html *h = &r->html;

	if (!judging)
		return;
	EL(h, H3, T_(h, N_("How to choose the level")));
	EL(h, P, judging, AT(CLASS, "pre"));
}

enum err item_view(struct request *r, const struct item_full *item, const char *judging)
{
	TRY(item_view_texts(r, item->row));
	if (has_levels(item))
		draw_levels(r, item);
	item_view_judging(r, judging);
	return OK;
}
