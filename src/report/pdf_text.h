/*
 * pdf_text.h - Japanese text set in lines.
 *
 * Pango finds the fonts and glyphs and says where a line may break; the lines are made here, since
 * Pango's own justification widens the one space of a Japanese line and nothing else. Brackets and
 * points give up their blank half where two meet or a line begins or ends, a line is squeezed or
 * spread only between characters, and numbers keep their units.
 * Lengths are points. A line is placed by the top of its leading.
 */
#ifndef KAGEYU_REPORT_PDF_TEXT_H
#define KAGEYU_REPORT_PDF_TEXT_H

#include "gen/pangocairo.h"
#include "report/doc.h"

enum face { FACE_MINCHO, FACE_GOTHIC, FACE_BOLD, FACE__MAX };

struct type {
	enum face face;
	double size, leading;
	unsigned color; /* 0xRRGGBB */
};

/* A stretch of text of one style. */
struct span {
	size_t end; /* byte */
	const char *link;
};

/* Lengths of glyphs and clusters are parts of the type size: text is shaped once for all sizes. */
struct glyph {
	unsigned index;
	float dx, dy;
};

/* What is never divided: a character with its variation selector or combining marks. */
struct cluster {
	float advance;     /* less what was trimmed */
	unsigned byte, bytes;
	unsigned glyph, n_glyphs;
	unsigned short font, span;
	unsigned char flags;
};

struct text {
	struct type type;
	const char *utf8;
	struct cluster *clusters;
	size_t n_clusters;
	struct glyph *glyphs;
	struct span *spans;
	size_t *starts; /* first cluster of each line that the text itself begins */
	size_t n_starts;
};

struct line {
	const struct text *text;
	size_t first, end; /* clusters that are drawn */
	double x;          /* from the left edge it was set to */
	double width;      /* as drawn */
	double squeeze;    /* part of every bracket's blank that is taken away, 0..1 */
	double gap;        /* added at every place that may be widened */
};

struct lines {
	struct line *v;
	size_t n;
	double leading;
};

/* How wide to set, and where the first and the other lines begin. */
struct measure {
	double width, first, rest;
	enum align align;
	bool justify;
};

/* A font in a size that something has been drawn in. */
struct sized_font {
	unsigned short font;
	double size;
	cairo_scaled_font_t *cairo;
};

/* Lives in the context's arena, which also releases what belongs to Pango. */
struct typesetter {
	struct ctx *c;
	PangoContext *pango;
	PangoLayout *layout;
	PangoFontDescription *faces[FACE__MAX];
	cairo_font_options_t *options;
	PangoFont **fonts;
	size_t n_fonts, room_fonts;
	struct sized_font *sized;
	size_t n_sized, room_sized;
	cairo_glyph_t *drawn; /* room for the piece being drawn */
	cairo_text_cluster_t *drawn_clusters;
	size_t room_drawn;
};

MUST_USE enum err typesetter_new(struct ctx *c, const char *language, struct typesetter **ret);

struct text *text_shape(struct typesetter *t, const struct run *runs, const struct type *type);
/* The same text in another type; the face stays. */
struct text *text_resize(struct arena *a, const struct text *text, const struct type *type);
struct text *text_shape_plain(struct typesetter *t, const char *s, const struct type *type);

struct lines text_break(struct arena *a, const struct text *text, const struct measure *m);
/* How far the first `bytes` of the text reach on one line. */
double text_advance(const struct text *text, size_t bytes);
/* The widest of its lines when none is broken. */
double text_line_width(const struct text *text);
/* The widest part that cannot be broken. */
double text_least_width(const struct text *text);

double lines_height(const struct lines *l);

/* The clusters [from, to) of a line that share a font and a span, at their place. */
struct piece {
	size_t from, to;
	unsigned short font, span;
	double x, width; /* from the line's x */
};
/* Steps through a line's pieces: start with a zeroed piece whose `to` is line->first. */
bool line_next_piece(const struct line *line, struct piece *piece);
/* Draws one piece; x, y is the line's left edge and top. */
void line_draw_piece(struct typesetter *t, cairo_t *cr, const struct line *line,
                     const struct piece *piece, double x, double y);

#endif
