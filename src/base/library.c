#include "base/library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t filling = PTHREAD_MUTEX_INITIALIZER;

static enum err missing(struct ctx *c, const char *file)
{
	enum err e = FAIL(c, ERR_STATE,
	                  N_("The library {1} is needed for this and not installed."), file);

	error_detail(c, "%s", dlerror());
	return e;
}

enum err library_load(struct ctx *c, const char *file, const struct library_function *functions,
                      size_t n, void *ret)
{
	void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	enum err e = OK;

	if (!library)
		return missing(c, file);
	pthread_mutex_lock(&filling);
	for (size_t i = 0; i < n && e == OK; i++) {
		void *address = dlsym(library, functions[i].name);

		if (address)
			memcpy((char *)ret + functions[i].at, &address, sizeof(address));
		else
			e = missing(c, file);
	}
	pthread_mutex_unlock(&filling);
	return e;
}
