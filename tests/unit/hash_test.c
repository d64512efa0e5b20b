/* SPDX-License-Identifier: ISC */
/* Hashes, ids, names and random numbers against published vectors and properties. */
#include "base/hash.h"
#include "base/names.h"
#include "base/rng.h"
#include "base/sha256.h"

#include "t.h"

#include <inttypes.h>
#include <stdlib.h>

/* The reference vectors of SipHash-2-4, 64 bits: input 00 01 02 .., key 00 .. 0f. */
static const uint64_t vectors[16] = {
	0x726fdb47dd0e0e31, 0x74f839c593dc67fd, 0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d,
	0xcf2794e0277187b7, 0x18765564cd99a68d, 0xcbc9466e58fee3ce, 0xab0200f58b01d137,
	0x93f5f5799a932462, 0x9e0082df0ba9e4b0, 0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7,
	0x751e8fbc860ee5fb, 0x14ea5627c0843d90, 0xf723ca908e7af2ee, 0xa129ca6149be45e5,
};

static void
test_vectors(void)
{
	unsigned char input[16];
	int good = 0;

	for (unsigned i = 0; i < sizeof(input); i++)
		input[i] = (unsigned char)i;
	for (size_t n = 0; n < 16; n++)
		good += tq_hash(input, n) == vectors[n];
	IS_INT(good, 16, "SipHash-2-4 of 0 to 15 bytes is that of the reference");
}

/* FIPS 180-4's examples, and the second one in pieces of every size. */
static void
test_sha256(void)
{
	static const char text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	static const char want[] = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
	char got[TQ_SHA256_SIZE];
	int good = 0;

	tq_sha256("abc", 3, got);
	IS_STR(got, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"SHA-256 of abc");
	for (size_t piece = 1; piece < sizeof(text); piece++) {
		struct tq_sha256 *sum = tq_sha256_new();

		for (size_t at = 0; at < sizeof(text) - 1; at += piece)
			tq_sha256_add(sum, text + at, piece < sizeof(text) - 1 - at
				      ? piece : sizeof(text) - 1 - at);
		tq_sha256_end(sum, got);
		good += strcmp(got, want) == 0;
	}
	IS_INT(good, (int)sizeof(text) - 1, "SHA-256 is the same however it is cut");
}

/* An id hashes in pieces: every cut of the same bytes must agree with one piece. */
static void
test_ids(void)
{
	char a[TQ_ID_SIZE], b[TQ_ID_SIZE];

	tq_id(a, "ab", "c", (char *)NULL);
	tq_id(b, "a", "bc", (char *)NULL);
	OK(strcmp(a, b) != 0, "(ab, c) and (a, bc) are different ids");
	tq_id(b, "ab", "c", "", (char *)NULL);
	OK(strcmp(a, b) != 0, "an empty part counts");
	tq_id(b, "ab", "c", (char *)NULL);
	IS_STR(a, b, "X.17 the same parts are the same id");
	OK(strlen(a) == 16 && strspn(a, "0123456789abcdef") == 16, "an id is 16 hexadecimal digits");
}

static void
test_id_is_hash(void)
{
	char id[TQ_ID_SIZE], want[TQ_ID_SIZE];
	unsigned char framed[11] = {3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c'};

	tq_id(id, "abc", (char *)NULL);
	snprintf(want, sizeof(want), "%016" PRIx64, tq_hash(framed, sizeof(framed)));
	IS_STR(id, want, "an id is the hash of lengths and parts, fed in pieces");
}

/* Lengths 0 to 19 put the second part at every place in a word. */
static void
test_id_of_parts(void)
{
	static const char text[] = "abcdefghijklmnopqrs\xff";
	int good = 0;

	for (size_t a = 0; a < sizeof(text); a++) {
		for (size_t b = 0; b < sizeof(text); b++) {
			char id[TQ_ID_SIZE], want[TQ_ID_SIZE], one[sizeof(text)], two[sizeof(text)];
			unsigned char framed[16 + 2 * sizeof(text)] = {0};

			snprintf(one, sizeof(one), "%.*s", (int)a, text);
			snprintf(two, sizeof(two), "%.*s", (int)b, text);
			framed[0] = (unsigned char)a;
			memcpy(framed + 8, one, a);
			framed[8 + a] = (unsigned char)b;
			memcpy(framed + 16 + a, two, b);
			tq_id(id, one, two, (char *)NULL);
			snprintf(want, sizeof(want), "%016" PRIx64, tq_hash(framed, 16 + a + b));
			good += strcmp(id, want) == 0;
		}
	}
	IS_INT(good, (int)(sizeof(text) * sizeof(text)), "of two parts of any lengths too");
}

static void
test_names(void)
{
	struct tq_names names = {0};
	char text[32];
	int same = 0, found = 0;
	enum { MANY = 20000 };

	OK(tq_names_find(&names, tq_str("x")) == SIZE_MAX, "an empty table knows nobody");
	for (int i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "SYM%d/USD", i);
		same += tq_names_id(&names, tq_str(text)) == (size_t)i;
	}
	IS_INT(same, MANY, "numbers follow the order in which names came");
	for (int i = MANY - 1; i >= 0; i--) {
		snprintf(text, sizeof(text), "SYM%d/USD", i);
		found += tq_names_find(&names, tq_str(text)) == (size_t)i;
		found += tq_names_id(&names, tq_str(text)) == (size_t)i;
	}
	IS_INT(found, 2 * MANY, "each name is found again");
	IS_INT(names.n, MANY, "asking again adds nothing");
	OK(tq_names_find(&names, tq_str("SYM1")) == SIZE_MAX, "a prefix of a name is no name");
	IS_INT(tq_names_id(&names, (struct tq_str){"", 0}), MANY, "the empty name is a name");
	IS_INT(tq_names_id(&names, (struct tq_str){"a\0b", 3}), MANY + 1, "a NUL is a byte of a name");
	IS_INT(tq_names_id(&names, (struct tq_str){"a\0c", 3}), MANY + 2, "and what follows it counts");
	tq_names_fini(&names);
	IS_INT(tq_names_id(&names, tq_str("y")), 0, "after fini the table is empty and usable");
	tq_names_fini(&names);
}

static void
test_rng(void)
{
	struct tq_rng rng = {1234567};
	uint64_t count[3] = {0};
	bool inside = true;

	OK(tq_rng_next(&rng) == UINT64_C(6457827717110365317) &&
	   tq_rng_next(&rng) == UINT64_C(3203168211198807973),
	   "X.17 SplitMix64 of seed 1234567 is that of the reference");
	for (int i = 0; i < 100000; i++) {
		double x = tq_rng_uniform(&rng);

		inside = inside && x >= 0 && x < 1;
	}
	OK(inside, "uniform numbers lie in [0, 1)");
	for (int i = 0; i < 300000; i++)
		count[tq_rng_below(&rng, 3)]++;
	for (int i = 0; i < 3; i++)
		OK(count[i] > 98500 && count[i] < 101500, "below 3: %d comes a third of the time", i);
	IS_INT(tq_rng_below(&rng, 1), 0, "below 1 is 0");
}

int
main(void)
{
	test_vectors();
	test_sha256();
	test_ids();
	test_id_is_hash();
	test_id_of_parts();
	test_names();
	test_rng();
	return t_done();
}
