#include "org/person_import.h"

#include "base/date.h"
#include "base/text.h"

#include <inttypes.h>
#include <string.h>

enum { NUMBER, NAME, KANA, UNIT, POST, EMPLOYMENT, MAIL, JOINED, LEFT, CONCURRENT, N_COLUMNS };

static const struct form_column columns[N_COLUMNS] = {
	[NUMBER] = {"number", "職員番号|職員コード|社員番号", true},
	[NAME] = {"name", "氏名|名前|職員氏名", true},
	[KANA] = {"kana", "氏名カナ|カナ氏名|フリガナ|ふりがな|カナ", false},
	[UNIT] = {"unit_code", "所属コード|部署コード|組織コード", true},
	[POST] = {"post", "職名|役職|職", false},
	[EMPLOYMENT] = {"employment", "雇用区分|任用区分|区分|職員区分", false},
	[MAIL] = {"mail", "メールアドレス|メール|電子メール", false},
	[JOINED] = {"joined_on", "採用日|任用開始日|採用年月日", false},
	[LEFT] = {"left_on", "退職日|任用終了日|退職年月日", false},
	[CONCURRENT] = {"concurrent", "兼務|兼務所属|兼務コード", false},
};
const struct form person_form = {columns, N_COLUMNS};

static const struct {
	const char *code, *label;
} changes[PERSON_CHANGES] = {
	{"joined", N_("Joined")},          {"left", N_("Left")},
	{"moved", N_("Moved")},            {"renamed", N_("Name changed")},
	{"post", N_("Post changed")},      {"employment", N_("Employment changed")},
	{"other", N_("Other entries changed")},
};

const char *person_change_code(int bit)
{
	return changes[bit].code;
}

const char *person_change_label(int bit)
{
	return changes[bit].label;
}

/* One row of the file on its way in. */
struct incoming {
	const struct sheet_row *row;
	struct person_file *known; /* NULL = new */
	struct person_row person;
	struct person_place place;
	const struct person_place *concurrent;
	size_t n_concurrent;
	bool rejected;
};

struct reader {
	struct reading r;
	const char *day;
	struct people people;
	struct map units; /* codes valid on the day */
	struct map seen;  /* numbers of the file → incoming */
	struct incoming *in;
	size_t n;
	struct person_differences *differences;
};

static enum err load_units(struct reader *p)
{
	struct unit_row *units;
	size_t n;

	p->units.arena = p->r.c->arena;
	TRY(q_unit_all(p->r.c, &units, &n));
	for (size_t i = 0; i < n; i++)
		if (day_within(p->day, units[i].valid_from, units[i].valid_to))
			map_put(&p->units, units[i].code, &units[i]);
	return OK;
}

/* --- reading --- */

static const char *opt_or_stored(struct reader *p, const struct sheet_row *row, int column,
                                 const char *stored)
{
	return reading_has(&p->r, column) ? reading_opt(&p->r, row, column) : stored;
}

static const char *date_or_stored(struct reader *p, const struct sheet_row *row, int column,
                                  const char *stored)
{
	return reading_has(&p->r, column) ? reading_date(&p->r, row, column) : stored;
}

/* "020100 主査": a unit's code, and the post there. */
static struct person_place read_post(struct reader *p, const struct incoming *in, const char *text)
{
	struct arena *a = p->r.c->arena;
	size_t n = strcspn(text, " :");
	struct person_place place = {.unit_code = text_nfkc(a, arena_strndup(a, text, n))};
	const char *post = text_trim(a, text[n] ? text + n + 1 : "");

	place.post = *post ? post : NULL;
	if (!map_get(&p->units, place.unit_code))
		READING_PROBLEM(&p->r, in->row, CONCURRENT, SEV_REJECT, "unit-unknown",
		                N_("There is no unit {1} on {2}."), place.unit_code, p->day);
	return place;
}

static void read_concurrent(struct reader *p, struct incoming *in)
{
	struct arena *a = p->r.c->arena;
	struct text_list posts = text_split(a, reading_text(&p->r, in->row, CONCURRENT), "|\n;,");
	struct person_place *list = ARENA_ARRAY(a, posts.n, struct person_place);

	for (size_t i = 0; i < posts.n; i++)
		list[i] = read_post(p, in, posts.v[i]);
	in->concurrent = list;
	in->n_concurrent = posts.n;
}

static void check_texts(struct reader *p, const struct incoming *in)
{
	struct reading *r = &p->r;

	if (reading_empty(r, in->row, NUMBER))
		READING_PROBLEM(r, in->row, NUMBER, SEV_REJECT, "required",
		                N_("The personnel number is missing."));
	else if (text_length(in->person.number) > PERSON_NUMBER_MAX)
		READING_PROBLEM(r, in->row, NUMBER, SEV_REJECT, "too-long",
		                N_("The number is longer than {1} characters."), "32");
	if (reading_empty(r, in->row, NAME))
		READING_PROBLEM(r, in->row, NAME, SEV_REJECT, "required",
		                N_("The name is missing."));
	else if (text_length(in->person.name) > PERSON_TEXT_MAX)
		READING_PROBLEM(r, in->row, NAME, SEV_REJECT, "too-long",
		                N_("The name is longer than {1} characters."), "200");
}

/* Who has left by the day needs no unit any more. */
static bool is_gone(const struct reader *p, const struct incoming *in)
{
	return in->person.left_on && strcmp(in->person.left_on, p->day) < 0;
}

static void check_place(struct reader *p, const struct incoming *in)
{
	struct reading *r = &p->r;
	const char *code = in->place.unit_code;

	if (!*code && !is_gone(p, in))
		READING_PROBLEM(r, in->row, UNIT, SEV_REJECT, "required",
		                N_("The unit's code is missing."));
	else if (*code && !map_get(&p->units, code))
		READING_PROBLEM(r, in->row, UNIT, SEV_REJECT, "unit-unknown",
		                N_("There is no unit {1} on {2}."), code, p->day);
	if (in->person.left_on && in->person.joined_on &&
	    strcmp(in->person.left_on, in->person.joined_on) < 0)
		READING_PROBLEM(r, in->row, LEFT, SEV_REJECT, "period-reversed",
		                N_("The end {1} lies before the begin {2}."), in->person.left_on,
		                in->person.joined_on);
}

/* A list older than what is known would change the past behind a later change. */
static void check_later(struct reader *p, const struct incoming *in)
{
	const struct person_posting *open = in->known ? in->known->postings : NULL;

	for (const struct person_posting *o = open; o; o = o->next)
		if (o->row->main && strcmp(o->row->valid_from, p->day) > 0)
			READING_PROBLEM(&p->r, in->row, NUMBER, SEV_REJECT, "later-known",
			                N_("A later change of {1} is known already; {2} lies "
			                   "before it."),
			                in->person.number, p->day);
}

static void read_row(struct reader *p, struct incoming *in)
{
	struct reading *r = &p->r;
	const struct person_row *e;
	const struct posting_row *now;

	in->person.number = reading_code(r, in->row, NUMBER);
	in->known = map_get(&p->people.by_number, in->person.number);
	e = in->known ? in->known->person : &(struct person_row){0};
	now = in->known ? person_place_on(in->known, p->day) : NULL;
	in->person.id = e->id;
	in->person.rev = e->rev;
	in->person.name = reading_text(r, in->row, NAME);
	in->person.kana = opt_or_stored(p, in->row, KANA, e->kana);
	in->person.mail = opt_or_stored(p, in->row, MAIL, e->mail);
	in->person.joined_on = date_or_stored(p, in->row, JOINED, e->joined_on);
	/* who stands in a list without the column works here, though left before */
	in->person.left_on = date_or_stored(p, in->row, LEFT, now ? e->left_on : NULL);
	in->place.unit_code = reading_code(r, in->row, UNIT);
	in->place.post = opt_or_stored(p, in->row, POST, now ? now->post : NULL);
	in->place.employment = opt_or_stored(p, in->row, EMPLOYMENT, now ? now->employment : NULL);
	if (reading_has(r, CONCURRENT))
		read_concurrent(p, in);
	check_texts(p, in);
	check_place(p, in);
	check_later(p, in);
}

static void read_rows(struct reader *p)
{
	struct arena *a = p->r.c->arena;
	const struct sheet_row *row;

	p->seen.arena = a;
	p->in = ARENA_ARRAY(a, p->r.sheet->n_rows, struct incoming);
	while ((row = reading_next(&p->r)) != NULL) {
		struct incoming *in = &p->in[p->n++];

		in->row = row;
		read_row(p, in);
		if (*in->person.number && map_put(&p->seen, in->person.number, in))
			READING_PROBLEM(&p->r, row, NUMBER, SEV_REJECT, "key-repeated",
			                N_("The personnel number {1} stands in the file twice."),
			                in->person.number);
		in->rejected = p->r.row_rejected;
	}
	reading_end(&p->r);
}

/* --- differences --- */

static bool same(const char *x, const char *y)
{
	return strcmp(x ? x : "", y ? y : "") == 0;
}

static struct person_place place_of(const struct posting_row *row)
{
	return row ? (struct person_place){row->unit_code, row->post, row->employment}
		   : (struct person_place){0};
}

static void note_difference(struct reader *p, const struct person_difference *d)
{
	struct person_differences *list = p->differences;
	struct person_difference *copy = ARENA_NEW(p->r.c->arena, struct person_difference);

	*copy = *d;
	if (list->last)
		list->last->next = copy;
	else
		list->first = copy;
	list->last = copy;
	for (int bit = 0; bit < PERSON_CHANGES; bit++)
		list->count[bit] += d->what >> bit & 1;
}

static unsigned compare_places(const struct person_place *before, const struct person_place *after)
{
	unsigned what = 0;

	if (!same(before->unit_code, after->unit_code))
		what |= PERSON_MOVED;
	if (!same(before->post, after->post))
		what |= PERSON_POST;
	if (!same(before->employment, after->employment))
		what |= PERSON_EMPLOYMENT;
	return what;
}

static unsigned compare_persons(const struct person_row *before, const struct person_row *after)
{
	unsigned what = same(before->name, after->name) ? 0 : PERSON_RENAMED;

	if (!same(before->kana, after->kana) || !same(before->mail, after->mail) ||
	    !same(before->joined_on, after->joined_on) || (before->left_on && !after->left_on))
		what |= PERSON_OTHER;
	if (after->left_on && !same(before->left_on, after->left_on))
		what |= PERSON_LEFT;
	return what;
}

/* --- storing --- */

static enum err store_new(struct reader *p, struct incoming *in, struct person_difference *d)
{
	in->known = ARENA_NEW(p->r.c->arena, struct person_file);
	in->known->person = &in->person;
	d->what = PERSON_JOINED;
	return person_insert(p->r.c, &in->person);
}

static enum err store_known(struct reader *p, struct incoming *in, struct person_difference *d)
{
	struct person_file *f = in->known;
	const struct posting_row *now = person_place_on(f, p->day);

	d->name_before = f->person->name;
	d->before = place_of(now);
	d->what = compare_persons(f->person, &in->person);
	if (!now && !is_gone(p, in))
		d->what |= PERSON_JOINED;
	else if (now && *in->place.unit_code)
		d->what |= compare_places(&d->before, &d->after);
	TRY(person_update(p->r.c, f->person, &in->person));
	f->person = &in->person;
	return OK;
}

static enum err store_places(struct reader *p, struct incoming *in, struct person_difference *d)
{
	struct ctx *c = p->r.c;
	bool concurrent = false;

	if (!is_gone(p, in))
		TRY(person_place(c, in->known, p->day, &in->place, &p->differences->ended));
	if (reading_has(&p->r, CONCURRENT))
		TRY(person_set_concurrent(c, in->known, p->day, in->concurrent,
		                          in->n_concurrent, &concurrent));
	if (concurrent)
		d->what |= PERSON_OTHER;
	if (d->what & PERSON_LEFT)
		TRY(person_leave(c, in->known, in->person.left_on, &p->differences->ended));
	return OK;
}

/* Sets *ret_what to what became different; 0 = nothing. */
static enum err store_row(struct reader *p, struct incoming *in, unsigned *ret_what)
{
	struct person_difference d = {.number = in->person.number, .name = in->person.name,
	                              .after = in->place};

	if (in->known)
		TRY(store_known(p, in, &d));
	else
		TRY(store_new(p, in, &d));
	TRY(store_places(p, in, &d));
	if (d.what)
		note_difference(p, &d);
	*ret_what = d.what;
	return OK;
}

static enum err store_rows(struct reader *p, struct import_result *ret)
{
	for (size_t i = 0; i < p->n; i++) {
		struct incoming *in = &p->in[i];
		bool created = !in->known;
		unsigned what;

		if (in->rejected)
			continue;
		TRY(store_row(p, in, &what));
		if (created)
			ret->created++;
		else if (what)
			ret->updated++;
		else
			ret->unchanged++;
	}
	p->differences->same = ret->unchanged;
	return OK;
}

/* Who worked here the day before and does not stand in the full list. */
static enum err store_leavers(struct reader *p)
{
	const char *eve = day_before(p->r.c->arena, p->day);

	for (size_t i = 0; i < p->people.n; i++) {
		struct person_file *f = &p->people.files[i];
		const struct posting_row *now = person_place_on(f, p->day);
		struct person_difference d = {.what = PERSON_LEFT, .number = f->person->number,
		                              .name_before = f->person->name,
		                              .name = f->person->name, .before = place_of(now)};

		if (!now || map_get(&p->seen, f->person->number))
			continue;
		TRY(person_leave(p->r.c, f, eve, &p->differences->ended));
		note_difference(p, &d);
	}
	return OK;
}

static void tell_kept_accounts(struct reader *p)
{
	long n = p->differences->ended.accounts_kept;

	if (n)
		PROBLEM(p->r.c, p->r.problems, SEV_WARNING, "account-kept",
		        (struct place){.file = p->r.file}, NULL,
		        N_("{1} account(s) of people who leave stay open: the own one, or the last "
		           "that manages accounts."),
		        arena_printf(p->r.c->arena, "%ld", n));
}

enum err person_import(struct ctx *c, const struct book *book, const char *file,
                       const struct person_options *options, struct import_result *ret)
{
	struct reader p = {.day = options->day ? options->day : day_today(c)};

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	p.differences = options->differences ? options->differences
	                                     : ARENA_NEW(c->arena, struct person_differences);
	*p.differences = (struct person_differences){0};
	TRY(form_find(c, book, file, &person_form, &ret->problems, &p.r));
	TRY(load_units(&p));
	TRY(person_load_all(c, NULL, p.day, &p.people));
	read_rows(&p);
	ret->rows = (long)p.n;
	for (size_t i = 0; i < p.n; i++)
		ret->rejected += p.in[i].rejected;
	TRY(store_rows(&p, ret));
	if (options->whole)
		TRY(store_leavers(&p));
	tell_kept_accounts(&p);
	return OK;
}

/* --- export --- */

static const char *post_text(struct arena *a, const struct people_on_out *p)
{
	return p->post ? arena_printf(a, "%s %s", p->unit_code, p->post) : p->unit_code;
}

static const char **export_row(struct arena *a, const struct people_on_out *p)
{
	const char **v = ARENA_ARRAY(a, N_COLUMNS, const char *);

	v[NUMBER] = p->number;
	v[NAME] = p->name;
	v[KANA] = p->kana;
	v[UNIT] = p->unit_code;
	v[POST] = p->post;
	v[EMPLOYMENT] = p->employment;
	v[MAIL] = p->mail;
	v[JOINED] = p->joined_on;
	v[LEFT] = p->left_on;
	return v;
}

enum err person_export(struct ctx *c, const char *day, struct table *ret)
{
	static const struct column out[N_COLUMNS] = {
		{"number", COLUMN_TEXT},    {"name", COLUMN_TEXT},
		{"kana", COLUMN_TEXT},      {"unit_code", COLUMN_TEXT},
		{"post", COLUMN_TEXT},      {"employment", COLUMN_TEXT},
		{"mail", COLUMN_TEXT},      {"joined_on", COLUMN_DATE},
		{"left_on", COLUMN_DATE},   {"concurrent", COLUMN_TEXT},
	};
	struct people_on_out *people;
	const char *const **rows, **last = NULL;
	size_t n, kept = 0;

	TRY(q_people_on(c, &(struct people_on_in){day ? day : day_today(c)}, &people, &n));
	rows = ARENA_ARRAY(c->arena, n, const char *const *);
	for (size_t i = 0; i < n; i++) {
		const struct people_on_out *p = &people[i];

		if (p->main) {
			last = export_row(c->arena, p);
			rows[kept++] = last;
		} else if (last && strcmp(last[NUMBER], p->number) == 0) {
			const char *post = post_text(c->arena, p);

			last[CONCURRENT] = last[CONCURRENT] ? arena_printf(c->arena, "%s|%s",
			                                                   last[CONCURRENT], post)
			                                    : post;
		}
	}
	*ret = (struct table){"people", out, N_COLUMNS, rows, kept};
	return OK;
}
