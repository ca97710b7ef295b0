#include "ledger/ledgers.h"

static const struct choice results[] = {
	{"attended", N_("Attended")},
	{"passed", N_("Attended and passed the test")},
	{"failed", N_("Attended and failed the test")},
	{"absent", N_("Absent")},
	{NULL, NULL},
};

static const struct record_field fields[] = {
	{.key = "training", .label = N_("Training course"), .type = RECORD_REFERENCE,
	 .flags = RECORD_OWNER | RECORD_KEY | RECORD_LISTED, .headings = "研修名|研修番号",
	 .refers = &ledger_trainings},
	{.key = "person", .label = N_("Attendee"), .type = RECORD_TEXT,
	 .flags = RECORD_KEY | RECORD_TITLE | RECORD_REQUIRED | RECORD_LISTED | RECORD_PERSONAL,
	 .help = N_("The personnel number, so that who attended twice counts once as a person."),
	 .headings = "職員番号|氏名"},
	{.key = "category", .label = N_("Category of staff"), .type = RECORD_TEXT,
	 .flags = RECORD_LISTED, .help = N_("As in the head counts of the training."),
	 .headings = "区分|職層"},
	{.key = "attended_on", .label = N_("Attended on"), .type = RECORD_DATE,
	 .flags = RECORD_KEY | RECORD_LISTED, .headings = "受講年月日|実施日"},
	{.key = "result", .label = N_("Result"), .type = RECORD_CHOICE,
	 .flags = RECORD_REQUIRED | RECORD_LISTED, .headings = "受講結果", .choices = results},
	{.key = "note", .label = N_("Remarks"), .type = RECORD_LONG},
};

const struct record_kind ledger_training_attendances =
	LEDGER_KIND("training-attendances", "ledger_training_attendance",
	            N_("Attendance by person"),
	            N_("Who attended which training, where it is known by person."), fields);
