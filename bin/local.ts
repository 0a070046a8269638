import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { addDays, toInstant } from '../lib/domain/instant.ts';
import type { Tenant } from '../lib/domain/tenant.ts';
import { readLatest } from '../lib/jobs/latest.ts';
import { startEngine } from '../lib/local/engine.ts';
import { readIfThere, writeWhole } from '../lib/local/folder.ts';
import { DATA } from '../lib/local/stage-folder.ts';
import { findStage, removeStageFile, writeStageFile } from '../lib/local/stage-file.ts';
import { type Stage, startStage } from '../lib/local/stage.ts';
import { instantSchema } from '../lib/rounds/instant-schema.ts';
import { marketplaceEvents } from '../lib/simulation/marketplace-events.ts';
import { s3Files } from '../lib/store/s3-files.ts';
import { Failure } from './command.ts';
import { dataStage } from './data-stage.ts';
import { finished, startExecution } from './execution.ts';
import { openPage } from './local-page.ts';
import { type OpenLink, type OpenLinks, openLinks } from './open-link.ts';
import { postEveryMinute } from './post-round.ts';
import { takePast } from './seed-past.ts';
import { dropEvents } from './seed.ts';
import { readSettings } from './settings.ts';
import { type StageClients, stageClients } from './stage-clients.ts';
import { synthesise } from './synthesis.ts';
import { plainCause } from './whole-file.ts';

const CONFIG = 'local'; // the environment whose settings and template run here
const SEEDED = 'seeded.json'; // in the folder
const EARLIER = 13; // days: one round of every seller, acted upon and turned out, before the open one
const RECOMMENDERS = ['replenishment', 'pricing'];

export interface LocalSettings {
  readonly directory: string;
  readonly port: number | undefined;
  readonly reset: boolean;
  readonly sellers: number;
  readonly weeks: number;
  readonly seed: number;
}

/** Where a person or a program goes. */
export interface Addresses {
  readonly survey: string | null; // null: no invitation is open
  readonly ledger: string | null;
  readonly report: string;
  readonly intake: string;
  readonly page: string;
}

/** What was opened, to be closed in the other order, whatever happened in between. */
export type Closers = (() => Promise<void> | void)[];

/** Starts the whole local stage on a folder: synthesised, seeded, invited, analysed.
 *  @throws Failure when one runs on the folder already */
export async function startLocal(
  settings: LocalSettings,
  closers: Closers,
  say: (line: string) => void,
): Promise<Addresses> {
  const { directory } = settings;
  refuseUnwritable(directory);
  await refuseSecond(directory);
  if (settings.reset) forget(directory);
  const [tenant] = readSettings(CONFIG).tenants;
  if (tenant === undefined) throw new Failure(`config/${CONFIG}.json has no tenant`);

  const starting = startEngine({ path: join(directory, 'dynamodb') });
  closers.push(async () => (await starting.catch(() => undefined))?.stop()); // also where the synthesis fails
  const synthesised = timed(say, 'the template is synthesised', () => synthesise(CONFIG, directory));
  const [assembly, engine] = await Promise.all([synthesised, starting]);
  const ports = portsOf(directory);
  const log = (line: string) => say(line);
  const stage = await timed(say, `tables, files and functions are up (${engine.name})`, () =>
    startStage({
      assembly,
      directory,
      engine: engine.endpoint,
      log,
      ...(ports.site ? { port: ports.site } : {}),
    }),
  );
  closers.push(() => stage.stop());
  const clients = stageClients(stage);
  const links = openLinks(clients, stage, tenant);
  const page = await openPage({
    links,
    stage,
    clients,
    tenant,
    directory,
    port: settings.port,
    usedLast: ports.page,
  });
  closers.push(page.stop);
  writeWhole(
    join(directory, 'ports.json'),
    JSON.stringify({ site: portIn(stage.site), page: portIn(page.facts.page) }),
  );
  writeStageFile(directory, page.facts);
  closers.push(() => removeStageFile(directory));

  await seedOnce(settings, stage, clients, tenant, say);
  const link = await invited(links, stage, clients, tenant, say);
  await analysedOnce(directory, stage, clients, tenant, say);
  closers.push(postEveryMinute(stage, say)); // last: nobody waits for hundreds of mails
  return {
    survey: link?.survey ?? null,
    ledger: link?.ledger ?? null,
    report: `${page.facts.page}/reports/${tenant.id}/latest/`,
    intake: `${stage.site}/v1/events`,
    page: `${page.facts.page}/`,
  };
}

/** Said before anything is started on it. */
function refuseUnwritable(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Failure(
      `cannot write into ${directory}: ${plainCause(cause)}; give a folder of your own with --dir`,
    );
  }
}

/** A stage whose npm was killed needs a moment to notice. */
async function refuseSecond(directory: string): Promise<void> {
  for (let patience = 10; patience > 0; patience--) {
    if ((await findStage(directory)) === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const running = await findStage(directory);
  throw new Failure(
    `a stage runs on ${directory} already: ${running?.page}; stop it (process ${running?.pid}) or take another --dir`,
  );
}

/** Only what a stage puts there: a wrong --dir must not cost anybody a folder. */
function forget(directory: string): void {
  for (const name of DATA) rmSync(join(directory, name), { recursive: true, force: true });
}

const portsSchema = z.object({ site: z.optional(z.int()), page: z.optional(z.int()) });

/** The ports used last: printed links stay good. */
function portsOf(directory: string): z.infer<typeof portsSchema> {
  const kept = readIfThere(join(directory, 'ports.json'));
  return kept === undefined ? {} : portsSchema.parse(JSON.parse(kept.toString('utf8')));
}

const portIn = (address: string) => Number(new URL(address).port);

/** A marketplace with a past: what it knew some days ago, the report of then, and what came since. Taken again after an
 *  interrupted start: facts merge, so nothing is doubled. */
async function seedOnce(
  { directory, sellers, weeks, seed }: LocalSettings,
  stage: Stage,
  clients: StageClients,
  tenant: Tenant,
  say: (line: string) => void,
): Promise<void> {
  const mark = join(directory, SEEDED);
  if (readIfThere(mark) !== undefined) return;
  const now = toInstant(Date.now());
  const earlier = addDays(now, -EARLIER);
  const marketplace = { tenant: tenant.id, sellers, recommenders: RECOMMENDERS, weeks, now, seed };
  const { events } = marketplaceEvents({ ...marketplace, experiments: true });
  const known = events.filter(({ time }) => time <= earlier);
  await timed(
    say,
    `${sellers} simulated sellers, ${weeks} weeks: what was known then is taken in`,
    async () => takePast(await dataStage({ dir: directory }), tenant.id, known, earlier),
  );
  await timed(say, `the report of ${EARLIER} days ago`, () =>
    runMachine(stage, clients, 'AnalysisMachine', tenant, earlier),
  );
  const place = { bucket: stage.outputs['IntakeBucket'] ?? '', tenant: tenant.id };
  const rest = events.filter(({ time }) => time > earlier);
  await timed(say, 'what came since: taken in', () =>
    dropEvents(clients.files, place, rest, stage.undelivered),
  );
  writeWhole(mark, JSON.stringify({ ...marketplace, events: events.length }));
}

/** Until when the marketplace was simulated. */
const seededSchema = z.object({ now: instantSchema });

async function invited(
  links: OpenLinks,
  stage: Stage,
  clients: StageClients,
  tenant: Tenant,
  say: (line: string) => void,
): Promise<OpenLink | undefined> {
  const [last] = stage.executions.list(stage.outputs['WaveMachine'] ?? '');
  // A wave that was cut off has asked some sellers; the next one leaves them alone and asks the rest.
  const open = last?.status === 'ABORTED' ? undefined : await links.current();
  if (open !== undefined) return open;
  await timed(say, 'sellers are invited', () => runMachine(stage, clients, 'WaveMachine', tenant));
  links.restart();
  return links.current();
}

async function analysedOnce(
  directory: string,
  stage: Stage,
  clients: StageClients,
  tenant: Tenant,
  say: (line: string) => void,
): Promise<void> {
  const reports = s3Files(clients.files, stage.outputs['ReportBucket'] ?? '');
  const text = readIfThere(join(directory, SEEDED))?.toString('utf8');
  const seeded = text === undefined ? undefined : seededSchema.parse(JSON.parse(text)).now;
  const latest = await readLatest(reports, tenant.id);
  if (latest !== undefined && (seeded === undefined || latest.asOf > seeded)) return;
  await timed(say, 'the analysis has run', () => runMachine(stage, clients, 'AnalysisMachine', tenant));
}

async function runMachine(
  { outputs }: Stage,
  { machines }: StageClients,
  machine: string,
  tenant: Tenant,
  at = toInstant(Date.now()),
): Promise<void> {
  const execution = await startExecution(machines, outputs[machine] ?? '', tenant.id, at);
  await finished(machines, execution, 100);
}

async function timed<T>(say: (line: string) => void, what: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  say(`${what} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  return result;
}
