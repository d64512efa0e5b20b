/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_CLOCK_H
#define TQ_NET_CLOCK_H

/*
 * The two clocks of this room: the steady one for time-outs and waits, the
 * wall's for what is shared with other processes or said to people.
 */
#include "time/instant.h"

tq_time tq_clock_steady(void);
tq_time tq_clock_wall(void);

#endif
