import { createHmac, randomBytes } from 'node:crypto';
import { parseInstant } from '../lib/domain/instant.ts';
import { parseKeyRing } from '../lib/link/key-ring.ts';
import { mintToken, readToken } from '../lib/link/token.ts';
import { renderReport } from '../lib/report/report.ts';
import { defaultSettings } from '../lib/simulation/settings.ts';
import { simulate } from '../lib/simulation/simulate.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import type { AnalysisSettings } from '../lib/trust/settings.ts';
import { summariseTrust } from '../lib/trust/summarise-trust.ts';

/** The main job's passes on simulated rounds, and the link check beside one bare HMAC: npx tsx bench/analysis.ts [sellers ...] */
const ROUNDS = 26;
const asOf = parseInstant('2026-11-22T00:00:00Z');
if (asOf === undefined) throw new RangeError('bench requires an instant');

const settings: AnalysisSettings = {
  scale: 'auto',
  minGap: null,
  referenceGap: null,
  estimator: 'kf',
  directions: { replenishment: 'up' },
  seed: 1,
  asOf,
  codeVersion: 'bench',
};

interface Timed<T> {
  readonly value: T;
  readonly wall: number; // seconds
  readonly cpu: number; // seconds
}

function timed<T>(work: () => T): Timed<T> {
  const before = process.cpuUsage();
  const started = performance.now();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { value, wall: (performance.now() - started) / 1e3, cpu: (user + system) / 1e6 };
}

function line(name: string, { wall, cpu }: Timed<unknown>): void {
  console.log(`  ${name.padEnd(28)} ${wall.toFixed(3)} s wall  ${cpu.toFixed(3)} s CPU`);
}

function analysis(sellers: number): void {
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers, rounds: ROUNDS, seed: 1 });
  console.log(`\n${sellers} sellers x ${ROUNDS} rounds`);
  const fit = timed(() => fitTrust(rows, settings));
  const parts = timed(() => estimateSellers(rows, fit.value));
  const input = { sha256: '', rows: rows.length, accepted: rows.length, rejected: 0, rejections: [] };
  const summary = timed(() => summariseTrust(fit.value, [parts.value], input));
  const report = timed(() =>
    renderReport(summary.value, { title: 'bench', tenantName: 'bench', downloads: [] }),
  );
  line('fit and compare theories', fit);
  line('estimate sellers', parts);
  line('summarise', summary);
  line(`report, ${(report.value.length / 1024).toFixed(0)} KB`, report);
  console.log(`  peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}

function links(): void {
  const count = 100_000;
  const ring = parseKeyRing(JSON.stringify({ current: 1, 1: randomBytes(48).toString('hex') }));
  const tenant = {
    id: 'us',
    number: 1,
    name: 'bench',
    currency: 'USD',
    elicitationShare: 0.5,
    answerDays: 14,
    directions: {},
    outreach: { quietDays: 14, perQuarter: 4, quietHours: null, timeZone: 'Etc/UTC', remindAfterDays: [] },
    referenceSegment: null,
    report: { segments: [], audience: [], alerts: [] },
    intakePrincipals: [],
  };
  const tenants = new Map([[1, tenant]]);
  const { token } = mintToken(ring, tenant, 'invitation', 1);
  const key = randomBytes(32);
  const bare = timed(() => {
    for (let i = 0; i < count; i++) createHmac('sha256', key).update(token).digest();
  });
  const check = timed(() => {
    for (let i = 0; i < count; i++) readToken(ring, tenants, token);
  });
  console.log(`\n${count} link checks`);
  line('one bare HMAC-SHA-256 each', bare);
  line('readToken', check);
  console.log(`  ratio ${(check.cpu / bare.cpu).toFixed(2)}`);
}

const sizes = process.argv.slice(2).map(Number);
for (const sellers of sizes.length > 0 ? sizes : [300, 1_000, 10_000]) analysis(sellers);
links();
