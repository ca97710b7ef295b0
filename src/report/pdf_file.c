#include "report/pdf_file.h"

#include "base/text.h"

#include <math.h>
#include <zlib.h>

#define PACKED_MAX 200 /* objects in one stream */
#define DEFLATE_LEVEL 6

void file_open(struct pdf_file *f, struct ctx *c, struct buf *out, size_t n_objects)
{
	*f = (struct pdf_file){.c = c, .out = out, .start = out->len};
	f->n_slots = n_objects;
	f->room_slots = 2 * n_objects + 64;
	f->slots = ARENA_ARRAY(c->arena, f->room_slots, struct slot);
	buf_init(&f->packed, c->arena, BUF_MAX_DOCUMENT);
	buf_init(&f->packed_heads, c->arena, BUF_MAX_TEXT);
	buf_puts(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
}

unsigned file_new_object(struct pdf_file *f)
{
	if (f->n_slots == f->room_slots) {
		f->slots = arena_grow(f->c->arena, f->slots, f->room_slots * sizeof *f->slots,
		                      2 * f->room_slots * sizeof *f->slots);
		f->room_slots *= 2;
	}
	return (unsigned)f->n_slots++;
}

struct buf *file_deflate(struct arena *a, const char *bytes, size_t len)
{
	struct buf *b = ARENA_NEW(a, struct buf);
	uLongf packed = compressBound(len);
	Bytef *room = arena_alloc(a, packed);

	buf_init(b, a, BUF_MAX_DOCUMENT);
	if (compress2(room, &packed, (const Bytef *)bytes, len, DEFLATE_LEVEL) != Z_OK)
		BUG("zlib did not compress into the room it had asked for");
	buf_add(b, room, packed);
	return b;
}

void file_put_stream(struct pdf_file *f, unsigned object, const char *entries, const char *bytes,
                     size_t len)
{
	f->slots[object] = (struct slot){SLOT_PLAIN, f->out->len - f->start, 0};
	buf_printf(f->out, "%u 0 obj\n<<%s/Length %zu>>\nstream\n", object, entries, len);
	buf_add(f->out, bytes, len);
	buf_puts(f->out, "\nendstream\nendobj\n");
}

static void end_packed(struct pdf_file *f)
{
	struct buf all, *deflated;
	const char *entries;

	if (!f->n_packed)
		return;
	buf_init(&all, f->c->arena, BUF_MAX_DOCUMENT);
	buf_add(&all, f->packed_heads.data, f->packed_heads.len);
	buf_add(&all, f->packed.data, f->packed.len);
	deflated = file_deflate(f->c->arena, all.data, all.len);
	entries = arena_printf(f->c->arena, "/Type/ObjStm/N %zu/First %zu/Filter/FlateDecode",
	                       f->n_packed, f->packed_heads.len);
	file_put_stream(f, f->packed_object, entries, deflated->data, deflated->len);
	buf_clear(&f->packed);
	buf_clear(&f->packed_heads);
	f->n_packed = 0;
}

void file_put(struct pdf_file *f, unsigned object, const char *bytes, size_t len)
{
	if (f->n_packed == PACKED_MAX)
		end_packed(f);
	if (!f->n_packed)
		f->packed_object = file_new_object(f);
	f->slots[object] = (struct slot){SLOT_PACKED, f->packed_object, f->n_packed++};
	buf_printf(&f->packed_heads, "%u %zu ", object, f->packed.len);
	buf_add(&f->packed, bytes, len);
	buf_putc(&f->packed, '\n');
}

static void put_bytes(struct buf *b, size_t n, int bytes)
{
	while (bytes--)
		buf_putc(b, (char)(n >> (8 * bytes) & 255));
}

static const char *identifier(const struct pdf_file *f)
{
	char *sum = g_compute_checksum_for_data(
		G_CHECKSUM_MD5, (const guchar *)f->out->data + f->start, f->out->len - f->start);
	char hex[33];

	g_strlcpy(hex, sum, sizeof hex);
	g_free(sum);
	return arena_strdup(f->c->arena, hex);
}

void file_close(struct pdf_file *f, unsigned root, unsigned info)
{
	unsigned object;
	const char *entries, *id;
	struct buf table, *deflated;
	size_t at;

	end_packed(f);
	id = identifier(f);
	object = file_new_object(f);
	at = f->out->len - f->start;
	f->slots[object] = (struct slot){SLOT_PLAIN, at, 0};
	buf_init(&table, f->c->arena, BUF_MAX_DOCUMENT);
	for (size_t i = 0; i < f->n_slots; i++) {
		bool free_zero = i == 0; /* the head of the list of free objects */

		put_bytes(&table, f->slots[i].kind, 1);
		put_bytes(&table, f->slots[i].at, 4);
		put_bytes(&table, free_zero ? 65535 : f->slots[i].index, 2);
	}
	deflated = file_deflate(f->c->arena, table.data, table.len);
	entries = arena_printf(f->c->arena,
	                       "/Type/XRef/Size %zu/W[1 4 2]/Root %u 0 R/Info %u 0 R/ID[<%s><%s>]"
	                       "/Filter/FlateDecode",
	                       f->n_slots, root, info, id, id);
	file_put_stream(f, object, entries, deflated->data, deflated->len);
	buf_printf(f->out, "startxref\n%zu\n%%%%EOF\n", at);
}

void pdf_put_text(struct buf *b, const char *s)
{
	uint32_t cp;

	buf_puts(b, "<FEFF");
	while ((cp = text_next(&s))) {
		if (cp >= 0x10000) {
			buf_printf(b, "%04X", (unsigned)(0xD800 + ((cp - 0x10000) >> 10)));
			cp = 0xDC00 + ((cp - 0x10000) & 0x3FF);
		}
		buf_printf(b, "%04X", (unsigned)cp);
	}
	buf_putc(b, '>');
}

void pdf_put_number(struct buf *b, double n)
{
	long hundredths = lround(n * 100);

	if (hundredths < 0)
		buf_putc(b, '-');
	hundredths = labs(hundredths);
	buf_printf(b, "%ld", hundredths / 100);
	if (hundredths % 100)
		buf_printf(b, ".%02ld", hundredths % 100);
}
