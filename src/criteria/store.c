/* Catalogues, versions and items in the database. */
#include "criteria/criteria_internal.h"

#include "base/date.h"
#include "base/map.h"
#include "base/text.h"

#include <string.h>

/* --- checks that both readers share --- */

/* A missing number between printed ones follows from the row before. */
static void propose_number(struct ctx *c, struct incoming_items *in, size_t i,
                           struct map *numbers, struct problems *problems)
{
	struct incoming_item *item = &in->v[i];
	const char *before = "0";
	long n;

	for (size_t k = i; k-- > 0;) {
		if (!in->v[k].rejected && strcmp(in->v[k].catalog, item->catalog) == 0) {
			before = in->v[k].item.no;
			break;
		}
	}
	if (text_to_long(c->arena, before, &n)) {
		const char *no = arena_printf(c->arena, "%ld", n + 1);
		const char *key = map_key2(c->arena, item->catalog, no);

		if (!map_get(numbers, key)) {
			map_put(numbers, key, item);
			PROBLEM(c, problems, SEV_CONFIRM, "number-missing", item->no_place, NULL,
			        N_("The number is missing. By its position it is {1}."), no);
			item->item.no = no;
			return;
		}
	}
	PROBLEM(c, problems, SEV_REJECT, "number-missing", item->no_place, NULL,
	        N_("The number is missing and does not follow from its position. Enter it."));
	item->rejected = true;
}

void criteria_check(struct ctx *c, struct incoming_items *in, struct problems *problems)
{
	struct map seen = {.arena = c->arena}, numbers = {.arena = c->arena};

	for (size_t i = 0; i < in->n; i++)
		map_put(&numbers, map_key2(c->arena, in->v[i].catalog, in->v[i].item.no),
		        &in->v[i]);
	for (size_t i = 0; i < in->n; i++) {
		struct incoming_item *item = &in->v[i];
		const char *key;

		if (!*item->item.no && !item->rejected)
			propose_number(c, in, i, &numbers, problems);
		key = map_key2(c->arena, item->catalog, item->item.no);
		if (*item->item.no && map_get(&seen, key)) {
			PROBLEM(c, problems, SEV_REJECT, "number-repeated", item->no_place,
			        item->item.no,
			        N_("The number {1} stands in “{2}” twice. "
			           "This second row is refused."),
			        item->item.no, item->catalog);
			item->rejected = true;
			continue;
		}
		if (*item->item.no)
			map_put(&seen, key, item);
		if (!*item->item.title && !item->rejected) {
			PROBLEM(c, problems, SEV_REJECT, "required", item->title_place, NULL,
			        N_("The item has neither title nor requirement."));
			item->rejected = true;
		}
	}
}

void criteria_tell(struct arena *a, const struct incoming_items *in,
                   struct criteria_reads *reads)
{
	if (!reads)
		return;
	reads->v = ARENA_ARRAY(a, in->n, struct criteria_read);
	reads->n = in->n;
	for (size_t i = 0; i < in->n; i++) {
		const struct incoming_item *from = &in->v[i];

		reads->v[i] = (struct criteria_read){
			from->place,          from->catalog,        from->item.no,
			from->item.title,     from->item.heading1,  from->item.heading2,
			from->item.heading3,  from->item.mandatory, from->rejected};
	}
}

/* --- storing --- */

struct catalog_state {
	struct incoming_head head;
	struct catalog_row *catalog;
	struct catalog_version_row *version; /* the newest */
	struct item_row *items;
	size_t n_items;
	struct item_level_row *levels;
	size_t n_levels;
	struct map by_no;  /* no → item_row of the newest version */
	struct map in_file; /* no → incoming_item */
};

enum err criteria_latest(struct ctx *c, const char *catalog, struct catalog_version_row **ret)
{
	return q_version_latest(c, &(struct version_latest_in){catalog}, ret);
}

enum err criteria_freeze(struct ctx *c, int64_t version_id)
{
	struct catalog_version_row *before, after;

	TRY(catalog_version_get(c, version_id, &before));
	after = *before;
	after.frozen = true;
	return catalog_version_update(c, before, &after);
}

/* "情報資産チェックリスト" is called 情報資産 in table heads unless the file says otherwise. */
static const char *default_short(struct arena *a, const char *name)
{
	static const char ending[] = "チェックリスト";
	size_t n = strlen(name), cut = strlen(ending);

	return n > cut && strcmp(name + n - cut, ending) == 0 ? arena_strndup(a, name, n - cut)
	                                                      : name;
}

static enum err put_catalog(struct ctx *c, const struct incoming_item *in, struct catalog_state *s)
{
	struct catalog_row *before, after = {.name = in->catalog};
	const struct incoming_head *head = &in->head;
	const char *const from[] = {head->source, head->name_en, head->subject_en, head->language};
	const char **const to[] = {&after.source, &after.name_en, &after.subject_en,
	                           &after.language};
	struct catalog_last_sort_out *last;

	TRY(q_catalog_by_name(c, &(struct catalog_by_name_in){in->catalog}, &before));
	if (before)
		after = *before;
	if (head->short_name || !before)
		after.short_name = head->short_name ? head->short_name
		                                    : default_short(c->arena, in->catalog);
	if (head->subject || !before)
		after.subject = head->subject ? head->subject : after.short_name;
	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++)
		if (from[i])
			*to[i] = from[i];
	if (before) {
		TRY(catalog_update(c, before, &after));
	} else {
		TRY(q_catalog_last_sort(c, &last));
		after.sort = last->sort + 1;
		TRY(catalog_insert(c, &after));
	}
	s->catalog = ARENA_NEW(c->arena, struct catalog_row);
	*s->catalog = after;
	return OK;
}

static enum err load_version(struct ctx *c, struct catalog_state *s)
{
	TRY(criteria_latest(c, s->catalog->name, &s->version));
	if (!s->version)
		return OK;
	TRY(q_items_of_version(c, &(struct items_of_version_in){s->version->id}, &s->items,
	                       &s->n_items));
	TRY(q_item_levels_of_version(c, &(struct item_levels_of_version_in){s->version->id},
	                             &s->levels, &s->n_levels));
	for (size_t i = 0; i < s->n_items; i++)
		map_put(&s->by_no, s->items[i].no, &s->items[i]);
	return OK;
}

static const char *level_of(const struct catalog_state *s, int64_t item_id, int level)
{
	for (size_t i = 0; i < s->n_levels; i++)
		if (s->levels[i].item_id == item_id && s->levels[i].level[0] == '0' + level &&
		    !s->levels[i].level[1])
			return s->levels[i].criterion;
	return NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_item(const struct catalog_state *s, const struct item_row *a,
                      const struct incoming_item *in)
{
	for (int k = 0; k < ITEM_LEVELS; k++)
		if (!same_text(level_of(s, a->id, k + 1), in->levels[k]))
			return false;
	for (size_t k = 0; k < n_item_fields; k++)
		if (!same_text(item_text(a, &item_fields[k]),
		               item_text(&in->item, &item_fields[k])))
			return false;
	return a->mandatory == in->item.mandatory;
}

/* The texts that a version has of its own, as the file has them. True when one is new. */
static bool take_texts(const struct incoming_head *in, struct catalog_version_row *v)
{
	const char *const from[] = {in->edition, in->title, in->notice, in->judging};
	const char **const to[] = {&v->edition, &v->title, &v->notice, &v->judging};
	bool changed = false;

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		if (!from[i] || same_text(from[i], *to[i]))
			continue;
		*to[i] = from[i];
		changed = true;
	}
	return changed;
}

static enum err new_version(struct ctx *c, struct catalog_state *s)
{
	struct catalog_version_row *v = ARENA_NEW(c->arena, struct catalog_version_row);

	if (s->version)
		*v = *s->version;
	(void)take_texts(&s->head, v);
	v->frozen = false;
	v->catalog_id = s->catalog->id;
	v->number = s->version ? s->version->number + 1 : 1;
	v->made_on = date_format(c->arena, date_in_japan(c->now_us), DATE_ISO);
	s->version = v;
	return catalog_version_insert(c, v);
}

static enum err put_levels(struct ctx *c, int64_t item_id, const char *const levels[ITEM_LEVELS])
{
	for (int k = 0; k < ITEM_LEVELS; k++) {
		struct item_level_row row = {.item_id = item_id, .criterion = levels[k]};

		row.level = arena_printf(c->arena, "%d", k + 1);
		if (levels[k])
			TRY(item_level_insert(c, &row));
	}
	return OK;
}

static enum err drop_levels(struct ctx *c, const struct catalog_state *s, int64_t item_id)
{
	for (size_t i = 0; i < s->n_levels; i++)
		if (s->levels[i].item_id == item_id)
			TRY(item_level_delete(c, &s->levels[i]));
	return OK;
}

static enum err insert_item(struct ctx *c, const struct catalog_state *s,
                            const struct incoming_item *in, int64_t sort)
{
	struct item_row item = in->item;

	item.version_id = s->version->id;
	item.sort = sort;
	TRY(item_insert(c, &item));
	return put_levels(c, item.id, in->levels);
}

/* An item of the version before that goes on unchanged. */
static enum err carry_item(struct ctx *c, const struct catalog_state *s, const struct item_row *old)
{
	struct item_row item = *old;
	const char *levels[ITEM_LEVELS];

	for (int k = 0; k < ITEM_LEVELS; k++)
		levels[k] = level_of(s, old->id, k + 1);
	item.version_id = s->version->id;
	TRY(item_insert(c, &item));
	return put_levels(c, item.id, levels);
}

static enum err change_item(struct ctx *c, const struct catalog_state *s, struct item_row *old,
                            const struct incoming_item *in)
{
	struct item_row item = in->item;

	item.id = old->id;
	item.version_id = old->version_id;
	item.sort = old->sort;
	TRY(item_update(c, old, &item));
	TRY(drop_levels(c, s, old->id));
	return put_levels(c, old->id, in->levels);
}

/* Numbered items stand by their number, others in the order of the files. */
static int64_t sort_of(struct ctx *c, const char *no, int64_t *last)
{
	long n;

	if (!text_to_long(c->arena, no, &n))
		return ++*last;
	if (n > *last)
		*last = n;
	return n;
}

static int64_t last_sort(const struct catalog_state *s)
{
	return s->n_items ? s->items[s->n_items - 1].sort : 0;
}

/* The newest version is in use (or there is none): the next one is written complete. */
static enum err write_next_version(struct ctx *c, struct catalog_state *s,
                                   const struct incoming_items *in, bool whole)
{
	int64_t sort = last_sort(s);

	TRY(new_version(c, s));
	for (size_t i = 0; i < s->n_items; i++) {
		const struct incoming_item *now = map_get(&s->in_file, s->items[i].no);

		if (now)
			TRY(insert_item(c, s, now, s->items[i].sort));
		else if (!whole)
			TRY(carry_item(c, s, &s->items[i]));
	}
	for (size_t i = 0; i < in->n; i++)
		if (!in->v[i].rejected && strcmp(in->v[i].catalog, s->catalog->name) == 0 &&
		    !map_get(&s->by_no, in->v[i].item.no))
			TRY(insert_item(c, s, &in->v[i], sort_of(c, in->v[i].item.no, &sort)));
	return OK;
}

static enum err write_same_version(struct ctx *c, struct catalog_state *s,
                                   const struct incoming_items *in, bool whole)
{
	struct catalog_version_row version = *s->version;
	int64_t sort = last_sort(s);

	if (take_texts(&s->head, &version))
		TRY(catalog_version_update(c, s->version, &version));
	for (size_t i = 0; i < in->n; i++) {
		const struct incoming_item *now = &in->v[i];
		struct item_row *old = map_get(&s->by_no, now->item.no);

		if (now->rejected || strcmp(now->catalog, s->catalog->name) != 0)
			continue;
		if (!old)
			TRY(insert_item(c, s, now, sort_of(c, now->item.no, &sort)));
		else if (!same_item(s, old, now))
			TRY(change_item(c, s, old, now));
	}
	for (size_t i = 0; whole && i < s->n_items; i++) {
		if (map_get(&s->in_file, s->items[i].no))
			continue;
		TRY(drop_levels(c, s, s->items[i].id));
		TRY(item_delete(c, &s->items[i]));
	}
	return OK;
}

static void report_absent(struct ctx *c, const struct catalog_state *s, bool whole,
                          const char *file, struct problems *problems)
{
	for (size_t i = 0; i < s->n_items; i++) {
		if (map_get(&s->in_file, s->items[i].no))
			continue;
		PROBLEM(c, problems, SEV_WARNING, "item-absent", ((struct place){.file = file}),
		        s->items[i].no,
		        whole ? N_("Item {1} of “{2}” is not in the file and was left out of the "
		                   "new version.")
		              : N_("Item {1} of “{2}” is not in the file and was kept. "
		                   "Use --whole to leave it out."),
		        s->items[i].no, s->catalog->name);
	}
}

static enum err store_catalog(struct ctx *c, const struct incoming_items *in, size_t first,
                              bool whole, struct import_result *ret)
{
	struct catalog_state s = {.head = in->v[first].head,
	                          .by_no = {.arena = c->arena},
	                          .in_file = {.arena = c->arena}};
	struct catalog_version_row texts = {0};
	long changes = 0;

	TRY(put_catalog(c, &in->v[first], &s));
	TRY(load_version(c, &s));
	if (s.version)
		texts = *s.version;
	changes += take_texts(&s.head, &texts);
	for (size_t i = first; i < in->n; i++) {
		struct incoming_item *now = &in->v[i];
		struct item_row *old = map_get(&s.by_no, now->item.no);

		if (now->rejected || strcmp(now->catalog, s.catalog->name) != 0)
			continue;
		map_put(&s.in_file, now->item.no, now);
		if (!old)
			ret->created++;
		else if (same_item(&s, old, now))
			ret->unchanged++;
		else
			ret->updated++;
		changes += !old || !same_item(&s, old, now);
	}
	report_absent(c, &s, whole, ret->file, &ret->problems);
	if (changes == 0 && !(whole && s.in_file.n < s.n_items))
		return OK;
	if (!s.version || s.version->frozen)
		return write_next_version(c, &s, in, whole);
	return write_same_version(c, &s, in, whole);
}

enum err criteria_store(struct ctx *c, const struct incoming_items *in, bool whole,
                        struct import_result *ret)
{
	struct map done = {.arena = c->arena};

	ret->rows = (long)in->n;
	for (size_t i = 0; i < in->n; i++) {
		ret->rejected += in->v[i].rejected;
		if (in->v[i].rejected || map_put(&done, in->v[i].catalog, &in->v[i]))
			continue;
		TRY(store_catalog(c, in, i, whole, ret));
	}
	return OK;
}
