#include "ledger/ledgers.h"

static const struct choice kinds[] = {
	{"user", N_("User")},
	{"administrator", N_("Administrator of the system")},
	{"maintenance", N_("Maintenance")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "システム名|システム番号",
	 .refers = &ledger_systems},
	{.key = "name", .label = N_("Account name"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED,
	 .headings = "アカウント|ID名"},
	{.key = "kind", .label = N_("Kind of account"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .choices = kinds},
	{.key = "shared", .label = N_("Shared"), .type = RECORD_YES_NO,
	 .choices = record_present, .flags = RECORD_LISTED,
	 .headings = "共用の有無"},
	{.key = "keeper", .label = N_("Kept by"), .type = RECORD_PERSON,
	 .flags = RECORD_PERSONAL | RECORD_LISTED | RECORD_HELD, .headings = "管理担当者",
	 .help = N_("Who hands it out and changes its password.")},
	{.key = "holders", .label = N_("Holders"), .type = RECORD_LONG, .flags = RECORD_PERSONAL,
	 .headings = "使用者"},
	{.key = "outsiders", .label = N_("Held by outsiders"), .type = RECORD_YES_NO,
	 .choices = record_present, .flags = RECORD_LISTED, .headings = "委託先の保持"},
	{.key = "same_password", .label = N_("Same password as another"), .type = RECORD_YES_NO,
	 .choices = record_present,
	 .help = N_("Whether an ID of another kind has the same password."),
	 .headings = "パスワードの同一"},
	{.key = "every", .label = N_("Change interval"), .type = RECORD_INTERVAL,
	 .flags = RECORD_LISTED, .headings = "パスワード変更間隔"},
	{.key = "changed_on", .label = N_("Last changed on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "パスワード変更日"},
	{.key = "ever", .label = N_("All who ever held it"), .type = RECORD_LONG,
	 .flags = RECORD_PERSONAL | RECORD_CONFIDENTIAL},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_system_credentials =
	LEDGER_KIND("system-credentials", "ledger_system_credential", N_("Credentials"),
	            N_("The accounts of a system that several people know or that outsiders "
	               "hold. Never the passwords themselves."),
	            fields);
