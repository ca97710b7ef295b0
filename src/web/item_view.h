/*
 * item_view.h - an audit item as an auditor needs it in a hearing: on the pages of catalogues and
 * of judgements.
 */
#ifndef KAGEYU_WEB_ITEM_VIEW_H
#define KAGEYU_WEB_ITEM_VIEW_H

#include "criteria/edit.h"
#include "web/page.h"

/* Everything but number, title and levels. */
MUST_USE enum err item_view_texts(struct request *r, const struct item_row *item);

/* How to choose a level; nothing for NULL. */
void item_view_judging(struct request *r, const char *judging);

/* Also what each level looks like, where the item says so, and how to choose one (or NULL). */
MUST_USE enum err item_view(struct request *r, const struct item_full *item, const char *judging);

#endif
