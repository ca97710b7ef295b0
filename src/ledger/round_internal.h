/*
 * round_internal.h - what the files of rounds share.
 */
#ifndef KAGEYU_LEDGER_ROUND_INTERNAL_H
#define KAGEYU_LEDGER_ROUND_INTERNAL_H

#include "ledger/round.h"

/* Whether the line is one of the lines. */
bool round_line_of(struct arena *a, const char *lines, const char *line);
MUST_USE enum err round_must_be_open(struct ctx *c, const struct round_row *round,
                                     const char *today);
/* Asks those that have or ought to have records, after the round was made. */
MUST_USE enum err round_ask_usual(struct ctx *c, const struct round_row *round, const char *today);

#endif
