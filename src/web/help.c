#include "web/help.h"

#include <string.h>

/* Beginnings of route names, whole words; the longest that fits decides. */
static const struct {
	const char *route, *page;
} pages[] = {
	{"HOME", "home"},
	{"SIGN_IN", "sign-in"},
	{"SIGN_OUT", "sign-in"},
	{"LANGUAGE", "basics"},
	{"SELF", "self"},
	{"HELP_PAGE", "basics"},
	{"ASSET", "basics"},
	{"AUDITS", "audits"},
	{"AUDIT", "audits"},
	{"AUDIT_NEW", "audit-new"},
	{"AUDIT_COPY", "audit-new"},
	{"AUDIT_EDIT", "audit-new"},
	{"PART", "parts"},
	{"SCOPE", "scope"},
	{"VISITS", "visits"},
	{"VISIT", "visits"},
	{"WORKBOOKS", "workbooks"},
	{"MATRIX", "matrix"},
	{"JUDGE", "matrix"},
	{"SECTION", "section"},
	{"JUDGEMENT", "judgement"},
	{"EVIDENCE", "judgement"},
	{"SECTION_CONFIRM", "confirm"},
	{"PART_CONFIRM", "confirm"},
	{"AUDIT_CONFIRM", "confirm"},
	{"STATS", "stats"},
	{"ROWS", "stats"},
	{"DETECTIONS", "detections"},
	{"SHEET", "report"},
	{"REPORT", "report"},
	{"SOURCE", "source"},
	{"CATALOGS", "catalogs"},
	{"CATALOG", "catalogs"},
	{"VERSION", "catalogs"},
	{"VERSION_FILE", "catalogs"},
	{"FORM_FILE", "catalogs"},
	{"ITEM", "catalogs"},
	{"UNITS", "units"},
	{"UNIT", "units"},
	{"TAKEOVER", "units"},
	{"PEOPLE", "people"},
	{"PERSON", "people"},
	{"HANDOVER", "people"},
	{"DUTIES", "people"},
	{"ACCOUNT_SLIPS", "people"},
	{"SEARCH", "search"},
	{"IMPORTS", "import"},
	{"IMPORT", "import"},
	{"EXPORTS", "import"},
	{"EXPORT", "import"},
	{"LEDGERS", "ledgers"},
	{"LEDGER", "ledgers"},
	{"RECORD", "ledgers"},
	{"SUMMARIES", "ledgers"},
	{"SUMMARY", "ledgers"},
	{"ALERTS", "alerts"},
	{"CARRY_OUTS", "carry-outs"},
	{"CARRY_OUT", "carry-outs"},
	{"READINGS", "readings"},
	{"DISTRIBUTIONS", "readings"},
	{"DISTRIBUTION", "readings"},
	{"REPORT_INCIDENT", "report-incident"},
	{"INCIDENTS", "incidents"},
	{"INCIDENT", "incidents"},
	{"ALERT", "alerts"},
	{"ROUNDS", "rounds"},
	{"ROUND", "rounds"},
	{"OUTBOX", "outbox"},
	{"ACCOUNTS", "accounts"},
	{"ACCOUNT", "accounts"},
	{"ROLES", "roles"},
	{"HISTORY", "history"},
	{"TRAIL", "trail"},
	{"SECURITY_LOG", "security-log"},
	{"VERIFY", "verify"},
	{"HEADS", "verify"},
	{"SETTINGS", "settings"},
	{"SCALE", "scales"},
};

const struct help *help_by_name(const char *name)
{
	for (size_t i = 0; i < n_help_pages; i++)
		if (strcmp(help_pages[i].name, name) == 0)
			return &help_pages[i];
	return NULL;
}

const struct help *help_of_route(const char *route_name)
{
	const char *page = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		size_t n = strlen(pages[i].route);

		if (n <= longest || strncmp(route_name, pages[i].route, n) != 0 ||
		    (route_name[n] != '_' && route_name[n]))
			continue;
		longest = n;
		page = pages[i].page;
	}
	return page ? help_by_name(page) : NULL;
}

const char *help_title(struct arena *a, const struct help *help)
{
	return arena_strndup(a, help->text + 2, strcspn(help->text, "\n") - 2);
}

const char *help_body(const struct help *help)
{
	return help->text + strcspn(help->text, "\n");
}
