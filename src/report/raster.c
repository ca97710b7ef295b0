#include "report/format.h"

#include "gen/librsvg.h"
#include "gen/pangocairo.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

#define SIDE_MAX 16384 /* pixels; cairo's own limit is twice that */
#define CSS_PIXELS_PER_METRE (96 / 0.0254)

/*
 * Charts have large plain areas: deflate without row filters at 4 takes a third of the time of
 * cairo's PNG writer and makes smaller files.
 */
#define DEFLATE_LEVEL 4

struct raster {
	struct ctx *c;
	RsvgHandle *svg;
	cairo_surface_t *surface;
	cairo_t *cairo;
	int width, height; /* pixels */
};

static void release(void *arg)
{
	struct raster *r = arg;

	if (r->cairo)
		cairo_destroy(r->cairo);
	if (r->surface)
		cairo_surface_destroy(r->surface);
	if (r->svg)
		g_object_unref(r->svg);
}

static enum err drawing_failed(struct ctx *c, const char *why)
{
	enum err e = FAIL(c, ERR_IO, N_("The figure could not be drawn as a picture."));

	error_detail(c, "%s", why);
	return e;
}

static enum err rsvg_failed(struct ctx *c, GError *error)
{
	enum err e = drawing_failed(c, error ? error->message : "librsvg gave no reason");

	g_clear_error(&error);
	return e;
}

static enum err load_svg(struct raster *r, const char *svg, size_t len, double scale)
{
	GError *error = NULL;
	double width, height;

	TRY(pangocairo_load(r->c));
	TRY(librsvg_load(r->c));
	r->svg = rsvg_handle_new_from_data((const guint8 *)svg, len, &error);
	if (!r->svg)
		return rsvg_failed(r->c, error);
	if (!rsvg_handle_get_intrinsic_size_in_pixels(r->svg, &width, &height))
		return drawing_failed(r->c, "the SVG has no size");
	width = ceil(width * scale);
	height = ceil(height * scale);
	if (!(width >= 1 && width <= SIDE_MAX && height >= 1 && height <= SIDE_MAX))
		return FAIL(r->c, ERR_TOO_LARGE, N_("The figure is too large for a picture."));
	r->width = (int)width;
	r->height = (int)height;
	return OK;
}

static enum err draw(struct raster *r)
{
	RsvgRectangle all = {0, 0, r->width, r->height};
	GError *error = NULL;

	r->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, r->width, r->height);
	r->cairo = cairo_create(r->surface);
	cairo_set_source_rgb(r->cairo, 1, 1, 1);
	cairo_paint(r->cairo);
	if (cairo_status(r->cairo) != CAIRO_STATUS_SUCCESS)
		return drawing_failed(r->c, cairo_status_to_string(cairo_status(r->cairo)));
	if (!rsvg_handle_render_document(r->svg, r->cairo, &all, &error))
		return rsvg_failed(r->c, error);
	cairo_surface_flush(r->surface);
	return OK;
}

/* The picture as PNG scan lines: a filter byte (0: none), then red, green, blue. */
static unsigned char *scan_lines(struct arena *a, const struct raster *r, size_t *ret_len)
{
	const unsigned char *data = cairo_image_surface_get_data(r->surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(r->surface);
	size_t line = 1 + 3 * (size_t)r->width;
	unsigned char *lines = arena_array(a, (size_t)r->height, line);
	unsigned char *to = lines;

	for (size_t y = 0; y < (size_t)r->height; y++) {
		*to++ = 0;
		for (size_t x = 0; x < (size_t)r->width; x++) {
			uint32_t rgb;

			memcpy(&rgb, data + y * stride + 4 * x, sizeof(rgb));
			*to++ = (unsigned char)(rgb >> 16);
			*to++ = (unsigned char)(rgb >> 8);
			*to++ = (unsigned char)rgb;
		}
	}
	*ret_len = (size_t)r->height * line;
	return lines;
}

static unsigned char *put_be32(unsigned char *to, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*to++ = (unsigned char)(n >> shift);
	return to;
}

static void put_chunk(struct buf *out, const char *type, const unsigned char *data, size_t len)
{
	unsigned char number[4];
	uLong crc = crc32(crc32(0, NULL, 0), (const Bytef *)type, 4);

	if (len)
		crc = crc32(crc, data, (uInt)len);
	put_be32(number, (uint32_t)len);
	buf_add(out, number, 4);
	buf_add(out, type, 4);
	buf_add(out, data, len);
	put_be32(number, (uint32_t)crc);
	buf_add(out, number, 4);
}

static void put_head(struct buf *out, const struct raster *r, double scale)
{
	static const unsigned char rgb8[5] = {8, 2, 0, 0, 0};
	uint32_t density = (uint32_t)lround(CSS_PIXELS_PER_METRE * scale);
	unsigned char head[13], size[9];
	unsigned char *at;

	at = put_be32(head, (uint32_t)r->width);
	at = put_be32(at, (uint32_t)r->height);
	memcpy(at, rgb8, sizeof(rgb8));
	at = put_be32(size, density);
	at = put_be32(at, density);
	*at = 1; /* per metre */
	buf_add(out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(out, "IHDR", head, sizeof(head));
	put_chunk(out, "pHYs", size, sizeof(size));
}

static enum err encode(struct arena *a, const struct raster *r, double scale, struct buf *out)
{
	size_t len;
	const unsigned char *lines = scan_lines(a, r, &len);
	uLongf packed_len = compressBound(len);
	unsigned char *packed = arena_alloc(a, packed_len);

	if (compress2(packed, &packed_len, lines, len, DEFLATE_LEVEL) != Z_OK)
		return drawing_failed(r->c, "zlib has no memory");
	put_head(out, r, scale);
	put_chunk(out, "IDAT", packed, packed_len);
	put_chunk(out, "IEND", NULL, 0);
	return OK;
}

enum err raster_png(struct ctx *c, const char *svg, size_t len, double scale, struct buf *out)
{
	struct arena *work = arena_child(c->arena); /* pixels are many megabytes: not for long */
	struct raster *r = ARENA_NEW(work, struct raster);
	enum err e;

	r->c = c;
	arena_defer(work, release, r);
	e = load_svg(r, svg, len, scale);
	if (e == OK)
		e = draw(r);
	if (e == OK)
		e = encode(work, r, scale, out);
	arena_free(work);
	return e;
}
