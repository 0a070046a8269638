"""Chi-square tails, log gamma, and the sequential multinomial test by SciPy.

python3 reference/sample_ratio.py > reference/out/sample-ratio.json

The Bayes factor is computed a second way: as the product of the predictive probabilities of unit after unit.
"""

import json
import math

import numpy as np
from scipy import special, stats

tails = [
    {"x": x, "df": df, "p": float(stats.chi2.sf(x, df))}
    for df in [1, 2, 3, 7, 30, 200]
    for x in [0, 1e-6, 0.5, 1, 3.841458820694124, 10.827566170662733, 40, 199, 400]
]
log_gamma = [{"x": x, "value": float(special.gammaln(x))} for x in [1e-3, 0.1, 0.5, 1, 1.5, 2, 3.7, 10, 123.4, 1e4, 1e7]]

rng = np.random.default_rng(20260105)
evidence = []
for shares, truth, n, k in [
    ([0.5, 0.5], [0.5, 0.5], 400, 100),
    ([0.5, 0.5], [0.42, 0.58], 900, 100),
    ([0.1, 0.3, 0.6], [0.1, 0.3, 0.6], 2500, 100),
    ([0.1, 0.3, 0.6], [0.12, 0.33, 0.55], 2500, 10),
    ([0.9, 0.1], [0.9, 0.1], 37, 1000),
]:
    units = rng.choice(len(shares), size=n, p=truth)
    counts = np.zeros(len(shares))
    log_odds = 0.0
    for unit in units:
        alpha = k * np.array(shares) + counts
        log_odds += math.log(alpha[unit] / alpha.sum()) - math.log(shares[unit])
        counts[unit] += 1
    expected = n * np.array(shares)
    chi = stats.chisquare(counts, expected)
    evidence.append(
        {
            "shares": shares,
            "weight": k,
            "counts": [int(c) for c in counts],
            "logEvidence": log_odds,
            "statistic": float(chi.statistic),
            "p": float(chi.pvalue),
        }
    )
print(json.dumps({"tails": tails, "logGamma": log_gamma, "evidence": evidence}, indent=1))
