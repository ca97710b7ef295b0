#include "ledger/ledgers.h"

static const struct choice clauses[] = {
	{"privacy", N_("Protection of personal information")},
	{"secrecy", N_("Secrecy")},
	{"purpose", N_("Use for the purpose only")},
	{"subcontract", N_("Subcontracting needs consent")},
	{"return", N_("Return at the end")},
	{"report", N_("Report of incidents")},
	{"audit", N_("Inspection and audit")},
	{"training", N_("Training of its staff")},
	{"damages", N_("Damages")},
	{NULL, NULL},
};

static const struct choice subcontracts[] = {
	{"none", N_("None")},
	{"consented", N_("With consent")},
	{"without", N_("Without consent")},
	{"unknown", N_("Unknown")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	LEDGER_UNIT,
	{.key = "no", .label = N_("Number"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_LISTED, .headings = "管理番号|no|契約番号", .max = 32},
	{.key = "name", .label = N_("Contract"), .type = RECORD_TEXT,
	 .flags = RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED, .headings = "件名|業務名"},
	{.key = "contractor", .label = N_("Contractor"), .type = RECORD_TEXT,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "受託者|契約相手"},
	{.key = "system", .label = N_("System"), .type = RECORD_REFERENCE, .flags = RECORD_LISTED,
	 .headings = "システム名", .refers = &ledger_systems},
	{.key = "amount", .label = N_("Amount"), .type = RECORD_MONEY},
	{.key = "starts_on", .label = N_("Starts on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "契約開始日"},
	{.key = "ends_on", .label = N_("Ends on"), .type = RECORD_DATE, .flags = RECORD_LISTED,
	 .headings = "契約終了日"},
	{.key = "personal", .label = N_("Personal information"), .type = RECORD_YES_NO,
	 .choices = record_present, .flags = RECORD_LISTED, .headings = "個人情報の取扱い"},
	{.key = "clauses", .label = N_("Clauses"), .type = RECORD_MANY, .headings = "契約条項",
	 .choices = clauses},
	{.key = "subcontract", .label = N_("Subcontracting"), .type = RECORD_CHOICE,
	 .flags = RECORD_LISTED, .headings = "再委託の有無", .choices = subcontracts},
	{.key = "inspected_on", .label = N_("Inspected on"), .type = RECORD_DATE,
	 .flags = RECORD_LISTED, .headings = "点検日", .fresh_months = 12},
	{.key = "inspection", .label = N_("Result of the inspection"), .type = RECORD_LONG},
	{.key = "document", .label = N_("Contract document"), .type = RECORD_FILE},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_contracts =
	LEDGER_KIND("contracts", "ledger_contract", N_("Contracts"),
	            N_("Outsourcing contracts that touch information: their clauses, "
	               "subcontracting and inspections."),
	            fields);
