#include "ledger/takeover.h"

#include "ledger/ledgers.h"

enum err ledger_take_over(struct ctx *c, int64_t unit_id, const struct record_kind *kind,
                          int64_t id, int64_t to, size_t *ret_n)
{
	struct transfer_heirs heirs;
	struct record *records;
	size_t n, taken = 0;

	TRY(transfer_heirs(c, unit_id, &heirs));
	TRY(transfer_check(c, &heirs, to));
	for (size_t i = 0; i < n_ledgers; i++) {
		if (kind && kind != ledgers[i])
			continue;
		TRY(transfer_waiting(c, ledgers[i], unit_id, &records, &n));
		for (size_t k = 0; k < n; k++) {
			if (id && records[k].id != id)
				continue;
			TRY(transfer_record(c, ledgers[i], &records[k], to));
			taken++;
		}
	}
	*ret_n = taken;
	return OK;
}
