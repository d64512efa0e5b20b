/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_ZONE_RULE_H
#define TQ_TIME_ZONE_RULE_H

/*
 * The rule of a TZ string ("EST5EDT,M3.2.0,M11.1.0", POSIX.1-2017 section 8.3
 * with the hours -167 to 167 of RFC 8536): what holds behind the last
 * transition of a TZif file. Offsets are seconds east of UTC.
 */
#include "base/str.h"

#include <stdint.h>

struct tq_zone_change {
	/*
	 * 'M': a weekday (0 Sunday) of a week (5 the last) of a month. 'J': a
	 * day 1..365, 29 February not counted. 'D': a day 0..365, counted.
	 */
	char kind;
	int month, week, day;
	int32_t at;              /* local seconds from midnight */
};

struct tq_zone_rule {
	int32_t standard;
	int32_t summer;
	bool has_summer;
	struct tq_zone_change start, end;
};

bool tq_zone_rule_parse(struct tq_str text, struct tq_zone_rule *out);

/* The offset at seconds since 1970 in UTC. */
int32_t tq_zone_rule_offset(const struct tq_zone_rule *rule, int64_t seconds);

#endif
