#include "org/person.h"

#include "base/date.h"
#include "org/account.h"

#include <inttypes.h>
#include <string.h>

/* --- days --- */

static const char *day_moved(struct arena *a, const char *iso, long days)
{
	struct date d;

	if (!date_from_iso(iso, &d))
		BUG("no ISO date");
	return date_format(a, date_from_days(date_to_days(d) + days), DATE_ISO);
}

const char *day_before(struct arena *a, const char *iso)
{
	return day_moved(a, iso, -1);
}

const char *day_after(struct arena *a, const char *iso)
{
	return day_moved(a, iso, 1);
}

const char *day_today(struct ctx *c)
{
	return date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
}

bool day_within(const char *day, const char *from, const char *to)
{
	return strcmp(from, day) <= 0 && (!to || strcmp(day, to) <= 0);
}

/* --- loading --- */

static const char *id_key(struct arena *a, int64_t id)
{
	return arena_printf(a, "%" PRId64, id);
}

static void add_posting(struct arena *a, struct person_file *f, struct posting_row *row)
{
	struct person_posting **end = &f->postings;
	struct person_posting *p = ARENA_NEW(a, struct person_posting);

	p->row = row;
	while (*end)
		end = &(*end)->next;
	*end = p;
}

static void add_appointment(struct arena *a, struct person_file *f, struct appointment_row *row)
{
	struct person_appointment **end = &f->appointments;
	struct person_appointment *p = ARENA_NEW(a, struct person_appointment);

	p->row = row;
	while (*end)
		end = &(*end)->next;
	*end = p;
}

static enum err load_held(struct ctx *c, const struct map *by_id, int64_t only, const char *day)
{
	struct posting_row *postings;
	struct appointment_row *appointments;
	struct account_row *accounts;
	struct person_file *f;
	size_t n;

	TRY(q_posting_open(c, &(struct posting_open_in){day, only}, &postings, &n));
	for (size_t i = 0; i < n; i++)
		if ((f = map_get(by_id, id_key(c->arena, postings[i].person_id))) != NULL)
			add_posting(c->arena, f, &postings[i]);
	TRY(q_appointment_open(c, &(struct appointment_open_in){day, only}, &appointments, &n));
	for (size_t i = 0; i < n; i++)
		if ((f = map_get(by_id, id_key(c->arena, appointments[i].person_id))) != NULL)
			add_appointment(c->arena, f, &appointments[i]);
	TRY(q_account_of_people(c, &(struct account_of_people_in){only}, &accounts, &n));
	for (size_t i = 0; i < n; i++)
		if ((f = map_get(by_id, id_key(c->arena, accounts[i].person_id))) != NULL)
			f->account = &accounts[i];
	return OK;
}

enum err person_load_all(struct ctx *c, const char *number, const char *day, struct people *ret)
{
	struct people p = {.day = day, .by_number = {.arena = c->arena}};
	struct map by_id = {.arena = c->arena};
	struct person_row *rows;

	TRY(q_person_some(c, &(struct person_some_in){number}, &rows, &p.n));
	p.files = ARENA_ARRAY(c->arena, p.n, struct person_file);
	for (size_t i = 0; i < p.n; i++) {
		p.files[i].person = &rows[i];
		map_put(&p.by_number, rows[i].number, &p.files[i]);
		map_put(&by_id, id_key(c->arena, rows[i].id), &p.files[i]);
	}
	TRY(load_held(c, &by_id, number && p.n ? rows[0].id : 0, day));
	*ret = p;
	return OK;
}

static enum err unknown(struct ctx *c, const char *number)
{
	return FAIL(c, ERR_NOT_FOUND, N_("There is nobody with the personnel number “{1}”."),
	            number);
}

enum err person_load(struct ctx *c, const char *number, const char *day, struct person_file *ret)
{
	struct people p;

	TRY(person_load_all(c, number, day, &p));
	if (!p.n)
		return unknown(c, number);
	*ret = p.files[0];
	return OK;
}

enum err person_find(struct ctx *c, const char *number, struct person_row **ret)
{
	struct person_row *row;

	TRY(q_person_seen(c, &(struct person_seen_in){number, day_today(c)}, &row));
	if (!row)
		return unknown(c, number);
	*ret = row;
	return OK;
}

static struct posting_row *place_on(const struct person_file *f, const char *day)
{
	for (const struct person_posting *p = f->postings; p; p = p->next)
		if (p->row->main && day_within(day, p->row->valid_from, p->row->valid_to))
			return p->row;
	return NULL;
}

const struct posting_row *person_place_on(const struct person_file *f, const char *day)
{
	return place_on(f, day);
}

/* --- ending --- */

/* A period that would end before it begins never was: the row goes. */
static enum err end_posting(struct ctx *c, struct posting_row *row, const char *last_day)
{
	struct posting_row after = *row;

	if (strcmp(row->valid_from, last_day) > 0)
		return posting_delete(c, row);
	after.valid_to = last_day;
	TRY(posting_update(c, row, &after));
	*row = after;
	return OK;
}

static enum err end_appointment(struct ctx *c, const struct appointment_row *row,
                                const char *last_day)
{
	struct appointment_row after = *row;

	if (strcmp(row->valid_from, last_day) > 0)
		return appointment_delete(c, row);
	after.valid_to = last_day;
	return appointment_update(c, row, &after);
}

static bool ends_by(const char *valid_to, const char *last_day)
{
	return valid_to && strcmp(valid_to, last_day) <= 0;
}

/* unit_code NULL = in all units. */
static enum err end_appointments(struct ctx *c, const struct person_file *f, const char *unit_code,
                                 const char *last_day, struct person_ended *ended)
{
	for (const struct person_appointment *p = f->appointments; p; p = p->next) {
		const struct appointment_row *row = p->row;

		if (ends_by(row->valid_to, last_day) ||
		    (unit_code && (!row->unit_code || strcmp(row->unit_code, unit_code) != 0)))
			continue;
		TRY(end_appointment(c, row, last_day));
		ended->appointments++;
	}
	return OK;
}

/* --- moving --- */

static bool same(const char *x, const char *y)
{
	return strcmp(x ? x : "", y ? y : "") == 0;
}

static bool is_at(const struct posting_row *row, const struct person_place *to)
{
	return same(row->unit_code, to->unit_code) && same(row->post, to->post) &&
	       same(row->employment, to->employment);
}

/* Nobody is posted beyond the last day of service. */
static const char *end_of(const struct person_file *f, const char *day)
{
	const char *left_on = f->person->left_on;

	return left_on && strcmp(left_on, day) >= 0 ? left_on : NULL;
}

static struct posting_row posting_at(const struct person_file *f, const char *day,
                                     const struct person_place *to, bool main)
{
	return (struct posting_row){.person_id = f->person->id,
	                            .unit_code = to->unit_code,
	                            .post = to->post,
	                            .employment = to->employment,
	                            .main = main,
	                            .valid_from = day,
	                            .valid_to = end_of(f, day)};
}

/* Ends the present posting on the eve and begins the next. */
static enum err begin_posting(struct ctx *c, struct person_file *f, struct posting_row *now,
                              const struct posting_row *next)
{
	struct posting_row *fresh = ARENA_NEW(c->arena, struct posting_row);

	if (now)
		TRY(end_posting(c, now, day_before(c->arena, next->valid_from)));
	*fresh = *next;
	TRY(posting_insert(c, fresh));
	add_posting(c->arena, f, fresh);
	return OK;
}

static enum err correct_posting(struct ctx *c, struct posting_row *now,
                                const struct posting_row *next)
{
	struct posting_row after = *next;

	after.id = now->id;
	after.rev = now->rev;
	after.valid_from = now->valid_from;
	TRY(posting_update(c, now, &after));
	*now = after;
	return OK;
}

static enum err follow(struct ctx *c, const struct person_file *f, const char *from, const char *to)
{
	struct account_row after;

	if (!f->account || f->account->disabled || !same(f->account->unit_code, from))
		return OK;
	after = *f->account;
	after.unit_code = to;
	return account_update(c, f->account, &after);
}

static bool has_later(const struct person_file *f, const char *day)
{
	for (const struct person_posting *p = f->postings; p; p = p->next)
		if (p->row->main && strcmp(p->row->valid_from, day) > 0)
			return true;
	return false;
}

enum err person_place(struct ctx *c, struct person_file *f, const char *day,
                      const struct person_place *to, struct person_ended *ended)
{
	struct posting_row *now = place_on(f, day);
	const struct posting_row next = posting_at(f, day, to, true);
	const char *from = now ? now->unit_code : NULL;

	if (now && is_at(now, to) && same(now->valid_to, next.valid_to))
		return OK;
	if (has_later(f, day))
		return FAIL(c, ERR_STATE,
		            N_("A later change of {1} is known already; {2} lies before it."),
		            f->person->number, day);
	if (now && (is_at(now, to) || strcmp(now->valid_from, day) == 0))
		TRY(correct_posting(c, now, &next));
	else
		TRY(begin_posting(c, f, now, &next));
	if (!from || same(from, to->unit_code))
		return OK;
	TRY(end_appointments(c, f, from, day_before(c->arena, day), ended));
	return follow(c, f, from, to->unit_code);
}

static bool is_wanted(const struct posting_row *row, const struct person_place *posts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_at(row, &posts[i]))
			return true;
	return false;
}

static bool has_concurrent(const struct person_file *f, const char *day,
                           const struct person_place *post)
{
	for (const struct person_posting *p = f->postings; p; p = p->next)
		if (!p->row->main && day_within(day, p->row->valid_from, p->row->valid_to) &&
		    is_at(p->row, post))
			return true;
	return false;
}

enum err person_set_concurrent(struct ctx *c, const struct person_file *f, const char *day,
                               const struct person_place *posts, size_t n, bool *ret_changed)
{
	bool changed = false;

	for (const struct person_posting *p = f->postings; p; p = p->next) {
		if (p->row->main || !day_within(day, p->row->valid_from, p->row->valid_to) ||
		    is_wanted(p->row, posts, n))
			continue;
		TRY(end_posting(c, p->row, day_before(c->arena, day)));
		changed = true;
	}
	for (size_t i = 0; i < n; i++) {
		struct posting_row fresh = posting_at(f, day, &posts[i], false);

		if (has_concurrent(f, day, &posts[i]))
			continue;
		TRY(posting_insert(c, &fresh));
		changed = true;
	}
	*ret_changed = changed;
	return OK;
}

enum err person_add_concurrent(struct ctx *c, const struct person_file *f, const char *day,
                               const char *last_day, const struct person_place *post)
{
	struct posting_row fresh = posting_at(f, day, post, false);

	if (last_day && strcmp(last_day, day) < 0)
		return FAIL(c, ERR_INVALID, N_("The end {1} lies before the begin {2}."), last_day,
		            day);
	fresh.valid_to = last_day;
	if (has_concurrent(f, day, post))
		return FAIL(c, ERR_CONFLICT, N_("{1} has this concurrent post already."),
		            f->person->name);
	return posting_insert(c, &fresh);
}

enum err person_end_concurrent(struct ctx *c, const struct person_file *f, int64_t id, int64_t rev,
                               const char *last_day)
{
	const struct person_posting *p = f->postings;

	while (p && (p->row->id != id || p->row->main))
		p = p->next;
	if (!p)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such concurrent post."));
	if (p->row->rev != rev)
		return FAIL(c, ERR_CONFLICT, N_("Somebody else changed this post meanwhile."));
	if (strcmp(last_day, p->row->valid_from) < 0)
		return FAIL(c, ERR_INVALID, N_("The end {1} lies before the begin {2}."), last_day,
		            p->row->valid_from);
	return end_posting(c, p->row, last_day);
}

/* --- leaving --- */

/* The account that nobody could replace, or that does this itself, stays; the caller tells so. */
static enum err close_account(struct ctx *c, const struct person_file *f,
                              struct person_ended *ended)
{
	enum err e;

	if (!f->account || f->account->disabled)
		return OK;
	e = account_disable(c, f->account->login);
	if (e == ERR_STATE) {
		ended->accounts_kept++;
		return OK;
	}
	ended->accounts++;
	return e;
}

enum err person_leave(struct ctx *c, struct person_file *f, const char *last_day,
                      struct person_ended *ended)
{
	struct person_row *after = ARENA_NEW(c->arena, struct person_row);

	for (const struct person_posting *p = f->postings; p; p = p->next)
		if (!ends_by(p->row->valid_to, last_day))
			TRY(end_posting(c, p->row, last_day));
	TRY(end_appointments(c, f, NULL, last_day, ended));
	*after = *f->person;
	after->left_on = last_day;
	TRY(person_update(c, f->person, after));
	f->person = after;
	/* who is announced to leave works until then */
	return strcmp(last_day, day_today(c)) <= 0 ? close_account(c, f, ended) : OK;
}
