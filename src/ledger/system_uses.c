#include "ledger/ledgers.h"

static const struct choice cares[] = {
	{"screen", N_("The screen is not left open")},
	{"notes", N_("No IDs and passwords are written down nearby")},
	{"start", N_("A password is asked at the start")},
	{"movable", N_("Movable terminals are secured")},
	{"other", N_("Other")},
	{"nothing", N_("Nothing in particular")},
	{NULL, NULL},
};

static const struct choice guidances[] = {
	{"training", N_("Explained in trainings")},
	{"handover", N_("Hand-over papers")},
	{"at-work", N_("Explained at work")},
	{"other", N_("Other")},
	{"nothing", N_("Nothing in particular")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "システム名|システム番号",
	 .refers = &ledger_systems},
	{.key = "used_by", .label = N_("Used by"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .help = N_("A section or a whole department, as the city counts them."),
	 .headings = "利用課|部局|department|used_by"},
	{.key = "department", .label = N_("Department of the users"), .type = RECORD_TEXT,
	 .help = N_("Where usage is counted by department and this row is a section of it."),
	 .headings = "利用部局"},
	{.key = "sections", .label = N_("Number of sections"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "利用課数|sections"},
	{.key = "terminals", .label = N_("Terminals"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "端末台数|terminals"},
	{.key = "regular_staff", .label = N_("Regular staff"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "職員|regular_staff"},
	{.key = "contract_staff", .label = N_("Contract staff"), .type = RECORD_COUNT,
	 .headings = "嘱託|会計年度任用職員|contract_staff"},
	{.key = "temporary_staff", .label = N_("Temporary staff"), .type = RECORD_COUNT,
	 .headings = "臨時|temporary_staff"},
	{.key = "other_staff", .label = N_("Other users"), .type = RECORD_COUNT,
	 .headings = "その他|other"},
	{.key = "restated", .label = N_("Restated"), .type = RECORD_YES_NO,
	 .choices = record_applies,
	 .help = N_("Its figures are among those of another row and are not added."),
	 .headings = "再掲"},
	{.key = "surveyed", .label = N_("Seen on the spot"), .type = RECORD_YES_NO,
	 .choices = record_done, .headings = "現地調査|onsite_survey"},
	{.key = "terminal_care", .label = N_("Care of terminals"), .type = RECORD_MANY,
	 .headings = "端末の管理", .choices = cares},
	{.key = "guidance", .label = N_("Guidance of new staff"), .type = RECORD_MANY,
	 .headings = "意識付け", .choices = guidances},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_system_uses =
	LEDGER_KIND("system-uses", "ledger_system_use", N_("Use of systems"),
	            N_("Which units use a system, with how many terminals and people."),
	            fields);
