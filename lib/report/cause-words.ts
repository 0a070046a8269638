import type { Estimates } from '../trust/estimates.ts';
import type { Parameter } from '../trust/quantity-schema.ts';
import { between, count, list, moreBelow, number, percent, sentence, withInterval } from './wording.ts';

/** What moved trust, from the law of motion fitted to everyone: gain, loss, their difference, and the placebo. */
export function causeSentences({ dynamics }: Estimates): string[] {
  const all = dynamics.find(({ segment }) => segment === 'all');
  if (all === undefined) return ['Cannot tell: no law of motion was fitted.'];
  const { gain, loss, asymmetry } = all.parameters;
  if (gain === undefined || gain.estimate === null)
    return [sentence(`Cannot tell: ${gain?.reason ?? all.reason ?? 'no law of motion was fitted'}`)];
  const found = [gainSentence(gain), lossSentence(loss), asymmetrySentence(asymmetry)].filter(
    (words) => words !== '',
  );
  if (contradicted({ dynamics }))
    return [
      'Cannot tell: outcomes that nobody was shown seem to move trust as much as those that were, so what follows is not learning from outcomes.',
      ...found,
      placeboNumbers(all.placebo),
    ];
  return [...found, placeboSentence(all.placebo)];
}

export const NOBODY_TWICE = 'no seller decided in two periods';

/** What the outcomes seen did to the same sellers' trust, by recommender; the law's word only where the placebo leaves it one.
 *  @param shown recommenders at most, those it moved most; the others are said to stand below */
export function attributionSentence(
  { trust: { attribution }, dynamics }: Estimates,
  shown = Infinity,
): string {
  if (contradicted({ dynamics }))
    return 'What outcomes built and broke cannot be told, for the same reason; what the law of motion would put down to them stands below.';
  const known = Object.entries(attribution)
    .filter(([, { builders }]) => builders.estimate !== null)
    .toSorted(([, a], [, b]) => moved(b) - moved(a));
  if (known.length === 0) {
    const [first] = Object.values(attribution);
    return sentence(`What that did to trust cannot be told: ${first?.builders.reason ?? NOBODY_TWICE}`);
  }
  const parts = known
    .slice(0, shown)
    .map(
      ([name, { builders, busters }]) =>
        `in ${name} good outcomes built ${withInterval(builders) ?? ''} and bad ones broke ${withInterval(busters) ?? 'what cannot be told'} (n ${count(builders.n)})`,
    );
  return `Since the same sellers’ first decisions, ${list(parts)}.${moreBelow(known.length - shown)}`;
}

const moved = ({ builders, busters }: Estimates['trust']['attribution'][string]): number =>
  (builders.estimate ?? 0) + (busters.estimate ?? 0);

type Placebo = Estimates['dynamics'][number]['placebo'];

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

function gainSentence(gain: Parameter): string {
  if (!isTold(gain))
    return `Cannot tell that good outcomes build trust: gain ${number(gain.estimate ?? 0)} (${between(gain) ?? gain.reason ?? 'no interval'}).`;
  return `An outcome that proves the recommendation right closes ${percent(gain.estimate ?? 0)} (${percentBand(gain)}) of the distance to full trust.`;
}

function lossSentence(loss: Parameter | undefined): string {
  if (loss === undefined || loss.estimate === null)
    return loss?.reason == null ? '' : sentence(`Losses are not told apart from gains: ${loss.reason}`);
  if (!isTold(loss))
    return `Cannot tell that bad outcomes break it: loss ${number(loss.estimate)} (${between(loss) ?? loss.reason ?? 'no interval'}).`;
  return `One that proves it wrong takes away ${percent(loss.estimate)} (${percentBand(loss)}) of the trust there is.`;
}

function asymmetrySentence(asymmetry: Parameter | undefined): string {
  if (asymmetry === undefined || asymmetry.lower === null || asymmetry.upper === null) return '';
  if (asymmetry.lower > 0) return 'Trust is lost faster than it is gained.';
  return asymmetry.upper < 0 ? 'Trust is gained faster than it is lost.' : '';
}

function placeboSentence({ gain, loss, reason }: Placebo): string {
  if (gain.estimate === null && loss.estimate === null)
    return sentence(`There is no placebo to hold this against: ${reason ?? gain.reason ?? 'not estimated'}`);
  const moves = isTold(gain) || isTold(loss);
  return moves
    ? 'Beware: the placebo moves too, so part of this is not learning from outcomes.'
    : 'The placebo, outcomes nobody was shown, does not move trust, as it should be.';
}

function percentBand({ lower, upper }: Parameter): string {
  if (lower === null || upper === null) return 'no interval';
  return `${number(100 * lower, 0)} to ${percent(upper)}`;
}
