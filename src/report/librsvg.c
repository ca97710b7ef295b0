#include "report/librsvg.h"

#include <stddef.h>

struct librsvg librsvg;

enum err librsvg_load(struct ctx *c)
{
#define FUNCTION(name) {#name, offsetof(struct librsvg, name)},
	static const struct library_function functions[] = {LIBRSVG(FUNCTION)};
#undef FUNCTION

	return library_load(c, "librsvg-2.so.2", functions,
	                    sizeof(functions) / sizeof(functions[0]), &librsvg);
}
