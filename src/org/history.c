#include "org/history.h"

#include "gen/queries.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

/* up: the table whose row it belongs to, by column; the last of the way is the unit. */
static const struct rule {
	const char *table;
	enum capability see;
	bool by_unit; /* else the reach must be ALL, or the role may read the trail */
	const char *up, *column;
} rules[] = {
	{"judgement", CAP_READ_AUDIT, true, "target", "target_id"},
	{"evidence", CAP_READ_AUDIT, true, "judgement", "judgement_id"},
	{"visit", CAP_READ_AUDIT, true, "target", "target_id"},
	{"target", CAP_READ_AUDIT, true, "unit", "unit_id"},
	{"unit", CAP_READ_UNITS, true, NULL, NULL},
	{"assertion", CAP_READ_LEDGERS, true, "unit", "unit_id"},
	{"round_unit", CAP_READ_LEDGERS, true, "unit", "unit_id"},
	{"round_answer", CAP_READ_LEDGERS, true, "round_unit", "round_unit_id"},
	{"round", CAP_READ_LEDGERS, false, NULL, NULL},
	{"outbox", CAP_PLAN, false, NULL, NULL},
	{"unit_succession", CAP_READ_UNITS, true, "unit", "unit_id"},
	{"record_transfer", CAP_READ_LEDGERS, true, "unit", "from_unit_id"},
	{"audit", CAP_READ_AUDIT, false, NULL, NULL},
	{"audit_part", CAP_READ_AUDIT, false, NULL, NULL},
	{"part_catalog", CAP_READ_AUDIT, false, NULL, NULL},
	{"part_kind", CAP_READ_AUDIT, false, NULL, NULL},
	{"scale", CAP_SETTINGS, false, NULL, NULL},
	{"scale_level", CAP_SETTINGS, false, NULL, NULL},
	{"catalog", CAP_READ_CRITERIA, false, NULL, NULL},
	{"catalog_version", CAP_READ_CRITERIA, false, NULL, NULL},
	{"item", CAP_READ_CRITERIA, false, NULL, NULL},
	{"item_level", CAP_READ_CRITERIA, false, NULL, NULL},
	{"person", CAP_READ_PEOPLE, false, NULL, NULL},
	{"posting", CAP_READ_PEOPLE, false, NULL, NULL},
	{"duty", CAP_READ_PEOPLE, false, NULL, NULL},
	{"appointment", CAP_READ_PEOPLE, false, NULL, NULL},
	{"account", CAP_ACCOUNTS, false, NULL, NULL},
	{"setting", CAP_SETTINGS, false, NULL, NULL},
	{"carry_out_step", CAP_READ_LEDGERS, true, "ledger_carry_out", "carry_out_id"},
	{"policy_distribution", CAP_POLICIES, false, NULL, NULL},
	{"policy_distribution_unit", CAP_POLICIES, false, NULL, NULL},
	{"policy_acknowledgement", CAP_POLICIES, false, NULL, NULL},
	{"policy_not_at_hand", CAP_POLICIES, false, NULL, NULL},
	{"incident_step", CAP_EDIT_LEDGERS, true, "ledger_incident", "incident_id"},
	{"city_field", CAP_SETTINGS, false, NULL, NULL},
	/* their ids are none of a unit: for who keeps all ledgers; others see the record's */
	{"city_value", CAP_EDIT_LEDGERS, true, NULL, NULL},
	{"record_file", CAP_EDIT_LEDGERS, true, NULL, NULL},
};

/*
 * A table of a ledger says itself what its rows belong to: the third column is unit_id, or
 * NAME_id of a record of table ledger_NAME.
 */
static const struct rule *ledger_rule(struct arena *a, const char *table)
{
	static const char prefix[] = "ledger_";
	struct rule *rule = ARENA_NEW(a, struct rule);
	const char *column, *up;
	size_t i = 0;

	while (i < n_sql_tables && strcmp(sql_tables[i].name, table) != 0)
		i++;
	if (strncmp(table, prefix, sizeof(prefix) - 1) != 0 || i == n_sql_tables)
		return NULL;
	column = sql_tables[i].columns[2].name;
	up = arena_strndup(a, column, strlen(column) - strlen("_id"));
	if (strcmp(up, "unit") != 0)
		up = arena_printf(a, "%s%s", prefix, up);
	*rule = (struct rule){table, CAP_READ_LEDGERS, true, up, column};
	return rule;
}

static const struct rule *find_rule(struct arena *a, const char *table)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i].table, table) == 0)
			return &rules[i];
	return ledger_rule(a, table);
}

bool history_role_may(struct ctx *c, enum role role, const char *table)
{
	const struct rule *rule = find_rule(c->arena, table);

	if (!rule)
		return false;
	if (rule->by_unit)
		return access_reach(role, rule->see) != REACH_NONE;
	return access_reach(role, rule->see) == REACH_ALL ||
	       access_reach(role, CAP_TRAIL) == REACH_ALL;
}

/* --- images --- */

static void release(void *arg)
{
	json_decref(arg);
}

static json_t *parse(struct ctx *c, const char *image)
{
	json_t *row = image ? json_loads(image, 0, NULL) : NULL;

	if (row)
		arena_defer(c->arena, release, row);
	return row;
}

static const char *text_of(struct ctx *c, const json_t *v)
{
	if (json_is_string(v))
		return json_string_length(v) ? json_string_value(v) : NULL;
	if (json_is_integer(v))
		return arena_printf(c->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	if (json_is_boolean(v))
		return json_is_true(v) ? "true" : "false";
	return NULL;
}

static bool is_bookkeeping(const char *column)
{
	return strcmp(column, "id") == 0 || strcmp(column, "rev") == 0;
}

void history_compare(struct ctx *c, const char *before, const char *after,
                     struct history_change **ret, size_t *ret_n)
{
	json_t *old = parse(c, before), *new = parse(c, after), *row = new ? new : old, *value;
	const char *column;
	size_t n = 0;

	*ret = ARENA_ARRAY(c->arena, json_object_size(row) + 1, struct history_change);
	json_object_foreach(row, column, value)
	{
		struct history_change d = {column, text_of(c, json_object_get(old, column)),
		                           text_of(c, json_object_get(new, column))};
		const char *x = d.before ? d.before : "", *y = d.after ? d.after : "";

		if (!is_bookkeeping(column) && strcmp(x, y) != 0)
			(*ret)[n++] = d;
	}
	*ret_n = n;
}

/* --- who may see it --- */

/* A reference in the newest image of the row; 0 where there is none any more. */
static enum err reference(struct ctx *c, const char *table, int64_t id, const char *column,
                          int64_t *ret)
{
	struct row_history_out *events;
	size_t n;
	json_t *row;

	*ret = 0;
	TRY(q_row_history(c, &(struct row_history_in){table, id}, &events, &n));
	if (!n)
		return OK;
	row = parse(c, events[n - 1].after_image ? events[n - 1].after_image
	                                         : events[n - 1].before_image);
	*ret = json_integer_value(json_object_get(row, column));
	return OK;
}

static enum err may_see(struct ctx *c, const struct who *who, const char *table, int64_t id,
                        bool *ret)
{
	const struct rule *rule = find_rule(c->arena, table);
	enum capability see = rule ? rule->see : CAP_SELF;

	*ret = rule && history_role_may(c, who->role, table);
	if (!*ret || !rule->by_unit || access_reach(who->role, see) == REACH_ALL)
		return OK;
	while (rule->up) {
		TRY(reference(c, rule->table, id, rule->column, &id));
		rule = find_rule(c->arena, rule->up);
		BUG_IF(!rule);
	}
	return access_covers(c, who, see, id, ret);
}

static enum err not_found(struct ctx *c)
{
	return FAIL(c, ERR_NOT_FOUND,
	            N_("There is no history of this, or it is not yours to see."));
}

/* --- the fields that a city added to a ledger: rows of their own, told with the record --- */

static const char *city_value(struct ctx *c, const char *image)
{
	json_t *row = parse(c, image);
	json_int_t link = json_integer_value(json_object_get(row, "link_id"));

	if (link)
		return arena_printf(c->arena, "@%" JSON_INTEGER_FORMAT, link);
	return text_of(c, json_object_get(row, "value"));
}

static void add_change(struct ctx *c, struct history_event *e, const struct history_change *d)
{
	e->changes = arena_grow(c->arena, e->changes, e->n * sizeof(*e->changes),
	                        (e->n + 1) * sizeof(*e->changes));
	e->changes[e->n++] = *d;
}

/* What was stored together is one event. */
static bool belongs_to(const struct history_event *e, const struct record_history_out *row)
{
	return e->at_us == row->at_us && strcmp(e->actor, row->actor) == 0 &&
	       strcmp(e->cause, row->cause) == 0;
}

static struct history_event event_of(const struct record_history_out *row)
{
	return (struct history_event){.seq = row->seq, .at_us = row->at_us, .actor = row->actor,
	                              .cause = row->cause, .reason = row->reason,
	                              .op = row->key ? "update" : row->op,
	                              .erased = !row->before_image && !row->after_image};
}

static void add_row(struct ctx *c, const struct record_history_out *row, struct history_event *all,
                    size_t *n)
{
	bool joins = row->key && *n && belongs_to(&all[*n - 1], row);
	struct history_event *e = &all[joins ? *n - 1 : *n];

	if (!joins) {
		*e = event_of(row);
		++*n;
	}
	if (row->key)
		add_change(c, e, &(struct history_change){row->key,
		                                         city_value(c, row->before_image),
		                                         city_value(c, row->after_image)});
	else
		history_compare(c, row->before_image, row->after_image, &e->changes, &e->n);
}

static void reverse(struct history_event *all, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct history_event e = all[i];

		all[i] = all[n - 1 - i];
		all[n - 1 - i] = e;
	}
}

enum err history_load(struct ctx *c, const struct who *who, const char *table, int64_t id,
                      struct history_event **ret, size_t *ret_n)
{
	struct record_history_out *rows;
	struct history_event *all;
	size_t n, n_all = 0;
	bool may;

	TRY(may_see(c, who, table, id, &may));
	if (!may)
		return not_found(c);
	TRY(q_record_history(c, &(struct record_history_in){table, id}, &rows, &n));
	if (!n)
		return not_found(c);
	all = ARENA_ARRAY(c->arena, n, struct history_event);
	for (size_t i = 0; i < n; i++)
		add_row(c, &rows[i], all, &n_all);
	reverse(all, n_all);
	*ret = all;
	*ret_n = n_all;
	return OK;
}
