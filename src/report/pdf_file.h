/*
 * pdf_file.h - a PDF file in the making: the objects that cairo drew, and ours.
 *
 * Small objects go together into compressed streams, which is what keeps a tagged file small.
 */
#ifndef KAGEYU_REPORT_PDF_FILE_H
#define KAGEYU_REPORT_PDF_FILE_H

#include "report/pdf_internal.h"

struct slot {
	enum { SLOT_FREE, SLOT_PLAIN, SLOT_PACKED } kind;
	size_t at, index; /* plain: offset. packed: object number of the stream, place in it */
};

struct pdf_file {
	struct ctx *c;
	struct buf *out;
	size_t start; /* of this file in `out` */
	struct slot *slots; /* by object number */
	size_t n_slots, room_slots;
	struct buf packed, packed_heads; /* the object stream being filled */
	unsigned packed_object;
	size_t n_packed;
};

void file_open(struct pdf_file *f, struct ctx *c, struct buf *out, size_t n_objects);
unsigned file_new_object(struct pdf_file *f);
/* Writes an object that is no stream. */
void file_put(struct pdf_file *f, unsigned object, const char *bytes, size_t len);
/* Writes a stream; dictionary entries without the brackets and the length. */
void file_put_stream(struct pdf_file *f, unsigned object, const char *entries, const char *bytes,
                     size_t len);
/* The identifier is made of the content, so that the same document has the same one. */
void file_close(struct pdf_file *f, unsigned root, unsigned info);

/* A stream's bytes compressed for /FlateDecode. */
struct buf *file_deflate(struct arena *a, const char *bytes, size_t len);

/* A text string (<FEFF…>), a number of at most two decimals. */
void pdf_put_text(struct buf *b, const char *s);
void pdf_put_number(struct buf *b, double n);

/* What cairo wrote, object by object. */
struct drawn {
	const char *data;
	size_t len;
	size_t *offsets; /* by object number; 0 = free */
	size_t *ends;
	size_t n;
	unsigned root, info, pages;
	unsigned *page_objects;
	size_t n_pages;
};

/* BUG() when the file is not of the form that cairo writes. */
void drawn_read(struct drawn *d, struct arena *a, const struct sink *sink);
/* Copies everything but the pages, the catalogue and the structure, which are written anew. */
void drawn_copy(const struct drawn *d, struct pdf_file *f);
/* A page's dictionary with the brackets left open, for more entries. */
void drawn_page(const struct drawn *d, size_t page, struct buf *ret);

/* Writing what is not drawing: pdf_tree.c, pdf_outline.c, pdf_finish.c. */
struct tree {
	struct pdf *p;
	struct pdf_file *f;
	const struct drawn *drawn;
	struct buf b;       /* the object being written */
	unsigned **parents; /* per page: the element of each marked content */
	size_t *n_marked;   /* per page */
	unsigned root;      /* of the structure */
};

void tree_put(struct tree *t, unsigned object); /* what stands in t->b */
void tree_put_destination(struct tree *t, const struct target *target);
void tree_put_structure(struct tree *t);
void tree_put_pages(struct tree *t);
/* The object of the outline; 0 when there are no headings. */
unsigned tree_put_outline(struct tree *t);

#endif
