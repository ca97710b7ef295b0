/*
 * A section goes through its records: all of them on one page, one answer each, then the whole.
 *
 * The fields are as many as the records: said-LEDGER-ID, gone-LEDGER-ID and seen-LEDGER-ID, the
 * digest of the record as it was shown.
 */
#include "base/date.h"
#include "base/text.h"
#include "ledger/ledgers.h"
#include "web/ledger_view.h"
#include "web/log_words.h"
#include "web/round_item.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <string.h>

const struct field fields_round_section[] = {
	{.name = "remark",
         .label = N_("Remark to the secretariat"),
         .type = FIELD_LONG,
         .max = ROUND_REMARK_MAX},
	{.name = NULL},
};

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

static enum err load(struct request *r, struct round_sheet *s)
{
	*s = (struct round_sheet){.n = 0};
	TRY(round_asked(r, &s->round, &s->all));
	TRY(round_section_find(&r->c, &s->all, r->args[1], &s->section));
	TRY(round_items_load(&r->c, &s->round, &s->all, s->section, &s->items, &s->n));
	for (size_t i = 0; i < s->n; i++)
		s->undecided += !s->items[i].said;
	TRY(access_covers(&r->c, &r->session.who, CAP_EDIT_LEDGERS, s->section->unit->id,
	                  &s->may_answer));
	s->may_answer = s->may_answer && s->section->state != ROUND_DONE &&
	                round_is_open(&s->round, round_today(r));
	return OK;
}

/* --- the page --- */

static enum err draw_ledger(struct request *r, const struct round_sheet *s,
                            const struct record_kind *k)
{
	struct html *h = &r->html;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->items[i].kind == k;
	EL(h, H2, arena_printf(r->c.arena, "%s（%zu）", T_(h, k->label), n));
	for (size_t i = 0; i < s->n; i++)
		if (s->items[i].kind == k)
			TRY(round_item_draw(r, s, &s->items[i]));
	if (!n)
		EL(h, P, T_(h, N_("None is recorded.")), AT(CLASS, "soft"));
	if (s->may_answer) {
		OPEN(h, P);
		EL(h, A, T_(h, N_("Add a missing record")),
		   HREF(round_carry(r, LINK(r, RECORD_NEW, k->code), s->round.id,
		                    s->section->unit->code)));
		CLOSE(h, P);
	}
	return OK;
}

static enum err draw_ledgers(struct request *r, const struct round_sheet *s)
{
	for (size_t i = 0; i < n_ledgers; i++)
		if (round_has_ledger(&r->c, &s->round, ledgers[i]->code))
			TRY(draw_ledger(r, s, ledgers[i]));
	return OK;
}

/* Closed at first, and never ticked by itself: a declaration about many records. */
static void draw_rest(struct request *r, const struct round_sheet *s)
{
	struct html *h = &r->html;
	const char *n = number(r, (int64_t)s->undecided);

	if (!s->undecided)
		return;
	OPEN(h, DETAILS, AT(CLASS, "round-rest"),
	     FLAG(OPEN, round_item_typed(r, "rest", NULL) != NULL));
	OPEN(h, SUMMARY);
	SAY(h, N_("Declare all undecided records unchanged ({1})"), n);
	CLOSE(h, SUMMARY);
	OPEN(h, LABEL, AT(CLASS, "check"));
	OPEN(h, INPUT, AT(TYPE, "checkbox"), AT(NAME, "rest"), AT(VALUE, "1"), AT(ID, "field-rest"),
	     AT(ARIA_DESCRIBEDBY, "rest-help"),
	     FLAG(CHECKED, round_item_typed(r, "rest", NULL) != NULL));
	html_text(h, T_(h, N_("I have gone through every record that is still undecided, and "
	                      "nothing has changed.")));
	CLOSE(h, LABEL);
	EL(h, P, T_(h, N_("The secretariat sees which records were declared all at once.")),
	   AT(CLASS, "help"), AT(ID, "rest-help"));
	CLOSE(h, DETAILS);
}

static void draw_buttons(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "buttons"));
	EL(h, BUTTON, T_(h, N_("Save for now")), AT(TYPE, "submit"), AT(CLASS, "button"));
	EL(h, BUTTON, T_(h, N_("The ledgers of this section are as stated")), AT(TYPE, "submit"),
	   AT(CLASS, "button primary"), AT(NAME, "confirm"), AT(VALUE, "1"));
	CLOSE(h, P);
}

static enum err draw_form(struct request *r, const struct round_sheet *s)
{
	struct html *h = &r->html;
	int64_t revision;

	TRY(round_revision(&r->c, s->section, &revision));
	form_open(r, LINK(r, ROUND_SECTION, r->args[0], r->args[1]), fields_round_section,
	          revision);
	TRY(draw_ledgers(r, s));
	OPEN(h, DIV, AT(CLASS, "round-end"));
	draw_rest(r, s);
	form_field(r, fields_round_section, "remark", s->section->row.remark);
	if (!s->n)
		EL(h, P,
		   T_(h, N_("No record of this section is in these ledgers. If that is so, "
		            "confirm it.")));
	draw_buttons(r);
	CLOSE(h, DIV);
	CLOSE(h, FORM);
	return OK;
}

static enum err draw_done(struct request *r, const struct round_sheet *s)
{
	struct html *h = &r->html;
	const struct round_unit_row *row = &s->section->row;
	struct people people;
	bool may;

	if (s->section->state != ROUND_DONE)
		return OK;
	TRY(people_load(r, &people));
	OPEN(h, DIV, AT(CLASS, "notice done"));
	OPEN(h, P);
	SAY(h, N_("Gone through on {1} by {2}."), show_instant(r, row->confirmed_us),
	    people_name(r, &people, row->confirmed_by));
	CLOSE(h, P);
	TRY(access_covers(&r->c, &r->session.who, CAP_EDIT_LEDGERS, s->section->unit->id, &may));
	if (may && round_is_open(&s->round, round_today(r)))
		form_button(r, LINK(r, ROUND_UNCONFIRM, r->args[0], r->args[1]),
		            N_("Take the confirmation back"), "button small", NULL, NULL);
	CLOSE(h, DIV);
	return OK;
}

static void draw_state(struct request *r, const struct round_sheet *s)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "matrix-facts"));
	SAY(h, N_("Due on {1}"), show_day(r, s->round.due_on));
	if (s->section->state != ROUND_DONE && round_is_open(&s->round, round_today(r))) {
		html_text(h, " ");
		EL(h, SPAN, round_days_left(r, &s->round),
		   AT(CLASS, s->section->state == ROUND_OVERDUE ? "chip bad" : "chip wait"));
	}
	html_text(h, " ");
	SAY(h, N_("Decided {1} of {2}"), number(r, (int64_t)(s->n - s->undecided)),
	    number(r, (int64_t)s->n));
	CLOSE(h, P);
}

enum err round_section_page(struct request *r)
{
	struct html *h = &r->html;
	struct round_sheet s;

	TRY(load(r, &s));
	round_crumbs(r, &s.round);
	page_heading(r, s.section->unit->name);
	draw_state(r, &s);
	TRY(draw_done(r, &s));
	if (s.may_answer) {
		EL(h, P,
		   T_(h, N_("Look at each record and say how it is. You can save at any "
		            "time and go on later.")));
		return draw_form(r, &s);
	}
	TRY(draw_ledgers(r, &s));
	if (s.section->row.remark) {
		EL(h, H2, T_(h, N_("Remark to the secretariat")));
		EL(h, P, s.section->row.remark, AT(CLASS, "pre"));
	}
	return OK;
}

/* --- what is sent --- */

/* ISO day in *ret; a fault where it is missing, no date, or still to come. */
static void take_gone(struct request *r, const struct round_item *item, const char **ret)
{
	const char *name = round_item_field(r, "gone", item);
	const char *text = pairs_get(&r->form, name);
	struct date d;

	if (text_blank(text))
		(void)FAULT(r, name, N_("Since when is “{1}” gone?"), round_item_title(item));
	else if (!date_parse(r->c.arena, text, &d))
		(void)FAULT(
			r, name,
			N_("“{1}” is no date. Enter it as 令和6年11月12日, R6.11.12 or 2024-11-12."),
			text);
	else if (date_compare(d, date_in_japan(r->c.now_us)) > 0)
		(void)FAULT(r, name, N_("The day is still to come. Answer when it is gone."));
	else
		*ret = date_format(r->c.arena, d, DATE_ISO);
}

/* What the form says of the record. *ret_said false: nothing that is not stored already. */
static void take_said(struct request *r, const struct round_item *item, struct round_said *what,
                      bool *ret_said)
{
	const char *said = pairs_get(&r->form, round_item_field(r, "said", item));
	const char *seen = pairs_get(&r->form, round_item_field(r, "seen", item));

	*ret_said = false;
	if (!said || !seen)
		return;
	if (strcmp(seen, item->seen) != 0) {
		if (*said)
			(void)FAULT(r, round_item_field(r, "said", item),
			            N_("“{1}” was changed while you looked at it. Look again "
			               "and choose."),
			            round_item_title(item));
		return;
	}
	if (strcmp(said, ROUND_GONE) == 0)
		take_gone(r, item, &what->gone_on);
	else if (*said && strcmp(said, ROUND_UNCHANGED) != 0 &&
	         (strcmp(said, ROUND_EDITED) != 0 || !item->said ||
	          strcmp(item->said, ROUND_EDITED) != 0))
		(void)FAULT(r, round_item_field(r, "said", item), N_("Choose one of the list."));
	what->said = *said ? said : NULL;
	*ret_said = true;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static enum err answer_one(struct request *r, struct round_sheet *s, const struct round_item *item,
                           bool rest)
{
	struct round_said what = {.said = NULL};
	bool taken;

	take_said(r, item, &what, &taken);
	if (!taken || r->faults)
		return OK;
	if (!what.said && rest) {
		what.said = ROUND_UNCHANGED;
		what.at_once = true;
	}
	if (same(what.said, item->said) &&
	    (!item->said || same(what.gone_on, item->answer->gone_on)))
		return OK;
	return round_answer(&r->c, &s->round, s->section, item, &what, round_today(r));
}

/* Each one that is still undecided, by name. */
static enum err name_undecided(struct request *r, struct round_sheet *s)
{
	struct round_item *items;
	size_t n;

	TRY(round_items_load(&r->c, &s->round, &s->all, s->section, &items, &n));
	for (size_t i = 0; i < n; i++)
		if (!items[i].said)
			(void)FAULT(r, round_item_field(r, "said", &items[i]),
			            N_("“{1}” is undecided."), round_item_title(&items[i]));
	return r->faults ? ERR_INVALID : OK;
}

enum err round_section_post(struct request *r)
{
	bool confirm = pairs_get(&r->form, "confirm") != NULL;
	bool rest = pairs_get(&r->form, "rest") != NULL;
	int64_t revision;
	struct round_sheet s;

	TRY(load(r, &s));
	TRY(request_must_cover(r, CAP_EDIT_LEDGERS, s.section->unit->id));
	TRY(round_revision(&r->c, s.section, &revision));
	TRY(form_revision(r, revision));
	for (size_t i = 0; i < s.n; i++)
		TRY(answer_one(r, &s, &s.items[i], rest));
	TRY(round_remark(&r->c, &s.round, s.section, field_value(r, "remark"), round_today(r)));
	if (r->faults)
		return ERR_INVALID;
	if (confirm) {
		TRY(name_undecided(r, &s));
		TRY(round_confirm(&r->c, &s.round, &s.all, s.section, round_today(r)));
	}
	return request_redirect(r, LINK(r, ROUND_SECTION, r->args[0], r->args[1]),
	                        confirm ? NOTICE_GONE_THROUGH : NOTICE_SAVED);
}

enum err round_unconfirm_post(struct request *r)
{
	struct round_row round;
	struct round_sections all;
	struct round_section *section;

	TRY(round_asked(r, &round, &all));
	TRY(round_section_find(&r->c, &all, r->args[1], &section));
	TRY(request_must_cover(r, CAP_EDIT_LEDGERS, section->unit->id));
	TRY(round_unconfirm(&r->c, &round, section, round_today(r)));
	return request_redirect(r, LINK(r, ROUND_SECTION, r->args[0], r->args[1]), NOTICE_SAVED);
}
