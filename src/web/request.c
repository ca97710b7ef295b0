#include "web/request.h"

#include "gen/queries.h"
#include "web/page.h"
#include "web/route.h"

#include <stdlib.h>
#include <string.h>

#define ID_DIGITS_MAX 18

const char *pairs_get(const struct pairs *list, const char *name)
{
	for (const struct pair *p = list->first; p; p = p->next)
		if (strcmp(p->name, name) == 0)
			return p->value;
	return NULL;
}

void pairs_add(struct arena *a, struct pairs *list, const char *name, const char *value)
{
	struct pair *p = ARENA_NEW(a, struct pair);

	p->name = name;
	p->value = value;
	if (list->last)
		list->last->next = p;
	else
		list->first = p;
	list->last = p;
	list->n++;
}

const struct upload *request_upload(const struct request *r, const char *field)
{
	const struct upload *u = r->uploads;

	while (u && strcmp(u->field, field) != 0)
		u = u->next;
	return u;
}

enum err fault_add(struct request *r, const char *field, const char *const *msg_and_args)
{
	struct fault **at = &r->faults, *fault = ARENA_NEW(r->c.arena, struct fault);

	while (*at)
		at = &(*at)->next;
	fault->field = field;
	fault->msgid = *msg_and_args++;
	for (size_t i = 0; i < ERROR_ARGS_MAX && *msg_and_args; i++)
		fault->args[i] = arena_strdup(r->c.arena, *msg_and_args++);
	*at = fault;
	return FAIL(&r->c, ERR_INVALID, N_("Please correct the marked fields."));
}

enum err request_redirect(struct request *r, struct url to, const char *notice)
{
	r->response.kind = RESPONSE_REDIRECT;
	r->response.location = notice ? url_with(r->c.arena, to, "done", notice) : to;
	return OK;
}

enum err request_data(struct request *r, const char *type, const char *data, size_t len,
                      const char *file_name)
{
	r->response.kind = RESPONSE_DATA;
	r->response.type = type;
	r->response.data = data;
	r->response.len = len;
	r->response.file_name = file_name;
	return OK;
}

static void release_json(void *arg)
{
	json_decref(arg);
}

enum err request_json(struct request *r, json_t *value)
{
	arena_defer(r->c.arena, release_json, value);
	r->json = value;
	return OK;
}

bool request_wants_json(const struct request *r)
{
	return r->accept && strncmp(r->accept, "application/json", 16) == 0;
}

enum err request_download(struct request *r, const char *what, const char *type, const char *data,
                          size_t len, const char *file_name)
{
	BUG_IF(!(r->route->flags & ROUTE_HEAVY));
	r->log_event = "download";
	r->log_detail = what;
	return request_data(r, type, data, len, file_name);
}

int64_t request_id(const struct request *r, size_t n)
{
	const char *s = r->args[n];
	size_t digits = strspn(s, "0123456789");

	return digits && digits <= ID_DIGITS_MAX && !s[digits] ? strtoll(s, NULL, 10) : 0;
}

bool request_may(const struct request *r, enum capability cap)
{
	return r->session.found && access_reach(r->session.who.role, cap) != REACH_NONE;
}

enum err request_must_cover(struct request *r, enum capability cap, int64_t unit_id)
{
	bool covers;

	TRY(access_covers(&r->c, &r->session.who, cap, unit_id, &covers));
	if (!covers)
		return FAIL(&r->c, ERR_FORBIDDEN, N_("Your role does not include this unit."));
	return OK;
}
