/*
 * route.h - the table of all addresses: routes.def.
 *
 * A route is a method, a path with {} for each parameter, the permission it needs, the fields of
 * its form, the function that answers, and flags. A route without a permission does not compile.
 * docs/add-a-page.md shows how to add one.
 */
#ifndef KAGEYU_WEB_ROUTE_H
#define KAGEYU_WEB_ROUTE_H

#include "web/field.h"

enum method { METHOD_GET, METHOD_POST };

/* What a route asks for: a capability, or nothing. */
enum permission {
#define X(id, ...) PERMISSION_##id = CAP_##id,
	CAPABILITIES(X)
#undef X
		PERMISSION_PUBLIC /* everybody, also without signing in */
};

enum route_flag {
	ROUTE_PLAIN = 0,
	ROUTE_HEAVY = 1,   /* not on the event loop: reads much or computes long */
	ROUTE_UPLOAD = 2,  /* takes files */
	ROUTE_NO_DB = 4,   /* the handler opens transactions; a PUBLIC one takes the token */
	ROUTE_ALWAYS = 8   /* also for who has not chosen an own password yet */
};

struct route {
	const char *name; /* "AUDIT_NEW" */
	enum method method;
	const char *path;
	enum permission permission;
	const struct field *fields; /* ends with a NULL name */
	enum err (*answer)(struct request *r);
	unsigned flags;
};

enum route_id {
#define ROUTE(id, method, path, permission, fields, answer, flags) ROUTE_##id,
#include "web/routes.def"
#undef ROUTE
	ROUTE__MAX
};

extern const struct route routes[ROUTE__MAX];

/* All handlers and field tables that routes.def names. */
#define ROUTE(id, method, path, permission, fields, answer, flags)                             \
	MUST_USE enum err answer(struct request *r);                                           \
	extern const struct field fields[];
#include "web/routes.def"
#undef ROUTE

/* Finds the route and sets r->route and r->args; NULL when there is none. *ret_path_known tells
   that the path exists under another method. */
const struct route *route_find(struct request *r, bool *ret_path_known);

/* LINK(r, AUDIT, code): the address of a route, one text per {} of its path. */
#define LINK(r, ...) ROUTE_LINK_((r), __VA_ARGS__, NULL)
#define ROUTE_LINK_(r, id, ...)                                                                \
	url_make((r)->c.arena, (r)->site->base, routes[ROUTE_##id].path,                       \
	         (const char *const[]){__VA_ARGS__})

#endif
