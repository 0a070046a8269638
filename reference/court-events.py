"""The theories of the court in the QD event likelihood (docs/model.md 6.5 and 6.7b) written a second time, in numpy: log-likelihoods
of sellers A, B, C and of a small panel under every theory, of the mixture, and the maxima over the panel found by SciPy with
numeric gradients.

    python3 reference/court-events.py > reference/out/court-events.json
"""

import json

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from scipy.stats import norm

KAPPA = 0.1
KEEP, ACCEPT, ADJUST = 1, 2, 3
SELLERS = [  # A, B, C: prior plan, recommended, chosen, outcome
    [(4.00, 4.40, 4.20, 4.50), (4.10, 3.90, 4.00, 3.80), (4.30, 4.80, 4.60, 4.20), (4.00, 4.50, 4.10, 4.45),
     (4.20, 4.00, 4.20, 4.05)],
    [(3.00, 3.50, 3.45, 3.40), (3.20, 3.00, 3.02, 3.05), (3.10, 3.60, 3.58, 3.50)],
    [(5.00, 5.30, 5.00, 5.10), (5.10, 5.50, 5.10, 5.20), (5.20, 4.90, 5.20, 5.00)],
]
TYPES = ["TE", "L0", "L1", "L2", "BAB"]
TRUTH = dict(mu0=0.5, tau0=0.2, delta=0.1, se=0.05, sw=0.15, eps=0.02, gain=0.1, loss=0.2, q=0.03)
SHARES = [0.5, 0.1, 0.15, 0.05, 0.2]


def kind_of(weight):
    return KEEP if weight < KAPPA else ACCEPT if weight > 1 - KAPPA else ADJUST


def golden(rows):
    """One seller of docs/model.md 8: gap, kind, W, bound (+1 upper, -1 lower), range, r."""
    result = []
    for p, m, a, y in rows:
        own, theirs = abs(p - y), abs(m - y)
        w = (a - p) / (m - p)
        result.append((m - p, kind_of(w), w, 0, 0.0, (own - theirs) / (own + theirs)))
    return result


def panel(sellers, rounds, seed):
    """Sellers of all types who answer by button; every sixth recommendation stands at a bound of its range."""
    rng = np.random.default_rng(seed)
    result = []
    for _ in range(sellers):
        member = rng.choice(TYPES, p=SHARES)
        alpha = rng.normal(TRUTH["mu0"], TRUTH["tau0"])
        events = []
        for t in range(rounds):
            g = round(float(rng.choice([-1, 1]) * rng.uniform(0.05, 0.6)), 3)
            cap = int(rng.choice([-1, 1])) if rng.uniform() < 1 / 6 else 0
            width = round(float(rng.uniform(0.05, 1)), 3) if cap else 0.0
            one = (g, 0, 0.0, cap, width, 0.0)
            e = float(predicted(member, [one], TRUTH, 1)(np.array([alpha]))[0, 0])
            w = e + rng.normal() * np.hypot(TRUTH["sw"], TRUTH["se"] / g)
            kind = kind_of(w)
            w = round(float({KEEP: 0.0, ACCEPT: 1.0}.get(kind, w)), 4)
            r = round(float(rng.uniform(-1, 1)), 3) if rng.uniform() < 0.8 else None
            events.append((g, kind, w, cap, width, r))
        result.append(events)
    return result


def discount(events, c, sign):
    """What a seller takes off each recommendation."""
    return np.array([min(c, width) / 2 if cap == sign else c for _, _, _, cap, width, _ in events])


def predicted(theory, events, th, sign):
    """alpha (array) -> predicted weights, one row per event and one column per alpha."""
    g = np.array([event[0] for event in events])
    fixed = {
        "BAB": lambda: 0 * g,
        "L0": lambda: 1 + 0 * g,
        "L1": lambda: 1 - sign * discount(events, th["delta"], sign) / g,
        "L2": lambda: 1 - sign * discount(events, 2 * th["delta"], sign) / g,
        "FD": lambda: np.maximum(0, 1 - th["delta"] / np.abs(g)),
    }
    if theory in fixed:
        e = fixed[theory]()
        return lambda alpha: np.repeat(e[:, None], len(alpha), axis=1)
    h = 1 - sign * discount(events, th["delta"], sign) / g if theory == "hybrid" else 1 + 0 * g
    return lambda alpha: h[:, None] * alpha[None, :]


def density(event, e, th):
    """Likelihood of one decision at predicted weights e."""
    g, kind, w = event[:3]
    sd = np.sqrt(th["sw"] ** 2 + (th["se"] / g) ** 2)
    if kind == KEEP:
        own, lapse = norm.cdf((KAPPA - e) / sd), 1 / 3
    elif kind == ACCEPT:
        own, lapse = norm.cdf((e - 1 + KAPPA) / sd), 1 / 3
    else:
        own, lapse = norm.pdf((w - e) / sd) / sd, 1 / (3 * (1 - 2 * KAPPA))
    return (1 - th["eps"]) * own + th["eps"] * lapse


Z = -2.6 + np.arange(31) * 5.2 / 30
W = np.exp(-(Z**2) / 2)
W /= W.sum()


def static(theory, events, th, sign=1):
    e = predicted(theory, events, th, sign)(th["mu0"] + th["tau0"] * Z)
    return logsumexp(np.log(W) + sum(np.log(density(event, row, th)) for event, row in zip(events, e)))


def dynamic(events, th):
    """QD-ADF without gap slope."""
    z = np.arange(-4, 4.01, 0.25)
    w = np.exp(-(z**2) / 2)
    w /= w.sum()
    m, P, ll = th["mu0"], th["tau0"] ** 2, 0.0
    for event in events:
        alpha = m + np.sqrt(P) * z
        mass = w * density(event, alpha, th)
        s = mass.sum()
        ll += np.log(s)
        m = mass @ alpha / s
        P = max(mass @ alpha**2 / s - m**2, 1e-8)
        if event[5] is not None:
            rp, rn = max(event[5], 0), max(-event[5], 0)
            F = 1 - th["gain"] * rp - th["loss"] * rn
            m, P = F * m + th["gain"] * rp, F * F * P + th["q"] ** 2
    return ll


def mixture(events, th, shares, sign=1):
    return logsumexp([np.log(pi) + static(theory, events, th, sign) for theory, pi in zip(TYPES, shares)])


def everything(sellers, sign):
    out = {name: [static(name, events, TRUTH, sign) for events in sellers] for name in TYPES + ["FD", "hybrid"]}
    out["TE-dyn"] = [dynamic(events, TRUTH) for events in sellers]
    out["mixture"] = [mixture(events, TRUTH, SHARES, sign) for events in sellers]
    return out


FREE = {
    "BAB": [],
    "L0": [],
    "L1": ["delta"],
    "FD": ["delta"],
    "TE": ["mu0", "tau0"],
    "hybrid": ["mu0", "tau0", "delta"],
    "mixture": ["mu0", "tau0", "delta"],
}
NOISE = ["se", "sw", "eps"]
BOX = dict(mu0=(-2, 3), tau0=(0, 20), delta=(0.02, 50), se=(-7, 7), sw=(np.log(0.02), 3), eps=(-7, 0))


def natural(names, x):
    read = dict(se=np.exp, sw=np.exp, eps=expit)
    th = dict(TRUTH, mu0=0.5, tau0=0.2)
    th.update({name: read.get(name, lambda v: v)(value) for name, value in zip(names, x)})
    return th


def maximum(theory, sellers, sign=1):
    names = FREE[theory] + NOISE
    start = dict(mu0=0.5, tau0=0.2, delta=0.1, se=np.log(0.05), sw=np.log(0.15), eps=np.log(0.02 / 0.98))
    count = len(names)

    def objective(x):
        th = natural(names, x[:count])
        if theory != "mixture":
            return -sum(static(theory, events, th, sign) for events in sellers)
        shares = np.exp(x[count:] - logsumexp(x[count:]))
        return -sum(mixture(events, th, shares, sign) for events in sellers)

    x0 = [start[name] for name in names] + (list(np.log(SHARES)) if theory == "mixture" else [])
    bounds = [BOX[name] for name in names] + ([(-16, 3)] * len(TYPES) if theory == "mixture" else [])
    found = minimize(objective, x0, method="L-BFGS-B", bounds=bounds, options=dict(maxiter=400, maxfun=20000, ftol=1e-14))
    th = natural(names, found.x[:count])
    result = dict(ll=-found.fun, **{name: th[name] for name in names})
    if theory == "mixture":
        result["shares"] = list(np.exp(found.x[count:] - logsumexp(found.x[count:])))
    return result


def rounded(value, digits):
    if isinstance(value, dict):
        return {k: rounded(v, digits) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v, digits) for v in value]
    return None if value is None else round(float(value), digits)


def lines(name, values):
    return f' "{name}": [\n' + ",\n".join("  " + json.dumps(value) for value in values) + "\n ]"


def main():
    three = [golden(rows) for rows in SELLERS]
    many = panel(36, 10, 7)
    likelihoods = {
        "golden": rounded(everything(three, 1), 9),
        "up": rounded(everything(many, 1), 9),
        "down": rounded(everything(many, -1), 9),
    }
    maxima = {theory: rounded(maximum(theory, many), 6) for theory in FREE}
    parts = [lines("panel", many)]
    for name, values in (*likelihoods.items(), ("maxima", maxima)):
        parts.append(f' "{name}": {json.dumps(values)}')
    print("{\n" + ",\n".join(parts) + "\n}")


if __name__ == "__main__":
    main()
