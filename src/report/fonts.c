#include "report/fonts.h"

#include "gen/pangocairo.h"

#include <string.h>

const char *const report_fonts[] = {"BIZ UDMincho", "BIZ UDGothic", "Noto Serif CJK JP"};
const size_t n_report_fonts = sizeof(report_fonts) / sizeof(report_fonts[0]);

enum err font_installed(struct ctx *c, const char *family, bool *ret)
{
	PangoFontMap *map;
	PangoFontFamily **families;
	int n;
	bool found = false;

	TRY(pangocairo_load(c));
	/* a map of its own: the default one belongs to the main thread */
	map = pango_cairo_font_map_new();
	pango_font_map_list_families(map, &families, &n);
	for (int i = 0; i < n && !found; i++)
		found = strcmp(pango_font_family_get_name(families[i]), family) == 0;
	g_free(families);
	g_object_unref(map);
	*ret = found;
	return OK;
}
