/* Catalogue and metadata: what a PDF viewer and an archive ask of the file. */
#include "report/pdf_file.h"

#include "base/date.h"
#include "report/doc_text.h"

#define CREATOR "Kageyu"

/* The parts of an instant in Japan. */
struct stamp {
	struct date date;
	int hour, minute, second;
};

static struct stamp stamp_of(int64_t us)
{
	int64_t seconds = us / 1000000 + JAPAN_OFFSET_S;
	int64_t days = seconds / 86400 - (seconds % 86400 < 0), rest = seconds - days * 86400;

	return (struct stamp){date_from_days((long)days), (int)(rest / 3600), (int)(rest / 60 % 60),
	                      (int)(rest % 60)};
}

static const char *producer(struct arena *a)
{
	return arena_printf(a, "cairo %s, Pango %s", cairo_version_string(),
	                    pango_version_string());
}

static unsigned put_info(struct tree *t)
{
	const struct doc *doc = t->p->doc;
	struct arena *a = t->p->c->arena;
	struct stamp s = stamp_of(doc->made_us);
	const char *when = arena_printf(a, "(D:%04d%02d%02d%02d%02d%02d+09'00')", s.date.year,
	                                s.date.month, s.date.day, s.hour, s.minute, s.second);
	unsigned object = file_new_object(t->f);

	buf_puts(&t->b, "<</Title");
	pdf_put_text(&t->b, doc_one_line(a, doc->title));
	if (doc->organisation) {
		buf_puts(&t->b, "/Author");
		pdf_put_text(&t->b, doc_one_line(a, doc->organisation));
	}
	buf_printf(&t->b, "/Creator(" CREATOR ")/Producer(%s)/CreationDate%s/ModDate%s>>",
	           producer(a), when, when);
	tree_put(t, object);
	return object;
}

static void put_element(struct buf *b, const char *before, const char *text, const char *after)
{
	buf_puts(b, before);
	buf_put_xml(b, text);
	buf_puts(b, after);
}

static unsigned put_xmp(struct tree *t)
{
	const struct doc *doc = t->p->doc;
	struct arena *a = t->p->c->arena;
	struct stamp s = stamp_of(doc->made_us);
	const char *when = arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d+09:00", s.date.year,
	                                s.date.month, s.date.day, s.hour, s.minute, s.second);
	unsigned object = file_new_object(t->f);
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT);
	buf_puts(&b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
	             "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	             "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	             " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
	             " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
	             "<dc:format>application/pdf</dc:format>\n");
	put_element(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
	            doc_one_line(a, doc->title), "</rdf:li></rdf:Alt></dc:title>\n");
	if (doc->organisation)
		put_element(&b, "<dc:creator><rdf:Seq><rdf:li>", doc_one_line(a, doc->organisation),
		            "</rdf:li></rdf:Seq></dc:creator>\n");
	put_element(&b, "<dc:language><rdf:Bag><rdf:li>", doc->language,
	            "</rdf:li></rdf:Bag></dc:language>\n");
	put_element(&b, "<xmp:CreateDate>", when, "</xmp:CreateDate>\n");
	put_element(&b, "<xmp:ModifyDate>", when, "</xmp:ModifyDate>\n");
	put_element(&b, "<xmp:CreatorTool>", CREATOR, "</xmp:CreatorTool>\n");
	put_element(&b, "<pdf:Producer>", producer(a), "</pdf:Producer>\n");
	buf_puts(&b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
	file_put_stream(t->f, object, "/Type/Metadata/Subtype/XML", b.data, b.len);
	return object;
}

/* i, ii before the body, whose pages count from 1 as printed. */
static void put_labels(struct tree *t)
{
	size_t front = t->p->n_cover + t->p->n_contents;

	buf_puts(&t->b, "/PageLabels<</Nums[");
	if (front)
		buf_puts(&t->b, "0<</S/r>>");
	buf_printf(&t->b, "%zu<</S/D>>]>>", front);
}

static void put_catalogue(struct tree *t, unsigned outline, unsigned xmp)
{
	buf_printf(&t->b, "<</Type/Catalog/Pages %u 0 R/Lang", t->drawn->pages);
	pdf_put_text(&t->b, t->p->doc->language);
	buf_printf(&t->b,
	           "/MarkInfo<</Marked true>>/StructTreeRoot %u 0 R"
	           "/ViewerPreferences<</DisplayDocTitle true>>/Metadata %u 0 R",
	           t->root, xmp);
	if (outline)
		buf_printf(&t->b, "/Outlines %u 0 R/PageMode/UseOutlines", outline);
	put_labels(t);
	buf_puts(&t->b, ">>");
	tree_put(t, t->drawn->root);
}

void pdf_finish(struct pdf *p, const struct sink *sink, struct buf *out)
{
	struct drawn drawn;
	struct pdf_file f;
	struct tree t = {.p = p, .f = &f, .drawn = &drawn};
	unsigned outline, info, xmp;

	drawn_read(&drawn, p->c->arena, sink);
	file_open(&f, p->c, out, drawn.n);
	buf_init(&t.b, p->c->arena, BUF_MAX_DOCUMENT);
	drawn_copy(&drawn, &f);
	tree_put_structure(&t);
	tree_put_pages(&t);
	outline = tree_put_outline(&t);
	xmp = put_xmp(&t);
	info = put_info(&t);
	put_catalogue(&t, outline, xmp);
	file_close(&f, drawn.root, info);
}
