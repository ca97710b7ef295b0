/* find.h - the records of all ledgers among what the search finds. */
#ifndef KAGEYU_LEDGER_FIND_H
#define KAGEYU_LEDGER_FIND_H

/* Adds a kind for each ledger. Once, while the program starts. */
void ledger_add_to_search(void);

#endif
