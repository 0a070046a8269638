"""Table 7.3 of docs/model.md a second time, in numpy and scipy: laws of motion of trust that 100 people reported before and
after each of 10 rounds, by least squares of one step; the bootstrap over persons; and trust told from the first report on.

    python3 reference/reported_trust.py ../shared/data/hybrid_trust/Real_World_data.json > reference/out/reported-trust.json
"""

import json
import sys

import numpy as np
from scipy.optimize import minimize

people = json.load(open(sys.argv[1]))
T = np.array([p["trust"] for p in people])
adopted = np.array([np.equal(p["robot_decision_making"], p["human_decision_making"]) for p in people])
success = np.array([np.array(p["task_result"]) > 0 for p in people])
right = adopted == success
before, after = T[:, :-1], T[:, 1:]
change = after - before
up, down = np.where(right, 1 - before, 0), np.where(right, 0, -before)
LAWS = {
    "random walk": [],
    "symmetric": [up + down],
    "asymmetric": [up, down],
    "four-rate": [up * adopted, down * adopted, up * ~adopted, down * ~adopted],
}


def rms(error):
    return float(np.sqrt(np.mean(np.square(error))))


def gains(law, rows):
    if not law:
        return np.zeros(0)
    X = np.column_stack([x[rows].ravel() for x in law])
    return np.linalg.lstsq(X, change[rows].ravel(), rcond=None)[0]


def told(law, b):
    return before + sum((k * x for k, x in zip(b, law)), np.zeros_like(before))


def counts(nu, vs, vf):
    """One step of Beta trust: W grows by vs with a success, by vf with a failure."""
    s, f = np.cumsum(right, 1) - right, np.cumsum(~right, 1) - ~right
    W = nu + vs * s + vf * f
    return (W * before + vs * right) / (W + vs * right + vf * ~right)


def open_loop(gain, loss):
    x, path = T[:, 0].copy(), []
    for k in range(right.shape[1]):
        x = x + gain * right[:, k] * (1 - x) - loss * ~right[:, k] * x
        path.append(x)
    return np.array(path).T


def open_counts(vs, vf, nu=1.0):
    s, f = np.cumsum(right, 1), np.cumsum(~right, 1)
    return (nu * T[:, :1] + vs * s) / (nu + vs * s + vf * f)


def search(error, start):
    return minimize(error, start, method="Nelder-Mead", options=dict(maxiter=9000, xatol=1e-10, fatol=1e-15)).x


everyone = np.arange(len(T))
laws = {}
for name, law in LAWS.items():
    b = gains(law, everyone)
    laws[name] = {"gains": b.tolist(), "rmse": rms(after - told(law, b))}
vs, vf = search(lambda b: rms(after - counts(1.542, *b)), [0.3, 0.3])
laws["counts"] = {"nu": 1.542, "gains": [vs, vf], "rmse": rms(after - counts(1.542, vs, vf))}

rng = np.random.Generator(np.random.PCG64(1))
draws = np.array([gains(LAWS["asymmetric"], rng.integers(0, len(T), len(T))) for _ in range(4000)])
path, count_path = search(lambda b: rms(after - open_loop(*b)), [0.1, 0.1]), search(lambda b: rms(after - open_counts(*b)), [0.2, 0.3])
out = {
    "mean change, adopted x success": [
        [a, s, float(change[(adopted == a) & (success == s)].mean()), int(((adopted == a) & (success == s)).sum())]
        for a in (True, False) for s in (True, False)
    ],
    "laws": laws,
    "bootstrap": {"se": draws.std(0, ddof=1).tolist(), "P(loss > gain)": float((draws[:, 1] > draws[:, 0]).mean())},
    "from the first report on": {
        "asymmetric, one-step gains": rms(after - open_loop(*laws["asymmetric"]["gains"])),
        "asymmetric": {"gains": path.tolist(), "rmse": rms(after - open_loop(*path))},
        "counts": {"gains per nu": count_path.tolist(), "rmse": rms(after - open_counts(*count_path))},
    },
}


def rounded(value):
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return round(value, 6) if isinstance(value, float) else value


print(json.dumps(rounded(out), indent=1))
