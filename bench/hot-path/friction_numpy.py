#!/usr/bin/env python3
"""QD log-likelihood (docs/model.md 6.5) with its gradient, all sellers of a round at once in numpy, for `bench/hot-path.ts`.

usage: friction_numpy.py FILE SELLERS ROUNDS [FIT]    FILE: doubles, columns kind weight design logGap fidelity, one behind the other
prints the value and the CPU seconds of one, those of a value with its gradient by the same formulas as ours, and the gradient;
with FIT, JSON of start, lower and upper, instead the maximum by L-BFGS-B and its CPU seconds, by differences and by the formulas.
theta = (mu0, tau0, gain, loss, ln se, bg, ln sw, logit eps)"""
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit, ndtr

KEEP, ACCEPT, ADJUST, KAPPA = 1, 2, 3, 0.1
THETA = np.array([0.5, 0.2, 0.1, 0.2, np.log(0.1), 0.05, np.log(0.2), logit(0.03)])

path, sellers, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
kind, weight, g, log_gap, r = np.fromfile(path).reshape(5, sellers, rounds).transpose(0, 2, 1).copy()
z = -2.6 + np.arange(31) * 5.2 / 30
w = np.exp(-z**2 / 2)
w /= w.sum()
kinds = (
    (KEEP, 1 / 3, [np.flatnonzero(kind[t] == KEEP) for t in range(rounds)]),
    (ACCEPT, 1 / 3, [np.flatnonzero(kind[t] == ACCEPT) for t in range(rounds)]),
    (ADJUST, 1 / (3 * (1 - 2 * KAPPA)), [np.flatnonzero(kind[t] == ADJUST) for t in range(rounds)]),
)
rise = np.where(np.isnan(r), 0, np.maximum(r, 0))
fall = np.where(np.isnan(r), 0, np.maximum(-r, 0))
ROOT_2PI = np.sqrt(2 * np.pi)


def forward(theta, keep):
    MU0, TAU0, GAIN, LOSS, LN_SE, BG, LN_SW, LOGIT = theta
    SE, SW, EPS = np.exp(LN_SE), np.exp(LN_SW), expit(LOGIT)
    m, root = np.full(sellers, MU0), np.full(sellers, TAU0)
    product = np.ones((sellers, 31))
    kept = []
    for t in range(rounds):
        sd = np.sqrt(SW**2 + (SE / g[t]) ** 2)
        e0 = m + BG * log_gap[t]
        events = []
        for which, lapse, members in kinds:
            at = members[t]
            s = sd[at]
            if which == ACCEPT:
                x = ((e0[at] - 1 + KAPPA) / s)[:, None] + (root[at] / s)[:, None] * z
            else:
                x = (((KAPPA if which == KEEP else weight[t][at]) - e0[at]) / s)[:, None] - (root[at] / s)[:, None] * z
            if which == ADJUST:
                phi = np.exp(-0.5 * x * x) * ((1 - EPS) / (s * ROOT_2PI))[:, None]
                likelihood = phi + EPS * lapse
                slope = phi * x / s[:, None] if keep else None
            else:
                likelihood = (1 - EPS) * ndtr(x) + EPS * lapse
                sign = 1 if which == ACCEPT else -1
                slope = np.exp(-0.5 * x * x) * (sign * (1 - EPS) / (s * ROOT_2PI))[:, None] if keep else None
            product[at] *= likelihood
            if keep:
                events.append((likelihood, slope, x))
        F = 1 - GAIN * rise[t] - LOSS * fall[t]
        if keep:
            kept.append((m, root, sd, F, events))
        m = F * m + GAIN * rise[t]
        root = root * F
    return product, kept


def log_likelihood(theta=THETA):
    return np.log(forward(theta, False)[0] @ w).sum()


def with_gradient(theta=THETA):
    SE, SW, EPS = np.exp(theta[4]), np.exp(theta[6]), expit(theta[7])
    product, kept = forward(theta, True)
    total = product @ w
    posterior = product * w / total[:, None]
    pull, pull_z = np.zeros(sellers), np.zeros(sellers)
    d = dict(mu0=0.0, tau0=0.0, gain=0.0, loss=0.0, se=0.0, bg=0.0, sw=0.0, eps=0.0)
    for t in reversed(range(rounds)):
        m, root, sd, F, events = kept[t]
        dF = pull * m + pull_z * root
        d["gain"] += (rise[t] * (pull - dF)).sum()
        d["loss"] -= (fall[t] * dF).sum()
        pull, pull_z = pull * F, pull_z * F
        for (which, lapse, members), (likelihood, slope, x) in zip(kinds, events):
            at = members[t]
            share = posterior[at] / likelihood
            by_weight = share * slope
            de, dez, inverse = by_weight.sum(1), by_weight @ z, share.sum(1)
            sign = 1 if which == ACCEPT else -1
            dsd = -sign * (by_weight * x).sum(1)
            if which == ADJUST:
                dsd -= (1 - EPS * lapse * inverse) / sd[at]
            d["eps"] += ((lapse * inverse - 1) / (1 - EPS)).sum()
            d["bg"] += (de * log_gap[t][at]).sum()
            d["sw"] += (dsd * SW / sd[at]).sum()
            d["se"] += (dsd * SE / (g[t][at] ** 2 * sd[at])).sum()
            pull[at] += de
            pull_z[at] += dez
    d["mu0"], d["tau0"] = pull.sum(), pull_z.sum()
    by_theta = [d["mu0"], d["tau0"], d["gain"], d["loss"], d["se"] * SE, d["bg"], d["sw"] * SW, d["eps"] * EPS * (1 - EPS)]
    return np.log(total).sum(), np.array(by_theta)


def seconds(run, times):
    run()
    least = np.inf
    for _ in range(times):
        start = time.process_time()
        run()
        least = min(least, time.process_time() - start)
    return least


def negative(theta):
    value, slopes = with_gradient(theta)
    return -value, -slopes


def fitted(objective, by_formulas, start, lower, upper):
    begun = time.process_time()
    within = list(zip(lower, upper))
    found = minimize(objective, start, jac=by_formulas, method="L-BFGS-B", bounds=within, options=dict(ftol=1e-11, gtol=1e-4))
    return f"{-found.fun:.9f} {time.process_time() - begun:.6f}"


if len(sys.argv) > 4:
    fit = json.loads(sys.argv[4])
    print(fitted(lambda theta: -log_likelihood(theta), None, **fit), fitted(negative, True, **fit))
else:
    told = [f"{x:.6f}" for x in with_gradient()[1]]
    print(f"{log_likelihood():.9f} {seconds(log_likelihood, 5):.6f} {seconds(with_gradient, 3):.6f}", *told)
