/* One record on the page of a section: what it says, what is noticed in it, and the answers. */
#include "web/round_item.h"

#include "ledger/rules.h"
#include "web/ledger_view.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <string.h>

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

/* --- names and values of fields --- */

static const char *anchor(struct request *r, const struct round_item *item)
{
	return arena_printf(r->c.arena, "%s-%" PRId64, item->kind->code, item->record.id);
}

const char *round_item_field(struct request *r, const char *what, const struct round_item *item)
{
	return arena_printf(r->c.arena, "%s-%s", what, anchor(r, item));
}

/* What was typed where the page comes back, else what is stored. */
const char *round_item_typed(struct request *r, const char *name, const char *stored)
{
	const char *typed = r->submitted ? pairs_get(&r->form, name) : NULL;

	return typed ? typed : stored;
}

const char *round_item_title(const struct round_item *item)
{
	const char *title = item->record.v[record_title_index(item->kind)];

	return title ? title : "—";
}

/* --- one record --- */

static bool is_missing(struct request *r, const struct round_item *item,
                       const struct record_field *f)
{
	struct record_faults faults = {0};

	record_check(&r->c, item->kind, &item->record, &faults);
	for (const struct record_fault *fault = faults.first; fault; fault = fault->next)
		if (fault->field == f)
			return true;
	return false;
}

static void draw_value(struct request *r, const struct round_item *item, size_t i, bool stale)
{
	struct html *h = &r->html;
	const struct record_field *f = &item->kind->fields[i];
	const char *text = record_show(r->c.arena, r->lang, item->kind, &item->record, i);
	bool missing = is_missing(r, item, f);

	if (!*text && !missing)
		return;
	OPEN(h, DIV);
	EL(h, DT, T_(h, f->label));
	OPEN(h, DD);
	html_text(h, *text ? text : "—");
	if (missing || stale) {
		html_text(h, " ");
		EL(h, SPAN, T_(h, missing ? N_("Not filled in") : N_("Old")),
		   AT(CLASS, missing ? "chip bad" : "chip wait"));
	}
	CLOSE(h, DD);
	CLOSE(h, DIV);
}

static bool is_stale(struct request *r, const struct assertion_row *alerts, size_t n,
                     const char *field)
{
	for (size_t i = 0; i < n; i++)
		if (!alerts[i].closed_on && strcmp(alerts[i].criterion, "not-confirmed") == 0 &&
		    rule_is_about(r->c.arena, alerts[i].details, field))
			return true;
	return false;
}

/* The columns of the list, and whatever else is old or missing. */
static void draw_values(struct request *r, const struct round_item *item,
                        const struct assertion_row *alerts, size_t n)
{
	const struct record_kind *k = item->kind;

	OPEN(&r->html, DL, AT(CLASS, "round-values"));
	for (size_t i = 1; i < k->n; i++) {
		bool stale = is_stale(r, alerts, n, k->fields[i].key);

		if (k->fields[i].flags & RECORD_TITLE || !ledger_shows(r, &k->fields[i]))
			continue;
		if (k->fields[i].flags & RECORD_LISTED || stale ||
		    is_missing(r, item, &k->fields[i]))
			draw_value(r, item, i, stale);
	}
	CLOSE(&r->html, DL);
}

static void draw_alerts(struct request *r, const struct assertion_row *alerts, size_t n)
{
	struct html *h = &r->html;

	for (size_t i = 0; i < n; i++) {
		const struct rule *rule = rule_find(alerts[i].criterion);

		if (alerts[i].closed_on || !rule)
			continue;
		OPEN(h, P, AT(CLASS, "round-alert"));
		EL(h, STRONG, T_(h, rule->label));
		html_text(h, " ");
		html_text(h, rule_explain(r->c.arena, r->lang, rule, alerts[i].ledger,
		                          alerts[i].details));
		CLOSE(h, P);
	}
}

static struct url edit_url(struct request *r, const struct round_sheet *s,
                           const struct round_item *item)
{
	return round_carry(r, LINK(r, RECORD_EDIT, item->kind->code, number(r, item->record.id)),
	                   s->round.id, s->section->unit->code);
}

static enum err draw_part(struct request *r, const struct round_sheet *s,
                          const struct round_item *part)
{
	struct html *h = &r->html;
	const struct record_kind *k = part->kind;
	struct assertion_row *alerts;
	size_t n;

	TRY(q_assertion_of_record(&r->c, &(struct assertion_of_record_in){part->record.id}, &alerts,
	                          &n));
	OPEN(h, LI);
	html_text(h, T_(h, k->label));
	html_text(h, "：");
	if (s->may_answer)
		EL(h, A, round_item_title(part), HREF(edit_url(r, s, part)));
	else
		EL(h, B, round_item_title(part));
	for (size_t i = 1; i < k->n; i++) {
		const char *text = record_show(r->c.arena, r->lang, k, &part->record, i);

		if (!(k->fields[i].flags & RECORD_LISTED) || k->fields[i].flags & RECORD_TITLE ||
		    !*text || !ledger_shows(r, &k->fields[i]))
			continue;
		html_text(h, arena_printf(r->c.arena, "　%s %s", T_(h, k->fields[i].label), text));
	}
	draw_alerts(r, alerts, n);
	CLOSE(h, LI);
	return OK;
}

static enum err draw_parts(struct request *r, const struct round_sheet *s,
                           const struct round_item *item)
{
	if (!item->n_parts)
		return OK;
	OPEN(&r->html, UL, AT(CLASS, "round-parts"));
	for (size_t i = 0; i < item->n_parts; i++)
		TRY(draw_part(r, s, &item->parts[i]));
	CLOSE(&r->html, UL);
	return OK;
}

static const char *said_label(const char *said)
{
	if (!said || !*said)
		return N_("Undecided");
	if (strcmp(said, ROUND_UNCHANGED) == 0)
		return N_("Unchanged");
	return strcmp(said, ROUND_EDITED) == 0 ? N_("Corrected") : N_("Gone");
}

static void draw_radio(struct request *r, const char *name, const char *code, const char *now)
{
	struct html *h = &r->html;

	OPEN(h, LABEL, AT(CLASS, "check"));
	OPEN(h, INPUT, AT(TYPE, "radio"), AT(NAME, name), AT(VALUE, code),
	     FLAG(CHECKED, strcmp(now ? now : "", code) == 0));
	html_text(h, T_(h, said_label(code)));
	CLOSE(h, LABEL);
}

static void draw_fault_of(struct request *r, const char *name)
{
	for (const struct fault *f = r->faults; f; f = f->next)
		if (strcmp(f->field, name) == 0)
			EL(&r->html, P, msg_format(r->c.arena, r->lang, f->msgid, f->args),
			   AT(CLASS, "fault"));
}

static void draw_gone(struct request *r, const struct round_item *item)
{
	const char *name = round_item_field(r, "gone", item);
	const char *stored =
		item->said && item->answer->gone_on ? show_date(r, item->answer->gone_on) : "";
	struct html *h = &r->html;

	OPEN(h, LABEL, AT(CLASS, "check gone-day"));
	html_text(h, T_(h, N_("Gone on")));
	html_text(h, " ");
	OPEN(h, INPUT, AT(TYPE, "text"), AT(NAME, name), AT(SIZE, "12"),
	     AT(ID, arena_printf(r->c.arena, "field-%s", name)),
	     AT(VALUE, round_item_typed(r, name, stored)));
	CLOSE(h, LABEL);
	draw_fault_of(r, name);
}

/* In a conflict: what somebody else has said meanwhile. */
static void draw_stored(struct request *r, const struct round_item *item, const char *now)
{
	struct html *h = &r->html;

	if (!r->conflicted || strcmp(now ? now : "", item->said ? item->said : "") == 0)
		return;
	OPEN(h, P, AT(CLASS, "stored"));
	EL(h, STRONG, T_(h, N_("Stored now: ")));
	html_text(h, T_(h, said_label(item->said)));
	CLOSE(h, P);
}

static void draw_choices(struct request *r, const struct round_sheet *s,
                         const struct round_item *item)
{
	struct html *h = &r->html;
	const char *name = round_item_field(r, "said", item),
		   *now = round_item_typed(r, name, item->said);
	const char *seen = round_item_field(r, "seen", item);

	OPEN(h, FIELDSET, AT(CLASS, "round-choice"),
	     AT(ID, arena_printf(r->c.arena, "field-%s", name)));
	EL(h, LEGEND, round_item_title(item), AT(CLASS, "unseen"));
	draw_fault_of(r, name);
	OPEN(h, INPUT, AT(TYPE, "hidden"), AT(NAME, seen), AT(VALUE, item->seen));
	draw_radio(r, name, "", now);
	draw_radio(r, name, ROUND_UNCHANGED, now);
	if (item->said && strcmp(item->said, ROUND_EDITED) == 0)
		draw_radio(r, name, ROUND_EDITED, now);
	draw_radio(r, name, ROUND_GONE, now);
	draw_gone(r, item);
	draw_stored(r, item, now);
	EL(h, A, T_(h, N_("Correct it")), HREF(edit_url(r, s, item)), AT(CLASS, "button small"));
	CLOSE(h, FIELDSET);
}

static void draw_said(struct request *r, const struct round_item *item)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "round-choice"));
	EL(h, SPAN, T_(h, said_label(item->said)), AT(CLASS, item->said ? "chip good" : "chip"));
	if (item->said && item->answer->at_once) {
		html_text(h, " ");
		EL(h, SPAN, T_(h, N_("At once")), AT(CLASS, "chip wait"));
	}
	CLOSE(h, P);
}

enum err round_item_draw(struct request *r, const struct round_sheet *s,
                         const struct round_item *item)
{
	struct html *h = &r->html;
	struct assertion_row *alerts;
	size_t n;

	TRY(q_assertion_of_record(&r->c, &(struct assertion_of_record_in){item->record.id}, &alerts,
	                          &n));
	OPEN(h, ARTICLE, AT(CLASS, item->said ? "round-item decided" : "round-item"),
	     AT(ID, anchor(r, item)));
	OPEN(h, DIV);
	OPEN(h, H3);
	EL(h, A, round_item_title(item),
	   HREF(LINK(r, RECORD, item->kind->code, number(r, item->record.id))));
	CLOSE(h, H3);
	if (item->changed)
		EL(h, P, T_(h, N_("This was changed after it was answered. Look again.")),
		   AT(CLASS, "round-alert"));
	draw_values(r, item, alerts, n);
	draw_alerts(r, alerts, n);
	TRY(draw_parts(r, s, item));
	CLOSE(h, DIV);
	if (s->may_answer)
		draw_choices(r, s, item);
	else
		draw_said(r, item);
	CLOSE(h, ARTICLE);
	return OK;
}
