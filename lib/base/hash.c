/* SPDX-License-Identifier: ISC */
#include "base/hash.h"

#include <stdarg.h>
#include <string.h>

/* The key of the reference test vectors: the bytes 00 01 .. 0f. */
#define KEY0 UINT64_C(0x0706050403020100)
#define KEY1 UINT64_C(0x0f0e0d0c0b0a0908)

struct sip {
	uint64_t v[4];
	uint64_t tail;           /* bytes that do not fill a word yet, 0 above them */
	size_t n;                /* bytes given so far */
};

static inline uint64_t
rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static inline void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

static struct sip
sip_start(void)
{
	return (struct sip){.v = {
		UINT64_C(0x736f6d6570736575) ^ KEY0, UINT64_C(0x646f72616e646f6d) ^ KEY1,
		UINT64_C(0x6c7967656e657261) ^ KEY0, UINT64_C(0x7465646279746573) ^ KEY1,
	}};
}

static inline void
sip_word(struct sip *s, uint64_t word)
{
	s->v[3] ^= word;
	sip_round(s->v);
	sip_round(s->v);
	s->v[0] ^= word;
}

/* Little-endian on every machine. */
static inline uint64_t
word_at(const unsigned char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* The low n bytes of a word, 1 to 8; those above them are 0. */
static inline void
sip_put_word(struct sip *s, uint64_t word, size_t n)
{
	size_t there = s->n % 8;

	s->tail |= word << 8 * there;
	s->n += n;
	if (there + n < 8)
		return;
	sip_word(s, s->tail);
	s->tail = there == 0 ? 0 : word >> (64 - 8 * there);
}

static inline void
sip_put(struct sip *s, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t rest = 0;

	for (; n >= 8; n -= 8, p += 8)
		sip_put_word(s, word_at(p), 8);
	if (n == 0)
		return;
	for (size_t i = n; i > 0; i--)
		rest = rest << 8 | p[i - 1];
	sip_put_word(s, rest, n);
}

static inline uint64_t
sip_end(struct sip *s)
{
	sip_word(s, s->tail | (uint64_t)s->n << 56);
	s->v[2] ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(s->v);
	return s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
}

uint64_t
tq_hash(const void *bytes, size_t n)
{
	struct sip s = sip_start();

	sip_put(&s, bytes, n);
	return sip_end(&s);
}

static inline void
sip_part(struct sip *s, const char *part)
{
	size_t n = strlen(part);

	sip_put_word(s, n, 8);
	sip_put(s, part, n);
}

void
tq_id(char out[TQ_ID_SIZE], const char *part, ...)
{
	struct sip s = sip_start();
	uint64_t hash;
	va_list ap;

	va_start(ap, part);
	for (; part; part = va_arg(ap, const char *))
		sip_part(&s, part);
	va_end(ap);
	hash = sip_end(&s);
	for (int i = 0; i < 16; i++)
		out[i] = "0123456789abcdef"[hash >> (60 - 4 * i) & 15];
	out[16] = '\0';
}
