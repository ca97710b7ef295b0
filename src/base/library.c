#include "base/library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

static enum err missing(struct ctx *c, const char *file)
{
	enum err e = FAIL(c, ERR_STATE,
	                  N_("The library {1} is needed for this and not installed."), file);

	error_detail(c, "%s", dlerror());
	return e;
}

static enum err load(struct ctx *c, struct library *l)
{
	void *handle = dlopen(l->file, RTLD_LAZY | RTLD_LOCAL);

	if (!handle)
		return missing(c, l->file);
	for (size_t i = 0; i < l->n; i++) {
		void *address = dlsym(handle, l->functions[i].name);

		if (!address)
			return missing(c, l->file);
		memcpy(l->functions[i].pointer, &address, sizeof(address));
	}
	l->loaded = true;
	return OK;
}

enum err library_load(struct ctx *c, struct library *library)
{
	enum err e = OK;

	pthread_mutex_lock(&loading);
	if (!library->loaded)
		e = load(c, library);
	pthread_mutex_unlock(&loading);
	return e;
}
