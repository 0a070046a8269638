import { normalLogCdf, normalLogDensity } from './normal.ts';

/** N(mean, variance). */
export interface Gaussian {
  readonly mean: number;
  readonly variance: number;
}

/** One side of a contest. */
export interface Appearance {
  readonly player: number; // index into the priors
  readonly drift: number; // variance that the player's strength gained since her appearance before; >= 0
}

/** `winner` was stronger than `loser`: theta_w + N(0, beta^2) > theta_l + N(0, beta^2). */
export interface Contest {
  readonly winner: Appearance;
  readonly loser: Appearance;
}

/** Strengths at each contest: of its winner and its loser. */
export interface Strengths {
  readonly winner: Gaussian;
  readonly loser: Gaussian;
}

/** Strengths of two before and after a contest. Herbrich, Minka & Graepel (2007), TrueSkill, without draws:
 *      C2 = 2 beta^2 + sw^2 + sl^2     t = (mw - ml)/sqrt(C2)     v = phi(t)/Phi(t)     w = v (v + t)
 *      mw += sw^2 v/sqrt(C2)     sw^2 *= 1 - sw^2 w/C2     and the loser likewise, downwards */
export function afterContest(winner: Gaussian, loser: Gaussian, beta: number): Strengths {
  const C2 = 2 * beta * beta + winner.variance + loser.variance;
  const t = (winner.mean - loser.mean) / Math.sqrt(C2);
  const v = Math.exp(normalLogDensity(t, 0, 1) - normalLogCdf(t));
  const w = v * (v + t);
  const move = v / Math.sqrt(C2);
  return { winner: moved(winner, move, w / C2), loser: moved(loser, -move, w / C2) };
}

const moved = ({ mean, variance }: Gaussian, move: number, shrink: number): Gaussian => ({
  mean: mean + variance * move,
  variance: variance * (1 - variance * shrink),
});

/** A message: precision and precision times mean. Nothing known: both 0. */
interface Message {
  readonly precision: number;
  readonly shift: number;
}
const NOTHING: Message = { precision: 0, shift: 0 };

const times = (a: Message, b: Message): Message => ({
  precision: a.precision + b.precision,
  shift: a.shift + b.shift,
});
const over = (a: Message, b: Message): Message => ({
  precision: a.precision - b.precision,
  shift: a.shift - b.shift,
});
const messageOf = ({ mean, variance }: Gaussian): Message => ({
  precision: 1 / variance,
  shift: mean / variance,
});
const gaussianOf = ({ precision, shift }: Message): Gaussian => ({
  mean: shift / precision,
  variance: 1 / precision,
});
/** The message after the state has drifted. */
function drifted({ precision, shift }: Message, drift: number): Message {
  const shrink = 1 / (1 + precision * drift);
  return { precision: precision * shrink, shift: shift * shrink };
}

interface Node {
  readonly drift: number;
  readonly prior: Message | null; // at a player's first appearance
  before: Node | null;
  after: Node | null;
  past: Message;
  future: Message;
  own: Message; // what this contest says
}

/** Strengths given all contests, in time order, with drifting strengths: expectation propagation forwards and backwards
 *  until no mean or standard deviation moves by more than `tolerance`; `sweeps` 0 gives the forward filter alone.
 *  Dangauthier, Herbrich, Minka & Graepel (2007), TrueSkill Through Time.
 *  @param priors of each player before her first appearance
 *  @throws RangeError if a contest names a player without a prior */
export function strengthsThroughTime(
  contests: readonly Contest[],
  priors: readonly Gaussian[],
  beta: number,
  { sweeps = 30, tolerance = 1e-8 }: { readonly sweeps?: number; readonly tolerance?: number } = {},
): Strengths[] {
  const pairs = nodesOf(contests, priors);
  for (const pair of pairs) {
    hearPast(pair);
    judge(pair, beta);
  }
  let previous = pairs.map(strengthsOf);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const pair of pairs.toReversed()) {
      hearFuture(pair);
      judge(pair, beta);
    }
    for (const pair of pairs) {
      hearPast(pair);
      judge(pair, beta);
    }
    const next = pairs.map(strengthsOf);
    const step = Math.max(0, ...next.map((now, i) => distance(now, previous[i])));
    previous = next;
    if (step <= tolerance) break;
  }
  return previous;
}

type Pair = readonly [winner: Node, loser: Node];

function nodesOf(contests: readonly Contest[], priors: readonly Gaussian[]): Pair[] {
  const latest = new Map<number, Node>();
  const append = ({ player, drift }: Appearance): Node => {
    const prior = priors[player];
    if (!prior) throw new RangeError(`strengthsThroughTime requires a prior of player ${player}`);
    const before = latest.get(player) ?? null;
    const first = before ? null : messageOf(prior);
    const node = { drift, prior: first, before, after: null, past: NOTHING, future: NOTHING, own: NOTHING };
    if (before) before.after = node;
    latest.set(player, node);
    return node;
  };
  return contests.map(({ winner, loser }): Pair => [append(winner), append(loser)]);
}

function hearPast(pair: Pair): void {
  for (const node of pair)
    node.past =
      node.prior ?? drifted(times(node.before?.past ?? NOTHING, node.before?.own ?? NOTHING), node.drift);
}

function hearFuture(pair: Pair): void {
  for (const node of pair)
    if (node.after) node.future = drifted(times(node.after.future, node.after.own), node.after.drift);
}

function judge([winner, loser]: Pair, beta: number): void {
  const [w, l] = [times(winner.past, winner.future), times(loser.past, loser.future)];
  const after = afterContest(gaussianOf(w), gaussianOf(l), beta);
  winner.own = over(messageOf(after.winner), w);
  loser.own = over(messageOf(after.loser), l);
}

function strengthsOf([winner, loser]: Pair): Strengths {
  return { winner: posterior(winner), loser: posterior(loser) };
}

const posterior = ({ past, own, future }: Node): Gaussian => gaussianOf(times(times(past, own), future));

function distance(a: Strengths, b: Strengths | undefined): number {
  return b ? Math.max(between(a.winner, b.winner), between(a.loser, b.loser)) : Infinity;
}

const between = (a: Gaussian, b: Gaussian): number =>
  Math.max(Math.abs(a.mean - b.mean), Math.abs(Math.sqrt(a.variance) - Math.sqrt(b.variance)));
