#include "report/format.h"

#include <string.h>

const struct format formats[] = {
#define X(name, media_type) {#name, media_type, write_##name},
	FORMAT_LIST(X)
#undef X
};

const size_t n_formats = sizeof(formats) / sizeof(formats[0]);

const struct format *format_find(const char *name)
{
	for (size_t i = 0; i < n_formats; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
