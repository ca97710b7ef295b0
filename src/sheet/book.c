/* The way in to the readers, and looking things up in what they read. */
#include "sheet/sheet.h"

#include "base/os.h"
#include "sheet/sheet_internal.h"

#include <string.h>

static bool is_zip(const char *data, size_t len)
{
	return len >= 4 && (memcmp(data, "PK\3\4", 4) == 0 || memcmp(data, "PK\5\6", 4) == 0);
}

enum err book_read(struct ctx *c, const char *shown_name, const void *data, size_t len,
                   struct book **ret)
{
	if (len == 0)
		return FAIL(c, ERR_INVALID, N_("{1} is empty (0 bytes)."), shown_name);
	if (len > SHEET_FILE_MAX)
		return FAIL(c, ERR_TOO_LARGE, N_("{1} is larger than {2} MB."), shown_name,
		            arena_printf(c->arena, "%zu", SHEET_FILE_MAX >> 20));
	if (is_zip(data, len))
		return xlsx_read(c, shown_name, data, len, ret);
	TRY(foreign_refuse(c, shown_name, data, len));
	return csv_read(c, shown_name, data, len, ret);
}

enum err book_read_file(struct ctx *c, const char *path, struct book **ret)
{
	const char *data;
	size_t len;

	TRY(os_read_file(c, path, SHEET_FILE_MAX, &data, &len));
	return book_read(c, os_basename(path), data, len, ret);
}

void *list_room(struct arena *a, void *list, size_t n, size_t *room, size_t item_size)
{
	size_t more = *room ? *room * 2 : 32;

	if (n < *room)
		return list;
	list = arena_grow(a, list, *room * item_size, more * item_size);
	*room = more;
	return list;
}

enum err fail_too_many_cells(struct ctx *c, const char *shown)
{
	return FAIL(c, ERR_TOO_LARGE, N_("{1} holds more than {2} cells."), shown,
	            arena_printf(c->arena, "%ld", SHEET_CELLS_MAX));
}

enum err fail_cell_too_long(struct ctx *c, const char *shown)
{
	return FAIL(c, ERR_TOO_LARGE, N_("A cell of {1} holds more than {2} bytes of text."), shown,
	            arena_printf(c->arena, "%zu", SHEET_CELL_MAX));
}

const struct sheet_row *sheet_row(const struct sheet *s, long number)
{
	size_t low = 0, high = s->n_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->rows[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n_rows && s->rows[low].number == number ? &s->rows[low] : NULL;
}

const struct cell *sheet_cell(const struct sheet *s, long row, size_t column)
{
	static const struct cell empty = {.kind = CELL_EMPTY, .text = ""};
	const struct sheet_row *r = sheet_row(s, row);

	return r && column < r->n ? &r->cells[column] : &empty;
}

const struct merge *sheet_merge_at(const struct sheet *s, long row, size_t column)
{
	/* they stand in the order of their first rows */
	for (size_t i = 0; i < s->n_merges && s->merges[i].row1 <= row; i++) {
		const struct merge *m = &s->merges[i];

		if (row <= m->row2 && column >= m->column1 && column <= m->column2)
			return m;
	}
	return NULL;
}

const char *cell_name(struct arena *a, long row, size_t column)
{
	char letters[16];
	size_t at = sizeof(letters);

	letters[--at] = '\0';
	for (size_t left = column + 1; left; left = (left - 1) / 26)
		letters[--at] = (char)('A' + (left - 1) % 26);
	return arena_printf(a, "%s%ld", letters + at, row);
}
