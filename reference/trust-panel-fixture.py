#!/usr/bin/env python3
"""The part of trust panel v1 that its likelihood needs, 200 sellers, as committed in test/golden/trust-panel-200.csv.gz.

    python3 reference/trust-panel.py 200 20260101 | python3 reference/trust-panel-fixture.py > test/golden/trust-panel-200.csv.gz
"""
import csv
import gzip
import sys

COLUMNS = ["prior", "rec", "resp", "outcome", "reasons"]

rows = csv.DictReader(sys.stdin)
text = "\n".join([",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]) + "\n"
sys.stdout.buffer.write(gzip.compress(text.encode(), compresslevel=9, mtime=0))
