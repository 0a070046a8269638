import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { toInstant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { findStage } from '../../lib/local/stage-file.ts';
import { openLink, type OpenLink } from '../../lib/outreach/open-link.ts';
import { text } from '../../lib/report/data-files.ts';
import { csvLine } from '../../lib/rounds/csv-line.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { sideBySide } from '../../lib/store/side-by-side.ts';
import { SHARDS } from '../../lib/store/table.ts';
import { type ExitCode, Failure, UsageError, readArguments } from '../command.ts';
import { tenantOf } from '../settings.ts';
import { stageClients } from '../stage-clients.ts';

export const usage = `trust links [options]

Prints the links that wait for an answer, as CSV: seller_id,recommendation_id,wave,closes_at,url. They are made again from
the link secret: no link is stored. Whoever has one can answer, so keep the output as you would keep passwords. Sellers
who asked not to be asked are left out.

--tenant <id>             which marketplace (default us)
--wave <id>               of one wave only
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--config <name>           the settings it was deployed with, config/<name>.json (default dev)
--json                    one line of JSON a link`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    tenant: { type: 'string', default: 'us' },
    wave: { type: 'string' },
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    config: { type: 'string', default: 'dev' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw new UsageError(`links does not know ${JSON.stringify(positionals[0])}`);
  const tenant = tenantOf(values.tenant, values.config);
  const outputs = values['stage-outputs'];
  const stage = outputs === undefined ? await local(values.dir) : deployed(outputs);
  const write = values.json ? writeJson : writeCsv;
  if (!values.json) console.log('seller_id,recommendation_id,wave,closes_at,url');
  let links = 0;
  for await (const link of openLinks(stage, tenant)) {
    if (values.wave !== undefined && link.waveId !== values.wave) continue;
    write(link, `${stage.site}/s/${link.token}`);
    links += 1;
  }
  console.error(`${links} ${links === 1 ? 'link waits' : 'links wait'} for an answer`);
  return 0;
}

function writeCsv({ sellerId, recommendationId, waveId, closesAt }: OpenLink, url: string): void {
  console.log(csvLine([text(sellerId), text(recommendationId), text(waveId), closesAt, url]));
}

function writeJson({ sellerId, recommendationId, waveId, closesAt }: OpenLink, url: string): void {
  console.log(JSON.stringify({ sellerId, recommendationId, wave: waveId, closesAt, url }));
}

interface Stage {
  readonly endpoint?: string;
  readonly region: string;
  readonly site: string; // without a slash at the end
  readonly names: z.infer<typeof namesSchema>;
}

const AT_ONCE = 16; // shards

async function* openLinks({ names, ...address }: Stage, tenant: Tenant): AsyncGenerator<OpenLink> {
  const { tables, secrets } = stageClients(address);
  const facts = factsTable(tables, names.FactsTable);
  const now = toInstant(Date.now());
  const ring = await keyRingSecret(secrets, names.LinkSecret)(now);
  const ledger = ledgerTable(tables, names.LedgerTable, ring);
  for (let first = 0; first < SHARDS; first += AT_ONCE) {
    const shards = Array.from({ length: AT_ONCE }, (_, i) => first + i);
    const found = await sideBySide(AT_ONCE, shards, (shard) => linksOfShard(facts, shard));
    const links = found.flat();
    const sellers = links.map(({ sellerId }) => sellerId);
    const refusing = sellers.length === 0 ? new Set() : await ledger.among(tenant.id, 'optout', sellers);
    yield* links.filter(({ sellerId }) => !refusing.has(sellerId));
  }

  async function linksOfShard({ readHistories }: FactsTable, shard: number): Promise<OpenLink[]> {
    const links: OpenLink[] = [];
    for await (const { rounds, contact } of readHistories(tenant.id, shard))
      if (contact?.optedOutAt === undefined)
        links.push(...rounds.flatMap((round) => openLink(round, ring, tenant, now) ?? []));
    return links;
  }
}

const namesSchema = z.object({ FactsTable: z.string(), LedgerTable: z.string(), LinkSecret: z.string() });
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

async function local(directory: string): Promise<Stage> {
  const stage = await findStage(directory);
  if (stage === undefined) throw new Failure(`no local stage runs on ${directory}; start it with: npm start`);
  const { endpoint, region, site, outputs } = stage;
  return { endpoint, region, site, names: namesSchema.parse(outputs) };
}

function deployed(file: string): Stage {
  const parsed = outputsSchema.safeParse(JSON.parse(textOf(file)));
  const outputs = Object.assign({}, ...Object.values(parsed.success ? parsed.data : {}));
  const names = namesSchema.safeParse(outputs);
  const site = z.url().safeParse(outputs.SurveyUrl);
  if (!names.success || !site.success)
    throw new UsageError(
      `${file} names no FactsTable, LedgerTable, LinkSecret and SurveyUrl; use cdk deploy --outputs-file`,
    );
  return { region: names.data.LinkSecret.split(':')[3] ?? '', site: site.data, names: names.data };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read; is the name right?`);
  }
}
