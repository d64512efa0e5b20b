/* SPDX-License-Identifier: ISC */
/* Errors, buffers, log lines and files that appear whole or not at all. */
#include "base/file.h"
#include "base/log.h"

#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/tq-base-test-XXXXXX";

static void
test_errors(void)
{
	static const int statuses[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
	struct tq_err err;
	char longer[2000];

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		OK(tq_exit_meaning(statuses[i]) != NULL, "status %d has a meaning", statuses[i]);
	OK(!tq_exit_meaning(13) && !tq_exit_meaning(-1), "no other status has one");
	OK(!tq_fail(&err, TQ_DATA, "'%s' is %d", "qty", -1), "tq_fail is false");
	IS_INT(err.status, TQ_DATA, "and keeps the status");
	tq_fail_prefix(&err, "%s:%d", "bars", 17);
	IS_STR(err.text, "bars:17: 'qty' is -1", "a place goes before the text");
	errno = ENOENT;
	tq_fail_errno(&err, TQ_IO, "cannot open '%s'", "x");
	IS_STR(err.text, "cannot open 'x': No such file or directory", "errno goes behind it");
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	tq_fail(&err, TQ_DATA, "%s", longer);
	tq_fail_prefix(&err, "%s", longer);
	OK(strlen(err.text) < sizeof(err.text), "what is too long is cut off");
}

static void
test_buffers(void)
{
	struct tq_buf buf = {0};
	char want[6001] = "";

	IS_STR(tq_buf_text(&buf), "", "the zero value is an empty text");
	for (int i = 0; i < 2000; i++) {
		tq_buf_printf(&buf, "%d,", i % 10);
		tq_buf_put(&buf, "x", (size_t)(i % 2));
		memcpy(want + strlen(want), "0,\0", 3);
		want[strlen(want) - 2] = (char)('0' + i % 10);
		if (i % 2)
			memcpy(want + strlen(want), "x", 2);
	}
	IS_STR(tq_buf_text(&buf), want, "bytes are kept over growth");
	tq_buf_fini(&buf);
}

/* What stderr gets of a message. */
static const char *
logged(bool json, const char *text)
{
	static char got[9000];
	int pipe_fd[2], saved = dup(2);
	ssize_t n;

	if (pipe(pipe_fd) != 0)
		return NULL;
	dup2(pipe_fd[1], 2);
	close(pipe_fd[1]);
	tq_log_init("tq-x", TQ_LOG_WARN, json);
	tq_log(TQ_LOG_INFO, "not shown");
	tq_log(TQ_LOG_ERROR, "%s", text);
	dup2(saved, 2);
	close(saved);
	n = read(pipe_fd[0], got, sizeof(got) - 1);
	close(pipe_fd[0]);
	got[n > 0 ? n : 0] = '\0';
	return got;
}

/* Of every length, the same and with one byte changed at every place. */
static void
test_names(void)
{
	static const char text[] = "0123456789abcdefghijklmnop";
	char other[sizeof(text)];
	int wrong = 0;

	memcpy(other, text, sizeof(text));
	for (size_t n = 0; n <= 24; n++) {
		struct tq_str a = {text, n}, b = {other, n}, longer = {other, n + 1};

		wrong += !tq_name_eq(a, b) + tq_name_eq(a, longer);
		for (size_t i = 0; i < sizeof(text) - 1; i++) {
			other[i] ^= 1;
			wrong += tq_name_eq(a, b) != (i >= n);
			other[i] ^= 1;
		}
	}
	OK(tq_name_eq((struct tq_str){0}, tq_str("")), "a name of nothing is an empty one");
	IS_INT(wrong, 0, "names are told apart at every length and place");
}

static void
test_log(void)
{
	char longer[9000];
	const char *got;

	IS_STR(logged(false, "a 'b'"), "tq-x: a 'b'\n", "a message is one line");
	IS_STR(logged(false, "a\nb\033[31m\x7f"), "tq-x: a?b?[31m?\n", "control characters become '?'");
	IS_STR(logged(false, "\xc3\xa9 \xc2\x9b \xff \xed\xa0\x80"), "tq-x: \xc3\xa9 ?? ? ???\n",
	       "UTF-8 stays, C1 controls and what is no UTF-8 do not");
	IS_STR(logged(false, "cut \xe2\x82"), "tq-x: cut ??\n", "a sequence cut off at the end");
	got = logged(true, "say \"hi\" \\ \n");
	OK(strncmp(got, "{\"type\":\"event\",\"time\":\"", 24) == 0, "a JSON event starts with type and time");
	OK(strstr(got, "\"text\":\"say \\\"hi\\\" \\\\ ?\"}\n") != NULL, "and escapes its text");
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	got = logged(false, longer);
	OK(strlen(got) <= 4096 && got[strlen(got) - 1] == '\n', "a long message is cut, its line ended");
	tq_log_init("base_test", TQ_LOG_ERROR, false);
}

static const char *
in_dir(const char *name)
{
	static char path[4][200];
	static int at;
	char *p = path[at++ % 4];

	snprintf(p, sizeof(path[0]), "%s/%s", dir, name);
	return p;
}

static const char *
content(const char *path)
{
	static struct tq_buf text;
	struct tq_err err;

	tq_buf_clear(&text);
	return tq_read_file(path, 1 << 20, &text, &err) ? tq_buf_text(&text) : NULL;
}

static void
test_hold(void)
{
	const char *path = in_dir("held");
	struct tq_hold hold;
	struct tq_err err;
	struct stat st;

	OK(tq_hold_open(&hold, path, true, &err) && tq_write_all(hold.fd, "one", 3, &err),
	   "X.5 a hold takes bytes");
	OK(access(path, F_OK) != 0, "X.5 the file is not there before the commit");
	OK(tq_hold_commit(&hold, &err), "X.5 commit");
	IS_STR(content(path), "one", "X.5 the file is there, whole");
	OK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "X.16 its mode is 0600");
	OK(tq_hold_open(&hold, path, false, &err) && tq_write_all(hold.fd, "two", 3, &err),
	   "a second hold");
	tq_hold_drop(&hold);
	IS_STR(content(path), "one", "X.5 dropped: the old file stays");
	OK(access(in_dir("held.tmp"), F_OK) != 0 && access(in_dir("held.lock"), F_OK) != 0,
	   "X.5 nothing else is left");
	OK(!tq_hold_open(&hold, in_dir("no/such"), false, &err) && err.status == TQ_IO,
	   "a folder that is missing is status 4");
	OK(!tq_hold_open(&hold, dir, false, &err) && err.status == TQ_IO, "a directory is no file");
}

static void
test_lock(void)
{
	const char *path = in_dir("locked");
	struct tq_hold hold, second;
	struct tq_lock lock;
	struct tq_err err;

	OK(tq_hold_open(&hold, path, true, &err), "X.6 the first holder");
	OK(!tq_hold_open(&second, path, true, &err) && err.status == TQ_LOCKED,
	   "X.6 the second one gets status 7");
	OK(!tq_hold_open(&second, path, false, &err) && err.status == TQ_LOCKED,
	   "X.6 also without a lock: two writers never mix");
	tq_hold_drop(&hold);
	OK(tq_lock_take(&lock, path, &err), "X.6 dropped: free again");
	OK(tq_hold_open(&second, path, false, &err), "X.6 a hold under one's own lock");
	tq_hold_drop(&second);
	tq_lock_drop(&lock);
}

/* In a child: holds, writes a part, then ends as asked for. */
static int
end_early(const char *path, int how)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		struct tq_hold hold;
		struct tq_err err;

		if (!tq_hold_open(&hold, path, true, &err) ||
		    !tq_write_all(hold.fd, "half", 4, &err))
			_exit(100);
		if (how == 0)
			exit(0);
		raise(how);
		_exit(101);
	}
	waitpid(pid, &status, 0);
	return status;
}

static void
test_early_ends(void)
{
	static const int how[] = {0, SIGTERM, SIGINT, SIGHUP, SIGPIPE};
	const char *path = in_dir("early"), *temp = in_dir("early.tmp"), *lock = in_dir("early.lock");
	struct tq_hold hold;
	struct tq_err err;

	for (size_t i = 0; i < sizeof(how) / sizeof(how[0]); i++) {
		int status = end_early(path, how[i]);

		OK(how[i] ? WIFSIGNALED(status) && WTERMSIG(status) == how[i] : status == 0,
		   "F0.9 ended by %d", how[i]);
		OK(access(path, F_OK) != 0 && access(temp, F_OK) != 0 && access(lock, F_OK) != 0,
		   "F0.9 and nothing is left behind (%d)", how[i]);
	}
	end_early(path, SIGKILL);
	OK(access(path, F_OK) != 0, "L9 killed: the target is not there");
	OK(tq_hold_open(&hold, path, true, &err), "L9 killed: the next run takes over");
	OK(tq_write_all(hold.fd, "ok", 2, &err) && tq_hold_commit(&hold, &err), "L9 and commits");
	IS_STR(content(path), "ok", "L9 without what the killed one wrote");
	OK(access(temp, F_OK) != 0 && access(lock, F_OK) != 0, "L9 and leaves nothing");
}

static void
test_full(void)
{
	struct tq_hold hold;
	struct tq_err err;
	struct rlimit was, small;
	static char block[65536];
	bool ok;

	OK(tq_hold_open(&hold, "/dev/full", false, &err), "a device is opened in place");
	OK(!tq_write_all(hold.fd, "x", 1, &err) && err.status == TQ_IO, "a full disk is status 4");
	tq_hold_drop(&hold);
	OK(access("/dev/full", F_OK) == 0, "and the device is still there");
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	small = was;
	small.rlim_cur = 4096;
	ok = tq_hold_open(&hold, in_dir("big"), false, &err);
	setrlimit(RLIMIT_FSIZE, &small);
	ok = ok && !tq_write_all(hold.fd, block, sizeof(block), &err);
	setrlimit(RLIMIT_FSIZE, &was);
	OK(ok && err.status == TQ_IO, "a file over the limit is status 4, after a short write");
	tq_hold_drop(&hold);
	OK(access(in_dir("big.tmp"), F_OK) != 0, "and nothing is left of it");
}

static void
test_foreign(void)
{
	const char *path = in_dir("trap");
	struct tq_hold hold;
	struct tq_err err;

	OK(symlink("/etc/passwd", in_dir("trap.tmp")) == 0, "somebody puts a link where our file goes");
	OK(!tq_hold_open(&hold, path, false, &err) && err.status == TQ_IO, "a link is not followed");
	unlink(in_dir("trap.tmp"));
}

static void
test_read(void)
{
	struct tq_buf text = {0};
	struct tq_err err;

	OK(!tq_read_file(in_dir("none"), 10, &text, &err) && err.status == TQ_IO, "a missing file");
	OK(!tq_read_file(in_dir("held"), 2, &text, &err) && err.status == TQ_DATA, "a file over max");
	OK(!tq_read_file(dir, 10, &text, &err) && err.status == TQ_IO, "a directory cannot be read");
	tq_buf_fini(&text);
}

static void
clean_up(void)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	if (system(command) != 0)
		printf("# cannot remove %s\n", dir);
}

int
main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!mkdtemp(dir))
		return 1;
	test_errors();
	test_buffers();
	test_names();
	test_log();
	test_hold();
	test_lock();
	test_early_ends();
	test_full();
	test_foreign();
	test_read();
	clean_up();
	return t_done();
}
