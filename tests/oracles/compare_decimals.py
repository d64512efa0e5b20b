# SPDX-License-Identifier: ISC
# Asks a calculator (argument 1, tests/unit/num_run.c) random cases of every decimal
# operation and compares with Python's decimal. Arguments: program, cases, seed.
import decimal
import random
import struct
import subprocess
import sys
from decimal import Decimal

program, cases, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
wide = decimal.Context(prec=400, Emin=-9999, Emax=9999)
decimal.setcontext(wide)
ROUNDS = [decimal.ROUND_HALF_EVEN, decimal.ROUND_DOWN, decimal.ROUND_UP,
          decimal.ROUND_FLOOR, decimal.ROUND_CEILING]
UNITS = [Decimal(1).scaleb(-scale) for scale in range(40)]
TENS = [10 ** k for k in range(39)]
draw = random.Random(seed)
chance, getrandbits = draw.random, draw.getrandbits


def below(n):
    """Quicker than randrange; its bias does no harm here."""
    return getrandbits(160) % n


def pick(items):
    return items[int(chance() * len(items))]


def number():
    """m and scale of up to 38 digits and 38 decimals, often ending in zeros or fives."""
    digits = pick((3, 6, 9, 15, 18, 19, 20, 26, 38))
    m = below(TENS[1 + below(digits)])
    ending = chance()
    if ending < 0.1:
        m = m // 1000 * 1000
    elif ending < 0.2:
        m = m // 10 * 10 + 5
    elif ending < 0.25:
        m = TENS[below(digits)]
    elif ending < 0.3:
        m = TENS[1 + below(digits)] - 1
    if chance() < 0.4:
        m = -m
    return m, pick((0, 1, 2, 2, 4, 8, 8, 12, 18, 20, 30, 38))


def plain(m, scale):
    """m / 10^scale in digits, with its zeros."""
    text = str(abs(m)).rjust(scale + 1, "0")
    if scale:
        text = text[:-scale] + "." + text[-scale:]
    return "-" + text if m < 0 else text


def canonical(x):
    """What tq writes: null when x has no form of 38 digits and 38 decimals."""
    if x is None:
        return "null"
    sign, digits, exponent = x.as_tuple()
    m = int("".join(map(str, digits)))
    if m == 0:
        return "0"
    while m % 10 == 0 and (exponent < 0 or m >= 10 ** 20):
        m //= 10
        exponent += 1
    if exponent > 0:
        m, exponent = m * 10 ** exponent, 0
    if m >= 10 ** 38 or exponent < -38:
        return "null"
    return plain(-m if sign else m, -exponent)


def bits(x):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", x))


def expected(op, a, b, scale, round_):
    if op == "add":
        return canonical(a + b)
    if op == "sub":
        return canonical(a - b)
    if op == "mul":
        return canonical(a * b)
    if op == "div":
        # A quotient of 38 digits is never within 10^-300 of a tie without being one.
        return canonical((a / b).quantize(UNITS[scale], ROUNDS[round_]) if b else None)
    if op == "round":
        return canonical(a.quantize(UNITS[scale], ROUNDS[round_]))
    if op == "step":
        if b <= 0:
            return "null"
        return canonical((a / b).quantize(UNITS[0], ROUNDS[round_]) * b)
    if op == "cmp":
        return str((a > b) - (a < b))
    if op == "f64":
        return bits(float(a) if a else 0.0)
    return canonical(a)


OPS = ["add", "sub", "mul", "div", "div", "round", "step", "step", "cmp", "parse", "f64", "strip"]
NEAR = ("div", "step", "cmp")


def case():
    op = pick(OPS)
    m, s = number()
    n, t = number()
    if op in NEAR and n and chance() < 0.3:
        # Exact multiples, ties and their neighbours.
        k = below(TENS[1 + below(9)])
        m, s = n * k // 2 + below(3) - 1, t
        if abs(m) >= 10 ** 38:
            m //= 10 ** 10
    a, b = plain(m, s), plain(n, t)
    if op == "parse" and chance() < 0.5:
        a += "e%d" % (below(91) - 45)
    return op, a, b, pick((0, 2, 4, 8, 8, 18, 38)), below(5)


def compare(n):
    asked = [case() for _ in range(n)]
    text = "".join(["%s %s %s %d %d\n" % c for c in asked])
    answer = subprocess.run([program], check=True, capture_output=True, text=True, input=text)
    answer = answer.stdout.splitlines()
    if len(answer) != n:
        sys.exit("%d answers to %d cases" % (len(answer), n))
    wrong = [(c, got, want) for c, got in zip(asked, answer)
             if got != (want := expected(c[0], Decimal(c[1]), Decimal(c[2]), c[3], c[4]))]
    for c, got, want in wrong[:5]:
        print(*c, "is", got, "expected", want)
    return len(wrong)


CHUNK = 100000
total = sum(compare(min(CHUNK, cases - done)) for done in range(0, cases, CHUNK))
print("%d cases, %d wrong" % (cases, total))
sys.exit(total > 0)
