/* Finding anything by its words: the first hits of each kind, or one kind in full. */
#include "search/search.h"
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

#define FIRST_HITS 5 /* of each kind */
#define PLACE_MAX 4  /* parameters of an address */

/* Where a hit of the kind leads; its place gives the parameters. Of all others: a record. */
static const struct {
	const char *kind;
	enum route_id route;
} leads[] = {
	{"unit", ROUTE_UNIT},         {"person", ROUTE_PERSON},    {"audit", ROUTE_AUDIT},
	{"judgement", ROUTE_JUDGEMENT}, {"evidence", ROUTE_JUDGEMENT}, {"catalog", ROUTE_CATALOGS},
	{"item", ROUTE_ITEM},         {"account", ROUTE_ACCOUNT},
};

static struct url hit_url(struct request *r, const struct search_kind *kind,
                          const struct search_hit *hit)
{
	const char *args[PLACE_MAX + 1] = {NULL};
	const char *rest = hit->place;
	enum route_id route;
	size_t i = 0;

	for (size_t n = 0; *rest && n < PLACE_MAX; n++) {
		size_t len = strcspn(rest, "|");

		args[n] = arena_strndup(r->c.arena, rest, len);
		rest += len + (rest[len] == '|');
	}
	while (i < sizeof(leads) / sizeof(leads[0]) && strcmp(leads[i].kind, kind->code) != 0)
		i++;
	route = i < sizeof(leads) / sizeof(leads[0]) ? leads[i].route : ROUTE_RECORD;
	return url_make(r->c.arena, r->site->base, routes[route].path, args);
}

static void draw_hit(struct request *r, const struct search_kind *kind,
                     const struct search_words *words, const struct search_hit *hit)
{
	const struct search_piece *piece = search_snippet(r->c.arena, hit->words, words);
	struct html *h = &r->html;

	OPEN(h, LI);
	EL(h, A, hit->title, HREF(hit_url(r, kind, hit)));
	OPEN(h, P);
	for (; piece; piece = piece->next)
		if (piece->found)
			EL(h, MARK, piece->text);
		else
			html_text(h, piece->text);
	CLOSE(h, P);
	CLOSE(h, LI);
}

static void draw_hits(struct request *r, const struct search_kind *kind,
                      const struct search_words *words, const struct search_hit *hits, size_t n)
{
	struct html *h = &r->html;

	OPEN(h, OL, AT(CLASS, "hits"));
	for (size_t i = 0; i < n; i++)
		draw_hit(r, kind, words, &hits[i]);
	CLOSE(h, OL);
}

/* "1,000件以上" where nobody counted to the end. */
static const char *count_text(struct request *r, int64_t n)
{
	const char *digits = arena_printf(r->c.arena, "%" PRId64,
	                                  n > SEARCH_COUNT_MAX ? SEARCH_COUNT_MAX : n);

	return msg_format(r->c.arena, r->lang,
	                  n > SEARCH_COUNT_MAX ? N_("more than {1}") : N_("{1} found"),
	                  (const char *const[ERROR_ARGS_MAX]){digits});
}

static void draw_section(struct request *r, const struct search_kind *kind,
                         const struct search_words *words, const struct search_hit *hits, size_t n,
                         int64_t all)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, arena_printf(r->c.arena, "%s（%s）", T_(h, kind->label), count_text(r, all)));
	draw_hits(r, kind, words, hits, n);
}

static enum err draw_first(struct request *r, const struct search_kind *kind,
                           struct search_words *words, int64_t *ret_all)
{
	struct html *h = &r->html;
	struct search_hit *hits;
	size_t n;

	TRY(search_find(&r->c, kind, words, 0, FIRST_HITS, &hits, &n, ret_all));
	if (n == 0)
		return OK;
	draw_section(r, kind, words, hits, n, *ret_all);
	if (*ret_all > FIRST_HITS) {
		OPEN(h, P);
		EL(h, A, T_(h, N_("All of them")), HREF(here_with(r, "kind", kind->code)));
		CLOSE(h, P);
	}
	CLOSE(h, SECTION);
	return OK;
}

/* The page asked for; the last one where there are not so many. */
static enum err find_page(struct request *r, const struct search_kind *kind,
                          struct search_words *words, struct search_hit **ret, size_t *ret_n,
                          int64_t *ret_all)
{
	size_t from = page_first(r, SEARCH_COUNT_MAX + 1);

	TRY(search_find(&r->c, kind, words, (int64_t)from, PAGE_ROWS, ret, ret_n, ret_all));
	if (*ret_n || !from)
		return OK;
	TRY(search_find(&r->c, kind, words, 0, 1, ret, ret_n, ret_all));
	from = page_first(r, (size_t)*ret_all);
	return search_find(&r->c, kind, words, (int64_t)from, PAGE_ROWS, ret, ret_n, ret_all);
}

static enum err draw_alone(struct request *r, const struct search_kind *kind,
                           struct search_words *words, int64_t *ret_all)
{
	struct search_hit *hits;
	size_t n;

	TRY(find_page(r, kind, words, &hits, &n, ret_all));
	if (n == 0)
		return OK;
	draw_section(r, kind, words, hits, n, *ret_all);
	page_turner(r, (size_t)*ret_all);
	CLOSE(&r->html, SECTION);
	return OK;
}

static enum err draw_kind(struct request *r, const struct search_kind *kind,
                          struct search_words *words, bool alone, int64_t *ret_all)
{
	bool may;

	*ret_all = 0;
	TRY(search_enter(&r->c, &r->session.who, kind, &may));
	if (!may)
		return OK;
	return alone ? draw_alone(r, kind, words, ret_all) : draw_first(r, kind, words, ret_all);
}

static enum err draw_all(struct request *r, struct search_words *words,
                         const struct search_kind *only)
{
	const struct search_kind **kinds;
	int64_t total = 0, all;
	size_t n;

	TRY(search_held(&r->c, &kinds, &n));
	for (size_t i = 0; i < n; i++) {
		if (only && only != kinds[i])
			continue;
		TRY(draw_kind(r, kinds[i], words, only != NULL, &all));
		total += all;
	}
	r->c.only_below = NULL;
	if (!total)
		page_empty(r, *words->grams
		                      ? N_("Nothing holds all of these words. Try fewer or shorter "
		                           "ones.")
		                      : N_("Signs alone are not looked for. Enter a word."));
	return OK;
}

enum err search_page(struct request *r)
{
	const char *q = pairs_get(&r->query, "q"), *kind = pairs_get(&r->query, "kind");
	const struct search_kind *only = kind && *kind ? search_kind_find(kind) : NULL;
	struct html *h = &r->html;
	struct search_words words;

	if (kind && *kind && !only)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	search_read(&r->c, q ? q : "", &words);
	if (only)
		page_crumb(r, T_(h, N_("Search")), here_with(r, "kind", NULL));
	page_heading(r, arena_printf(r->c.arena, "%s%s%s", T_(h, N_("Search")), words.n ? ": " : "",
	                             words.n ? q : ""));
	if (!words.n) {
		page_empty(r, N_("Enter one or more words above. One character is enough, and "
		                 "full or half width makes no difference."));
		return OK;
	}
	return draw_all(r, &words, only);
}
