import type { Instant } from '../../lib/domain/instant.ts';
import { occurrences } from '../../lib/infra/occurrences.ts';
import { addressIn, type Settings } from '../../lib/infra/settings.ts';
import type { AccountPort } from './ask-account.ts';
import type { DoctorStage, StagePort } from './ask-stage.ts';
import { type Finding, found, NOT_HERE } from './finding.ts';
import { judgeAccount, judgeBootstrap, judgeConcurrency, judgeMail, judgeRegion } from './judge-account.ts';
import {
  judgeLinkSecret,
  judgeOutbox,
  judgeQueues,
  judgeReport,
  judgeRun,
  judgeTable,
} from './judge-stage.ts';

export const OF_ACCOUNT = ['account', 'region', 'bootstrap'] as const;
const OF_DEPLOYED = [...OF_ACCOUNT, 'functions at once', 'mail'] as const;

/** What only AWS could answer, said of a stage on this machine. */
export const notHere = (): Finding[] => OF_DEPLOYED.map((check) => Object.assign({ check }, NOT_HERE));

/** What the first deployment needs. Without a region or an account nobody else is asked.
 *  @param stage undefined before the first deployment */
export async function accountChecks(
  port: AccountPort | undefined,
  region: string | undefined,
  stage?: DoctorStage,
): Promise<Finding[]> {
  const where = { check: 'region', ...judgeRegion(region, stage?.region) };
  if (port === undefined) return [where];
  let id: string | undefined;
  const account = await found(
    'account',
    async () => (id = await port.account()),
    (told) => judgeAccount(told, stage?.names.AnalysisMachine),
  );
  if (account.verdict === 'fail') return [account, where];
  const named = `aws://${id}/${stage?.region ?? region}`;
  const boot = await found('bootstrap', port.bootstrap, (version) => judgeBootstrap(version, named));
  return [account, where, boot];
}

/** What of the account a deployed stage depends on. */
export async function serviceChecks(
  port: AccountPort,
  { workersAtOnce, outreach: { delivery, sender } }: Settings,
): Promise<Finding[]> {
  const address = delivery === 'mail' && sender !== null ? addressIn(sender) : undefined;
  return [
    await found('functions at once', port.concurrency, (free) => judgeConcurrency(free, workersAtOnce)),
    await found(
      'mail',
      async () => (address === undefined ? undefined : port.mail(address)),
      (mail) => judgeMail(mail, address),
    ),
  ];
}

/** The stage itself, each marketplace by itself. */
export async function stageChecks(
  port: StagePort,
  names: Pick<DoctorStage['names'], 'FactsTable' | 'LedgerTable'>,
  { keepData, tenants, analysis }: Settings,
  now: Instant,
): Promise<Finding[]> {
  const every = occurrences(analysis.schedule).longestGap;
  const table = (check: string, name: string) =>
    found(
      check,
      () => port.table(name),
      (state) => judgeTable(state, keepData),
    );
  const ofAll = [
    found(
      'link secret',
      () => port.keyRing(now),
      (ring) => judgeLinkSecret(ring, now),
    ),
    table('facts table', names.FactsTable),
    table('ledger table', names.LedgerTable),
    found('queues', port.queues, judgeQueues),
  ];
  const ofEach = tenants.flatMap(({ id }) => [
    found(
      `report ${id}`,
      () => port.latestFull(id),
      (asOf) => judgeReport(asOf, now, every),
    ),
    found(`run ${id}`, () => port.run(id), judgeRun),
    found(
      `outbox ${id}`,
      () => port.oldestDue(id, now),
      (dueAt) => judgeOutbox(dueAt, now),
    ),
  ]);
  return Promise.all([...ofAll, ...ofEach]);
}
