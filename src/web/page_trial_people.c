/* The transfers that a personnel list would make: how many of what, and who. */
#include "org/person_import.h"
#include "web/page.h"
#include "web/trial.h"

#include <stdlib.h>
#include <string.h>

/* The kind of change asked for by ?what=, a bit; -1 = all. */
static int what_asked(const struct request *r)
{
	const char *what = pairs_get(&r->query, "what");

	for (int bit = 0; what && bit < PERSON_CHANGES; bit++)
		if (strcmp(person_change_code(bit), what) == 0)
			return bit;
	return -1;
}

static void draw_sums(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;
	long same = 0;

	TABLE_OPEN(r, "counts", NULL, N_("Transfer"), N_("People"));
	for (int bit = 0; bit < PERSON_CHANGES; bit++) {
		long n = 0;

		for (size_t i = 0; i < t->files.n; i++)
			n += t->v[i].people.count[bit];
		OPEN(h, TR);
		EL(h, TH, T_(h, person_change_label(bit)), AT(SCOPE, "row"));
		if (n)
			cell_number_link(r, n, here_with(r, "what", person_change_code(bit)));
		else
			cell_number(r, 0);
		CLOSE(h, TR);
	}
	for (size_t i = 0; i < t->files.n; i++)
		same += t->v[i].people.same;
	OPEN(h, TR);
	EL(h, TH, T_(h, N_("Unchanged")), AT(SCOPE, "row"));
	cell_number(r, same);
	CLOSE(h, TR);
	table_close(r);
}

static const char *place_text(struct request *r, const char *name, const struct person_place *p)
{
	return arena_printf(r->c.arena, "%s %s %s %s", name ? name : "",
	                    p->unit_code ? p->unit_code : "", p->post ? p->post : "",
	                    p->employment ? p->employment : "");
}

static void draw_difference(struct request *r, const struct person_difference *d)
{
	struct html *h = &r->html;
	const char *what = "";

	for (int bit = 0; bit < PERSON_CHANGES; bit++)
		if (d->what >> bit & 1)
			what = arena_printf(r->c.arena, "%s%s%s", what, *what ? "、" : "",
			                    T_(h, person_change_label(bit)));
	OPEN(h, TR);
	EL(h, TD, d->number, AT(CLASS, "code"));
	cell_text(r, what);
	cell_text(r, d->what & PERSON_JOINED ? NULL : place_text(r, d->name_before, &d->before));
	cell_text(r, d->what & PERSON_LEFT ? NULL : place_text(r, d->name, &d->after));
	CLOSE(h, TR);
}

/* What of the list belongs on the page; returns how many there are in all. */
static size_t draw_rows(struct request *r, const struct trial *t, int only, size_t from, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < t->files.n; i++) {
		const struct person_difference *d = t->v[i].people.first;

		for (; d; d = d->next) {
			if (only >= 0 && !(d->what >> only & 1))
				continue;
			if (at >= from && at - from < n)
				draw_difference(r, d);
			at++;
		}
	}
	return at;
}

void trial_draw_people(struct request *r, const struct trial *t)
{
	struct html *h = &r->html;
	int only = what_asked(r);
	size_t all = draw_rows(r, t, only, 0, 0), first;

	OPEN(h, SECTION, AT(ID, "transfers"));
	EL(h, H2, T_(h, N_("Transfers")));
	draw_sums(r, t);
	if (only >= 0) {
		OPEN(h, P);
		EL(h, A, T_(h, N_("All of them")), HREF(here_with(r, "what", NULL)));
		CLOSE(h, P);
	}
	if (all) {
		first = page_first(r, all);
		TABLE_OPEN(r, NULL, NULL, N_("Personnel number"), N_("Transfer"),
		           N_("Until then"), N_("From then on"));
		(void)draw_rows(r, t, only, first, PAGE_ROWS);
		table_close(r);
		page_turner(r, all);
	}
	CLOSE(h, SECTION);
}
