/* Places whose pages are being built; each goes when its file comes. */
#include "web/page.h"

#define STUB(name)                                                                             \
	enum err name(struct request *r)                                                       \
	{                                                                                      \
		page_heading(r, #name);                                                        \
		return OK;                                                                     \
	}
STUB(accounts_page)
STUB(trail_page)
STUB(settings_page)
STUB(help_page)
STUB(history_page)
