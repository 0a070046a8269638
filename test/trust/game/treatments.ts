import type { CapacityGame } from '../../../lib/trust/game/capacity-game.ts';

/** The four treatments of docs/model.md 1.2: fixtures for code, no figure of any paper. */
const treatment = (capacityCost: number, e: number): CapacityGame => ({
  mu: 250,
  xi: { low: -150, high: 150 },
  eps: { low: -e, high: e },
  retailPrice: 100,
  wholesalePrice: 75,
  unitCost: 0,
  capacityCost,
});

export const TREATMENTS = {
  'C_L U_L': treatment(15, 25),
  'C_L U_H': treatment(15, 75),
  'C_H U_L': treatment(60, 25),
  'C_H U_H': treatment(60, 75),
} as const;
export type TreatmentName = keyof typeof TREATMENTS;
export const NAMES = ['C_L U_L', 'C_L U_H', 'C_H U_L', 'C_H U_H'] as const;

/** Slope of the least-squares line of f on x from -150 to 150, every x equally likely. */
export function slopeOver(f: (x: number) => number): number {
  const points = 60_001;
  let sxy = 0;
  let sxx = 0;
  for (let i = 0; i < points; i++) {
    const x = -150 + (300 * i) / (points - 1);
    sxy += x * f(x);
    sxx += x * x;
  }
  return sxy / sxx;
}
