#include "gen/queries.h"
#include "search/search.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

/* code, msgid, capability, query, rows are of persons */
#define KINDS(X)                                                                               \
	X(unit, N_("Organisation"), READ_UNITS, UNITS, false)                                  \
	X(person, N_("People"), READ_PEOPLE, PEOPLE, true)                                     \
	X(audit, N_("Audits"), READ_AUDIT, AUDITS, false)                                      \
	X(judgement, N_("Judgements"), READ_AUDIT, JUDGEMENTS, false)                          \
	X(evidence, N_("Evidence"), READ_AUDIT, EVIDENCE, false)                               \
	X(catalog, N_("Catalogue of items"), READ_CRITERIA, CATALOGS, false)                   \
	X(item, N_("Audit items"), READ_CRITERIA, ITEMS, false)                                \
	X(account, N_("Accounts"), ACCOUNTS, ACCOUNTS, false)

enum {
#define X(code, ...) OWN_##code,
	KINDS(X)
#undef X
		N_OWN
};

static struct search_kind kinds[SEARCH_KINDS_MAX] = {
#define X(code, label, see, source, of_people)                                                 \
	{#code, label, CAP_##see, QUERY_SEARCH_##source, NULL, NULL, of_people},
	KINDS(X)
#undef X
};
const struct search_kind *const search_kinds = kinds;
size_t n_search_kinds = N_OWN;

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

const char *search_unit_word(struct arena *a, int64_t unit_id)
{
	return unit_id ? arena_printf(a, "unit%" PRId64, unit_id) : "shared";
}

const struct search_kind *search_kind_find(const char *code)
{
	for (size_t i = 0; i < n_search_kinds; i++)
		if (strcmp(search_kinds[i].code, code) == 0)
			return &search_kinds[i];
	return NULL;
}
