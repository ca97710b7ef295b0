#include "ledger/rules_internal.h"

#include "base/text.h"
#include "org/setting.h"

#include <string.h>

#define X(name) &rule_##name,
const struct rule *const rules[] = {RULES(X)};
#undef X
const size_t n_rules = sizeof(rules) / sizeof(rules[0]);

const struct rule *rule_find(const char *code)
{
	for (size_t i = 0; i < n_rules; i++)
		if (strcmp(rules[i]->code, code) == 0)
			return rules[i];
	return NULL;
}

static const struct choice severities[] = {
	[GRAVITY_ALL] = {"all", N_("All")},
	[GRAVITY_LOW] = {"low", N_("Low")},
	[GRAVITY_MIDDLE] = {"middle", N_("Middle")},
	[GRAVITY_HIGH] = {"high", N_("High")},
};

const char *gravity_code(enum gravity s)
{
	return severities[s].code;
}

const char *gravity_label(enum gravity s)
{
	return severities[s].label;
}

bool gravity_parse(const char *code, enum gravity *ret)
{
	for (int i = GRAVITY_LOW; i <= GRAVITY_HIGH; i++) {
		if (strcmp(severities[i].code, code) == 0) {
			*ret = (enum gravity)i;
			return true;
		}
	}
	return false;
}

/* --- settings: "off", or the limit --- */

#define OFF "off"

static const char *setting_key(struct ctx *c, const struct rule *rule)
{
	return arena_printf(c->arena, "rule.%s", rule->code);
}

enum err rule_setting_load(struct ctx *c, const struct rule *rule, struct rule_setting *ret)
{
	struct rule_setting s = {.limit = rule->limit};
	const char *value;
	long n;

	TRY(setting_find(c, setting_key(c, rule), &value));
	if (value && strcmp(value, OFF) == 0)
		s.off = true;
	else if (value && text_to_long(c->arena, value, &n) && n <= RULE_LIMIT_MAX)
		s.limit = (int)n;
	*ret = s;
	return OK;
}

enum err rule_setting_put(struct ctx *c, const struct rule *rule, const struct rule_setting *s)
{
	const char *value = NULL;

	if (s->off)
		value = OFF;
	else if (s->limit != rule->limit)
		value = arena_printf(c->arena, "%d", s->limit);
	return setting_put(c, setting_key(c, rule), value);
}

/* --- reading it again --- */

static const char *show_fields(struct arena *a, enum lang lang, const struct record_kind *k,
                               const char *keys)
{
	struct text_list list = text_split(a, keys, ",");

	for (size_t i = 0; i < list.n; i++) {
		const struct record_field *f = k ? record_field_find(k, list.v[i]) : NULL;

		if (f)
			list.v[i] = msg_find(lang, f->label);
	}
	return text_join(a, &list, "、");
}

static const char *show_value(struct arena *a, enum lang lang, const struct record_kind *k,
                              const char *text)
{
	size_t n = strcspn(text, " ");
	const struct record_field *f = k ? record_field_find(k, arena_strndup(a, text, n)) : NULL;
	char *value = arena_strdup(a, text + n + (text[n] == ' '));

	if (!f)
		return value;
	for (char *p = value; *p && f->type == RECORD_MANY; p++)
		if (*p == ',')
			*p = '\n';
	return record_value_show(a, lang, f, value);
}

const char *rule_explain(struct arena *a, enum lang lang, const struct rule *rule,
                         const char *ledger, const char *details)
{
	const struct record_kind *k = ledger ? ledger_find(ledger) : NULL;
	const char *args[RULE_ARGS_MAX + 1] = {NULL};
	struct text_list lines = text_split(a, details ? details : "", "\n");

	for (size_t i = 0; i < lines.n && i < RULE_ARGS_MAX; i++) {
		const char *text = lines.v[i] + strcspn(lines.v[i], " ");

		text += *text == ' ';
		if (*lines.v[i] == 'f')
			args[i] = show_fields(a, lang, k, text);
		else
			args[i] = *lines.v[i] == 'v' ? show_value(a, lang, k, text) : text;
	}
	return msg_format(a, lang, rule->found, args);
}

bool rule_is_about(struct arena *a, const char *details, const char *field)
{
	struct text_list lines = text_split(a, details ? details : "", "\n");

	for (size_t i = 0; i < lines.n; i++) {
		struct text_list keys = {0};

		if (strncmp(lines.v[i], "f ", 2) == 0)
			keys = text_split(a, lines.v[i] + 2, ",");
		for (size_t k = 0; k < keys.n; k++)
			if (strcmp(keys.v[k], field) == 0)
				return true;
	}
	return false;
}
