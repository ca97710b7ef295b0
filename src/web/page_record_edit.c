/* A record added, changed, marked as gone. */
#include "ledger/remove.h"
#include "record/edit.h"
#include "web/ledger_view.h"
#include "web/record_form.h"
#include "web/round_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct field fields_record_gone[] = {
	{.name = "day",
         .label = N_("Gone since"),
         .help = N_("The record stays and can be found among the gone ones."),
         .type = FIELD_DATE,
         .required = true},
	{.name = NULL},
};

const struct field fields_record_remove[] = {
	{.name = "reason",
         .label = N_("Why it is removed"),
         .help = N_("The audit trail keeps what it held, and the reason."),
         .type = FIELD_LONG,
         .required = true,
         .max = 1000},
	{.name = NULL},
};

static struct url to_record(struct request *r, const struct record_kind *k, int64_t id)
{
	return LINK(r, RECORD, k->code, arena_printf(r->c.arena, "%" PRId64, id));
}

static enum err find(struct request *r, const struct record_kind **ret_kind, struct record *ret)
{
	TRY(ledger_asked(r, ret_kind));
	return record_get(&r->c, *ret_kind, request_id(r, 1), ret);
}

static void draw_way(struct request *r, const struct record_kind *k, const struct record *one,
                     const char *title)
{
	struct html *h = &r->html;

	page_crumb(r, T_(h, N_("Ledgers")), LINK(r, LEDGERS));
	page_crumb(r, T_(h, k->label), LINK(r, LEDGER, k->code));
	if (one)
		page_crumb(r, one->v[record_title_index(k)], to_record(r, k, one->id));
	page_heading(r, title);
}

static enum err take_and_put(struct request *r, const struct record_kind *k,
                             const struct record *before, struct record *after,
                             struct record_faults *faults)
{
	int64_t unit;

	if (before) {
		TRY(record_unit(&r->c, k, before, &unit));
		TRY(request_must_cover(r, CAP_EDIT_LEDGERS, unit));
	}
	TRY(record_form_take(r, k, after, faults));
	if (after->v[0]) {
		TRY(record_unit(&r->c, k, after, &unit));
		TRY(request_must_cover(r, CAP_EDIT_LEDGERS, unit));
	}
	return record_put(&r->c, k, before, after, faults);
}

/* What was sent becomes `after` and is stored; the unit it belongs to must be covered. */
static enum err put(struct request *r, const struct record_kind *k, const struct record *before,
                    struct record *after)
{
	struct record_faults faults = {0};
	enum err e = before ? form_revision(r, before->rev) : OK;

	if (e == OK)
		e = take_and_put(r, k, before, after, &faults);
	record_form_faults(r, &faults);
	if (e != OK)
		record_form_ask_files(r, k);
	return e;
}

/* --- a new one --- */

enum err record_new_page(struct request *r)
{
	const char *of = pairs_get(&r->query, "of");
	const struct record_kind *k;
	struct record one;

	TRY(ledger_asked(r, &k));
	one = record_new(r->c.arena, k);
	if (record_owner(k)->type == RECORD_REFERENCE && of) {
		struct record owner;

		TRY(record_get(&r->c, record_owner(k)->refers, strtoll(of, NULL, 10), &owner));
		one.v[0] = arena_printf(r->c.arena, "%" PRId64, owner.id);
	}
	draw_way(r, k, NULL, T_(&r->html, N_("Add a record")));
	form_open(r, round_carry_on(r, LINK(r, RECORD_NEW, k->code)), record_form_fields(r, k), 0);
	TRY(record_form_draw(r, k, &one));
	form_close(r, N_("Add"));
	return OK;
}

enum err record_new_post(struct request *r)
{
	const struct record_kind *k;
	struct record one;

	TRY(ledger_asked(r, &k));
	one = record_new(r->c.arena, k);
	TRY(put(r, k, NULL, &one));
	return round_return(r, k, &one, true, to_record(r, k, one.id), NOTICE_ADDED);
}

/* --- changed --- */

static void draw_gone(struct request *r, const struct record *one)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("No longer there")));
	form_open(r, LINK(r, RECORD_GONE, r->args[0], r->args[1]), fields_record_gone, one->rev);
	form_field(r, fields_record_gone, "day", one->gone_on);
	form_close(r, N_("Mark as gone"));
	CLOSE(h, SECTION);
}

static bool may_remove(const struct request *r)
{
	return access_reach(r->session.who.role, CAP_EDIT_LEDGERS) == REACH_ALL;
}

static void draw_remove(struct request *r, const struct record *one)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Entered by mistake")));
	EL(h, P, T_(h, N_("A record of something that was there once is marked as gone instead.")));
	form_open(r, LINK(r, RECORD_REMOVE, r->args[0], r->args[1]), fields_record_remove,
	          one->rev);
	form_field(r, fields_record_remove, "reason", NULL);
	form_close(r, N_("Remove the record"));
	CLOSE(h, SECTION);
}

enum err record_edit_page(struct request *r)
{
	const struct record_kind *k;
	struct record one;

	TRY(find(r, &k, &one));
	draw_way(r, k, &one, T_(&r->html, N_("Edit")));
	form_open(r, round_carry_on(r, LINK(r, RECORD_EDIT, r->args[0], r->args[1])),
	          record_form_fields(r, k), one.rev);
	TRY(record_form_draw(r, k, &one));
	form_close(r, N_("Save"));
	draw_gone(r, &one);
	if (may_remove(r))
		draw_remove(r, &one);
	return OK;
}

enum err record_edit_post(struct request *r)
{
	const struct record_kind *k;
	struct record before, after;

	TRY(find(r, &k, &before));
	after = record_copy(r->c.arena, k, &before);
	TRY(put(r, k, &before, &after));
	return round_return(r, k, &after, after.rev != before.rev, to_record(r, k, after.id),
	                    after.rev == before.rev ? NOTICE_UNCHANGED : NOTICE_SAVED);
}

enum err record_gone_post(struct request *r)
{
	const struct record_kind *k;
	struct record before, after;
	int64_t unit;

	TRY(find(r, &k, &before));
	TRY(form_revision(r, before.rev));
	TRY(record_unit(&r->c, k, &before, &unit));
	TRY(request_must_cover(r, CAP_EDIT_LEDGERS, unit));
	after = record_copy(r->c.arena, k, &before);
	after.gone_on = field_value(r, "day");
	TRY(record_store(&r->c, k, &before, &after));
	return request_redirect(r, to_record(r, k, after.id), NOTICE_SAVED);
}

enum err record_remove_post(struct request *r)
{
	const struct record_kind *k;
	struct record one;

	TRY(find(r, &k, &one));
	if (!may_remove(r))
		return FAIL(&r->c, ERR_FORBIDDEN, N_("Your role does not include this."));
	TRY(form_revision(r, one.rev));
	r->c.reason = field_value(r, "reason");
	TRY(ledger_remove(&r->c, k, &one));
	return request_redirect(r, LINK(r, LEDGER, k->code), NOTICE_REMOVED);
}
