/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_HOSTFILE_H
#define TQ_NET_HOSTFILE_H

/*
 * A small record about a host in a file of its own, shared by all processes of
 * the user: locked while it is read, changed and written (net/slots.h), so that
 * a process killed at any moment leaves the record as it was or as it will be.
 * A new file appears whole. Nothing is synced but a new file and what is asked
 * for: a system that crashes may lose the changes of its last seconds.
 *
 *	if (!tq_hostfile_begin(files, host, true, &turn, err))
 *		return false;
 *	... turn.record, turn.found ...
 *	return tq_hostfile_end(&turn, n, false, err);
 *
 * Descriptors stay open. They and the locks are of one process: after a fork
 * the child opens its own.
 */
#include "base/buf.h"
#include "base/error.h"

#include <stdint.h>

struct tq_hostfiles;

/* suffix: of the files' names, ".limits"; magic: of their form; size: of a record. */
struct tq_hostfiles *tq_hostfiles_open(const char *folder, const char *suffix, uint32_t magic,
				       size_t size, struct tq_err *err);
void tq_hostfiles_free(struct tq_hostfiles *files);

enum tq_hostfile_found {
	TQ_HOSTFILE_NEW,         /* there was none: the record is all zeros */
	TQ_HOSTFILE_WHOLE,
	TQ_HOSTFILE_DAMAGED      /* all zeros too; said */
};

struct tq_hostfile;

struct tq_hostfile_turn {
	void *record;            /* size bytes, zeros behind what was written */
	enum tq_hostfile_found found;
	void **memory;           /* what this process knows of the host; freed with the files */
	struct tq_hostfile *file;
};

/*
 * Locks the host's file and reads it. make false: one that is not there stays
 * so, found is NEW and nothing can be written.
 */
bool tq_hostfile_begin(struct tq_hostfiles *files, const char *host, bool make,
		       struct tq_hostfile_turn *turn, struct tq_err *err);

/* Writes the first n bytes of the record (0: nothing has changed) and unlocks. */
bool tq_hostfile_end(struct tq_hostfile_turn *turn, size_t n, bool sync, struct tq_err *err);

/* The host of a file's name in the folder; false for other files. */
bool tq_hostfile_host(const char *name, const char *suffix, struct tq_buf *host);

#endif
