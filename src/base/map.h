/*
 * map.h - a hash table from strings to pointers.
 *
 * Keys are borrowed: they must outlive the map. There is no removal. Zero-initialise with an arena.
 */
#ifndef KAGEYU_BASE_MAP_H
#define KAGEYU_BASE_MAP_H

#include "base/arena.h"

struct map_entry {
	const char *key;
	void *value;
};

struct map {
	struct arena *arena;
	struct map_entry *entries; /* a power of two, at most half full */
	size_t room, n;
};

void *map_get(const struct map *m, const char *key); /* NULL when absent */
/* Puts the value in; returns the one it replaces, NULL if none. value must not be NULL. */
void *map_put(struct map *m, const char *key, void *value);
/* Joins the parts of a compound key with a separator that text cannot hold. */
const char *map_key2(struct arena *a, const char *x, const char *y);

#endif
