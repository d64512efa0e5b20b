/* SPDX-License-Identifier: ISC */
/* The breaker: when it opens, who may probe, what closes it, whoever dies meanwhile. */
#include "net/breaker.h"
#include "net/hosts.h"

#include "folder.h"
#include "t.h"

#include <signal.h>
#include <sys/wait.h>

static const tq_time start = 1704067200 * TQ_SECOND, lease = 10 * TQ_SECOND;
static const char closed[] = "closed", probe[] = "probe", open_[] = "open";

static struct tq_breaker *
new_breaker(void)
{
	struct tq_err err = {0};
	struct tq_breaker *breaker = tq_breaker_open(folder_path("net"), &err);

	if (!breaker)
		OK(false, "open: %s", err.text);
	return breaker;
}

static const char *
ask_until(struct tq_breaker *breaker, tq_time now, tq_time *until)
{
	static const char *const names[] = {closed, probe, open_};
	enum tq_breaker_answer answer;
	struct tq_err err = {0};

	if (!tq_breaker_ask(breaker, "x.example", now, lease, &answer, until, &err))
		return "failed";
	return names[answer];
}

static const char *
ask(struct tq_breaker *breaker, tq_time now)
{
	tq_time until;

	return ask_until(breaker, now, &until);
}

static void
tell(struct tq_breaker *breaker, bool good, tq_time now)
{
	struct tq_err err = {0};

	if (!tq_breaker_tell(breaker, "x.example", good, now, &err))
		OK(false, "tell: %s", err.text);
}

/* A call from ask to tell. */
static void
call(struct tq_breaker *breaker, bool good, tq_time now)
{
	ask(breaker, now);
	tell(breaker, good, now);
}

static void
fresh(void)
{
	unlink(folder_path("net/x.example.breaker"));
}

/* An open breaker at start, whose pause ends at start + PAUSE. */
static struct tq_breaker *
opened(void)
{
	struct tq_breaker *breaker;

	fresh();
	breaker = new_breaker();
	for (int i = 0; i < TQ_BREAKER_FAILURES; i++)
		call(breaker, false, start);
	return breaker;
}

static void
test_opens(void)
{
	struct tq_breaker *breaker, *other;
	tq_time until;

	fresh();
	breaker = new_breaker();
	for (int i = 0; i < 4; i++)
		call(breaker, false, start + i * TQ_SECOND);
	for (int i = 0; i < 50; i++)
		call(breaker, true, start + 5 * TQ_SECOND);
	IS_STR(ask(breaker, start + 6 * TQ_SECOND), closed, "four failures of fifty do not open it");
	tell(breaker, false, start + 61 * TQ_SECOND);
	IS_STR(ask(breaker, start + 61 * TQ_SECOND), closed,
	       "nor a fifth when the first is a minute ago");
	tell(breaker, false, start + 61 * TQ_SECOND);
	tell(breaker, false, start + 61 * TQ_SECOND);
	IS_STR(ask_until(breaker, start + 62 * TQ_SECOND, &until), open_,
	       "C2.36 five in a minute do");
	OK(until == start + 61 * TQ_SECOND + TQ_BREAKER_PAUSE, "for the pause");
	tq_breaker_free(breaker);
	other = new_breaker();
	IS_STR(ask_until(other, start + 62 * TQ_SECOND, &until), open_,
	       "F3.7 also for the next process");
	OK(until == start + 61 * TQ_SECOND + TQ_BREAKER_PAUSE, "as long");
	tell(other, false, start + 80 * TQ_SECOND);
	tell(other, true, start + 80 * TQ_SECOND);
	ask_until(other, start + 81 * TQ_SECOND, &until);
	OK(until == start + 61 * TQ_SECOND + TQ_BREAKER_PAUSE,
	   "what was under way when it opened changes nothing");
	tq_breaker_free(other);
}

static void
test_probes(void)
{
	struct tq_breaker *a = opened(), *b = new_breaker();
	tq_time t = start + TQ_BREAKER_PAUSE, until;

	IS_STR(ask(a, t - 1), open_, "open up to the end of its pause");
	IS_STR(ask(a, t), probe, "then one may probe");
	IS_STR(ask_until(b, t, &until), open_, "F3.7 and only one");
	OK(until == t + TQ_SECOND, "the other comes again in a second");
	IS_STR(ask(a, t), open_, "F3.7 in the same process too");
	tell(a, true, t);
	IS_STR(ask(b, t), probe, "after it the next one");
	IS_STR(ask(a, t), open_, "again only one");
	tell(b, true, t);
	IS_STR(ask(a, t), probe, "and a third");
	tell(a, true, t);
	IS_STR(ask(b, t), closed, "C2.36 three in a row close it");
	IS_STR(ask(a, t), closed, "for all");
	tq_breaker_free(a);
	tq_breaker_free(b);

	a = opened();
	b = new_breaker();
	ask(a, t);
	tell(a, true, t);
	ask(a, t);
	tell(a, true, t);
	ask(a, t);
	tell(a, false, t);
	IS_STR(ask_until(b, t, &until), open_, "a failure among them opens it again");
	OK(until == t + TQ_BREAKER_PAUSE, "for the whole pause");
	t = until;
	IS_STR(ask(b, t), probe, "then it begins anew");
	tell(b, true, t);
	IS_STR(ask(b, t), probe, "with none of the old successes");
	tq_breaker_free(a);
	tq_breaker_free(b);
}

static void
test_lease(void)
{
	struct tq_breaker *a = opened(), *b = new_breaker();
	tq_time t = start + TQ_BREAKER_PAUSE, until;

	IS_STR(ask(a, t), probe, "a probe whose process says nothing more");
	IS_STR(ask_until(b, t + lease - TQ_SECOND / 2, &until), open_, "holds up to its lease");
	OK(until == t + lease, "which the other waits for");
	IS_STR(ask(b, t + lease), probe, "F3.7 and not for ever");
	tell(a, false, t + lease);
	IS_STR(ask(a, t + lease), open_, "its late end is of no account: neither bad");
	tell(b, true, t + lease);
	IS_STR(ask(b, t + lease), probe, "(the new probe's is)");
	tell(a, true, t + lease);
	IS_STR(ask(a, t + lease), open_, "nor good");
	tq_breaker_free(a);
	tq_breaker_free(b);
}

static void
test_clock(void)
{
	struct tq_breaker *a = opened();
	tq_time back = start - TQ_DAY, until;

	IS_STR(ask_until(a, back, &until), open_, "P9 a clock that went back a day");
	OK(until == back + TQ_BREAKER_PAUSE, "waits for one pause");
	IS_STR(ask(a, until - 1), open_, "looking does not make it longer");
	IS_STR(ask(a, until), probe, "then there is a probe");
	back -= TQ_DAY;
	IS_STR(ask_until(a, back, &until), open_, "P9 back again while it is under way");
	IS_STR(ask(a, back + lease), probe, "it has its lease and no more");
	tq_breaker_free(a);
	fresh();
	a = new_breaker();
	for (int i = 0; i < TQ_BREAKER_FAILURES - 1; i++)
		call(a, false, start);
	IS_STR(ask(a, back), closed, "P9 failures ahead of the clock");
	call(a, false, back + TQ_BREAKER_WINDOW);
	IS_STR(ask(a, back + TQ_BREAKER_WINDOW), closed, "count for one window");
	tq_breaker_free(a);
}

static void
test_damage(void)
{
	struct tq_breaker *a = opened();
	struct tq_err err = {0};
	struct tq_buf file;
	enum tq_breaker_answer answer;
	tq_time until;

	tq_breaker_free(a);
	file = folder_read("net/x.example.breaker");
	folder_write("net/x.example.breaker", "", 0);
	a = new_breaker();
	IS_STR(ask(a, start), closed, "a damaged file is a closed breaker");
	for (int i = 0; i < TQ_BREAKER_FAILURES; i++)
		call(a, false, start);
	IS_STR(ask(a, start), open_, "that works again");
	tq_breaker_free(a);
	for (size_t i = 0; i < file.n; i++) {
		file.p[i] ^= 0x55;
		folder_write("net/x.example.breaker", file.p, file.n);
		file.p[i] ^= 0x55;
		a = new_breaker();
		if (!tq_breaker_ask(a, "x.example", start, lease, &answer, &until, &err) ||
		    answer == TQ_BREAKER_PROBE)
			OK(false, "byte %zu: %s", i, err.text);
		tq_breaker_free(a);
	}
	OK(true, "any byte may be damaged: closed or open, no failure");
	tq_buf_fini(&file);
}

/* Twenty processes ask at once, each prints its answer; one of them is killed. */
static void
test_processes(void)
{
	enum { PROCESSES = 20 };
	tq_time t = start + TQ_BREAKER_PAUSE;
	int go[2], said[2], probes = 0, opens = 0;
	pid_t child[PROCESSES];
	char answer;

	tq_breaker_free(opened());
	if (pipe(go) != 0 || pipe(said) != 0)
		return;
	for (int i = 0; i < PROCESSES; i++) {
		child[i] = fork();
		if (child[i] == 0) {
			struct tq_breaker *breaker = new_breaker();

			close(go[1]);
			if (read(go[0], &answer, 1) != 0)
				_exit(1);
			answer = ask(breaker, t)[0];
			if (write(said[1], &answer, 1) != 1)
				_exit(1);
			pause();
		}
	}
	close(go[1]);
	for (int i = 0; i < PROCESSES && read(said[0], &answer, 1) == 1; i++) {
		probes += answer == 'p';
		opens += answer == 'o';
	}
	IS_INT(probes, 1, "F3.7 of 20 processes one probes");
	IS_INT(opens, PROCESSES - 1, "F3.7 the others make no connection");
	for (int i = 0; i < PROCESSES; i++) {
		kill(child[i], SIGKILL);
		waitpid(child[i], NULL, 0);
	}
	close(go[0]);
	close(said[0]);
	close(said[1]);
	{
		struct tq_breaker *breaker = new_breaker();

		IS_STR(ask(breaker, t + lease - 1), open_, "the killed one's lease is kept");
		IS_STR(ask(breaker, t + lease), probe, "and ends");
		tq_breaker_free(breaker);
	}
}

static void
test_list(void)
{
	struct tq_breaker *a = opened();
	struct tq_hosts hosts;
	struct tq_err err = {0};

	OK(tq_hosts_list(folder_path("net"), start, &hosts, &err) && hosts.n == 1 &&
		   hosts.item[0].breaker == TQ_BREAKER_OPEN &&
		   hosts.item[0].open_until == start + TQ_BREAKER_PAUSE,
	   "C3.11 an open breaker is listed");
	tq_hosts_fini(&hosts);
	IS_STR(ask(a, start + TQ_BREAKER_PAUSE), probe, "looking takes no probe");
	tq_breaker_free(a);
}

int
main(void)
{
	char command[64];

	folder_make();
	test_opens();
	test_probes();
	test_lease();
	test_clock();
	test_damage();
	test_processes();
	test_list();
	snprintf(command, sizeof(command), "rm -rf %s", folder_name);
	if (system(command) != 0)
		return 1;
	return t_done();
}
