/*
 * ledger_sql - prints the migration that the declared ledgers still need: a table for a ledger
 * that has none, a column for a field that is new. docs/add-a-ledger.md shows its use.
 */
#include "ledger/ledgers.h"
#include "store/table.h"

#include <stdio.h>
#include <string.h>

static const struct sql_table *table_of(const struct record_kind *k)
{
	for (size_t i = 0; i < n_sql_tables; i++)
		if (strcmp(sql_tables[i].name, k->table) == 0)
			return &sql_tables[i];
	return NULL;
}

static bool has_column(const struct sql_table *t, const char *name)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return true;
	return false;
}

/* Only the owner must be there: what else is required is the declaration's matter. */
static const char *column_sql(struct arena *a, const struct record_field *f)
{
	const char *word = record_is_number(f->type) ? "number"
	                   : f->type == RECORD_DATE  ? "date"
	                                             : "text";

	if (!record_is_link(f->type))
		return arena_printf(a, "%s @%s", f->key, word);
	return arena_printf(a, "%s @ref%s REFERENCES %s (id)", record_column(a, f),
	                    f->flags & RECORD_OWNER ? " NOT NULL" : "",
	                    f->type == RECORD_UNIT ? "unit" : f->refers->table);
}

static void print_table(struct arena *a, const struct record_kind *k)
{
	const char *owner = record_column(a, record_owner(k));

	printf("\n-- %s\n-- table: domain\nCREATE TABLE %s (\n  id @id,\n  rev @i64 NOT NULL,\n",
	       k->label, k->table);
	for (size_t i = 0; i < k->n; i++)
		printf("  %s,\n", column_sql(a, &k->fields[i]));
	printf("  gone_on @date\n);\nCREATE INDEX %s_%s ON %s (%s);\n", k->table, owner, k->table,
	       owner);
}

static void print_columns(struct arena *a, const struct record_kind *k, const struct sql_table *t)
{
	for (size_t i = 0; i < k->n; i++)
		if (!has_column(t, record_column(a, &k->fields[i])))
			printf("ALTER TABLE %s ADD COLUMN %s;\n", k->table,
			       column_sql(a, &k->fields[i]));
}

int main(void)
{
	struct arena *a = arena_new((size_t)16 << 20);

	if (!a)
		return 1;
	for (size_t i = 0; i < n_ledgers; i++) {
		const struct sql_table *t = table_of(ledgers[i]);

		if (t)
			print_columns(a, ledgers[i], t);
		else
			print_table(a, ledgers[i]);
	}
	arena_free(a);
	return 0;
}
