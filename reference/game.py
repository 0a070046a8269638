"""Fixtures of docs/model.md 1.3, 1.4, 1.5, 2.3 and 7.5 by brute force: distributions on a fine grid instead of formulas,
senders by trying every message.

    python3 reference/game.py > reference/out/game.json
"""

import json

import numpy as np

MU, XI, MARGIN = 250.0, 150.0, 25.0
TREATMENTS = {"C_L U_L": (0.8, 25.0), "C_L U_H": (0.8, 75.0), "C_H U_L": (0.2, 25.0), "C_H U_H": (0.2, 75.0)}


def quantile_of_sum(lo, hi, e, q):
    """Quantile of U[lo, hi] + U[-e, e] by bisection on its distribution, which integrates one over the other."""
    a = lo + (np.arange(20000) + 0.5) / 20000 * (hi - lo)
    left, right = lo - e, hi + e
    for _ in range(60):
        mid = (left + right) / 2
        if np.clip((mid - a + e) / (2 * e), 0, 1).mean() < q:
            left = mid
        else:
            right = mid
    return mid


def te(q, e, alpha, z, truncated):
    hi = z if truncated else XI
    return MU + alpha * z + quantile_of_sum(-(1 - alpha) * XI, (1 - alpha) * hi, e, q)


def level_k(q, e, k, z):
    delta = 2 * e * (1 - q)
    ginv = -e + 2 * e * q
    if z < XI:
        return MU + max(z - k * delta, -XI) + ginv
    return MU + quantile_of_sum(max(-XI, XI - k * delta), XI, e, q)


def te_sender(q, e, alpha, xi, beta):
    z = np.linspace(-XI, XI, 300001)
    kappa = quantile_of_sum(-(1 - alpha) * XI, (1 - alpha) * XI, e, q)
    room = alpha * z + kappa - xi  # K - mu - xi
    served = np.where(room <= -e, room, np.where(room >= e, 0, room - (room + e) ** 2 / (4 * e)))
    return float(z[np.argmax(MARGIN * served - beta * np.abs(z - xi))])


def slope(x, y):
    return float(np.polyfit(x, y, 1)[0])


x = np.linspace(-XI, XI, 601)
out = {}
for name, (q, e) in TREATMENTS.items():
    delta = 2 * e * (1 - q)
    out[name] = {
        "babbling": round(MU + quantile_of_sum(-XI, XI, e, q), 3),
        "TE-U at -50 50 150": [round(te(q, e, 0.6, z, False), 3) for z in (-50, 50, 150)],
        "TE-T at -50 50 150": [round(te(q, e, 0.6, z, True), 3) for z in (-50, 50, 150)],
        "TE-T slopes at 0 .3 .6 1": [round(slope(x, [te(q, e, a, z, True) for z in x]), 3) for a in (0, 0.3, 0.6, 1)],
        "level-k at -100 0 100 150": [[round(level_k(q, e, k, z), 3) for z in (-100, 0, 100, 150)] for k in (0, 1, 2)],
        "level-k message slopes": [round(slope(x, np.minimum(x + k * delta, XI)), 3) for k in (1, 2)],
    }
q, e = TREATMENTS["C_H U_H"]
out["TE-U sender C_H U_H at -100 0 100"] = {
    str(beta): [round(te_sender(q, e, 0.6, xi, beta), 2) for xi in (-100, 0, 100)] for beta in (0, 2, 5, 10, 14.9, 20)
}
print(json.dumps(out, indent=1))
