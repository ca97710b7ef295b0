#include "report/pdf_internal.h"

#include "base/text.h"
#include "report/doc_text.h"

#include <string.h>

#define CONTENTS_DEPTH 3
#define NUMBER_WIDTH 24.0 /* room for a page number in the contents */
#define RUNNING_TOP 44.0
#define FOOTER_BOTTOM 46.0

static const struct type cover_type = {FACE_MINCHO, 14, 24, COLOR_INK};
static const struct type running_type = {FACE_GOTHIC, 8, 12, COLOR_GREY};
static const struct type footer_type = {FACE_MINCHO, 10, 14, COLOR_INK};

/* --- cover --- */

static double place_centred(struct pdf *p, struct page *page, double y, const char *s,
                            const struct type *type)
{
	struct measure m = {.width = page_text_width(page), .align = ALIGN_CENTER};
	struct lines lines;

	if (!s || !s[0])
		return y;
	lines = pdf_lines(p, s, type, &m);
	page_lines(p, page, page_text_left(page), y, &lines, tag_add(p, p->front, "P"));
	return y + lines_height(&lines);
}

static double place_right(struct pdf *p, struct page *page, double y, const char *s)
{
	static const struct type type = {FACE_MINCHO, BODY_SIZE, BODY_LEADING, COLOR_INK};
	struct measure m = {.width = page_text_width(page), .align = ALIGN_RIGHT};
	struct lines lines;

	if (!s || !s[0])
		return y;
	lines = pdf_lines(p, s, &type, &m);
	page_lines(p, page, page_text_left(page), y, &lines, tag_add(p, p->front, "P"));
	return y + lines_height(&lines);
}

/* The title as large as its longest line allows. */
static struct type title_type(struct pdf *p, double size)
{
	struct type type = {FACE_BOLD, size, size * 1.55, COLOR_INK};
	struct measure m = {.width = PAGE_LONG * 10};
	struct lines lines = pdf_lines(p, p->doc->title, &type, &m);

	for (size_t i = 0; i < lines.n; i++) {
		double fitting = size * TEXT_WIDTH / (lines.v[i].width + 1);

		if (fitting < type.size && fitting > size * 0.7)
			type.size = fitting;
	}
	type.leading = type.size * 1.55;
	return type;
}

void front_cover(struct pdf *p)
{
	const struct doc *doc = p->doc;
	struct page *page = page_add(p, false);
	struct type type = title_type(p, 25);
	double left = page_text_left(page), right = left + TEXT_WIDTH, y = TEXT_TOP - 24;

	if (doc->n_marks)
		y += page_marks(p, page, right, y, 13, tag_add(p, p->front, "P")) + 10;
	place_right(p, page, y, doc->number);
	y = place_centred(p, page, 236, doc->subtitle, &cover_type) + 18;
	page_rule(p, page, left, y, TEXT_WIDTH, 0, 2.2, COLOR_INK);
	page_rule(p, page, left, y + 3.4, TEXT_WIDTH, 0, 0.5, COLOR_INK);
	y = place_centred(p, page, y + 22, doc->title, &type) + 22;
	page_rule(p, page, left, y, TEXT_WIDTH, 0, 0.5, COLOR_INK);
	page_rule(p, page, left, y + 3.4, TEXT_WIDTH, 0, 2.2, COLOR_INK);
	y = place_centred(p, page, 640, doc->date, &cover_type);
	place_centred(p, page, y + 10, doc->organisation,
	              &(struct type){FACE_MINCHO, 17, 28, COLOR_INK});
	p->n_cover = 1;
}

void front_title(struct flow *f)
{
	const struct doc *doc = f->p->doc;
	struct type type = title_type(f->p, 16), subtitle = {FACE_GOTHIC, 11, 18, COLOR_INK};

	f->y = place_right(f->p, f->page, f->y, doc->number);
	f->y = place_right(f->p, f->page, f->y, doc->date);
	f->y = place_right(f->p, f->page, f->y, doc->organisation) + 12;
	f->y = place_centred(f->p, f->page, f->y, doc->subtitle, &subtitle);
	f->y = place_centred(f->p, f->page, f->y, doc->title, &type) + 14;
	f->fresh = false;
}

/* --- contents --- */

static const struct type *entry_type(int level)
{
	static const struct type chapter = {FACE_GOTHIC, 10.5, 18, COLOR_INK};
	static const struct type section = {FACE_MINCHO, 10.5, 18, COLOR_INK};

	return level <= 1 ? &chapter : &section;
}

static void new_contents_page(struct flow *f)
{
	f->page = page_add(f->p, false);
	f->y = TEXT_TOP;
	f->p->n_contents++;
}

static void add_entry(struct flow *f, struct tag *toc, const struct bookmark *b)
{
	struct pdf *p = f->p;
	const struct type *type = entry_type(b->level);
	double left = (b->level - 1) * 1.5 * BODY_SIZE, end;
	const char *space = strstr(b->title, "　");
	struct text *text = text_shape_plain(p->type, b->title, type);
	size_t label = space ? (size_t)(space - b->title) + strlen("　") : 0;
	struct measure m = {.width = TEXT_WIDTH - left - NUMBER_WIDTH - 3 * BODY_SIZE,
	                    .rest = label <= 24 ? text_advance(text, label) : 0};
	struct lines lines = text_break(p->c->arena, text, &m);
	struct tag *tag = tag_add(p, tag_add(p, toc, "TOCI"), "Link");

	if (b->level <= 1)
		f->y += 6;
	if (flow_room(f) < lines_height(&lines))
		new_contents_page(f);
	left += page_text_left(f->page);
	page_lines(p, f->page, left, f->y, &lines, tag);
	end = lines.v[lines.n - 1].x + lines.v[lines.n - 1].width;
	p->entries[p->n_entries++] = (struct entry){
		.page = f->page, .page_index = p->n_pages - 1, .top = f->y, .dots_x = left + end,
		.y = f->y + lines_height(&lines) - lines.leading, .target = b->target, .tag = tag};
	f->y += lines_height(&lines);
}

void front_contents(struct pdf *p)
{
	static const struct type type = {FACE_BOLD, 15, 23, COLOR_INK};
	struct flow f = {.p = p};
	struct tag *toc;

	p->entries = ARENA_ARRAY(p->c->arena, p->n_bookmarks + 1, struct entry);
	new_contents_page(&f);
	f.y = place_centred(p, f.page, f.y, doc_words(p->doc)->contents, &type) + 12;
	toc = tag_add(p, p->front, "TOC");
	for (size_t i = 0; i < p->n_bookmarks; i++)
		if (p->bookmarks[i].level <= CONTENTS_DEPTH)
			add_entry(&f, toc, &p->bookmarks[i]);
}

static void add_annotation(struct pdf *p, const struct entry *e, double height)
{
	double left = page_text_left(e->page);

	pdf_annotate(p, &(struct annotation){.page = e->page_index, .x = left, .y = e->top,
	                                     .width = TEXT_WIDTH, .height = height,
	                                     .target = e->target, .tag = e->tag});
}

static void number_entry(struct pdf *p, const struct entry *e)
{
	static const struct type type = {FACE_MINCHO, 10.5, 18, COLOR_INK};
	struct measure m = {.width = TEXT_WIDTH, .align = ALIGN_RIGHT};
	const char *number = arena_printf(p->c->arena, "%d", p->pages[e->target->page]->number);
	struct lines lines = pdf_lines(p, number, &type, &m);
	double left = page_text_left(e->page), from = e->dots_x + 6;

	page_dots(p, e->page, from, e->y + type.leading / 2 + 1,
	          left + TEXT_WIDTH - lines.v[0].width - 6 - from);
	page_lines(p, e->page, left, e->y, &lines, e->tag);
	add_annotation(p, e, e->y + type.leading - e->top);
}

/* --- headers and footers --- */

static const char *last_line(const char *s)
{
	const char *at = strrchr(s, '\n');

	return at ? at + 1 : s;
}

/* Subtitle and the last line of the title: what tells this report from its neighbours. */
static const char *running_title(struct pdf *p)
{
	struct arena *a = p->c->arena;
	const char *subtitle = p->doc->subtitle, *title = last_line(p->doc->title);

	if (subtitle && subtitle[0])
		title = arena_printf(a, "%s　%s", doc_one_line(a, subtitle), title);
	return text_truncate(a, title, 70);
}

static void run_page(struct pdf *p, struct page *page, const struct lines *title, bool with_title)
{
	struct measure m = {.width = page_text_width(page), .align = ALIGN_CENTER};
	double left = page_text_left(page), width = page_text_width(page);
	struct lines number;

	page_marks(p, page, left + width, RUNNING_TOP - 2, 8, NULL);
	if (with_title) {
		page_lines(p, page, left, RUNNING_TOP, title, NULL);
		page_rule(p, page, left, RUNNING_TOP + 15, width, 0, 0.5, COLOR_RULE);
	}
	if (!page->number)
		return;
	number = pdf_lines(p, arena_printf(p->c->arena, "- %d -", page->number), &footer_type, &m);
	page_lines(p, page, left, page->height - FOOTER_BOTTOM, &number, NULL);
}

void front_numbers(struct pdf *p)
{
	struct measure m = {.width = TEXT_WIDTH};
	struct lines *title = ARENA_NEW(p->c->arena, struct lines);

	for (size_t i = 0; i < p->n_entries; i++)
		number_entry(p, &p->entries[i]);
	*title = pdf_lines(p, running_title(p), &running_type, &m);
	for (size_t i = p->n_cover; i < p->n_pages; i++)
		run_page(p, p->pages[i], title, p->doc->cover || i > 0);
}
