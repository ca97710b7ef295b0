/*
 * fonts.h - the fonts that documents are set in; packages of the system bring them.
 */
#ifndef KAGEYU_REPORT_FONTS_H
#define KAGEYU_REPORT_FONTS_H

#include "base/ctx.h"

#include <stdbool.h>
#include <stddef.h>

extern const char *const report_fonts[];
extern const size_t n_report_fonts;

MUST_USE enum err font_installed(struct ctx *c, const char *family, bool *ret);

#endif
