#include "report/docx_internal.h"

#include <string.h>

/*
 * The names Windows knows the BIZ UD fonts by; docx_fonts_xml() gives the other names. Latin text
 * is set in the same fonts, as Japanese offices do.
 */
#define FONTS(name)                                                                            \
	"<w:rFonts w:ascii=\"" name "\" w:hAnsi=\"" name "\" w:eastAsia=\"" name "\" w:cs=\"" name \
	"\"/>"
#define MINCHO FONTS("BIZ UD明朝")
#define GOTHIC FONTS("BIZ UDゴシック")
#define BOLD "<w:b/><w:bCs/>"
#define SIZE(half_points) "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>"
#define SPACING(before, after) \
	"<w:spacing w:before=\"" before "\" w:after=\"" after "\"/>"
#define KEEP "<w:keepNext/><w:keepLines/>"
#define OUTLINE(level) "<w:outlineLvl w:val=\"" level "\"/>"

struct style {
	const char *type, *id;
	const char *name;  /* a built-in English name is shown in the user's language by Word */
	const char *based_on, *next;
	const char *p, *r; /* insides of pPr and rPr */
	bool offered;      /* in the gallery of styles */
};

static const struct style styles[] = {
	{"paragraph", "Normal", "Normal", NULL, NULL,
         "<w:spacing w:line=\"360\" w:lineRule=\"atLeast\"/><w:jc w:val=\"both\"/>", NULL, true},
	{"paragraph", "BodyText", "Body Text", "Normal", NULL,
         "<w:spacing w:after=\"120\"/><w:ind w:firstLineChars=\"100\" w:firstLine=\"210\"/>", NULL,
         true},
	{"paragraph", "Heading1", "heading 1", "Normal", "BodyText",
         KEEP
         "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"3\" w:color=\"4D4D4D\"/>"
         "</w:pBdr>" SPACING("480", "160") "<w:jc w:val=\"left\"/>" OUTLINE("0"),
         GOTHIC BOLD SIZE("28"), true},
	{"paragraph", "Heading2", "heading 2", "Normal", "BodyText",
         KEEP SPACING("360", "120") "<w:jc w:val=\"left\"/>" OUTLINE("1"), GOTHIC BOLD SIZE("24"),
         true},
	{"paragraph", "Heading3", "heading 3", "Normal", "BodyText",
         KEEP SPACING("280", "80") "<w:jc w:val=\"left\"/>" OUTLINE("2"), GOTHIC BOLD SIZE("21"),
         true},
	{"paragraph", "Heading4", "heading 4", "Normal", "BodyText",
         KEEP SPACING("240", "80") "<w:jc w:val=\"left\"/>" OUTLINE("3"), GOTHIC SIZE("21"), true},
	{"paragraph", "Heading5", "heading 5", "Normal", "BodyText",
         KEEP SPACING("200", "60") "<w:ind w:left=\"210\"/><w:jc w:val=\"left\"/>" OUTLINE("4"),
         GOTHIC SIZE("21"), true},
	{"paragraph", "Heading6", "heading 6", "Normal", "BodyText",
         KEEP SPACING("200", "60") "<w:ind w:left=\"420\"/><w:jc w:val=\"left\"/>" OUTLINE("5"),
         GOTHIC SIZE("21"), true},
	{"paragraph", "Title", "Title", "Normal", "BodyText",
         "<w:spacing w:before=\"240\" w:after=\"360\" w:line=\"640\" w:lineRule=\"atLeast\"/>"
         "<w:jc w:val=\"center\"/>",
         GOTHIC BOLD SIZE("40"), true},
	{"paragraph", "Subtitle", "Subtitle", "Normal", "BodyText",
         "<w:spacing w:after=\"120\" w:line=\"440\" w:lineRule=\"atLeast\"/>"
         "<w:jc w:val=\"center\"/>",
         GOTHIC SIZE("28"), true},
	{"paragraph", "CoverText", "表紙の文字", "Normal", NULL,
         "<w:spacing w:after=\"120\" w:line=\"440\" w:lineRule=\"atLeast\"/>"
         "<w:jc w:val=\"center\"/>",
         SIZE("28"), false},
	{"paragraph", "RightText", "右寄せ", "Normal", NULL, "<w:jc w:val=\"right\"/>", NULL, true},
	{"paragraph", "ListBullet", "List Bullet", "Normal", NULL, "<w:spacing w:after=\"40\"/>",
         NULL, true},
	{"paragraph", "ListNumber", "List Number", "Normal", NULL, "<w:spacing w:after=\"40\"/>",
         NULL, true},
	{"paragraph", "Quote", "Quote", "Normal", "BodyText",
         "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"10\" w:color=\"999999\"/>"
         "</w:pBdr>" SPACING("120", "160") "<w:ind w:left=\"420\" w:right=\"210\"/>",
         NULL, true},
	{"paragraph", "Caption", "caption", "Normal", NULL,
         KEEP SPACING("280", "80") "<w:jc w:val=\"left\"/>", GOTHIC SIZE("20"), true},
	{"paragraph", "Figure", "図", "Normal", "FigureCaption",
         "<w:keepNext/>" SPACING("280", "80") "<w:jc w:val=\"center\"/>", NULL, false},
	{"paragraph", "FigureCaption", "図の表題", "Caption", "BodyText",
         "<w:keepNext w:val=\"0\"/>" SPACING("0", "280") "<w:jc w:val=\"center\"/>", NULL, false},
	{"paragraph", "Unit", "表の単位", "Normal", NULL,
         "<w:keepNext/><w:spacing w:after=\"40\" w:line=\"280\" w:lineRule=\"atLeast\"/>"
         "<w:jc w:val=\"right\"/>",
         SIZE("18"), false},
	{"paragraph", "TableText", "表の文字", "Normal", NULL,
         "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"270\" w:lineRule=\"atLeast\"/>"
         "<w:jc w:val=\"left\"/>",
         SIZE("19"), true},
	{"paragraph", "TableHeading", "表の見出し", "TableText", NULL, "<w:jc w:val=\"center\"/>",
         GOTHIC SIZE("18"), true},
	{"paragraph", "TableNote", "表の注", "Normal", NULL,
         "<w:spacing w:before=\"40\" w:line=\"280\" w:lineRule=\"atLeast\"/>"
         "<w:ind w:left=\"540\" w:hanging=\"540\"/>",
         SIZE("18"), true},
	{"paragraph", "Spacer", "間隔", "Normal", NULL,
         "<w:spacing w:line=\"200\" w:lineRule=\"exact\"/>", SIZE("12"), false},
	{"paragraph", "TOCHeading", "TOC Heading", "Normal", NULL,
         KEEP SPACING("0", "360") "<w:jc w:val=\"center\"/>", GOTHIC BOLD SIZE("28"), false},
	{"paragraph", "TOC1", "toc 1", "Normal", NULL,
         "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9060\"/></w:tabs>" SPACING(
		 "120", "0") "<w:jc w:val=\"left\"/>",
         GOTHIC, false},
	{"paragraph", "TOC2", "toc 2", "Normal", NULL,
         "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9060\"/></w:tabs>"
         "<w:ind w:left=\"210\"/><w:jc w:val=\"left\"/>",
         NULL, false},
	{"paragraph", "TOC3", "toc 3", "Normal", NULL,
         "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9060\"/></w:tabs>"
         "<w:ind w:left=\"420\"/><w:jc w:val=\"left\"/>",
         NULL, false},
	{"paragraph", "Header", "header", "Normal", NULL, "<w:jc w:val=\"right\"/>",
         GOTHIC SIZE("18"), false},
	{"paragraph", "Footer", "footer", "Normal", NULL, "<w:jc w:val=\"center\"/>", SIZE("20"),
         false},
	{"character", "DefaultParagraphFont", "Default Paragraph Font", NULL, NULL, NULL, NULL,
         false},
	{"character", "Strong", "Strong", "DefaultParagraphFont", NULL, NULL, GOTHIC BOLD, true},
	/* slanted Japanese is hard to read: the dots beside the characters are the custom */
	{"character", "Emphasis", "Emphasis", "DefaultParagraphFont", NULL, NULL,
         "<w:em w:val=\"dot\"/>", true},
	{"character", "Code", "設定値", "DefaultParagraphFont", NULL, NULL,
         GOTHIC "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>", true},
	{"character", "Hyperlink", "Hyperlink", "DefaultParagraphFont", NULL, NULL,
         "<w:color w:val=\"0017C1\"/><w:u w:val=\"single\"/>", false},
	{"character", "Mark", "取扱いの標示", "DefaultParagraphFont", NULL, NULL,
         GOTHIC BOLD "<w:bdr w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/>", false},
};

/* In their place on a form for one page. */
static const struct style form_styles[] = {
	{"paragraph", "BodyText", "Body Text", "Normal", NULL,
         "<w:spacing w:after=\"40\" w:line=\"300\" w:lineRule=\"atLeast\"/>", SIZE("19"), true},
	{"paragraph", "Title", "Title", "Normal", "BodyText",
         "<w:spacing w:after=\"120\" w:line=\"440\" w:lineRule=\"atLeast\"/>"
         "<w:jc w:val=\"center\"/>",
         GOTHIC BOLD SIZE("32"), true},
	{"paragraph", "Subtitle", "Subtitle", "Normal", "BodyText",
         "<w:spacing w:line=\"360\" w:lineRule=\"atLeast\"/><w:jc w:val=\"center\"/>",
         GOTHIC SIZE("22"), true},
	{"paragraph", "TableText", "表の文字", "Normal", NULL,
         "<w:spacing w:line=\"220\" w:lineRule=\"atLeast\"/><w:jc w:val=\"left\"/>", SIZE("16"),
         true},
	{"paragraph", "TableHeading", "表の見出し", "TableText", NULL, "<w:jc w:val=\"center\"/>",
         GOTHIC SIZE("16"), true},
	{"paragraph", "TableNote", "表の注", "Normal", NULL,
         "<w:spacing w:before=\"20\" w:line=\"240\" w:lineRule=\"atLeast\"/>"
         "<w:ind w:left=\"480\" w:hanging=\"480\"/>",
         SIZE("16"), true},
	{"paragraph", "Spacer", "間隔", "Normal", NULL,
         "<w:spacing w:line=\"120\" w:lineRule=\"exact\"/>", SIZE("8"), false},
};

static const struct style *style_for(const struct doc *doc, const struct style *s)
{
	for (size_t i = 0; doc->one_page && i < sizeof(form_styles) / sizeof(form_styles[0]); i++)
		if (strcmp(form_styles[i].id, s->id) == 0)
			return &form_styles[i];
	return s;
}

static void put_style(struct buf *out, const struct style *s)
{
	bool is_default = !s->based_on;
	bool ours = (unsigned char)s->name[0] >= 0x80; /* the built-in names are English */

	buf_printf(out, "<w:style w:type=\"%s\"%s%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>",
	           s->type, is_default ? " w:default=\"1\"" : "",
	           ours ? " w:customStyle=\"1\"" : "", s->id, s->name);
	if (s->based_on)
		buf_printf(out, "<w:basedOn w:val=\"%s\"/>", s->based_on);
	if (s->next)
		buf_printf(out, "<w:next w:val=\"%s\"/>", s->next);
	if (s->offered)
		buf_puts(out, "<w:qFormat/>");
	if (s->p)
		buf_printf(out, "<w:pPr>%s</w:pPr>", s->p);
	if (s->r)
		buf_printf(out, "<w:rPr>%s</w:rPr>", s->r);
	buf_puts(out, "</w:style>");
}

/* "ja" as Word wants it: ja-JP. */
static const char *word_language(const char *language)
{
	if (strcmp(language, "ja") == 0)
		return "ja-JP";
	if (strcmp(language, "en") == 0)
		return "en-US";
	return language;
}

static void put_defaults(struct buf *out, const char *language)
{
	buf_puts(out, "<w:docDefaults><w:rPrDefault><w:rPr>" MINCHO
	              "<w:kern w:val=\"2\"/>" SIZE("21") "<w:lang w:val=\"");
	buf_put_xml(out, word_language(language));
	buf_puts(out, "\" w:eastAsia=\"ja-JP\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
	              "<w:pPrDefault/></w:docDefaults>");
}

static void put_table_styles(struct buf *out)
{
	static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};

	buf_puts(out,
	         "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
	         "<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
	         "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>"
	         "<w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>"
	         "<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
	         "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\">"
	         "<w:name w:val=\"No List\"/></w:style>"
	         "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"ReportTable\">"
	         "<w:name w:val=\"報告書の表\"/><w:basedOn w:val=\"TableNormal\"/><w:qFormat/>"
	         "<w:tblPr><w:tblBorders>");
	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
		buf_printf(out,
		           "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"595959\"/>",
		           sides[i]);
	buf_puts(out, "</w:tblBorders><w:tblCellMar><w:top w:w=\"28\" w:type=\"dxa\"/>"
	              "<w:left w:w=\"70\" w:type=\"dxa\"/><w:bottom w:w=\"28\" w:type=\"dxa\"/>"
	              "<w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
}

void docx_styles_xml(const struct docx *d, struct buf *out)
{
	buf_puts(out, DOCX_XML_HEAD "<w:styles " DOCX_W_NS ">");
	put_defaults(out, d->doc->language);
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		put_style(out, style_for(d->doc, &styles[i]));
	put_table_styles(out);
	buf_puts(out, "</w:styles>");
}

void docx_numbering_xml(const struct docx *d, struct buf *out)
{
	(void)d;
	buf_puts(out,
	         DOCX_XML_HEAD "<w:numbering " DOCX_W_NS "><w:abstractNum w:abstractNumId=\"0\">"
	                       "<w:multiLevelType w:val=\"hybridMultilevel\"/>");
	for (int level = 0; level < 9; level++)
		buf_printf(out,
		           "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/>"
		           "<w:lvlText w:val=\"%s\"/><w:lvlJc w:val=\"left\"/><w:pPr>"
		           "<w:ind w:left=\"%d\" w:hanging=\"315\"/></w:pPr><w:rPr>" MINCHO
		           "</w:rPr></w:lvl>",
		           level, level % 2 ? "－" : "・", 525 + 315 * level);
	buf_puts(out, "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
	              "</w:numbering>");
}

/* Kinsoku is on by default; strictFirstAndLastChars adds small kana and ー. */
void docx_settings_xml(const struct docx *d, struct buf *out)
{
	buf_puts(out, DOCX_XML_HEAD
	         "<w:settings " DOCX_W_NS "><w:zoom w:percent=\"100\"/>"
	         "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
	         "<w:defaultTabStop w:val=\"840\"/>"
	         "<w:characterSpacingControl w:val=\"compressPunctuation\"/>"
	         "<w:strictFirstAndLastChars/>");
	if (d->doc->contents) /* only Word knows the page numbers */
		buf_puts(out, "<w:updateFields w:val=\"true\"/>");
	buf_puts(out,
	         "<w:compat><w:spaceForUL/>"
	         "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
	         "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>"
	         "<w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\""
	         " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
	         "<w:themeFontLang w:val=\"");
	buf_put_xml(out, word_language(d->doc->language));
	buf_puts(out, "\" w:eastAsia=\"ja-JP\"/><w:decimalSymbol w:val=\".\"/>"
	              "<w:listSeparator w:val=\",\"/></w:settings>");
}

void docx_fonts_xml(const struct docx *d, struct buf *out)
{
	(void)d;
	buf_puts(out,
	         DOCX_XML_HEAD
	         "<w:fonts " DOCX_W_NS "><w:font w:name=\"BIZ UD明朝\">"
	         "<w:altName w:val=\"BIZ UD明朝 Medium,BIZ UDMincho,Noto Serif CJK JP,ＭＳ 明朝\"/>"
	         "<w:panose1 w:val=\"02020400000000000000\"/><w:charset w:val=\"80\"/>"
	         "<w:family w:val=\"roman\"/><w:pitch w:val=\"fixed\"/>"
	         "</w:font><w:font w:name=\"BIZ UDゴシック\">"
	         "<w:altName w:val=\"BIZ UDGothic,Noto Sans CJK JP,ＭＳ ゴシック\"/>"
	         "<w:panose1 w:val=\"020B0400000000000000\"/><w:charset w:val=\"80\"/>"
	         "<w:family w:val=\"modern\"/><w:pitch w:val=\"fixed\"/>"
	         "</w:font></w:fonts>");
}
