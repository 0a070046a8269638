"""Ordered probit and logit of the wine ratings a second time, by SciPy's BFGS with numeric derivatives, and the
marginal likelihood of an answer whose regressor is only known as N(m, P), by adaptive quadrature.

    python3 reference/ordered.py ../shared/data/published/wine.csv > reference/out/ordered.json
"""

import csv
import json
import sys

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.special import expit, ndtr
from scipy.stats import norm


def log_likelihood(theta, x, y, cdf):
    cuts = np.concatenate(([-np.inf], theta[2:3], theta[2] + np.cumsum(np.exp(theta[3:])), [np.inf]))
    eta = x @ theta[:2]
    return np.log(cdf(cuts[y + 1] - eta) - cdf(cuts[y] - eta)).sum()


def hessian(f, x, h=1e-4):
    n = len(x)
    e = np.eye(n) * h
    return np.array(
        [
            [
                (f(x + e[i] + e[j]) - f(x + e[i] - e[j]) - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / (4 * h * h)
                for j in range(n)
            ]
            for i in range(n)
        ]
    )


def fit(x, y, cdf):
    f = lambda theta: -log_likelihood(theta, x, y, cdf)
    found = minimize(f, [0.1, 0.1, -1, 0, 0, 0], method="BFGS", options={"gtol": 1e-7})
    theta = found.x
    se = np.sqrt(np.diag(np.linalg.inv(hessian(f, theta))))
    cuts = np.concatenate((theta[2:3], theta[2] + np.cumsum(np.exp(theta[3:]))))
    return {
        "slopes": [round(v, 6) for v in theta[:2]],
        "se": [round(v, 6) for v in se[:2]],
        "thresholds": [round(v, 6) for v in cuts],
        "logLikelihood": round(-found.fun, 7),
    }


def marginal(b, m, variance, lower, upper):
    sd = np.sqrt(variance)
    inside = lambda a: (ndtr(upper - b * a) - ndtr(lower - b * a)) * norm.pdf(a, m, sd)
    return quad(inside, m - 9 * sd, m + 9 * sd, epsabs=1e-13, epsrel=1e-12, limit=400)[0]


rows = list(csv.DictReader(open(sys.argv[1])))
X = np.array([[row["temp"] == "warm", row["contact"] == "yes"] for row in rows], dtype=float)
Y = np.array([int(row["rating"]) - 1 for row in rows])
CASES = [(4.0, 0.5, 0.04, 1.0, 2.5), (12.0, 0.2, 0.01, 2.0, 2.1), (-3.0, 0.7, 0.2, -4.0, -1.0)]
json.dump(
    {
        "probit": fit(X, Y, ndtr),
        "logit": fit(X, Y, expit),
        "marginal": [
            {"b": b, "m": m, "variance": v, "lower": lo, "upper": up, "probability": round(marginal(b, m, v, lo, up), 12)}
            for b, m, v, lo, up in CASES
        ],
    },
    sys.stdout,
    indent=1,
)
print()
