/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_HASH_H
#define TQ_BASE_HASH_H

/*
 * SipHash-2-4 with a fixed key (Aumasson and Bernstein 2012): the same bytes
 * have the same hash on every machine, which deterministic ids, checksums of
 * state files and symbol tables need. It is no protection against somebody who
 * forges input; SHA-256 of libcrypto is for that.
 */
#include <stddef.h>
#include <stdint.h>

uint64_t tq_hash(const void *bytes, size_t n);

/*
 * A deterministic id: 16 hexadecimal digits and NUL of the hash of the parts,
 * with their lengths, so that ("ab","c") and ("a","bc") differ. Parts are C
 * strings, the last one is (char *)NULL: a plain NULL may be an int.
 */
#define TQ_ID_SIZE 17
void tq_id(char out[TQ_ID_SIZE], const char *part, ...)
	__attribute__((sentinel));

#endif
