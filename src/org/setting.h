/*
 * setting.h - what a city sets once: key and value, each change in the trail.
 */
#ifndef KAGEYU_ORG_SETTING_H
#define KAGEYU_ORG_SETTING_H

#include "base/ctx.h"

#define SETTING_ORGANISATION "organisation" /* the name of the body, on pages and reports */
#define SETTING_NUMBERING "numbering"       /* of headings, see report/blocks.h */
#define SETTING_MARKS "marks"               /* of new audits, one a line: 案, 取扱注意 */

/* NULL where it is not set. */
MUST_USE enum err setting_find(struct ctx *c, const char *key, const char **ret);
/* value NULL or blank: it is set no longer. */
MUST_USE enum err setting_put(struct ctx *c, const char *key, const char *value);

/* A number that changes with every change of any setting, to be compared only. */
MUST_USE enum err setting_revision(struct ctx *c, int64_t *ret);

#endif
