/*
 * pdf_internal.h - the parts of the PDF writer.
 *
 * Blocks become boxes of known size (pdf_boxes.c, pdf_table.c, pdf_figure.c), boxes are placed on
 * pages as items (pdf_flow.c, pdf_front.c), items are drawn by cairo (pdf_draw.c), and everything
 * of the file that is not drawing - structure, links, outline, metadata - is written by ourselves
 * (pdf_file.c, pdf_tree.c), since cairo 1.16 cannot, or not well enough.
 */
#ifndef KAGEYU_REPORT_PDF_INTERNAL_H
#define KAGEYU_REPORT_PDF_INTERNAL_H

#include "base/buf.h"
#include "base/map.h"
#include "report/pdf_text.h"

#define PAGE_SHORT 595.276 /* A4 */
#define PAGE_LONG 841.89
#define BODY_SIZE 10.5
#define BODY_LEADING 17.85
#define TEXT_WIDTH (43 * BODY_SIZE)      /* whole ideographs, so that lines need no spreading */
#define TEXT_WIDTH_WIDE (66 * BODY_SIZE) /* on a page turned on its side */
#define TABLE_SIZE 9.0
#define FITTING_STEPS 5 /* of half a point, by which a form for one page may be set smaller */
#define TEXT_TOP 84.0
#define TEXT_BOTTOM 74.0 /* from the foot of the page */

#define COLOR_INK 0x000000
#define COLOR_GREY 0x595959
#define COLOR_RULE 0x7F7F7F
#define COLOR_LINK 0x00418A
#define COLOR_HEAD_FILL 0xE8EDF3

/* A node of the structure tree. Its content is known once it has been drawn. */
struct tag {
	const char *type; /* "P", "TD": a standard structure type */
	const char *alt;
	int colspan, rowspan;
	const char *scope; /* of a TH: "Column", "Row" */
	struct kid *first, *last;
	unsigned object; /* number in the file */
};

enum kid_kind { KID_TAG, KID_CONTENT, KID_ANNOTATION };

struct kid {
	enum kid_kind kind;
	struct tag *tag;
	size_t page,
		number; /* of the marked content on the page, or of the annotation in the list */
	struct kid *next;
};

enum item_kind { ITEM_LINE, ITEM_FILL, ITEM_RULE, ITEM_FRAME, ITEM_DOTS, ITEM_FIGURE };

struct item {
	enum item_kind kind;
	double x, y, width, height; /* rules: from x, y to x + width, y + height */
	double stroke;
	unsigned color;
	const struct line *line;
	const struct buf *svg;
	struct tag *tag; /* NULL: not part of the text, such as rules and page numbers */
	struct item *next;
};

struct page {
	double width, height;
	struct item *first, *last;
	int number; /* printed; 0 = none */
};

/* Where a link may lead. */
struct target {
	size_t page; /* 0-based */
	double y;    /* from the top */
};

/* A link on a page: into the document, or to an address outside. */
struct annotation {
	size_t page;
	double x, y, width, height;
	const char *uri;
	const struct target *target;
	struct tag *tag;
	unsigned object;
};

struct bookmark {
	int level;
	const char *title;
	const struct target *target;
};

/* A line of the contents that awaits its page number. */
struct entry {
	struct page *page;
	size_t page_index;
	double y, dots_x, top;
	const struct target *target;
	struct tag *tag;
};

struct pdf {
	struct ctx *c;
	const struct doc *doc;
	struct typesetter *type;
	double table_size; /* the largest type in tables */
	struct page **pages;
	size_t n_pages, room_pages;
	size_t n_cover, n_contents; /* pages before the body */
	struct map targets;         /* id of a heading, key of a table or figure → struct target */
	struct map cells;           /* shaped texts of table cells */
	struct tag *root, *front, *body;
	struct bookmark *bookmarks;
	size_t n_bookmarks;
	struct annotation *annotations;
	size_t n_annotations, room_annotations;
	struct entry *entries;
	size_t n_entries;
};

/* --- pdf_page.c: pages and what stands on them --- */

struct page *page_add(struct pdf *p, bool landscape);
void page_turn(struct page *page, bool landscape); /* while it is empty */
void page_line(struct pdf *p, struct page *page, double x, double y, const struct line *line,
               struct tag *tag);
void page_lines(struct pdf *p, struct page *page, double x, double y, const struct lines *lines,
                struct tag *tag);
void page_fill(struct pdf *p, struct page *page, double x, double y, double width, double height,
               unsigned color);
void page_rule(struct pdf *p, struct page *page, double x, double y, double width, double height,
               double stroke, unsigned color);
void page_frame(struct pdf *p, struct page *page, double x, double y, double width, double height,
                double stroke, unsigned color);
void page_dots(struct pdf *p, struct page *page, double x, double y, double width);
void page_figure(struct pdf *p, struct page *page, double x, double y, double width,
                 double height, const struct buf *svg, struct tag *tag);
/* The frames of 案, 取扱注意, the last one ending at `right`. Returns their height. */
double page_marks(struct pdf *p, struct page *page, double right, double y, double size,
                  struct tag *tag);
double page_text_width(const struct page *page);
double page_text_left(const struct page *page);

struct tag *tag_add(struct pdf *p, struct tag *parent, const char *type);
void tag_add_content(struct pdf *p, struct tag *tag, size_t page, size_t number);

/* Records a link and puts it into the structure. */
void pdf_annotate(struct pdf *p, const struct annotation *annotation);

/* One line or paragraph of plain text, ready to place. */
struct lines pdf_lines(struct pdf *p, const char *s, const struct type *type,
                       const struct measure *m);

/* --- pdf_boxes.c: blocks measured --- */

enum box_kind { BOX_TEXT, BOX_TABLE, BOX_FIGURE, BOX_BREAK };

struct box {
	enum box_kind kind;
	double before, after; /* space around it; `before` is dropped at the top of a page */
	double left;          /* where its text begins */
	struct lines lines;
	struct lines label;   /* of a list item, beside its first line */
	double label_left;
	bool with_next;       /* a heading */
	bool with_before;     /* 以上 and the like: not alone on a page */
	bool barred;          /* a rule down its left side */
	bool landscape;
	struct pdf_table *table;
	struct pdf_figure *figure;
	struct target *target; /* told where it has been placed; NULL when nothing leads there */
	struct tag *tag, *label_tag;
};

struct boxes {
	struct box *v;
	size_t n;
};

struct boxes boxes_make(struct pdf *p);

/* --- pdf_flow.c: boxes on pages --- */

struct flow {
	struct pdf *p;
	struct page *page;
	double y;
	bool fresh; /* nothing on the page yet */
	bool landscape;
	double tail; /* what must still fit under the end of the present box */
};

double flow_room(const struct flow *f);
double flow_page_height(bool landscape);
void flow_new_page(struct flow *f);
void flow_boxes(struct pdf *p, const struct boxes *boxes);

/* --- pdf_table.c, pdf_table_place.c --- */

struct pdf_table *table_measure(struct pdf *p, const struct doc_table *doc, struct tag *tag,
                                bool *ret_landscape);
/* Height up to and including the first rows of the body. */
double table_first_height(const struct pdf_table *t);
void table_place(struct flow *f, struct pdf_table *t);

/* --- pdf_figure.c --- */

struct pdf_figure *figure_measure(struct pdf *p, const struct doc_figure *doc, struct tag *tag,
                                  bool *ret_landscape);
double figure_first_height(const struct pdf_figure *figure);
void figure_place(struct flow *f, const struct pdf_figure *figure);

/* --- pdf_front.c --- */

void front_cover(struct pdf *p);
/* Title, date and number on top of the first page, where there is no cover. */
void front_title(struct flow *f);
void front_contents(struct pdf *p);
/* Page numbers in the contents, headers and footers: once the body is placed. */
void front_numbers(struct pdf *p);

/* --- pdf_draw.c, pdf_tree.c, pdf_file.c --- */

/* Bytes on the C heap: cairo writes from frames that the arena's escape must not cross. */
struct sink {
	char *data;
	size_t len, room;
};

MUST_USE enum err pdf_draw(struct pdf *p, struct sink *sink);
void pdf_finish(struct pdf *p, const struct sink *sink, struct buf *out);

#endif
