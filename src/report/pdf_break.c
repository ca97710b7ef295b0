/* Where lines end, and how the room that is left over is spread: JIS X 4051 in short. */
#include "report/pdf_classes.h"

#include "base/text.h"

#include <string.h>

#define BLANK 0.5      /* part of a bracket's square that is blank */
#define SQUEEZE_MAX 0.5 /* of that blank, within a line */
#define GAP_MAX 0.09   /* em; wider gaps are read as word spaces, so such a line stays ragged */
#define SPACE_WEIGHT 3 /* a word space may grow this much more than a gap between ideographs */
#define SHORT_TEXT 40   /* clusters; in longer ones a torn word does not matter */
#define EPSILON 0.01

static bool in_set(uint32_t cp, const uint32_t *set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] == cp)
			return true;
	return false;
}

unsigned char cluster_class(uint32_t cp)
{
	static const uint32_t opening[] = {U'「', U'『', U'（', U'［', U'｛', U'〔', U'〈', U'《', U'【'};
	static const uint32_t closing[] = {U'」', U'』', U'）', U'］', U'｝', U'〕', U'〉', U'》', U'】',
	                                   U'、', U'。', U'，', U'．'};

	if (cp == ' ')
		return CL_SPACE | CL_NARROW;
	if (cp == 0x3000)
		return CL_SPACE;
	if (in_set(cp, opening, sizeof opening / sizeof *opening))
		return CL_OPEN;
	if (in_set(cp, closing, sizeof closing / sizeof *closing))
		return CL_CLOSE;
	return cp < 0x2000 ? CL_NARROW : 0;
}

static uint32_t first_char(const struct text *text, size_t i)
{
	const char *s = text->utf8 + text->clusters[i].byte;

	return text_next(&s);
}

static bool is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

static bool is_letter_of_japanese(uint32_t cp)
{
	return (cp >= 0x3041 && cp <= 0x30FF) || (cp >= 0x3400 && cp <= 0x9FFF) ||
	       (cp >= 0xF900 && cp <= 0xFAFF) || cp == '%' || cp == 0xFF05 || cp == 0x3005;
}

/* Bytes of the unit that follows a number: units of several characters stay whole. */
static size_t unit_length(const char *s)
{
	static const char *const units[] = {"パーセント", "ポイント", "か所", "カ所", "箇所", "ヶ所", "か月",
	                                    "カ月", "箇月", "ヶ月", "年度", "年間", "時間", "日間", "分間",
	                                    "所属", "項目", "課所", "千円", "万円", "億円", "世帯", "文字"};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strncmp(s, units[i], strlen(units[i])) == 0)
			return strlen(units[i]);
	return 0;
}

/* Ranges ～, doubled dashes and dots, and 第, 約 before a number do not part. */
static bool inseparable(uint32_t before, uint32_t cp)
{
	if (cp == 0xFF5E || cp == 0x301C)
		return true;
	if (before == cp && (cp == 0x2014 || cp == 0x2015 || cp == 0x2025 || cp == 0x2026))
		return true;
	return is_digit(cp) && (before == U'第' || before == U'約');
}

static void keep_together(struct text *text)
{
	size_t unit_end = 0;
	uint32_t before = 0;

	for (size_t i = 0; i < text->n_clusters; i++) {
		struct cluster *cl = &text->clusters[i];
		uint32_t cp = first_char(text, i);

		if (is_digit(before) && is_letter_of_japanese(cp)) {
			unit_end = cl->byte + unit_length(text->utf8 + cl->byte);
			cl->flags &= (unsigned char)~CL_BREAK;
		}
		if (cl->byte < unit_end || inseparable(before, cp))
			cl->flags &= (unsigned char)~CL_BREAK;
		before = cp;
	}
}

static bool is_full_width(const struct cluster *cl)
{
	return (double)cl->advance > 0.9;
}

static void trim(struct cluster *cl)
{
	cl->advance -= (float)BLANK;
	cl->flags |= CL_TRIMMED;
}

/* ）「 have half a square between them, 」、 and （「 nothing. */
static void close_up(struct text *text)
{
	for (size_t i = 0; i < text->n_clusters; i++) {
		struct cluster *cl = &text->clusters[i], *next = cl + 1;

		/* a font whose brackets are narrow has no blank to give */
		if (cl->flags & (CL_OPEN | CL_CLOSE) && !(cl->flags & CL_TRIMMED) &&
		    !is_full_width(cl))
			cl->flags &= (unsigned char)~(CL_OPEN | CL_CLOSE);
		if (i + 1 == text->n_clusters)
			break;
		if (cl->flags & CL_CLOSE && next->flags & (CL_OPEN | CL_CLOSE))
			trim(cl);
		else if (cl->flags & CL_OPEN && next->flags & CL_OPEN && is_full_width(next))
			trim(next);
	}
}

void text_apply_rules(struct text *text)
{
	keep_together(text);
	close_up(text);
}

/* The blank that a cluster still has. */
static double blank(const struct text *text, size_t i)
{
	unsigned flags = text->clusters[i].flags;

	return flags & (CL_OPEN | CL_CLOSE) && !(flags & CL_TRIMMED) ? BLANK * text->type.size : 0;
}

/* Whether the place between clusters i and i + 1 may be widened, and how much more than others. */
static int stretch(const struct text *text, size_t i)
{
	unsigned flags = text->clusters[i].flags, next = text->clusters[i + 1].flags;

	if (flags & CL_SPACE)
		return SPACE_WEIGHT;
	if ((flags & next & CL_NARROW) || flags & CL_OPEN || next & (CL_CLOSE | CL_SPACE))
		return 0;
	return 1;
}

static double advance_of(const struct text *text, size_t i)
{
	return (double)text->clusters[i].advance * text->type.size;
}

double cluster_place(const struct line *line, size_t i, double *ret_shift)
{
	const struct text *text = line->text;
	const struct cluster *cl = &text->clusters[i];
	double advance = advance_of(text, i), half = blank(text, i), taken = half * line->squeeze;
	bool first = i == line->first, last = i + 1 == line->end;

	if (cl->flags & CL_OPEN && first)
		taken = half;
	if (cl->flags & CL_CLOSE && last)
		taken = half;
	*ret_shift = cl->flags & CL_OPEN ? -taken : 0;
	if (cl->flags & CL_OPEN && cl->flags & CL_TRIMMED)
		*ret_shift = -BLANK * text->type.size;
	advance -= taken;
	if (!last)
		advance += line->gap * stretch(text, i);
	return advance;
}

/* A candidate for the end of a line that begins at `first`. */
struct ending {
	size_t next;   /* where the next line begins; 0 = none found */
	size_t end;    /* without the spaces before that */
	double width;  /* when nothing inside is squeezed or spread */
	double spare;  /* how much narrower it can get */
	int weights;   /* places that can be widened */
};

static void drop_spaces(const struct text *text, size_t first, struct ending *e)
{
	e->end = e->next;
	while (e->end > first && text->clusters[e->end - 1].flags & CL_SPACE)
		e->end--;
}

static struct ending measure_ending(const struct text *text, size_t first, size_t next)
{
	struct ending e = {.next = next};
	struct line line = {.text = text, .first = first};
	double shift;

	drop_spaces(text, first, &e);
	line.end = e.end;
	for (size_t i = first; i < e.end; i++) {
		bool open_first = i == first && text->clusters[i].flags & CL_OPEN;
		bool close_last = i + 1 == e.end && text->clusters[i].flags & CL_CLOSE;

		e.width += cluster_place(&line, i, &shift);
		if (!open_first && !close_last)
			e.spare += blank(text, i) * SQUEEZE_MAX;
		if (i + 1 < e.end)
			e.weights += stretch(text, i);
	}
	return e;
}

/* No place to break fits: as many clusters as there is room for, at least one. */
static struct ending emergency(const struct text *text, size_t first, size_t stop, double room)
{
	struct ending e = measure_ending(text, first, first + 1);

	for (size_t next = first + 2; next <= stop; next++) {
		struct ending more = measure_ending(text, first, next);

		if (more.width > room + EPSILON)
			break;
		e = more;
	}
	return e;
}

/*
 * The last break that fits, or the one after it when squeezing brackets for it changes the line
 * less than spreading it.
 */
static struct ending find_ending(const struct text *text, size_t first, size_t stop, double room)
{
	struct ending fits = {0};
	double width = 0;

	for (size_t i = first; i < stop; i++) {
		struct ending e;
		bool can = i + 1 == stop || text->clusters[i + 1].flags & CL_BREAK;

		width += advance_of(text, i);
		if (width > 2 * room + text->type.size)
			break; /* in the midst of something that cannot be broken */
		/* far from the edge no ending needs measuring */
		if (!can || (width < room - 2 * text->type.size && i + 1 < stop))
			continue;
		e = measure_ending(text, first, i + 1);
		if (e.width <= room + EPSILON) {
			fits = e;
		} else if (e.width - e.spare <= room + EPSILON &&
		           (!fits.next || e.width - room < room - fits.width)) {
			return e;
		} else {
			break;
		}
	}
	if (fits.next)
		return fits;
	for (size_t i = first + 1; i < stop; i++) {
		struct ending e;

		if (!(text->clusters[i].flags & CL_BREAK))
			continue;
		e = measure_ending(text, first, i);
		if (e.width > room + EPSILON)
			break;
		fits = e;
	}
	return fits.next ? fits : emergency(text, first, stop, room);
}

static void add_line(struct arena *a, struct lines *l, size_t *room, struct line line)
{
	if (l->n == *room) {
		size_t more = *room ? 2 * *room : 2;

		l->v = arena_grow(a, l->v, *room * sizeof *l->v, more * sizeof *l->v);
		*room = more;
	}
	l->v[l->n++] = line;
}

/* Squeezes or spreads a line to its room and puts it in its place. */
static struct line fit_line(const struct text *text, size_t first, const struct ending *e,
                            double left, double room, const struct measure *m, bool last)
{
	struct line line = {.text = text, .first = first, .end = e->end, .width = e->width};
	double slack = room - e->width;

	if (slack < 0 && e->spare > 0) {
		line.squeeze = SQUEEZE_MAX * (-slack < e->spare ? -slack / e->spare : 1);
		line.width = -slack < e->spare ? room : e->width - e->spare;
	} else if (slack > 0 && m->justify && !last && e->weights &&
	           slack / e->weights <= GAP_MAX * text->type.size) {
		line.gap = slack / e->weights;
		line.width = room;
	}
	line.x = left;
	if (m->align == ALIGN_CENTER)
		line.x += (room - line.width) / 2;
	else if (m->align == ALIGN_RIGHT)
		line.x += room - line.width;
	return line;
}

static bool is_katakana(uint32_t cp)
{
	return cp >= 0x30A1 && cp <= 0x30FF && cp != U'・';
}

/* Where the bracketed part or the katakana word that a line's end cuts begins; 0 = none. */
static size_t word_start(const struct text *text, size_t first, size_t next)
{
	size_t word = next;
	int depth = 0;

	for (size_t i = next; i-- > first + 1;) {
		uint32_t cp = first_char(text, i);

		depth += cp == ')' || cp == U'）';
		depth -= cp == '(' || cp == U'（';
		if (depth < 0)
			return text->clusters[i].flags & CL_BREAK ? i : 0;
	}
	while (word > first && is_katakana(first_char(text, word)) &&
	       is_katakana(first_char(text, word - 1)))
		word--;
	return word > first && word < next && text->clusters[word].flags & CL_BREAK ? word : 0;
}

static size_t count_lines(const struct text *text, size_t at, size_t stop, double room)
{
	size_t n = 0;

	for (; at < stop; n++)
		at = find_ending(text, at, stop, room).next;
	return n;
}

/* In short ragged texts, such as names in cells, an earlier end that costs no further line. */
static struct ending prefer_word(const struct text *text, size_t first, size_t stop, double room,
                                 struct ending e)
{
	size_t word = e.next < stop ? word_start(text, first, e.next) : 0;

	if (!word || count_lines(text, word, stop, room) > count_lines(text, e.next, stop, room))
		return e;
	return measure_ending(text, first, word);
}

static struct ending choose_ending(const struct text *text, size_t first, size_t stop,
                                   double room, const struct measure *m)
{
	struct ending e = {.next = stop, .end = stop};

	if (first < stop)
		e = find_ending(text, first, stop, room);
	if (!m->justify && stop - first <= SHORT_TEXT)
		e = prefer_word(text, first, stop, room, e);
	return e;
}

struct lines text_break(struct arena *a, const struct text *text, const struct measure *m)
{
	struct lines l = {.leading = text->type.leading};
	size_t room = 0;

	for (size_t s = 0; s < text->n_starts; s++) {
		size_t at = text->starts[s];
		size_t stop = s + 1 < text->n_starts ? text->starts[s + 1] : text->n_clusters;

		do {
			double left = l.n ? m->rest : m->first;
			struct ending e = choose_ending(text, at, stop, m->width - left, m);

			add_line(a, &l, &room,
			         fit_line(text, at, &e, left, m->width - left, m, e.next == stop));
			at = e.next;
		} while (at < stop);
	}
	return l;
}

double text_advance(const struct text *text, size_t bytes)
{
	double width = 0;

	for (size_t i = 0; i < text->n_clusters && text->clusters[i].byte < bytes; i++)
		width += advance_of(text, i);
	return width;
}

double text_line_width(const struct text *text)
{
	double widest = 0;

	for (size_t s = 0; s < text->n_starts; s++) {
		size_t stop = s + 1 < text->n_starts ? text->starts[s + 1] : text->n_clusters;
		double width = 0;

		if (stop > text->starts[s])
			width = measure_ending(text, text->starts[s], stop).width;
		if (width > widest)
			widest = width;
	}
	return widest;
}

double text_least_width(const struct text *text)
{
	double widest = 0;

	for (size_t s = 0; s < text->n_starts; s++) {
		size_t stop = s + 1 < text->n_starts ? text->starts[s + 1] : text->n_clusters;
		size_t first = text->starts[s];

		for (size_t i = first + 1; i <= stop; i++) {
			if (i < stop && !(text->clusters[i].flags & CL_BREAK))
				continue;
			double width = measure_ending(text, first, i).width;

			if (width > widest)
				widest = width;
			first = i;
		}
	}
	return widest;
}

double lines_height(const struct lines *l)
{
	return (double)l->n * l->leading;
}

bool line_next_piece(const struct line *line, struct piece *piece)
{
	const struct cluster *clusters = line->text->clusters;
	size_t i = piece->to;
	double shift;

	if (i >= line->end)
		return false;
	piece->from = i;
	piece->x += piece->width;
	piece->width = 0;
	piece->font = clusters[i].font;
	piece->span = clusters[i].span;
	for (; i < line->end && clusters[i].font == piece->font && clusters[i].span == piece->span;
	     i++)
		piece->width += cluster_place(line, i, &shift);
	piece->to = i;
	return true;
}
