#include "ledger/ledgers.h"

static const struct choice distances[] = {
	{"same", N_("At the original")},
	{"room", N_("Another room")},
	{"site", N_("Another building")},
	{"remote", N_("A distant place")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "システム名|システム番号",
	 .refers = &ledger_systems},
	{.key = "what", .label = N_("What is copied"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "対象"},
	{.key = "place", .label = N_("Place of the copy"), .type = RECORD_TEXT,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "保管先"},
	{.key = "distance", .label = N_("Distance"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .choices = distances},
	{.key = "every", .label = N_("Interval"), .type = RECORD_INTERVAL, .flags = RECORD_LISTED,
	 .headings = "取得間隔|頻度"},
	{.key = "last_on", .label = N_("Last made on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "最終日", .fresh_months = 3},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_system_copies =
	LEDGER_KIND("system-copies", "ledger_system_copy", N_("Copies"),
	            N_("What of a system is copied, where the copies are kept and how often "
	               "they are made."),
	            fields);
