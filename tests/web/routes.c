/* Prints the table of addresses as JSON, for tests that go through all of them. */
#include "web/route.h"

#include <jansson.h>
#include <stdio.h>

static const char *const types[] = {
	[FIELD_TEXT] = "text",         [FIELD_LONG] = "long",     [FIELD_NUMBER] = "number",
	[FIELD_DATE] = "date",         [FIELD_TIME] = "time",     [FIELD_CHOICE] = "choice",
	[FIELD_MANY] = "many",         [FIELD_CHECK] = "check",   [FIELD_PASSWORD] = "password",
	[FIELD_FILE] = "file",         [FIELD_FILES] = "files",   [FIELD_HIDDEN] = "hidden",
};

static const char *const capabilities[] = {
#define X(id, ...) [CAP_##id] = #id,
	CAPABILITIES(X)
#undef X
		[PERMISSION_PUBLIC] = "PUBLIC",
};

static const char *const reaches[] = {[REACH_NONE] = "none",
                                      [REACH_OWN] = "own",
                                      [REACH_OTHERS] = "others",
                                      [REACH_ALL] = "all"};

/* role → reach; a public address has none. */
static json_t *reaches_of(enum permission permission)
{
	json_t *o = json_object();

	if (permission == PERMISSION_PUBLIC)
		return o;
	for (int role = 0; role < ROLE__MAX; role++) {
		enum reach reach = access_reach((enum role)role, (enum capability)permission);

		json_object_set_new(o, role_code((enum role)role), json_string(reaches[reach]));
	}
	return o;
}

static json_t *fields_of(const struct field *fields)
{
	json_t *list = json_array();

	for (const struct field *f = fields; f->name; f++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:i}", "name", f->name,
		                                      "type", types[f->type], "required",
		                                      f->required, "max", f->max));
	return list;
}

int main(void)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ROUTE__MAX; i++) {
		const struct route *r = &routes[i];

		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:b}", "name", r->name,
		                        "method", r->method == METHOD_POST ? "POST" : "GET", "path",
		                        r->path, "permission", capabilities[r->permission], "reach",
		                        reaches_of(r->permission), "fields", fields_of(r->fields),
		                        "upload", (r->flags & ROUTE_UPLOAD) != 0, "heavy",
		                        (r->flags & ROUTE_HEAVY) != 0));
	}
	json_dumpf(list, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(list);
	return 0;
}
