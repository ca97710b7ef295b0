#include "store/trail.h"

#include "base/buf.h"
#include "base/os.h"
#include "gen/queries.h"
#include "store/backend.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SALT_BYTES 16
#define HASH_BYTES 32

static const char *to_hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *hex = arena_alloc(a, n * 2 + 1);

	return sodium_bin2hex(hex, n * 2 + 1, bytes, n);
}

static void put_field(struct buf *b, const char *s)
{
	char digits[24];
	size_t len, left, at = sizeof(digits);

	if (!s) {
		buf_puts(b, "-,");
		return;
	}
	len = strlen(s);
	digits[--at] = ':';
	left = len;
	do
		digits[--at] = (char)('0' + left % 10);
	while (left /= 10);
	buf_add(b, digits + at, sizeof(digits) - at);
	buf_add(b, s, len);
	buf_putc(b, ',');
}

static void put_number(struct buf *b, int64_t n)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRId64, n);
	put_field(b, digits);
}

static const char *hash_of(struct arena *a, const struct buf *b)
{
	unsigned char hash[HASH_BYTES];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)b->data, b->len, NULL, 0);
	return to_hex(a, hash, sizeof(hash));
}

const char *trail_commitment(struct arena *a, const char *salt, const char *before,
                             const char *after)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT * 4);
	put_field(&b, salt);
	put_field(&b, before);
	put_field(&b, after);
	return hash_of(a, &b);
}

const char *trail_hash(struct arena *a, const struct trail_row *row)
{
	struct buf b;

	buf_init(&b, a, BUF_MAX_TEXT);
	put_field(&b, row->prev_hash);
	put_number(&b, row->seq);
	put_number(&b, row->at_us);
	put_field(&b, row->actor);
	put_field(&b, row->cause);
	put_field(&b, row->reason);
	put_field(&b, row->op);
	put_field(&b, row->table_name);
	put_number(&b, row->row_id);
	put_field(&b, row->commitment);
	return hash_of(a, &b);
}

static enum err state_number(struct ctx *c, const char *key, int64_t *ret)
{
	struct state_row *row;

	TRY(q_state_by_key(c, &(struct state_by_key_in){key}, &row));
	*ret = row ? strtoll(row->value, NULL, 10) : 0;
	return OK;
}

enum err trail_open(struct ctx *c)
{
	struct db *db = c->db;
	struct state_row *hash;

	if (db->have_chain)
		return OK;
	TRY(state_number(c, "next_id", &db->next_id));
	TRY(state_number(c, "trail_seq", &db->trail_seq));
	TRY(q_state_by_key(c, &(struct state_by_key_in){"trail_hash"}, &hash));
	if (db->next_id == 0)
		db->next_id = 1;
	db->trail_hash = hash ? hash->value : TRAIL_FIRST_PREV;
	db->have_chain = true;
	return OK;
}

enum err trail_append(struct ctx *c, const char *op, const char *table, int64_t row_id,
                      const char *before, const char *after)
{
	struct db *db = c->db;
	unsigned char salt[SALT_BYTES];
	struct trail_value_row value = {0};
	struct trail_row event = {0};

	TRY(trail_open(c));
	randombytes_buf(salt, sizeof(salt));
	value.seq = db->trail_seq + 1;
	value.salt = to_hex(c->arena, salt, sizeof(salt));
	value.before_image = before;
	value.after_image = after;
	event.seq = value.seq;
	event.at_us = c->now_us;
	event.actor = c->actor;
	event.cause = c->cause;
	event.reason = c->reason;
	event.op = op;
	event.table_name = table;
	event.row_id = row_id;
	event.commitment = trail_commitment(c->arena, value.salt, before, after);
	event.prev_hash = db->trail_hash;
	event.hash = trail_hash(c->arena, &event);
	TRY(statement_exec(c, QUERY_TRAIL__LOAD, &event));
	TRY(statement_exec(c, QUERY_TRAIL_VALUE__LOAD, &value));
	db->trail_seq = event.seq;
	db->trail_hash = event.hash;
	db->trail_events++;
	return OK;
}

static enum err state_put(struct ctx *c, const char *key, const char *value)
{
	return q_state_put(c, &(struct state_put_in){key, value});
}

enum err trail_close(struct ctx *c)
{
	struct db *db = c->db;

	TRY(state_put(c, "next_id", arena_printf(c->arena, "%" PRId64, db->next_id)));
	TRY(state_put(c, "trail_seq", arena_printf(c->arena, "%" PRId64, db->trail_seq)));
	return state_put(c, "trail_hash", db->trail_hash);
}

enum err trail_key_make(struct ctx *c, const char *path)
{
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES], key[crypto_sign_SECRETKEYBYTES];
	const char *hex;
	enum err e;

	crypto_sign_keypair(public_key, key);
	hex = to_hex(c->arena, key, sizeof(key));
	e = os_write_file(c, path, hex, strlen(hex), 0600);
	sodium_memzero(key, sizeof(key));
	return e;
}

enum err trail_key_load(struct ctx *c, const char *path)
{
	unsigned char *key = arena_alloc(c->arena, crypto_sign_SECRETKEYBYTES);
	const char *hex;
	size_t len, n;

	TRY(os_read_file(c, path, 4096, &hex, &len));
	if (sodium_hex2bin(key, crypto_sign_SECRETKEYBYTES, hex, len, "\n", &n, NULL) != 0 ||
	    n != crypto_sign_SECRETKEYBYTES)
		return FAIL(c, ERR_TAMPERED,
		            N_("The signing key {1} is damaged. Restore it from a backup."), path);
	c->db->head_key = key;
	return OK;
}

/* What is signed of a head: everything before the signature. */
static const char *head_text(struct arena *a, int64_t seq, const char *hash, int64_t at_us)
{
	return arena_printf(a, "%" PRId64 " %s %" PRId64, seq, hash, at_us);
}

void trail_announce(struct ctx *c)
{
	struct db *db = c->db;
	unsigned char signature[crypto_sign_BYTES];
	const char *text;

	if (!db->heads_path)
		return;
	text = head_text(c->arena, db->trail_seq, db->trail_hash, c->now_us);
	crypto_sign_detached(signature, NULL, (const unsigned char *)text, strlen(text),
	                     db->head_key);
	text = arena_printf(c->arena, "%s %s", text,
	                    to_hex(c->arena, signature, sizeof(signature)));
	if (os_append_line(c, db->heads_path, text) != OK)
		fprintf(stderr, "kageyu: %s: %s\n", db->heads_path, c->error.detail);
}

/* Consumes a plain number and the blank after it. */
static bool take_number(const char **s, int64_t *ret)
{
	char *rest;

	if (!isdigit((unsigned char)**s) || (**s == '0' && isdigit((unsigned char)(*s)[1])))
		return false; /* as it is written: no sign, no leading zeros */
	errno = 0;
	*ret = strtoll(*s, &rest, 10);
	if (errno || *rest != ' ')
		return false;
	*s = rest + 1;
	return true;
}

/* Consumes a hash and the blank after it. */
static bool take_hash(struct arena *a, const char **s, const char **ret)
{
	if (strspn(*s, "0123456789abcdef") != TRAIL_HASH_LEN || (*s)[TRAIL_HASH_LEN] != ' ')
		return false;
	*ret = arena_strndup(a, *s, TRAIL_HASH_LEN);
	*s += TRAIL_HASH_LEN + 1;
	return true;
}

bool trail_head_parse(struct ctx *c, const char *line, struct trail_head *ret)
{
	unsigned char signature[crypto_sign_BYTES], public_key[crypto_sign_PUBLICKEYBYTES];
	struct trail_head h;
	const char *sign = line;
	size_t n;

	if (!take_number(&sign, &h.seq) || !take_hash(c->arena, &sign, &h.hash) ||
	    !take_number(&sign, &h.at_us) ||
	    strspn(sign, "0123456789abcdef") != strlen(sign) ||
	    sodium_hex2bin(signature, sizeof(signature), sign, strlen(sign), NULL, &n, NULL) != 0 ||
	    n != sizeof(signature))
		return false;
	crypto_sign_ed25519_sk_to_pk(public_key, c->db->head_key);
	/* signed is what stands before the blank before the signature: head_text() */
	if (crypto_sign_verify_detached(signature, (const unsigned char *)line,
	                                (size_t)(sign - line) - 1, public_key) != 0)
		return false;
	*ret = h;
	return true;
}
