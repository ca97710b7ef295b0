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

/* A part of the path as it was sent. */
struct part {
	const char *text;
	size_t len;
};

/* Whether the path is of the pattern; what stands at its places is not looked at yet. */
static bool matches(const char *path, const char *pattern, struct part parts[REQUEST_ARGS_MAX])
{
	for (; *pattern == '{' || *pattern == *path; pattern++, path++) {
		if (*pattern == '{') {
			parts->text = path;
			parts->len = strcspn(path, "/");
			path += parts++->len;
			pattern = strchr(pattern, '}') + 1;
			if (*pattern != *path)
				return false;
		}
		if (!*pattern)
			return true;
	}
	return false;
}

static bool decode_all(struct request *r, const struct part parts[REQUEST_ARGS_MAX],
                       const char *args[REQUEST_ARGS_MAX])
{
	for (size_t i = 0; i < REQUEST_ARGS_MAX && parts[i].text; i++) {
		args[i] = decode(r->c.arena, parts[i].text, parts[i].len);
		if (!args[i] || !*args[i])
			return false;
	}
	return true;
}

const struct route *route_find(struct request *r, bool *ret_path_known)
{
	enum method method = strcmp(r->method, "POST") == 0 ? METHOD_POST : METHOD_GET;

	*ret_path_known = false;
	for (size_t i = 0; i < ROUTE__MAX; i++) {
		const char *args[REQUEST_ARGS_MAX] = {NULL};
		struct part parts[REQUEST_ARGS_MAX] = {{NULL, 0}};

		if (!matches(r->path, routes[i].path, parts) || !decode_all(r, parts, args))
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
