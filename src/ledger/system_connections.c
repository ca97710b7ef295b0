#include "ledger/ledgers.h"

static const struct choice directions[] = {
	{"in", N_("Receives")},
	{"out", N_("Gives")},
	{"both", N_("Receives and gives")},
	{NULL, NULL},
};

static const struct choice means[] = {
	{"line", N_("Line")},
	{"media", N_("Removable media")},
	{"paper", N_("Paper")},
	{"other", N_("Other")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "システム名|システム番号",
	 .refers = &ledger_systems},
	{.key = "name", .label = N_("Connected with"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .help = N_("The name of the other system, or of the body outside."),
	 .headings = "接続先|接続先システム|相手先"},
	{.key = "other", .label = N_("System in the ledger"), .type = RECORD_REFERENCE,
	 .help = N_("Where the name alone does not tell which."), .headings = "接続先の番号",
	 .refers = &ledger_systems},
	{.key = "direction", .label = N_("Direction"), .type = RECORD_CHOICE,
	 .flags = RECORD_KEY | RECORD_REQUIRED | RECORD_LISTED, .headings = "授受",
	 .choices = directions},
	{.key = "means", .label = N_("Means"), .type = RECORD_CHOICE, .flags = RECORD_LISTED,
	 .headings = "授受の方法", .choices = means},
	{.key = "what", .label = N_("Data exchanged"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .headings = "データ|対象データ"},
	{.key = "since_on", .label = N_("Since"), .type = RECORD_DATE, .headings = "開始日"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_system_connections =
	LEDGER_KIND("system-connections", "ledger_system_connection", N_("Connections"),
	            N_("With which other systems and bodies a system exchanges data, in which "
	               "direction and by what means."),
	            fields);
