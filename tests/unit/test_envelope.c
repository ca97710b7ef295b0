/* The encrypted envelope of a backup: the right passphrase opens it, everything else is noticed. */
#include "city.h"
#include "store/backup_internal.h"

#define PASSPHRASE "防災の日は九月一日である"
#define CHUNK ((size_t)64 << 10)
#define SEALED_CHUNK (CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)
#define PREAMBLE                                                                               \
	(strlen("KAGEYU-BACKUP-1\n") + crypto_pwhash_SALTBYTES +                               \
	 crypto_secretstream_xchacha20poly1305_HEADERBYTES)

struct files {
	struct city city; /* no database: folder and context only */
	const char *plain, *sealed, *opened;
	char *bytes;
	size_t len;
};

static int setup(void **state)
{
	struct files *f = calloc(1, sizeof(*f));
	struct arena *a;

	assert_non_null(f);
	assert_true(sodium_init() >= 0);
	city_connect(&f->city);
	a = f->city.c.arena;
	city_folder(&f->city);
	f->plain = arena_printf(a, "%s/plain", f->city.folder);
	f->sealed = arena_printf(a, "%s/sealed", f->city.folder);
	f->opened = arena_printf(a, "%s/opened", f->city.folder);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct files *f = *state;

	MUST(&f->city, os_remove_tree(&f->city.c, f->city.folder));
	city_close(&f->city);
	free(f);
	return 0;
}

static void seal(struct files *f, size_t len)
{
	const char *sealed;

	f->bytes = arena_alloc(f->city.c.arena, len + 1);
	for (size_t i = 0; i < len; i++)
		f->bytes[i] = (char)(i * 31 + i / 251);
	MUST(&f->city, os_write_file(&f->city.c, f->plain, f->bytes, len, 0600));
	MUST(&f->city, envelope_seal(&f->city.c, f->plain, f->sealed, PASSPHRASE));
	MUST(&f->city, os_read_file(&f->city.c, f->sealed, (size_t)64 << 20, &sealed, &f->len));
	f->bytes = (char *)sealed;
}

static enum err open_these(struct files *f, const void *bytes, size_t len, const char *passphrase)
{
	MUST(&f->city, os_write_file(&f->city.c, f->sealed, bytes, len, 0600));
	return envelope_open(&f->city.c, f->sealed, f->opened, passphrase);
}

static void files_of_every_size_come_back(void **state)
{
	static const size_t sizes[] = {0, CHUNK};
	struct files *f = *state;

	for (size_t i = 0; i < COUNT(sizes); i++) {
		const char *plain, *opened;
		size_t len, opened_len;

		seal(f, sizes[i]);
		assert_true(envelope_is(f->sealed));
		assert_false(envelope_is(f->plain));
		MUST(&f->city, envelope_open(&f->city.c, f->sealed, f->opened, PASSPHRASE));
		MUST(&f->city, os_read_file(&f->city.c, f->plain, 1 << 20, &plain, &len));
		MUST(&f->city, os_read_file(&f->city.c, f->opened, 1 << 20, &opened, &opened_len));
		assert_int_equal(opened_len, sizes[i]);
		assert_memory_equal(opened, plain, len);
	}
}

static void whatever_was_done_to_it_is_noticed(void **state)
{
	struct files *f = *state;
	char *bytes;

	/* deriving a key is slow on purpose: one file serves for all */
	seal(f, 2 * CHUNK + 100);
	assert_int_equal(open_these(f, f->bytes, f->len, PASSPHRASE "。"), ERR_FORBIDDEN);
	assert_int_equal(open_these(f, f->bytes, PREAMBLE - 1, PASSPHRASE), ERR_TAMPERED);
	assert_int_equal(open_these(f, f->bytes, f->len - 1, PASSPHRASE), ERR_TAMPERED);
	/* only the last chunk is missing */
	assert_int_equal(open_these(f, f->bytes, PREAMBLE + 2 * SEALED_CHUNK, PASSPHRASE),
	                 ERR_TAMPERED);
	/* something behind the end */
	bytes = arena_alloc(f->city.c.arena, f->len + 1);
	memcpy(bytes, f->bytes, f->len);
	assert_int_equal(open_these(f, bytes, f->len + 1, PASSPHRASE), ERR_TAMPERED);
	bytes[f->len - 50] ^= 1;
	assert_int_equal(open_these(f, bytes, f->len, PASSPHRASE), ERR_TAMPERED);
	bytes[f->len - 50] ^= 1;
	assert_int_equal(open_these(f, bytes, f->len, PASSPHRASE), OK);
	/* a chunk twice in place of the next */
	memcpy(bytes + PREAMBLE + SEALED_CHUNK, bytes + PREAMBLE, SEALED_CHUNK);
	assert_int_equal(open_these(f, bytes, f->len, PASSPHRASE), ERR_TAMPERED);
}

static void short_passphrases_are_refused(void **state)
{
	struct files *f = *state;

	/* eleven characters, more than twelve bytes */
	assert_int_equal(envelope_seal(&f->city.c, f->plain, f->sealed, "防災の日は九月一日だ。"),
	                 ERR_USAGE);
	assert_false(os_exists(f->sealed));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(files_of_every_size_come_back),
		T(whatever_was_done_to_it_is_noticed),
		T(short_passphrases_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
