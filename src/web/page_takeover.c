/*
 * 引き継ぎ: what a closed unit kept, and who takes it over.
 *
 * The choice for a record is a field of its own: to-LEDGER-ID-REV, with the id of the unit.
 */
#include "ledger/ledgers.h"
#include "ledger/takeover.h"
#include "org/unit_edit.h"
#include "record/edit.h"
#include "web/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FIELD "to-"

const struct field fields_takeover[] = {
	{.name = "all", .label = N_("All at once"), .type = FIELD_CHOICE, .max = 20},
	{.name = NULL},
};

struct takeover {
	struct unit_row *unit;
	struct transfer_heirs heirs;
	bool decides; /* for all, and where several took over */
};

static const char *id_text(struct request *r, int64_t id)
{
	return arena_printf(r->c.arena, "%" PRId64, id);
}

static enum err load(struct request *r, struct takeover *t)
{
	*t = (struct takeover){0};
	TRY(unit_find(&r->c, request_id(r, 0), &t->unit));
	TRY(transfer_heirs(&r->c, t->unit->id, &t->heirs));
	t->decides = access_reach(r->session.who.role, CAP_EDIT_LEDGERS) == REACH_ALL;
	return OK;
}

/* --- drawing --- */

static struct choice *choices_of(struct request *r, const struct takeover *t)
{
	struct choice *choices = ARENA_ARRAY(r->c.arena, t->heirs.n + 1, struct choice);

	for (size_t i = 0; i < t->heirs.n; i++)
		choices[i] = (struct choice){id_text(r, t->heirs.units[i].id),
		                             t->heirs.units[i].name};
	return choices;
}

static void draw_choice(struct request *r, const struct takeover *t, const char *name,
                        const char *label)
{
	const struct choice *choices = choices_of(r, t);
	struct html *h = &r->html;

	OPEN(h, SELECT, AT(NAME, name), AT(ARIA_LABEL, label));
	EL(h, OPTION, T_(h, N_("not yet")), AT(VALUE, ""));
	for (size_t i = 0; i < t->heirs.n; i++)
		EL(h, OPTION, choices[i].label, AT(VALUE, choices[i].code));
	CLOSE(h, SELECT);
}

static void draw_record(struct request *r, const struct takeover *t, const struct record_kind *k,
                        const struct record *one)
{
	struct html *h = &r->html;
	const char *title = one->v[record_title_index(k)];
	const char *name = arena_printf(r->c.arena, FIELD "%s-%" PRId64 "-%" PRId64, k->code,
	                                one->id, one->rev);

	OPEN(h, TR);
	cell_text(r, T_(h, k->label));
	cell_link(r, title, LINK(r, RECORD, k->code, id_text(r, one->id)));
	OPEN(h, TD);
	draw_choice(r, t, name,
	            arena_printf(r->c.arena, "%s %s", title, T_(h, N_("Handed to"))));
	CLOSE(h, TD);
	CLOSE(h, TR);
}

static enum err draw_records(struct request *r, const struct takeover *t, size_t *ret_n)
{
	struct record *records;
	size_t n, all = 0;

	TABLE_OPEN(r, NULL, NULL, N_("Ledger"), N_("Record"), N_("Handed to"));
	for (size_t i = 0; i < n_ledgers; i++) {
		TRY(transfer_waiting(&r->c, ledgers[i], t->unit->id, &records, &n));
		for (size_t k = 0; k < n; k++)
			draw_record(r, t, ledgers[i], &records[k]);
		all += n;
	}
	table_close(r);
	*ret_n = all;
	return OK;
}

static void draw_all(struct request *r, const struct takeover *t)
{
	struct html *h = &r->html;

	form_open(r, LINK(r, TAKEOVER, r->args[0]), fields_takeover, 0);
	form_choice(r, fields_takeover, "all", choices_of(r, t), t->heirs.n, NULL);
	form_close(r, N_("Take over all"));
	EL(h, H2, T_(h, N_("One by one")));
}

enum err takeover_page(struct request *r)
{
	struct html *h = &r->html;
	struct takeover t;
	size_t n;

	TRY(load(r, &t));
	page_crumb(r, T_(h, N_("Organisation")), LINK(r, UNITS));
	page_crumb(r, t.unit->name, LINK(r, UNIT, r->args[0]));
	page_heading(r, T_(h, N_("Take over")));
	if (!t.heirs.all) {
		page_empty(r, N_("This unit still exists, or nobody took over from it. Name those "
		                 "who take over when it is closed."));
		return OK;
	}
	EL(h, P,
	   T_(h, N_("A record goes over with its history and all that belongs to it. Lists as of "
	            "an earlier day show it where it was.")));
	if (t.heirs.all > 1 && !t.decides) {
		page_empty(r, N_("The unit was divided: the secretariat decides who takes over "
		                 "which record."));
		return OK;
	}
	if (t.decides)
		draw_all(r, &t);
	form_open(r, LINK(r, TAKEOVER, r->args[0]), fields_takeover, 0);
	TRY(draw_records(r, &t, &n));
	form_close(r, N_("Take over those chosen"));
	if (!n)
		page_empty(r, N_("Everything is taken over."));
	return OK;
}

/* --- what is sent --- */

static enum err take(struct request *r, const struct takeover *t, const struct record_kind *k,
                     const struct record *one, int64_t to)
{
	int64_t from;

	TRY(record_unit(&r->c, k, one, &from));
	if (from != t->unit->id)
		return FAIL(&r->c, ERR_CONFLICT, N_("“{1}” was taken over already."),
		            one->v[record_title_index(k)]);
	TRY(transfer_check(&r->c, &t->heirs, to));
	return transfer_record(&r->c, k, one, to);
}

/* name: to-LEDGER-ID-REV; names of ledgers have no hyphen. */
static enum err take_chosen(struct request *r, const struct takeover *t, const char *name,
                            int64_t to)
{
	const char *ledger = name + strlen(FIELD), *dash = strchr(ledger, '-');
	const struct record_kind *k =
		dash ? ledger_find(arena_strndup(r->c.arena, ledger, (size_t)(dash - ledger)))
		     : NULL;
	struct record one;
	char *end;

	if (!k || record_owner(k)->type != RECORD_UNIT)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such record."));
	TRY(record_get(&r->c, k, strtoll(dash + 1, &end, 10), &one));
	if (*end != '-' || strtoll(end + 1, NULL, 10) != one.rev)
		return FAIL(&r->c, ERR_CONFLICT,
		            N_("“{1}” was changed meanwhile. Nothing was stored: look at the list "
		               "and choose again."),
		            one.v[record_title_index(k)]);
	return take(r, t, k, &one, to);
}

static enum err take_those(struct request *r, const struct takeover *t, size_t *ret_n)
{
	for (const struct pair *p = r->form.first; p; p = p->next) {
		int64_t to = strtoll(p->value, NULL, 10);

		if (strncmp(p->name, FIELD, strlen(FIELD)) != 0 || !*p->value)
			continue;
		TRY(request_must_cover(r, CAP_EDIT_LEDGERS, to));
		TRY(take_chosen(r, t, p->name, to));
		(*ret_n)++;
	}
	return OK;
}

enum err takeover_post(struct request *r)
{
	const char *all = field_value(r, "all");
	struct takeover t;
	size_t n = 0;

	TRY(load(r, &t));
	if (!t.decides && (all || t.heirs.all != 1))
		return FAIL(&r->c, ERR_FORBIDDEN,
		            N_("The unit was divided: the secretariat decides who takes over "
		               "which record."));
	if (all)
		TRY(ledger_take_over(&r->c, t.unit->id, NULL, 0, strtoll(all, NULL, 10), &n));
	else
		TRY(take_those(r, &t, &n));
	return request_redirect(r, LINK(r, TAKEOVER, r->args[0]),
	                        n ? NOTICE_SAVED : NOTICE_UNCHANGED);
}
