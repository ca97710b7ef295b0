#include "ledger/ledgers.h"

static const struct choice kinds[] = {
	{"new", N_("New staff")},
	{"all", N_("All staff")},
	{"managers", N_("Managers")},
	{"handlers", N_("Those who handle specific personal information")},
	{"drill", N_("Drill")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("Training course"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "研修名|名称"},
	{.key = "kind", .label = N_("For whom"), .type = RECORD_CHOICE, .flags = RECORD_LISTED,
	 .headings = "対象者", .choices = kinds},
	{.key = "year", .label = N_("Fiscal year"), .type = RECORD_YEAR,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "実施年度"},
	{.key = "held_on", .label = N_("Held on"), .type = RECORD_DATE, .flags = RECORD_LISTED,
	 .headings = "実施日"},
	{.key = "sessions", .label = N_("Sessions held"), .type = RECORD_COUNT,
	 .flags = RECORD_LISTED, .headings = "実施回数"},
	{.key = "per_person", .label = N_("History kept per person"), .type = RECORD_YES_NO,
	 .choices = record_present, .headings = "受講履歴の有無|受講履歴"},
	{.key = "content", .label = N_("Content"), .type = RECORD_LONG, .headings = "研修内容"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_trainings =
	LEDGER_KIND("trainings", "ledger_training", N_("Trainings"),
	            N_("Courses and drills on information security, by year."), fields);
