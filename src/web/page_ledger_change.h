/*
 * page_ledger_change.h - the part of a ledger's list that changes many records at once: a box on
 * each row, and below the table what to change.
 */
#ifndef KAGEYU_WEB_PAGE_LEDGER_CHANGE_H
#define KAGEYU_WEB_PAGE_LEDGER_CHANGE_H

#include "web/ledger_view.h"

void ledger_change_open(struct request *r, const struct ledger_view *v);
/* A cell. */
void ledger_change_box(struct request *r, const struct record_kind *k, const struct record *one);
void ledger_change_close(struct request *r, const struct record_kind *k);

#endif
