/*
 * CSV as people save it: RFC 4180 where it is kept, and what spreadsheets do where it is not.
 *
 * A quotation mark opens a quoted cell only as the cell's first character; anywhere else it is
 * text. What follows a closing quotation mark up to the delimiter belongs to the cell too.
 */
#include "sheet/sheet_internal.h"

#include "base/os.h"
#include "base/text.h"

#include <string.h>

#define SNIFFED_RECORDS 50 /* records looked at to find the delimiter */

struct csv {
	struct ctx *c;
	const char *shown;
	const char *at, *end; /* valid UTF-8 from here on */
	long line;            /* physical line of `at` */
	char delimiter;
};

/* A cell as it stands in the file, quotation marks included. */
struct raw_cell {
	const char *start, *end;
	bool quoted;
};

enum cell_end { END_CELL, END_RECORD, END_FILE, END_UNTERMINATED };

/* A line break at `at`: LF, CR LF or CR. */
static const char *after_break(const char *at, const char *end)
{
	return at + (at[0] == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1);
}

static bool is_break(char ch)
{
	return ch == '\n' || ch == '\r';
}

static const char *line_of(struct ctx *c, const char *data, size_t offset)
{
	long line = 1;

	for (const char *at = data; at < data + offset;)
		if (is_break(*at)) {
			at = after_break(at, data + offset);
			line++;
		} else {
			at++;
		}
	return arena_printf(c->arena, "%ld", line);
}

static const char *byte_of(struct ctx *c, size_t offset)
{
	return arena_printf(c->arena, "%zu", offset + 1);
}

static enum err fail_zero_byte(struct ctx *c, const char *shown, const char *line, size_t offset)
{
	return FAIL(c, ERR_INVALID,
	            N_("{1} is neither an Excel workbook (.xlsx) nor text: zero byte in line {2} "
	               "(byte {3} of the file)."),
	            shown, line, byte_of(c, offset));
}

/* Next 16-bit unit of big- or little-endian text. */
static uint32_t unit_at(const unsigned char *s, bool big)
{
	return big ? (uint32_t)s[0] << 8 | s[1] : (uint32_t)s[1] << 8 | s[0];
}

/* The code point at `at` and its length in bytes; 0 when a surrogate stands alone. */
static size_t utf16_next(const unsigned char *s, size_t len, bool big, uint32_t *ret)
{
	uint32_t first, second;

	if (len < 2)
		return 0;
	first = unit_at(s, big);
	if (first < 0xD800 || first > 0xDFFF) {
		*ret = first;
		return 2;
	}
	if (first > 0xDBFF || len < 4)
		return 0;
	second = unit_at(s + 2, big);
	if (second < 0xDC00 || second > 0xDFFF)
		return 0;
	*ret = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
	return 4;
}

static enum err decode_utf16(struct csv *r, const char *data, size_t len, bool big)
{
	char *out = arena_alloc(r->c->arena, len / 2 * 3 + 1);
	size_t n, out_len = 0;
	uint32_t cp;

	for (size_t at = 2; at < len; at += n) {
		n = utf16_next((const unsigned char *)data + at, len - at, big, &cp);
		if (n && cp == 0)
			return fail_zero_byte(r->c, r->shown, line_of(r->c, out, out_len), at);
		if (n == 0)
			return FAIL(r->c, ERR_INVALID,
			            N_("{1} is broken UTF-16 text: line {2} (byte {3} of the "
			               "file). Save it as CSV UTF-8."),
			            r->shown, line_of(r->c, out, out_len), byte_of(r->c, at));
		out_len += text_encode(cp, out + out_len);
	}
	r->at = out;
	r->end = out + out_len;
	return OK;
}

/*
 * Bytes without a mark of their encoding. Valid UTF-8 wins: other text is hardly ever valid by
 * chance. Where neither fits, the encoding that fits longer tells where the trouble is.
 */
static enum err decode_bytes(struct csv *r, const char *data, size_t len, const char **ret_encoding)
{
	const char *nul = memchr(data, '\0', len), *text;
	size_t bad_utf8, bad_cp932, bad;

	if (nul)
		return fail_zero_byte(r->c, r->shown, line_of(r->c, data, (size_t)(nul - data)),
		                      (size_t)(nul - data));
	if (text_valid(data, len, &bad_utf8)) {
		r->at = data;
		r->end = data + len;
		*ret_encoding = "UTF-8";
		return OK;
	}
	if (text_from_cp932(r->c->arena, data, len, &text, &bad_cp932)) {
		r->at = text;
		r->end = text + strlen(text);
		*ret_encoding = "CP932";
		return OK;
	}
	bad = bad_cp932 > bad_utf8 ? bad_cp932 : bad_utf8;
	return FAIL(r->c, ERR_INVALID,
	            N_("{1} is neither UTF-8 nor Shift_JIS (CP932) text: line {2} (byte {3} of the "
	               "file). Save it as CSV UTF-8."),
	            r->shown, line_of(r->c, data, bad), byte_of(r->c, bad));
}

static enum err decode(struct csv *r, const char *data, size_t len, const char **ret_encoding)
{
	if (len >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0)) {
		TRY(decode_utf16(r, data, len, data[0] == '\xFE'));
		*ret_encoding = "UTF-16";
	} else if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
		size_t bad;

		if (!text_valid(data, len, &bad))
			return FAIL(r->c, ERR_INVALID,
			            N_("{1} is broken UTF-8 text: line {2} (byte {3} of the "
			               "file). Save it as CSV UTF-8."),
			            r->shown, line_of(r->c, data, bad), byte_of(r->c, bad));
		r->at = data + 3;
		r->end = data + len;
		*ret_encoding = "UTF-8 with BOM";
	} else {
		TRY(decode_bytes(r, data, len, ret_encoding));
	}
	/* programs from before Windows end their files with this character */
	if (r->end > r->at && r->end[-1] == '\x1A')
		r->end--;
	return OK;
}

static void take_break(struct csv *r)
{
	r->at = after_break(r->at, r->end);
	r->line++;
}

/* Past the closing quotation mark; false when there is none. */
static bool skip_quoted(struct csv *r)
{
	r->at++;
	while (r->at < r->end) {
		if (is_break(*r->at)) {
			take_break(r);
		} else if (*r->at++ == '"') {
			if (r->at == r->end || *r->at != '"')
				return true;
			r->at++;
		}
	}
	return false;
}

static enum cell_end scan_cell(struct csv *r, struct raw_cell *ret)
{
	ret->start = r->at;
	ret->quoted = r->at < r->end && *r->at == '"';
	if (ret->quoted && !skip_quoted(r))
		return END_UNTERMINATED;
	while (r->at < r->end && *r->at != r->delimiter && !is_break(*r->at))
		r->at++;
	ret->end = r->at;
	if (r->at == r->end)
		return END_FILE;
	if (*r->at == r->delimiter) {
		r->at++;
		return END_CELL;
	}
	take_break(r);
	return END_RECORD;
}

static const char *unquote(struct arena *a, const struct raw_cell *raw)
{
	char *text = arena_alloc(a, (size_t)(raw->end - raw->start)), *out = text;
	const char *at = raw->start + 1;

	for (;;) {
		if (is_break(*at)) {
			at = after_break(at, raw->end);
			*out++ = '\n';
			continue;
		}
		if (*at == '"' && (++at == raw->end || *at != '"'))
			break;
		*out++ = *at++;
	}
	if (at < raw->end)
		memcpy(out, at, (size_t)(raw->end - at));
	return text;
}

/* How often the delimiter stands in each of the first records; 0 when they cannot be read so. */
static size_t count_delimiters(struct csv r, long counts[SNIFFED_RECORDS])
{
	size_t n = 0;

	while (n < SNIFFED_RECORDS && r.at < r.end) {
		struct raw_cell raw;
		enum cell_end ended;

		counts[n] = 0;
		while ((ended = scan_cell(&r, &raw)) == END_CELL)
			counts[n]++;
		if (ended == END_UNTERMINATED)
			return 0;
		n++;
	}
	return n;
}

/*
 * The delimiter that stands equally often in the largest share of the records; the comma in doubt.
 * The number of records is no measure: read with a wrong delimiter, the lines of a quoted cell are
 * records of their own.
 */
static char sniff_delimiter(const struct csv *r)
{
	static const char candidates[] = {',', '\t', ';'};
	char best = ',';
	long best_agreeing = 0, best_records = 1, best_count = 0;

	for (size_t i = 0; i < sizeof(candidates); i++) {
		struct csv attempt = *r;
		long counts[SNIFFED_RECORDS];
		size_t n;

		attempt.delimiter = candidates[i];
		n = count_delimiters(attempt, counts);
		for (size_t j = 0; j < n; j++) {
			long agreeing = 0, more;

			for (size_t k = 0; k < n; k++)
				agreeing += counts[k] == counts[j];
			more = agreeing * best_records - best_agreeing * (long)n;
			if (counts[j] == 0 || more < 0 || (more == 0 && counts[j] <= best_count))
				continue;
			best = candidates[i];
			best_agreeing = agreeing;
			best_records = (long)n;
			best_count = counts[j];
		}
	}
	return best;
}

struct cell_list {
	struct cell *v;
	size_t n, room, with_content; /* with_content: up to and with the last one that has any */
};

static void add_cell(struct cell_list *cells, struct arena *a, const char *text)
{
	cells->v = list_room(a, cells->v, cells->n, &cells->room, sizeof(*cells->v));
	cells->v[cells->n++] = (struct cell){.kind = *text ? CELL_TEXT : CELL_EMPTY, .text = text};
	if (*text)
		cells->with_content = cells->n;
}

static enum err fail_long_cell(struct csv *r, long record)
{
	enum err failure = fail_cell_too_long(r->c, r->shown);

	error_at(r->c, (struct place){.row = record});
	return failure;
}

/* Reads a record into `cells`, a list to be used again. */
static enum err read_record(struct csv *r, struct arena *scratch, long record,
                            struct cell_list *cells)
{
	enum cell_end ended;
	struct raw_cell raw;

	cells->n = cells->with_content = 0;
	do {
		long line = r->line;

		ended = scan_cell(r, &raw);
		if (ended == END_UNTERMINATED)
			return FAIL(r->c, ERR_INVALID,
			            N_("{1}: the quotation mark at the beginning of a cell in line "
			               "{2} is never closed."),
			            r->shown, arena_printf(r->c->arena, "%ld", line));
		if ((size_t)(raw.end - raw.start) > SHEET_CELL_MAX)
			return fail_long_cell(r, record);
		if (cells->n == SHEET_COLUMN_MAX)
			return FAIL(r->c, ERR_TOO_LARGE,
			            N_("{1} has more than {2} columns in line {3}."), r->shown,
			            arena_printf(r->c->arena, "%d", SHEET_COLUMN_MAX),
			            arena_printf(r->c->arena, "%ld", line));
		if (raw.start == raw.end)
			add_cell(cells, scratch, "");
		else if (raw.quoted)
			add_cell(cells, scratch, unquote(r->c->arena, &raw));
		else
			add_cell(cells, scratch,
			         arena_strndup(r->c->arena, raw.start,
			                       (size_t)(raw.end - raw.start)));
	} while (ended == END_CELL);
	return OK;
}

static enum err read_records(struct csv *r, struct arena *scratch, struct sheet *sheet)
{
	struct cell_list cells = {0};
	struct sheet_row *rows = NULL;
	size_t n = 0, room = 0, n_cells = 0;

	for (long record = 1; r->at < r->end; record++) {
		struct cell *kept;
		long line = r->line;

		TRY(read_record(r, scratch, record, &cells));
		if (!cells.with_content)
			continue;
		n_cells += cells.with_content;
		if (n_cells > SHEET_CELLS_MAX)
			return fail_too_many_cells(r->c, r->shown);
		rows = list_room(scratch, rows, n, &room, sizeof(*rows));
		kept = ARENA_ARRAY(r->c->arena, cells.with_content, struct cell);
		memcpy(kept, cells.v, cells.with_content * sizeof(*kept));
		rows[n++] = (struct sheet_row){record, line, cells.with_content, kept};
	}
	sheet->n_rows = n;
	if (n)
		sheet->rows = memcpy(ARENA_ARRAY(r->c->arena, n, struct sheet_row), rows,
		                     n * sizeof(*rows));
	return OK;
}

static const char *sheet_name_of(struct arena *a, const char *shown)
{
	const char *base = os_basename(shown), *dot = strrchr(base, '.');

	return arena_strndup(a, base, dot && dot > base ? (size_t)(dot - base) : strlen(base));
}

enum err csv_read(struct ctx *c, const char *shown, const char *data, size_t len, struct book **ret)
{
	struct book *book = ARENA_NEW(c->arena, struct book);
	struct sheet *sheet = ARENA_NEW(c->arena, struct sheet);
	struct csv r = {.c = c, .shown = shown, .line = 1};
	struct arena *scratch;
	enum err failure;

	TRY(decode(&r, data, len, &book->encoding));
	r.delimiter = sniff_delimiter(&r);
	scratch = arena_child(c->arena);
	failure = read_records(&r, scratch, sheet);
	arena_free(scratch);
	if (failure)
		return failure;
	sheet->name = sheet_name_of(c->arena, shown);
	book->format = BOOK_CSV;
	book->delimiter = r.delimiter;
	book->sheets = sheet;
	book->n_sheets = 1;
	*ret = book;
	return OK;
}
