/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_SHA256_H
#define TQ_BASE_SHA256_H

/*
 * SHA-256 (FIPS 180-4, by libcrypto): checksums that others publish, names of
 * cache entries, integrity of stored files. Digests are 64 lower-case
 * hexadecimal digits and NUL.
 */
#include <stddef.h>

#define TQ_SHA256_SIZE 65

struct tq_sha256;

void tq_sha256(const void *bytes, size_t n, char out[TQ_SHA256_SIZE]);

/* The same piece by piece; end frees it. out NULL: it is only freed. */
struct tq_sha256 *tq_sha256_new(void);
void tq_sha256_add(struct tq_sha256 *sum, const void *bytes, size_t n);
void tq_sha256_end(struct tq_sha256 *sum, char out[TQ_SHA256_SIZE]);

#endif
