/* From runs to glyphs: the part of text setting that asks Pango. */
#include "report/pdf_text.h"

#include "report/pdf_classes.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

#define SHAPED_SIZE 64.0 /* one size for all: each one more would be looked up by fontconfig */

/* The Mincho has no bold face: what is strong is set in the Gothic, as is usual in print. */
static const char *const families[FACE__MAX] = {
	"BIZ UDMincho,Noto Serif CJK JP,serif",
	"BIZ UDGothic,Noto Sans CJK JP,sans-serif",
	"BIZ UDGothic,Noto Sans CJK JP,sans-serif",
};

static void release_typesetter(void *arg)
{
	struct typesetter *t = arg;

	for (size_t i = 0; i < t->n_sized; i++)
		cairo_scaled_font_destroy(t->sized[i].cairo);
	for (size_t i = 0; i < t->n_fonts; i++)
		g_object_unref(t->fonts[i]);
	if (t->options)
		cairo_font_options_destroy(t->options);
	for (int i = 0; i < FACE__MAX; i++)
		pango_font_description_free(t->faces[i]);
	g_clear_object(&t->layout);
	g_clear_object(&t->pango);
}

enum err typesetter_new(struct ctx *c, const char *language, struct typesetter **ret)
{
	struct typesetter *t = ARENA_NEW(c->arena, struct typesetter);

	TRY(pangocairo_load(c));
	t->c = c;
	arena_defer(c->arena, release_typesetter, t);
	t->pango = pango_font_map_create_context(pango_cairo_font_map_get_default());
	t->layout = pango_layout_new(t->pango);
	pango_layout_set_auto_dir(t->layout, FALSE);
	pango_context_set_language(t->pango, pango_language_from_string(language));
	pango_context_set_base_dir(t->pango, PANGO_DIRECTION_LTR);
	t->options = cairo_font_options_create();
	cairo_font_options_set_hint_metrics(t->options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(t->options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_antialias(t->options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(t->pango, t->options);
	pango_context_set_round_glyph_positions(t->pango, FALSE);
	for (int i = 0; i < FACE__MAX; i++) {
		t->faces[i] = pango_font_description_new();
		pango_font_description_set_family_static(t->faces[i], families[i]);
		pango_font_description_set_absolute_size(t->faces[i], SHAPED_SIZE * PANGO_SCALE);
		if (i == FACE_BOLD)
			pango_font_description_set_weight(t->faces[i], PANGO_WEIGHT_BOLD);
	}
	*ret = t;
	return OK;
}

static unsigned short font_number(struct typesetter *t, PangoFont *font)
{
	for (size_t i = t->n_fonts; i-- > 0;)
		if (t->fonts[i] == font)
			return (unsigned short)i;
	if (t->n_fonts == t->room_fonts) {
		size_t room = t->room_fonts ? 2 * t->room_fonts : 16;

		t->fonts = arena_grow(t->c->arena, t->fonts, t->room_fonts * sizeof *t->fonts,
		                      room * sizeof *t->fonts);
		t->room_fonts = room;
	}
	t->fonts[t->n_fonts] = g_object_ref(font);
	return (unsigned short)t->n_fonts++;
}

static cairo_scaled_font_t *sized_font(struct typesetter *t, unsigned short font, double size)
{
	cairo_matrix_t identity, matrix;
	cairo_scaled_font_t *shaped;

	for (size_t i = 0; i < t->n_sized; i++)
		if (t->sized[i].font == font && t->sized[i].size == size)
			return t->sized[i].cairo;
	if (t->n_sized == t->room_sized) {
		size_t room = t->room_sized ? 2 * t->room_sized : 32;

		t->sized = arena_grow(t->c->arena, t->sized, t->room_sized * sizeof *t->sized,
		                      room * sizeof *t->sized);
		t->room_sized = room;
	}
	cairo_matrix_init_identity(&identity);
	shaped = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(t->fonts[font]));
	/* keeps a slant that Pango may have put into the matrix */
	cairo_scaled_font_get_font_matrix(shaped, &matrix);
	cairo_matrix_scale(&matrix, size / SHAPED_SIZE, size / SHAPED_SIZE);
	t->sized[t->n_sized] = (struct sized_font){
		font, size,
		cairo_scaled_font_create(cairo_scaled_font_get_font_face(shaped), &matrix,
	                                 &identity, t->options)};
	return t->sized[t->n_sized++].cairo;
}

/* One run's text: control characters other than line breaks become spaces. */
static void put_clean(struct buf *b, const char *s)
{
	for (; s && *s; s++) {
		if ((unsigned char)*s >= 0x20 || *s == '\n')
			buf_putc(b, *s);
		else if (*s != '\r')
			buf_putc(b, ' ');
	}
}

static void gather(struct typesetter *t, const struct run *runs, struct text *text)
{
	struct buf b;
	size_t n = 0;

	for (const struct run *r = runs; r; r = r->next)
		n++;
	text->spans = ARENA_ARRAY(t->c->arena, n ? n : 1, struct span);
	buf_init(&b, t->c->arena, BUF_MAX_TEXT);
	n = 0;
	for (const struct run *r = runs; r; r = r->next) {
		if (r->style & RUN_BREAK)
			buf_putc(&b, '\n');
		put_clean(&b, r->text);
		text->spans[n++] = (struct span){b.len, r->link};
	}
	text->utf8 = b.data;
}

static enum face run_face(const struct run *r, enum face face)
{
	if (r->style & RUN_STRONG)
		return FACE_BOLD;
	return r->style & (RUN_EMPHASIS | RUN_CODE) && face == FACE_MINCHO ? FACE_GOTHIC : face;
}

static void set_faces(struct typesetter *t, const struct run *runs, const struct text *text)
{
	PangoAttrList *attrs = pango_attr_list_new();
	size_t from = 0, i = 0;

	for (const struct run *r = runs; r; r = r->next) {
		enum face face = run_face(r, text->type.face);

		if (face != text->type.face) {
			PangoAttribute *attr = pango_attr_font_desc_new(t->faces[face]);

			attr->start_index = (guint)from;
			attr->end_index = (guint)text->spans[i].end;
			pango_attr_list_insert(attrs, attr);
		}
		from = text->spans[i++].end;
	}
	pango_layout_set_font_description(t->layout, t->faces[text->type.face]);
	pango_layout_set_attributes(t->layout, attrs);
	pango_attr_list_unref(attrs);
	pango_layout_set_text(t->layout, text->utf8, -1);
}

/* Whether Pango lets a line begin at each byte of the text. */
static const unsigned char *break_places(struct typesetter *t, const char *utf8)
{
	int n;
	const PangoLogAttr *attrs = pango_layout_get_log_attrs_readonly(t->layout, &n);
	unsigned char *at = arena_alloc(t->c->arena, strlen(utf8) + 1);
	const char *s = utf8;

	for (int i = 0; i < n; i++) {
		at[s - utf8] = attrs[i].is_line_break;
		if (!text_next(&s))
			break;
	}
	return at;
}

static void take_glyphs(struct text *text, struct cluster *cl, const PangoGlyphItemIter *it,
                        size_t *n_glyphs)
{
	double scale = 1.0 / SHAPED_SIZE / PANGO_SCALE, width = 0;
	int from = it->start_glyph, to = it->end_glyph;

	if (from > to) { /* right to left */
		from = it->end_glyph + 1;
		to = it->start_glyph + 1;
	}
	cl->glyph = (unsigned)*n_glyphs;
	for (int g = from; g < to; g++) {
		const PangoGlyphInfo *info = &it->glyph_item->glyphs->glyphs[g];

		if (info->glyph != PANGO_GLYPH_EMPTY)
			text->glyphs[(*n_glyphs)++] = (struct glyph){
				info->glyph & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : info->glyph,
				(float)(width + info->geometry.x_offset * scale),
				(float)(info->geometry.y_offset * scale)};
		width += info->geometry.width * scale;
	}
	cl->n_glyphs = (unsigned)*n_glyphs - cl->glyph;
	cl->advance = (float)width;
}

static void take_run(struct typesetter *t, struct text *text, PangoGlyphItem *run,
                     const unsigned char *breaks, size_t *n_glyphs)
{
	PangoGlyphItemIter it;
	unsigned short font = font_number(t, run->item->analysis.font), span = 0;

	for (gboolean more = pango_glyph_item_iter_init_start(&it, run, text->utf8); more;
	     more = pango_glyph_item_iter_next_cluster(&it)) {
		struct cluster *cl = &text->clusters[text->n_clusters++];
		const char *s = text->utf8 + it.start_index;

		cl->byte = (unsigned)it.start_index;
		cl->bytes = (unsigned)(it.end_index - it.start_index);
		while (text->spans[span].end <= cl->byte)
			span++;
		cl->span = span;
		cl->font = font;
		take_glyphs(text, cl, &it, n_glyphs);
		cl->flags = cluster_class(text_next(&s));
		if (breaks[cl->byte])
			cl->flags |= CL_BREAK;
	}
}

static void count(GSList *lines, size_t *ret_glyphs, size_t *ret_clusters, size_t *ret_lines)
{
	*ret_glyphs = *ret_clusters = *ret_lines = 0;
	for (; lines; lines = lines->next) {
		for (GSList *r = ((PangoLayoutLine *)lines->data)->runs; r; r = r->next) {
			const PangoGlyphItem *run = r->data;

			*ret_glyphs += (size_t)run->glyphs->num_glyphs;
			*ret_clusters += (size_t)run->item->num_chars;
		}
		++*ret_lines;
	}
}

struct text *text_shape(struct typesetter *t, const struct run *runs, const struct type *type)
{
	struct text *text = ARENA_NEW(t->c->arena, struct text);
	size_t n_glyphs, n_clusters, n_lines, glyph = 0;
	const unsigned char *breaks;
	GSList *lines;

	text->type = *type;
	gather(t, runs, text);
	set_faces(t, runs, text);
	breaks = break_places(t, text->utf8);
	lines = pango_layout_get_lines_readonly(t->layout);
	count(lines, &n_glyphs, &n_clusters, &n_lines);
	text->glyphs = ARENA_ARRAY(t->c->arena, n_glyphs, struct glyph);
	text->clusters = ARENA_ARRAY(t->c->arena, n_clusters, struct cluster);
	text->starts = ARENA_ARRAY(t->c->arena, n_lines, size_t);
	for (; lines; lines = lines->next) {
		text->starts[text->n_starts++] = text->n_clusters;
		for (GSList *r = ((PangoLayoutLine *)lines->data)->runs; r; r = r->next)
			take_run(t, text, r->data, breaks, &glyph);
	}
	text_apply_rules(text);
	return text;
}

struct text *text_shape_plain(struct typesetter *t, const char *s, const struct type *type)
{
	struct run run = {.text = s};

	return text_shape(t, &run, type);
}

struct text *text_resize(struct arena *a, const struct text *text, const struct type *type)
{
	struct text *resized = ARENA_NEW(a, struct text);

	*resized = *text;
	resized->type = *type;
	return resized;
}

static double baseline(const struct type *type)
{
	/* the ideographic square stands from .12 below the base line to .88 above it */
	return (type->leading - type->size) / 2 + type->size * 0.88;
}

/* Room for the glyphs and clusters of one piece. */
static void make_room(struct typesetter *t, size_t n)
{
	if (n <= t->room_drawn)
		return;
	t->room_drawn = 2 * n + 64;
	t->drawn = ARENA_ARRAY(t->c->arena, t->room_drawn, cairo_glyph_t);
	t->drawn_clusters = ARENA_ARRAY(t->c->arena, t->room_drawn, cairo_text_cluster_t);
}

void line_draw_piece(struct typesetter *t, cairo_t *cr, const struct line *line,
                     const struct piece *piece, double x, double y)
{
	const struct text *text = line->text;
	const struct cluster *from = &text->clusters[piece->from],
			     *last = &text->clusters[piece->to - 1];
	size_t n_clusters = piece->to - piece->from;
	size_t n_glyphs = last->glyph + last->n_glyphs - from->glyph, n = 0;
	double at = x + line->x + piece->x, base = y + baseline(&text->type);
	double size = text->type.size;

	make_room(t, n_glyphs > n_clusters ? n_glyphs : n_clusters);
	for (size_t i = piece->from; i < piece->to; i++) {
		const struct cluster *cl = &text->clusters[i];
		double shift, advance = cluster_place(line, i, &shift);

		for (unsigned g = cl->glyph; g < cl->glyph + cl->n_glyphs; g++)
			t->drawn[n++] =
				(cairo_glyph_t){text->glyphs[g].index,
			                        at + shift + size * (double)text->glyphs[g].dx,
			                        base + size * (double)text->glyphs[g].dy};
		t->drawn_clusters[i - piece->from] =
			(cairo_text_cluster_t){(int)cl->bytes, (int)cl->n_glyphs};
		at += advance;
	}
	cairo_set_scaled_font(cr, sized_font(t, piece->font, size));
	cairo_show_text_glyphs(cr, text->utf8 + from->byte,
	                       (int)(last->byte + last->bytes - from->byte), t->drawn,
	                       (int)n_glyphs, t->drawn_clusters, (int)n_clusters, 0);
}
