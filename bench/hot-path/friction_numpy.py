#!/usr/bin/env python3
"""QD log-likelihood (docs/model.md 6.5), all sellers of a round at once in numpy, for `bench/hot-path.ts`.

usage: friction_numpy.py FILE SELLERS ROUNDS    FILE: doubles, columns kind weight design logGap fidelity, one behind the other"""
import sys
import time

import numpy as np
from scipy.special import ndtr

KEEP, ACCEPT, ADJUST, KAPPA = 1, 2, 3, 0.1
MU0, TAU0, GAIN, LOSS, SE, BG, SW, EPS = 0.5, 0.2, 0.1, 0.2, 0.1, 0.05, 0.2, 0.03

path, sellers, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
kind, weight, g, log_gap, r = np.fromfile(path).reshape(5, sellers, rounds).transpose(0, 2, 1).copy()
z = -2.6 + np.arange(31) * 5.2 / 30
w = np.exp(-z**2 / 2)
w /= w.sum()


def log_likelihood():
    alpha = np.tile(MU0 + TAU0 * z, (sellers, 1))
    product = np.ones((sellers, 31))
    for t in range(rounds):
        sd = np.sqrt(SW**2 + (SE / g[t]) ** 2)
        e = alpha + (BG * log_gap[t])[:, None]
        for which, lapse in ((KEEP, 1 / 3), (ACCEPT, 1 / 3), (ADJUST, 1 / (3 * (1 - 2 * KAPPA)))):
            at = kind[t] == which
            s = sd[at][:, None]
            if which == KEEP:
                own = ndtr((KAPPA - e[at]) / s)
            elif which == ACCEPT:
                own = ndtr((e[at] - 1 + KAPPA) / s)
            else:
                own = np.exp(-(((weight[t][at][:, None] - e[at]) / s) ** 2) / 2) / (s * np.sqrt(2 * np.pi))
            product[at] *= (1 - EPS) * own + EPS * lapse
        up = np.where(np.isnan(r[t]), 0, GAIN * np.maximum(r[t], 0))
        down = np.where(np.isnan(r[t]), 0, LOSS * np.maximum(-r[t], 0))
        alpha = (1 - up - down)[:, None] * alpha + up[:, None]
    return np.log(product @ w).sum()


log_likelihood()
start, runs = time.process_time(), 3
for _ in range(runs):
    value = log_likelihood()
print(f"{value:.9f} {(time.process_time() - start) / runs:.6f}")
