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
	                    f->type == RECORD_UNIT   ? "unit"
	                    : f->type == RECORD_ROLE ? "duty"
	                                             : f->refers->table);
}

/* People of the ledger stand beside what is written of others. */
static void print_person(struct arena *a, const struct record_field *f, const char *before,
                         const char *after)
{
	if (f->type == RECORD_PERSON)
		printf("%s%s @ref REFERENCES person (id)%s\n", before, record_link_column(a, f),
		       after);
}

static void print_indexes(struct arena *a, const struct record_kind *k, const struct sql_table *t)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];
		const char *column = record_link_column(a, f);

		if ((i == 0 || f->type == RECORD_PERSON) && !(t && has_column(t, column)))
			printf("CREATE INDEX %s_%s ON %s (%s);\n", k->table, column, k->table,
			       column);
	}
}

static void print_table(struct arena *a, const struct record_kind *k)
{
	printf("\n-- %s\n-- table: domain\nCREATE TABLE %s (\n  id @id,\n  rev @i64 NOT NULL,\n",
	       k->label, k->table);
	for (size_t i = 0; i < k->n; i++) {
		printf("  %s,\n", column_sql(a, &k->fields[i]));
		print_person(a, &k->fields[i], "  ", ",");
	}
	printf("  gone_on @date\n);\n");
	print_indexes(a, k, NULL);
}

static void print_columns(struct arena *a, const struct record_kind *k, const struct sql_table *t)
{
	const char *add = arena_printf(a, "ALTER TABLE %s ADD COLUMN ", k->table);

	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];
		const char *id = record_link_column(a, f);

		if (!has_column(t, record_column(a, f)))
			printf("%s%s;\n", add, column_sql(a, f));
		if (id && !has_column(t, id))
			print_person(a, f, add, ";");
	}
	print_indexes(a, k, t);
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
