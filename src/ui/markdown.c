#include "ui/markdown.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

struct frag markdown_frag(struct arena *a, const char *text)
{
	/* without CMARK_OPT_UNSAFE, cmark writes neither raw HTML nor dangerous links */
	char *markup = cmark_markdown_to_html(text, strlen(text), CMARK_OPT_DEFAULT);
	struct frag frag = {arena_strdup(a, markup)};

	free(markup);
	return frag;
}
