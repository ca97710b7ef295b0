#include "record/exchange.h"

#include "base/date.h"
#include "base/text.h"
#include "record/edit.h"
#include "record/hand_kept.h"
#include "record/parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Column 0 is the number of the record; field i stands in column i + 1. */
#define ID_HEADING N_("Record number")
#define FIRST_FIELD 1

static const char *heading(const struct record_field *f)
{
	return msg_find(LANG_JA, f->label);
}

/* Fields that go out in files: a confidential one neither leaves nor comes back. */
static bool is_exchanged(const struct record_field *f)
{
	return !(f->flags & RECORD_CONFIDENTIAL);
}

static struct form make_form(struct arena *a, const struct record_kind *k)
{
	struct form_column *columns = ARENA_ARRAY(a, k->n + FIRST_FIELD, struct form_column);

	columns[0] = (struct form_column){"record", msg_find(LANG_JA, ID_HEADING), false};
	for (size_t i = 0; i < k->n; i++) {
		const struct record_field *f = &k->fields[i];
		const char *names = heading(f);

		if (f->headings)
			names = arena_printf(a, "%s|%s", names, f->headings);
		columns[i + FIRST_FIELD] = (struct form_column){
			f->key, names, (f->flags & RECORD_TITLE) != 0};
	}
	return (struct form){columns, k->n + FIRST_FIELD};
}

/* --- in --- */

struct record_reader {
	struct reading r;
	const struct record_kind *kind;
	struct hand_kept table;
	const char *texts[RECORD_FIELDS_MAX]; /* of the row; NULL = the file has no such column */
	struct record_names names;
	struct record *stored;
	size_t n_stored;
	bool *seen;          /* parallel to stored: a row of the file is about it */
	struct map by_id;    /* id → stored record */
	struct map by_key;   /* all keys → stored record, or incoming once one came */
	struct import_result *result;
};

/* NULL when one of the keys is empty: such a record is like no other. */
static const char *key_of(struct arena *a, const struct record_kind *k, const struct record *r)
{
	const char *key = NULL;

	for (size_t i = 0; i < k->n; i++) {
		if (!(k->fields[i].flags & RECORD_KEY))
			continue;
		if (!r->v[i])
			return NULL;
		key = key ? map_key2(a, key, r->v[i]) : r->v[i];
	}
	return key;
}

static enum err load_stored(struct record_reader *u)
{
	struct ctx *c = u->r.c;

	u->by_id.arena = u->by_key.arena = c->arena;
	TRY(record_names_load(c, u->kind, &u->names));
	TRY(record_list(c, u->kind, &(struct record_query){.state = RECORD_ALL}, &u->stored,
	                &u->n_stored));
	u->seen = ARENA_ARRAY(c->arena, u->n_stored, bool);
	for (size_t i = 0; i < u->n_stored; i++) {
		const char *key = key_of(c->arena, u->kind, &u->stored[i]);

		map_put(&u->by_id, arena_printf(c->arena, "%" PRId64, u->stored[i].id),
		        &u->stored[i]);
		if (key)
			map_put(&u->by_key, key, &u->stored[i]);
	}
	return OK;
}

static void report_faults(struct record_reader *u, const struct sheet_row *row,
                          const struct record_faults *faults)
{
	for (const struct record_fault *f = faults->first; f; f = f->next)
		READING_PROBLEM(&u->r, row, (int)(f->field - u->kind->fields) + FIRST_FIELD,
		                SEV_REJECT, f->code, f->msgid, f->args[0], f->args[1]);
}

/* Nothing but digits of either width: a ① is no number of that kind. */
static bool is_digits(const char *s)
{
	uint32_t ch;

	while ((ch = text_next(&s)) != 0)
		if (!(ch >= '0' && ch <= '9') && !(ch >= 0xFF10 && ch <= 0xFF19))
			return false;
	return true;
}

/* １２ and " 27" are the record that another file calls 12 and 27. */
static const char *key_text(struct record_reader *u, const struct sheet_row *row, size_t i,
                            const char *text)
{
	struct arena *a = u->r.c->arena;
	const struct cell *cell = reading_cell(&u->r, row, (int)i + FIRST_FIELD);
	const char *plain = text_nfkc(a, text);

	if (!*text || !is_digits(text) || strcmp(plain, cell->text) == 0)
		return text;
	READING_PROBLEM(&u->r, row, (int)i + FIRST_FIELD, SEV_INFO, "number-as-text",
	                N_("The text “{1}” was read as the number {2}."), cell->text, plain);
	return plain;
}

static void read_texts(struct record_reader *u, const struct sheet_row *row)
{
	for (size_t i = 0; i < u->kind->n; i++) {
		const struct record_field *f = &u->kind->fields[i];

		u->texts[i] = reading_has(&u->r, (int)i + FIRST_FIELD) && is_exchanged(f)
		                      ? hand_kept_text(&u->table, row, i)
		                      : NULL;
		if (u->texts[i] && f->type == RECORD_TEXT && f->flags & RECORD_KEY)
			u->texts[i] = key_text(u, row, i, u->texts[i]);
	}
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Fields that another column tells of, where that column says something new. */
static void take_parts(struct record_reader *u, const struct record *stored, struct record *r,
                       struct record_faults *faults)
{
	for (size_t i = 0; i < u->kind->n; i++) {
		const struct record_field *f = &u->kind->fields[i];
		const char *written;
		size_t from;

		if (!f->part_of || u->texts[i] || !is_exchanged(f))
			continue;
		from = record_field_index(u->kind, f->part_of);
		if (u->texts[from] && r->v[from] &&
		    !same_text(r->v[from], stored ? stored->v[from] : NULL))
			record_take(u->r.c, &u->names, r, i,
			            parts_value(u->r.c->arena, u->kind, i, r->v[from], &written),
			            faults);
	}
}

static void take_cells(struct record_reader *u, const struct record *stored, struct record *r,
                       struct record_faults *faults)
{
	for (size_t i = 0; i < u->kind->n; i++)
		if (u->texts[i])
			record_take(u->r.c, &u->names, r, i, u->texts[i], faults);
	take_parts(u, stored, r, faults);
}

/* The stored record that the row is about: by its number, else by its keys; NULL = a new one. */
static struct record *find_stored(struct record_reader *u, const struct sheet_row *row)
{
	const char *id = reading_code(&u->r, row, 0), *key;
	struct record_faults unused = {0};
	struct record r = record_new(u->r.c->arena, u->kind), *found;

	if (*id) {
		found = map_get(&u->by_id, id);
		if (!found)
			READING_PROBLEM(&u->r, row, 0, SEV_REJECT, "record-unknown",
			                N_("There is no record {1}. Leave the cell empty for a new "
			                   "one."),
			                id);
		return found;
	}
	for (size_t i = 0; i < u->kind->n; i++)
		if (u->kind->fields[i].flags & RECORD_KEY)
			record_take(u->r.c, &u->names, &r, i, u->texts[i], &unused);
	key = key_of(u->r.c->arena, u->kind, &r);
	return key ? map_get(&u->by_key, key) : NULL;
}

/* Another row of the file, or a record that no row changes, has the keys already. */
static void check_key(struct record_reader *u, const struct sheet_row *row,
                      const struct record *stored, struct record *r)
{
	const char *key = key_of(u->r.c->arena, u->kind, r);
	const struct record *other = key ? map_get(&u->by_key, key) : NULL;

	if (other && other != stored)
		READING_PROBLEM(&u->r, row, -1, SEV_REJECT, "key-repeated",
		                N_("Another record has the same keys already: {1}."),
		                other->v[record_title_index(u->kind)]);
	else if (key)
		map_put(&u->by_key, key, r);
}

/* Each record stands in the file once. */
static void check_once(struct record_reader *u, const struct sheet_row *row,
                       const struct record *stored)
{
	bool in_file = stored < u->stored || stored >= u->stored + u->n_stored;

	if (in_file || u->seen[stored - u->stored])
		READING_PROBLEM(&u->r, row, -1, SEV_REJECT, "record-repeated",
		                N_("“{1}” stands in the file twice."),
		                stored->v[record_title_index(u->kind)]);
	else
		u->seen[stored - u->stored] = true;
}

static enum err store(struct record_reader *u, const struct record *stored, struct record *r)
{
	TRY(record_store(u->r.c, u->kind, stored, r));
	if (!stored)
		record_names_add(u->r.c->arena, &u->names, r);
	if (!stored)
		u->result->created++;
	else if (r->rev != stored->rev)
		u->result->updated++;
	else
		u->result->unchanged++;
	return OK;
}

static enum err read_row(struct record_reader *u, const struct sheet_row *row)
{
	struct arena *a = u->r.c->arena;
	struct record_faults faults = {0};
	struct record *stored, *r = ARENA_NEW(a, struct record);

	read_texts(u, row);
	stored = find_stored(u, row);
	if (stored)
		check_once(u, row, stored);
	*r = stored ? record_copy(a, u->kind, stored) : record_new(a, u->kind);
	if (!u->r.row_rejected)
		take_cells(u, stored, r, &faults);
	hand_kept_count(&u->table, r);
	if (!u->r.row_rejected)
		record_check(u->r.c, u->kind, r, &faults);
	report_faults(u, row, &faults);
	if (!u->r.row_rejected)
		check_key(u, row, stored, r);
	return u->r.row_rejected ? OK : store(u, stored, r);
}

/* The file is the whole ledger: what it lacks is no longer there. */
static enum err mark_gone(struct record_reader *u)
{
	struct ctx *c = u->r.c;
	const char *today = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);

	for (size_t i = 0; i < u->n_stored; i++) {
		struct record after = record_copy(c->arena, u->kind, &u->stored[i]);
		struct place place = {.file = u->r.file};

		if (u->seen[i] || after.gone_on)
			continue;
		after.gone_on = today;
		TRY(record_store(c, u->kind, &u->stored[i], &after));
		PROBLEM(c, &u->result->problems, SEV_WARNING, "record-gone", place, NULL,
		        N_("“{1}” is not in the file and is marked as gone."),
		        after.v[record_title_index(u->kind)]);
	}
	return OK;
}

enum err record_import(struct ctx *c, const struct record_kind *k, const struct book *book,
                       const char *file, bool whole, struct import_result *ret)
{
	struct form form = make_form(c->arena, k);
	struct record_reader u = {.kind = k, .result = ret};
	const struct sheet_row *row;

	memset(ret, 0, sizeof(*ret));
	ret->file = file;
	TRY(form_find(c, book, file, &form, &ret->problems, &u.r));
	TRY(load_stored(&u));
	hand_kept_begin(&u.table, &u.r, k, FIRST_FIELD);
	while ((row = reading_next(&u.r)) != NULL) {
		if (hand_kept_skips(&u.table, row))
			continue;
		ret->rows++;
		TRY(read_row(&u, row));
	}
	reading_end(&u.r);
	ret->rejected = u.r.rejected;
	ret->skipped = u.r.skipped;
	return whole && !ret->rejected ? mark_gone(&u) : OK;
}

/* --- out --- */

static enum column_kind column_kind(enum record_type t)
{
	if (t == RECORD_DATE)
		return COLUMN_DATE;
	if (t == RECORD_LONG)
		return COLUMN_WIDE_TEXT;
	return record_is_number(t) && t != RECORD_YEAR && t != RECORD_INTERVAL ? COLUMN_INTEGER
	                                                                       : COLUMN_TEXT;
}

static size_t make_columns(struct arena *a, const struct record_kind *k, bool files,
                           struct column **ret)
{
	struct column *columns = ARENA_ARRAY(a, k->n + FIRST_FIELD, struct column);
	size_t n = 0;

	columns[n++] = (struct column){msg_find(LANG_JA, ID_HEADING), COLUMN_TEXT};
	for (size_t i = 0; i < k->n; i++)
		if (is_exchanged(&k->fields[i]) && (files || k->fields[i].type != RECORD_FILE))
			columns[n++] = (struct column){heading(&k->fields[i]),
			                               column_kind(k->fields[i].type)};
	*ret = columns;
	return n;
}

/* What the cell is to hold so that the import reads the same value again. */
static const char *cell_of(struct arena *a, const struct record_names *names,
                           const struct record *r, size_t i)
{
	const struct record_field *f = &names->kind->fields[i];
	const char *name;

	if (!r->v[i])
		return NULL;
	if (record_is_link(f->type)) {
		name = map_get(&names->by_id[i], r->v[i]);
		return name ? name : arena_printf(a, "#%s", r->v[i]);
	}
	if (f->type == RECORD_CHOICE || f->type == RECORD_MANY || f->type == RECORD_YES_NO ||
	    f->type == RECORD_INTERVAL || f->type == RECORD_YEAR || f->type == RECORD_PERSON ||
	    f->type == RECORD_FILE)
		return record_show(a, LANG_JA, names->kind, r, i);
	return r->v[i];
}

enum err record_export(struct ctx *c, const struct record_kind *k, const struct record_query *q,
                       struct table *ret)
{
	struct record_names names;
	struct record *records;
	struct column *columns;
	const char *const **rows;
	size_t n, n_columns = make_columns(c->arena, k, true, &columns);

	TRY(record_names_load(c, k, &names));
	TRY(record_list(c, k, q, &records, &n));
	rows = ARENA_ARRAY(c->arena, n, const char *const *);
	for (size_t i = 0; i < n; i++) {
		const char **v = ARENA_ARRAY(c->arena, n_columns, const char *);
		size_t at = 0;

		v[at++] = arena_printf(c->arena, "%" PRId64, records[i].id);
		for (size_t f = 0; f < k->n; f++)
			if (is_exchanged(&k->fields[f]))
				v[at++] = q->day && f == 0 && records[i].names[0]
				                  ? records[i].names[0]
				                  : cell_of(c->arena, &names, &records[i], f);
		rows[i] = v;
	}
	*ret = (struct table){k->code, columns, n_columns, rows, n};
	return OK;
}

void record_template(struct arena *a, const struct record_kind *k, struct table *ret)
{
	struct column *columns;
	size_t n = make_columns(a, k, false, &columns);

	/* whoever fills in a new table has no numbers of records */
	*ret = (struct table){k->code, columns + FIRST_FIELD, n - FIRST_FIELD, NULL, 0};
}
