/* What the city sets once: its name, numbering, marks; the scales; the fonts it finds. */
#include "audit/scale_edit.h"
#include "base/text.h"
#include "org/setting.h"
#include "report/blocks.h"
#include "report/fonts.h"
#include "web/page.h"

#include <string.h>

const struct field fields_settings[] = {
	{.name = "organisation",
         .label = N_("Name of the organisation"),
         .help = N_("Stands on every page and on the reports, such as 青葉野区."),
         .required = true,
         .max = 100},
	{.name = "numbering",
         .label = N_("Numbering of headings"),
         .help = N_("The signs of the levels from above, divided by |. In use are "
		    "1|(1)|(ア)|a|(a) and 第1|1|(1)|ア|(ア)|a|(a)."),
         .required = true,
         .max = 100},
	{.name = "marks",
         .label = N_("Marks of new reports"),
         .help = N_("Such as 案 or 取扱注意; several divided by commas. Each audit can have others."),
         .max = 100},
	{.name = NULL},
};

/* --- drawing --- */

static const char *marks_text(struct request *r, const char *marks)
{
	struct text_list list = text_split(r->c.arena, marks ? marks : "", "\n");

	return list.n ? text_join(r->c.arena, &list, "、") : NULL;
}

static enum err draw_form(struct request *r)
{
	const char *organisation, *numbering, *marks;
	int64_t revision;

	TRY(setting_find(&r->c, SETTING_ORGANISATION, &organisation));
	TRY(setting_find(&r->c, SETTING_NUMBERING, &numbering));
	TRY(setting_find(&r->c, SETTING_MARKS, &marks));
	TRY(setting_revision(&r->c, &revision));
	form_open(r, LINK(r, SETTINGS), fields_settings, revision);
	form_field(r, fields_settings, "organisation", organisation);
	form_field(r, fields_settings, "numbering", numbering ? numbering : NUMBERING_DEFAULT);
	form_field(r, fields_settings, "marks", marks_text(r, marks));
	form_close(r, N_("Save"));
	return OK;
}

static enum err draw_scale(struct request *r, const struct scale_row *row)
{
	struct html *h = &r->html;
	struct scale s;
	int64_t confirmed;

	TRY(scale_load(&r->c, row->id, &s));
	TRY(scale_confirmed_targets(&r->c, row->id, &confirmed));
	OPEN(h, TR);
	cell_link(r, row->name, LINK(r, SCALE, row->code));
	cell_text(r, row->code);
	cell_text(r, scale_choices(r->c.arena, &s));
	EL(h, TD, row->target ? row->target : "—", AT(CLASS, "number"));
	OPEN(h, TD);
	if (confirmed)
		EL(h, SPAN, T_(h, N_("fixed by 確定")), AT(CLASS, "chip"));
	else
		EL(h, SPAN, T_(h, N_("can be changed")), AT(CLASS, "chip good"));
	CLOSE(h, TD);
	CLOSE(h, TR);
	return OK;
}

static enum err draw_scales(struct request *r)
{
	struct html *h = &r->html;
	struct scale_row *rows;
	size_t n;

	TRY(q_scale_all(&r->c, &rows, &n));
	OPEN(h, SECTION, AT(ID, "scales"));
	EL(h, H2, T_(h, N_("Scales")));
	if (n) {
		TABLE_OPEN(r, NULL, NULL, N_("Scale"), N_("Code"), N_("Levels"), N_("Target"),
		           N_("State"));
		for (size_t i = 0; i < n; i++)
			TRY(draw_scale(r, &rows[i]));
		table_close(r);
	} else {
		page_empty(r, N_("There is no scale yet. Make one before the first audit."));
	}
	OPEN(h, P, AT(CLASS, "actions"));
	action_link(r, N_("New scale"), LINK(r, SCALE_NEW), false);
	CLOSE(h, P);
	CLOSE(h, SECTION);
	return OK;
}

static enum err draw_fonts(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, SECTION, AT(ID, "fonts"));
	EL(h, H2, T_(h, N_("Fonts")));
	EL(h, P, T_(h, N_("Documents are set in these. They are installed on the server as "
			  "packages, not here.")));
	TABLE_OPEN(r, NULL, NULL, N_("Font"), N_("State"));
	for (size_t i = 0; i < n_report_fonts; i++) {
		bool found;

		TRY(font_installed(&r->c, report_fonts[i], &found));
		OPEN(h, TR);
		cell_text(r, report_fonts[i]);
		OPEN(h, TD);
		EL(h, SPAN, found ? T_(h, N_("installed")) : T_(h, N_("missing")),
		   AT(CLASS, found ? "chip good" : "chip bad"));
		CLOSE(h, TD);
		CLOSE(h, TR);
	}
	table_close(r);
	CLOSE(h, SECTION);
	return OK;
}

enum err settings_page(struct request *r)
{
	page_heading(r, T_(&r->html, N_("Settings")));
	TRY(draw_form(r));
	TRY(draw_scales(r));
	return draw_fonts(r);
}

/* --- what is sent --- */

enum err settings_post(struct request *r)
{
	const char *numbering = field_value(r, "numbering"), *marks = field_value(r, "marks");
	struct text_list list = text_split(r->c.arena, marks ? marks : "", ",\n");
	const char *stored;
	int64_t revision;

	TRY(setting_revision(&r->c, &revision));
	TRY(form_revision(r, revision));
	if (headings_number(&r->c, NULL, numbering) != OK)
		return FAULT(r, "numbering",
		             N_("The numbering “{1}” is not understood. Use signs like 1, (1), "
				"(ア), a, divided by |."),
		             numbering);
	TRY(setting_find(&r->c, SETTING_NUMBERING, &stored));
	if (stored || strcmp(numbering, NUMBERING_DEFAULT) != 0)
		TRY(setting_put(&r->c, SETTING_NUMBERING, numbering));
	TRY(setting_put(&r->c, SETTING_ORGANISATION, field_value(r, "organisation")));
	TRY(setting_put(&r->c, SETTING_MARKS,
	                list.n ? text_join(r->c.arena, &list, "\n") : NULL));
	return request_redirect(r, LINK(r, SETTINGS), NOTICE_SAVED);
}
