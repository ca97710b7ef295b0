/* Places whose pages are being built; each goes when its file comes. */
#include "web/page.h"

#define STUB(name)                                                                             \
	enum err name(struct request *r)                                                       \
	{                                                                                      \
		page_heading(r, #name);                                                        \
		return OK;                                                                     \
	}
STUB(catalogs_page)
STUB(units_page)
STUB(imports_page)
STUB(audit_new_page)
