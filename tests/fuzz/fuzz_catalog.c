/* Any bytes as a catalogue in its text form; what was stored, printed in it, changes nothing. */
#include "support.h"

#include "criteria/criteria.h"

#include <string.h>

/* Keys of the text form that criteria_export() calls otherwise. */
static const char *key_of(const char *column)
{
	static const char *const other[][2] = {
		{"catalog_short", "short"},
		{"catalog_subject", "subject"},
		{"catalog_source", "source"}};

	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		if (strcmp(column, other[i][0]) == 0)
			return other[i][1];
	return column;
}

static void print_value(struct buf *b, const char *column, const char *value)
{
	if (!value)
		return;
	if (strcmp(column, "mandatory") == 0) {
		buf_puts(b, "mandatory: yes\n");
		return;
	}
	buf_printf(b, "%s:\n  ", key_of(column));
	for (; *value; value++)
		buf_puts(b, *value == '\n' ? "\n  " : (char[]){*value, '\0'});
	buf_putc(b, '\n');
}

static void print_items(struct buf *b, const struct table *t)
{
	size_t no = 0;

	while (strcmp(t->columns[no].name, "no") != 0)
		no++;
	for (size_t i = 0; i < t->n_rows; i++) {
		print_value(b, "no", t->rows[i][no]);
		for (size_t j = 0; j < t->n_columns; j++)
			if (j != no)
				print_value(b, t->columns[j].name, t->rows[i][j]);
	}
}

static void read_it(struct ctx *c, const char *data, size_t len)
{
	struct criteria_options options = {0};
	struct import_result first, again;
	struct table t;
	struct buf b;

	(void)criteria_is_text(data, len);
	if (criteria_import_text(c, data, len, "x.catalog", &options, &first) != OK) {
		must_be_told(c);
		return;
	}
	must_add_up(&first);
	MUST(criteria_export(c, &t) == OK);
	buf_init(&b, c->arena, BUF_MAX_DOCUMENT);
	print_items(&b, &t);
	options.whole = true;
	MUST(criteria_import_text(c, b.data, b.len, "again.catalog", &options, &again) == OK);
	must_add_up(&again);
	MUST(again.rows == (long)t.n_rows && again.unchanged == again.rows);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run_in_database(read_it, data, len, false);
	return 0;
}
