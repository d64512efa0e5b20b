#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Indicators from their definitions, for parameters that no library's file has.

usage: textbook.py INDICATOR_RUN SERIES.csv

Each value is taken again from the whole series, with exact sums, in the plainest
way there is; seeds and first bars are TA-Lib's. A line of TAP a comparison. None
is "undefined". An average of values of which some are undefined leaves those out.
"""
import csv
import subprocess
import sys
from math import fsum, sqrt

TOLERANCE = 1e-9


def skipping(average):
    """The average of a series that has holes: they are left out of account."""

    def of(x, *params):
        kept = [(i, v) for i, v in enumerate(x) if v is not None]
        out = [None] * len(x)
        for (i, _), value in zip(kept, average([v for _, v in kept], *params)):
            out[i] = value
        return out

    return of


def windows(x, n, of):
    return [None if i < n - 1 else of(x[i - n + 1:i + 1]) for i in range(len(x))]


@skipping
def sma(x, n):
    return windows(x, n, lambda w: fsum(w) / n)


def recursive(x, n, k):
    """From the mean of the first n, then k of the way to each value."""
    out = [None] * len(x)
    for i in range(n - 1, len(x)):
        out[i] = fsum(x[:n]) / n if i == n - 1 else out[i - 1] + k * (x[i] - out[i - 1])
    return out


@skipping
def ema(x, n):
    return recursive(x, n, 2 / (n + 1))


@skipping
def wilder(x, n):
    return recursive(x, n, 1 / n)


@skipping
def wma(x, n):
    return windows(x, n, lambda w: fsum((j + 1) * v for j, v in enumerate(w)) / (n * (n + 1) / 2))


def each(of, *columns):
    return [None if None in row else of(*row) for row in zip(*columns)]


def dema(x, n):
    first = ema(x, n)
    return each(lambda a, b: 2 * a - b, first, ema(first, n))


def tema(x, n):
    first = ema(x, n)
    second = ema(first, n)
    return each(lambda a, b, c: 3 * a - 3 * b + c, first, second, ema(second, n))


def trima(x, n):
    return sma(sma(x, (n + 1) // 2), n // 2 + 1)


@skipping
def kama(x, n):
    out = [None] * len(x)
    y = x[n - 1] if n <= len(x) else None
    for i in range(n, len(x)):
        way = fsum(abs(x[j] - x[j - 1]) for j in range(i - n + 1, i + 1))
        efficiency = 1 if way == 0 else min(1, abs(x[i] - x[i - n]) / way)
        y += (efficiency * (2 / 3 - 2 / 31) + 2 / 31) ** 2 * (x[i] - y)
        out[i] = y
    return out


def t3(x, n, v=0.7):
    stage = [x]
    for _ in range(6):
        stage.append(ema(stage[-1], n))
    weight = (1 + 3 * v + 3 * v ** 2 + v ** 3, -3 * v - 6 * v ** 2 - 3 * v ** 3,
              3 * v ** 2 + 3 * v ** 3, -v ** 3)
    return each(lambda *e: fsum(w * a for w, a in zip(weight, e)), *stage[3:])


@skipping
def mama(x, n):
    return [row and row[0] for row in run("mama", [], [x])]


KINDS = (sma, ema, wma, dema, tema, trima, kama, mama, t3)


def average(x, n, kind):
    return x if n == 1 else KINDS[kind](x, n)


def together(*columns):
    """Outputs of one indicator are there together."""
    return [None if None in row else list(row) for row in zip(*columns)]


def alone(column):
    return [None if v is None else [v] for v in column]


def changes(x):
    return [None] + [b - a for a, b in zip(x, x[1:])]


def rsi_line(x, n):
    up = wilder([None if d is None else max(d, 0) for d in changes(x)], n)
    down = wilder([None if d is None else max(-d, 0) for d in changes(x)], n)
    return each(lambda u, d: 100 * u / (u + d) if u + d else 0, up, down)


def macd(b, fast, slow, signal):
    fast, slow = sorted((fast, slow))
    x = b["close"]
    late = [None] * (slow - fast) + ema(x[slow - fast:], fast)
    line = each(lambda f, s: f - s, late, ema(x, slow))
    smooth = ema(line, signal)
    return together(line, smooth, each(lambda m, s: m - s, line, smooth))


def deviation(w):
    mean = fsum(w) / len(w)
    return sqrt(fsum((v - mean) ** 2 for v in w) / len(w))


def bbands(b, n, up, down, kind):
    x = b["close"]
    middle, sd = average(x, n, kind), windows(x, n, deviation)
    return together(each(lambda m, s: m + up * s, middle, sd), middle,
                    each(lambda m, s: m - down * s, middle, sd))


def true_range(b):
    rest = zip(b["high"][1:], b["low"][1:], b["close"])
    return [None] + [max(h - l, abs(h - c), abs(l - c)) for h, l, c in rest]


def atr(b, n):
    return alone(wilder(true_range(b), n))


def moves(b):
    plus, minus = [0], [0]
    for i in range(1, len(b["high"])):
        up, down = b["high"][i] - b["high"][i - 1], b["low"][i - 1] - b["low"][i]
        plus.append(up if up > down and up > 0 else 0)
        minus.append(down if down > up and down > 0 else 0)
    return plus, minus


def adx(b, n):
    plus, minus = moves(b)
    span = true_range(b)
    sums = [fsum(s[1:n]) for s in (plus, minus, span)]
    dx = [None] * len(span)
    for i in range(n, len(span)):
        sums = [s - s / n + v[i] for s, v in zip(sums, (plus, minus, span))]
        p, m = sums[0] / sums[2], sums[1] / sums[2]
        dx[i] = 100 * abs(p - m) / (p + m) if p + m else dx[i - 1]
    return alone(wilder(dx, n))


def lookback(n, kind):
    """Bars before the first value of an average."""
    return 0 if n == 1 else (n - 1, n - 1, n - 1, 2 * n - 2, 3 * n - 3, n - 1, n, 32, 6 * n - 6)[kind]


def from_one_bar(x, *averages):
    """Averages that all have their first value on the bar on which the latest has."""
    latest = max(lookback(*a) for a in averages)
    return [[None] * late + average(x[late:], *a)
            for a in averages for late in [latest - lookback(*a)]]


def apo_lines(b, fast, slow, kind):
    """Each average begins with its own first bars."""
    return [average(b["close"], n, kind) for n in sorted((fast, slow))]


def apo(b, *params):
    return alone(each(lambda f, s: f - s, *apo_lines(b, *params)))


def ppo(b, *params):
    return alone(each(lambda f, s: 100 * (f - s) / s, *apo_lines(b, *params)))


def macdext(b, fast, fast_kind, slow, slow_kind, signal, signal_kind):
    both = [(fast, fast_kind), (slow, slow_kind)]
    lines = from_one_bar(b["close"], *(both if fast <= slow else both[::-1]))
    line = each(lambda f, s: f - s, *lines)
    smooth = average(line, signal, signal_kind)
    return together(line, smooth, each(lambda m, s: m - s, line, smooth))


def mavp(b, least, most, kind):
    kinds = [(n, kind) for n in range(least, most + 1)]
    lines = dict(zip(range(least, most + 1), from_one_bar(b["close"], *kinds)))
    period = [min(max(int(p), least), most) for p in b["periods"]]
    known = lines[most]
    return [[lines[p][i]] if known[i] is not None else None for i, p in enumerate(period)]


def raw_k(high, low, close, k):
    out = [None] * len(close)
    for i in range(k - 1, len(close)):
        top, bottom = high[i - k + 1:i + 1], low[i - k + 1:i + 1]
        if None not in top and max(top) > min(bottom):
            out[i] = 100 * ((close[i] - min(bottom)) / (max(top) - min(bottom)))
    return out


def stoch(b, k, slow, slow_kind, d, d_kind):
    smooth = average(raw_k(b["high"], b["low"], b["close"], k), slow, slow_kind)
    return together(smooth, average(smooth, d, d_kind))


def stochf(b, k, d, kind):
    raw = raw_k(b["high"], b["low"], b["close"], k)
    return together(raw, average(raw, d, kind))


def stochrsi(b, n, k, d, kind):
    line = rsi_line(b["close"], n)
    raw = raw_k(line, line, line, k)
    return together(raw, average(raw, d, kind))


def typical(b):
    return [(h + l + c) / 3 for h, l, c in zip(b["high"], b["low"], b["close"])]


def cci(b, n):
    def of(w):
        mean = fsum(w) / n
        spread = fsum(abs(v - mean) for v in w) / n
        return (w[-1] - mean) / (0.015 * spread) if spread else None
    return alone(windows(typical(b), n, of))


def mfi(b, n):
    price = typical(b)
    flow = [0] + [(c > a) * c * v - (c < a) * c * v
                  for a, c, v in zip(price, price[1:], b["volume"][1:])]

    def of(w):
        up, all_of_it = fsum(v for v in w if v > 0), fsum(abs(v) for v in w)
        return 100 * up / all_of_it if all_of_it else None
    return [None] + alone(windows(flow[1:], n, of))


def obv(b):
    total = [b["volume"][0]]
    for i in range(1, len(b["close"])):
        d = b["close"][i] - b["close"][i - 1]
        total.append(total[-1] + ((d > 0) - (d < 0)) * b["volume"][i])
    return alone(total)


def sar(b, step, most):
    """Wilder's, for a long; a short is a long in prices turned upside down."""
    side, out = 1, [None]
    high, low = b["high"], b["low"]
    down, up = low[0] - low[1], high[1] - high[0]
    if down > 0 and down > up:
        side = -1
    top, bottom = ((high, low) if side > 0 else ([-v for v in low], [-v for v in high]))
    stop, extreme, pace = bottom[0], top[1], min(step, most)
    for i in range(1, len(high)):
        before = max(i - 1, 1)
        if bottom[i] <= stop:
            side = -side
            top, bottom = [-v for v in bottom], [-v for v in top]
            stop = min(-extreme, bottom[before], bottom[i])
            out.append([side * stop])
            pace, extreme = min(step, most), top[i]
        else:
            out.append([side * stop])
            if top[i] > extreme:
                extreme, pace = top[i], min(pace + min(step, most), most)
        stop = min(stop + pace * (extreme - stop), bottom[before], bottom[i])
    return out


def trix(b, n):
    line = ema(ema(ema(b["close"], n), n), n)
    return alone([None] + each(lambda a, c: 100 * (c - a) / a, line, line[1:]))


def ultosc(b, *periods):
    below = [None] + [c - min(l, p) for c, l, p in zip(b["close"][1:], b["low"][1:], b["close"])]
    span = true_range(b)
    out = [None] * len(span)
    for i in range(max(periods), len(span)):
        part = [fsum(below[i - n + 1:i + 1]) / fsum(span[i - n + 1:i + 1]) for n in sorted(periods)]
        out[i] = [100 * (4 * part[0] + 2 * part[1] + part[2]) / 7]
    return out


def aroon(b, n):
    out = [None] * len(b["high"])
    for i in range(n, len(out)):
        low, high = b["low"][i - n:i + 1][::-1], b["high"][i - n:i + 1][::-1]
        out[i] = [100 * (n - low.index(min(low))) / n, 100 * (n - high.index(max(high))) / n]
    return out


def willr(b, n):
    k = raw_k(b["high"], b["low"], b["close"], n)
    return alone(each(lambda v: v - 100, k))


def of_close(line):
    return lambda b, *params: alone(line(b["close"], *params))


LONG = (2, 3, 7, 50, 333)
KIND_CASES = [(n, kind) for n in (1, 2, 3, 11) for kind in range(9)]
HLC = ("high", "low", "close")
# name, definition, inputs, sets of parameters, what small values are measured against
CASES = (
    ("sma", of_close(sma), ("close",), [(n,) for n in (1,) + LONG], 0),
    ("ema", of_close(ema), ("close",), [(n,) for n in (1,) + LONG], 0),
    ("wma", of_close(wma), ("close",), [(n,) for n in (1,) + LONG], 0),
    ("rsi", of_close(rsi_line), ("close",), [(n,) for n in (1,) + LONG], 1e-3),
    ("macd", macd, ("close",), [(2, 3, 1), (3, 2, 2), (5, 5, 3), (26, 12, 9), (1, 2, 1),
                                (50, 333, 30), (13, 89, 1)], 1),
    ("bbands", bbands, ("close",), [(n, 2, 1.5, kind) for n, kind in KIND_CASES]
     + [(333, 3, 0, 0), (7, -1, 2.5, 1)], 0),
    ("atr", atr, HLC, [(n,) for n in (1,) + LONG], 0),
    ("adx", adx, HLC, [(n,) for n in LONG], 1e-3),
    ("stoch", stoch, HLC, [(1, 1, 0, 1, 0), (2, 3, 1, 1, 0), (333, 3, 0, 5, 2)]
     + [(5, n, kind, 3, 0) for n, kind in KIND_CASES]
     + [(5, 3, 0, n, kind) for n, kind in KIND_CASES], 1e-2),
    ("stochrsi", stochrsi, ("close",), [(2, 2, 1, 0), (3, 7, 2, 1), (50, 333, 3, 0)]
     + [(14, 5, n, kind) for n, kind in KIND_CASES], 1e-2),
    ("cci", cci, HLC, [(n,) for n in LONG], 1e-2),
    ("mfi", mfi, HLC + ("volume",), [(n,) for n in (1,) + LONG], 1e-2),
    ("obv", obv, ("close", "volume"), [()], 0),
    ("sar", sar, ("high", "low"), [(0.02, 0.2), (0, 0), (0.3, 0.1), (0.11, 0.99), (1, 1),
                                   (0.001, 0.5)], 0),
    ("kama", of_close(kama), ("close",), [(n,) for n in (1,) + LONG], 0),
    ("t3", of_close(t3), ("close",), [(n, v) for n in (1,) + LONG for v in (0, 0.7, 1)], 0),
    ("trix", trix, ("close",), [(n,) for n in (1,) + LONG], 1e-3),
    ("ultosc", ultosc, HLC, [(1, 2, 3), (3, 1, 2), (28, 14, 7), (5, 5, 5), (7, 50, 333)], 1e-2),
    ("aroon", aroon, ("high", "low"), [(n,) for n in (1,) + LONG], 0),
    ("willr", willr, HLC, [(n,) for n in (1,) + LONG], 1e-2),
    ("apo", apo, ("close",), [(f, s, kind) for f, s in ((5, 5), (3, 10), (9, 4), (1, 2))
                              for kind in range(9)], 1),
    ("ppo", ppo, ("close",), [(3, 10, kind) for kind in range(9)], 1e-2),
    ("macdext", macdext, ("close",), [(4, kind, 9, kind, 3, kind) for kind in range(9)]
     + [(12, 8, 26, 0, 9, 1), (12, 0, 26, 8, 1, 3), (9, 5, 4, 2, 2, 6), (5, 1, 5, 6, 4, 4)], 1),
    ("mavp", mavp, ("close", "periods"), [(2, 18, kind) for kind in range(9)] + [(5, 5, 1)], 0),
    ("stochf", stochf, HLC, [(5, n, kind) for n, kind in KIND_CASES], 1e-2),
    ("ma", of_close(average), ("close",), KIND_CASES + [(50, kind) for kind in range(9)], 0),
)


def run(name, params, columns):
    text = "\n".join(" ".join(map(repr, row)) for row in zip(*columns))
    told = subprocess.run([sys.argv[1], name] + [str(p) for p in params], input=text, text=True,
                          capture_output=True, check=True).stdout.split("\n")
    return [None if "null" in line else [float(v) for v in line.split()]
            for line in told[1:-1]]


def fault_of(got, want, least):
    if len(got) != len(want):
        return "%d bars, not %d" % (len(got), len(want)), 0
    worst = 0
    for i, (g, w) in enumerate(zip(got, want)):
        if (g is None) != (w is None):
            return "bar %d: %s, not %s" % (i, g, w), 0
        for a, b in zip(g or (), w or ()):
            off = abs(a - b) / max(abs(b), least, 1e-300)
            worst = max(worst, off)
            if not off <= TOLERANCE:
                return "bar %d: %.17g, not %.17g" % (i, a, b), off
    return "", worst


def read_bars(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    bars = {name: [float(row[name]) for row in rows]
            for name in ("open", "high", "low", "close", "volume")}
    bars["periods"] = [float(i * 7 % 23) for i in range(len(rows))]
    return bars


def on_grid(bars, factor, digits):
    """The same market at other prices, in steps; now and then nothing is traded."""
    out = {name: [max(round(v * factor, digits), 10 ** -digits) for v in column]
           for name, column in bars.items() if name not in ("volume", "periods")}
    out["periods"] = bars["periods"]
    out["volume"] = [0.0 if i % 50 < 17 else v for i, v in enumerate(bars["volume"])]
    return out


def cases(bars):
    """Name, definition, inputs, least size, bars, parameters, and where the prices are."""
    short = {name: column[:30] for name, column in bars.items()}
    tiny, large = on_grid(bars, 2e-9, 8), on_grid(bars, 100, 2)
    for name, of, inputs, sets, least in CASES:
        for s in sets:
            yield name, of, inputs, least, bars, s, "as they were"
        for s in [tuple(31 if p == 333 else p for p in s) for s in sets if 333 in s]:
            yield name, of, inputs, least, short, s, "as they were"
        for s in sets[:3]:
            small = 2e-9 if name in ("macd", "macdext", "apo") else 1
            yield name, of, inputs, least * small, tiny, s, "about 2e-5 in steps of 1e-8"
            yield name, of, inputs, least, large, s, "about 1e6 in steps of 0.01"


def main():
    n = 0
    for name, of, inputs, least, b, params, where in cases(read_bars(sys.argv[2])):
        got = run(name, params, [b[i] for i in inputs])
        fault, worst = fault_of(got, of(b, *params), least)
        n += 1
        print("%sok %d - X.10 %s%s of %d bars, prices %s, is its definition, to %.1e"
              % ("not " if fault else "", n, name, params, len(got), where, worst))
        if fault:
            print("# " + fault)
    print("1..%d" % n)


main()
