import type { Estimates } from '../trust/estimates.ts';
import type { Parameter, Quantity } from '../trust/quantity-schema.ts';
import {
  between,
  count,
  list,
  moreBelow,
  number,
  percent,
  sentence,
  signed,
  withInterval,
} from './wording.ts';

/** What moved trust, from the law of motion fitted to everyone: gain, loss, their difference, and the placebo. */
export function causeSentences({ dynamics }: Pick<Estimates, 'dynamics'>): string[] {
  const all = dynamics.find(({ segment }) => segment === 'all');
  if (all === undefined) return ['Cannot tell: no law of motion was fitted.'];
  const { gain, loss, asymmetry } = all.parameters;
  if (gain === undefined || gain.estimate === null)
    return [sentence(`Cannot tell: ${gain?.reason ?? all.reason ?? 'no law of motion was fitted'}`)];
  const found = [gainSentence(gain), lossSentence(loss, isTold(gain)), asymmetrySentence(asymmetry)].filter(
    (words) => words !== '',
  );
  if (contradicted({ dynamics }))
    return [
      'Cannot tell: outcomes that nobody was shown seem to move trust as much as those that were, so what follows is not learning from outcomes.',
      ...found,
      placeboNumbers(all.placebo),
    ];
  return [...found, placeboSentence(all)];
}

export const NOBODY_TWICE = 'no seller decided in two periods';

/** What the outcomes seen did to the same sellers' trust, by recommender; the law's word only where the placebo leaves it one.
 *  @param shown recommenders at most, those it moved most; the others are said to stand below */
export function attributionSentence(
  { trust: { attribution }, dynamics }: Pick<Estimates, 'trust' | 'dynamics'>,
  shown = Infinity,
): string {
  if (contradicted({ dynamics }))
    return 'What outcomes built and broke cannot be told, for the same reason; what the law of motion would put down to them stands below.';
  const known = Object.entries(attribution)
    .filter(([, { builders }]) => builders.estimate !== null)
    .toSorted(([, a], [, b]) => moved(b) - moved(a));
  if (known.length === 0) {
    const [first] = Object.values(attribution);
    const why = first?.builders.reason ?? NOBODY_TWICE;
    const isSaid = causeSentences({ dynamics }).some((words) => words.includes(why));
    return isSaid ? '' : sentence(`What outcomes did to the same sellers’ trust cannot be told: ${why}`);
  }
  const parts = known
    .slice(0, shown)
    .map(([name, each]) => `in ${name} ${partsOf(each)} (n ${count(each.builders.n)})`);
  return `Since the same sellers’ first decisions, ${list(parts)}.${moreBelow(known.length - shown)}`;
}

/** What good and bad outcomes did, and what neither explains where that is clear of none. */
function partsOf({ builders, busters, drift }: Attribution): string {
  const told = `good outcomes built ${partOf(builders)} and bad ones broke ${partOf(busters)}`;
  const { estimate, lower, upper } = drift;
  const isClear = estimate !== null && lower !== null && upper !== null && (lower > 0 || upper < 0);
  return isClear
    ? `${told}; a change of ${signed(estimate)} (${signed(lower)} to ${signed(upper)}) is explained by neither`
    : told;
}

function partOf(part: Quantity): string {
  const { lower } = part;
  const told = withInterval(part) ?? 'what cannot be told';
  return lower !== null && lower <= 0 ? `what is not told apart from nothing, ${told}` : told;
}

type Attribution = Estimates['trust']['attribution'][string];

const moved = ({ builders, busters }: Attribution): number =>
  (builders.estimate ?? 0) + (busters.estimate ?? 0);

type Dynamics = Estimates['dynamics'][number];
type Placebo = Dynamics['placebo'];

/** Whether the placebo moves trust as much as the outcomes that were shown. */
export function contradicted({ dynamics }: Pick<Estimates, 'dynamics'>): boolean {
  const all = dynamics.find(({ segment }) => segment === 'all');
  const gain = all?.parameters['gain'];
  return (
    all !== undefined &&
    gain?.estimate != null &&
    isPlaceboAsStrong(gain, all.parameters['loss'], all.placebo)
  );
}

/** The placebo moves, and the effect itself is not told apart from it. */
function isPlaceboAsStrong(gain: Parameter, loss: Parameter | undefined, placebo: Placebo): boolean {
  const pairs = [
    [gain, placebo.gain],
    [loss, placebo.loss],
  ] as const;
  return (
    pairs.every(([real, other]) => real === undefined || !isTold(real) || overlaps(real, other)) &&
    (isTold(placebo.gain) || isTold(placebo.loss))
  );
}

const overlaps = (real: Parameter, other: Parameter): boolean =>
  isTold(other) && (real.lower ?? 0) <= (other.upper ?? 0);

function placeboNumbers({ gain, loss }: Placebo): string {
  return `Placebo: gain ${withInterval(gain) ?? 'cannot tell'}, loss ${withInterval(loss) ?? 'cannot tell'}.`;
}

/** Its interval lies above zero: gains and losses are cut at zero, so an interval that touches it tells nothing. */
export const isTold = ({ lower }: Parameter): boolean => lower !== null && lower > 0.0005;

/** Its interval, or why it has none. */
function untold(name: string, of: Parameter): string {
  const interval = between(of);
  return interval === undefined
    ? (of.reason ?? `${name} has no interval`)
    : `${name} ${number(of.estimate ?? 0)} (${interval})`;
}

function gainSentence(gain: Parameter): string {
  if (!isTold(gain)) return sentence(`Cannot tell that good outcomes build trust: ${untold('gain', gain)}`);
  return `An outcome that proves the recommendation right closes ${share(gain)} (${percentBand(gain)}) of the distance to full trust.`;
}

function lossSentence(loss: Parameter | undefined, isAfterGain: boolean): string {
  if (loss === undefined || loss.estimate === null)
    return loss?.reason == null ? '' : sentence(`Losses are not told apart from gains: ${loss.reason}`);
  if (!isTold(loss)) return sentence(`Cannot tell that bad outcomes break it: ${untold('loss', loss)}`);
  const which = isAfterGain ? 'One that proves it wrong' : 'An outcome that proves the recommendation wrong';
  return `${which} takes away ${share(loss)} (${percentBand(loss)}) of the trust there is.`;
}

function asymmetrySentence(asymmetry: Parameter | undefined): string {
  if (asymmetry === undefined || asymmetry.lower === null || asymmetry.upper === null) return '';
  if (asymmetry.lower > 0) return 'Trust is lost faster than it is gained.';
  return asymmetry.upper < 0 ? 'Trust is gained faster than it is lost.' : '';
}

function placeboSentence({ parameters, placebo }: Dynamics): string {
  const { gain, loss, gainDifference, lossDifference, reason } = placebo;
  if (gain.estimate === null && loss.estimate === null)
    return sentence(`There is no placebo to hold this against: ${reason ?? gain.reason ?? 'not estimated'}`);
  if (isTold(gain) || isTold(loss))
    return 'Beware: the placebo moves too, so part of this is not learning from outcomes.';
  const pairs = [
    [parameters['gain'], gain, gainDifference],
    [parameters['loss'], loss, lossDifference],
  ] as const;
  const told = pairs.filter(([real]) => real !== undefined && isTold(real));
  const isUnclear = told.some(([, other, { lower }]) => !isNothing(other) && (lower === null || lower <= 0));
  if (isUnclear)
    return `The placebo, outcomes nobody was shown, is too uncertain to tell that from it. ${placeboNumbers(placebo)}`;
  return told.some(([, other]) => isNothing(other))
    ? 'The placebo, outcomes nobody was shown, does not move trust: its estimate is zero, the least it can be.'
    : 'The placebo, outcomes nobody was shown, does not move trust, as it should be.';
}

/** At its bound, where it has no interval. */
const isNothing = ({ estimate, lower }: Parameter): boolean =>
  estimate !== null && estimate <= 0.0005 && lower === null;

/** In percent, with as many digits as its lower bound needs to be more than nothing. */
const digitsFor = ({ lower }: Parameter): number => (lower !== null && lower < 0.005 ? 1 : 0);

const share = (of: Parameter): string => percent(of.estimate ?? 0, digitsFor(of));

function percentBand(of: Parameter): string {
  const { lower, upper } = of;
  if (lower === null || upper === null) return 'no interval';
  return `${number(100 * lower, digitsFor(of))} to ${percent(upper, digitsFor(of))}`;
}
