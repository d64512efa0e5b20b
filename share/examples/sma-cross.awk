#!/usr/bin/awk -f
# SPDX-License-Identifier: ISC
#
# The strategy sma-cross as an awk program: bars in, bars and signals out.
#
#	tq-fetch sim | awk -f sma-cross.awk -v fast=20 -v slow=50 | tq-risk | tq-paper
#
# Every line goes on as it came; a signal stands behind the bar on whose close the
# averages have crossed. This is all that tq-risk wants from a strategy. The fields of
# a bar are taken by name from the text of the line: a bar is flat JSON.

BEGIN {
	if (!fast) fast = 20
	if (!slow) slow = 50
	split("s 1 m 60 h 3600 d 86400 w 604800", parts, " ")
	for (i = 1; i < 11; i += 2) seconds[parts[i]] = parts[i + 1]
}

{ print }

/"type": *"bar"/ && !/"closed": *false/ { judge() }

function judge(    key, n, gap, above) {
	key = text("venue") SUBSEP text("symbol") SUBSEP text("interval")
	n = count[key]++
	close_of[key, n] = value("close") + 0
	delete close_of[key, n - slow]
	if (n + 1 < slow) return
	gap = mean(key, n, fast) - mean(key, n, slow)
	if (gap == 0) return
	above = gap > 0 ? "long" : "short"
	if (key in side && side[key] != above) say(above)
	side[key] = above
}

# The mean of the last m closes, summed anew: nothing is left of what has gone.
function mean(key, n, m,    i, sum) {
	for (i = n - m + 1; i <= n; i++) sum += close_of[key, i]
	return sum / m
}

function say(side,    time, venue) {
	time = closes_at(text("time"), text("interval"))
	venue = text("venue")
	printf "{\"type\":\"signal\",\"time\":\"%s\",\"id\":\"%s\",\"symbol\":\"%s\",%s\"interval\":\"%s\"," \
		"\"strategy\":\"sma-cross\",\"side\":\"%s\",\"strength\":1,\"price\":%.15g}\n",
		time, "sma-cross " venue " " text("symbol") " " text("interval") " " side " " time,
		text("symbol"), venue == "" ? "" : "\"venue\":\"" venue "\",", text("interval"), side,
		value("close")
}

# What stands behind a name: "close":12.5 is 12.5, "symbol":"A" is "A" with its quotes.
function value(name) {
	if (!match($0, "\"" name "\": *(\"[^\"]*\"|[^,}]*)")) return ""
	name = substr($0, RSTART, RLENGTH)
	sub(/^"[^"]*": */, "", name)
	return name
}

function text(name) {
	name = value(name)
	gsub(/"/, "", name)
	return name
}

# A bar carries the time of its open; its signal that of its close. POSIX awk has no
# dates: days are counted from March on, so that a leap day is the last of its year.
function closes_at(time, interval,    at, day, month, year, era, of_era, of_year) {
	year = substr(time, 1, 4) - (substr(time, 6, 2) + 0 <= 2)
	month = (substr(time, 6, 2) + 9) % 12
	day = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + \
		int((153 * month + 2) / 5) + substr(time, 9, 2) - 1
	at = 86400 * day + 3600 * substr(time, 12, 2) + 60 * substr(time, 15, 2) + substr(time, 18, 2) + \
		substr(interval, 1, length(interval) - 1) * seconds[substr(interval, length(interval))]
	day = int(at / 86400)
	at -= 86400 * day
	era = int(day / 146097)
	of_era = day - 146097 * era
	year = int((of_era - int(of_era / 1460) + int(of_era / 36524) - int(of_era / 146096)) / 365)
	of_year = of_era - (365 * year + int(year / 4) - int(year / 100))
	month = int((5 * of_year + 2) / 153)
	day = of_year - int((153 * month + 2) / 5) + 1
	month = month < 10 ? month + 3 : month - 9
	return sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", year + 400 * era + (month <= 2), month, day,
		int(at / 3600), int(at / 60) % 60, at % 60)
}
