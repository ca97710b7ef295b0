#include "ledger/ledgers.h"

static const struct choice kinds[] = {
	{"leak", N_("Leak")},
	{"loss", N_("Loss")},
	{"theft", N_("Theft")},
	{"misdelivery", N_("Misdelivery")},
	{"malware", N_("Malware")},
	{"mail", N_("Suspicious mail")},
	{"intrusion", N_("Unauthorised access")},
	{"failure", N_("Failure")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("What happened"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "概要"},
	{.key = "report", .label = N_("As it was reported"), .type = RECORD_LONG,
	 .flags = RECORD_CONFIDENTIAL},
	{.key = "callback", .label = N_("Telephone to call back"), .type = RECORD_TEXT,
	 .flags = RECORD_CONFIDENTIAL | RECORD_PERSONAL, .max = 40},
	{.key = "outsider", .label = N_("Told by somebody outside"), .type = RECORD_TEXT,
	 .flags = RECORD_CONFIDENTIAL | RECORD_PERSONAL},
	{.key = "kind", .label = N_("Kind of incident"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED | RECORD_REQUIRED, .choices = kinds},
	{.key = "near_miss", .label = N_("Near miss"), .type = RECORD_YES_NO,
	 .flags = RECORD_LISTED},
	{.key = "occurred_on", .label = N_("Occurred on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED},
	{.key = "discovered_on", .label = N_("Discovered on"), .type = RECORD_DATE,
	 .flags = RECORD_REQUIRED | RECORD_LISTED},
	{.key = "reported_on", .label = N_("First reported on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "報告日"},
	{.key = "reported_to", .label = N_("Reported to"), .type = RECORD_TEXT},
	{.key = "ppc_first_on", .label = N_("Preliminary report to the PPC on"),
	 .type = RECORD_DATE, .headings = "速報日"},
	{.key = "ppc_final_on", .label = N_("Final report to the PPC on"), .type = RECORD_DATE,
	 .headings = "確報日"},
	{.key = "personal", .label = N_("Personal information affected"), .type = RECORD_YES_NO,
	 .flags = RECORD_LISTED},
	{.key = "improper", .label = N_("Wrongful purpose suspected"), .type = RECORD_YES_NO,
	 .help = N_("Then the final report to the PPC is due in 60 days rather than 30.")},
	{.key = "ppc_needed", .label = N_("Must be reported to the PPC"), .type = RECORD_YES_NO,
	 .help = N_("Sensitive information, possible loss of property, wrongful purpose, or more "
	            "than 100 persons.")},
	{.key = "persons", .label = N_("Persons affected"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "人数"},
	{.key = "medium", .label = N_("Medium concerned"), .type = RECORD_TEXT},
	{.key = "cause", .label = N_("Cause"), .type = RECORD_LONG},
	{.key = "measures", .label = N_("Measures taken"), .type = RECORD_LONG, .headings = "措置"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_incidents =
	LEDGER_KIND("incidents", "ledger_incident", N_("Incidents"),
	            N_("Incidents and near misses: when they occurred and were discovered, and "
	               "who was told when."),
	            fields);
