"""Phi and ln Phi of the standard normal distribution in 60-digit decimals, by a power series and, far out, a continued
fraction; no numpy, no erfc.

    python3 reference/normal.py > reference/out/normal.json
"""

import json
from decimal import Decimal, getcontext

getcontext().prec = 60
PI = Decimal(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651"
)


def cdf(x):
    """1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...), whose terms have one sign."""
    x = Decimal(x)
    term, total, n = x, x, 1
    while abs(term) > Decimal("1e-70"):
        n += 2
        term = term * x * x / n
        total += term
    return Decimal("0.5") + total * (-x * x / 2).exp() / (2 * PI).sqrt()


def tail(u):
    """Phi(-u) for u > 0 by the continued fraction 1/(u + 1/(u + 2/(u + 3/(u + ...)))), which loses no digits far out."""
    u = Decimal(u)
    f = u
    for n in range(4000, 0, -1):
        f = u + n / f
    return (-u * u / 2).exp() / (2 * PI).sqrt() / f


rows = []
for k in range(-80, 21):
    u = Decimal(k) / 2
    value = tail(-u) if u <= -4 else cdf(u)
    rows.append([float(u), float(value), float(value.ln())])
print(json.dumps({"u, Phi(u), ln Phi(u)": rows}).replace("], [", "],\n ["))
