import type { RoundRow } from '../../rounds/row.ts';
import { covariatesOf } from '../../stats/covariates.ts';
import { decisionOf } from '../../trust/decision.ts';
import type { ProcessRow } from '../../trust/process-schema.ts';
import type { Scale } from '../../trust/scale.ts';
import { differenceBounds } from '../nonresponse/bounds.ts';
import type { AskedSample } from '../nonresponse/sample.ts';
import { tippingPoint } from '../nonresponse/tipping-point.ts';
import { weightOfAdvice } from '../outcomes/from-rows.ts';
import { armsOf, pooled, sinceStart } from './arms.ts';
import { inSharedPeriods } from './by-design.ts';
import type { Practice } from './practice.ts';

const NOTHING_KNOWN = covariatesOf([]);

/** What those who did not decide could change of a difference in the weight of advice: bounds with silence counted against the
 *  process and for it, and how different the silent under it would have to be for the difference to vanish. Null unless both
 *  arms hold decisions and somebody was silent. */
export function silenceOf(practice: Practice, scale: Scale): ProcessRow['silence'] {
  const arms = sinceStart(practice, pooled(armsOf(practice)));
  const { arm } = practice.design === 'rollout' ? arms : inSharedPeriods(practice, arms);
  const asked = practice.rows.flatMap((row, i) =>
    arm[i] === -1 || row.recommended === null ? [] : [{ row, D: arm[i] ?? 0 }],
  );
  const sample = sampleOf(asked, scale);
  const answers = (D: number) => asked.filter((each, i) => each.D === D && sample.answered[i] === 1).length;
  const silent = sample.answered.filter((each) => each === 0).length;
  if (silent === 0 || answers(0) === 0 || answers(1) === 0 || sample.sellers.length < 2) return null;
  const { lower, upper } = differenceBounds(sample);
  const { estimate, shift } = tippingPoint(sample);
  return { share: silent / asked.length, difference: estimate, lower, upper, tippingShift: shift };
}

function sampleOf(
  asked: readonly { readonly row: RoundRow; readonly D: number }[],
  scale: Scale,
): AskedSample {
  const sellers = new Map<string, number>();
  for (const { row } of asked) if (!sellers.has(row.sellerId)) sellers.set(row.sellerId, sellers.size);
  const weights = asked.map(({ row }) => {
    const decision = decisionOf(row, scale);
    return typeof decision === 'string' ? undefined : weightOfAdvice(decision);
  });
  return {
    answered: Uint8Array.from(weights, (weight) => (weight === undefined ? 0 : 1)),
    value: Float64Array.from(weights, (weight) => weight ?? Number.NaN),
    cluster: Int32Array.from(asked, ({ row }) => sellers.get(row.sellerId) ?? 0),
    sellers: [...sellers.keys()],
    covariates: { ...NOTHING_KNOWN, rows: asked.length },
    range: [0, 1],
    exposure: Float64Array.from(asked, ({ D }) => D),
  };
}
