/*
 * fonts.h - the fonts that documents are set in; packages of the system bring them.
 */
#ifndef KAGEYU_REPORT_FONTS_H
#define KAGEYU_REPORT_FONTS_H

#include <stdbool.h>
#include <stddef.h>

extern const char *const report_fonts[];
extern const size_t n_report_fonts;

bool font_installed(const char *family);

#endif
