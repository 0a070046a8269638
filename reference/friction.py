"""The friction likelihood of docs/model.md 6.5 written a second time, in numpy: log-likelihoods and trust of the golden
sellers under QD and QD-ADF, and the same under a grid filter and smoother, which assumes no shape of the state at all.

    python3 reference/friction.py > reference/out/friction.json
"""

import json

import numpy as np
from scipy.special import logsumexp
from scipy.stats import norm

KAPPA = 0.1
SELLERS = {
    "A": [(4.00, 4.40, 4.20, 4.50), (4.10, 3.90, 4.00, 3.80), (4.30, 4.80, 4.60, 4.20), (4.00, 4.50, 4.10, 4.45),
          (4.20, 4.00, 4.20, 4.05)],
    "B": [(3.00, 3.50, 3.45, 3.40), (3.20, 3.00, 3.02, 3.05), (3.10, 3.60, 3.58, 3.50)],
    "C": [(5.00, 5.30, 5.00, 5.10), (5.10, 5.50, 5.10, 5.20), (5.20, 4.90, 5.20, 5.00)],
}
BASE = dict(mu0=0.5, tau0=0.2, gain=0.1, loss=0.2, q=0.0, sw=0.15, se=0.05, eps=0.02, bg=0.0, g0=0.2)


def timeline(rows):
    """(gap, W, r) of each round."""
    result = []
    for p, m, a, y in rows:
        own, theirs = abs(p - y), abs(m - y)
        result.append((m - p, (a - p) / (m - p), (own - theirs) / (own + theirs)))
    return result


def event(alpha, g, w, th):
    """Likelihood of one decision at trust alpha (array)."""
    e = alpha + th["bg"] * np.log(abs(g) / th["g0"])
    sd = np.sqrt(th["sw"] ** 2 + (th["se"] / abs(g)) ** 2)
    if w < KAPPA:
        own, lapse = norm.cdf((KAPPA - e) / sd), 1 / 3
    elif w > 1 - KAPPA:
        own, lapse = norm.cdf((e - 1 + KAPPA) / sd), 1 / 3
    else:
        own, lapse = norm.pdf((w - e) / sd) / sd, 1 / (3 * (1 - 2 * KAPPA))
    return (1 - th["eps"]) * own + th["eps"] * lapse


def motion(r, th):
    c = th["gain"] * max(r, 0)
    return 1 - c - th["loss"] * max(-r, 0), c


def qd(rows, th):
    z = -2.6 + np.arange(31) * 5.2 / 30
    w = np.exp(-z**2 / 2)
    w /= w.sum()
    alpha, log = th["mu0"] + th["tau0"] * z, np.log(w)
    for g, weight, r in timeline(rows):
        log = log + np.log(event(alpha, g, weight, th))
        F, c = motion(r, th)
        alpha = F * alpha + c
    ll = logsumexp(log)
    post = np.exp(log - ll)
    mean = post @ alpha
    return dict(ll=ll, mean=mean, sd=np.sqrt(post @ (alpha - mean) ** 2))


def adf(rows, th):
    z = np.arange(-4, 4.01, 0.25)
    w = np.exp(-z**2 / 2)
    w /= w.sum()
    m, P, ll = th["mu0"], th["tau0"] ** 2, 0.0
    for g, weight, r in timeline(rows):
        alpha = m + np.sqrt(P) * z
        mass = w * event(alpha, g, weight, th)
        s = mass.sum()
        ll += np.log(s)
        m = mass @ alpha / s
        P = max(mass @ alpha**2 / s - m**2, 1e-8)
        F, c = motion(r, th)
        m, P = F * m + c, F * F * P + th["q"] ** 2
    return dict(ll=ll, mean=m, sd=np.sqrt(P))


def grid(rows, th, points):
    """Filter and smoother on a grid: no Gaussian assumption. Smoothed moments at each decision and at the end."""
    a = np.linspace(-1.0, 2.0, points)
    state = norm.pdf(a, th["mu0"], th["tau0"])
    state /= state.sum()
    ll, filtered, kernels = 0.0, [], []
    for g, weight, r in timeline(rows):
        state = state * event(a, g, weight, th)
        ll += np.log(state.sum())
        state /= state.sum()
        filtered.append(state)
        F, c = motion(r, th)
        kernel = norm.pdf(a[None, :], (F * a + c)[:, None], th["q"])
        kernel /= kernel.sum(axis=1, keepdims=True)
        kernels.append(kernel)
        state = state @ kernel
    smoothed, after = [state], state
    for state, kernel in zip(filtered[::-1], kernels[::-1]):
        ahead = state @ kernel
        ratio = np.where(ahead > 1e-300, after / np.maximum(ahead, 1e-300), 0)
        after = state * (kernel @ ratio)
        smoothed.append(after)
    moments = [(float(s @ a), float(np.sqrt(s @ (a - s @ a) ** 2))) for s in smoothed[::-1]]
    return dict(ll=ll, mean=moments[-1][0], sd=moments[-1][1], smoothed=moments)


def rounded(value):
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    return round(float(value), 8)


out = {}
for name, rows in SELLERS.items():
    out[name] = {}
    for bg in (0.0, 0.2):
        out[name][f"bg {bg}"] = dict(
            qd=qd(rows, {**BASE, "bg": bg}),
            adf=adf(rows, {**BASE, "bg": bg, "q": 0.03}),
            grid81=grid(rows, {**BASE, "bg": bg, "q": 0.03}, 81),
            grid2001=grid(rows, {**BASE, "bg": bg, "q": 0.03}, 2001),
        )
print(json.dumps(rounded(out), indent=1))
