import { dirname, join } from 'node:path';
import { csvLine } from '../../lib/rounds/csv-line.ts';
import { roundsCsv } from '../../lib/rounds/rounds-file-write.ts';
import { SIMULATED_THEORIES, type SimulationSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import type { SellerTruth } from '../../lib/simulation/truth.ts';
import { readArguments, UsageError, type ExitCode } from '../command.ts';
import { readSimulation, SIMULATION_OPTIONS } from '../simulation-options.ts';
import { writeWhole } from '../whole-file.ts';

export const usage = `trust simulate --theory ${SIMULATED_THEORIES.join('|')} --out rounds.csv [options]

Writes a rounds file with planted truth; beside it truth.json, in the names of estimates.json, and truth-sellers.csv, the
trust and the class of each seller. Magnitudes are log points, shares are from 0 to 1.

The marketplace
  --sellers N            sellers (200; 300 with buttons)
  --rounds T             rounds per seller and recommender (20; 14 with buttons)
  --recommenders R       1 to 20 recommenders (1)
  --bias B               by how much recommendations lean where the marketplace gains (0; 0.2 where there are level-k sellers)
  --one-sided            every recommendation lies where the marketplace gains
  --seed S               whole number; the same seed gives the same bytes (1)

The sellers
  --shares TE=.5,L0=.1,L1=.15,L2=.05,BAB=.2    classes of sellers; they add up to 1
  --initial-mean M       trust at the start, mean over sellers (0.5)
  --initial-sd SD        … and its spread (0.2; 0.15 where there are level-k sellers; 0.3 with buttons)
  --gain L --loss L      how far one round of fidelity +1 or -1 moves trust (0.1, 0.2; 0 where there are level-k sellers;
                         0.05, 0.15 with buttons)
  --asymmetry A          loss - gain, instead of --loss
  --drift Q              random drift of trust for each outcome seen (0.03; 0 with level-k sellers or buttons)
  --noise SE             noise of decisions (0.1; 0.05 with buttons)
  --gap-slope BG         trust more for a gap e times as large (0; 0.2 with buttons)
  --reference-gap G0     the gap at which trust is as planted (0.3)
  --delta D              what a level-k seller takes off per level (0.2)

Buttons: accept, keep or adjust, by the friction likelihood
  --buttons              sellers press buttons; without it they type any value
  --weight-noise SW      noise of the weight (0.2)
  --lapse EPS            share of decisions made at random (0.05)

Processes: an experiment by seller
  --process NAME=EFFECT  a column process_NAME, and what exposure adds to trust, -1 to 1; may be given for each
  --process-share SHARE  share of sellers exposed (0.5)
  --process-from T       first round of exposure (1)

What the file does not say
  --prior-noise NU       error of the prior plan in the file; the sellers use their own
  --responses none=SHARE[,dismiss=SHARE]    rounds never answered; keeps made by the other button (with --buttons)
  --missing-outcomes SHARE    outcomes that nobody learns
  --unseen-outcomes SHARE     known outcomes that the seller was not shown, scattered
  --unseen-sellers SHARE      sellers who are shown no outcome
  --survivors TRUST      a seller leaves a recommender once her trust is below this
  --survivors-only       the file holds only those who stayed

The sender's side, and what weakens trust
  --jitter SD            shifts every recommendation at random and logs the value before it: the instrument of trust
  --common-information KC     sellers learn of the outcome by themselves and move by KC (outcome - plan)
  --repeat-plans SHARE   rounds in which the plan is asked for again, each time with an error of its own (--prior-noise)
  --log-forecast         the marketplace's own forecast: the recommendation less --bias
  --margin M             what the marketplace earns, money per unit
  --underage CU --overage CO  what a unit too few and one too many cost the sellers, who then judge by it

  --json                 the summary as one line of JSON`;

const OPTIONS = { ...SIMULATION_OPTIONS, out: { type: 'string' }, json: { type: 'boolean' } } as const;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 0)
    throw new UsageError(`simulate takes options only, got ${JSON.stringify(positionals[0])}`);
  const settings = readSimulation(values);
  if (values.out === undefined)
    throw new UsageError('--out is missing; name the rounds file to write, such as --out rounds.csv');
  const { rows, truth, sellers } = simulate(settings);
  if (rows.length === 0)
    throw new UsageError(
      `--survivors ${values.survivors}: every seller leaves, and with --survivors-only no round is left; lower it`,
    );
  const truthPath = join(dirname(values.out), 'truth.json');
  writeWhole(values.out, `${[...roundsCsv(rows)].join('\n')}\n`);
  writeWhole(truthPath, `${JSON.stringify(truth, null, 2)}\n`);
  writeWhole(join(dirname(values.out), 'truth-sellers.csv'), sellersCsv(sellers));
  const directions = analysisOptions(settings);
  if (values.json === true)
    console.log(JSON.stringify({ rounds: rows.length, out: values.out, truth: truthPath, directions }));
  else
    console.log(`${rows.length} rounds of ${settings.sellers} sellers in ${values.out}; what was planted is in ${truthPath}.
Analyse it with: trust analyze ${values.out} --out out/ ${directions}`);
  return 0;
}

/** What `analyze` has to be told to look for what was planted. */
function analysisOptions({ recommenders, gapSlope, referenceGap }: SimulationSettings): string {
  const directions = recommenders.map(({ name, direction }) => `--direction ${name}=${direction}`);
  return [...directions, ...(gapSlope === 0 ? [] : [`--reference-gap ${referenceGap}`])].join(' ');
}

function sellersCsv(sellers: readonly SellerTruth[]): string {
  const header = ['seller_id', 'recommender', 'rounds', 'trust', 'class', 'left', 'exposed_to'];
  const lines = sellers.map((seller) =>
    csvLine([
      seller.sellerId,
      seller.recommender,
      seller.rounds,
      seller.trust,
      seller.class,
      Number(seller.left),
      seller.exposedTo.join(' '),
    ]),
  );
  return `${[csvLine(header), ...lines].join('\n')}\n`;
}
