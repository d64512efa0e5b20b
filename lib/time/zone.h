/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_ZONE_H
#define TQ_TIME_ZONE_H

/*
 * Named time zones ("America/New_York") from the system's TZif files (RFC
 * 8536, version 2 or later) with the POSIX rule behind their last transition.
 * Neither TZ nor any other part of the environment is read. "UTC" needs no
 * file.
 *
 *	struct tq_zone *zone = tq_zone_open("Asia/Kolkata", &err);
 *	struct tq_civil local = tq_zone_civil(zone, t);
 *	tq_zone_free(zone);
 */
#include "time/instant.h"

struct tq_zone;

/* NULL with TQ_USAGE for a name that is bad or has no file, TQ_DATA for a damaged file. */
struct tq_zone *tq_zone_open(const char *name, struct tq_err *err);
void tq_zone_free(struct tq_zone *zone);

/* The zone that the bytes of a TZif file describe; NULL when they are none. */
struct tq_zone *tq_zone_read(struct tq_str file);

/* Seconds east of UTC at an instant. */
int32_t tq_zone_offset(const struct tq_zone *zone, tq_time t);

/* What the clocks of the zone show at an instant. */
struct tq_civil tq_zone_civil(const struct tq_zone *zone, tq_time t);

/* Days since 1970-01-01 of the zone's date at an instant. */
int64_t tq_zone_day(const struct tq_zone *zone, tq_time t);

/*
 * The instant at which the zone's clocks show a local time. When clocks were
 * set back, a local time comes twice: the earlier or the later one is taken,
 * as asked. When they were set forward, a local time may not come at all: it
 * then stands for the instant of the jump. TQ_ZONE_ONCE takes neither: false.
 */
enum tq_zone_pick { TQ_ZONE_EARLIER, TQ_ZONE_LATER, TQ_ZONE_ONCE };

bool tq_zone_instant(const struct tq_zone *zone, const struct tq_civil *local,
		     enum tq_zone_pick pick, tq_time *out);

/* The same for a date and seconds from its midnight, which may be under 0 or over a day. */
bool tq_zone_at(const struct tq_zone *zone, int64_t day, int32_t seconds,
		enum tq_zone_pick pick, tq_time *out);

#endif
