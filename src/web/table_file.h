/*
 * table_file.h - a table as a file to take: Excel, or CSV in either encoding.
 */
#ifndef KAGEYU_WEB_TABLE_FILE_H
#define KAGEYU_WEB_TABLE_FILE_H

#include "sheet/table.h"
#include "web/page.h"

struct table_format {
	const char *code, *label, *ending, *type; /* label: msgid */
	enum csv_encoding encoding;
};
extern const struct table_format table_formats[];
#define N_TABLE_FORMATS 3

/* A link for each format, to where `to` leads. */
void table_file_formats(struct request *r, struct url to);
/* The same for the list on this page: its filters go along. */
void table_file_links(struct request *r, struct url to);

/*
 * Sends the table in the format of that code (NULL = Excel) as NAME-DATE.ENDING; `what` is noted in
 * the security log. Where CP932 lacks characters, a page lists their cells instead; draw_way puts
 * the crumbs on it. ERR_NOT_FOUND for another format.
 */
MUST_USE enum err table_file_send(struct request *r, const struct table *t, const char *format,
                                  const char *name, const char *what,
                                  void (*draw_way)(struct request *r));

#endif
