/*
 * slips.h - first passwords on paper: a page for each person, to be handed over.
 */
#ifndef KAGEYU_REPORT_SLIPS_H
#define KAGEYU_REPORT_SLIPS_H

#include "org/account_bulk.h"
#include "report/doc.h"

MUST_USE enum err slips_build(struct ctx *c, const struct account_bulk *bulk, struct doc *ret);

#endif
