/* Any bytes as kageyu.conf: what stands in the last line counts unless it was set before. */
#include "support.h"

#include "store/data_dir.c" /* conf_value() is its own; opening would connect somewhere */

static void read_it(struct ctx *c, const char *data, size_t len)
{
	const char *before = conf_value(c, data, "database"), *more, *after;

	(void)len;
	more = arena_printf(c->arena,
	                    "%s\n database =  postgresql://x/y=z \n# database = no\n", data);
	after = conf_value(c, more, "database");
	MUST(after && strcmp(after, before ? before : "postgresql://x/y=z") == 0);
	MUST(strcmp(text_trim(c->arena, after), after) == 0 && !strchr(after, '\n'));
	(void)is_url(after);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	fuzz_run(read_it, data, len);
	return 0;
}
