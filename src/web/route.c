#include "web/route.h"

#include "base/text.h"

#include <string.h>

const struct route routes[ROUTE__MAX] = {
#define ROUTE(id, method, path, permission, fields, answer, flags)                             \
	[ROUTE_##id] = {#id,    METHOD_##method, path,  PERMISSION_##permission,               \
			fields, answer,          flags},
#include "web/routes.def"
#undef ROUTE
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

/* One path segment, decoded; NULL when it is not valid. */
static const char *decode(struct arena *a, const char *s, size_t len)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0, bad;

	for (size_t i = 0; i < len; i++) {
		if (s[i] != '%') {
			out[n++] = s[i];
			continue;
		}
		if (i + 2 >= len || hex_digit(s[i + 1]) < 0 || hex_digit(s[i + 2]) < 0)
			return NULL;
		out[n++] = (char)(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
		i += 2;
	}
	return text_valid(out, n, &bad) ? out : NULL;
}

static bool matches(struct request *r, const char *pattern, const char **args)
{
	const char *path = r->path;
	size_t n_args = 0;

	while (*pattern && *path) {
		size_t want, have;

		if (*pattern != '/' || *path != '/' ||
		    (pattern[1] != '{' && pattern[1] != path[1]))
			return false; /* most, before anything is measured */
		want = strcspn(pattern + 1, "/") + 1;
		have = strcspn(path + 1, "/") + 1;
		if (pattern[1] == '{') {
			args[n_args] = decode(r->c.arena, path + 1, have - 1);
			if (!args[n_args] || !*args[n_args])
				return false;
			n_args++;
		} else if (want != have || strncmp(pattern, path, want) != 0) {
			return false;
		}
		pattern += want;
		path += have;
	}
	return !*pattern && !*path;
}

const struct route *route_find(struct request *r, bool *ret_path_known)
{
	enum method method = strcmp(r->method, "POST") == 0 ? METHOD_POST : METHOD_GET;

	*ret_path_known = false;
	for (size_t i = 0; i < ROUTE__MAX; i++) {
		const char *args[REQUEST_ARGS_MAX] = {NULL};

		if (!matches(r, routes[i].path, args))
			continue;
		*ret_path_known = true;
		if (routes[i].method != method)
			continue;
		memcpy(r->args, args, sizeof(args));
		r->route = &routes[i];
		return r->route;
	}
	return NULL;
}
