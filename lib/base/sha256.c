/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"

#include "base/mem.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct tq_sha256 {
	EVP_MD_CTX *md;
};

/* libcrypto fails only where memory ends: as tq_alloc does, it cannot go on. */
static void
must(int ok)
{
	if (ok != 1)
		tq_no_memory();
}

struct tq_sha256 *
tq_sha256_new(void)
{
	struct tq_sha256 *sum = tq_alloc(1, sizeof(*sum));

	sum->md = EVP_MD_CTX_new();
	must(sum->md != NULL);
	must(EVP_DigestInit_ex(sum->md, EVP_sha256(), NULL));
	return sum;
}

void
tq_sha256_add(struct tq_sha256 *sum, const void *bytes, size_t n)
{
	must(EVP_DigestUpdate(sum->md, bytes, n));
}

void
tq_sha256_end(struct tq_sha256 *sum, char out[TQ_SHA256_SIZE])
{
	static const char digit[] = "0123456789abcdef";
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned int n = 0;

	if (sum == NULL)
		return;
	must(EVP_DigestFinal_ex(sum->md, raw, &n));
	for (unsigned int i = 0; out != NULL && i < n; i++) {
		out[2 * i] = digit[raw[i] >> 4];
		out[2 * i + 1] = digit[raw[i] & 15];
	}
	if (out != NULL)
		out[2 * n] = '\0';
	EVP_MD_CTX_free(sum->md);
	free(sum);
}

void
tq_sha256(const void *bytes, size_t n, char out[TQ_SHA256_SIZE])
{
	struct tq_sha256 *sum = tq_sha256_new();

	tq_sha256_add(sum, bytes, n);
	tq_sha256_end(sum, out);
}
