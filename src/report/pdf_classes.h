/*
 * pdf_classes.h - what setting Japanese needs to know of a character (JIS X 4051, shortened).
 */
#ifndef KAGEYU_REPORT_PDF_CLASSES_H
#define KAGEYU_REPORT_PDF_CLASSES_H

#include "report/pdf_text.h"

#include <stdint.h>

enum cluster_flag {
	CL_BREAK = 1,  /* a line may begin with it */
	CL_SPACE = 2,  /* not drawn at a line's end */
	CL_OPEN = 4,   /* its left half is blank */
	CL_CLOSE = 8,  /* its right half is blank */
	CL_NARROW = 16, /* Latin and the like: kept together when a line is spread */
	CL_TRIMMED = 32 /* gave its blank half away for good */
};

unsigned char cluster_class(uint32_t cp);

/* Takes away breaks that Pango allows and print does not, and the blank between two brackets. */
void text_apply_rules(struct text *text);

/* The room the i-th cluster takes within its line, and how far its glyph is moved in it. */
double cluster_place(const struct line *line, size_t i, double *ret_shift);

#endif
