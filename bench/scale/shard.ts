import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseInstant } from '../../lib/domain/instant.ts';
import { getSnapshot, type Snapshot } from '../../lib/jobs/snapshot.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { folderFiles } from '../../lib/store/folder-files.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';
import { beginSpread, passOver } from '../../lib/trust/spread/spread.ts';
import { parseSpreadState } from '../../lib/trust/spread/spread-state.ts';
import { parseTrustFit } from '../../lib/trust/trust-fit.ts';

/** One worker's call in a process of its own, as a Lambda that has just started: reads what it needs from files, writes its
 *  part, and prints what it took as one line of JSON. `make` is what snapshots are made of here and is not measured. */
const [task = '', folder = '', name = '', more = ''] = process.argv.slice(2);

const asOf = parseInstant('2026-11-22T00:00:00Z');
if (asOf === undefined) throw new RangeError('a shard requires an instant');
const SETTINGS: AnalysisSettings = {
  scale: 'auto',
  minGap: null,
  referenceGap: null,
  estimator: 'kf',
  directions: { replenishment: 'up' },
  seed: 1,
  asOf,
  codeVersion: 'bench',
};

const path = (file: string) => `${folder}/${file}`;
const before = process.cpuUsage();
const [bytesIn, part] = await work();
writeFileSync(path(`${name}.${task}`), part);
const { user, system } = process.cpuUsage(before);
const cpu = (user + system) / 1e6; // seconds
const memory = process.resourceUsage().maxRSS / 1024; // MB
console.log(JSON.stringify({ cpu, memory, bytesIn, bytesOut: part.length }));

async function work(): Promise<[number, Uint8Array]> {
  if (task === 'make') return [0, await made(Number(more))];
  const rows = await read();
  const bytes = readFileSync(path(`${name}.make`)).length;
  return [bytes, Buffer.from(JSON.stringify(said(rows)))];
}

function said(rows: readonly RoundRow[]): unknown {
  if (task === 'begin') return beginSpread(rows, SETTINGS, JSON.parse(more));
  if (task === 'pass') return passOver(rows, parseSpreadState(readFileSync(path('state'), 'utf8')));
  if (task === 'estimate') return estimateSellers(rows, parseTrustFit(readFileSync(path('fit'), 'utf8')));
  if (task === 'read') return rows.length;
  throw new RangeError(`a shard does not know ${task}`);
}

/** As a job reads it: unpacked, its hash compared, parsed. */
async function read(): Promise<readonly RoundRow[]> {
  const snapshot: Snapshot = JSON.parse(readFileSync(path(`${name}.json`), 'utf8'));
  const found = await getSnapshot(folderFiles(folder), { ...snapshot, key: `${basename(name)}.make` });
  if ('erasedSince' in found) throw new RangeError('a shard requires a whole snapshot');
  return found.rows;
}

async function made(sellers: number): Promise<Uint8Array> {
  const seed = Number(name);
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers, rounds: 26, seed });
  const own = rows.map((row) => Object.assign({}, row, { sellerId: `${seed}-${row.sellerId}` }));
  const text = roundsJsonl(own);
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const snapshot = { range: { from: seed, to: seed }, key: '', sha256, rows: own.length };
  writeFileSync(path(`${name}.json`), JSON.stringify(snapshot));
  return gzipSync(text);
}
