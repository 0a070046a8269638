import type { Sender } from '../estimates.ts';
import { plannedSeFor, repeated } from '../repeated.ts';
import type { Quantity } from '../quantity-schema.ts';
import type { Scale } from '../scale.ts';
import { of, recommendersOf } from '../segments.ts';
import type { Sequence } from '../sequence.ts';
import type { AnalysisSettings } from '../settings.ts';
import { biasOf, meanFidelityOf } from './bias.ts';
import { betterShareOf } from './better-share.ts';
import { distortionOf } from './distortion.ts';
import { disutilityOf } from './disutility.ts';
import { FEW_SELLERS, fractileOf } from './fractile.ts';
import { jitteredTrust } from './jittered.ts';
import { judgedRounds, type JudgedRound } from './judged-round.ts';
import { loggedMessages, toleranceOf } from './logged-forecast.ts';
import { mincerZarnowitz } from './mincer-zarnowitz.ts';
import { skillOf } from './skill.ts';

/** Is each recommender trustworthy? One row a recommender, on rounds whose outcome is known, seen by the seller or not;
 *  docs/model.md 6.9. What the data do not hold is null with a reason that names the column. */
export function senderRows(
  sequences: readonly Sequence[],
  scale: Scale,
  settings: Pick<AnalysisSettings, 'directions'>,
): Sender[] {
  return recommendersOf(sequences).map((recommender) => {
    const direction = Object.hasOwn(settings.directions, recommender)
      ? (settings.directions[recommender] ?? null)
      : null;
    return senderRow(recommender, of(recommender, sequences), scale, direction);
  });
}

function senderRow(
  recommender: string,
  sequences: readonly Sequence[],
  scale: Scale,
  direction: 'up' | 'down' | null,
): Sender {
  const judged = judgedRounds(sequences, recommender, scale.name);
  const s = direction === null ? null : direction === 'up' ? 1 : -1;
  const messages = loggedMessages(sequences, scale.name, s);
  return {
    recommender,
    direction,
    rounds: judged.reduce((sum, rounds) => sum + rounds.length, 0),
    sellers: judged.filter((rounds) => rounds.length > 0).length,
    // the smallest lean worth acting on is the smallest gap that counts: known before anything is seen
    bias: repeated(withBounds(biasOf(judged), sequences), plannedSeFor(scale.minGap)),
    fidelity: meanFidelityOf(judged),
    betterShare: betterShareOf(judged),
    skill: skillOf(judged),
    line: lineOf(judged),
    fractile: fractileOf(sequences),
    distortion: distortionOf(messages, s, toleranceOf(scale)),
    disutility: disutilityOf(messages, sequences, { scale, s }),
    jitterTrust: jitteredTrust(sequences, scale),
  };
}

/** Demand that met the end of the stock is left out: what is left is the lower part of demand. */
function withBounds(bias: Quantity, sequences: readonly Sequence[]): Quantity {
  const count = sequences
    .flatMap(({ rounds }) => rounds)
    .filter(({ row }) => row.outcomeLog?.censored === true).length;
  if (count === 0) return bias;
  const words = `left out, only a lower bound being known of the outcome: ${count}; the bias looks larger than it is`;
  return { ...bias, reason: bias.reason === null ? words : `${bias.reason}; ${words}` };
}

function lineOf(judged: readonly (readonly JudgedRound[])[]): Sender['line'] {
  const line = mincerZarnowitz(judged);
  return { ...line, reason: lineReason(line) };
}

function lineReason({ slope, wald }: ReturnType<typeof mincerZarnowitz>): string | null {
  if (slope.estimate === null) return slope.reason;
  if (slope.n < 3) return 'fewer than three sellers: no test';
  if (wald === null) return 'the line fits without error: no test';
  return slope.n < FEW_SELLERS ? `fewer than ${FEW_SELLERS} sellers: the test is rough` : null;
}
