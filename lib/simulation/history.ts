import type { Response, RoundRow } from '../rounds/row.ts';
import { fidelity, mindOf, type Kind, type Mind } from './behaviour.ts';
import { press } from './buttons.ts';
import type { PlantedProcess } from './conditions.ts';
import type { SimulatedRecommender, SimulationSettings } from './settings.ts';
import { lotOf, senderLogOf } from './sender-log.ts';
import type { Stream } from './stream.ts';

export interface SimulatedSeller {
  readonly sellerId: string;
  readonly kind: Kind;
  readonly blind: boolean; // is shown no outcome
  readonly exposedTo: readonly PlantedProcess[];
  readonly stream: Stream; // what she meets and does
  /** What becomes of it in the file: a stream of its own, so that a noisier file is of the same rounds. */
  readonly clerk: Stream;
  readonly lottery: Stream; // jitter, and which plans are asked for again
}

/** One seller's rounds with one recommender, and what the file does not say of them. */
export interface History {
  readonly rows: readonly RoundRow[];
  readonly trust: readonly number[]; // at each decision, at the reference gap; empty for a seller who holds none
  readonly trustNow: number | null; // after the last outcome seen
  readonly fidelity: readonly number[];
  readonly left: boolean;
}

/** On the log scale, around a positive level so that values look like units and prices:
 *      y ~ N(0, outcomeSd^2)   p = y + N(0, planSd^2)   m = y + sign bias + N(0, recommendationSd^2)
 *  one-sided: m = p + sign |m - p|; jitter: m + z, z ~ N(0, jitterSd^2). The seller chooses by her theory, with noise or by
 *  button, and by what she learns herself. */
export function historyOf(
  seller: SimulatedSeller,
  recommender: SimulatedRecommender,
  settings: SimulationSettings,
  firstLine: number,
): History {
  const { stream, clerk, lottery } = seller;
  const sign = recommender.direction === 'up' ? 1 : -1;
  const mind = mindOf(seller.kind, settings, sign, stream);
  const value = (log: number) => Number((recommender.level * Math.exp(log)).toPrecision(9));
  const history = { rows: [] as RoundRow[], trust: [] as number[], fidelity: [] as number[], left: false };
  let [lift, processes] = [0, NO_PROCESS];
  for (let round = 1; round <= settings.rounds && !history.left; round += 1) {
    const y = settings.outcomeSd * stream.normal();
    const p = y + settings.planSd * stream.normal();
    const free = y + sign * settings.bias + settings.recommendationSd * stream.normal();
    const lot = lotOf(settings, lottery);
    const meant = settings.oneSided ? p + sign * Math.abs(free - p) : free;
    const m = meant + lot.z;
    const learnt = settings.commonInformation * (y - p);
    if (settings.processes.length > 0) {
      lift = liftIn(round, seller.exposedTo);
      processes = exposures(round, seller.exposedTo, settings.processes);
    }
    if (mind.trust !== null) history.trust.push(mind.trust + lift);
    const { response, log } = decide(mind, { p, m, lift, learnt }, settings, stream);
    const noted = note(settings, clerk);
    const shown = stream.uniform() < settings.seenShare;
    const outcomeSeen = shown && noted.outcomeKnown && !seller.blind;
    if (outcomeSeen) mind.see(p, m, y, settings.sender.costs);
    history.fidelity.push(fidelity(p, m, y, settings.sender.costs));
    history.rows.push({
      line: firstLine + round - 1,
      sellerId: seller.sellerId,
      recommender: recommender.name,
      position: round,
      unit: recommender.unit,
      priorPlan: value(p + noted.priorError),
      recommended: value(m),
      chosen: noted.answered ? value(log) : null,
      outcome: noted.outcomeKnown ? value(y) : null,
      outcomeSeen,
      response: responseIn(response, noted, settings),
      processes,
      askedAt: null,
      lowerBound: null,
      upperBound: null,
      trustRating: null,
      priorPlanRepeat: lot.again === null ? null : value(p + lot.again),
      sender: senderLogOf(settings, { meant: value(meant), forecast: value(meant - sign * settings.bias) }),
      outcomeSeenPosition: null,
      result: null,
      outcomeLog: null,
      segments: NO_SEGMENT,
      covariates: NO_PROCESS,
    });
    history.left = mind.trust !== null && mind.trust + lift < (settings.leaveBelow ?? -Infinity);
  }
  return { ...history, trustNow: mind.trust === null ? null : mind.trust + lift };
}

interface Meeting {
  readonly p: number;
  readonly m: number;
  readonly lift: number;
  readonly learnt: number; // what she moves by what she learnt herself
}

function decide(
  mind: Mind,
  { p, m, lift, learnt }: Meeting,
  settings: SimulationSettings,
  stream: Stream,
): { response: Response; log: number } {
  if (settings.buttons === null) return { response: 'adjust', log: mind.choose(p, m, lift) + learnt };
  const gap = m - p;
  const noise = { ...settings.buttons, noiseSd: settings.noiseSd };
  const { response, weight } = press((mind.move(gap, lift) + learnt) / gap, gap, noise, stream);
  return { response, log: response === 'accept' ? m : p + weight * gap };
}

interface Note {
  readonly priorError: number;
  readonly answered: boolean;
  readonly outcomeKnown: boolean;
  readonly dismissed: boolean;
}

/** Always four draws: a condition that is switched on leaves the others as they were. */
function note(settings: SimulationSettings, clerk: Stream): Note {
  return {
    priorError: settings.priorNoiseSd * clerk.normal(),
    answered: clerk.uniform() >= settings.unanswered,
    outcomeKnown: clerk.uniform() >= settings.missingOutcomes,
    dismissed: clerk.uniform() < settings.dismissed,
  };
}

/** A file of typed values that were all answered has no response column. */
function responseIn(response: Response, noted: Note, settings: SimulationSettings): Response | null {
  if (!noted.answered) return 'none';
  if (settings.buttons === null && settings.unanswered === 0) return null;
  return response === 'keep' && noted.dismissed ? 'dismiss' : response;
}

const liftIn = (round: number, exposedTo: readonly PlantedProcess[]) =>
  exposedTo.reduce((sum, { effect, from }) => (round >= from ? sum + effect : sum), 0);

function exposures(
  round: number,
  exposedTo: readonly PlantedProcess[],
  all: readonly PlantedProcess[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    all.map((process) => [process.name, exposedTo.includes(process) && round >= process.from ? 1 : 0]),
  );
}

const NO_PROCESS: Readonly<Record<string, number>> = {};
const NO_SEGMENT: Readonly<Record<string, string>> = {};
