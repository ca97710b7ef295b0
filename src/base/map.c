#include "base/map.h"

#include <stdint.h>
#include <string.h>

/* FNV-1a */
static size_t hash(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return (size_t)(h ^ (h >> 29));
}

static struct map_entry *find(struct map_entry *entries, size_t room, const char *key)
{
	size_t i = hash(key) & (room - 1);

	while (entries[i].key && strcmp(entries[i].key, key) != 0)
		i = (i + 1) & (room - 1);
	return &entries[i];
}

void *map_get(const struct map *m, const char *key)
{
	return m->room ? find(m->entries, m->room, key)->value : NULL;
}

static void grow(struct map *m)
{
	size_t room = m->room ? m->room * 2 : 16;
	struct map_entry *entries = ARENA_ARRAY(m->arena, room, struct map_entry);

	for (size_t i = 0; i < m->room; i++)
		if (m->entries[i].key)
			*find(entries, room, m->entries[i].key) = m->entries[i];
	m->entries = entries;
	m->room = room;
}

void *map_put(struct map *m, const char *key, void *value)
{
	struct map_entry *e;
	void *old;

	if ((m->n + 1) * 2 > m->room)
		grow(m);
	e = find(m->entries, m->room, key);
	old = e->value;
	if (!e->key) {
		e->key = key;
		m->n++;
	}
	e->value = value;
	return old;
}

const char *map_key2(struct arena *a, const char *x, const char *y)
{
	size_t x_len = strlen(x), y_len = strlen(y);
	char *key = arena_alloc(a, x_len + 1 + y_len + 1);

	memcpy(key, x, x_len);
	key[x_len] = '\x1f';
	memcpy(key + x_len + 1, y, y_len);
	return key;
}
