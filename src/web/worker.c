#include "web/worker.h"

#include "base/os.h"
#include "ledger/rules.h"
#include "search/search.h"
#include "store/data_dir.h"

#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#define CONNECTION_ARENA_MAX ((size_t)64 << 20)
#define NICE 5

struct worker {
	struct workers *all;
	pthread_t thread;
	struct arena *arena;
	struct db *db;
};

struct workers {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job *first, *last;
	unsigned queued;
	bool stopping;
	struct worker *each;
	unsigned n;
};

/* The error of another context becomes this one's. */
static enum err pass_on(struct ctx *c, const struct error *e)
{
	const char *words[ERROR_ARGS_MAX + 2] = {e->msgid};

	memcpy(words + 1, e->args, sizeof(e->args));
	error_set(c, e->code, words);
	if (e->detail)
		error_detail(c, "%s", e->detail);
	return e->code;
}

static enum err open_city(struct ctx *c, const char *data_dir)
{
	TRY(data_dir_open(c, data_dir));
	rules_attach(c);
	return search_attach(c);
}

enum err worker_connect(struct ctx *c, const char *data_dir, struct arena **ret_arena,
                        struct db **ret_db)
{
	struct ctx own = {.arena = arena_new(CONNECTION_ARENA_MAX), .now_us = c->now_us};

	BUG_IF(!own.arena);
	if (open_city(&own, data_dir) != OK) {
		enum err e = pass_on(c, &own.error);

		arena_free(own.arena);
		return e;
	}
	*ret_arena = own.arena;
	*ret_db = own.db;
	return OK;
}

static struct job *next_job(struct workers *w)
{
	struct job *job;

	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stopping)
		pthread_cond_wait(&w->changed, &w->lock);
	job = w->first;
	if (job) {
		w->first = job->next;
		w->queued--;
	}
	pthread_mutex_unlock(&w->lock);
	return job;
}

static void *work(void *arg)
{
	struct worker *worker = arg;

	/* on Linux this is the thread's own priority */
	(void)setpriority(PRIO_PROCESS, 0, NICE);
	for (struct job *job; (job = next_job(worker->all));)
		job->run(job, worker->db);
	return NULL;
}

static enum err start_one(struct ctx *c, const char *data_dir, struct worker *worker)
{
	TRY(worker_connect(c, data_dir, &worker->arena, &worker->db));
	if (pthread_create(&worker->thread, NULL, work, worker) == 0)
		return OK;
	arena_free(worker->arena);
	return FAIL(c, ERR_IO, N_("The system gives no more threads."));
}

enum err workers_start(struct ctx *c, const char *data_dir, unsigned n, struct workers **ret)
{
	struct workers *w = ARENA_NEW(c->arena, struct workers);

	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	w->each = ARENA_ARRAY(c->arena, n, struct worker);
	for (; w->n < n; w->n++) {
		enum err e;

		w->each[w->n].all = w;
		e = start_one(c, data_dir, &w->each[w->n]);
		if (e != OK) {
			workers_stop(w);
			return e;
		}
	}
	*ret = w;
	return OK;
}

bool workers_submit(struct workers *w, struct job *job)
{
	bool room;

	job->next = NULL;
	pthread_mutex_lock(&w->lock);
	room = w->queued < WORKER_QUEUE && !w->stopping;
	if (room) {
		if (w->first)
			w->last->next = job;
		else
			w->first = job;
		w->last = job;
		w->queued++;
		pthread_cond_signal(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

void workers_stop(struct workers *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	for (unsigned i = 0; i < w->n; i++) {
		pthread_join(w->each[i].thread, NULL);
		arena_free(w->each[i].arena);
	}
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	w->n = 0;
}
