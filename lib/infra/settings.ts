import * as z from 'zod/mini';
import { tenantsSchema } from '../domain/tenant.ts';
import { timeZone } from '../domain/time-zone.ts';
import { modelSchema } from '../jobs/manifest.ts';
import { signInSchema } from '../reader/sign-in-settings.ts';
import { SHARDS } from '../store/table.ts';
import { cron } from './cron.ts';
import { settingsFaults } from './settings-fault.ts';

const schedule = { schedule: cron, timeZone };

/** Days of log retention that CloudWatch knows. */
const logDays = z.literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653]);

const days = z.int().check(z.minimum(1), z.maximum(3650));

/** How long what concerns single sellers is kept; PRIVACY.md tells it to them. */
const retentionSchema = z.strictObject({
  /** Days a round is kept after its recommendation was issued; null: until its seller is erased. */
  roundsDays: z.nullable(days),
  /** Days snapshots and runs are kept. */
  filesDays: days,
  /** Days dropped files and what the intake answered to them are kept. */
  intakeDays: days,
});
export type Retention = z.infer<typeof retentionSchema>;

const SENDER = /^(?:[^<>"\p{Cc}]{1,80} <([^\s<>@]+@[A-Za-z0-9.-]+)>|([^\s<>@]+@[A-Za-z0-9.-]+))$/u;

/** The address in `Name <address>`, or the address itself.
 *  @throws RangeError for anything else */
export function addressIn(sender: string): string {
  const [, named, bare] = SENDER.exec(sender) ?? [];
  const address = named ?? bare;
  if (address === undefined) throw new RangeError('addressIn requires a sender with an address');
  return address;
}

/** How invitations reach sellers. */
const outreachSchema = z
  .strictObject({
    /** `events`: the marketplace hears of each invitation on the stage's event bus and writes to its sellers itself;
     *  `mail`: SES does. */
    delivery: z.enum(['events', 'mail']),
    /** The From of mails, of a domain or address that SES has verified. */
    sender: z.nullable(
      z.string().check(z.regex(SENDER, 'not a sender; write it as Seller Trust <survey@example.com>')),
    ),
  })
  .check(
    z.refine(({ delivery, sender }) => delivery === 'events' || sender !== null, {
      path: ['sender'],
      error: 'mail requires a sender; write it as Seller Trust <survey@example.com>',
    }),
  );

const ADDRESS = 'not https, or ends in a slash; write it as https://survey.example.com';
const httpsAddress = z.url(ADDRESS).check(z.regex(/^https:\/\/.*[^/]$/, ADDRESS));

/** How a published report is reached; the command line reads it with IAM in any case. */
const reportSchema = z
  .strictObject({
    /** Who lets readers in; null: there is no report route. */
    signIn: z.nullable(signInSchema),
    /** Where reports are read, for links in mails; null: the address AWS gives the route, if there is one. */
    baseUrl: z.nullable(httpsAddress),
    /** Whether CloudFront stands before the report route. */
    edge: z.enum(['none', 'cloudfront']),
    /** A web ACL of AWS WAF (us-east-1, scope CLOUDFRONT) before CloudFront; null: none. */
    webAclArn: z.nullable(
      z
        .string()
        .check(
          z.regex(
            /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/,
            'not the ARN of a global web ACL',
          ),
        ),
    ),
  })
  .check(
    z.refine(({ edge, webAclArn }) => webAclArn === null || edge === 'cloudfront', {
      path: ['webAclArn'],
      error: 'a web ACL stands before CloudFront; set edge to "cloudfront", or this to null',
    }),
  );

const email = z
  .string()
  .check(z.regex(/^[^\s<>@]+@[A-Za-z0-9.-]+$/, 'not an address; write it as ops@example.com'));

/** Who is told when something is wrong; docs/runbook.md has an article for each alarm. */
const watchSchema = z.strictObject({
  /** Sellers or a report are kept from what they came for. */
  urgent: z.array(email),
  /** It can wait for the morning. */
  normal: z.array(email),
  /** US dollars a month for what carries the stage's tags; null: no budget. */
  monthlyBudget: z.nullable(z.strictObject({ amount: z.number().check(z.positive()), email })),
});

/** What 3,008 MB hold, docs/decisions/0134. */
const MOST_ROWS = 1_500_000;

/** When sellers' trust is estimated, and how. */
const analysisSchema = z
  .strictObject({
    ...schedule,
    /** When the report of the last full run is brought up to date with what is new; null: never. */
    nights: z.nullable(cron),
    model: modelSchema,
    /** Rounds up to which one function fits everything at once; of more, a sample of so many and passes over all. */
    rowsAtOnce: z
      .int()
      .check(
        z.minimum(1),
        z.maximum(MOST_ROWS, `more than the function has memory for; use at most ${MOST_ROWS}`),
      ),
  })
  .check(
    z.refine(({ nights, schedule: full }) => nights !== full, {
      path: ['nights'],
      error: 'the same as analysis.schedule; leave its days out, as in cron(0 2 ? * TUE-SUN *)',
    }),
  );

/** One environment, `config/<stage>.json`. */
export const settingsSchema = z.strictObject({
  tenants: tenantsSchema.check(
    z.refine((tenants) => allDiffer(tenants.map(({ id }) => id)), 'two tenants have one id; rename one'),
    z.refine((tenants) => allDiffer(tenants.map(({ number }) => number)), 'two tenants have one number'),
  ),
  /** Shards handed to one worker: 1024 divided by it is the number of workers. */
  shardsPerWorker: z.int().check(
    z.positive(),
    z.refine((n) => SHARDS % n === 0, `not a divisor of ${SHARDS}; use 1, 2, 4 ... ${SHARDS}`),
  ),
  workersAtOnce: z.int().check(z.minimum(1), z.maximum(1000)),
  analysis: analysisSchema,
  wave: z.strictObject({
    ...schedule,
    /** When the quarterly questionnaire is asked; null: never. */
    quarterly: z.nullable(z.strictObject(schedule)),
  }),
  survey: z.strictObject({
    /** A domain of the marketplace's own for links; null: the address AWS gives the HTTP API. Its DNS record leads to the
     *  output `SurveyDomainTarget`. */
    domain: z.nullable(
      z.strictObject({
        name: z
          .string()
          .check(z.regex(/^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/, 'not a domain name in small letters')),
        certificateArn: z
          .string()
          .check(
            z.regex(
              /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/,
              'not the ARN of an ACM certificate',
            ),
          ),
      }),
    ),
    /** Where links lead; null: the domain, or the address AWS gives the HTTP API. */
    baseUrl: z.nullable(httpsAddress),
    requestsPerSecond: z.int().check(z.positive()),
    burst: z.int().check(z.positive()),
  }),
  outreach: outreachSchema,
  report: reportSchema,
  watch: watchSchema,
  logDays,
  retention: retentionSchema,
  /** What `cdk destroy` and mistakes must not take: tables, buckets, the link secret, the data stack. */
  keepData: z.boolean(),
  tags: z.record(z.string(), z.string()),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The settings a text holds.
 *  @throws RangeError naming each wrong key, its path, what belongs there and, for an unknown key, the nearest known one */
export function parseSettings(file: string, text: string): Settings {
  const parsed = settingsSchema.safeParse(JSON.parse(text), { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = new Set(settingsFaults(settingsSchema, parsed.error.issues));
  throw new RangeError([...faults].map((fault) => `${file}: ${fault}`).join('\n'));
}

function allDiffer(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
