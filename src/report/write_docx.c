#include "report/docx_internal.h"

#include "base/date.h"
#include "report/format.h"

#define CONTENT_TYPE_W "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define PACKAGE_REL "http://schemas.openxmlformats.org/package/2006/relationships"

static void put_header(const struct docx *d, struct buf *out)
{
	buf_puts(out, DOCX_XML_HEAD "<w:hdr " DOCX_W_NS "><w:p><w:pPr><w:pStyle w:val=\"Header\"/>"
	              "</w:pPr>");
	for (size_t i = 0; i < d->doc->n_marks; i++) {
		buf_printf(out,
		           "<w:r><w:t xml:space=\"preserve\">%s</w:t></w:r><w:r><w:rPr>"
		           "<w:rStyle w:val=\"Mark\"/></w:rPr><w:t xml:space=\"preserve\">&#160;",
		           i ? "　" : "");
		buf_put_xml(out, d->doc->marks[i]);
		buf_puts(out, "&#160;</w:t></w:r>");
	}
	buf_puts(out, "</w:p></w:hdr>");
}

static void put_footer(const struct docx *d, struct buf *out)
{
	(void)d;
	buf_puts(out, DOCX_XML_HEAD
	              "<w:ftr " DOCX_W_NS "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
	              "<w:r><w:t xml:space=\"preserve\">- </w:t></w:r>"
	              "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
	              "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
	              "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"
	              "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
	              "<w:r><w:t xml:space=\"preserve\"> -</w:t></w:r></w:p></w:ftr>");
}

/* Parts that the main part names; the header only exists where there are marks. */
static const struct part {
	const char *id, *file, *type;
	void (*put)(const struct docx *d, struct buf *out);
} parts[] = {
	{"rIdStyles", "styles.xml", "styles", docx_styles_xml},
	{"rIdNumbering", "numbering.xml", "numbering", docx_numbering_xml},
	{"rIdSettings", "settings.xml", "settings", docx_settings_xml},
	{"rIdFonts", "fontTable.xml", "fontTable", docx_fonts_xml},
	{"rIdFooter", "footer1.xml", "footer", put_footer},
	{"rIdHeader", "header1.xml", "header", put_header},
};

static size_t n_parts(const struct doc *doc)
{
	size_t n = sizeof(parts) / sizeof(parts[0]);

	return doc->n_marks ? n : n - 1;
}

static void put_relation(struct buf *out, const char *id, const char *type, const char *target,
                         bool external)
{
	buf_printf(out, "<Relationship Id=\"%s\" Type=\"" DOCX_REL_TYPE "%s\" Target=\"", id, type);
	buf_put_xml(out, target);
	buf_puts(out, external ? "\" TargetMode=\"External\"/>" : "\"/>");
}

const char *docx_relate(struct docx *d, const char *type, const char *target, bool external)
{
	const char *id = arena_printf(d->arena, "rId%zu", ++d->n_links);

	put_relation(&d->links, id, type, target, external);
	return id;
}

static void put_content_types(const struct doc *doc, struct buf *out)
{
	buf_puts(out, DOCX_XML_HEAD
	         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	         "<Default Extension=\"rels\""
	         " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	         "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	         "<Default Extension=\"png\" ContentType=\"image/png\"/>"
	         "<Override PartName=\"/word/document.xml\""
	         " ContentType=\"" CONTENT_TYPE_W "document.main+xml\"/>");
	for (size_t i = 0; i < n_parts(doc); i++)
		buf_printf(out,
		           "<Override PartName=\"/word/%s\" ContentType=\"" CONTENT_TYPE_W
		           "%s+xml\"/>",
		           parts[i].file, parts[i].type);
	buf_puts(out,
	         "<Override PartName=\"/docProps/core.xml\""
	         " ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
	         "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/"
	         "vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>");
}

static void put_package_relations(struct buf *out)
{
	buf_puts(out, DOCX_XML_HEAD "<Relationships xmlns=\"" PACKAGE_REL "\">");
	put_relation(out, "rId1", "officeDocument", "word/document.xml", false);
	buf_puts(out,
	         "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/"
	         "2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>");
	put_relation(out, "rId3", "extended-properties", "docProps/app.xml", false);
	buf_puts(out, "</Relationships>");
}

/* 2025-03-14T15:00:00Z */
static const char *utc_time(struct arena *a, int64_t us)
{
	int64_t s = us / 1000000;
	int64_t in_day = ((s % 86400) + 86400) % 86400;
	struct date d = date_from_days((long)((s - in_day) / 86400));

	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day,
	                    (int)(in_day / 3600), (int)(in_day / 60 % 60), (int)(in_day % 60));
}

static void put_element(struct buf *out, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	buf_printf(out, "<%s>", name);
	buf_put_xml(out, text);
	buf_printf(out, "</%s>", name);
}

static void put_core_properties(struct docx *d, struct buf *out)
{
	const char *time = utc_time(d->arena, d->doc->made_us);
	const char *subtitle = doc_one_line(d->arena, d->doc->subtitle);

	buf_puts(out,
	         DOCX_XML_HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/"
	                       "package/2006/metadata/core-properties\""
	                       " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	                       " xmlns:dcterms=\"http://purl.org/dc/terms/\""
	                       " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
	put_element(out, "dc:title", doc_one_line(d->arena, d->doc->title));
	put_element(out, "dc:subject", subtitle);
	put_element(out, "dc:creator", d->doc->organisation);
	put_element(out, "dc:identifier", d->doc->number);
	put_element(out, "dc:language", d->doc->language);
	put_element(out, "cp:contentStatus",
	            doc_marks_text(d->arena, d->doc, d->words->list_comma));
	buf_printf(out,
	           "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>"
	           "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified>",
	           time, time);
	buf_puts(out, "</cp:coreProperties>");
}

static void put_app_properties(const struct doc *doc, struct buf *out)
{
	buf_puts(out, DOCX_XML_HEAD "<Properties xmlns=\"http://schemas.openxmlformats.org/"
	              "officeDocument/2006/extended-properties\">"
	              "<Application>Kageyu</Application>");
	put_element(out, "Company", doc->organisation);
	buf_puts(out, "</Properties>");
}

static struct buf *new_part(struct docx *d)
{
	struct buf *b = ARENA_NEW(d->arena, struct buf);

	buf_init(b, d->arena, BUF_MAX_DOCUMENT);
	return b;
}

static enum err add_part(struct docx *d, const char *name, const struct buf *part)
{
	return zip_out_add(d->zip, name, part->data, part->len, true);
}

static enum err add_word_part(struct docx *d, const struct part *part)
{
	struct buf *b = new_part(d);

	part->put(d, b);
	return add_part(d, arena_printf(d->arena, "word/%s", part->file), b);
}

static enum err add_package_parts(struct docx *d)
{
	struct buf *types = new_part(d), *relations = new_part(d);
	struct buf *core = new_part(d), *app = new_part(d);

	put_content_types(d->doc, types);
	put_package_relations(relations);
	put_core_properties(d, core);
	put_app_properties(d->doc, app);
	TRY(add_part(d, "[Content_Types].xml", types));
	TRY(add_part(d, "_rels/.rels", relations));
	TRY(add_part(d, "docProps/core.xml", core));
	return add_part(d, "docProps/app.xml", app);
}

static enum err add_main_part(struct docx *d)
{
	buf_init(&d->body, d->arena, BUF_MAX_DOCUMENT);
	buf_init(&d->links, d->arena, BUF_MAX_DOCUMENT);
	buf_puts(&d->links, DOCX_XML_HEAD "<Relationships xmlns=\"" PACKAGE_REL "\">");
	for (size_t i = 0; i < n_parts(d->doc); i++)
		put_relation(&d->links, parts[i].id, parts[i].type, parts[i].file, false);
	TRY(docx_body(d));
	buf_puts(&d->links, "</Relationships>");
	TRY(add_part(d, "word/document.xml", &d->body));
	return add_part(d, "word/_rels/document.xml.rels", &d->links);
}

enum err write_docx(struct ctx *c, const struct doc *doc, struct buf *out)
{
	struct docx d = {.c = c, .arena = c->arena, .doc = doc, .words = doc_words(doc)};

	TRY(zip_out_new(c, doc->made_us, &d.zip));
	TRY(add_package_parts(&d)); /* the content types come first in the file, as in Word's own */
	TRY(add_main_part(&d));
	for (size_t i = 0; i < n_parts(doc); i++)
		TRY(add_word_part(&d, &parts[i]));
	return zip_out_finish(d.zip, out);
}
