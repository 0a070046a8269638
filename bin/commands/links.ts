import { toInstant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { openLink, openQuarterly, type OpenLink } from '../../lib/outreach/open-link.ts';
import { harmless } from '../../lib/report/bundle/csv.ts';
import { csvLine } from '../../lib/rounds/csv-line.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { sideBySide } from '../../lib/store/side-by-side.ts';
import { SHARDS } from '../../lib/store/table.ts';
import { openBlock } from '../../lib/survey/quarterly-block.ts';
import { type ExitCode, UsageError, readArguments } from '../command.ts';
import { changeLink, CHANGES, isChange } from '../links/change.ts';
import { configOf, tenantOf } from '../settings.ts';
import { stageClients } from '../stage-clients.ts';
import { type SurveyStage, surveyStage } from '../survey-stage.ts';

export const usage = `trust links [options]
trust links revoke|extend|reissue --seller <id> --recommendation <id>|--wave <id> [options]

Prints the links that wait for an answer, as CSV: seller_id,recommendation_id,wave,closes_at,url; recommendation_id is empty
for the quarterly questionnaire. They are made again from the link secret: no link is stored. Whoever has one can answer, so
keep the output as you would keep passwords. Sellers who asked not to be asked, or to be erased, are left out.

--tenant <id>             which marketplace (default us)
--wave <id>               of one wave only
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--config <name>           the settings it was deployed with, config/<name>.json (default dev; local for the local stage)
--json                    one line of JSON a link

${CHANGES}`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (isChange(first)) return changeLink(first, rest);
  const { values, positionals } = readArguments(args, {
    tenant: { type: 'string', default: 'us' },
    wave: { type: 'string' },
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    config: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw new UsageError(`links does not know ${JSON.stringify(positionals[0])}`);
  const tenant = tenantOf(values.tenant, configOf(values));
  const stage = await surveyStage(values);
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
  console.log(csvLine([harmless(sellerId), harmless(recommendationId), harmless(waveId), closesAt, url]));
}

function writeJson({ sellerId, recommendationId, waveId, closesAt }: OpenLink, url: string): void {
  console.log(JSON.stringify({ sellerId, recommendationId, wave: waveId, closesAt, url }));
}

const AT_ONCE = 16; // shards

async function* openLinks({ names, ...address }: SurveyStage, tenant: Tenant): AsyncGenerator<OpenLink> {
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
    const gone = await Promise.all([
      ledger.among(tenant.id, 'erased', sellers),
      ledger.among(tenant.id, 'optout', sellers),
    ]);
    yield* links.filter(({ sellerId }) => !gone.some((refusing) => refusing.has(sellerId)));
  }

  async function linksOfShard({ readHistories }: FactsTable, shard: number): Promise<OpenLink[]> {
    const links: OpenLink[] = [];
    for await (const { rounds, quarterlies = [], contact } of readHistories(tenant.id, shard))
      if (contact?.optedOutAt === undefined)
        links.push(
          ...rounds.flatMap((round) => openLink(round, ring, tenant, now) ?? []),
          ...quarterlies.flatMap((asked) => {
            const isFinished = openBlock(asked) === undefined;
            return openQuarterly(asked, ring, tenant, now, isFinished) ?? [];
          }),
        );
    return links;
  }
}
