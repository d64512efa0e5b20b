/* SPDX-License-Identifier: ISC */
#include "record/skip.h"

#include "base/mem.h"

#include <stdlib.h>

/* Up to so many keys are compared one by one, more are sorted at the end. */
enum { FEW_KEYS = 24 };

const char tq_key_twice[] = "key stands twice in an object";

void
tq_skip_init(struct tq_skip *skip, int max_depth)
{
	*skip = (struct tq_skip){.max_depth = max_depth};
	skip->first_key = tq_alloc((size_t)max_depth + 1, sizeof(*skip->first_key));
}

void
tq_skip_fini(struct tq_skip *skip)
{
	free(skip->keys);
	free(skip->first_key);
	tq_buf_fini(&skip->decoded);
}

static inline bool
key_eq(const struct tq_key *a, const struct tq_key *b)
{
	return a->head == b->head && a->n == b->n &&
	       (a->n <= 8 || memcmp(a->p, b->p, a->n) == 0);
}

static int
key_order(const void *left, const void *right)
{
	const struct tq_key *a = left, *b = right;
	int order = memcmp(a->p, b->p, a->n < b->n ? a->n : b->n);

	return order != 0 ? order : (a->n > b->n) - (a->n < b->n);
}

/*
 * "\u0061" and "a" are one key. Decoded text lies in a block of its own, since
 * a growing buffer would move under the keys that point into it.
 */
static struct tq_key
decoded_key(struct tq_skip *skip, const struct tq_value *key)
{
	size_t at = skip->decoded.n;

	tq_value_decode(key, &skip->decoded);
	tq_buf_room(&skip->decoded, (size_t)TQ_SCAN_PAD);
	return (struct tq_key){.p = skip->decoded.p + at, .n = (uint32_t)(skip->decoded.n - at)};
}

static void
rebase_keys(struct tq_skip *skip, const char *old, size_t old_n)
{
	for (size_t i = 0; i < skip->n_keys; i++)
		if (skip->keys[i].p >= old && skip->keys[i].p <= old + old_n)
			skip->keys[i].p = skip->decoded.p + (skip->keys[i].p - old);
}

bool
tq_skip_key(struct tq_skip *skip, size_t first, const struct tq_value *key,
	    struct tq_fault *fault)
{
	struct tq_key new = {.p = key->text, .n = key->n};

	if (skip->twice)
		return true;
	if (key->escaped) {
		const char *old = skip->decoded.p;
		size_t old_n = skip->decoded.n;

		new = decoded_key(skip, key);
		if (old && old != skip->decoded.p)
			rebase_keys(skip, old, old_n);
	}
	new.head = tq_name_head(new.p, new.n);
	if (skip->n_keys - first < FEW_KEYS)
		for (size_t i = first; i < skip->n_keys; i++)
			if (key_eq(&skip->keys[i], &new)) {
				tq_scan_fault(fault, key->text, tq_key_twice);
				return false;
			}
	if (skip->n_keys == skip->cap_keys) {
		skip->cap_keys = skip->cap_keys ? 2 * skip->cap_keys : 64;
		skip->keys = tq_realloc(skip->keys, skip->cap_keys, sizeof(*skip->keys));
	}
	skip->keys[skip->n_keys++] = new;
	return true;
}

bool
tq_skip_keys_end(struct tq_skip *skip, size_t first, struct tq_fault *fault)
{
	size_t n = skip->n_keys - first;
	bool ok = true;

	if (n > FEW_KEYS) {
		qsort(skip->keys + first, n, sizeof(*skip->keys), key_order);
		for (size_t i = first + 1; i < skip->n_keys && ok; i++)
			if (key_eq(&skip->keys[i - 1], &skip->keys[i])) {
				tq_scan_fault(fault, skip->keys[i].p, tq_key_twice);
				ok = false;
			}
	}
	skip->n_keys = first;
	return ok;
}

/* Behind '{' or ',': the key and its colon; returns the value's first byte. */
static const char *
scan_member(struct tq_skip *skip, const char *p, size_t first, struct tq_fault *fault)
{
	struct tq_value key;

	p = tq_scan_blanks(p);
	if (*p != '"')
		return tq_scan_fault(fault, p, "not a key");
	p = tq_scan_string(p, &key, fault);
	if (p == NULL || !tq_skip_key(skip, first, &key, fault))
		return NULL;
	p = tq_scan_blanks(p);
	if (*p != ':')
		return tq_scan_fault(fault, p, "no ':' behind a key");
	return tq_scan_blanks(p + 1);
}

static const char *
scan_scalar(const char *p, struct tq_value *v, struct tq_fault *fault)
{
	if (*p == '"')
		return tq_scan_string(p, v, fault);
	if (*p == '-' || (*p >= '0' && *p <= '9'))
		return tq_scan_number(p, v, fault);
	return tq_scan_word(p, v, fault);
}

/* Opens the object or array at p; *done when it is empty and closed again. */
static const char *
open_nest(struct tq_skip *skip, const char *p, int depth, bool *done, struct tq_fault *fault)
{
	bool object = *p == '{';
	const char *next = tq_scan_blanks(p + 1);

	if (depth >= skip->max_depth)
		return tq_scan_fault(fault, p, "too deep");
	*done = *next == (object ? '}' : ']');
	if (*done)
		return next + 1;
	skip->first_key[depth] = object ? skip->n_keys : SIZE_MAX;
	return object ? scan_member(skip, next, skip->n_keys, fault) : next;
}

/*
 * Behind a value: closes what ends there; returns the next value's first byte,
 * or the byte behind the outermost end with *depth back at base.
 */
static const char *
next_value(struct tq_skip *skip, const char *p, int *depth, int base, struct tq_fault *fault)
{
	while (*depth > base) {
		size_t first = skip->first_key[*depth - 1];
		bool object = first != SIZE_MAX;

		p = tq_scan_blanks(p);
		if (*p == ',')
			return object ? scan_member(skip, p + 1, first, fault)
				      : tq_scan_blanks(p + 1);
		if (*p != (object ? '}' : ']'))
			return tq_scan_fault(fault, p,
					     *p == '\n' ? "record is cut off"
					     : object	? "neither ',' nor '}'"
							: "neither ',' nor ']'");
		if (object && !tq_skip_keys_end(skip, first, fault))
			return NULL;
		p++;
		(*depth)--;
	}
	return p;
}

const char *
tq_skip_value(struct tq_skip *skip, const char *start, int base, struct tq_value *v,
	      struct tq_fault *fault)
{
	const char *p = start;
	struct tq_value inner;
	int depth = base;

	if (*p != '{' && *p != '[')
		return scan_scalar(p, v, fault);
	do {
		if (*p == '{' || *p == '[') {
			bool done = false;

			p = open_nest(skip, p, depth, &done, fault);
			if (p == NULL)
				return NULL;
			if (!done) {
				depth++;
				continue;
			}
		} else {
			p = scan_scalar(p, &inner, fault);
			if (p == NULL)
				return NULL;
		}
		p = next_value(skip, p, &depth, base, fault);
	} while (p != NULL && depth > base);
	v->kind = *start == '{' ? TQ_OBJECT : TQ_ARRAY;
	v->text = start;
	v->n = p != NULL ? (uint32_t)(p - start) : 0;
	return p;
}
