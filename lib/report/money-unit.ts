import type { Estimates } from '../trust/estimates.ts';
import { digitsOfWidth, number } from './wording.ts';

/** So much money that trust for it reads without a row of zeros: a currency's unit may buy next to nothing. */
export interface MoneyUnit {
  readonly units: number;
  readonly words: string;
}

const ONE: MoneyUnit = { units: 1, words: 'unit of money' };
const LARGER: readonly MoneyUnit[] = [
  { units: 1e3, words: 'thousand units of money' },
  { units: 1e6, words: 'million units of money' },
  { units: 1e9, words: 'billion units of money' },
  { units: 1e12, words: 'trillion units of money' },
];
const LEAST = 0.01; // of a seller's trust: below, more money is looked at

/** One for a page: the least in which the value of its dearest process can be read. */
export function moneyUnit(investments: Estimates['investments']): MoneyUnit {
  const sizes = investments.flatMap(({ valuePerCost: value }) =>
    value === null ? [] : Math.max(Math.abs(value.lower), Math.abs(value.upper)),
  );
  const least = Math.min(...sizes.filter((size) => size > 0));
  return [ONE, ...LARGER].find(({ units }) => least * units >= LEAST) ?? ONE;
}

type Value = NonNullable<Estimates['investments'][number]['valuePerCost']>;

/** Estimate and both ends, as they are read. */
export function inUnit({ estimate, lower, upper }: Value, { units }: MoneyUnit): [string, string, string] {
  const digits = digitsOfWidth({ lower: lower * units, upper: upper * units });
  const told = (value: number) => number(value * units, digits);
  return [told(estimate), told(lower), told(upper)];
}
