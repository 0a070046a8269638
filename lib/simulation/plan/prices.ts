/** List prices in US dollars, us-east-1, without free tiers. Data: change a price together with its date. */
export interface Price {
  readonly what: string;
  readonly usd: number;
  readonly per: number; // units
  readonly source: string; // where it is published: look there before budgeting
  readonly date: string; // as known on that day
  /** Units used by one invitation, and by one answer. */
  readonly perInvitation: number;
  readonly perAnswer: number;
}

export const PRICES: readonly Price[] = [
  {
    what: 'e-mail (SES)',
    usd: 0.1,
    per: 1000,
    source: 'https://aws.amazon.com/ses/pricing/',
    date: '2026-11-22',
    perInvitation: 1,
    perAnswer: 0,
  },
  {
    what: 'table writes (DynamoDB, on demand)',
    usd: 0.625,
    per: 1_000_000,
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    date: '2026-11-22',
    perInvitation: 8, // round, link and contact in one transaction, and the index
    perAnswer: 6, // own plan, answer, and the index
  },
  {
    what: 'table reads (DynamoDB, on demand)',
    usd: 0.125,
    per: 1_000_000,
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    date: '2026-11-22',
    perInvitation: 4,
    perAnswer: 10,
  },
  {
    what: 'requests (HTTP API)',
    usd: 1,
    per: 1_000_000,
    source: 'https://aws.amazon.com/api-gateway/pricing/',
    date: '2026-11-22',
    perInvitation: 2, // mail scanners open links too
    perAnswer: 5,
  },
];

/** Cost of asking in US dollars; what runs anyway is not in it. */
export function costOf(invitations: number, answers: number, prices: readonly Price[] = PRICES): number {
  return prices.reduce(
    (sum, { usd, per, perInvitation, perAnswer }) =>
      sum + (usd / per) * (perInvitation * invitations + perAnswer * answers),
    0,
  );
}
