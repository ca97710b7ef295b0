#include "org/duty_list.h"

#include "base/map.h"

#include <string.h>

/* The holders of one duty in one unit. */
struct holders {
	const struct appointments_seen_out *held;
	struct holders *next;
	bool told;
};

struct gathering {
	struct ctx *c;
	const struct duty_filter *filter;
	struct unit_tree tree;
	struct appointments_seen_out *held; /* by duty */
	size_t n_held, next;
	struct duty_list *list;
	struct duty_line **end;
};

static bool is_one_of(const char *code, const char *const *codes)
{
	while (*codes && strcmp(*codes, code) != 0)
		codes++;
	return *codes;
}

static bool is_bureau(const struct unit_node *node)
{
	return !node->unit->parent_code && node->size > 1;
}

static bool is_section(const struct unit_node *node)
{
	return strstr(node->unit->kind, "課") || strstr(node->unit->kind, "室");
}

/* node NULL = the city. */
static bool must_be_held(const struct duty_row *duty, const struct unit_node *node)
{
	static const char *const of_city[] = {"ciso", "chief", "poc", NULL};

	if (!node)
		return is_one_of(duty->code, of_city);
	if (strcmp(duty->code, "bureau") == 0)
		return is_bureau(node);
	return strcmp(duty->code, "section") == 0 && is_section(node);
}

static void add(struct gathering *g, struct duty_line line)
{
	bool vacant = !line.held, waiting = line.held && !line.held->acknowledged_on;
	struct duty_line *copy;

	g->list->vacant += vacant;
	g->list->unacknowledged += waiting;
	if ((g->filter->state == DUTY_VACANT && !vacant) ||
	    (g->filter->state == DUTY_UNACKNOWLEDGED && !waiting))
		return;
	copy = ARENA_NEW(g->c->arena, struct duty_line);
	*copy = line;
	*g->end = copy;
	g->end = &copy->next;
	g->list->n++;
}

/* The line once for each holder; without one, once where somebody must hold it. */
static void add_all(struct gathering *g, struct duty_line line, struct holders *holders,
                    bool must)
{
	if (!holders && must)
		add(g, line);
	for (struct holders *h = holders; h; h = h->next) {
		line.held = h->held;
		h->told = true;
		add(g, line);
	}
}

static void add_unit(struct gathering *g, const struct duty_row *duty, size_t at,
                     const char *bureau, const struct map *by_unit)
{
	const struct unit_node *node = &g->tree.nodes[at];
	const struct duty_line line = {.duty = duty, .unit_code = node->unit->code,
	                               .unit = node->unit->name, .bureau = bureau};

	add_all(g, line, map_get(by_unit, node->unit->code), must_be_held(duty, node));
}

/* Those of one unit stand in the order they were read in. */
static void put_holder(struct map *by_unit, struct holders *one)
{
	struct holders *first = map_get(by_unit, one->held->unit_code);

	if (!first) {
		map_put(by_unit, one->held->unit_code, one);
		return;
	}
	while (first->next)
		first = first->next;
	first->next = one;
}

/* Where the filter's unit stands in the tree: *ret_first up to *ret_end. */
static void find_range(const struct gathering *g, size_t *ret_first, size_t *ret_end)
{
	const struct duty_filter *f = g->filter;
	const struct unit_node *node;

	*ret_first = 0;
	*ret_end = g->tree.n;
	if (!f->unit_code)
		return;
	node = unit_tree_find(&g->tree, f->unit_code);
	*ret_first = node ? (size_t)(node - g->tree.nodes) : 0;
	*ret_end = node ? *ret_first + (f->alone ? 1 : node->size) : 0;
}

static void gather_units(struct gathering *g, const struct duty_row *duty, struct holders *all,
                         size_t n)
{
	struct map by_unit = {.arena = g->c->arena};
	const char *bureau = NULL;
	size_t first, end;

	find_range(g, &first, &end);
	for (size_t i = 0; i < n; i++)
		put_holder(&by_unit, &all[i]);
	for (size_t i = 0; i < end; i++) {
		if (g->tree.nodes[i].depth == 0)
			bureau = g->tree.nodes[i].unit->name;
		if (i >= first)
			add_unit(g, duty, i, bureau, &by_unit);
	}
	for (size_t i = 0; i < n && !g->filter->unit_code; i++)
		if (!all[i].told) /* the unit is closed */
			add(g, (struct duty_line){.duty = duty,
			                          .unit_code = all[i].held->unit_code,
			                          .unit = all[i].held->unit,
			                          .held = all[i].held});
}

static void gather_city(struct gathering *g, const struct duty_row *duty, struct holders *all,
                        size_t n)
{
	if (g->filter->unit_code || g->c->only_below)
		return;
	for (size_t i = 1; i < n; i++)
		all[i - 1].next = &all[i];
	add_all(g, (struct duty_line){.duty = duty}, n ? all : NULL, must_be_held(duty, NULL));
}

static void gather(struct gathering *g, const struct duty_row *duty)
{
	struct holders *all = ARENA_ARRAY(g->c->arena, g->n_held - g->next, struct holders);
	size_t n = 0;

	while (g->next < g->n_held && g->held[g->next].duty_id == duty->id)
		all[n++].held = &g->held[g->next++];
	if (g->filter->duty && strcmp(g->filter->duty, duty->code) != 0)
		return;
	if (duty->of_unit)
		gather_units(g, duty, all, n);
	else
		gather_city(g, duty, all, n);
}

enum err duty_list_on(struct ctx *c, const char *day, const struct duty_filter *filter,
                      struct duty_list *ret)
{
	struct gathering g = {.c = c, .filter = filter, .list = ret, .end = &ret->first};
	const struct appointments_seen_in in = {.day = day};
	struct duty_row *duties;
	size_t n;

	*ret = (struct duty_list){0};
	TRY(unit_tree_on(c, day, &g.tree));
	TRY(q_duty_all(c, &duties, &n));
	TRY(q_appointments_seen(c, &in, &g.held, &g.n_held));
	for (size_t i = 0; i < n; i++)
		gather(&g, &duties[i]);
	return OK;
}
