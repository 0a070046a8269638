import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { emlOf } from './eml.ts';
import { type Answer, AwsError, type Call, demand, SES_PATH, type Service } from './endpoint.ts';
import { writeWhole } from './folder.ts';
import type { JsonObject } from './json.ts';
import type { Place } from './names.ts';
import type { Gate } from './policy.ts';

const content = z.object({ Data: z.string() });
const sendEmailSchema = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).check(z.length(1)) }),
  ConfigurationSetName: z.optional(z.string()),
  EmailTags: z.optional(z.array(z.object({ Name: z.string(), Value: z.string() }))),
  Content: z.object({
    Simple: z.object({
      Subject: content,
      Body: z.object({ Text: content, Html: content }),
      Headers: z.optional(z.array(z.object({ Name: z.string(), Value: z.string() }))),
    }),
  }),
});
type SendEmail = z.infer<typeof sendEmailSchema>;

export interface SesSettings {
  readonly folder: string; // one .eml file a mail
  readonly place: Place;
  readonly gate: Gate;
  /** Is told what SES would tell EventBridge. */
  readonly told: (event: JsonObject) => void;
}

/** SES v2's SendEmail: a mail becomes a file, named by receiver and content; a second one like it shows as such. As with
 *  SES's own simulator, `bounce@` and `complaint@` simulator.amazonses.com bounce and complain. */
export function ses(settings: SesSettings): Service {
  return async (call) => {
    if (call.method !== 'POST' || call.path !== `${SES_PATH}outbound-emails`)
      throw new AwsError(400, 'UnknownOperationException', `${call.path} is not here`);
    const read = z.safeParse(sendEmailSchema, JSON.parse(call.body.toString('utf8')));
    if (!read.success) throw new AwsError(400, 'BadRequestException', read.error.issues[0]?.message ?? '');
    const mail = read.data;
    checkHeaders(mail);
    mayCall(call, mail, settings);
    writeWhole(fileFor(settings.folder, mail), eml(mail));
    const messageId = randomUUID();
    settings.told(toldOf(mail, messageId, settings.place));
    return restAnswer({ MessageId: messageId });
  };
}

/** IAM asks for the identity, by address or by domain, and for the configuration set. */
function mayCall(call: Call, { FromEmailAddress, ConfigurationSetName }: SendEmail, settings: SesSettings) {
  const { gate, place } = settings;
  const address = /<([^<>]+)>$/.exec(FromEmailAddress)?.[1] ?? FromEmailAddress;
  const arn = (resource: string) => `arn:aws:ses:${place.region}:${place.account}:${resource}`;
  const identities = [address, address.slice(address.indexOf('@') + 1)].map((one) => arn(`identity/${one}`));
  const allowed = identities.map((identity) => gate.allows(call.caller, 'ses:SendEmail', identity));
  const code = 'AccessDeniedException';
  demand(allowed.some(Boolean), call, 'ses:SendEmail', identities.join(' or '), code);
  if (ConfigurationSetName === undefined) return;
  const set = arn(`configuration-set/${ConfigurationSetName}`);
  demand(gate.allows(call.caller, 'ses:SendEmail', set), call, 'ses:SendEmail', set, code);
}

function checkHeaders({ Content: { Simple } }: SendEmail): void {
  const bad = (Simple.Headers ?? []).find(
    ({ Name, Value }) => !/^[\x21-\x39\x3b-\x7e]+$/.test(Name) || !/^[\x20-\x7e]+$/.test(Value),
  );
  if (bad !== undefined) throw new AwsError(400, 'BadRequestException', 'a header is not printable ASCII');
}

function fileFor(folder: string, mail: SendEmail): string {
  const digest = createHash('sha256').update(JSON.stringify(mail)).digest('hex').slice(0, 8);
  const receiver = (mail.Destination.ToAddresses[0] ?? '').replaceAll(/[^A-Za-z0-9@._-]/g, '_');
  for (let copy = 1; ; copy += 1) {
    const path = join(folder, `${receiver}-${digest}${copy === 1 ? '' : `-copy-${copy}`}.eml`);
    if (!existsSync(path)) return path;
  }
}

function eml({ FromEmailAddress, Destination, Content: { Simple } }: SendEmail): string {
  return emlOf({
    from: FromEmailAddress,
    to: Destination.ToAddresses[0] ?? '',
    subject: Simple.Subject.Data,
    text: Simple.Body.Text.Data,
    html: Simple.Body.Html.Data,
    headers: (Simple.Headers ?? []).map(({ Name, Value }) => [Name, Value] as const),
    date: new Date(),
  });
}

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
function toldOf(mail: SendEmail, messageId: string, { account, region }: Place): JsonObject {
  const [to = ''] = mail.Destination.ToAddresses;
  const timestamp = new Date().toISOString();
  const set = mail.ConfigurationSetName;
  const tags = (mail.EmailTags ?? []).map(({ Name, Value }): [string, string[]] => [Name, [Value]]);
  const own: [string, string[]][] = set === undefined ? [] : [['ses:configuration-set', [set]]];
  const about = { timestamp, messageId, destination: [to], tags: Object.fromEntries([...tags, ...own]) };
  return {
    version: '0',
    id: randomUUID(),
    source: 'aws.ses',
    account,
    region,
    time: timestamp.replace(/\.\d+Z$/, 'Z'),
    resources: [],
    ...fateOf(to, timestamp, about),
  };
}

function fateOf(to: string, timestamp: string, mail: JsonObject): JsonObject {
  if (to === 'bounce@simulator.amazonses.com') {
    const bounce = { bounceType: 'Permanent', bounceSubType: 'General', timestamp };
    return { 'detail-type': 'Email Bounced', detail: { eventType: 'Bounce', mail, bounce } };
  }
  if (to === 'complaint@simulator.amazonses.com')
    return {
      'detail-type': 'Email Complaint Received',
      detail: { eventType: 'Complaint', mail, complaint: { timestamp } },
    };
  return {
    'detail-type': 'Email Delivered',
    detail: { eventType: 'Delivery', mail, delivery: { timestamp, recipients: [to] } },
  };
}

function restAnswer(value: JsonObject): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
