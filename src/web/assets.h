/*
 * assets.h - style sheet, scripts and pictures, compiled in, under addresses that carry their
 * digest and never change.
 */
#ifndef KAGEYU_WEB_ASSETS_H
#define KAGEYU_WEB_ASSETS_H

#include "web/request.h"

#include <stddef.h>

struct asset {
	const char *name; /* "kageyu.css" */
	const char *type;
	const char *data;
	size_t len;
	const char *digest; /* 16 hex digits, part of the address */
};

/* Made by tools/embed.py of assets/. */
extern const struct asset assets[];
extern const size_t n_assets;

/* The address of an asset; BUG when there is none of that name. */
struct url asset_url(const struct request *r, const char *name);
/* By name and digest as in the address; NULL when there is none. */
const struct asset *asset_find(const char *digest, const char *name);

#endif
