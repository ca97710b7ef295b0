#include "web/made_file.h"

#include "job/child.h"

#include <string.h>

#define SECONDS_MAX 180

const char *made_file_label(const char *format)
{
	static const struct {
		const char *name, *label;
	} labels[] = {{"docx", N_("Word (docx)")},
	              {"pdf", N_("PDF")},
	              {"html", N_("HTML")},
	              {"xlsx", N_("Workbook (xlsx)")},
	              {"md", N_("Markdown (md)")},
	              {"catalog", N_("Text (catalog)")}};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].name, format) == 0)
			return labels[i].label;
	return format;
}

enum err made_file(struct request *r, const char *command, const char *format,
                   const char *const *more, const char **ret, size_t *ret_len)
{
	const char *args[10] = {command, "-C", r->site->data_dir, "--format", format};
	size_t n = 5;
	const struct child child = {
		.program = r->site->program,
		.args = args,
		.environment = r->lang == LANG_JA ? "KAGEYU_LANG=ja" : "KAGEYU_LANG=en",
		.folder = r->site->data_dir,
		.seconds_max = SECONDS_MAX,
	};

	while (*more && n + 1 < sizeof(args) / sizeof(args[0]))
		args[n++] = *more++;
	BUG_IF(*more);
	return child_run(&r->c, &child, ret, ret_len);
}
