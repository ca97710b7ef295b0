#include "org/account_bulk.h"

#include "org/account.h"
#include "org/person.h"

#include <inttypes.h>

enum err account_bulk_find(struct ctx *c, const struct account_wanted *wanted,
                           struct account_bulk *ret)
{
	const struct people_without_account_in in = {day_today(c), wanted->unit_code, wanted->post};
	struct people_without_account_out *rows;
	struct account_bulk bulk = {.role = wanted->role};
	size_t n;

	TRY(q_people_without_account(c, &in, &rows, &n));
	bulk.n = n < wanted->max ? n : wanted->max;
	bulk.left = n - bulk.n;
	bulk.v = ARENA_ARRAY(c->arena, bulk.n, struct first_password);
	for (size_t i = 0; i < bulk.n; i++)
		bulk.v[i] = (struct first_password){.number = rows[i].number,
		                                    .name = rows[i].name,
		                                    .unit_code = rows[i].unit_code,
		                                    .unit = rows[i].unit,
		                                    .post = rows[i].post};
	*ret = bulk;
	return OK;
}

enum err account_bulk_hash(struct ctx *c, struct account_bulk *bulk, progress_fn *progress,
                           void *progress_arg)
{
	for (size_t i = 0; i < bulk->n; i++) {
		struct first_password *p = &bulk->v[i];

		p->password = account_make_password(c->arena);
		TRY(account_hash_password(c, p->password, &p->hash));
		if (progress)
			progress(progress_arg, N_("Making passwords"), (long)i + 1, (long)bulk->n);
	}
	return OK;
}

enum err account_bulk_store(struct ctx *c, const struct account_bulk *bulk)
{
	for (size_t i = 0; i < bulk->n; i++) {
		const struct first_password *p = &bulk->v[i];
		const struct account_new what = {p->number, p->name, bulk->role, p->unit_code,
		                                 p->number};

		TRY(account_add(c, &what));
		TRY(account_put_hash(c, p->number, p->hash, true));
	}
	return OK;
}
