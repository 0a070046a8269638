#!/usr/bin/env python3
"""Trust panel v1: the synthetic panel on which likelihoods of the mean-reverting law are compared between programs.

usage: trust-panel.py SELLERS SEED        writes CSV to standard output; 26 weekly rounds a seller

The same arguments give the same bytes (numpy's PCG64 stream, drawn in the order below). With seed 20260101 the md5 is
  200    442220721b154f01875402fcf20a1d06
  1000   8072112858a3831b0e9a1730ff7f6fbe
  10000  2b0465abbcdc9147e92341fd42351c3a
  100000 61f358b599e732628a7e2088a646ee16

    resp - prior = alpha x + e          x = rec - prior          e ~ N(0, .5^2)
    alpha' = .15 mu + .85 alpha + .03 max(o,0) - .07 max(-o,0) + .02 D + w          w ~ N(0, .05^2)
    mu ~ N(.45 + .025 (segment - 2) + .03 x1, .15^2)             alpha_0 ~ N(mu, .1^2)
Column `outcome` holds the surprise o, `reasons` the process D, which starts in one of four weeks, or never."""
import sys

import numpy as np

WEEKS = 26
PERSISTENCE, GAIN, LOSS, EFFECT = 0.85, 0.03, 0.07, 0.02
START_WEEKS = np.array([8, 12, 16, 20])
CUTS = np.array([-2, -0.7, 0.7, 2])
HEADER = "seller,week,prior,rec,resp,outcome,reasons,likert,alpha_true,segment,g,x1,x2,x3,x4"


def draw_sellers(rng, n):
    """Everything about sellers that does not change; the order of the draws is the order of the stream."""
    segment = rng.integers(0, 5, n)
    x = rng.standard_normal((n, 4))
    mean = 0.45 + 0.05 * (segment - 2) / 2 + 0.03 * x[:, 0] + rng.normal(0, 0.15, n)
    lean = 0.5 * x[:, 0] - 0.4 * x[:, 1]
    never = rng.random(n) < 1 / (1 + np.exp(lean))
    start = np.where(never, 0, START_WEEKS[rng.integers(0, 4, n)])
    trust = mean + rng.normal(0, 0.1, n)
    base = rng.normal(4.0, 0.8, n)
    return segment, x, mean, start, trust, base


def draw_week(rng, week, n, x, start, trust, base):
    """One round of every seller: columns in the order of HEADER, from `prior` to `likert`."""
    prior = base + 0.2 * np.sin(2 * np.pi * week / 13) + rng.normal(0, 0.3, n)
    gap = rng.normal(0.3, 1.0, n)
    reasons = ((start > 0) & (week >= start)).astype(np.int64)
    surprise = rng.normal(0.1 + 0.1 * x[:, 2], 1.0, n)
    move = trust * gap + rng.normal(0, 0.5, n)
    missing = rng.random(n) < 0.10
    likert = np.zeros(n, dtype=np.int64)
    if week % 4 == 3:
        answers = rng.random(n) < 0.30
        latent = 6 * (trust - 0.45) + rng.logistic(size=n)
        likert = np.where(answers, 1 + np.searchsorted(CUTS, latent), 0)
    return prior, prior + gap, np.where(missing, np.nan, prior + move), surprise, reasons, likert


def panel(n, seed):
    """Rows of text, seller by seller."""
    rng = np.random.Generator(np.random.PCG64(seed))
    segment, x, mean, start, trust, base = draw_sellers(rng, n)
    weeks = []
    for week in range(WEEKS):
        columns = draw_week(rng, week, n, x, start, trust, base)
        weeks.append((*columns, trust))
        surprise, reasons = columns[3], columns[4]
        motion = GAIN * np.maximum(surprise, 0) - LOSS * np.maximum(-surprise, 0) + EFFECT * reasons
        trust = (1 - PERSISTENCE) * mean + PERSISTENCE * trust + motion + rng.normal(0, 0.05, n)
    for i in range(n):
        last = f"{segment[i]},{start[i]}," + ",".join("%.6f" % value for value in x[i])
        for week, (prior, rec, resp, surprise, reasons, likert, alpha) in enumerate(weeks):
            chosen = "" if np.isnan(resp[i]) else "%.6f" % resp[i]
            yield (
                f"{i},{week},{prior[i]:.6f},{rec[i]:.6f},{chosen},{surprise[i]:.6f},"
                f"{reasons[i]},{likert[i]},{alpha[i]:.6f},{last}"
            )


if __name__ == "__main__":
    sellers, seed = int(sys.argv[1]), int(sys.argv[2])
    sys.stdout.write(HEADER + "\n")
    for line in panel(sellers, seed):
        sys.stdout.write(line + "\n")
