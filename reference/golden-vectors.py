#!/usr/bin/env python3
"""The golden sellers of the Kalman estimator and of the types, computed a second way: each seller's moves are one
multivariate normal vector, so there is no filter, no smoother and no integral solved by hand.

    python3 reference/golden-vectors.py > reference/out/golden-vectors.json
"""
import json

import numpy as np

SELLERS = {
    "A": [(4.00, 4.40, 4.20, 4.50), (4.10, 3.90, 4.00, 3.80), (4.30, 4.80, 4.60, 4.20), (4.00, 4.50, 4.10, 4.45),
          (4.20, 4.00, 4.20, 4.05)],
    "B": [(3.00, 3.50, 3.45, 3.40), (3.20, 3.00, 3.02, 3.05), (3.10, 3.60, 3.58, 3.50)],
    "C": [(5.00, 5.30, 5.00, 5.10), (5.10, 5.50, 5.10, 5.20), (5.20, 4.90, 5.20, 5.00)],
}
DYNAMICS = dict(mu0=0.5, tau0=0.2, gain=0.1, loss=0.2, q=0.03, se=0.1)
TYPES = dict(mu0=0.5, tau=0.15, delta=0.1, s=0.1)
SHARES = {"TE": 0.5, "L0": 0.1, "L1": 0.15, "L2": 0.05, "BAB": 0.2}


def log_density(x, mean, covariance):
    left = x - mean
    return float(-0.5 * (len(x) * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1]
                         + left @ np.linalg.solve(covariance, left)))


def fidelity(p, m, y):
    return (abs(p - y) - abs(m - y)) / (abs(p - y) + abs(m - y))


def trust_path(r, th):
    """Mean and covariance of alpha before each decision and after the last outcome."""
    n = len(r) + 1
    mean = np.zeros(n)
    load = np.zeros((n, n))  # on the initial state and on each shock
    mean[0], load[0, 0] = th["mu0"], th["tau0"]
    for k, value in enumerate(r):
        up, down = max(value, 0), max(-value, 0)
        f = 1 - th["gain"] * up - th["loss"] * down
        mean[k + 1] = f * mean[k] + th["gain"] * up
        load[k + 1] = f * load[k]
        load[k + 1, k + 1] = th["q"]
    return mean, load @ load.T


def given(mean, covariance, g, d, se, seen, k):
    """Mean and variance of alpha_k given the first `seen` moves."""
    G = np.zeros((seen, len(mean)))
    G[np.arange(seen), np.arange(seen)] = g[:seen]
    S = G @ covariance @ G.T + se**2 * np.eye(seen)
    C = covariance[k] @ G.T
    return float(mean[k] + C @ np.linalg.solve(S, d[:seen] - G @ mean)), float(
        covariance[k, k] - C @ np.linalg.solve(S, C))


def kalman(rows):
    g = np.array([m - p for p, m, _, _ in rows])
    d = np.array([a - p for p, _, a, _ in rows])
    r = [fidelity(p, m, y) for p, m, _, y in rows]
    th, n = DYNAMICS, len(rows)
    mean, covariance = trust_path(r, th)

    def likelihood(seen):
        if seen == 0:
            return 0.0
        G = np.diag(g[:seen])
        S = G @ covariance[:seen, :seen] @ G + th["se"]**2 * np.eye(seen)
        return log_density(d[:seen], G @ mean[:seen], S)

    def state(seen, k):
        return given(mean, covariance, g, d, th["se"], seen, k)

    return {
        "r": r,
        "ll": likelihood(n),
        "perEvent": [likelihood(k + 1) - likelihood(k) for k in range(n)],
        "filtered": [state(k + 1, k) for k in range(n)],
        "prediction": state(n, n),
        "smoothed": [state(n, k) for k in range(n)],
    }


def types(rows):
    g = np.array([m - p for p, m, _, _ in rows])
    d = np.array([a - p for p, _, a, _ in rows])
    th, n = TYPES, len(rows)
    noise = th["s"]**2 * np.eye(n)
    by_type = {
        "TE": log_density(d, th["mu0"] * g, noise + th["tau"]**2 * np.outer(g, g)),
        "L0": log_density(d, g, noise),
        "L1": log_density(d, g - th["delta"], noise),
        "L2": log_density(d, g - 2 * th["delta"], noise),
        "BAB": log_density(d, 0 * g, noise),
    }
    joint = {name: np.log(SHARES[name]) + value for name, value in by_type.items()}
    mixture = float(np.logaddexp.reduce(list(joint.values())))
    return {
        "logLikelihoods": by_type,
        "mixture": mixture,
        "responsibilities": {name: float(np.exp(value - mixture)) for name, value in joint.items()},
    }


print(json.dumps({
    "numpy": np.__version__,
    "sellers": {name: {"kalman": kalman(rows), "types": types(rows)} for name, rows in SELLERS.items()},
}, indent=1))
