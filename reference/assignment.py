"""Arms by weighted rendezvous hashing (docs/processes.md, section 2) with Python's standard library.

python3 reference/assignment.py > reference/out/assignment.json
"""

import hashlib
import json
import math


def uniform(process, arm, unit):
    digest = hashlib.sha256("\0".join(["arm", process, arm, unit]).encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 0.5) / 2**48


def assign(process, arms, unit, hold_out=0.0):
    if uniform(process, "", unit) < hold_out:
        return arms[0][0]
    return min(arms, key=lambda arm: -math.log(uniform(process, arm[0], unit)) / arm[1])[0]


THREE = [("control", 0.5), ("a1", 0.3), ("a2", 0.2)]
TWO = [("control", 0.5), ("a1", 0.5)]
print(
    json.dumps(
        {
            "sellers": [assign("reasons", THREE, f"seller-{n}", 0.1) for n in range(60)],
            "rounds": [assign("guarantee", TWO, f"seller-{n}\0r{n}") for n in range(60)],
        },
        indent=1,
    )
)
