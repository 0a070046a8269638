import { type Instant, parseInstant, toInstant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { type Reissued, reissue } from '../../lib/outreach/reissue.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import type { LinkSubject } from '../../lib/store/link-state.ts';
import { type ExitCode, Failure, UsageError, readArguments } from '../command.ts';
import { configOf, tenantOf } from '../settings.ts';
import { stageClients } from '../stage-clients.ts';
import { type SurveyStage, surveyStage } from '../survey-stage.ts';

/** Help of the sub-commands, below that of `trust links`. */
export const CHANGES = `trust links revoke    the link works no more; its way to stop questions does
trust links extend    the question closes later (--until); one that has closed is open again
trust links reissue   a new link to the same question, printed; the old one works no more, revoked or not

--seller <id>             whose link
--recommendation <id>     the recommendation it asks about, or
--wave <id>               the wave of the quarterly questionnaire
--until <instant>         when the question closes, such as 2026-12-01T18:00:00Z (extend; reissue of a closed one)
and --tenant, --dir, --stage-outputs, --config, --json as above`;

const NAMES = ['revoke', 'extend', 'reissue'] as const;
type Change = (typeof NAMES)[number];

export function isChange(name: string | undefined): name is Change {
  return NAMES.some((each) => each === name);
}

/** What a change came to: `text` for people, the rest for programs. */
interface Done {
  readonly text: string;
  readonly [field: string]: string;
}

interface Order {
  readonly stage: SurveyStage;
  readonly tenant: Tenant;
  readonly subject: LinkSubject;
  readonly until: Instant | undefined;
  readonly now: Instant;
}

export async function changeLink(change: Change, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    seller: { type: 'string' },
    recommendation: { type: 'string' },
    wave: { type: 'string' },
    until: { type: 'string' },
    tenant: { type: 'string', default: 'us' },
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    config: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0)
    throw new UsageError(`links ${change} does not know ${JSON.stringify(positionals[0])}`);
  const now = toInstant(Date.now());
  const [subject, until] = [subjectOf(change, values), untilOf(change, values.until, now)];
  const tenant = tenantOf(values.tenant, configOf(values));
  const { text, ...fields } = await DO[change]({
    tenant,
    subject,
    until,
    now,
    stage: await surveyStage(values),
  });
  console.log(values.json ? JSON.stringify(fields) : text);
  return 0;
}

function subjectOf(
  change: Change,
  values: { seller?: string | undefined; recommendation?: string | undefined; wave?: string | undefined },
): LinkSubject {
  const { seller: sellerId, recommendation: recommendationId, wave: waveId } = values;
  if (sellerId !== undefined && recommendationId !== undefined && waveId === undefined)
    return { sellerId, recommendationId };
  if (sellerId !== undefined && waveId !== undefined && recommendationId === undefined)
    return { sellerId, waveId };
  throw new UsageError(
    `links ${change} requires --seller and one of --recommendation and --wave (quarterly questionnaire)`,
  );
}

function untilOf(change: Change, text: string | undefined, now: Instant): Instant | undefined {
  if (text === undefined && change !== 'extend') return undefined;
  if (change === 'revoke') throw new UsageError('links revoke takes no --until');
  const until = parseInstant(text ?? '');
  if (until !== undefined && until > now) return until;
  throw new UsageError(`links ${change} requires --until with an instant to come: 2026-12-01T18:00:00Z`);
}

const DO: Readonly<Record<Change, (order: Order) => Promise<Done>>> = {
  async revoke({ stage, tenant, subject }) {
    const outcome = await factsOf(stage).revokeLink(tenant.id, subject);
    if (outcome === 'no-link') throw noLink(subject);
    return { outcome, text: 'revoked; trust links reissue makes a new one' };
  },
  async extend({ stage, tenant, subject, until, now }) {
    const facts = factsOf(stage);
    const outcome = await facts.extendLink(tenant.id, subject, until ?? now);
    if (outcome === 'no-link') throw noLink(subject);
    if (outcome === 'revoked')
      throw new Failure('that link was revoked; trust links reissue makes a new one');
    const closesAt = (await facts.readLinkState(tenant.id, subject))?.closesAt ?? '';
    return { outcome, closesAt, text: `open until ${closesAt}` };
  },
  async reissue({ stage, tenant, subject, until, now }) {
    const { facts, ring } = await askable(stage, tenant, subject, now);
    const result = await reissue(facts, ring, tenant, subject, { now, until });
    if (result.outcome !== 'reissued') throw notReissued(result, subject);
    const url = `${stage.site}/s/${result.token}`;
    return { outcome: 'reissued', closesAt: result.closesAt, url, text: url };
  },
};

function factsOf({ names, ...address }: SurveyStage): FactsTable {
  return factsTable(stageClients(address).tables, names.FactsTable);
}

/** The table and the keys, unless she asked not to be asked. */
async function askable(stage: SurveyStage, tenant: Tenant, { sellerId }: LinkSubject, now: Instant) {
  const { tables, secrets } = stageClients(stage);
  const facts = factsOf(stage);
  const ring = await keyRingSecret(secrets, stage.names.LinkSecret)(now);
  const ledger = ledgerTable(tables, stage.names.LedgerTable, ring);
  if (await ledger.has(tenant.id, 'optout', sellerId))
    throw new Failure(`seller ${sellerId} asked not to be asked`);
  return { facts, ring };
}

function notReissued(result: Exclude<Reissued, { outcome: 'reissued' }>, subject: LinkSubject): Failure {
  if ('closesAt' in result)
    return new Failure(`that question closed at ${result.closesAt}; say --until when it is to close`);
  if (result.outcome === 'no-link') return noLink(subject);
  return new Failure('somebody else has just re-issued that link; trust links prints theirs');
}

function noLink(subject: LinkSubject): Failure {
  const about =
    'waveId' in subject
      ? `the quarterly questionnaire of wave ${subject.waveId}`
      : `recommendation ${subject.recommendationId}`;
  return new Failure(`seller ${subject.sellerId} was sent no link about ${about}`);
}
