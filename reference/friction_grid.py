"""QD-ADF against a filter that assumes no shape of the state (docs/model.md 6.5): 150 sellers x 16 rounds of design G2 with drift
q = .03, fitted by SciPy with numeric gradients under an 81-point grid filter and under QD-ADF. Takes some minutes.

    python3 reference/friction_grid.py test/golden/friction-150x16.csv.gz > reference/out/friction-grid.json

The first argument is written: gap, weight W = d/g and fidelity r of each round, seller by seller, the same bytes each time."""

import gzip
import json
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, ndtr

SELLERS, ROUNDS, KAPPA = 150, 16, 0.1
TRUTH = dict(mu0=0.5, tau0=0.3, gain=0.1, loss=0.2, q=0.03, se=0.05, sw=0.2, eps=0.05)


def generated():
    """gap, W, r, each ROUNDS x SELLERS, rounded as they are written."""
    rng, t = np.random.Generator(np.random.PCG64(65)), TRUTH
    alpha = t["mu0"] + t["tau0"] * rng.standard_normal(SELLERS)
    rows = []
    for _ in range(ROUNDS):
        y = 0.5 * rng.standard_normal(SELLERS)
        p, m = y + 0.4 * rng.standard_normal(SELLERS), y + 0.3 * rng.standard_normal(SELLERS)
        g = np.where(np.abs(m - p) < 0.02, 0.02, m - p)
        w = alpha + np.hypot(t["sw"], t["se"] / g) * rng.standard_normal(SELLERS)
        w = np.where(w < KAPPA, 0, np.where(w > 1 - KAPPA, 1, w))
        u, kind = rng.random(SELLERS), rng.random(SELLERS)
        lapse = np.where(kind < 1 / 3, 0, np.where(kind < 2 / 3, 1, KAPPA + (3 * kind - 2) * (1 - 2 * KAPPA)))
        w = np.where(u < t["eps"], lapse, w)
        own, theirs = np.abs(p - y), np.abs(m - y)
        r = (own - theirs) / (own + theirs)
        rows.append((g, w, r))
        alpha = alpha + t["gain"] * np.maximum(r, 0) * (1 - alpha) - t["loss"] * np.maximum(-r, 0) * alpha
        alpha = alpha + t["q"] * rng.standard_normal(SELLERS)
    return np.round(np.array(rows), 6).transpose(1, 0, 2), alpha


def likelihood(alpha, g, w, th):
    """Of one decision of each seller at each of her alphas (sellers x points)."""
    g, w = np.abs(g)[:, None], w[:, None]
    sd = np.sqrt(th["sw"] ** 2 + (th["se"] / g) ** 2)
    keep, accept = w < KAPPA, w > 1 - KAPPA
    x = np.where(keep, (KAPPA - alpha) / sd, np.where(accept, (alpha - 1 + KAPPA) / sd, (w - alpha) / sd))
    own = np.where(keep | accept, ndtr(x), np.exp(-x * x / 2) / np.sqrt(2 * np.pi) / sd)
    return (1 - th["eps"]) * own + th["eps"] * np.where(keep | accept, 1 / 3, 1 / (3 * (1 - 2 * KAPPA)))


def motion(r, th):
    c = th["gain"] * np.maximum(r, 0)
    return 1 - c - th["loss"] * np.maximum(-r, 0), c


def by_grid(data, th):
    """Log-likelihood, and mean and sd of trust after the last outcome, on 81 points."""
    a = np.linspace(-0.8, 1.8, 81)
    state = np.exp(-(((a - th["mu0"]) / th["tau0"]) ** 2) / 2)
    state = np.repeat((state / state.sum())[None, :], SELLERS, 0)
    ll = 0.0
    for g, w, r in zip(*data):
        state = state * likelihood(a[None, :], g, w, th)
        total = state.sum(axis=1, keepdims=True)
        ll += np.log(total).sum()
        F, c = motion(r, th)
        off = (a[None, None, :] - F[:, None, None] * a[None, :, None] - c[:, None, None]) / th["q"]
        log = -(off**2) / 2
        kernel = np.exp(log - log.max(axis=2, keepdims=True))
        kernel /= kernel.sum(axis=2, keepdims=True)
        state = np.einsum("ij,ijk->ik", state / total, kernel)
    mean = state @ a
    return ll, mean, np.sqrt(np.maximum(state @ a**2 - mean**2, 0))


def by_adf(data, th):
    z = np.arange(-4, 4.01, 0.25)
    weight = np.exp(-z**2 / 2)
    weight /= weight.sum()
    m, P, ll = np.full(SELLERS, th["mu0"]), np.full(SELLERS, th["tau0"] ** 2), 0.0
    for g, w, r in zip(*data):
        alpha = m[:, None] + np.sqrt(P)[:, None] * z
        mass = weight * likelihood(alpha, g, w, th)
        s = mass.sum(axis=1)
        ll += np.log(s).sum()
        m = (mass * alpha).sum(axis=1) / s
        P = np.maximum((mass * alpha**2).sum(axis=1) / s - m**2, 1e-8)
        F, c = motion(r, th)
        m, P = F * m + c, F * F * P + th["q"] ** 2
    return ll, m, np.sqrt(P)


def parameters(x):
    mu0, ltau, gain, loss, lq, lse, lsw, leps = x
    return dict(mu0=mu0, tau0=np.exp(ltau), gain=gain, loss=loss, q=np.exp(lq), se=np.exp(lse), sw=np.exp(lsw), eps=expit(leps))


def fitted(filtered, data):
    start = [0.5, np.log(0.3), 0.1, 0.15, np.log(0.04), np.log(0.06), np.log(0.2), np.log(0.05)]
    found = minimize(lambda x: -filtered(data, parameters(x))[0], start, method="L-BFGS-B",
                     bounds=[(-2, 3), (-7, 3), (-0.98, 0.98), (-0.98, 0.98), (-4.6, 3), (-7, 3), (-7, 3), (-7, 3)],
                     options=dict(maxiter=300, ftol=1e-11, gtol=1e-4))
    th = parameters(found.x)
    ll, mean, sd = filtered(data, th)
    return {"logLikelihood": ll, **th, "trust": list(zip(mean, sd))}


def rounded(value):
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    return round(float(value), 5)


data, trust = generated()
lines = ["gap,weight,fidelity"]
lines += ["%.6f,%.6f,%.6f" % tuple(data[:, t, i]) for i in range(SELLERS) for t in range(ROUNDS)]
with open(sys.argv[1], "wb") as file:
    file.write(gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0))
out = {"truth": {**TRUTH, "trust": list(trust)}, "at the truth": {"grid": by_grid(data, TRUTH)[0], "adf": by_adf(data, TRUTH)[0]}}
for name, filtered in (("adf", by_adf), ("grid", by_grid)):
    out[name] = fitted(filtered, data)
    print(name, round(out[name]["logLikelihood"], 4), file=sys.stderr)
print(json.dumps(rounded(out)).replace("], [", "],\n ["))
