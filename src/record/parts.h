/*
 * parts.h - one cell that holds several fields: サーバー1 台、パソコン 47 台（端末は兼用）.
 *
 * A field with part_of takes its value from that field's text, in files that have no column for it:
 * a COUNT the number behind one of its part_words (added up where several parts fit), YES_NO "yes"
 * where one of them stands, a text field what PARTS_OTHERS or PARTS_REMARKS says. Widths, spaces,
 * line breaks and grouping commas do not matter; what stands in brackets is a remark and counts
 * nothing. 【…】 is a heading over what follows.
 */
#ifndef KAGEYU_RECORD_PARTS_H
#define KAGEYU_RECORD_PARTS_H

#include "record/record.h"

#define PARTS_OTHERS "*"   /* what is counted there and is no other field's */
#define PARTS_REMARKS "()" /* what stands in brackets */

/* NULL when the text says nothing of the field. *ret_written: the words it was read from. */
const char *parts_value(struct arena *a, const struct record_kind *k, size_t field,
                        const char *text, const char **ret_written);

/* One counted device of the text, in its order. */
struct parts_device {
	const char *situation; /* the heading it stands below; NULL = none */
	const char *name;
	int64_t count;
	const char *breakdown; /* what stands in brackets behind the number; NULL = nothing */
};
const struct parts_device *parts_devices(struct arena *a, const char *text, size_t *ret_n);

#endif
