/* What differs between two versions of a catalogue. */
#include "criteria/edit.h"
#include "web/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

static void draw_way(struct request *r, const struct version_full *v)
{
	const char *name = msg_format(r->c.arena, r->lang, N_("Version {1}"),
	                              (const char *const[]){number(r, v->version->number), NULL});

	page_crumb(r, T_(&r->html, N_("Audit items")), LINK(r, CATALOGS));
	page_crumb(r, arena_printf(r->c.arena, "%s %s", v->catalog->name, name),
	           LINK(r, VERSION, r->args[0], number(r, v->version->number)));
}


static size_t same_start(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	while (n && ((unsigned char)a[n] & 0xC0) == 0x80) /* not within a character */
		n--;
	return n;
}

static size_t same_end(const char *a, size_t len_a, const char *b, size_t len_b)
{
	size_t n = 0;

	while (n < len_a && n < len_b && a[len_a - n - 1] == b[len_b - n - 1])
		n++;
	while (n && ((unsigned char)a[len_a - n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* The text with what was taken out and put in. */
static void draw_change(struct request *r, const char *was, const char *now)
{
	struct html *h = &r->html;
	struct arena *a = r->c.arena;
	size_t start, end, len_was, len_now;

	was = was ? was : "";
	now = now ? now : "";
	start = same_start(was, now);
	len_was = strlen(was) - start;
	len_now = strlen(now) - start;
	end = same_end(was + start, len_was, now + start, len_now);
	html_text(h, arena_strndup(a, was, start));
	if (len_was > end)
		EL(h, DEL, arena_strndup(a, was + start, len_was - end));
	if (len_now > end)
		EL(h, INS, arena_strndup(a, now + start, len_now - end));
	html_text(h, was + start + len_was - end);
}

static void draw_field_change(struct request *r, const char *label, const char *was,
                              const char *now)
{
	struct html *h = &r->html;

	if (strcmp(was ? was : "", now ? now : "") == 0)
		return;
	EL(h, DT, label);
	OPEN(h, DD, AT(CLASS, "pre"));
	draw_change(r, was, now);
	CLOSE(h, DD);
}

static void draw_difference(struct request *r, const struct item_difference *d, const char *version)
{
	static const char *const names[] = {N_("Added"), N_("Left out"), N_("Changed")};
	static const char *const classes[] = {"chip good", "chip bad", "chip wait"};
	const struct item_full none = {.row = &(struct item_row){.no = ""}};
	const struct item_full *was = d->before ? d->before : &none;
	const struct item_full *now = d->after ? d->after : &none;
	struct html *h = &r->html;
	const struct item_row *shown = d->after ? now->row : was->row;

	OPEN(h, ARTICLE, AT(CLASS, "difference"));
	OPEN(h, H2);
	EL(h, SPAN, T_(h, names[d->change]), AT(CLASS, classes[d->change]));
	html_text(h, " ");
	EL(h, A,
	   arena_printf(r->c.arena, "%s　%s", shown->no, shown->title ? shown->title : ""),
	   HREF(LINK(r, ITEM, r->args[0], version, number(r, shown->id))));
	CLOSE(h, H2);
	OPEN(h, DL, AT(CLASS, "facts"));
	for (size_t i = 0; i < n_item_fields; i++)
		draw_field_change(r, T_(h, item_fields[i].label),
		                  item_text(was->row, &item_fields[i]),
		                  item_text(now->row, &item_fields[i]));
	draw_field_change(r, T_(h, N_("Mandatory")), was->row->mandatory ? "○" : NULL,
	                  now->row->mandatory ? "○" : NULL);
	for (int k = ITEM_LEVELS; k-- > 0;)
		draw_field_change(r,
		                  arena_printf(r->c.arena, "%s %d", T_(h, N_("Level")), k + 1),
		                  was->levels[k], now->levels[k]);
	CLOSE(h, DL);
	CLOSE(h, ARTICLE);
}

static void draw_choice(struct request *r, const char *name, const char *label,
                        const struct versions_of_catalog_out *versions, size_t n, int64_t now)
{
	struct html *h = &r->html;

	OPEN(h, LABEL);
	html_text(h, T_(h, label));
	OPEN(h, SELECT, AT(NAME, name));
	for (size_t i = 0; i < n; i++)
		EL(h, OPTION, number(r, versions[i].number),
		   AT(VALUE, number(r, versions[i].number)),
		   FLAG(SELECTED, versions[i].number == now));
	CLOSE(h, SELECT);
	CLOSE(h, LABEL);
}

static enum err draw_versions(struct request *r, int64_t catalog, int64_t from, int64_t to)
{
	struct html *h = &r->html;
	struct versions_of_catalog_out *versions;
	size_t n;

	TRY(q_versions_of_catalog(&r->c, &(struct versions_of_catalog_in){catalog}, &versions,
	                          &n));
	OPEN(h, FORM, AT(METHOD, "get"), ACTION(LINK(r, VERSION_CHANGES, r->args[0])),
	     AT(CLASS, "filters"));
	draw_choice(r, "from", N_("From version"), versions, n, from);
	draw_choice(r, "to", N_("To version"), versions, n, to);
	EL(h, BUTTON, T_(h, N_("Show")), AT(TYPE, "submit"), AT(CLASS, "button"));
	CLOSE(h, FORM);
	return OK;
}

static int64_t asked(struct request *r, const char *name, int64_t otherwise)
{
	const char *s = pairs_get(&r->query, name);

	return s ? strtoll(s, NULL, 10) : otherwise;
}

enum err version_changes_page(struct request *r)
{
	struct html *h = &r->html;
	int64_t catalog = request_id(r, 0), to = asked(r, "to", 1);
	int64_t from = asked(r, "from", to > 1 ? to - 1 : 1);
	struct item_difference *all;
	struct version_full before, after;
	size_t n, count[3] = {0};

	TRY(criteria_load_version(&r->c, catalog, from, &before));
	TRY(criteria_load_version(&r->c, catalog, to, &after));
	all = criteria_compare(r->c.arena, &before, &after, &n);
	for (size_t i = 0; i < n; i++)
		count[all[i].change]++;
	draw_way(r, &after);
	page_heading(r, T_(h, N_("What changed between the versions")));
	TRY(draw_versions(r, catalog, from, to));
	OPEN(h, P);
	SAY(h, N_("{1} added, {2} left out, {3} changed."),
	    arena_printf(r->c.arena, "%zu", count[ITEM_ADDED]),
	    arena_printf(r->c.arena, "%zu", count[ITEM_LEFT_OUT]),
	    arena_printf(r->c.arena, "%zu", count[ITEM_CHANGED]));
	CLOSE(h, P);
	for (size_t i = page_first(r, n), end = i + PAGE_ROWS; i < n && i < end; i++)
		draw_difference(r, &all[i], number(r, all[i].after ? to : from));
	page_turner(r, n);
	return OK;
}
