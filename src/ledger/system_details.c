#include "ledger/ledgers.h"

/* But for the last one the codes are keys of the ledger of systems, with which rules compare. */
static const struct choice items[] = {
	{"first_year", N_("In use since")},
	{"servers", N_("Servers")},
	{"pcs", N_("PCs")},
	{"personal", N_("Personal information")},
	{"mynumber", N_("Specific personal information")},
	{"place", N_("Place of the server")},
	{"segment", N_("Network segment")},
	{"outsourced", N_("Outsourced")},
	{"contractor", N_("Contractor")},
	{"rule-enacted", N_("Day on which its rule was enacted")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "システム名|システム番号",
	 .refers = &ledger_systems},
	{.key = "stated_in", .label = N_("Other register"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .headings = "台帳名|帳票名"},
	{.key = "item", .label = N_("What is stated"), .type = RECORD_CHOICE,
	 .flags = RECORD_KEY | RECORD_REQUIRED | RECORD_LISTED, .headings = "項目名|項目",
	 .choices = items},
	{.key = "policy", .label = N_("Rule whose day is meant"), .type = RECORD_REFERENCE,
	 .help = N_("Of a day of enactment, where the system has several rules."),
	 .headings = "規程名", .refers = &ledger_policies},
	{.key = "stated", .label = N_("Value stated there"), .type = RECORD_TEXT,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "値|記載"},
	{.key = "stated_on", .label = N_("Stated as of"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "基準日|時点"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_system_details =
	LEDGER_KIND("system-details", "ledger_system_detail", N_("Values in other registers"),
	            N_("What another register, such as a detail sheet, states of a system: where "
	               "it differs from the ledger, one of them is wrong."),
	            fields);
