/* Looking something up, and showing where in the text it stands. */
#include "base/text.h"
#include "gen/queries.h"
#include "org/person.h"
#include "search/fold.h"
#include "search/search.h"

#include <string.h>

#define SNIPPET_BEFORE 30 /* characters around the first word found */
#define SNIPPET_AFTER 70

void search_read(struct ctx *c, const char *typed, struct search_words *ret)
{
	struct text_list parts = text_split(c->arena, text_nfkc(c->arena, typed), " \t\r\n");
	struct search_words w = {0};
	struct buf grams;

	buf_init(&grams, c->arena, BUF_MAX_TEXT);
	for (size_t i = 0; i < parts.n && w.n < SEARCH_WORDS_MAX; i++) {
		const char *folded = text_sought(c->arena, parts.v[i]);

		if (!*folded)
			continue;
		w.typed[w.n] = parts.v[i];
		w.folded[w.n++] = folded;
		search_needed(&grams, folded);
		if (!search_is_gram(folded))
			w.patterns[w.n_patterns++] = search_pattern(c->arena, folded);
	}
	w.grams = grams.data ? grams.data : "";
	*ret = w;
}

enum err search_held(struct ctx *c, const struct search_kind ***ret, size_t *ret_n)
{
	struct search_held_out *held;
	size_t n;

	TRY(q_search_held(c, &held, &n));
	*ret = ARENA_ARRAY(c->arena, n, const struct search_kind *);
	*ret_n = 0;
	for (size_t k = 0; k < n_search_kinds; k++)
		for (size_t i = 0; i < n; i++)
			if (strcmp(held[i].kind, search_kinds[k].code) == 0)
				(*ret)[(*ret_n)++] = &search_kinds[k];
	return OK;
}

enum err search_enter(struct ctx *c, const struct who *who, const struct search_kind *kind,
                      bool *ret)
{
	*ret = access_reach(who->role, kind->see) != REACH_NONE;
	return *ret ? access_enter(c, who, kind->see) : OK;
}

/* What is everybody's or of one of the units within the reach, as alternatives of the index. */
static enum err load_reach(struct ctx *c, struct search_words *w)
{
	struct search_reach_out *units;
	struct buf b;
	size_t n;

	if (w->reach && strcmp(w->reach_of, c->only_below) == 0)
		return OK;
	TRY(q_search_reach(c, &units, &n));
	buf_init(&b, c->arena, BUF_MAX_TEXT);
	buf_printf(&b, " AND (%s", search_unit_word(c->arena, 0));
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, " OR %s", search_unit_word(c->arena, units[i].id));
	buf_putc(&b, ')');
	w->reach = b.data;
	w->reach_of = c->only_below;
	return OK;
}

/*
 * The kind is a gram too: what is frequent in another kind is not gone through for this one. A row
 * of people has no unit in the index, so nobody finds it who forgets the day.
 */
static enum err narrow(struct ctx *c, const struct search_kind *kind, struct search_words *w,
                       struct search_hits_in *in)
{
	const char *reach = "";

	if (c->only_below && kind->of_people) {
		in->day = day_today(c);
	} else if (c->only_below) {
		TRY(load_reach(c, w));
		reach = w->reach;
	}
	in->grams = arena_printf(c->arena, "%s %s%s", search_kind_word(c->arena, kind), w->grams,
	                         reach);
	return OK;
}

enum err search_find(struct ctx *c, const struct search_kind *kind, struct search_words *w,
                     int64_t from, int64_t n, struct search_hit **ret, size_t *ret_n,
                     int64_t *ret_all)
{
	struct search_hits_in in = {
		.most = n > SEARCH_COUNT_MAX - from ? n + from : SEARCH_COUNT_MAX + 1,
		.n = n,
		.from_row = from,
		.w1 = w->patterns[0],
		.w2 = w->patterns[1],
		.w3 = w->patterns[2],
		.w4 = w->patterns[3],
		.w5 = w->patterns[4],
	};
	struct search_hits_out *rows;
	struct search_hit *hits;

	*ret_n = 0;
	*ret_all = 0;
	if (!*w->grams)
		return OK;
	TRY(narrow(c, kind, w, &in));
	TRY(q_search_hits(c, &in, &rows, ret_n));
	hits = ARENA_ARRAY(c->arena, *ret_n, struct search_hit);
	for (size_t i = 0; i < *ret_n; i++)
		hits[i] = (struct search_hit){rows[i].id, rows[i].place, rows[i].title,
		                              rows[i].words};
	*ret = hits;
	*ret_all = *ret_n ? rows->found : 0;
	return OK;
}

/* --- snippets --- */

/* A text and its folded form, character by character. */
struct mapped {
	const char **from; /* of each character in the text, one more for the end */
	size_t *at;        /* where its folded form begins */
	bool *found;
	size_t n;
	const char *folded;
};

/* What is folded together with the character before it: voicing marks, variation selectors. */
static bool belongs_before(uint32_t cp)
{
	return cp == 0xFF9E || cp == 0xFF9F || (cp >= 0x300 && cp <= 0x36F) || cp == 0x3099 ||
	       cp == 0x309A || (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

static const char *next_character(const char *s)
{
	const char *next;

	(void)text_next(&s);
	for (next = s; *s && belongs_before(text_next(&next)); s = next)
		;
	return s;
}

static struct mapped map_text(struct arena *a, const char *text)
{
	size_t room = strlen(text) + 1;
	struct mapped m = {.from = ARENA_ARRAY(a, room, const char *),
	                   .at = ARENA_ARRAY(a, room, size_t),
	                   .found = ARENA_ARRAY(a, room, bool)};
	struct buf folded;

	buf_init(&folded, a, BUF_MAX_TEXT * 4);
	buf_puts(&folded, "");
	for (const char *s = text; *s; m.n++) {
		const char *next = next_character(s);

		m.from[m.n] = s;
		m.at[m.n] = folded.len;
		buf_puts(&folded, text_sought(a, arena_strndup(a, s, (size_t)(next - s))));
		s = next;
	}
	m.from[m.n] = text + strlen(text);
	m.at[m.n] = folded.len;
	m.folded = folded.len ? folded.data : "";
	return m;
}

/* Marks where the word stands; the first place before *first is put there. */
static void mark(struct mapped *m, const char *word, size_t *first)
{
	size_t len = strlen(word);

	for (const char *hit = m->folded; (hit = strstr(hit, word)) != NULL; hit++) {
		size_t begin = (size_t)(hit - m->folded);

		for (size_t i = 0; i < m->n; i++) {
			if (m->at[i + 1] <= begin || m->at[i] >= begin + len)
				continue;
			m->found[i] = true;
			if (i < *first)
				*first = i;
		}
	}
}

static void add_piece(struct arena *a, struct search_piece ***end, const char *text, size_t len,
                      bool found)
{
	struct search_piece *p = ARENA_NEW(a, struct search_piece);

	p->text = arena_strndup(a, text, len);
	p->found = found;
	**end = p;
	*end = &p->next;
}

struct search_piece *search_snippet(struct arena *a, const char *text,
                                    const struct search_words *words)
{
	struct mapped m = map_text(a, text);
	struct search_piece *pieces = NULL, **end = &pieces;
	size_t first = m.n, from, to, next;

	for (size_t i = 0; i < words->n; i++)
		mark(&m, words->folded[i], &first);
	if (first == m.n)
		first = 0;
	from = first > SNIPPET_BEFORE ? first - SNIPPET_BEFORE : 0;
	to = first + SNIPPET_AFTER < m.n ? first + SNIPPET_AFTER : m.n;
	if (from > 0)
		add_piece(a, &end, "…", strlen("…"), false);
	for (size_t i = from; i < to; i = next) {
		for (next = i + 1; next < to && m.found[next] == m.found[i]; next++)
			;
		add_piece(a, &end, m.from[i], (size_t)(m.from[next] - m.from[i]), m.found[i]);
	}
	if (to < m.n)
		add_piece(a, &end, "…", strlen("…"), false);
	return pieces;
}
