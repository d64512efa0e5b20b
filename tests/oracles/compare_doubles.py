# SPDX-License-Identifier: ISC
# Asks a calculator (argument 1, tests/unit/num_run.c) for the shortest text of random
# doubles and for the nearest double of random and of hard texts, and compares with
# Python's repr and float. Arguments: program, cases, seed.
import random
import struct
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

program, cases, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
draw = random.Random(seed)
chance, getrandbits = draw.random, draw.getrandbits


def double(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def bits_of(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def notation(x):
    """tq's way to write the digits that repr found."""
    if x != x or x in (float("inf"), float("-inf")):
        return "null"
    if x == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(x)).normalize().as_tuple()
    digits = "".join(map(str, digits))
    sign = "-" if sign else ""
    if 1e-7 <= abs(x) < 1e21:
        return sign + format(Decimal(digits).scaleb(exponent), "f")
    first = exponent + len(digits) - 1
    return sign + digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + "e%d" % first


def random_double():
    kind = chance()
    if kind < 0.5:
        return getrandbits(64)
    if kind < 0.6:    # subnormals and their border
        return getrandbits(53) >> int(chance() * 53)
    if kind < 0.7:    # powers of two and their neighbours
        return max(0, ((1 + getrandbits(11) % 2046) << 52) + getrandbits(2) - 2)
    if kind < 0.8:    # integers up to 2^63
        return bits_of(float(getrandbits(63) >> int(chance() * 63)))
    return bits_of(round(chance() * 10 ** int(chance() * 9), int(chance() * 9)))


def middle(bits):
    """The exact text of the middle between a double and the next, and just beside it."""
    x = (Fraction(double(bits)) + Fraction(double(bits + 1))) / 2
    # The denominator is a power of two: as many decimals as it has bits.
    power = x.denominator.bit_length() - 1
    digits = str(x.numerator * 5 ** power)
    if chance() < 0.3:
        digits, power = digits + "0" * 7, power + 7
    kind = chance()
    if kind < 0.3:
        digits, power = digits + "0" * 30 + "1", power + 31
    elif kind < 0.6:
        digits = str(int(digits) * 10 - 1)
        power += 1
    if chance() < 0.5:
        return "%se-%d" % (digits, power)
    digits = digits.rjust(power + 1, "0")
    return digits[:-power] + "." + digits[-power:] if power else digits


def text():
    kind = chance()
    if kind < 0.35:
        n = int(chance() * 19) + 1
        return "%de%d" % (getrandbits(64) % 10 ** n, int(chance() * 700) - 360)
    if kind < 0.6:    # prices
        return "%.*f" % (int(chance() * 20), chance() * 10 ** int(chance() * 12))
    if kind < 0.8:    # more digits than a word holds
        return "%d.%de%d" % (getrandbits(3), getrandbits(40 + int(chance() * 100)),
                             int(chance() * 640) - 330)
    bits = getrandbits(63) % 0x7fefffffffffffff
    if chance() < 0.6:    # near one, where texts are short
        bits = (1023 - 70 + int(chance() * 140) << 52) + getrandbits(52)
    return middle(bits)


def case():
    kind = chance()
    if kind < 0.5:
        bits = random_double()
        return "print %016x 0 0 0" % bits, notation(double(bits))
    if kind < 0.6:
        m, scale = getrandbits(64) - 2 ** 63 >> int(chance() * 64), int(chance() * 400)
        if chance() < 0.7:
            scale %= 30
        return "scaled %d %d 0 0" % (m, scale), "%016x" % bits_of(float("%de-%d" % (m, scale)))
    t = text()
    x = float(t)
    return "read %s 0 0 0" % t, "null" if x == float("inf") else "%016x" % bits_of(x)


def compare(n):
    asked = [case() for _ in range(n)]
    answer = subprocess.run([program], check=True, capture_output=True, text=True,
                            input="".join([line + "\n" for line, _ in asked]))
    answer = answer.stdout.splitlines()
    if len(answer) != n:
        sys.exit("%d answers to %d cases" % (len(answer), n))
    wrong = [(c, got) for c, got in zip(asked, answer) if got != c[1]]
    for c, got in wrong[:5]:
        print(c[0], "is", got, "expected", c[1])
    return len(wrong)


CHUNK = 50000
total = sum(compare(min(CHUNK, cases - done)) for done in range(0, cases, CHUNK))
print("%d cases, %d wrong" % (cases, total))
sys.exit(total > 0)
