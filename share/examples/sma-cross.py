#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The strategy sma-cross as a Python program: bars in, bars and signals out.

    tq-fetch sim | python3 sma-cross.py 20 50 | tq-risk | tq-paper

Every line goes on as it came; a signal stands behind the bar on whose close the
averages have crossed. This is all that tq-risk wants from a strategy.
"""
import json
import sys
from collections import deque
from datetime import datetime, timedelta
from fractions import Fraction

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


class Series:
    """The closes of one venue, symbol and interval, and the side that the averages are on."""

    def __init__(self, fast, slow):
        self.fast, self.closes, self.side = fast, deque(maxlen=slow), None

    def judge(self, close):
        """The side to which the averages have crossed on this close, or None."""
        self.closes.append(close)
        slow = len(self.closes)
        if slow < self.closes.maxlen:
            return None
        quick = sum(self.closes[i] for i in range(slow - self.fast, slow)) / self.fast
        gap = quick - sum(self.closes) / slow
        if gap == 0:
            return None
        before, self.side = self.side, "long" if gap > 0 else "short"
        return self.side if before not in (None, self.side) else None


def signal(bar, side):
    """The record that says so: at the time of the bar's close, for its close."""
    length = timedelta(seconds=int(bar["interval"][:-1]) * UNITS[bar["interval"][-1]])
    time = datetime.strptime(bar["time"], "%Y-%m-%dT%H:%M:%SZ") + length
    time = time.strftime("%Y-%m-%dT%H:%M:%SZ")
    venue = {"venue": bar["venue"]} if bar.get("venue") else {}
    name = "sma-cross", *venue.values(), bar["symbol"], bar["interval"], side, time
    return {
        "type": "signal", "time": time, "id": " ".join(name), "symbol": bar["symbol"], **venue,
        "interval": bar["interval"], "strategy": "sma-cross", "side": side, "strength": 1,
        "price": float(bar["close"]),
    }


def main(fast=20, slow=50):
    series = {}
    for line in sys.stdin:
        sys.stdout.write(line)
        bar = json.loads(line)
        if bar["type"] == "bar" and bar.get("closed") is not False:
            key = bar.get("venue"), bar["symbol"], bar["interval"]
            side = series.setdefault(key, Series(fast, slow)).judge(Fraction(str(bar["close"])))
            if side:
                print(json.dumps(signal(bar, side), separators=(",", ":"), ensure_ascii=False))
        # A live line is not held back.
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
