/* SPDX-License-Identifier: ISC */
#include "net/replay.h"

#include "base/dir.h"
#include "base/mem.h"
#include "base/names.h"
#include "base/sha256.h"
#include "net/entry.h"
#include "net/host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_DIGITS = 16 };

struct tq_replay {
	char *folder;
	bool recording;
	struct tq_names requests;
	size_t *given;           /* by request: the number of its answer given or kept last */
	size_t cap;
	tq_time now;             /* TQ_TIME_NONE: no answer was given yet */
};

/* Recordings are the files whose name ends as theirs do; temporary ones do not. */
static bool
is_recording(const char *name)
{
	const char *dash = strrchr(name, '-');

	return dash && dash - name > KEY_DIGITS && name[0] != '.' && dash[1] >= '1' &&
	       dash[1] <= '9' && strspn(dash + 1, "0123456789") == strlen(dash + 1);
}

static char *
path_of(const struct tq_replay *replay, const char *name)
{
	struct tq_buf path = {0};

	tq_buf_printf(&path, "%s/%s", replay->folder, name);
	tq_buf_text(&path);
	return path.p;
}

/* The name of the next recording in a folder, or NULL. */
static const char *
next_recording(DIR *dir)
{
	const struct dirent *entry;

	while ((entry = readdir(dir)) != NULL)
		if (is_recording(entry->d_name))
			return entry->d_name;
	return NULL;
}

static bool
has_recordings(const char *folder, struct tq_err *err)
{
	DIR *dir = opendir(folder);
	bool found;

	if (!dir)
		return tq_fail_errno(err, TQ_USAGE, "no recordings: cannot open folder '%s'",
				     folder);
	found = next_recording(dir) != NULL;
	closedir(dir);
	return found || tq_fail(err, TQ_USAGE, "no recordings in folder '%s'", folder);
}

struct tq_replay *
tq_replay_open(const char *folder, bool recording, struct tq_err *err)
{
	struct tq_replay *replay;

	if (recording ? !tq_dir_make(folder, err) : !has_recordings(folder, err))
		return NULL;
	replay = tq_alloc(1, sizeof(*replay));
	replay->folder = tq_str_dup(tq_str(folder));
	replay->recording = recording;
	replay->now = TQ_TIME_NONE;
	return replay;
}

void
tq_replay_free(struct tq_replay *replay)
{
	if (!replay)
		return;
	free(replay->folder);
	free(replay->given);
	tq_names_fini(&replay->requests);
	free(replay);
}

/* Method, URL and body without secrets. */
static void
request_text(const struct tq_call *call, struct tq_buf *out)
{
	tq_buf_printf(out, "%s\n%s\n%s", call->method, call->url, call->body ? call->body : "");
	tq_secret_hide(out);
}

/* HOST-METHOD-KEY */
static void
request_name(const struct tq_call *call, struct tq_buf *out)
{
	struct tq_buf text = {0};
	char key[TQ_SHA256_SIZE];

	request_text(call, &text);
	tq_sha256(text.p, text.n, key);
	tq_buf_fini(&text);
	tq_host_of(call->url, &text);
	tq_host_put(out, tq_buf_text(&text));
	tq_buf_printf(out, "-%s-%.*s", call->method, KEY_DIGITS, key);
	tq_buf_fini(&text);
}

static size_t *
given(struct tq_replay *replay, struct tq_str request)
{
	size_t at = tq_names_id(&replay->requests, request);

	if (at >= replay->cap) {
		size_t cap = at + 1 > 2 * replay->cap ? at + 1 : 2 * replay->cap;

		replay->given = tq_realloc(replay->given, cap, sizeof(*replay->given));
		memset(replay->given + replay->cap, 0,
		       (cap - replay->cap) * sizeof(*replay->given));
		replay->cap = cap;
	}
	return &replay->given[at];
}

/* The path of a request's answer of a number. */
static char *
answer_path(const struct tq_replay *replay, struct tq_str request, size_t number)
{
	struct tq_buf name = {0};
	char *path;

	tq_buf_printf(&name, "%.*s-%zu", TQ_STR_ARG(request), number);
	path = path_of(replay, tq_buf_text(&name));
	tq_buf_fini(&name);
	return path;
}

static bool
not_there(const struct tq_call *call, struct tq_err *err)
{
	struct tq_buf url = {0};

	tq_buf_puts(&url, call->url);
	tq_secret_hide(&url);
	tq_fail(err, TQ_REFUSED, "not in the recording: %s %.400s", call->method,
		tq_buf_text(&url));
	tq_buf_fini(&url);
	return false;
}

static bool
exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* The next answer to a request, or the last one again. */
static char *
next_answer(struct tq_replay *replay, struct tq_str request)
{
	size_t *last = given(replay, request);
	char *path = answer_path(replay, request, *last + 1);

	if (exists(path)) {
		(*last)++;
		return path;
	}
	free(path);
	return *last > 0 ? answer_path(replay, request, *last) : NULL;
}

/* A body is put into a file only if it is what was asked for. */
static bool
give(struct tq_replay *replay, const struct tq_call *call, const char *path,
     struct tq_reply *reply, struct tq_err *err)
{
	const char *to_file = call->to_file;
	struct tq_entry entry;
	bool there;

	if (to_file) {
		if (!tq_entry_read_head(path, &entry, err))
			return false;
		if (entry.reply.status != 200)
			to_file = NULL;
		tq_entry_fini(&entry);
	}
	if (!tq_entry_read(path, false, to_file, &there, &entry, err))
		return false;
	if (!there)
		return not_there(call, err);
	*reply = entry.reply;
	reply->replayed = true;
	entry.reply = (struct tq_reply){0};
	tq_entry_fini(&entry);
	if (replay->now == TQ_TIME_NONE || reply->now > replay->now)
		replay->now = reply->now;
	return true;
}

bool
tq_replay_find(struct tq_replay *replay, const struct tq_call *call, struct tq_reply *reply,
	       struct tq_err *err)
{
	struct tq_buf request = {0};
	char *path;
	bool ok;

	request_name(call, &request);
	path = next_answer(replay, tq_buf_str(&request));
	tq_buf_fini(&request);
	ok = path ? give(replay, call, path, reply, err) || tq_fail_prefix(err, "replay")
		  : not_there(call, err);
	free(path);
	return ok;
}

/* The first number behind those that are there; other processes may have added some. */
static char *
free_answer(struct tq_replay *replay, struct tq_str request)
{
	size_t *last = given(replay, request);
	char *path;

	for (;;) {
		path = answer_path(replay, request, ++*last);
		if (!exists(path))
			return path;
		free(path);
	}
}

bool
tq_replay_keep(struct tq_replay *replay, const struct tq_call *call, struct tq_err *err)
{
	const struct tq_entry_source source = {
		.method = call->method, .url = call->url, .reply = &call->reply,
		.from_file = call->to_file && call->reply.sha256[0] ? call->to_file : NULL,
		.last = true, .exact = true};
	struct tq_buf request = {0};
	int fd = open(replay->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *path;
	bool ok;

	if (fd < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open folder '%s'", replay->folder);
	/* One at a time, so that each number is taken once. */
	while (flock(fd, LOCK_EX) != 0)
		if (errno != EINTR) {
			close(fd);
			return tq_fail_errno(err, TQ_IO, "cannot lock folder '%s'",
					     replay->folder);
		}
	request_name(call, &request);
	path = free_answer(replay, tq_buf_str(&request));
	ok = tq_entry_write(path, &source, err) || tq_fail_prefix(err, "recording");
	free(path);
	tq_buf_fini(&request);
	close(fd);
	return ok;
}

/* When the earliest recording was made; damaged ones are found when they are asked for. */
static tq_time
earliest(const struct tq_replay *replay)
{
	DIR *dir = opendir(replay->folder);
	tq_time first = TQ_TIME_NONE;
	struct tq_entry entry;
	struct tq_err err;
	const char *name;

	while (dir && (name = next_recording(dir)) != NULL) {
		char *path = path_of(replay, name);

		if (tq_entry_read_head(path, &entry, &err)) {
			if (first == TQ_TIME_NONE || entry.reply.now < first)
				first = entry.reply.now;
			tq_entry_fini(&entry);
		}
		free(path);
	}
	if (dir)
		closedir(dir);
	return first;
}

tq_time
tq_replay_now(struct tq_replay *replay)
{
	if (replay->now == TQ_TIME_NONE)
		replay->now = earliest(replay);
	/* A folder of damaged recordings only: any time will do, no answer will come. */
	return replay->now == TQ_TIME_NONE ? 0 : replay->now;
}
