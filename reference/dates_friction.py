"""Table 7.2 of docs/model.md fitted a second time, in numpy and scipy with numeric gradients: the deterministic friction
likelihood (31 nodes) on dates.csv, sequences = seller x recommender with at least 3 events, |gap| >= 2 years, rows below
that dropped with their outcomes, g0 = 10, outcomes treated as seen in both samples.

    python3 reference/dates_friction.py ../shared/data/rounds/dates.csv > reference/out/dates-friction.json
"""

import csv
import json
import sys
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp, ndtr

KAPPA, G0, GMIN = 0.1, 10.0, 2.0
Z = -2.6 + np.arange(31) * 5.2 / 30
LOGW = -(Z**2) / 2 - logsumexp(-(Z**2) / 2)


def sequences(path, feedback):
    groups = defaultdict(list)
    for row in csv.DictReader(open(path)):
        if row["process_outcome_feedback"] != feedback:
            continue
        try:
            p, m, a, y = (float(row[k]) for k in ("prior_plan", "recommended", "chosen", "outcome"))
        except ValueError:
            continue
        if abs(m - p) < GMIN:
            continue
        own, theirs = abs(p - y), abs(m - y)
        r = (own - theirs) / (own + theirs) if own + theirs else 0.0
        groups[row["seller_id"], row["recommender"]].append((int(row["round"]), m - p, (a - p) / (m - p), r))
    return [[x[1:] for x in sorted(g)] for g in groups.values() if len(g) >= 3]


def padded(seqs):
    n, t = len(seqs), max(map(len, seqs))
    g, w, r = np.ones((n, t)), np.zeros((n, t)), np.zeros((n, t))
    used = np.zeros((n, t), bool)
    for i, seq in enumerate(seqs):
        for k, (gap, weight, fid) in enumerate(seq):
            g[i, k], w[i, k], r[i, k], used[i, k] = abs(gap), weight, fid, True
    return g, w, r, used


def log_likelihood(th, data, model):
    g, w, r, used = data
    mu0, tau0, sw, se, eps, bg = th[0], np.exp(th[1]), np.exp(th[2]), np.exp(th[3]), 1 / (1 + np.exp(-th[4])), th[5]
    gain, loss = {"static": (0, 0), "symmetric": (th[6:7], th[6:7]), "asymmetric": (th[6:7], th[7:8])}[model]
    alpha = np.repeat((mu0 + tau0 * Z)[None, :], len(g), 0)
    log = np.repeat(LOGW[None, :], len(g), 0)
    for k in range(g.shape[1]):
        sd = np.sqrt(sw**2 + (se / g[:, k]) ** 2)[:, None]
        e = alpha + bg * np.log(g[:, k] / G0)[:, None]
        W = w[:, k][:, None]
        keep, accept = W < KAPPA, W > 1 - KAPPA
        x = np.where(keep, (KAPPA - e) / sd, np.where(accept, (e - 1 + KAPPA) / sd, (W - e) / sd))
        own = np.where(keep | accept, ndtr(x), np.exp(-x * x / 2) / np.sqrt(2 * np.pi) / sd)
        lapse = np.where(keep | accept, 1 / 3, 1 / (3 * (1 - 2 * KAPPA)))
        u = used[:, k][:, None]
        log = log + np.where(u, np.log((1 - eps) * own + eps * lapse), 0)
        rk = r[:, k][:, None]
        step = gain * np.maximum(rk, 0) * (1 - alpha) - loss * np.maximum(-rk, 0) * alpha
        alpha = alpha + np.where(u, step, 0)
    return logsumexp(log, axis=1).sum()


START = [0.5, np.log(0.4), np.log(0.25), np.log(1.0), -1.0, 0.2]
out = {}
for feedback in ("1", "0"):
    seqs = sequences(sys.argv[1], feedback)
    data = padded(seqs)
    out[feedback] = {"sequences": len(seqs), "events": sum(map(len, seqs))}
    x = START
    for model, extra in (("static", []), ("symmetric", [0.0]), ("asymmetric", [0.0])):
        x = list(x) + extra
        fit = minimize(lambda th: -log_likelihood(th, data, model), x, method="L-BFGS-B",
                       options=dict(maxiter=500, ftol=1e-12, gtol=1e-5))
        x = fit.x
        mu0, ltau, lsw, lse, leps, bg, *gains = x
        names = {"static": [], "symmetric": ["both"], "asymmetric": ["gain", "loss"]}[model]
        out[feedback][model] = {
            "logLikelihood": round(-fit.fun, 3), "mu0": round(mu0, 4), "tau0": round(np.exp(ltau), 4),
            "sw": round(np.exp(lsw), 4), "se": round(np.exp(lse), 4), "eps": round(1 / (1 + np.exp(-leps)), 4),
            "bg": round(bg, 4), **{k: round(v, 4) for k, v in zip(names, gains)},
        }
print(json.dumps(out, indent=1))
