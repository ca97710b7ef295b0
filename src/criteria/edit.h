/*
 * edit.h - catalogues read, compared and changed by hand.
 */
#ifndef KAGEYU_CRITERIA_EDIT_H
#define KAGEYU_CRITERIA_EDIT_H

#include "base/buf.h"
#include "criteria/item_fields.h"

/* An item with what its levels look like (NULL = in general). */
struct item_full {
	struct item_row *row;
	const char *levels[ITEM_LEVELS];
};

struct version_full {
	struct catalog_row *catalog;
	struct catalog_version_row *version;
	struct item_full *items; /* in order */
	size_t n;
};

/* ERR_NOT_FOUND, with a message, when there is no such catalogue (id) or version (number). */
MUST_USE enum err criteria_load_version(struct ctx *c, int64_t catalog_id, int64_t number,
                                        struct version_full *ret);
/* NULL when the version has no such item. */
const struct item_full *criteria_find_item(const struct version_full *v, int64_t item_id);

/*
 * Stores the item's new texts (id, version, sort and number stay). ERR_STATE when an audit uses the
 * version, ERR_INVALID without a title.
 */
MUST_USE enum err criteria_change_item(struct ctx *c, const struct version_full *v,
                                       const struct item_full *before,
                                       const struct item_full *after);

/* The version in the text form of catalogs/, as criteria_import_text() reads it. */
void criteria_write_text(struct arena *a, const struct version_full *v, struct buf *out);

/* --- between two versions --- */

enum item_change { ITEM_ADDED, ITEM_LEFT_OUT, ITEM_CHANGED };

struct item_difference {
	enum item_change change;
	const struct item_full *before, *after; /* NULL where added or left out */
};

/* The items that differ, in the order of the newer version, what it left out at its old place. */
struct item_difference *criteria_compare(struct arena *a, const struct version_full *before,
                                         const struct version_full *after, size_t *ret_n);

/* --- the shipped catalogues --- */

struct shipped_catalog {
	const char *code, *name;
	const char *text; /* in the text form of catalogs/ */
	bool basic;       /* part of every installation's first steps */
};
extern const struct shipped_catalog shipped_catalogs[];
extern const size_t n_shipped_catalogs;

/* Loads it as an import would. ERR_CONFLICT when a catalogue of that name is there already. */
MUST_USE enum err criteria_install(struct ctx *c, const struct shipped_catalog *what);

#endif
