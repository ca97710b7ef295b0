/* librsvg.h - the functions of librsvg in use; see base/library.h. Private to src/report. */
#ifndef KAGEYU_REPORT_LIBRSVG_H
#define KAGEYU_REPORT_LIBRSVG_H

#include "base/library.h"

#include <librsvg/rsvg.h>

#define LIBRSVG(X)                                                                             \
	X(rsvg_handle_new_from_data)                                                           \
	X(rsvg_handle_get_intrinsic_size_in_pixels)                                            \
	X(rsvg_handle_render_document)

struct librsvg {
	LIBRSVG(LIBRARY_MEMBER)
};

extern struct librsvg librsvg; /* empty until it is loaded */

MUST_USE enum err librsvg_load(struct ctx *c);

#endif
