#include "ledger/ledgers.h"

static const struct choice levels[] = {
	{"law", N_("Law")},
	{"guideline", N_("National guideline")},
	{"basic", N_("Basic policy")},
	{"standard", N_("Countermeasure standard")},
	{"common", N_("Common rule")},
	{"own", N_("Rule of a system or section")},
	{NULL, NULL},
};

static const struct choice publications[] = {
	{"published", N_("Published")},
	{"withheld", N_("Withheld")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	LEDGER_NUMBER,
	{.key = "name", .label = N_("Policy document"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "名称|規程名|name"},
	{.key = "level", .label = N_("Level of the rule"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .headings = "区分|階層", .choices = levels},
	{.key = "upper", .label = N_("Upper rule"), .type = RECORD_REFERENCE,
	 .flags = RECORD_LISTED, .headings = "上位|上位規程", .refers = &ledger_policies},
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE, .flags = RECORD_LISTED,
	 .headings = "対象システム|システム名", .refers = &ledger_systems},
	{.key = "issuer", .label = N_("Issued by"), .type = RECORD_TEXT,
	 .headings = "制定者|issuer"},
	{.key = "enacted_on", .label = N_("Enacted on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "施行日"},
	{.key = "revised_on", .label = N_("Last revised on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "改正日|改定日", .fresh_months = 36},
	{.key = "reviewed_on", .label = N_("Last reviewed on"), .type = RECORD_DATE,
	 .help = N_("When it was gone through and nothing had to be changed."),
	 .headings = "見直し日|確認日"},
	{.key = "publication", .label = N_("Publication"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .headings = "公表|公開", .choices = publications},
	{.key = "ground", .label = N_("Ground for withholding"), .type = RECORD_TEXT,
	 .help = N_("The rule by which it is withheld."), .headings = "非公表の根拠|非公開の根拠"},
	{.key = "document", .label = N_("Text of the rule"), .type = RECORD_FILE,
	 .headings = "規程本文"},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_policies =
	LEDGER_KIND("policies", "ledger_policy", N_("Rules of the city"),
	            N_("Laws and national guidelines on top, then the basic policy, the standards, "
	               "common rules and those of each system."),
	            fields);
