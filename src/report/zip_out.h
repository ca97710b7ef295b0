/*
 * zip_out.h - a zip file built in memory, the same bytes for the same parts.
 */
#ifndef KAGEYU_REPORT_ZIP_OUT_H
#define KAGEYU_REPORT_ZIP_OUT_H

#include "base/buf.h"
#include "base/ctx.h"

#include <stdbool.h>
#include <stdint.h>

struct zip_out;

/* All parts are dated made_us, as a clock in Japan shows it. Released with the context's arena. */
MUST_USE enum err zip_out_new(struct ctx *c, int64_t made_us, struct zip_out **ret);

/*
 * Adds a part. The bytes are not copied: they must stay unchanged until zip_out_finish(). `packed`
 * is false for what is compressed already.
 */
MUST_USE enum err zip_out_add(struct zip_out *z, const char *name, const void *bytes, size_t len,
                              bool packed);

/* Appends the complete file to out. Nothing can be added afterwards. */
MUST_USE enum err zip_out_finish(struct zip_out *z, struct buf *out);

#endif
