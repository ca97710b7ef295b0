#include "gen/queries.h"
#include "search/search.h"

#include <string.h>

const struct search_kind search_kinds[] = {
	{"unit", N_("Organisation"), CAP_READ_UNITS, QUERY_SEARCH_UNITS},
	{"person", N_("People"), CAP_READ_PEOPLE, QUERY_SEARCH_PEOPLE},
	{"audit", N_("Audits"), CAP_READ_AUDIT, QUERY_SEARCH_AUDITS},
	{"judgement", N_("Judgements"), CAP_READ_AUDIT, QUERY_SEARCH_JUDGEMENTS},
	{"evidence", N_("Evidence"), CAP_READ_AUDIT, QUERY_SEARCH_EVIDENCE},
	{"catalog", N_("Catalogue of items"), CAP_READ_CRITERIA, QUERY_SEARCH_CATALOGS},
	{"item", N_("Audit items"), CAP_READ_CRITERIA, QUERY_SEARCH_ITEMS},
	{"account", N_("Accounts"), CAP_ACCOUNTS, QUERY_SEARCH_ACCOUNTS},
};
const size_t n_search_kinds = sizeof(search_kinds) / sizeof(search_kinds[0]);

const struct search_kind *search_kind_find(const char *code)
{
	for (size_t i = 0; i < n_search_kinds; i++)
		if (strcmp(search_kinds[i].code, code) == 0)
			return &search_kinds[i];
	return NULL;
}
