/*
 * tasks.h - what waits for somebody on 私の仕事 besides the audit: incidents, carry-outs, rules to be
 * acknowledged.
 */
#ifndef KAGEYU_WEB_TASKS_H
#define KAGEYU_WEB_TASKS_H

#include "web/page.h"

/* Opens a list of tasks; the caller closes its UL. */
void tasks_open(struct request *r, const char *heading);

/* Draws a section for each kind; *ret_n: how many things wait. */
MUST_USE enum err tasks_draw(struct request *r, size_t *ret_n);

#endif
