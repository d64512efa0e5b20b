/* SPDX-License-Identifier: ISC */
/* State files: what is saved is what is loaded; anything else is refused and kept. */
#include "base/file.h"
#include "base/rng.h"
#include "state/state.h"

#include "t.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { N = 7, HASH = 77 };

/* One value of each kind. */
struct kept {
	int64_t i;
	bool b;
	double d, many[N];
	struct tq_dec dec;
	struct tq_buf text;
	size_t count;
};

static char path[] = "/tmp/tq-state-test-XXXXXX";

static void
walk(struct kept *k, struct tq_state *st)
{
	tq_state_i64(st, "i", &k->i);
	tq_state_bool(st, "b", &k->b);
	tq_state_f64(st, "d", &k->d);
	tq_state_f64s(st, "many", k->many, N);
	tq_state_dec(st, "dec", &k->dec);
	tq_state_text(st, "text", &k->text);
	tq_state_count(st, "count", &k->count, 1000);
}

static bool
save(struct kept *k, struct tq_err *err)
{
	struct tq_state *st = tq_state_new_save("tq-test", 1, HASH);
	bool ok;

	walk(k, st);
	ok = tq_state_commit(st, path, err);
	tq_state_free(st);
	return ok;
}

static bool
load(struct kept *k, struct tq_err *err)
{
	bool found, ok;
	struct tq_state *st = tq_state_open(path, "tq-test", 1, HASH, &found, err);

	if (!st)
		return false;
	walk(k, st);
	ok = tq_state_close(st, err);
	tq_state_free(st);
	return ok && found;
}

static bool
same(const struct kept *a, const struct kept *b)
{
	return a->i == b->i && a->b == b->b && memcmp(&a->d, &b->d, sizeof(a->d)) == 0 &&
	       memcmp(a->many, b->many, sizeof(a->many)) == 0 && a->dec.m == b->dec.m &&
	       a->dec.scale == b->dec.scale &&
	       tq_str_eq(tq_buf_str(&a->text), tq_buf_str(&b->text)) && a->count == b->count;
}

static double
any_double(struct tq_rng *rng)
{
	static const double special[] = {0.0, -0.0, 1e300, -1e-300, 5e-324, 0.1, -7189.43};
	uint64_t bits = tq_rng_next(rng);
	double x;

	memcpy(&x, &bits, sizeof(x));
	switch (tq_rng_below(rng, 4)) {
	case 0:
		return special[tq_rng_below(rng, 7)];
	case 1:
		return tq_rng_below(rng, 2) ? (double)INFINITY : -(double)INFINITY;
	default:
		return isnan(x) ? 1.0 : x;
	}
}

static struct kept
any_kept(struct tq_rng *rng)
{
	struct kept k = {.i = (int64_t)tq_rng_next(rng), .b = tq_rng_below(rng, 2)};
	size_t n = tq_rng_below(rng, 40);

	k.d = any_double(rng);
	for (int i = 0; i < N; i++)
		k.many[i] = any_double(rng);
	k.dec = tq_rng_below(rng, 10) == 0 ? (struct tq_dec){0, TQ_DEC_BAD} :
		(struct tq_dec){(tq_i128)(int64_t)tq_rng_next(rng) * (int64_t)tq_rng_below(rng, 1 << 30),
				(int)tq_rng_below(rng, TQ_DEC_MAX_SCALE + 1)};
	for (size_t i = 0; i < n; i++) {
		char c = (char)tq_rng_below(rng, 256);

		tq_buf_put(&k.text, &c, 1);
	}
	k.count = tq_rng_below(rng, 1001);
	return k;
}

static void
test_round_trip(void)
{
	struct tq_rng rng = {42};
	int good = 0;

	for (int i = 0; i < 500; i++) {
		struct kept k = any_kept(&rng), got = {0};
		struct tq_err err = {0};

		good += save(&k, &err) && load(&got, &err) && same(&k, &got);
		tq_buf_fini(&k.text);
		tq_buf_fini(&got.text);
	}
	IS_INT(good, 500, "L2 what is loaded is what was saved, every bit (500 random states)");
}

static void
test_nan(void)
{
	struct kept k = {.d = (double)NAN}, got = {0};
	struct tq_err err = {0};

	OK(save(&k, &err) && load(&got, &err) && isnan(got.d), "X.10 NaN is NaN again");
	tq_buf_fini(&got.text);
}

/* The file with one thing wrong: load must refuse with status 8, the file must stay. */
static bool
refused(const struct tq_buf *bytes)
{
	struct tq_buf after = {0};
	struct kept got = {0};
	struct tq_err err = {0};
	FILE *f = fopen(path, "w");
	bool ok;

	if (bytes->n > 0)
		fwrite(bytes->p, 1, bytes->n, f);
	fclose(f);
	ok = !load(&got, &err) && err.status == TQ_MISMATCH &&
	     tq_read_file(path, 1 << 20, &after, &err) &&
	     tq_str_eq(tq_buf_str(&after), tq_buf_str(bytes));
	tq_buf_fini(&after);
	tq_buf_fini(&got.text);
	return ok;
}

static void
test_damage(void)
{
	struct kept k = {.i = 5, .dec = {1234, 2}};
	struct tq_buf file = {0}, cut = {0};
	struct tq_err err;
	size_t cuts = 0, flips = 0;

	tq_buf_puts(&k.text, "text");
	OK(save(&k, &err) && tq_read_file(path, 1 << 20, &file, &err), "a state to damage");
	for (size_t n = 0; n < file.n; n++) {
		tq_buf_clear(&cut);
		tq_buf_put(&cut, file.p, n);
		cuts += refused(&cut);
	}
	OK(cuts == file.n, "P12 cut at any of %zu bytes: refused with 8, kept", file.n);
	for (size_t i = 0; i < file.n; i++) {
		tq_buf_clear(&cut);
		tq_buf_put(&cut, file.p, file.n);
		cut.p[i] = (char)(cut.p[i] ^ 1);
		flips += refused(&cut);
	}
	OK(flips == file.n, "P12 any bit flipped in %zu bytes: refused with 8, kept", file.n);
	tq_buf_clear(&cut);
	tq_buf_put(&cut, file.p, file.n);
	tq_buf_puts(&cut, "{}\n");
	OK(refused(&cut), "P12 something behind the end: refused");
	tq_buf_fini(&file);
	tq_buf_fini(&cut);
	tq_buf_fini(&k.text);
}

/* Opens the good file as somebody else. */
static enum tq_exit
status_as(const char *tool, int version, uint64_t hash, const char *wanted)
{
	struct tq_err err = {0};
	bool found;
	struct tq_state *st = tq_state_open(path, tool, version, hash, &found, &err);

	if (st)
		tq_state_free(st);
	else
		OK(strstr(err.text, wanted) != NULL, "it says: %s", wanted);
	return err.status;
}

static void
test_strangers(void)
{
	struct kept k = {.i = 5};
	struct tq_err err;

	save(&k, &err);
	IS_INT(status_as("tq-test", 1, HASH, ""), TQ_OK, "the same tool opens it");
	IS_INT(status_as("tq-other", 1, HASH, "another tool"), TQ_MISMATCH, "P12 another tool does not");
	IS_INT(status_as("tq-test", 2, HASH, "another tool or version"), TQ_MISMATCH,
	       "P12 another version does not");
	IS_INT(status_as("tq-test", 1, HASH + 1, "other options"), TQ_MISMATCH,
	       "P12 other options do not");
}

static void
test_wrong_walk(void)
{
	struct kept k = {.i = 5}, got = {0};
	struct tq_err err = {0};
	bool found;
	struct tq_state *st;

	save(&k, &err);
	st = tq_state_open(path, "tq-test", 1, HASH, &found, &err);
	tq_state_i64(st, "other", &got.i);
	OK(!tq_state_ok(st) && !tq_state_close(st, &err) && err.status == TQ_MISMATCH,
	   "a field of another name is refused");
	tq_state_free(st);
	st = tq_state_open(path, "tq-test", 1, HASH, &found, &err);
	tq_state_i64(st, "i", &got.i);
	OK(!tq_state_close(st, &err) && err.status == TQ_MISMATCH, "fields that nobody read are refused");
	tq_state_free(st);
	k.count = 1000000;
	save(&k, &err);
	OK(!load(&got, &err) && err.status == TQ_MISMATCH && got.count == 0,
	   "a count over its limit is refused and not used");
	tq_buf_fini(&got.text);
}

static void
test_missing(void)
{
	struct tq_err err = {0};
	bool found = true;
	struct tq_state *st = tq_state_open("/tmp/tq-no-such-state", "tq-test", 1, HASH, &found, &err);

	OK(st && !found, "a missing file is an empty state");
	tq_state_free(st);
	OK(!tq_state_open("/tmp", "tq-test", 1, HASH, &found, &err) && err.status == TQ_IO,
	   "L10 one that cannot be read is status 4, not an empty state");
}

int
main(void)
{
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	test_round_trip();
	test_nan();
	test_damage();
	test_strangers();
	test_wrong_walk();
	test_missing();
	unlink(path);
	return t_done();
}
