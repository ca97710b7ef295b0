#include "gen/queries.h"
#include "search/search.h"

#include <ctype.h>
#include <string.h>

static struct search_kind kinds[SEARCH_KINDS_MAX] = {
	{"unit", N_("Organisation"), CAP_READ_UNITS, QUERY_SEARCH_UNITS, NULL, NULL},
	{"person", N_("People"), CAP_READ_PEOPLE, QUERY_SEARCH_PEOPLE, NULL, NULL},
	{"audit", N_("Audits"), CAP_READ_AUDIT, QUERY_SEARCH_AUDITS, NULL, NULL},
	{"judgement", N_("Judgements"), CAP_READ_AUDIT, QUERY_SEARCH_JUDGEMENTS, NULL, NULL},
	{"evidence", N_("Evidence"), CAP_READ_AUDIT, QUERY_SEARCH_EVIDENCE, NULL, NULL},
	{"catalog", N_("Catalogue of items"), CAP_READ_CRITERIA, QUERY_SEARCH_CATALOGS, NULL, NULL},
	{"item", N_("Audit items"), CAP_READ_CRITERIA, QUERY_SEARCH_ITEMS, NULL, NULL},
	{"account", N_("Accounts"), CAP_ACCOUNTS, QUERY_SEARCH_ACCOUNTS, NULL, NULL},
};
const struct search_kind *const search_kinds = kinds;
size_t n_search_kinds = 8;

void search_add(const struct search_kind *kind)
{
	BUG_IF(n_search_kinds == SEARCH_KINDS_MAX || !kind->rows);
	kinds[n_search_kinds++] = *kind;
}

const char *search_kind_word(struct arena *a, const struct search_kind *kind)
{
	char *word = arena_alloc(a, strlen(kind->code) + 1), *at = word;

	for (const char *s = kind->code; *s; s++)
		if (isalnum((unsigned char)*s))
			*at++ = *s;
	*at = '\0';
	return word;
}

const struct search_kind *search_kind_find(const char *code)
{
	for (size_t i = 0; i < n_search_kinds; i++)
		if (strcmp(search_kinds[i].code, code) == 0)
			return &search_kinds[i];
	return NULL;
}
