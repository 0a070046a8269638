"""Sender-side figures of docs/model.md 6.9 computed a second time, in numpy and scipy, on a small panel made by formula.

    python3 reference/sender.py > reference/out/sender.json
"""

import json

import numpy as np
from scipy.optimize import minimize
from scipy.stats import binomtest, chi2, norm

# 12 sellers, 1 to 5 judged rounds each
rounds = [[(np.sin(3 * i + k) + 0.3, 0.9 * np.sin(3 * i + k) + 0.2 * np.cos(7 * i + 2 * k) + 0.1 * np.sin(5 * i),
            np.sin(3 * i + k) + 0.5 * np.cos(4 * i + k)) for k in range(1 + i % 5)] for i in range(12)]  # m, y, p
seller = np.concatenate([[i] * len(r) for i, r in enumerate(rounds)])
m, y, p = np.array([x for r in rounds for x in r]).T
C, n = len(rounds), len(m)


def clustered(scores):
    return np.array([scores[seller == i].sum(axis=0) for i in range(C)])


bias = (m - y).mean()
bias_se = np.sqrt(C / (C - 1) * (clustered((m - y) - bias) ** 2).sum()) / n
X = np.column_stack([np.ones(n), m])
bread = np.linalg.inv(X.T @ X)
t = bread @ X.T @ y
S = clustered(X * (y - X @ t)[:, None])
V = C / (C - 1) * (n - 1) / (n - 2) * bread @ S.T @ S @ bread
d = t - np.array([0, 1])
wald = d @ np.linalg.solve(V, d)
ratio = ((m - y) ** 2).sum() / ((p - y) ** 2).sum()
infl = clustered((m - y) ** 2 - ratio * (p - y) ** 2)
skill_se = np.sqrt(C / (C - 1) * (infl**2).sum()) / ((p - y) ** 2).sum()

# plans asked for twice by every third seller: nu^2 = mean (p - p')^2 / 2, rho = 1 - nu^2 / mean g^2; the clustered covariance of
# the two means, then the delta method
again = p + 0.3 * np.cos(np.concatenate([[9 * i + 5 * k for k in range(len(r))] for i, r in enumerate(rounds)]))
twice, g = seller % 3 == 0, m - p
h = np.where(twice, (p - again) ** 2 / 2, 0)
nu2, M = h[twice].mean(), (g**2).mean()
scores = np.column_stack([np.where(twice, h - nu2, 0) / twice.sum(), (g**2 - M) / n])
S = clustered(scores)
K = S.T @ S
Ct = len(set(seller[twice]))
nu2_se = np.sqrt(Ct / (Ct - 1) * K[0, 0])
grad = np.array([-1 / M, nu2 / M**2])
rho_se = np.sqrt(C / (C - 1) * grad @ K @ grad)

# disutility: B and regime by formula
B = np.exp(np.sin(np.arange(30)) * 0.8 + 1)
regime = np.arange(30) % 3  # 0 inflated, 1 truthful, 2 capped


def minus(th):
    u = (np.log(B) - th[0]) / np.exp(th[1])
    ll = np.where(regime == 0, norm.logpdf(u) - th[1] - np.log(B), np.where(regime == 1, norm.logsf(u), norm.logcdf(u)))
    return -ll.sum()


fit = minimize(minus, [1.0, 0.0], method="BFGS", options=dict(gtol=1e-9))


def poisson_binomial(hits, q):
    """Two-sided exact p by the roots-of-unity transform of the probability generating function."""
    q, n = np.array(q), len(q)
    s = np.exp(2j * np.pi * np.arange(n + 1) / (n + 1))
    pmf = np.real(np.fft.fft(np.prod(1 - q + np.outer(s, q), axis=1))) / (n + 1)
    return pmf[pmf <= pmf[hits] * (1 + 1e-7)].sum()


print(json.dumps({
    "bias": [bias, bias_se], "intercept": [t[0], np.sqrt(V[0, 0])], "slope": [t[1], np.sqrt(V[1, 1])],
    "wald": [wald, chi2.sf(wald, 2)], "skill": [1 - ratio, skill_se],
    "planError": [nu2, nu2_se, 1 - nu2 / M, rho_se],
    "disutility": [fit.x[0], float(np.exp(fit.x[1])), -fit.fun],
    "binomial": [binomtest(86, 100, 0.8).pvalue, binomtest(3, 20, 0.5).pvalue, binomtest(0, 12, 0.1).pvalue,
                 binomtest(45, 49, 0.8).pvalue],
    "poissonBinomial": [poisson_binomial(18, [0.6, 0.9] * 10), poisson_binomial(7, [0.6, 0.9] * 6)],
}, indent=1))
