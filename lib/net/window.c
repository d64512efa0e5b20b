/* SPDX-License-Identifier: ISC */
#include "net/window.h"

/* Sums stop here, so that no count runs over. */
#define MOST (INT64_MAX / 4)

static int64_t
width(const struct tq_window *window)
{
	return (window->length - 1) / TQ_WINDOW_BUCKETS + 1;
}

static int64_t
bucket_of(const struct tq_window *window, tq_time t)
{
	return t > 0 ? t / width(window) : 0;
}

/* When the bucket of a number stops counting. */
static tq_time
end_of(const struct tq_window *window, int64_t number)
{
	int64_t slack = window->length / 8 < TQ_WINDOW_SLACK ? window->length / 8
							     : TQ_WINDOW_SLACK;
	tq_time end;

	if (__builtin_mul_overflow(number + 1, width(window), &end) ||
	    __builtin_add_overflow(end, window->length + slack, &end))
		return INT64_MAX;
	return end;
}

static int64_t *
bucket(struct tq_window *window, int64_t number)
{
	return &window->used[number % TQ_WINDOW_RING];
}

static int64_t
first_of(const struct tq_window *window)
{
	return window->last >= TQ_WINDOW_RING ? window->last - TQ_WINDOW_RING + 1 : 0;
}

static int64_t
sum(int64_t a, int64_t b)
{
	return a > MOST - b ? MOST : a + b;
}

/* What is in buckets behind `to` goes into it. */
static void
move_back(struct tq_window *window, int64_t to)
{
	int64_t moved = 0;

	for (int64_t k = first_of(window); k <= window->last; k++)
		if (k > to) {
			moved = sum(moved, *bucket(window, k));
			*bucket(window, k) = 0;
		}
	window->last = to;
	*bucket(window, to) = sum(*bucket(window, to), moved);
}

void
tq_window_move(struct tq_window *window, tq_time now)
{
	int64_t to = bucket_of(window, now);

	if (to < window->last) {
		move_back(window, to);
		return;
	}
	if (to - window->last >= TQ_WINDOW_RING)
		memset(window->used, 0, sizeof(window->used));
	else
		for (int64_t k = window->last + 1; k <= to; k++)
			*bucket(window, k) = 0;
	window->last = to;
	/* What counts no more is gone for good, even if the clock goes back later. */
	for (int64_t k = first_of(window); k <= to && end_of(window, k) <= now; k++)
		*bucket(window, k) = 0;
}

int64_t
tq_window_used(const struct tq_window *window, tq_time now)
{
	int64_t used = 0;

	for (int64_t k = first_of(window); k <= window->last; k++)
		if (end_of(window, k) > now)
			used = sum(used, window->used[k % TQ_WINDOW_RING]);
	return used;
}

void
tq_window_add(struct tq_window *window, int64_t amount)
{
	*bucket(window, window->last) = sum(*bucket(window, window->last), amount);
}

tq_time
tq_window_when(const struct tq_window *window, int64_t most, tq_time now)
{
	int64_t used = tq_window_used(window, now);
	tq_time when = now;

	for (int64_t k = first_of(window); k <= window->last && used > most; k++)
		if (end_of(window, k) > now && window->used[k % TQ_WINDOW_RING] > 0) {
			used -= window->used[k % TQ_WINDOW_RING];
			when = end_of(window, k);
		}
	return when;
}

bool
tq_window_sane(const struct tq_window *window)
{
	if (window->length <= 0 || window->max < 0 || window->last < 0 ||
	    window->last >= INT64_MAX / width(window) ||
	    !memchr(window->name, '\0', sizeof(window->name)))
		return false;
	for (int i = 0; i < TQ_WINDOW_RING; i++)
		if (window->used[i] < 0 || window->used[i] > MOST)
			return false;
	return true;
}
