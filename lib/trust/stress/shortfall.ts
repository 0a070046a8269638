/** How good recommendations are, by period: mean of max(r,0) and of max(-r,0) over the outcomes seen. */
export interface Quality {
  readonly rp: number;
  readonly rn: number;
}

/** How fast trust moves with an outcome seen: docs/model.md 5.3. */
export interface Motion {
  readonly gain: number;
  readonly loss: number;
}

/** Fidelity on a scale from 0, always wrong, to 1, always right, falls by `drop`:
 *      (1 + r') / 2 = (1 - drop) (1 + r) / 2
 *  @param r in [-1,1]
 *  @param drop share, 0 to 1 */
export function lowered(r: number, drop: number): number {
  return (1 - drop) * (1 + r) - 1;
}

/** Mean trust after `outcomes` more of them, by the recursion of the mean of law 5.3:
 *      alpha_n = alpha* + (alpha_0 - alpha*) F^n,   F = 1 - gain rp - loss rn,   alpha* = gain rp / (gain rp + loss rn)
 *  @param outcomes 0 or more; parts of one are allowed */
export function trustAfter(
  start: number,
  outcomes: number,
  { gain, loss }: Motion,
  { rp, rn }: Quality,
): number {
  const [up, down] = [gain * rp, loss * rn];
  if (up + down === 0) return start;
  const settled = up / (up + down);
  return settled + (start - settled) * Math.max(0, 1 - up - down) ** outcomes;
}

/** A spell of worse recommendations. */
export interface Spell {
  readonly periods: number; // how long it lasts
  readonly perPeriod: number; // outcomes seen by a seller of a recommender in a period
  readonly usual: Quality;
  readonly worse: Quality;
}

/** How far trust is below what it would have been without the spell, `at` periods after its beginning; 0 or more where
 *  worse recommendations do not build trust. */
export function shortfall(start: number, motion: Motion, spell: Spell, at: number): number {
  const { periods, perPeriod, usual, worse } = spell;
  const within = Math.min(at, periods);
  const low = trustAfter(start, perPeriod * within, motion, worse);
  const back = trustAfter(low, perPeriod * (at - within), motion, usual);
  return trustAfter(start, perPeriod * at, motion, usual) - back;
}

/** Periods after the spell until a tenth of the shortfall at its end is left, which decays by F an outcome whatever it
 *  was:   ln 10 / (-perPeriod ln F). */
export function regained({ gain, loss }: Motion, { perPeriod, usual }: Spell): number {
  return Math.LN10 / (-perPeriod * Math.log(1 - gain * usual.rp - loss * usual.rn));
}
