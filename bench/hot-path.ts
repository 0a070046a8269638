import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from '../lib/simulation/simulate.ts';
import { defaultSettings } from '../lib/simulation/settings.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import { pathForm } from '../lib/trust/friction/deterministic-path.ts';
import { frictionLikelihood, frictionWithGradient } from '../lib/trust/friction/likelihood.ts';
import { compactLikelihood } from '../lib/trust/kalman/compact-likelihood.ts';
import { covarianceOf } from '../lib/trust/kalman/covariance.ts';
import { fitNested, type KalmanFit } from '../lib/trust/kalman/fit.ts';
import { likelihoodWithGradient } from '../lib/trust/kalman/likelihood.ts';
import { nestedModel } from '../lib/trust/kalman/nested-model.ts';
import { onlineTrust, type SellerEvent, type SellerState } from '../lib/trust/kalman/online.ts';
import type { KalmanPanel } from '../lib/trust/kalman/panel.ts';
import { partOf } from '../lib/trust/kalman/part.ts';
import { asymmetricMotion, type OutcomesSeen } from '../lib/trust/laws/asymmetric.ts';
import { fitByPasses, startOf } from '../lib/trust/reduce/fit-by-passes.ts';
import { passOf } from '../lib/trust/reduce/pass.ts';
import { kalmanPanel } from '../lib/trust/kalman/panel.ts';
import { parseInstant } from '../lib/domain/instant.ts';
import { fastest } from './hot-path/clock.ts';
import { eventsOf, firstOf, movingPanel, ROUNDS } from './hot-path/panel.ts';

/** The hot path, piece by piece, CPU seconds of one process: npx tsx bench/hot-path.ts [doubling|smoother|passes|online|friction|hand-over ...]
 *  `friction` takes python3 with numpy and scipy (PYTHON names another). */
const THETA = Float64Array.of(0.5, 0.2, 0.1, 0.2, 0.05, Math.log(0.5), 0.05);
const wanted = process.argv.slice(2);
const say = (line: string): void => console.log(line);
const micro = (seconds: number, sellers: number): string => ((1e6 * seconds) / sellers).toFixed(2);

function smoothAll(panel: KalmanPanel<OutcomesSeen>): number {
  const filter = compactLikelihood(panel, asymmetricMotion);
  const into = {
    mean: new Float64Array(ROUNDS + 1),
    variance: new Float64Array(ROUNDS + 1),
    withLast: new Float64Array(ROUNDS + 1),
  };
  filter.at(THETA);
  let sum = 0;
  for (let i = 0; i + 1 < panel.starts.length; i++) {
    filter.forward(i);
    filter.smooth(i, into, 0);
    sum += into.mean[0] as number;
  }
  return sum;
}

function doubling(): void {
  const largest = movingPanel(640_000);
  say(
    '\n| sellers | fit of three models, us a seller | evaluations | errors | value and gradient | filter and smoother |',
  );
  for (let sellers = 10_000; sellers <= 640_000; sellers *= 2) {
    const panel = firstOf(largest, sellers);
    const gradient = new Float64Array(THETA.length);
    const evaluate = likelihoodWithGradient(panel);
    const once = fastest(5, () => evaluate(THETA, gradient));
    const fit = fastest(1, () => fitNested(panel, false));
    const errors = fastest(1, () => covarianceOf(panel, fit.value.at(-1) as KalmanFit));
    const smooth = fastest(3, () => smoothAll(panel));
    const evaluations = fit.value.reduce((sum, { convergence }) => sum + convergence.evaluations, 0);
    const cells = [fit, errors, once, smooth].map(({ cpu }) => micro(cpu, sellers));
    say(`| ${[sellers.toLocaleString('en'), cells[0], evaluations, ...cells.slice(1)].join(' | ')} |`);
  }
}

function smoother(): void {
  const panel = movingPanel(1_000_000);
  const gradient = new Float64Array(THETA.length);
  const evaluate = likelihoodWithGradient(panel);
  say(
    `\n1,000,000 x ${ROUNDS}: filter and smoother ${fastest(5, () => smoothAll(panel)).cpu.toFixed(2)} s CPU`,
  );
  say(`value and gradient ${fastest(5, () => evaluate(THETA, gradient)).cpu.toFixed(2)} s CPU`);
}

async function passes(): Promise<void> {
  const sellers = 100_000;
  const panel = movingPanel(sellers);
  const gradient = new Float64Array(THETA.length);
  const evaluate = likelihoodWithGradient(panel);
  const plain = fastest(5, () => evaluate(THETA, gradient));
  const exact = fastest(5, () => passOf(panel, [THETA]));
  say(
    `\na pass over ${sellers}: ${exact.cpu.toFixed(3)} s, plain sums ${plain.cpu.toFixed(3)} s, ${(exact.cpu / plain.cpu).toFixed(2)}x`,
  );
  const part = partOf(sellers) ?? new Int32Array(0);
  const models = (['static', 'symmetric', 'asymmetric'] as const).map((name) => nestedModel(name, false));
  const before = process.cpuUsage();
  let [count, points] = [0, 0];
  const found = await fitByPasses(startOf(chosen(panel, part), models), sellers, (at) => {
    count++;
    points += at.length;
    return passOf(panel, at);
  });
  const { user, system } = process.cpuUsage(before);
  const nested = fastest(1, () => {
    const fits = fitNested(panel, false);
    return { fits, covariance: covarianceOf(panel, fits.at(-1) as KalmanFit) };
  });
  say(
    `fit and errors by ${count} passes at ${points} points ${((user + system) / 1e6).toFixed(2)} s, at once ${nested.cpu.toFixed(2)} s`,
  );
  say(`log-likelihood ${found.fits.at(-1)?.logLikelihood} and ${nested.value.fits.at(-1)?.logLikelihood}`);
  const errors = [found.covariance, nested.value.covariance].map((of) =>
    of?.map((row, j) => Math.sqrt(row[j] ?? 0).toPrecision(6)).join(' '),
  );
  say(`standard errors ${errors.join('  and  ')}`);
}

/** Some sequences, by index. */
function chosen(panel: KalmanPanel<OutcomesSeen>, members: Int32Array): KalmanPanel<OutcomesSeen> {
  const of = (column: Float64Array): Float64Array =>
    Float64Array.from(
      { length: members.length * ROUNDS },
      (_, k) => column[(members[Math.floor(k / ROUNDS)] as number) * ROUNDS + (k % ROUNDS)] as number,
    );
  const starts = Int32Array.from({ length: members.length + 1 }, (_, i) => i * ROUNDS);
  return kalmanPanel(
    panel.law,
    { fidelity: of(panel.inputs.fidelity) },
    { starts, design: of(panel.design), move: of(panel.move), bend: of(panel.bend) },
  );
}

function online(): void {
  const sellers = 1_000_000;
  const { start, updateSeller } = onlineTrust({
    estimator: 'kf',
    theta: [...THETA],
    covariance: [],
    unit: 1,
    referenceGap: 1,
  });
  const states: SellerState[] = Array.from({ length: sellers }, () => start);
  const events = Array.from({ length: 1 << 16 }, (_, k): SellerEvent => {
    const gap = 0.2 + (k % 97) / 97;
    return { decision: { gap, move: gap * 0.4 }, fidelity: ((k * 7919) % 201) / 100 - 1 };
  });
  const updates = 10_000_000;
  const { cpu } = fastest(3, () => {
    let place = 1;
    for (let k = 0; k < updates; k++) {
      place = (Math.imul(place, 1_664_525) + 1_013_904_223) >>> 0;
      const seller = place % sellers;
      states[seller] = updateSeller(states[seller] as SellerState, events[k & 0xffff] as SellerEvent);
    }
  });
  say(`\nupdateSeller on ${sellers} sellers at random: ${(updates / cpu / 1e6).toFixed(1)} M a CPU second`);
}

const times = (numpy: number, cpu: number): string => `${(numpy / cpu).toFixed(1)}x ours`;

function friction(): void {
  const sellers = 10_000;
  const panel = eventsOf(movingPanel(sellers));
  const theta = Float64Array.of(
    0.5,
    0.2,
    0.1,
    0.2,
    0,
    Math.log(0.1),
    0.05,
    Math.log(0.2),
    Math.log(0.03 / 0.97),
  );
  const values = frictionLikelihood(panel, pathForm);
  const ours = fastest(40, () => values(theta).reduce((sum, value) => sum + value, 0));
  const evaluate = frictionWithGradient(panel, pathForm);
  const gradient = new Float64Array(theta.length);
  const both = fastest(20, () => evaluate(theta, gradient));
  const inPlainScript = { ...pathForm, compact: undefined };
  const plain = frictionWithGradient(panel, inPlainScript);
  const before = fastest(5, () => plain(theta, new Float64Array(theta.length)));
  say(
    `\nQD of ${sellers} sellers: value ${ours.cpu.toFixed(4)} s, with gradient ${both.cpu.toFixed(4)} s (without the kernel ${before.cpu.toFixed(3)} s), ${ours.value.toFixed(9)}`,
  );
  const scratch = mkdtempSync(join(tmpdir(), 'hot-path-'));
  const file = join(scratch, 'panel.bin');
  const columns = [
    Float64Array.from(panel.kind),
    panel.weight,
    panel.design,
    panel.logGap,
    panel.inputs.fidelity,
  ];
  writeFileSync(
    file,
    Buffer.concat(columns.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength))),
  );
  const script = new URL('hot-path/friction_numpy.py', import.meta.url).pathname;
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const [value, seconds, withGradient, ...slopes] = execFileSync(
    process.env['PYTHON'] ?? 'python3',
    [script, file, String(sellers), String(ROUNDS)],
    { env },
  )
    .toString()
    .trim()
    .split(' ');
  rmSync(scratch, { recursive: true });
  const differences = 9 * Number(seconds);
  say(`numpy's value ${seconds} s, ${times(Number(seconds), ours.cpu)}; ${value}`);
  say(
    `its value and gradient by the same formulas ${withGradient} s, ${times(Number(withGradient), both.cpu)}; by differences, nine values, ${times(differences, both.cpu)}`,
  );
  const own = gradient.filter((_, j) => j !== 4); // QD has no drift
  say(`gradients apart by ${Math.max(...slopes.map((slope, j) => Math.abs(Number(slope) - (own[j] ?? 0))))}`);
}

/** What it costs to hand rows to a worker, beside what it would do with them. */
function handOver(): void {
  const { rows } = simulate({
    ...defaultSettings('trust-embedded'),
    sellers: 10_000,
    rounds: ROUNDS,
    seed: 1,
  });
  const asOf = parseInstant('2026-11-22T00:00:00Z');
  if (asOf === undefined) throw new RangeError('bench requires an instant');
  const fit = fitTrust(rows.slice(0, 1_000 * ROUNDS), {
    scale: 'auto',
    minGap: null,
    referenceGap: null,
    estimator: 'kf',
    directions: {},
    seed: 1,
    asOf,
    codeVersion: 'bench',
  });
  const work = fastest(3, () => estimateSellers(rows, fit));
  const clone = fastest(3, () => structuredClone(rows));
  const back = fastest(3, () => structuredClone(work.value));
  say(
    `\n260,000 rows: estimated in ${work.cpu.toFixed(2)} s, handed over in ${clone.cpu.toFixed(2)} s, estimates back in ${back.cpu.toFixed(2)} s`,
  );
}

const parts = { doubling, smoother, passes, online, friction, 'hand-over': handOver };
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  say(`\n## ${name}, Node ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}`);
  await part();
  say(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}
