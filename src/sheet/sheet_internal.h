/*
 * sheet_internal.h - the readers behind book_read(), one per kind of file.
 *
 * `shown` is the name the user knows the file by; messages begin with it.
 */
#ifndef KAGEYU_SHEET_SHEET_INTERNAL_H
#define KAGEYU_SHEET_SHEET_INTERNAL_H

#include "sheet/sheet.h"

MUST_USE enum err csv_read(struct ctx *c, const char *shown, const char *data, size_t len,
                           struct book **ret);
MUST_USE enum err xlsx_read(struct ctx *c, const char *shown, const void *data, size_t len,
                            struct book **ret);

/* Fails for files known to be something else than xlsx or CSV, saying what to do; else OK. */
MUST_USE enum err foreign_refuse(struct ctx *c, const char *shown, const char *data, size_t len);

/* A list of which n items are in use, with room for one more; *room is how many it can hold. */
void *list_room(struct arena *a, void *list, size_t n, size_t *room, size_t item_size);

/* Failing for the limits that both readers know. */
MUST_USE enum err fail_too_many_cells(struct ctx *c, const char *shown);
MUST_USE enum err fail_cell_too_long(struct ctx *c, const char *shown);

#endif
