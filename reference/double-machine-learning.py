"""Double machine learning by scikit-learn, 5 given folds: partially linear and interactive, for bench/processes.ts.
/usr/bin/python3 reference/double-machine-learning.py FILE trees|lasso    FILE: doubles, a row each: y, d, fold, 20 covariates
scikit-learn 1.2.1, numpy 1.24.2 (Debian: python3-sklearn). Prints one line of JSON; CPU seconds by its own clock."""
import json
import sys
import time
import warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LassoCV, LogisticRegressionCV

warnings.filterwarnings('ignore')
data = np.fromfile(sys.argv[1], '<f8').reshape(-1, 23)
y, d, fold, x = data[:, 0], data[:, 1].astype(int), data[:, 2].astype(int), data[:, 3:]
n = len(y)
mean, share = {
    'trees': (lambda: HistGradientBoostingRegressor(max_iter=200, early_stopping=False),
              lambda: HistGradientBoostingClassifier(max_iter=200, early_stopping=False)),
    'lasso': (lambda: LassoCV(cv=5),
              lambda: LogisticRegressionCV(Cs=5, cv=3, penalty='l1', solver='saga', max_iter=200)),
}[sys.argv[2]]
l, m, g0, g1 = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
start = time.process_time()
for k in range(5):
    rest, test = fold != k, fold == k
    l[test] = mean().fit(x[rest], y[rest]).predict(x[test])
    m[test] = share().fit(x[rest], d[rest]).predict_proba(x[test])[:, 1]
u, v = y - l, d - m
theta = (v @ u) / (v @ v)
se = np.sqrt(np.mean((v * (u - theta * v)) ** 2) / np.mean(v * v) ** 2 / n)
linear = time.process_time()
for k in range(5):
    for arm, g in ((0, g0), (1, g1)):
        rest = (fold != k) & (d == arm)
        g[fold == k] = mean().fit(x[rest], y[rest]).predict(x[fold == k])
p = np.clip(m, .01, .99)
phi = g1 - g0 + d * (y - g1) / p - (1 - d) * (y - g0) / (1 - p)
done = time.process_time()
print(json.dumps({'plr': theta, 'plrSe': se, 'plrCpu': linear - start, 'ate': phi.mean(), 'ateSe': phi.std() / np.sqrt(n), 'ateCpu': done - linear,
                  'r2': 1 - u @ u / ((y - y.mean()) ** 2).sum()}))
