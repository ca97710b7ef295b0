#include "report/html_internal.h"

/* Quiet, dark on white, after the Digital Agency's design system; one file without references. */
static const char *const rules[] = {
	":root{color-scheme:light;--line:#767676;--pale:#f2f2f2;--link:#0017c1}",
	"*{box-sizing:border-box}",
	"html{font-family:\"BIZ UDPGothic\",\"BIZ UDPゴシック\",\"Noto Sans JP\",\"Noto Sans CJK JP\","
	"\"Hiragino Sans\",Meiryo,sans-serif;font-size:100%;line-height:1.7;color:#1a1a1a;"
	"background:#fff}",
	"body{max-width:58rem;margin:0 auto;padding:1.5rem 1rem 4rem;line-break:strict;"
	"overflow-wrap:anywhere}",
	"a{color:var(--link);text-underline-offset:.2em}",
	"a:hover{text-decoration-thickness:.18em}",
	":focus-visible{outline:.25rem solid #000;outline-offset:.125rem;"
	"box-shadow:0 0 0 .125rem #ffd43d}",
	".skip{position:absolute;left:1rem;top:-6rem;padding:.5rem 1rem;background:#fff}",
	".skip:focus{top:.5rem;z-index:1}",
	"header{border-bottom:.125rem solid #1a1a1a;padding-bottom:1.5rem;margin-bottom:2rem}",
	"header p{margin:.25rem 0}",
	".marks{text-align:right}",
	".marks strong{display:inline-block;border:.125rem solid #1a1a1a;padding:0 .75em;"
	"margin-left:.5em}",
	".number,.right{text-align:right}",
	"h1{font-size:2rem;line-height:1.4;text-wrap:balance;margin:.5rem 0 1rem}",
	"h2{font-size:1.5rem;line-height:1.5;margin:3.5rem 0 1rem;padding-bottom:.25rem;"
	"border-bottom:.0625rem solid var(--line)}",
	"h3{font-size:1.25rem;line-height:1.5;margin:2.5rem 0 .75rem}",
	"h4{font-size:1.0625rem;margin:2rem 0 .5rem}",
	"h5,h6{font-size:1rem;margin:1.75rem 0 .5rem}",
	"p{margin:0 0 1rem}",
	"nav{background:#f8f8fb;padding:1rem 1.25rem;margin-bottom:2rem}",
	"nav h2{font-size:1.125rem;margin:0 0 .5rem;border:0;padding:0}",
	"nav ol{list-style:none;margin:0;padding:0}",
	"nav ol ol{padding-left:1.25rem}",
	"nav li{margin:.25rem 0}",
	"main ul,main ol{margin:0 0 1rem;padding-left:1.75rem}",
	"main li ul,main li ol{margin:.25rem 0 0}",
	"main ol{list-style:none;padding-left:.5rem}",
	"main ol ol,main ul ol{padding-left:0}",
	"main ol>li{display:grid;grid-template-columns:auto 1fr;column-gap:.75em}",
	"main ol>li>:is(ol,ul){grid-column:2}",
	"main li{margin:.25rem 0}",
	"blockquote{margin:1rem 0;padding:.5rem 1.25rem;border-left:.25rem solid var(--line);"
	"background:#fafafa}",
	"blockquote p{margin:0}",
	"code{font-family:\"BIZ UDGothic\",\"BIZ UDゴシック\",Consolas,monospace;"
	"background:var(--pale);padding:.05em .25em}",
	"em{font-style:normal;text-emphasis:filled dot}",
	".table{margin:1.5rem 0 2rem}",
	".scroll{overflow-x:auto}",
	"table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.5;"
	"font-variant-numeric:tabular-nums}",
	"caption{text-align:left;font-weight:700;padding-bottom:.5rem}",
	"caption .unit{display:block;text-align:right;font-weight:400;font-size:.875rem}",
	"th,td{border:.0625rem solid var(--line);padding:.375rem .5rem;vertical-align:middle;"
	"text-align:left}",
	"th{font-weight:400;background:#f8f8fb}",
	"thead th{font-weight:700;background:#e8ecf2;text-align:center}",
	".c{text-align:center}",
	".r{text-align:right;white-space:nowrap}",
	".total th,.total td{border-top:.1875rem solid #1a1a1a}",
	".note{font-size:.875rem;margin:.375rem 0 0;padding-left:2.5em;text-indent:-2.5em}",
	"figure{margin:2rem 0 0}",
	"figure svg{display:block;margin:0 auto}",
	"figcaption{font-weight:700;margin:.5rem 0 0;text-align:center}",
	"details{margin:.5rem 0 2rem}",
	"summary{cursor:pointer;padding:.25rem 0}",
	"@media (max-width:40rem){h1{font-size:1.375rem}h2{font-size:1.25rem}h3{font-size:1.125rem}"
	"caption .unit{text-align:left}figure svg{margin:0}}",
	"@media (min-width:84rem){body{max-width:80rem;display:grid;"
	"grid-template-columns:19rem minmax(0,1fr);column-gap:3rem;align-items:start}"
	"body>header{grid-column:1/-1}body>nav{position:sticky;top:1rem;"
	"max-height:calc(100vh - 2rem);overflow-y:auto;font-size:.9375rem}"
	"main{grid-column:2}main>:first-child{margin-top:0}"
	".bare main{grid-column:1/-1}}",
	"@media print{html{font-size:10.5pt}body{display:block;max-width:none;padding:0}"
	".skip,details{display:none}a{color:inherit;text-decoration:none}"
	"nav,blockquote{background:none}nav{position:static;max-height:none;padding:0}"
	".scroll{overflow:visible}"
	"table{min-width:0!important;font-size:9pt}thead{display:table-header-group}"
	"tr,figure,li{break-inside:avoid}thead tr{break-after:avoid}"
	"tbody tr:first-child{break-before:avoid}"
	"h2,h3,h4,h5,h6,caption{break-after:avoid}"
	"figure svg{max-width:100%;height:auto}.page-break{break-before:page}"
	"th,td{print-color-adjust:exact;-webkit-print-color-adjust:exact}}",
};

/* As a CSS string that cannot end the style element either. */
static void put_css_string(struct buf *out, const char *s)
{
	buf_putc(out, '"');
	for (; *s; s++) {
		unsigned char ch = (unsigned char)*s;

		if (ch < 0x20 || ch == '"' || ch == '\\' || ch == '<')
			buf_printf(out, "\\%x ", ch);
		else
			buf_putc(out, *s);
	}
	buf_putc(out, '"');
}

/* A form for one page: as dense as it can still be read. */
static const char form_rules[] =
	"@media print{html{font-size:9pt}table{font-size:8pt}"
	"th,td{padding:.15rem .35rem;line-height:1.4}h1{font-size:14pt}"
	"body>header,.table,p{margin-top:.5rem;margin-bottom:.5rem}}\n";

void html_style(struct buf *out, const struct doc *doc, const char *marks)
{
	buf_puts(out, "<style>\n");
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		buf_printf(out, "%s\n", rules[i]);
	if (doc->one_page)
		buf_puts(out, form_rules);
	buf_printf(out,
	           "@page{size:A4%s;margin:%s;@bottom-center{content:\"- \" counter(page) \" -\"}",
	           doc->landscape ? " landscape" : "", doc->one_page ? "18mm" : "25mm 22mm");
	if (marks[0]) {
		buf_puts(out, "@top-right{content:");
		put_css_string(out, marks);
		buf_putc(out, '}');
	}
	buf_puts(out, "}\n</style>\n");
}
