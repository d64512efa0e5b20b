/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_HTTP_DATE_H
#define TQ_NET_HTTP_DATE_H

/*
 * Dates of HTTP headers, in the three forms that a client has to understand
 * (RFC 9110, 5.6.7):
 *
 *	Sun, 06 Nov 1994 08:49:37 GMT
 *	Sunday, 06-Nov-94 08:49:37 GMT   (years 70 to 99 are of the last century)
 *	Sun Nov  6 08:49:37 1994
 *
 * Nothing else: false, and *out is left alone. That the day of the week fits
 * the date is not asked for.
 */
#include "time/instant.h"

bool tq_http_date(const char *text, tq_time *out);

#endif
