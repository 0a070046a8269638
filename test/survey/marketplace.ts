import { paginateScan } from '@aws-sdk/client-dynamodb';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { invitationId, mintToken, tenantsByNumber } from '../../lib/link/token.ts';
import type { RoundFacts } from '../../lib/rounds/merge.ts';
import type { Invitation, Recommendation } from '../../lib/rounds/round.ts';
import type { SellerFact } from '../../lib/rounds/seller.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { survey } from '../../lib/survey/app.ts';
import type { SurveyWorld } from '../../lib/survey/world.ts';
import type { Tables } from '../tables.ts';
import { OUTREACH } from '../outreach-rules.ts';

export const NOW = instant('2026-11-22T12:00:00Z');
export const ORIGIN = 'https://survey.example';

export const TENANT: Tenant = {
  id: 'us',
  number: 7,
  name: 'Northwind Market',
  currency: 'USD',
  elicitationShare: 0.5,
  answerDays: 7,
  directions: {},
  ...OUTREACH,
  intakePrincipals: [],
};
export const OTHER_TENANT: Tenant = { ...TENANT, id: 'de', number: 8, name: 'Südwind Markt' };

export const RING = parseKeyRing(JSON.stringify({ current: 1, 1: 'k'.repeat(64) }));

export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new RangeError(`instant requires RFC 3339, found ${text}`);
  return parsed;
}

export const fact = (at: Instant = addDays(NOW, -2)) => ({ at, id: 'source/1', ingestedAt: at });

/** A valid recommendation; whatever a test does not name is ordinary. */
export function recommendation(over: Partial<Recommendation> = {}): Recommendation {
  return {
    ...fact(),
    recommender: 'replenishment',
    value: 240,
    unit: 'units',
    lowerBound: 0,
    upperBound: 500,
    title: 'Blue kettle, 1.7 l',
    reasons: ['Sales rose 18 % over four weeks.', 'Your stock covers about nine days.'],
    expiresAt: addDays(NOW, 12),
    ...over,
  };
}

export interface AskedSeller {
  readonly sellerId: string;
  readonly recommendationId: string;
  readonly token: string;
}

/** A marketplace in the tables of a test: sellers that were asked, and the survey they meet. */
export function marketplace(tables: () => Tables) {
  let sellers = 0;
  let ids = 0;
  const facts = () => factsTable(tables().client, tables().factsName);
  const ledger = () => ledgerTable(tables().client, tables().ledgerName, RING);
  const world = (over: Partial<SurveyWorld> = {}): SurveyWorld => ({
    facts: facts(),
    ledger: ledger(),
    keyRing: RING,
    tenants: tenantsByNumber([TENANT, OTHER_TENANT]),
    now: NOW,
    newId: () => String((ids += 1)).padStart(22, 'x'),
    ...over,
  });
  return { facts, ledger, world, ask, askQuarterly, answer };

  /** A new seller with one recommendation and an invitation to it. */
  async function ask(
    over: {
      arm?: Invitation['arm'];
      recommendation?: Partial<Recommendation>;
      seller?: Partial<SellerFact>;
      past?: readonly RoundFacts[];
      closesAt?: Instant;
      experiments?: Pick<Invitation, 'assigned' | 'withheld'>;
    } = {},
  ): Promise<AskedSeller> {
    const sellerId = `seller-${(sellers += 1)}`;
    const recommendationId = 'rec-now';
    const now = addDays(NOW, -1);
    const told = { sellerId, recommendationId, recommendation: recommendation(over.recommendation) };
    const past = (over.past ?? []).map((round) => Object.assign({}, round, { sellerId }));
    await facts().importRounds(TENANT.id, [told, ...past], now);
    const described = {
      ...fact(),
      segments: {},
      covariates: {},
      displayName: 'Kitchen Corner',
      locale: 'en-US',
    };
    await facts().putSeller(TENANT.id, sellerId, { ...described, ...over.seller }, now);
    const waveId = 'wave-1';
    const name = invitationId(TENANT.id, sellerId, recommendationId, waveId);
    const { token, linkHash, keyId } = mintToken(RING, TENANT, name, 1);
    const { arm = 'elicit', closesAt = addDays(NOW, 5) } = over;
    const order = { sellerId, recommendationId, keyId, waveId, linkHash, issueNo: 1, arm };
    await facts().invite(TENANT.id, { ...order, invitedAt: now, closesAt, ...over.experiments });
    return { sellerId, recommendationId, token };
  }

  /** A new seller who is asked the quarterly questionnaire. */
  async function askQuarterly(over: { locale?: string; closesAt?: Instant } = {}) {
    const sellerId = `seller-${(sellers += 1)}`;
    const { locale = 'en-US', closesAt = addDays(NOW, 5) } = over;
    const described = { ...fact(), segments: {}, covariates: {}, displayName: 'Kitchen Corner', locale };
    await facts().putSeller(TENANT.id, sellerId, described, NOW);
    const waveId = '2026-Q4';
    const { token, linkHash, keyId } = mintToken(
      RING,
      TENANT,
      invitationId(TENANT.id, sellerId, '', waveId),
      1,
    );
    const order = { sellerId, waveId, linkHash, keyId, issueNo: 1, invitedAt: addDays(NOW, -1), closesAt };
    return {
      sellerId,
      waveId,
      token,
      linkHash,
      outcome: await facts().inviteQuarterly(TENANT.id, order),
      order,
    };
  }

  /** What the survey answers to one request. */
  async function answer(
    method: string,
    path: string,
    {
      form,
      headers = {},
      ...over
    }: { form?: Record<string, string>; headers?: Record<string, string> } & Partial<SurveyWorld> = {},
  ): Promise<{ status: number; location: string | null; headers: Headers; body: string }> {
    const body = form === undefined ? null : new URLSearchParams(form);
    const response = await survey(new Request(ORIGIN + path, { method, headers, body }), world(over));
    const location = response.headers.get('location');
    return { status: response.status, location, headers: response.headers, body: await response.text() };
  }
}

/** The fields a page's form would send as it stands: hidden ones, texts and chosen radios. */
export function fieldsOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input([^>]*)>/g)].map(([, attributes = '']) => attributes);
  return Object.fromEntries(
    inputs
      .filter((text) => attribute(text, 'type') !== 'radio' || /\schecked\b/.test(text))
      .map((text) => [attribute(text, 'name') ?? '', attribute(text, 'value') ?? '']),
  );
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
}

/** What the tables hold, all pages of both, as text that differs when anything in them differs. */
export async function dump({ client, factsName, ledgerName }: Tables): Promise<string> {
  const contents = [factsName, ledgerName].map(async (TableName) => {
    const items: string[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
      items.push(...Items.map((item) => JSON.stringify(item, byName)));
    return items.sort();
  });
  return JSON.stringify(await Promise.all(contents));
}

/** An engine gives attributes in any order. */
function byName(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
