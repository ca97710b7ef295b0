/*
 * format.h - the output formats of a document tree. A new one is a write_*.c and a line here.
 *
 * Each writer appends the complete file to `out`. The same tree gives the same bytes (zip times
 * and ids come from doc->made_us, not from the clock).
 */
#ifndef KAGEYU_REPORT_FORMAT_H
#define KAGEYU_REPORT_FORMAT_H

#include "base/buf.h"
#include "report/doc.h"

/* name (also the file ending), media type, function */
#define FORMAT_LIST(X)                                                                         \
	X(docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")     \
	X(pdf, "application/pdf")                                                              \
	X(html, "text/html; charset=utf-8")                                                    \
	X(xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")           \
	X(md, "text/markdown; charset=utf-8")

#define X(name, media_type)                                                                    \
	MUST_USE enum err write_##name(struct ctx *c, const struct doc *doc, struct buf *out);
FORMAT_LIST(X)
#undef X

struct format {
	const char *name, *media_type;
	enum err (*write)(struct ctx *c, const struct doc *doc, struct buf *out);
};

extern const struct format formats[];
extern const size_t n_formats;
const struct format *format_find(const char *name); /* NULL when there is none */

/*
 * The document as an element of a page that brings its own styles: no style attributes, ids that
 * begin with "doc-", its title no heading.
 */
void write_html_part(struct ctx *c, const struct doc *doc, struct buf *out);

/* An SVG as PNG bytes at `scale` (2 = twice the CSS pixels), by librsvg. */
MUST_USE enum err raster_png(struct ctx *c, const char *svg, size_t len, double scale,
                             struct buf *out);

#endif
