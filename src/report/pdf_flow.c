#include "report/pdf_internal.h"

#define LINES_TOGETHER 2 /* of a paragraph at the foot or the top of a page */
#define BAR_WIDTH 1.6

double flow_page_height(bool landscape)
{
	return (landscape ? PAGE_SHORT : PAGE_LONG) - TEXT_TOP - TEXT_BOTTOM;
}

double flow_room(const struct flow *f)
{
	return f->page->height - TEXT_BOTTOM - f->y;
}

void flow_new_page(struct flow *f)
{
	f->page = page_add(f->p, f->landscape);
	f->page->number = (int)(f->p->n_pages - f->p->n_cover - f->p->n_contents);
	f->y = TEXT_TOP;
	f->fresh = true;
}

static double space_between(const struct box *before, const struct box *box)
{
	double after = before ? before->after : 0;

	return after > box->before ? after : box->before;
}

/* What must still fit under the i-th box: 以上, when that comes next. */
static double tail_of(const struct boxes *boxes, size_t i)
{
	const struct box *next = i + 1 < boxes->n ? &boxes->v[i + 1] : NULL;

	return next && next->with_before
	               ? space_between(&boxes->v[i], next) + lines_height(&next->lines)
	               : 0;
}

/* What must stand on one page for the i-th box to begin there. */
static double first_height(const struct boxes *boxes, size_t i)
{
	const struct box *box = &boxes->v[i];
	double height = 0;

	for (; i + 1 < boxes->n && box->kind == BOX_TEXT && box->with_next; box = &boxes->v[++i])
		height += lines_height(&box->lines) + space_between(box, &boxes->v[i + 1]);
	switch (box->kind) {
	case BOX_TABLE:
		return height + table_first_height(box->table) + tail_of(boxes, i);
	case BOX_FIGURE:
		return height + figure_first_height(box->figure) + tail_of(boxes, i);
	case BOX_TEXT:
		if (box->lines.n > LINES_TOGETHER + 1)
			return height + LINES_TOGETHER * box->lines.leading;
		return height + lines_height(&box->lines);
	case BOX_BREAK:
		break;
	}
	return height;
}

/* How many of the lines left go on this page, so that no line is alone; 0: none should. */
static size_t lines_here(const struct flow *f, size_t left, double leading)
{
	size_t fit = flow_room(f) + 0.01 < 0 ? 0 : (size_t)((flow_room(f) + 0.01) / leading);

	if (fit >= left && (double)left * leading + f->tail <= flow_room(f) + 0.01)
		return left;
	if (fit + LINES_TOGETHER > left)
		fit = left > LINES_TOGETHER ? left - LINES_TOGETHER : 0;
	if (fit < LINES_TOGETHER)
		fit = 0;
	return f->fresh && !fit ? 1 : fit;
}

static void place_text(struct flow *f, const struct box *box)
{
	const struct lines *l = &box->lines;
	double x = page_text_left(f->page) + box->left;

	for (size_t done = 0; done < l->n;) {
		size_t n = lines_here(f, l->n - done, l->leading);

		if (!n) {
			flow_new_page(f);
			continue;
		}
		if (!done && box->label.n)
			page_line(f->p, f->page, page_text_left(f->page) + box->label_left, f->y,
			          &box->label.v[0], box->label_tag);
		if (box->barred)
			page_rule(f->p, f->page, x - BODY_SIZE, f->y + 2, 0,
			          (double)n * l->leading - 4, BAR_WIDTH, COLOR_RULE);
		for (size_t i = done; i < done + n; i++) {
			page_line(f->p, f->page, x, f->y, &l->v[i], box->tag);
			f->y += l->leading;
		}
		done += n;
		f->fresh = false;
	}
}

static void place(struct flow *f, const struct box *box)
{
	if (box->target)
		*box->target = (struct target){f->p->n_pages - 1, f->y};
	if (box->kind == BOX_TABLE)
		table_place(f, box->table);
	else if (box->kind == BOX_FIGURE)
		figure_place(f, box->figure);
	else
		place_text(f, box);
}

/* Moves to where the box begins: further down, or on a new page of its direction. */
static void advance(struct flow *f, const struct boxes *boxes, size_t i)
{
	const struct box *box = &boxes->v[i];
	double space = space_between(i ? box - 1 : NULL, box);

	if (box->landscape != f->landscape) {
		f->landscape = box->landscape;
		if (f->fresh)
			page_turn(f->page, f->landscape);
		else
			flow_new_page(f);
		return;
	}
	if (f->fresh)
		return;
	f->y += space;
	if (first_height(boxes, i) > flow_room(f) + 0.01)
		flow_new_page(f);
}

void flow_boxes(struct pdf *p, const struct boxes *boxes)
{
	struct flow f = {.p = p, .landscape = p->doc->landscape};

	flow_new_page(&f);
	if (!p->doc->cover)
		front_title(&f);
	for (size_t i = 0; i < boxes->n; i++) {
		if (boxes->v[i].kind == BOX_BREAK) {
			if (!f.fresh)
				flow_new_page(&f);
			continue;
		}
		f.tail = tail_of(boxes, i);
		advance(&f, boxes, i);
		place(&f, &boxes->v[i]);
	}
}
