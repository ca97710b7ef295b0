#include "org/appointment_exchange.h"

#include "base/text.h"
#include "org/duty.h"
#include "org/person.h"

#include <string.h>

enum { DUTY, UNIT, NUMBER, NAME, FROM, TO, ACKNOWLEDGED, N_COLUMNS };

static const struct form_column columns[N_COLUMNS] = {
	[DUTY] = {"duty", "責任者等|役割|役割名|役割コード", true},
	[UNIT] = {"unit_code", "所属コード|部署コード|組織コード", false},
	[NUMBER] = {"number", "職員番号|職員コード|社員番号", true},
	[NAME] = {"name", "氏名|名前|職員氏名", false},
	[FROM] = {"valid_from", "開始日|任命日|就任日", true},
	[TO] = {"valid_to", "終了日|解任日|退任日", false},
	[ACKNOWLEDGED] = {"acknowledged_on", "承知した日|承知日", false},
};
const struct form appointment_form = {columns, N_COLUMNS};

#define BEFORE_ALL "0001-01-01" /* a day from which on everything is open */

/* The rows of a code. */
struct unit_periods {
	const struct unit_row *row;
	struct unit_periods *next;
};

struct duties {
	struct map by_word; /* code, or a name that no other has, folded → duty_row */
	struct duty_row *rows;
	size_t n;
};

struct reader {
	struct reading r;
	struct people people;
	struct duties duties;
	struct map units;  /* code → unit_periods */
	struct map seen;   /* appointment_row of the file */
	struct import_result *result;
};

/* A row on its way in. */
struct incoming {
	const struct sheet_row *row;
	struct duty_row *duty;
	struct person_file *holder;
	struct appointment_row now;
};

/* --- what is known --- */

static void put_duty(struct map *duties, const char *word, struct duty_row *duty)
{
	const char *key = text_fold(duties->arena, word);

	if (!map_get(duties, key))
		map_put(duties, key, duty);
}

static enum err load_duties(struct ctx *c, struct duties *ret)
{
	ret->by_word = (struct map){.arena = c->arena};
	TRY(q_duty_all(c, &ret->rows, &ret->n));
	for (size_t i = 0; i < ret->n; i++)
		put_duty(&ret->by_word, ret->rows[i].code, &ret->rows[i]);
	for (size_t i = 0; i < ret->n; i++)
		put_duty(&ret->by_word, ret->rows[i].name, &ret->rows[i]);
	return OK;
}

static enum err load_units(struct ctx *c, struct map *ret)
{
	struct unit_row *rows;
	size_t n;

	ret->arena = c->arena;
	TRY(q_unit_all(c, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct unit_periods *one = ARENA_NEW(c->arena, struct unit_periods);

		one->row = &rows[i];
		one->next = map_get(ret, rows[i].code);
		map_put(ret, rows[i].code, one);
	}
	return OK;
}

static bool unit_is_there(const struct reader *p, const char *code, const char *day)
{
	for (const struct unit_periods *u = map_get(&p->units, code); u; u = u->next)
		if (day_within(day, u->row->valid_from, u->row->valid_to))
			return true;
	return false;
}

/* --- reading --- */

static void read_duty(struct reader *p, struct incoming *in)
{
	struct reading *r = &p->r;
	const char *word = reading_text(r, in->row, DUTY);

	in->duty = *word ? map_get(&p->duties.by_word, text_fold(r->c->arena, word)) : NULL;
	if (in->duty)
		in->now.duty_id = in->duty->id;
	else if (reading_empty(r, in->row, DUTY))
		READING_PROBLEM(r, in->row, DUTY, SEV_REJECT, "required",
		                N_("The duty is missing."));
	else
		READING_PROBLEM(r, in->row, DUTY, SEV_REJECT, "duty-unknown",
		                N_("There is no duty “{1}”."), word);
}

static void read_holder(struct reader *p, struct incoming *in)
{
	struct reading *r = &p->r;
	struct arena *a = r->c->arena;
	const char *number = reading_code(r, in->row, NUMBER), *known;
	const char *name = reading_text(r, in->row, NAME);

	in->holder = map_get(&p->people.by_number, number);
	if (reading_empty(r, in->row, NUMBER)) {
		READING_PROBLEM(r, in->row, NUMBER, SEV_REJECT, "required",
		                N_("The personnel number is missing."));
	} else if (!in->holder) {
		READING_PROBLEM(r, in->row, NUMBER, SEV_REJECT, "person-unknown",
		                N_("There is nobody with the personnel number “{1}”."), number);
	} else {
		in->now.person_id = in->holder->person->id;
		known = in->holder->person->name;
		if (*name && strcmp(text_fold(a, name), text_fold(a, known)) != 0)
			READING_PROBLEM(r, in->row, NAME, SEV_REJECT, "person-differs",
			                N_("The number {1} is that of {2}, not of “{3}”."), number,
			                known, name);
	}
}

static void read_days(struct reader *p, struct incoming *in)
{
	struct reading *r = &p->r;

	in->now.valid_from = reading_date(r, in->row, FROM);
	in->now.valid_to = reading_date(r, in->row, TO);
	in->now.acknowledged_on = reading_date(r, in->row, ACKNOWLEDGED);
	if (reading_empty(r, in->row, FROM))
		READING_PROBLEM(r, in->row, FROM, SEV_REJECT, "required",
		                N_("The first day is missing."));
	if (in->now.valid_from && in->now.valid_to &&
	    strcmp(in->now.valid_to, in->now.valid_from) < 0)
		READING_PROBLEM(r, in->row, TO, SEV_REJECT, "period-reversed",
		                N_("The end {1} lies before the begin {2}."), in->now.valid_to,
		                in->now.valid_from);
}

static void check_unit(struct reader *p, const struct incoming *in)
{
	struct reading *r = &p->r;
	const char *code = in->now.unit_code, *day = in->now.valid_from;

	if (in->duty->of_unit && !code)
		READING_PROBLEM(r, in->row, UNIT, SEV_REJECT, "required",
		                N_("“{1}” is a duty of a unit: choose which."), in->duty->name);
	else if (!in->duty->of_unit && code)
		READING_PROBLEM(r, in->row, UNIT, SEV_REJECT, "unit-unwanted",
		                N_("“{1}” is a duty of the whole city, not of a unit."),
		                in->duty->name);
	else if (code && !unit_is_there(p, code, day))
		READING_PROBLEM(r, in->row, UNIT, SEV_REJECT, "unit-unknown",
		                N_("There is no unit {1} on {2}."), code, day);
}

/* Whether a post is known that the person held on the day or before. */
static bool posts_reach_back(const struct person_file *f, const char *day)
{
	for (const struct person_posting *o = f->postings; o; o = o->next)
		if (o->row->main && strcmp(o->row->valid_from, day) <= 0)
			return true;
	return false;
}

/* Nobody who left is appointed until further notice. */
static void check_end(struct reader *p, const struct incoming *in)
{
	const struct person_row *who = in->holder->person;

	if (who->left_on && !in->now.valid_to && strcmp(who->left_on, day_today(p->r.c)) < 0)
		READING_PROBLEM(&p->r, in->row, TO, SEV_REJECT, "not-in-service",
		                N_("{1} left on {2}: the appointment needs a last day."),
		                who->name, who->left_on);
}

static void check_service(struct reader *p, const struct incoming *in)
{
	const struct person_file *f = in->holder;
	const char *left = f->person->left_on, *from = in->now.valid_from;

	if ((left && strcmp(left, from) < 0) ||
	    (posts_reach_back(f, from) && !person_place_on(f, from)))
		READING_PROBLEM(&p->r, in->row, FROM, SEV_REJECT, "not-in-service",
		                N_("{1} has no post on {2}."), f->person->name, from);
	else
		check_end(p, in);
}

static void check_period(struct reader *p, const struct incoming *in)
{
	if (appointment_overlaps(in->holder, &in->now))
		READING_PROBLEM(&p->r, in->row, FROM, SEV_REJECT, "period-overlap",
		                N_("{1} is {2} there already."), in->holder->person->name,
		                in->duty->name);
}

/* --- storing --- */

static struct appointment_row *find_stored(const struct incoming *in)
{
	for (struct person_appointment *a = in->holder->appointments; a; a = a->next)
		if (a->row->duty_id == in->now.duty_id &&
		    strcmp(a->row->valid_from, in->now.valid_from) == 0 &&
		    strcmp(a->row->unit_code ? a->row->unit_code : "",
		           in->now.unit_code ? in->now.unit_code : "") == 0)
			return a->row;
	return NULL;
}

static bool same(const char *x, const char *y)
{
	return strcmp(x ? x : "", y ? y : "") == 0;
}

static enum err store_new(struct reader *p, const struct incoming *in)
{
	struct person_appointment *one = ARENA_NEW(p->r.c->arena, struct person_appointment);

	one->row = ARENA_NEW(p->r.c->arena, struct appointment_row);
	*one->row = in->now;
	one->next = in->holder->appointments;
	in->holder->appointments = one;
	p->result->created++;
	return appointment_insert(p->r.c, one->row);
}

static enum err store_known(struct reader *p, const struct incoming *in,
                            struct appointment_row *stored)
{
	struct appointment_row after = in->now;

	if (same(stored->valid_to, after.valid_to) &&
	    same(stored->acknowledged_on, after.acknowledged_on)) {
		p->result->unchanged++;
		return OK;
	}
	p->result->updated++;
	TRY(appointment_update(p->r.c, stored, &after));
	*stored = after;
	return OK;
}

static void keep_what_is_no_column(const struct reader *p, struct incoming *in,
                                   const struct appointment_row *stored)
{
	in->now.id = stored->id;
	in->now.rev = stored->rev;
	if (!reading_has(&p->r, TO))
		in->now.valid_to = stored->valid_to;
	if (!reading_has(&p->r, ACKNOWLEDGED))
		in->now.acknowledged_on = stored->acknowledged_on;
}

static bool has_its_keys(const struct incoming *in)
{
	return in->duty && in->holder && in->now.valid_from;
}

static void check_once(struct reader *p, const struct incoming *in)
{
	struct arena *a = p->r.c->arena;
	const char *key;

	key = map_key2(a, in->duty->code, in->now.unit_code ? in->now.unit_code : "");
	key = map_key2(a, key, map_key2(a, in->holder->person->number, in->now.valid_from));
	if (map_put(&p->seen, key, in->holder))
		READING_PROBLEM(&p->r, in->row, -1, SEV_REJECT, "key-repeated",
		                N_("“{1}” stands in the file twice."),
		                arena_printf(a, "%s %s %s", in->duty->name,
		                             in->holder->person->name, in->now.valid_from));
}

static enum err import_row(struct reader *p, struct incoming *in)
{
	struct appointment_row *stored;
	const char *unit = reading_code(&p->r, in->row, UNIT);

	in->now.unit_code = *unit ? unit : NULL;
	read_duty(p, in);
	read_holder(p, in);
	read_days(p, in);
	if (!has_its_keys(in))
		return OK;
	check_once(p, in);
	if (p->r.row_rejected)
		return OK;
	stored = find_stored(in);
	if (stored) {
		keep_what_is_no_column(p, in, stored);
		if (!same(stored->valid_to, in->now.valid_to))
			check_end(p, in);
	} else {
		check_unit(p, in);
		check_service(p, in);
	}
	check_period(p, in);
	if (p->r.row_rejected)
		return OK;
	return stored ? store_known(p, in, stored) : store_new(p, in);
}

enum err appointment_import(struct ctx *c, const struct book *book, const char *file,
                            struct import_result *ret)
{
	struct reader p = {.result = ret, .seen = {.arena = c->arena}};
	const struct sheet_row *row;

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	TRY(form_find(c, book, file, &appointment_form, &ret->problems, &p.r));
	TRY(person_load_all(c, NULL, BEFORE_ALL, &p.people));
	TRY(load_duties(c, &p.duties));
	TRY(load_units(c, &p.units));
	while ((row = reading_next(&p.r)) != NULL) {
		struct incoming in = {.row = row};

		ret->rows++;
		TRY(import_row(&p, &in));
	}
	reading_end(&p.r);
	ret->rejected = p.r.rejected;
	return OK;
}

/* --- export --- */

/* Its name, where that leads back to it. */
static const char *duty_word(struct arena *a, const struct duties *duties, int64_t id)
{
	const struct duty_row *duty = duties->rows;

	while (duty->id != id)
		duty++;
	return map_get(&duties->by_word, text_fold(a, duty->name)) == duty ? duty->name
	                                                                   : duty->code;
}

enum err appointment_export(struct ctx *c, const char *day, struct table *ret)
{
	static const struct column out[N_COLUMNS] = {
		{"duty", COLUMN_TEXT},       {"unit_code", COLUMN_TEXT},
		{"number", COLUMN_TEXT},     {"name", COLUMN_TEXT},
		{"valid_from", COLUMN_DATE}, {"valid_to", COLUMN_DATE},
		{"acknowledged_on", COLUMN_DATE},
	};
	struct appointments_seen_out *held;
	const char *const **rows;
	struct duties duties;
	size_t n;

	TRY(load_duties(c, &duties));
	TRY(q_appointments_seen(c, &(struct appointments_seen_in){.day = day}, &held, &n));
	rows = ARENA_ARRAY(c->arena, n, const char *const *);
	for (size_t i = 0; i < n; i++) {
		const char **v = ARENA_ARRAY(c->arena, N_COLUMNS, const char *);

		v[DUTY] = duty_word(c->arena, &duties, held[i].duty_id);
		v[UNIT] = held[i].unit_code;
		v[NUMBER] = held[i].number;
		v[NAME] = held[i].person;
		v[FROM] = held[i].valid_from;
		v[TO] = held[i].valid_to;
		v[ACKNOWLEDGED] = held[i].acknowledged_on;
		rows[i] = v;
	}
	*ret = (struct table){"appointments", out, N_COLUMNS, rows, n};
	return OK;
}
