#include "web/assets.h"

#include "web/route.h"

#include <string.h>

static const struct asset *find(const char *name)
{
	for (size_t i = 0; i < n_assets; i++)
		if (strcmp(assets[i].name, name) == 0)
			return &assets[i];
	return NULL;
}

struct url asset_url(const struct request *r, const char *name)
{
	const struct asset *asset = find(name);

	BUG_IF(!asset);
	return LINK(r, ASSET, asset->digest, asset->name);
}

const struct asset *asset_find(const char *digest, const char *name)
{
	const struct asset *asset = find(name);

	return asset && strcmp(asset->digest, digest) == 0 ? asset : NULL;
}
