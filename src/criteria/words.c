/* The codes that stand in items, in words. */
#include "criteria/item_fields.h"

#include <string.h>

const char *criteria_word(const char *code)
{
	static const char *const words[][2] = {
		{"organisation", N_("the whole organisation")},
		{"section", N_("section")},
		{"system", N_("information system")},
		{"facility", N_("facility")},
		{"contractor", N_("contractor")},
		{"document", N_("documents")},
		{"interview", N_("interview")},
		{"visit", N_("visit")},
		{"data", N_("data")}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], code) == 0)
			return words[i][1];
	return code;
}

const char *criteria_field_label(const char *name)
{
	for (size_t i = 0; i < n_item_fields; i++)
		if (strcmp(item_fields[i].name, name) == 0)
			return item_fields[i].label;
	return name;
}

void criteria_split(struct arena *a, const char *line, const char **ret_name,
                    const char **ret_rest)
{
	static const char colon[] = "：";
	const char *at = strstr(line, colon);

	*ret_name = at ? arena_strndup(a, line, (size_t)(at - line)) : NULL;
	*ret_rest = at ? at + strlen(colon) : line;
}
