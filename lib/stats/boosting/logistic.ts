const LARGEST = 40; // beyond it 1 / (1 + e^f) is less than the grid of gradients holds
const POWERS = Float64Array.from({ length: 128 }, (_, k) => 2 ** (k - 64));

/** 1 / (1 + e^-f), to 1e-9: e^t = 2^k e^r with |r| <= ln 2 / 2 and a Taylor series to r^8. The same digits in every
 *  engine, which Math.exp does not promise. */
export function logistic(f: number): number {
  const t = f > LARGEST ? -LARGEST : f < -LARGEST ? LARGEST : -f;
  const k = Math.floor(t * Math.LOG2E + 0.5);
  const r = t - k * Math.LN2;
  const rest = 1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r / 40320)));
  const series = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * rest)));
  return 1 / (1 + series * (POWERS[k + 64] as number));
}
