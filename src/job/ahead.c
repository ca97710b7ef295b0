#include "job/ahead.h"

#include "base/os.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define AHEAD_MAX 16 /* things made and not yet taken */
#define ARENA_MAX ((size_t)8 << 30)

struct thing {
	struct ahead *of;
	struct ctx c;
	void *made;
	enum err result;
	bool done;
};

struct ahead {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	ahead_fn *fn;
	const void *arg;
	struct thing *things;
	size_t n, begun, taken;
	pthread_t *threads;
	unsigned n_threads;
	bool stopping;
};

static void make(void *arg)
{
	struct thing *t = arg;

	t->result = t->of->fn(&t->c, t->of->arg, (size_t)(t - t->of->things), &t->made);
}

/* NULL when there is none left. */
static struct thing *begin_next(struct ahead *a)
{
	struct thing *t = NULL;

	pthread_mutex_lock(&a->lock);
	while (!a->stopping && a->begun < a->n && a->begun >= a->taken + AHEAD_MAX)
		pthread_cond_wait(&a->changed, &a->lock);
	if (!a->stopping && a->begun < a->n)
		t = &a->things[a->begun++];
	pthread_mutex_unlock(&a->lock);
	return t;
}

static void *work(void *arg)
{
	struct ahead *a = arg;

	for (struct thing *t; (t = begin_next(a));) {
		t->c.arena = arena_new(ARENA_MAX);
		if (!t->c.arena || !arena_try(t->c.arena, make, t))
			t->result = FAIL(&t->c, ERR_TOO_LARGE,
			                 N_("The work needs more memory than is allowed. "
			                    "Divide the input."));
		pthread_mutex_lock(&a->lock);
		t->done = true;
		pthread_cond_broadcast(&a->changed);
		pthread_mutex_unlock(&a->lock);
	}
	return NULL;
}

void ahead_end(struct ahead *a)
{
	pthread_mutex_lock(&a->lock);
	a->stopping = true;
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
	while (a->n_threads)
		pthread_join(a->threads[--a->n_threads], NULL);
}

static void release(void *arg)
{
	struct ahead *a = arg;

	ahead_end(a);
	for (size_t i = 0; i < a->begun; i++)
		arena_free(a->things[i].c.arena);
	pthread_cond_destroy(&a->changed);
	pthread_mutex_destroy(&a->lock);
}

enum err ahead_start(struct ctx *c, ahead_fn *fn, const void *arg, size_t n, struct ahead **ret)
{
	struct ahead *a = ARENA_NEW(c->arena, struct ahead);
	unsigned cores = os_cores();

	a->fn = fn;
	a->arg = arg;
	a->n = n;
	a->things = ARENA_ARRAY(c->arena, n, struct thing);
	for (size_t i = 0; i < n; i++)
		a->things[i] = (struct thing){.of = a, .c = {.now_us = c->now_us}};
	a->threads = ARENA_ARRAY(c->arena, cores, pthread_t);
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->changed, NULL);
	arena_defer(c->arena, release, a);
	while (a->n_threads < cores && a->n_threads < n &&
	       pthread_create(&a->threads[a->n_threads], NULL, work, a) == 0)
		a->n_threads++;
	if (n && !a->n_threads)
		return FAIL(c, ERR_IO, N_("The system gives no more threads."));
	*ret = a;
	return OK;
}

/* The error of a thing that will end, for who lives longer. */
static enum err take_error(struct ctx *c, const struct error *e)
{
	const char *text[ERROR_ARGS_MAX + 2] = {e->msgid};

	memcpy(text + 1, e->args, sizeof(e->args));
	error_set(c, e->code, text);
	error_at(c, e->place);
	if (e->detail)
		error_detail(c, "%s", e->detail);
	return e->code;
}

enum err ahead_next(struct ctx *c, struct ahead *a, void **ret)
{
	struct thing *t = &a->things[a->taken];

	BUG_IF(a->taken == a->n);
	if (a->taken) {
		arena_free(t[-1].c.arena);
		t[-1].c.arena = NULL;
	}
	pthread_mutex_lock(&a->lock);
	while (!t->done)
		pthread_cond_wait(&a->changed, &a->lock);
	a->taken++;
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
	if (t->result != OK)
		return take_error(c, &t->c.error);
	*ret = t->made;
	return OK;
}
