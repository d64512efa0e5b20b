/* SPDX-License-Identifier: ISC */
#include "net/hostfile.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/names.h"
#include "net/host.h"
#include "net/slots.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	NAME_LONGEST = 200,      /* encoded, without the suffix */
	/*
	 * Seconds; a lock is held for microseconds. Less than TQ_LIMITER_BACK, so
	 * that who waited for it does not seem to have a clock that went back.
	 */
	PATIENCE = 3
};

struct tq_hostfile {
	struct tq_hostfiles *files;
	char *path;
	int fd;                  /* -1: not open */
	struct tq_slots slots;
	void *memory;
};

struct tq_hostfiles {
	char *folder;
	const char *suffix;
	struct tq_slots slots;   /* of all files: magic and size */
	struct tq_names hosts;
	struct tq_hostfile **file;       /* by host */
	char *bytes;             /* both slots, or one that is being written */
	char *record;
};

struct tq_hostfiles *
tq_hostfiles_open(const char *folder, const char *suffix, uint32_t magic, size_t size,
		  struct tq_err *err)
{
	struct tq_hostfiles *files;
	int dir = tq_dir_own(folder, err);

	if (dir < 0)
		return NULL;
	close(dir);
	files = tq_alloc(1, sizeof(*files));
	files->folder = tq_str_dup(tq_str(folder));
	files->suffix = suffix;
	files->slots = (struct tq_slots){.magic = magic, .size = size};
	files->bytes = tq_alloc(TQ_SLOTS, tq_slot_size(&files->slots));
	files->record = tq_alloc(1, size);
	return files;
}

void
tq_hostfiles_free(struct tq_hostfiles *files)
{
	if (!files)
		return;
	for (size_t i = 0; i < files->hosts.n; i++) {
		if (files->file[i]->fd >= 0)
			close(files->file[i]->fd);
		free(files->file[i]->path);
		free(files->file[i]->memory);
		free(files->file[i]);
	}
	tq_names_fini(&files->hosts);
	free(files->file);
	free(files->folder);
	free(files->bytes);
	free(files->record);
	free(files);
}

static struct tq_hostfile *
new_file(struct tq_hostfiles *files, const char *name)
{
	struct tq_hostfile *file = tq_alloc(1, sizeof(*file));
	struct tq_buf path = {0};

	tq_buf_printf(&path, "%s/%s%s", files->folder, name, files->suffix);
	tq_buf_text(&path);
	*file = (struct tq_hostfile){.files = files, .path = path.p, .fd = -1,
				     .slots = files->slots};
	return file;
}

static struct tq_hostfile *
file_of(struct tq_hostfiles *files, const char *host, struct tq_err *err)
{
	struct tq_buf name = {0};
	size_t at;

	tq_host_put(&name, host);
	if (name.n == 0 || name.n > NAME_LONGEST) {
		tq_buf_fini(&name);
		tq_fail(err, TQ_USAGE, "no host: '%.100s'", host);
		return NULL;
	}
	at = tq_names_find(&files->hosts, tq_buf_str(&name));
	if (at == SIZE_MAX) {
		at = tq_names_id(&files->hosts, tq_buf_str(&name));
		files->file = tq_realloc(files->file, at + 1, sizeof(files->file[0]));
		files->file[at] = new_file(files, tq_buf_text(&name));
	}
	tq_buf_fini(&name);
	return files->file[at];
}

/* The temporary file beside a new one; the folder again, should somebody have removed it. */
static bool
open_new(struct tq_hostfile *file, struct tq_hold *hold, struct tq_err *err)
{
	int dir;

	if (tq_hold_open(hold, file->path, false, err))
		return true;
	if (err->status == TQ_LOCKED)
		return false;
	dir = tq_dir_own(file->files->folder, err);
	if (dir < 0)
		return false;
	close(dir);
	return tq_hold_open(hold, file->path, false, err);
}

/* Also true when somebody else has made it, or is making it just now. */
static bool
make_new(struct tq_hostfile *file, struct tq_err *err)
{
	struct tq_hostfiles *files = file->files;
	struct tq_hold hold;
	struct stat st;

	if (!open_new(file, &hold, err))
		return err->status == TQ_LOCKED;
	/* Made by another one before we had the temporary file's lock. */
	if (lstat(file->path, &st) == 0) {
		tq_hold_drop(&hold);
		return true;
	}
	tq_slots_fill(&files->slots, files->bytes);
	if (tq_write_all(hold.fd, files->bytes, TQ_SLOTS * tq_slot_size(&files->slots), err))
		return tq_hold_commit(&hold, err);
	tq_hold_drop(&hold);
	return tq_fail_prefix(err, "'%s'", file->path);
}

static bool
is_ours(const struct tq_hostfile *file, struct tq_err *err)
{
	struct stat st;

	if (fstat(file->fd, &st) != 0)
		return tq_fail_errno(err, TQ_IO, "cannot read '%s'", file->path);
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		return tq_fail(err, TQ_IO, "'%s' is no file of ours alone", file->path);
	return true;
}

static void
nap(unsigned turn)
{
	/* From 20 microseconds on, longer each time, at most a millisecond. */
	struct timespec t = {0, turn < 50 ? 20000 * (long)(turn + 1) : 1000000};

	nanosleep(&t, NULL);
}

static bool
patient(const struct timespec *since)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - since->tv_sec <= PATIENCE;
}

/* Opened, or not there and not to be made: fd -1. */
static bool
open_file(struct tq_hostfile *file, bool make, struct tq_err *err)
{
	struct timespec since;

	clock_gettime(CLOCK_MONOTONIC, &since);
	for (unsigned turn = 0; file->fd < 0; turn++) {
		file->fd = open(file->path,
				O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
		if (file->fd >= 0)
			return is_ours(file, err);
		if (errno != ENOENT)
			return tq_fail_errno(err, TQ_IO, "cannot open '%s'", file->path);
		if (!make)
			return true;
		if (!make_new(file, err))
			return false;
		if (!patient(&since))
			return tq_fail(err, TQ_IO, "cannot make '%s'", file->path);
		nap(turn);
	}
	return true;
}

static bool
lock_file(struct tq_hostfile *file, struct tq_err *err)
{
	struct timespec since = {0};

	for (unsigned turn = 0; flock(file->fd, LOCK_EX | LOCK_NB) != 0; turn++) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return tq_fail_errno(err, TQ_IO, "cannot lock '%s'", file->path);
		if (turn == 0)
			clock_gettime(CLOCK_MONOTONIC, &since);
		else if (!patient(&since))
			return tq_fail(err, TQ_IO, "another process holds '%s'", file->path);
		nap(turn);
	}
	return true;
}

static void
close_file(struct tq_hostfile *file)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
}

/* Open and locked; a file that was removed under us is opened anew. */
static bool
hold_file(struct tq_hostfile *file, bool make, struct tq_err *err)
{
	struct stat st;

	for (;;) {
		if (!open_file(file, make, err))
			break;
		if (file->fd < 0)
			return true;
		if (!lock_file(file, err))
			break;
		if (fstat(file->fd, &st) == 0 && st.st_nlink > 0)
			return true;
		close_file(file);
	}
	close_file(file);
	return false;
}

static bool
read_file(struct tq_hostfile *file, struct tq_hostfile_turn *turn, struct tq_err *err)
{
	struct tq_hostfiles *files = file->files;
	ssize_t n;

	do
		n = pread(file->fd, files->bytes, TQ_SLOTS * tq_slot_size(&files->slots), 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return tq_fail_errno(err, TQ_IO, "cannot read '%s'", file->path);
	if (tq_slots_read(&file->slots, (struct tq_str){files->bytes, (size_t)n}, files->record)) {
		turn->found = file->slots.sequence == 0 ? TQ_HOSTFILE_NEW : TQ_HOSTFILE_WHOLE;
		return true;
	}
	turn->found = TQ_HOSTFILE_DAMAGED;
	tq_log(TQ_LOG_WARN, "'%s' is damaged: begun anew", file->path);
	return true;
}

bool
tq_hostfile_begin(struct tq_hostfiles *files, const char *host, bool make,
		  struct tq_hostfile_turn *turn, struct tq_err *err)
{
	struct tq_hostfile *file = file_of(files, host, err);

	*turn = (struct tq_hostfile_turn){.record = files->record, .file = file};
	if (!file || !hold_file(file, make, err))
		return false;
	turn->memory = &file->memory;
	memset(files->record, 0, files->slots.size);
	if (file->fd < 0 || read_file(file, turn, err))
		return true;
	close_file(file);
	return false;
}

static bool
write_file(struct tq_hostfile *file, size_t n, bool sync, struct tq_err *err)
{
	struct tq_hostfiles *files = file->files;
	size_t at, size = tq_slots_write(&file->slots, files->record, n, files->bytes, &at);

	for (size_t done = 0; done < size;) {
		ssize_t k = pwrite(file->fd, files->bytes + done, size - done,
				   (off_t)(at + done));

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return tq_fail_errno(err, TQ_IO, "cannot write '%s'", file->path);
		done += (size_t)k;
	}
	if (sync && fdatasync(file->fd) != 0)
		return tq_fail_errno(err, TQ_IO, "cannot sync '%s'", file->path);
	return true;
}

bool
tq_hostfile_end(struct tq_hostfile_turn *turn, size_t n, bool sync, struct tq_err *err)
{
	struct tq_hostfile *file = turn->file;
	bool ok = true;

	if (file->fd < 0)
		return true;
	if (n > 0)
		ok = write_file(file, n, sync, err);
	flock(file->fd, LOCK_UN);
	return ok;
}

bool
tq_hostfile_host(const char *name, const char *suffix, struct tq_buf *host)
{
	size_t n = strlen(name), end = strlen(suffix);

	return n > end && strcmp(name + n - end, suffix) == 0 &&
	       tq_host_get((struct tq_str){name, n - end}, host);
}
