/*
 * markdown.h - CommonMark as markup: what the program ships itself, such as its help.
 */
#ifndef KAGEYU_UI_MARKDOWN_H
#define KAGEYU_UI_MARKDOWN_H

#include "ui/html.h"

/* Raw HTML and links that are no http, mailto or relative ones are left out. */
struct frag markdown_frag(struct arena *a, const char *text);

#endif
