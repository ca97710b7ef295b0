/* Style sheet, scripts, pictures. */
#include "web/assets.h"
#include "web/page.h"

#include <string.h>

enum err asset_page(struct request *r)
{
	const struct asset *asset = asset_find(r->args[0], r->args[1]);

	if (!asset)
		return FAIL(&r->c, ERR_NOT_FOUND, N_("There is no such page."));
	r->response.immutable = true;
	return request_data(r, asset->type, asset->data, asset->len, NULL);
}
