/* SPDX-License-Identifier: ISC */
#include "time/zone.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/mem.h"
#include "time/zone_rule.h"

#include <stdlib.h>
#include <unistd.h>

#define ZONE_DIR "/usr/share/zoneinfo/"

enum { HEADER = 44, MAX_FILE = 1 << 20 };

struct transition {
	int64_t at;              /* seconds since 1970 */
	int32_t offset;          /* from then on */
};

struct tq_zone {
	int32_t first;           /* offset before the first transition */
	size_t n;
	struct transition *list;
	bool has_rule;
	struct tq_zone_rule rule;
};

/* The six counts of a TZif header. */
struct counts {
	size_t isut, isstd, leap, time, type, chars;
};

static uint32_t
be32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static int64_t
be64(const char *p)
{
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static bool
read_header(struct tq_str in, struct counts *c)
{
	if (in.n < HEADER || memcmp(in.p, "TZif", 4) != 0 || in.p[4] < '2')
		return false;
	c->isut = be32(in.p + 20);
	c->isstd = be32(in.p + 24);
	c->leap = be32(in.p + 28);
	c->time = be32(in.p + 32);
	c->type = be32(in.p + 36);
	c->chars = be32(in.p + 40);
	return c->isut <= MAX_FILE && c->isstd <= MAX_FILE && c->leap <= MAX_FILE &&
	       c->time <= MAX_FILE && c->type <= 256 && c->type > 0 && c->chars <= MAX_FILE;
}

/* The bytes of a data block whose times have `wide` bytes each. */
static size_t
block_size(const struct counts *c, size_t wide)
{
	return c->time * (wide + 1) + c->type * 6 + c->chars + c->leap * (wide + 4) +
	       c->isstd + c->isut;
}

static bool
read_block(struct tq_zone *zone, const char *p, const struct counts *c)
{
	const char *index = p + c->time * 8;
	const char *types = index + c->time;
	size_t i;

	zone->n = c->time;
	zone->list = tq_alloc(c->time + 1, sizeof(*zone->list));
	zone->first = (int32_t)be32(types);
	for (i = 0; i < c->time; i++) {
		size_t type = (unsigned char)index[i];

		if (type >= c->type)
			return false;
		zone->list[i].at = be64(p + i * 8);
		zone->list[i].offset = (int32_t)be32(types + type * 6);
		if ((i > 0 && zone->list[i].at <= zone->list[i - 1].at) ||
		    zone->list[i].offset <= -86400 || zone->list[i].offset >= 86400)
			return false;
	}
	return zone->first > -86400 && zone->first < 86400;
}

/* A newline, the TZ string (which may be empty), a newline. */
static bool
read_footer(struct tq_zone *zone, struct tq_str in)
{
	if (in.n < 2 || in.p[0] != '\n' || in.p[in.n - 1] != '\n')
		return false;
	zone->has_rule = in.n > 2;
	return !zone->has_rule ||
	       tq_zone_rule_parse((struct tq_str){in.p + 1, in.n - 2}, &zone->rule);
}

static bool
read_tzif(struct tq_zone *zone, struct tq_str in)
{
	struct counts c;
	size_t skip;

	if (!read_header(in, &c))
		return false;
	skip = HEADER + block_size(&c, 4);   /* the block for 32-bit programs */
	if (skip > in.n)
		return false;
	in = (struct tq_str){in.p + skip, in.n - skip};
	if (!read_header(in, &c) || HEADER + block_size(&c, 8) > in.n ||
	    !read_block(zone, in.p + HEADER, &c))
		return false;
	skip = HEADER + block_size(&c, 8);
	return read_footer(zone, (struct tq_str){in.p + skip, in.n - skip});
}

/* Names are paths below ZONE_DIR: no way may lead out of it. */
static bool
name_ok(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n < 64 && name[0] != '/' && name[0] != '-' &&
	       strstr(name, "..") == NULL &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			    "0123456789_+-/") == n;
}

struct tq_zone *
tq_zone_read(struct tq_str file)
{
	struct tq_zone *zone = tq_alloc(1, sizeof(*zone));

	if (read_tzif(zone, file))
		return zone;
	tq_zone_free(zone);
	return NULL;
}

struct tq_zone *
tq_zone_open(const char *name, struct tq_err *err)
{
	struct tq_zone *zone = NULL;
	struct tq_buf path = {0};
	struct tq_buf file = {0};

	if (!name_ok(name)) {
		tq_fail(err, TQ_USAGE, "not a time zone like America/New_York: '%s'", name);
		return NULL;
	}
	if (strcmp(name, "UTC") == 0)
		return tq_alloc(1, sizeof(*zone));
	tq_buf_puts(&path, ZONE_DIR);
	tq_buf_puts(&path, name);
	if (!tq_read_file(tq_buf_text(&path), MAX_FILE, &file, err)) {
		if (access(tq_buf_text(&path), F_OK) == 0)
			tq_fail_prefix(err, "time zone '%s'", name);
		else
			tq_dir_no_such("time zone", tq_buf_text(&path), name, "", err);
		err->status = TQ_USAGE;
	} else {
		zone = tq_zone_read(tq_buf_str(&file));
		if (zone == NULL)
			tq_fail(err, TQ_DATA, "time zone '%s': not a TZif file of version 2", name);
	}
	tq_buf_fini(&path);
	tq_buf_fini(&file);
	return zone;
}

void
tq_zone_free(struct tq_zone *zone)
{
	if (zone)
		free(zone->list);
	free(zone);
}

/* Which transition holds at an instant: how many are at or before it. */
static size_t
transitions_before(const struct tq_zone *zone, int64_t seconds)
{
	size_t low = 0, high = zone->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (zone->list[mid].at <= seconds)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int32_t
offset_at(const struct tq_zone *zone, int64_t seconds)
{
	size_t i = transitions_before(zone, seconds);

	if (i == zone->n && zone->has_rule)
		return tq_zone_rule_offset(&zone->rule, seconds);
	return i == 0 ? zone->first : zone->list[i - 1].offset;
}

static int64_t
seconds_of(tq_time t)
{
	return t / TQ_SECOND - (t % TQ_SECOND < 0);
}

int32_t
tq_zone_offset(const struct tq_zone *zone, tq_time t)
{
	return offset_at(zone, seconds_of(t));
}

int64_t
tq_zone_day(const struct tq_zone *zone, tq_time t)
{
	int64_t local = seconds_of(t);

	local += offset_at(zone, local);
	return local / 86400 - (local % 86400 < 0);
}

struct tq_civil
tq_zone_civil(const struct tq_zone *zone, tq_time t)
{
	struct tq_civil c;
	int64_t utc = seconds_of(t);
	int64_t local = utc + offset_at(zone, utc);
	int64_t days = local / 86400 - (local % 86400 < 0);
	int second = (int)(local - days * 86400);

	tq_civil_from_days(days, &c.year, &c.month, &c.day);
	c.hour = second / 3600;
	c.minute = second / 60 % 60;
	c.second = second % 60;
	c.ns = (int)((uint64_t)t - (uint64_t)utc * (uint64_t)TQ_SECOND);
	return c;
}

/*
 * Between these two seconds the clocks were set forward: which is the first
 * second with the new offset?
 */
static int64_t
jump_between(const struct tq_zone *zone, int64_t low, int64_t high)
{
	int32_t before = offset_at(zone, low);

	while (low + 1 < high) {
		int64_t mid = low + (high - low) / 2;

		if (offset_at(zone, mid) == before)
			low = mid;
		else
			high = mid;
	}
	return high;
}

/*
 * Zones do not change twice within two days, so that the offsets a day before
 * and a day after are all that can hold at a local time.
 */
static bool
utc_of_local(const struct tq_zone *zone, int64_t local, enum tq_zone_pick pick,
	     int64_t *out)
{
	int64_t a = local - offset_at(zone, local - 86400);
	int64_t b = local - offset_at(zone, local + 86400);
	bool a_holds = a + offset_at(zone, a) == local;
	bool b_holds = b + offset_at(zone, b) == local;

	if (a_holds && b_holds)
		*out = (pick == TQ_ZONE_LATER) == (a > b) ? a : b;
	else if (a_holds || b_holds)
		*out = a_holds ? a : b;
	else
		*out = jump_between(zone, a < b ? a : b, a < b ? b : a);
	return pick != TQ_ZONE_ONCE || ((a_holds || b_holds) && (a == b || a_holds != b_holds));
}

bool
tq_zone_at(const struct tq_zone *zone, int64_t day, int32_t seconds,
	   enum tq_zone_pick pick, tq_time *out)
{
	int64_t utc;

	return utc_of_local(zone, day * 86400 + seconds, pick, &utc) &&
	       !__builtin_mul_overflow(utc, TQ_SECOND, out);
}

bool
tq_zone_instant(const struct tq_zone *zone, const struct tq_civil *local,
		enum tq_zone_pick pick, tq_time *out)
{
	struct tq_civil whole = *local;
	tq_time t;
	int64_t asked, found;

	whole.ns = 0;
	if (local->ns < 0 || local->ns >= TQ_SECOND || !tq_time_from_civil(&whole, &t))
		return false;
	asked = t / TQ_SECOND;
	if (!utc_of_local(zone, asked, pick, &found) ||
	    __builtin_mul_overflow(found, TQ_SECOND, out))
		return false;
	/* A time that did not come stands for the jump itself, without fraction. */
	if (found + offset_at(zone, found) != asked)
		return true;
	return !__builtin_add_overflow(*out, local->ns, out);
}
