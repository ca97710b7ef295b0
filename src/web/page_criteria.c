/* Catalogues of audit items: the list with versions, the items of one version. */
#include "criteria/edit.h"
#include "report/format.h"
#include "survey/shipped.h"
#include "web/made_file.h"
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

const struct field fields_catalog_install[] = {
	{.name = "catalog", .type = FIELD_HIDDEN, .required = true},
	{.name = NULL},
};

static const char *number(struct request *r, int64_t n)
{
	return arena_printf(r->c.arena, "%" PRId64, n);
}

/* --- the list --- */

static void draw_version(struct request *r, const struct catalog_row *catalog,
                         const struct versions_of_catalog_out *v, bool newest)
{
	struct html *h = &r->html;
	const char *id = number(r, catalog->id), *no = number(r, v->number);
	struct url to = LINK(r, VERSION, id, no);

	OPEN(h, TR);
	OPEN(h, TH, AT(SCOPE, "row"));
	OPEN(h, A, HREF(to));
	SAY(h, N_("Version {1}"), no);
	CLOSE(h, A);
	CLOSE(h, TH);
	cell_text(r, show_date(r, v->made_on));
	cell_number_link(r, v->items, to);
	OPEN(h, TD);
	if (v->frozen)
		EL(h, SPAN, T_(h, N_("Used by an audit")), AT(CLASS, "chip good"));
	else if (newest)
		EL(h, SPAN, T_(h, N_("May be changed")), AT(CLASS, "chip wait"));
	CLOSE(h, TD);
	if (v->number > 1)
		cell_link(r, T_(h, N_("What changed")),
		          url_with(r->c.arena, LINK(r, VERSION_CHANGES, id), "to", no));
	else
		cell_text(r, NULL);
	CLOSE(h, TR);
}

static enum err draw_catalog(struct request *r, const struct catalog_row *catalog)
{
	struct html *h = &r->html;
	struct versions_of_catalog_out *versions;
	size_t n;

	TRY(q_versions_of_catalog(&r->c, &(struct versions_of_catalog_in){catalog->id}, &versions,
	                          &n));
	OPEN(h, SECTION);
	EL(h, H2, catalog->name);
	if (catalog->source) {
		OPEN(h, P, AT(CLASS, "soft"));
		SAY(h, N_("Source: {1}"), catalog->source);
		CLOSE(h, P);
	}
	TABLE_OPEN(r, "versions", NULL, N_("Version"), N_("Made on"), N_("Items"), N_("State"),
	           N_("Changes"));
	for (size_t i = n; i-- > 0;)
		draw_version(r, catalog, &versions[i], i + 1 == n);
	table_close(r);
	CLOSE(h, SECTION);
	return OK;
}

static bool is_there(const struct catalog_row *catalogs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(catalogs[i].name, name) == 0)
			return true;
	return false;
}

/* The shipped ones that are not loaded yet. */
static void draw_shipped(struct request *r, const struct catalog_row *catalogs, size_t n)
{
	struct html *h = &r->html;
	bool open = false;

	for (size_t i = 0; i < n_shipped_catalogs; i++) {
		if (is_there(catalogs, n, shipped_catalogs[i].name))
			continue;
		if (!open) {
			OPEN(h, SECTION);
			EL(h, H2, T_(h, N_("Shipped with Kageyu")));
			TABLE_OPEN(r, NULL, NULL, N_("Catalogue"), "");
			open = true;
		}
		OPEN(h, TR);
		EL(h, TH, shipped_catalogs[i].name, AT(SCOPE, "row"));
		OPEN(h, TD);
		form_button(r, LINK(r, CATALOG_INSTALL), N_("Load"), "button small", "catalog",
		            shipped_catalogs[i].code);
		CLOSE(h, TD);
		CLOSE(h, TR);
	}
	if (open) {
		table_close(r);
		CLOSE(h, SECTION);
	}
}

/* XLSForm workbooks to ask with. */
static void draw_forms(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, SECTION);
	EL(h, H2, T_(h, N_("Self-inspections and question sets")));
	EL(h, P,
	   T_(h, N_("Every question is tied to audit items. The workbooks follow XLSForm; change "
	            "them in Excel to your own rules before you ask.")));
	TABLE_OPEN(r, "forms", NULL, N_("Form"), N_("File"));
	for (size_t i = 0; i < n_shipped_forms; i++) {
		OPEN(h, TR);
		EL(h, TH, shipped_forms[i].title, AT(SCOPE, "row"));
		cell_link(r, arena_printf(r->c.arena, "%s.xlsx", shipped_forms[i].code),
		          LINK(r, FORM_FILE, shipped_forms[i].code));
		CLOSE(h, TR);
	}
	table_close(r);
	CLOSE(h, SECTION);
}

enum err form_file_page(struct request *r)
{
	const struct shipped_form *form = shipped_form_find(r->args[0]);
	struct buf out;

	if (!form)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	buf_init(&out, r->c.arena, BUF_MAX_DOCUMENT);
	TRY(shipped_form_write(&r->c, form, &out));
	return request_download(r, arena_printf(r->c.arena, "form %s", form->code),
	                        format_find("xlsx")->media_type,
	                        out.data, out.len,
	                        arena_printf(r->c.arena, "%s.xlsx", form->code));
}

enum err catalogs_page(struct request *r)
{
	struct html *h = &r->html;
	struct catalog_row *catalogs;
	size_t n;

	TRY(q_catalog_all(&r->c, &catalogs, &n));
	page_heading(r, T_(h, N_("Audit items")));
	if (request_may(r, CAP_EDIT_CRITERIA)) {
		OPEN(h, P, AT(CLASS, "actions"));
		action_link(r, N_("Import items"),
		            url_with(r->c.arena, LINK(r, IMPORTS), "kind", "criteria"), true);
		CLOSE(h, P);
	}
	if (!n)
		page_empty(r, N_("There are no audit items yet. Load one of the shipped "
		                 "catalogues below, or import your own."));
	for (size_t i = 0; i < n; i++)
		TRY(draw_catalog(r, &catalogs[i]));
	if (request_may(r, CAP_EDIT_CRITERIA))
		draw_shipped(r, catalogs, n);
	draw_forms(r);
	return OK;
}

enum err catalog_install_post(struct request *r)
{
	const char *code = field_value(r, "catalog");

	for (size_t i = 0; i < n_shipped_catalogs; i++) {
		if (strcmp(shipped_catalogs[i].code, code) != 0)
			continue;
		TRY(criteria_install(&r->c, &shipped_catalogs[i]));
		return request_redirect(r, LINK(r, CATALOGS), NOTICE_ADDED);
	}
	return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such catalogue."));
}

/* --- one version, as the official sheet prints it --- */

#define HEADINGS 3
#define WHOLE_VERSION_MAX 300 /* items on one page, to be read and printed */

struct sheet_view {
	const struct version_full *v;
	size_t first, end;         /* of the items shown */
	bool has[HEADINGS];        /* any item has a heading of this level */
};

static const char *heading(const struct item_full *item, int level)
{
	const struct item_row *i = item->row;
	const char *const headings[HEADINGS] = {i->heading1, i->heading2, i->heading3};

	return headings[level] ? headings[level] : "";
}

static bool goes_on(const struct item_full *above, const struct item_full *item, int level)
{
	for (int k = 0; k <= level; k++)
		if (strcmp(heading(above, k), heading(item, k)) != 0)
			return false;
	return true;
}

/* A heading stands once, over all rows that share it and the headings above it. */
static void draw_headings(struct request *r, const struct sheet_view *s, size_t i)
{
	struct html *h = &r->html;

	for (int k = 0; k < HEADINGS; k++) {
		size_t rows = 1;

		if (!s->has[k] ||
		    (i > s->first && goes_on(&s->v->items[i - 1], &s->v->items[i], k)))
			continue;
		while (i + rows < s->end && goes_on(&s->v->items[i], &s->v->items[i + rows], k))
			rows++;
		EL(h, TD, heading(&s->v->items[i], k), AT(CLASS, k ? "heading" : "heading outer"),
		   AT(ROWSPAN, rows > 1 ? arena_printf(r->c.arena, "%zu", rows) : NULL));
	}
}

static void draw_item(struct request *r, const struct sheet_view *s, size_t i)
{
	struct html *h = &r->html;
	const struct item_row *item = s->v->items[i].row;
	struct url to = LINK(r, ITEM, r->args[0], r->args[1], number(r, item->id));

	OPEN(h, TR);
	draw_headings(r, s, i);
	EL(h, TH, item->no, AT(SCOPE, "row"), AT(CLASS, "nowrap"));
	OPEN(h, TD, AT(CLASS, "center"));
	if (item->mandatory) {
		html_text(h, "○");
		EL(h, SPAN, T_(h, N_("Mandatory")), AT(CLASS, "narrow"));
	}
	CLOSE(h, TD);
	OPEN(h, TD, AT(CLASS, "item"));
	if (item->label)
		html_text(h, arena_printf(r->c.arena, "%s) ", item->label));
	EL(h, A, item->title ? item->title : item->no, HREF(to));
	if (item->requirement)
		EL(h, P, item->requirement, AT(CLASS, "pre"));
	CLOSE(h, TD);
	EL(h, TD, item->evidence ? item->evidence : "", AT(CLASS, "pre"));
	CLOSE(h, TR);
}

static void draw_items(struct request *r, struct sheet_view *s)
{
	static const char *const names[HEADINGS] = {N_("Heading 1 (大項目)"), N_("Heading 2 (中項目)"),
	                                            N_("Heading 3 (小項目)")};
	const char *heads[HEADINGS + 5];
	int n = 0;

	for (size_t i = s->first; i < s->end; i++)
		for (int k = 0; k < HEADINGS; k++)
			s->has[k] |= *heading(&s->v->items[i], k) != '\0';
	for (int k = 0; k < HEADINGS; k++)
		if (s->has[k])
			heads[n++] = names[k];
	heads[n++] = N_("No.");
	heads[n++] = N_("Mandatory");
	heads[n++] = N_("Item");
	heads[n++] = N_("Evidence");
	heads[n] = NULL;
	table_open(r, "criteria", NULL, heads);
	for (size_t i = s->first; i < s->end; i++)
		draw_item(r, s, i);
	table_close(r);
}

/* --- as a file --- */

static const struct {
	const char *name, *media_type;
} files[] = {{"docx", NULL}, {"pdf", NULL}, {"html", NULL}, {"md", NULL},
             {"catalog", "text/plain; charset=utf-8"}};
#define N_FILES (sizeof(files) / sizeof(files[0]))

static void draw_files(struct request *r)
{
	struct html *h = &r->html;

	OPEN(h, P, AT(CLASS, "actions"));
	for (size_t i = 0; i < N_FILES; i++)
		action_link(r, made_file_label(files[i].name),
		            LINK(r, VERSION_FILE, r->args[0], r->args[1], files[i].name), i == 0);
	CLOSE(h, P);
}

enum err version_file_page(struct request *r)
{
	const char *name = r->args[2], *media_type, *data, *title;
	struct version_full v;
	size_t i = 0, len;

	while (i < N_FILES && strcmp(files[i].name, name) != 0)
		i++;
	if (i == N_FILES)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	TRY(criteria_load_version(&r->c, request_id(r, 0),
	                          request_id(r, 1), &v));
	title = v.catalog->name;
	TRY(made_file(r, "export", name,
	              (const char *const[]){arena_printf(r->c.arena, "--catalog=%s", title),
	                                    arena_printf(r->c.arena, "--version=%s",
	                                                 number(r, v.version->number)),
	                                    "--", "criteria", NULL},
	              &data, &len));
	media_type = files[i].media_type ? files[i].media_type : format_find(name)->media_type;
	return request_download(r,
	                        arena_printf(r->c.arena, "catalog %s %s %s", title,
	                                     number(r, v.version->number), name),
	                        media_type, data, len,
	                        arena_printf(r->c.arena, "%s-%s.%s", title,
	                                     number(r, v.version->number), name));
}

/* --- the page --- */

static void draw_about(struct request *r, const struct version_full *v)
{
	const char *const texts[][2] = {{N_("Source"), v->catalog->source},
	                                {N_("About this text"), v->version->notice},
	                                {N_("How to choose the level"), v->version->judging}};
	struct html *h = &r->html;

	OPEN(h, DL, AT(CLASS, "facts"));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!texts[i][1])
			continue;
		EL(h, DT, T_(h, texts[i][0]));
		EL(h, DD, texts[i][1], AT(CLASS, "pre"));
	}
	CLOSE(h, DL);
}

enum err version_page(struct request *r)
{
	struct html *h = &r->html;
	struct version_full v;
	struct sheet_view s = {.v = &v};

	TRY(criteria_load_version(&r->c, request_id(r, 0),
	                          request_id(r, 1), &v));
	page_crumb(r, T_(h, N_("Audit items")), LINK(r, CATALOGS));
	page_heading(r, v.catalog->name);
	OPEN(h, P);
	SAY(h, N_("Version {1}"), number(r, v.version->number));
	html_text(h, "　");
	SAY(h, N_("Made on {1}"), show_date(r, v.version->made_on));
	html_text(h, "　");
	SAY(h, N_("{1} items"), arena_printf(r->c.arena, "%zu", v.n));
	CLOSE(h, P);
	draw_files(r);
	if (v.version->frozen)
		EL(h, P,
		   T_(h, N_("An audit uses this version, so it stays as it is. Importing changed "
		            "items makes the next version.")),
		   AT(CLASS, "notice info"));
	draw_about(r, &v);
	s.first = page_first(r, v.n);
	s.end = s.first + PAGE_ROWS < v.n ? s.first + PAGE_ROWS : v.n;
	if (v.n <= WHOLE_VERSION_MAX) {
		s.first = 0;
		s.end = v.n;
	}
	draw_items(r, &s);
	if (v.n > WHOLE_VERSION_MAX)
		page_turner(r, v.n);
	return OK;
}
