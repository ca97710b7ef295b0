/*
 * html_internal.h - what the files of the HTML writer share.
 */
#ifndef KAGEYU_REPORT_HTML_INTERNAL_H
#define KAGEYU_REPORT_HTML_INTERNAL_H

#include "report/doc_text.h"

/* Text with line breaks as <br>. */
void html_put_text(struct buf *out, const char *text);

/*
 * A table in a region that can be scrolled by keyboard, its notes below. `anchor` becomes its id,
 * NULL for none. styled: with widths and fills as style attributes.
 */
void html_table(struct arena *a, struct buf *out, const struct doc_table *t, const char *anchor,
                const char *word_for_table, bool styled);

/* The style element; the marks stand at the top of every printed page. */
void html_style(struct buf *out, const struct doc *doc, const char *marks);

#endif
