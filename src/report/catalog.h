/*
 * catalog.h - a whole catalogue of audit items as a document tree, to be printed.
 */
#ifndef KAGEYU_REPORT_CATALOG_H
#define KAGEYU_REPORT_CATALOG_H

#include "criteria/edit.h"
#include "report/doc.h"

/*
 * Where it comes from, that it is not an official text, how to choose a level; then a block for
 * every item under its headings.
 */
MUST_USE enum err report_build_catalog(struct ctx *c, const struct version_full *v,
                                       struct doc *ret);

#endif
