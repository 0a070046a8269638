import type { Estimates, Sender } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import { grouped } from './grouping.ts';
import { amount, count, list, number, percent, probability, sentence, signed } from './wording.ts';

export type ScaleName = Estimates['dynamics'][number]['scale'];

/** A difference on the scale as a reader takes it: percent where it is one of logs, else in the unit of the value. */
export function difference(value: number, scale: ScaleName): string {
  return scale === 'level' ? signed(value) : `${signedPercent(value)}\u00a0%`;
}

/** `+4.8 to +6.8 %`; undefined where there is none. */
export function differenceBand(
  { lower, upper }: { readonly lower: number | null; readonly upper: number | null },
  scale: ScaleName,
): string | undefined {
  if (lower === null || upper === null) return undefined;
  const from = scale === 'level' ? signed(lower) : signedPercent(lower);
  return `${from} to ${difference(upper, scale)}`;
}

const MOST = 1e6; // percent: beyond it the digits say nothing, and further out there is no number

/** Of a difference of logs. */
function signedPercent(logs: number): string {
  const share = 100 * Math.expm1(logs);
  if (share > MOST) return `more than +${count(MOST)}`;
  return signed(share, Math.abs(share) < 10 ? 1 : 0);
}

/** `68 to 72 %`; undefined where there is none, or no spread to make one of. */
export function shareBand({ lower, upper }: Quantity): string | undefined {
  return lower === null || upper === null || lower === upper
    ? undefined
    : `${number(100 * lower, 0)} to ${percent(upper)}`;
}

const inBrackets = (text: string | undefined): string => (text === undefined ? '' : ` (${text})`);

const minus = (value: number | null): number | null => (value === null ? null : -value);

/** How far the marketplace's recommendations lie from what it expects, upward positive, whatever its interest. */
export function offForecast({ distortion: { mean }, direction }: Sender): Quantity {
  if (direction !== 'down' || mean.estimate === null) return mean;
  return { ...mean, estimate: -mean.estimate, lower: minus(mean.upper), upper: minus(mean.lower) };
}

/** What a leader wants to know of one recommender, without a symbol: a claim only where the interval that holds at all
 *  looks, or the only one there is, bears it out. */
export function senderSentences(row: Sender, scale: ScaleName): string[] {
  return [
    leanSentence(row, scale),
    planSentence(row),
    fractileSentence(row),
    candourSentence(row, scale),
    disutilitySentence(row),
  ].filter((words) => words !== '');
}

function leanSentence({ bias, direction }: Sender, scale: ScaleName): string {
  if (bias.estimate === null)
    return sentence(`whether it leans cannot be told: ${bias.reason ?? 'no reason'}`);
  const band = bias.anytime.lower === null ? bias : bias.anytime;
  const looks = band === bias ? '' : 'at all looks ';
  const interval = differenceBand(band, scale);
  const told = `${difference(bias.estimate, scale)}${inBrackets(interval && looks + interval)}`;
  if (band.lower === null || band.upper === null)
    return sentence(`whether it leans cannot be told, ${told}: ${bias.reason ?? 'no interval'}`);
  if (band.lower <= 0 && band.upper >= 0) return `It leans neither way as far as can be told: ${told}.`;
  return `It leans by ${told}${towards(bias.estimate, direction)}.`;
}

function towards(bias: number, direction: Sender['direction']): string {
  if (direction === null) return bias > 0 ? ': above what came out' : ': below what came out';
  return bias > 0 === (direction === 'up')
    ? ', to the side on which the marketplace gains'
    : ', to the side on which the marketplace loses';
}

function planSentence({ betterShare, skill }: Sender): string {
  if (betterShare.estimate === null) return '';
  const share = `It did better than the sellers’ own plans in ${percent(betterShare.estimate)} of rounds${inBrackets(shareBand(betterShare))}`;
  const { estimate, lower, upper } = skill;
  if (estimate === null || lower === null || upper === null) return `${share}.`;
  if (lower <= 0 && upper >= 0) return `${share}; its squared error is about that of the plans.`;
  return `${share}; its squared error is ${percent(Math.abs(estimate))} ${estimate > 0 ? 'smaller' : 'larger'} than theirs.`;
}

function fractileSentence({ fractile }: Sender): string {
  const { share, target, p } = fractile;
  if (share.estimate === null || target === null) return '';
  const told = `It covered what was needed in ${percent(share.estimate)} of rounds, where the sellers’ costs ask for ${percent(target)}`;
  if (p === null) return sentence(`${told}; ${fractile.reason ?? 'not tested'}`);
  const found =
    p >= 0.05
      ? 'no difference that could be told'
      : share.estimate > target
        ? 'it asks for too much'
        : 'it asks for too little';
  return `${told}: ${found} (p ${probability(p)}).`;
}

function candourSentence(row: Sender, scale: ScaleName): string {
  const { truthfulShare } = row.distortion;
  const off = offForecast(row);
  if (truthfulShare.estimate === null) return '';
  const told = `It said what the marketplace itself expected in ${percent(truthfulShare.estimate)} of rounds${inBrackets(shareBand(truthfulShare))}`;
  if (off.estimate === null) return `${told}.`;
  return `${told}, and was off it by ${difference(off.estimate, scale)} on average.`;
}

function disutilitySentence({ disutility }: Sender): string {
  const { median } = disutility;
  if (median === null) return '';
  return `It behaves as if a unit of distortion cost it ${amount(median)} in money (median).`;
}

const TOPICS: readonly (readonly [
  string,
  (row: Sender) => { readonly estimate: number | null; readonly reason: string | null },
])[] = [
  ['whether it leans', ({ bias }) => bias],
  ['whether it does better than the sellers’ own plans', ({ betterShare }) => betterShare],
  [
    'whether it covers what the sellers’ costs ask for',
    ({ fractile }) => ({ estimate: fractile.p, reason: fractile.reason }),
  ],
  ['whether it says what the marketplace expects', ({ distortion }) => distortion.truthfulShare],
  [
    'what distortion costs the marketplace',
    ({ disutility }) => ({ estimate: disutility.median, reason: disutility.reason }),
  ],
  ['trust by a random shift', ({ jitterTrust }) => jitterTrust],
];

/** What the sender's side leaves open: which question, of which recommenders, and which column would answer it. */
export function senderQuestions({ sender, trust }: Pick<Estimates, 'sender' | 'trust'>): {
  readonly what: string;
  readonly why: string;
}[] {
  const ofRecommenders = TOPICS.flatMap(([topic, pick]) => {
    const open = sender.filter((row) => pick(row).estimate === null);
    const byReason = grouped(open, (row) => pick(row).reason ?? 'no reason was given');
    return [...byReason].map(([why, rows]) => ({
      what: rows.length === sender.length ? topic : `${topic} (${list(rows.map((row) => row.recommender))})`,
      why,
    }));
  });
  const { corrected } = trust.planError;
  if (corrected.estimate !== null) return ofRecommenders;
  const why = corrected.reason ?? 'no reason was given';
  return [...ofRecommenders, { what: 'how much of trust is error in the sellers’ plans', why }];
}
