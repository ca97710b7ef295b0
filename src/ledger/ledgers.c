#include "ledger/ledgers.h"

#include <string.h>

#define X(name) &ledger_##name,
const struct record_kind *const ledgers[] = {LEDGERS(X)};
#undef X
const size_t n_ledgers = sizeof(ledgers) / sizeof(ledgers[0]);

const struct record_kind *ledger_find(const char *code)
{
	for (size_t i = 0; i < n_ledgers; i++)
		if (strcmp(ledgers[i]->code, code) == 0)
			return ledgers[i];
	return NULL;
}

const struct record_kind *ledger_of_table(const char *table)
{
	for (size_t i = 0; i < n_ledgers; i++)
		if (strcmp(ledgers[i]->table, table) == 0)
			return ledgers[i];
	return NULL;
}

bool ledger_is_part(const struct record_kind *k, const struct record_kind *of)
{
	const struct record_field *owner = record_owner(k);

	return owner->type == RECORD_REFERENCE && record_same_kind(owner->refers, of);
}
