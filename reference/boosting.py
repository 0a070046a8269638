"""Histogram gradient boosting by scikit-learn on values that fill few bins, a third of one column missing: python3 reference/boosting.py > reference/out/boosting.json
scikit-learn 1.2.1, numpy 1.24.2 (Debian: python3-sklearn). Squared and logistic loss, 40 trees; trained on the first 480 rows, predictions of the last 120."""
import json
import numpy as np
from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

r = np.random.Generator(np.random.PCG64(20260101))
n, p, train = 600, 4, 480
x = r.integers(0, 12, size=(n, p)).astype(float)
gone = r.random(n) < 1 / 3
f = np.sin(x[:, 0]) + 0.3 * x[:, 1] - 0.1 * x[:, 1] * (x[:, 2] > 5) + np.where(gone, 1.5, 0.2 * x[:, 3])
x[gone, 3] = np.nan
y = np.round(f + r.standard_normal(n), 3)
d = (r.random(n) < 1 / (1 + np.exp(-(f - f.mean())))).astype(int)
w = np.round(0.5 + r.random(n), 2)
settings = dict(max_iter=40, early_stopping=False)
reg = HistGradientBoostingRegressor(**settings).fit(x[:train], y[:train])
cla = HistGradientBoostingClassifier(**settings).fit(x[:train], d[:train], sample_weight=w[:train])  # without weights gains are tied, and programs choose differently
wei = HistGradientBoostingRegressor(**settings).fit(x[:train], y[:train], sample_weight=w[:train])
many = np.array([(i * 7919 % 10007) ** 2 / 1000 for i in range(3000)])[:, None]  # more values than bins
thresholds = _BinMapper(n_bins=256).fit(many).bin_thresholds_[0]
rounded = lambda a: [round(float(v), 9) for v in a]
print(json.dumps({
    'x': [[None if np.isnan(v) else int(v) for v in row] for row in x], 'y': y.tolist(), 'd': d.tolist(), 'w': w.tolist(), 'train': train,
    'squared': rounded(reg.predict(x[train:])), 'logistic': rounded(cla.decision_function(x[train:])), 'weighted': rounded(wei.predict(x[train:])), 'thresholds': rounded(thresholds),
}))
