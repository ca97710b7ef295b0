#include "criteria/edit.h"

#include "base/map.h"
#include "base/text.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#define TEXT(member, name_, label_, lines_)                                                    \
	{name_, label_, offsetof(struct item_row, member), lines_}

const struct item_field item_fields[] = {
	TEXT(heading1, "heading1", N_("Heading 1 (大項目)"), false),
	TEXT(heading1_en, "heading1_en", N_("Heading 1 in English"), false),
	TEXT(heading2, "heading2", N_("Heading 2 (中項目)"), false),
	TEXT(heading2_en, "heading2_en", N_("Heading 2 in English"), false),
	TEXT(heading3, "heading3", N_("Heading 3 (小項目)"), false),
	TEXT(heading3_en, "heading3_en", N_("Heading 3 in English"), false),
	TEXT(label, "label", N_("Detail (細目)"), false),
	TEXT(title, "title", N_("Title"), true),
	TEXT(title_en, "title_en", N_("Title in English"), false),
	TEXT(requirement, "requirement", N_("Requirement"), true),
	TEXT(internal, "internal", N_("Suited to"), false),
	TEXT(roles, "roles", N_("Roles"), true),
	TEXT(respondent, "respondent", N_("Answers the questionnaire"), false),
	TEXT(approver, "approver", N_("Approver"), true),
	TEXT(interviewee, "interviewee", N_("Ask"), true),
	TEXT(evidence, "evidence", N_("Evidence"), true),
	TEXT(procedure, "procedure", N_("How to look"), true),
	TEXT(attention, "attention", N_("Attention"), true),
	TEXT(target_kinds, "target_kinds", N_("Kinds of targets"), true),
	TEXT(methods, "methods", N_("Methods"), true),
	TEXT(contradictions, "contradictions", N_("Contradicting facts"), true),
	TEXT(clause, "clause", N_("Clause of the model text"), false),
	TEXT(jis, "jis", N_("JIS Q 27002"), true),
	TEXT(refs, "references", N_("References"), true),
	TEXT(remarks, "remarks", N_("Remarks"), true),
	TEXT(supplied, "supplied", N_("Supplied by us (補)"), true),
};
const size_t n_item_fields = sizeof(item_fields) / sizeof(item_fields[0]);

/* --- reading --- */

static const char *id_key(struct arena *a, int64_t id)
{
	return arena_printf(a, "%" PRId64, id);
}

static enum err load_levels(struct ctx *c, struct version_full *v)
{
	struct map items = {.arena = c->arena};
	struct item_level_row *levels;
	size_t n;

	for (size_t i = 0; i < v->n; i++)
		map_put(&items, id_key(c->arena, v->items[i].row->id), &v->items[i]);
	TRY(q_item_levels_of_version(c, &(struct item_levels_of_version_in){v->version->id},
	                             &levels, &n));
	for (size_t i = 0; i < n; i++) {
		struct item_full *item = map_get(&items, id_key(c->arena, levels[i].item_id));
		int k = levels[i].level[0] - '1';

		if (item && k >= 0 && k < ITEM_LEVELS && !levels[i].level[1])
			item->levels[k] = levels[i].criterion;
	}
	return OK;
}

enum err criteria_load_version(struct ctx *c, int64_t catalog_id, int64_t number,
                               struct version_full *ret)
{
	struct version_full v = {0};
	struct item_row *rows;

	TRY(catalog_get(c, catalog_id, &v.catalog));
	if (!v.catalog)
		return FAIL(c, ERR_NOT_FOUND, N_("There is no such catalogue."));
	TRY(q_version_by_number(c, &(struct version_by_number_in){catalog_id, number}, &v.version));
	if (!v.version)
		return FAIL(c, ERR_NOT_FOUND, N_("“{1}” has no version {2}."), v.catalog->name,
		            id_key(c->arena, number));
	TRY(q_items_of_version(c, &(struct items_of_version_in){v.version->id}, &rows, &v.n));
	v.items = ARENA_ARRAY(c->arena, v.n, struct item_full);
	for (size_t i = 0; i < v.n; i++)
		v.items[i].row = &rows[i];
	TRY(load_levels(c, &v));
	*ret = v;
	return OK;
}

const struct item_full *criteria_find_item(const struct version_full *v, int64_t item_id)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->items[i].row->id == item_id)
			return &v->items[i];
	return NULL;
}

/* --- changing --- */

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static enum err change_levels(struct ctx *c, const struct item_full *after)
{
	struct item_level_row *stored;
	size_t n;

	TRY(q_levels_of_item(c, &(struct levels_of_item_in){after->row->id}, &stored, &n));
	for (int k = 0; k < ITEM_LEVELS; k++) {
		struct item_level_row row = {.item_id = after->row->id,
		                             .level = arena_printf(c->arena, "%d", k + 1),
		                             .criterion = after->levels[k]};
		const struct item_level_row *old = NULL;

		for (size_t i = 0; i < n; i++)
			if (strcmp(stored[i].level, row.level) == 0)
				old = &stored[i];
		row.id = old ? old->id : 0;
		if (old && row.criterion)
			TRY(item_level_update(c, old, &row));
		else if (old)
			TRY(item_level_delete(c, old));
		else if (row.criterion)
			TRY(item_level_insert(c, &row));
	}
	return OK;
}

static bool same_levels(const struct item_full *a, const struct item_full *b)
{
	for (int k = 0; k < ITEM_LEVELS; k++)
		if (!same(a->levels[k], b->levels[k]))
			return false;
	return true;
}

enum err criteria_change_item(struct ctx *c, const struct version_full *v,
                              const struct item_full *before, const struct item_full *after)
{
	struct item_row row = *after->row;

	if (v->version->frozen)
		return FAIL(c, ERR_STATE,
		            N_("An audit uses this version, so it stays as it is. Importing "
		               "changed items makes the next version."));
	if (text_blank(row.title))
		return FAIL(c, ERR_INVALID, N_("The title is missing."));
	row.id = before->row->id;
	row.version_id = before->row->version_id;
	row.sort = before->row->sort;
	row.no = before->row->no;
	TRY(item_update(c, before->row, &row));
	return change_levels(c, after);
}

/* --- comparing --- */

static bool same_item(const struct item_full *a, const struct item_full *b)
{
	for (size_t k = 0; k < n_item_fields; k++)
		if (!same(item_text(a->row, &item_fields[k]), item_text(b->row, &item_fields[k])))
			return false;
	return a->row->mandatory == b->row->mandatory && same_levels(a, b);
}

static struct map by_number(struct arena *a, const struct version_full *v)
{
	struct map m = {.arena = a};

	for (size_t i = 0; i < v->n; i++)
		map_put(&m, v->items[i].row->no, &v->items[i]);
	return m;
}

struct item_difference *criteria_compare(struct arena *a, const struct version_full *before,
                                         const struct version_full *after, size_t *ret_n)
{
	struct item_difference *out = ARENA_ARRAY(a, before->n + after->n, struct item_difference);
	struct map old = by_number(a, before), now = by_number(a, after);
	size_t n = 0, left = 0;

	for (size_t i = 0; i < after->n; i++) {
		const struct item_full *item = &after->items[i];
		const struct item_full *was = map_get(&old, item->row->no);

		for (; left < before->n && before->items[left].row->sort < item->row->sort; left++)
			if (!map_get(&now, before->items[left].row->no))
				out[n++] = (struct item_difference){ITEM_LEFT_OUT,
				                                    &before->items[left], NULL};
		if (!was)
			out[n++] = (struct item_difference){ITEM_ADDED, NULL, item};
		else if (!same_item(was, item))
			out[n++] = (struct item_difference){ITEM_CHANGED, was, item};
	}
	for (; left < before->n; left++)
		if (!map_get(&now, before->items[left].row->no))
			out[n++] = (struct item_difference){ITEM_LEFT_OUT, &before->items[left],
			                                    NULL};
	*ret_n = n;
	return out;
}
