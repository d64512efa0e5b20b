/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_FILE_H
#define TQ_BASE_FILE_H

/*
 * Files that appear whole or not at all. tq_hold_open makes a temporary file
 * with mode 0600 beside the target (and, with lock, takes the target's lock
 * file: a second holder gets TQ_LOCKED); tq_hold_commit does fsync, rename,
 * fsync of the directory; tq_hold_drop, exit and signals remove the temporary
 * file. After commit or drop the hold may be used again. The temporary file
 * is locked itself, so two writers of one target cannot mix, and what a killed
 * run left is taken over by the next. A device or pipe is written in place.
 *
 *	struct tq_hold hold;
 *	if (!tq_hold_open(&hold, path, true, &err) ||
 *	    !tq_write_all(hold.fd, text, n, &err) ||
 *	    !tq_hold_commit(&hold, &err))
 *		...
 */
#include "base/buf.h"
#include "base/error.h"

/* The lock file of a path, PATH.lock: held until dropped or the program ends. */
struct tq_lock {
	int fd;
	char *name;
};

bool tq_lock_take(struct tq_lock *lock, const char *path, struct tq_err *err);
void tq_lock_drop(struct tq_lock *lock);

struct tq_hold {
	int fd;
	struct tq_lock lock;
	char *path;
	char *temp;
};

bool tq_hold_open(struct tq_hold *hold, const char *path, bool lock,
		  struct tq_err *err);
bool tq_hold_commit(struct tq_hold *hold, struct tq_err *err);

/*
 * As commit, without waiting for the disk: for a file whose readers find damage
 * themselves and can do without it.
 */
bool tq_hold_commit_quick(struct tq_hold *hold, struct tq_err *err);
void tq_hold_drop(struct tq_hold *hold);

/* All n bytes, over short writes and EINTR. */
bool tq_write_all(int fd, const void *bytes, size_t n, struct tq_err *err);

/* All that is left to read, behind what is in *out; over max bytes are TQ_DATA. */
bool tq_read_fd(int fd, size_t max, struct tq_buf *out, struct tq_err *err);

/* The whole file behind what is in *out; a file over max bytes is an error. */
bool tq_read_file(const char *path, size_t max, struct tq_buf *out,
		  struct tq_err *err);

/*
 * At the start of a program: a standard descriptor that is closed would be
 * given to the next file that is opened, and records would go there. In its
 * place comes one that fails.
 */
void tq_guard_descriptors(void);

/*
 * Where tq's own files lie: $TQ_DATA_DIR, else share/ beside the build tree's
 * bin/, else ../share/tq from the program's own place (found through
 * /proc/self/exe), else the prefix it was built for. NULL when there is none.
 */
const char *tq_data_dir(void);

#endif
