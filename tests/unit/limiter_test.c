/* SPDX-License-Identifier: ISC */
/*
 * The limiter against a server that counts every window, on a simulated clock:
 * whatever processes start, end or come late, no window is over its maximum.
 */
#include "base/log.h"
#include "base/rng.h"
#include "net/hosts.h"
#include "net/limiter.h"

#include "folder.h"
#include "t.h"

static const tq_time start = 1704067200 * TQ_SECOND;

/* What the server has seen: requests by the time they arrived. */
struct server {
	struct seen {
		tq_time at;
		int64_t weight;
	} *seen;
	size_t n, cap;
};

static void
arrive(struct server *server, tq_time at, int64_t weight)
{
	if (server->n == server->cap) {
		server->cap = server->cap ? 2 * server->cap : 1024;
		server->seen = realloc(server->seen, server->cap * sizeof(server->seen[0]));
	}
	server->seen[server->n++] = (struct seen){at, weight};
}

static int
by_time(const void *left, const void *right)
{
	const struct seen *a = left, *b = right;

	return (a->at > b->at) - (a->at < b->at);
}

/* The most that is in any window of a length: (t - length, t]. */
static int64_t
fullest(struct server *server, tq_time length)
{
	int64_t sum = 0, most = 0;
	size_t first = 0;

	qsort(server->seen, server->n, sizeof(server->seen[0]), by_time);
	for (size_t i = 0; i < server->n; i++) {
		sum += server->seen[i].weight;
		while (server->seen[i].at - server->seen[first].at >= length)
			sum -= server->seen[first++].weight;
		most = sum > most ? sum : most;
	}
	return most;
}

static struct tq_limiter *
open_limiter(void)
{
	struct tq_err err = {0};
	struct tq_limiter *limiter = tq_limiter_open(folder_path("net"), &err);

	if (!limiter)
		OK(false, "open: %s", err.text);
	return limiter;
}

/* Takes at now; false with the time to come again. */
static bool
take(struct tq_limiter *limiter, const struct tq_limit *limits, size_t n, int64_t weight,
     bool urgent, tq_time now, tq_time *when)
{
	struct tq_err err = {0};

	if (!tq_limiter_take(limiter, "x.example", limits, n, weight, urgent, now, when, &err)) {
		OK(false, "take: %s", err.text);
		return false;
	}
	return *when == 0;
}

static void
fresh(void)
{
	unlink(folder_path("net/x.example.limits"));
}

/*
 * Four processes that ask as often as they may, are restarted, and whose
 * requests take up to the slack on their way.
 */
static void
test_windows(tq_time length, int64_t max, int64_t most_weight, uint64_t seed)
{
	enum { PROCESSES = 4, TAKES = 4000 };
	struct tq_limit limits[2] = {{"requests", length, max, NULL},
				     {"burst", length / 5, max / 2 + 1, NULL}};
	struct tq_limiter *limiter[PROCESSES];
	struct server server = {0}, burst = {0};
	struct tq_rng rng = {seed};
	tq_time now = start, slack = length / 8 < TQ_SECOND / 2 ? length / 8 : TQ_SECOND / 2;
	tq_time burst_slack = length / 40 < slack ? length / 40 : slack;
	int64_t taken = 0, wrong = 0;

	fresh();
	for (int i = 0; i < PROCESSES; i++)
		limiter[i] = open_limiter();
	for (int i = 0; i < TAKES; i++) {
		uint64_t who = tq_rng_below(&rng, PROCESSES);
		int64_t weight = 1 + (int64_t)tq_rng_below(&rng, (uint64_t)most_weight);
		tq_time when, skew = (tq_time)tq_rng_below(&rng, TQ_SECOND / 1000);

		if (tq_rng_below(&rng, 50) == 0) {
			tq_limiter_free(limiter[who]);
			limiter[who] = open_limiter();
		}
		if (take(limiter[who], limits, 2, weight, false, now - skew, &when)) {
			taken += weight;
			arrive(&server, now + (tq_time)tq_rng_below(&rng, (uint64_t)slack), weight);
			arrive(&burst, now + (tq_time)tq_rng_below(&rng, (uint64_t)burst_slack),
			       weight);
			now += (tq_time)tq_rng_below(&rng, (uint64_t)length / 1000);
		} else {
			wrong += when <= now - skew;
			now = when > now ? when : now + 1;
		}
	}
	IS_INT(wrong, 0, "who is refused is told a time to come");
	OK(fullest(&server, length) <= max, "F1.18 P10 at most %lld in any window of %lld ms: %lld",
	   (long long)max, (long long)(length / 1000000), (long long)fullest(&server, length));
	OK(fullest(&burst, length / 5) <= max / 2 + 1, "and in any of the second limit's: %lld",
	   (long long)fullest(&burst, length / 5));
	OK((double)taken > 0.6 * (double)max * (double)(now - start) / (double)length,
	   "and not needlessly few: %.0f %% of the limit",
	   100 * (double)taken / ((double)max * (double)(now - start) / (double)length));
	for (int i = 0; i < PROCESSES; i++)
		tq_limiter_free(limiter[i]);
	free(server.seen);
	free(burst.seen);
}

static void
test_reserve(void)
{
	struct tq_limit limit = {"weight", TQ_MINUTE, 100, NULL};
	struct tq_limiter *limiter = open_limiter();
	struct tq_err err = {0};
	tq_time when;

	fresh();
	OK(take(limiter, &limit, 1, 95, false, start, &when), "95 of 100 for ordinary calls");
	OK(!take(limiter, &limit, 1, 1, false, start, &when), "C1.55 and no more");
	OK(when >= start + TQ_MINUTE && when < start + 65 * TQ_SECOND, "until the window is over");
	OK(take(limiter, &limit, 1, 5, true, start, &when), "C1.55 the rest is for urgent ones");
	OK(!take(limiter, &limit, 1, 1, true, start, &when), "and then there is none");
	when = 0;
	OK(!tq_limiter_take(limiter, "x.example", &limit, 1, 101, true, start, &when, &err) &&
		   err.status == TQ_USAGE,
	   "what is over the limit alone can never go: %s", err.text);
	OK(take(limiter, &limit, 1, 99, false, start + TQ_HOUR, &when),
	   "what is over the guard alone goes when nothing else counts");
	OK(!take(limiter, &limit, 1, 99, false, start + TQ_HOUR, &when), "but not beside another");
	limit = (struct tq_limit){"one", TQ_SECOND, 1, NULL};
	OK(take(limiter, &limit, 1, 1, false, start, &when) &&
		   !take(limiter, &limit, 1, 1, false, start + TQ_SECOND, &when) &&
		   take(limiter, &limit, 1, 1, false, when, &when),
	   "a limit of one lets one through");
	tq_limiter_free(limiter);
}

static void
test_all_or_none(void)
{
	struct tq_limit both[2] = {{"a", TQ_SECOND, 1000, NULL}, {"b", TQ_MINUTE, 10, NULL}};
	struct tq_limiter *limiter = open_limiter();
	tq_time when;
	int n = 0;

	fresh();
	for (int i = 0; i < 100; i++)
		n += take(limiter, both, 2, 1, false, start, &when);
	IS_INT(n, 9, "the second limit stops them");
	OK(take(limiter, both, 1, 941, false, start, &when) &&
		   !take(limiter, both, 1, 1, false, start, &when),
	   "and those that it stopped took nothing of the first");
	both[1] = (struct tq_limit){"a", TQ_MINUTE, 10, NULL};
	OK(take(limiter, &both[1], 1, 5, false, start, &when), "one name, two windows: two limits");
	tq_limiter_free(limiter);
}

static void
test_told(void)
{
	struct tq_limit limit = {"weight", TQ_MINUTE, 1000, "x-used"};
	struct tq_limiter *limiter = open_limiter();
	struct tq_err err = {0};
	tq_time when;

	fresh();
	take(limiter, &limit, 1, 100, false, start, &when);
	OK(tq_limiter_told(limiter, "x.example", &limit, 50, start, &err) &&
		   !take(limiter, &limit, 1, 851, false, start, &when),
	   "C0.22 what the server counts is not believed when it is less");
	OK(tq_limiter_told(limiter, "x.example", &limit, 900, start + TQ_SECOND, &err) &&
		   !take(limiter, &limit, 1, 51, false, start + TQ_SECOND, &when) &&
		   take(limiter, &limit, 1, 50, false, start + TQ_SECOND, &when),
	   "C0.22 and is when it is more");
	OK(tq_limiter_told(limiter, "x.example", &limit, INT64_MAX, start, &err) &&
		   tq_limiter_told(limiter, "x.example", &limit, -5, start, &err) &&
		   !take(limiter, &limit, 1, 1, true, start + TQ_MINUTE, &when) &&
		   take(limiter, &limit, 1, 1, true, start + 2 * TQ_MINUTE, &when),
	   "any number is good for one window at most");
	tq_limiter_free(limiter);
}

static void
test_clock(void)
{
	struct tq_limit limit = {"requests", TQ_MINUTE, 10, NULL};
	struct tq_limiter *limiter = open_limiter();
	tq_time when, back = start - TQ_HOUR;

	fresh();
	take(limiter, &limit, 1, 9, false, start, &when);
	OK(!take(limiter, &limit, 1, 1, false, start - 2 * TQ_SECOND, &when) &&
		   when > start + TQ_MINUTE,
	   "P9 a clock that is two seconds back stands still");
	OK(!take(limiter, &limit, 1, 1, false, back, &when) && when > back + TQ_MINUTE &&
		   when < back + 65 * TQ_SECOND,
	   "P9 an hour back: what is ahead counts as of now");
	back = when;
	OK(take(limiter, &limit, 1, 9, false, back, &when), "P9 for one window, asked or not");
	OK(take(limiter, &limit, 1, 1, true, back - TQ_HOUR, &when) &&
		   !take(limiter, &limit, 1, 1, true, back - TQ_HOUR, &when),
	   "P9 and nothing is forgotten");
	OK(take(limiter, &limit, 1, 9, false, start + 10 * TQ_DAY, &when), "P9 a clock set forward");
	OK(!take(limiter, &limit, 1, 9, false, start, &when) && when < start + 65 * TQ_SECOND,
	   "P9 and back again");
	tq_limiter_free(limiter);
}

static void
test_ban(void)
{
	struct tq_limit limit = {"requests", TQ_MINUTE, 10, NULL};
	struct tq_limiter *limiter = open_limiter();
	struct tq_err err = {0};
	tq_time until, when;
	char why[64];

	fresh();
	OK(tq_limiter_banned(limiter, "x.example", start, &until, why, sizeof(why), &err) &&
		   until == 0 && why[0] == '\0',
	   "no ban");
	OK(access(folder_path("net/x.example.limits"), F_OK) != 0, "and no file for asking");
	OK(tq_limiter_ban(limiter, "x.example", start + TQ_HOUR, "418: way too many", &err) &&
		   tq_limiter_ban(limiter, "x.example", start + TQ_MINUTE, "429", &err),
	   "two bans");
	tq_limiter_free(limiter);
	limiter = open_limiter();
	OK(tq_limiter_banned(limiter, "X.Example", start, &until, why, sizeof(why), &err) &&
		   until == start + TQ_HOUR,
	   "P10 the longer one counts, also for the next process");
	IS_STR(why, "418: way too many", "and says why");
	OK(tq_limiter_banned(limiter, "y.example", start, &until, why, sizeof(why), &err) &&
		   until == 0,
	   "for that host");
	OK(!take(limiter, &limit, 1, 1, true, start, &when) && when == start + TQ_HOUR,
	   "P10 nothing can be taken in the meantime");
	OK(tq_limiter_banned(limiter, "x.example", start + TQ_HOUR, &until, why, sizeof(why),
			     &err) &&
		   until == 0 && take(limiter, &limit, 1, 1, true, start + TQ_HOUR, &when),
	   "until it is over");
	tq_limiter_free(limiter);
}

/* How many more calls of weight 1 are let through at a time. */
static int
left(struct tq_limiter *limiter, const struct tq_limit *limit, tq_time now)
{
	tq_time when;
	int n = 0;

	while (n < 100 && take(limiter, limit, 1, 1, true, now, &when))
		n++;
	return n;
}

static int
left_anew(tq_time now)
{
	struct tq_limit limit = {"requests", TQ_MINUTE, 10, NULL};
	struct tq_limiter *limiter = open_limiter();
	int n = left(limiter, &limit, now);

	tq_limiter_free(limiter);
	return n;
}

/* A flipped bit or a lost end never gives more than what half a write may lose. */
static void
test_damage(void)
{
	struct tq_limit limit = {"requests", TQ_MINUTE, 10, NULL};
	struct tq_limiter *limiter;
	struct tq_buf file;
	struct tq_err err = {0};
	tq_time when;
	int most = 0;

	tq_log_init("limiter_test", TQ_LOG_ERROR, false); /* a warning for each of hundreds */
	fresh();
	limiter = open_limiter();
	for (int i = 0; i < 6; i++)
		take(limiter, &limit, 1, 1, false, start, &when);
	tq_limiter_free(limiter);
	file = folder_read("net/x.example.limits");
	for (size_t i = 0; i < 2000; i += 7) {
		size_t at = i < 1000 ? i : file.n / 2 + i - 1000;
		int n;

		file.p[at] ^= 0x10;
		folder_write("net/x.example.limits", file.p, file.n);
		file.p[at] ^= 0x10;
		n = left_anew(start);
		most = n > most ? n : most;
	}
	OK(most <= 5, "a flipped bit gives one call more at most: of 4 left, %d", most);
	most = 0;
	for (size_t n = 0; n <= file.n; n += n < 700 ? 13 : 1499) {
		int k;

		folder_write("net/x.example.limits", file.p, n);
		k = left_anew(start);
		most = k > most ? k : most;
	}
	OK(most <= 5, "so does a file that is cut off: %d", most);
	folder_write("net/x.example.limits", "", 0);
	OK(left_anew(start) == 0, "X.7 a damaged file counts as full");
	OK(left_anew(start + 30 * TQ_SECOND) == 0, "for one window");
	OK(left_anew(start + 65 * TQ_SECOND) == 10, "and no longer");
	folder_write("net/x.example.limits", "garbage", 7);
	limiter = open_limiter();
	OK(tq_limiter_ban(limiter, "x.example", start + 1, "x", &err), "a ban mends it");
	tq_limiter_free(limiter);
	OK(left_anew(start + 2) == 0, "but it still counts as full");
	tq_buf_fini(&file);
}

static void
test_refused(void)
{
	struct tq_limit limit = {"requests", TQ_MINUTE, 10, NULL};
	struct tq_limiter *limiter;
	struct tq_err err = {0};
	tq_time when;

	fresh();
	mkdir(folder_path("open"), 0777);
	chmod(folder_path("open"), 0777);
	OK(!tq_limiter_open(folder_path("open"), &err) && err.status == TQ_IO,
	   "a folder that others may write into is refused: %s", err.text);
	limiter = open_limiter();
	folder_write("target", "", 0);
	OK(symlink(folder_path("target"), folder_path("net/x.example.limits")) == 0 &&
		   !tq_limiter_take(limiter, "x.example", &limit, 1, 1, false, start, &when, &err),
	   "a link is not followed: %s", err.text);
	fresh();
	mkdir(folder_path("net/x.example.limits"), 0700);
	OK(!tq_limiter_take(limiter, "x.example", &limit, 1, 1, false, start, &when, &err) &&
		   err.status == TQ_IO,
	   "X.7 what cannot be counted is not asked: %s", err.text);
	rmdir(folder_path("net/x.example.limits"));
	take(limiter, &limit, 1, 9, false, start, &when);
	chmod(folder_path("net/x.example.limits"), 0644);
	tq_limiter_free(limiter);
	limiter = open_limiter();
	OK(!tq_limiter_take(limiter, "x.example", &limit, 1, 1, false, start, &when, &err),
	   "nor is a file that others may read: %s", err.text);
	fresh();
	OK(take(limiter, &limit, 1, 9, false, start, &when), "a file that was removed is made anew");
	fresh();
	OK(take(limiter, &limit, 1, 9, false, start, &when), "also when it was open");
	OK(link(folder_path("net/x.example.limits"), folder_path("other")) == 0 &&
		   !take(limiter, &limit, 1, 9, false, start, &when),
	   "one with a second name is the same one");
	OK(!tq_limiter_take(limiter, "", &limit, 1, 1, false, start, &when, &err) &&
		   !tq_limiter_take(limiter, "x", &(struct tq_limit){"", 0, 1, NULL}, 1, 1, false,
				    start, &when, &err),
	   "no host, no window: refused");
	OK(tq_limiter_take(limiter, "../../etc/passwd", &limit, 1, 1, false, start, &when, &err) &&
		   access(folder_path("net/%2E.%2F..%2Fetc%2Fpasswd.limits"), F_OK) == 0,
	   "C0.23 no host leaves the folder");
	tq_limiter_free(limiter);
}

static void
test_many_limits(void)
{
	static char names[40][16];
	struct tq_limit limits[40];
	struct tq_limiter *limiter = open_limiter();
	struct tq_err err = {0};
	tq_time when;

	fresh();
	for (int i = 0; i < 40; i++) {
		snprintf(names[i], sizeof(names[i]), "limit%d", i);
		limits[i] = (struct tq_limit){names[i], TQ_MINUTE, 10, NULL};
	}
	OK(take(limiter, limits, 23, 1, false, start, &when), "23 limits of a host");
	OK(!tq_limiter_take(limiter, "x.example", limits + 23, 2, 1, false, start, &when, &err) &&
		   err.status == TQ_USAGE,
	   "25 are too many: %s", err.text);
	OK(take(limiter, limits + 24, 10, 1, false, start + TQ_HOUR, &when),
	   "but those that count no more make room");
	tq_limiter_free(limiter);
}

static void
test_list(void)
{
	struct tq_limit limit = {"weight", TQ_MINUTE, 100, NULL};
	struct tq_limiter *limiter = open_limiter();
	struct tq_hosts hosts;
	struct tq_err err = {0};
	tq_time when;

	OK(tq_hosts_list(folder_path("nowhere"), start, &hosts, &err) && hosts.n == 0,
	   "no folder, no hosts");
	tq_hosts_fini(&hosts);
	tq_limiter_take(limiter, "b.example:8080", &limit, 1, 7, false, start, &when, &err);
	tq_limiter_ban(limiter, "a.example", start + TQ_HOUR, "why", &err);
	OK(tq_hosts_list(folder_path("net"), start, &hosts, &err) && hosts.n >= 2,
	   "C3.11 the hosts of a folder");
	for (size_t i = 0; i < hosts.n; i++) {
		const struct tq_host *host = &hosts.item[i];

		if (strcmp(host->name, "a.example") == 0)
			OK(host->banned == start + TQ_HOUR && strcmp(host->why, "why") == 0 &&
				   host->breaker == TQ_BREAKER_CLOSED,
			   "C3.11 a ban is listed");
		if (strcmp(host->name, "b.example:8080") == 0)
			OK(host->n_limits == 1 && host->limits[0].used == 7 &&
				   host->limits[0].max == 100 &&
				   strcmp(host->limits[0].name, "weight") == 0,
			   "C3.11 and what is used of a limit");
	}
	tq_hosts_fini(&hosts);
	tq_limiter_free(limiter);
}

int
main(void)
{
	char command[64];

	folder_make();
	test_windows(TQ_SECOND, 20, 1, 1);
	test_windows(TQ_MINUTE, 6000, 50, 2);
	test_windows(10 * TQ_SECOND, 300, 20, 3);
	test_windows(2 * TQ_SECOND, 1, 1, 4);
	test_windows(TQ_DAY, 100000, 1000, 5);
	test_reserve();
	test_all_or_none();
	test_told();
	test_clock();
	test_ban();
	test_refused();
	test_many_limits();
	test_list();
	test_damage();
	snprintf(command, sizeof(command), "rm -rf %s", folder_name);
	if (system(command) != 0)
		return 1;
	return t_done();
}
