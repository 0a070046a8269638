import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { DAY, type Instant, milliseconds, toInstant } from '../../lib/domain/instant.ts';
import type { KeyRing } from '../../lib/link/key-ring.ts';
import { withNewKey, withoutKey } from '../../lib/link/rotation.ts';
import { ANNOUNCED, changeSecret, keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { type SignedLinks, signedLinks } from '../../lib/store/signed-links.ts';
import { type ExitCode, Failure, readArguments, UsageError } from '../command.ts';
import { type NamedStage, namedStage } from '../named-stage.ts';
import { type StageClients, stageClients } from '../stage-clients.ts';

export const usage = `trust keys ls|rotate [options]

ls         the keys of links: which one signs, since when, and how many links of each are still of use
rotate     adds a key. It signs new links 30 minutes from now, when everybody knows it; links of the keys before stay good

--end <id>                rotate: instead ends a key: its links are dead five minutes from now. Refused while it has links that
                          are open, or closed less than 30 days ago (the stop in their mail must work), unless --yes
--yes                     end it nevertheless: a root that leaked
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--json                    one line of JSON

What the ledger knows of the erased and of who wants no questions stays known: roots of ended keys are kept for it.`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    end: { type: 'string' },
    yes: { type: 'boolean', default: false },
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [action = ''] = positionals;
  if (action !== 'ls' && action !== 'rotate') throw new UsageError('keys requires ls or rotate');
  const end = values.end === undefined ? undefined : keyIdOf(values.end);
  const stage = await namedStage(values, z.object({ LinkSecret: z.string(), FactsTable: z.string() }));
  const parts: Parts = { stage, clients: stageClients(stage), now: toInstant(Date.now()) };
  const print: Print = (fields, text) => console.log(values.json ? JSON.stringify(fields) : text);
  if (action === 'ls') return list(parts, print);
  return end === undefined ? rotate(parts, print) : endKey(parts, end, values.yes, print);
}

interface Parts {
  readonly stage: NamedStage<{ LinkSecret: string; FactsTable: string }>;
  readonly clients: StageClients;
  readonly now: Instant;
}
type Print = (fields: object, text: string) => void;

function keyIdOf(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new UsageError(
    `--end requires the number of a key, found ${JSON.stringify(text)}; trust keys ls has them`,
  );
}

async function list(parts: Parts, print: Print): Promise<ExitCode> {
  const ring = await keyRingSecret(parts.clients.secrets, parts.stage.names.LinkSecret)(parts.now);
  const links = await signedLinks(parts.clients.tables, parts.stage.names.FactsTable, parts.now);
  const days = ageOf(ring, parts.now);
  const keys = ring.ids.map((id) => ({ id, state: stateOf(ring, id), ...(links.get(id) ?? NO_LINKS) }));
  const lines = keys.map(({ id, state, ...of }) => `key ${id}  ${state}  ${linksIn(of)}`);
  const age = days === undefined ? [] : [`the key that signs is ${Math.floor(days)} days old`];
  print({ keys, ageDays: days ?? null, next: ring.next ?? null }, [...lines, ...age].join('\n'));
  return 0;
}

const NO_LINKS: SignedLinks = { open: 0, stops: 0 };

function linksIn({ open, stops }: SignedLinks): string {
  return `${open} open ${open === 1 ? 'link' : 'links'}, ${stops} closed in the last 30 days`;
}

function stateOf({ current, next, retired }: KeyRing, id: number): string {
  if (id === current) return 'signs';
  if (id === next?.id) return `signs from ${next.from}`;
  return retired.includes(id) ? 'ended' : 'verifies';
}

/** Days that the current key has been signing. */
export function ageOf({ since }: KeyRing, now: Instant): number | undefined {
  return since === undefined ? undefined : Math.max(0, (milliseconds(now) - milliseconds(since)) / DAY);
}

async function rotate({ stage, clients, now }: Parts, print: Print): Promise<ExitCode> {
  const from = toInstant(milliseconds(now) + ANNOUNCED);
  let id = 0;
  await changed(clients, stage.names.LinkSecret, (text) => {
    const made = withNewKey(text, { root: randomBytes(66).toString('base64url'), now, from });
    id = made.id;
    return made.text;
  });
  print({ id, from }, `key ${id} signs new links from ${from} on; links of the keys before stay good`);
  return 0;
}

async function endKey(
  { stage, clients, now }: Parts,
  id: number,
  yes: boolean,
  print: Print,
): Promise<ExitCode> {
  await changed(clients, stage.names.LinkSecret, (text) => (withoutKey(text, id, now), text));
  const { since } = await keyRingSecret(clients.secrets, stage.names.LinkSecret)(now);
  const settled = since === undefined ? now : toInstant(milliseconds(since) + ANNOUNCED);
  if (now < settled && !yes)
    throw new Failure(`until ${settled} what runs may still sign with key ${id}; wait, or say --yes`);
  const links = (await signedLinks(clients.tables, stage.names.FactsTable, now)).get(id) ?? NO_LINKS;
  if (links.open + links.stops > 0 && !yes)
    throw new Failure(
      `key ${id} has ${linksIn(links)}; the last closes at ${links.lastClosesAt}. They would be dead: wait, or say --yes`,
    );
  await changed(clients, stage.names.LinkSecret, (text) => withoutKey(text, id, now));
  print({ ended: id, ...links }, `key ${id} is ended: ${linksIn(links)} are dead in five minutes`);
  return 0;
}

/** A refusal in one sentence, without the stack of a fault. */
async function changed(
  clients: StageClients,
  secret: string,
  change: (text: string) => string,
): Promise<void> {
  try {
    await changeSecret(clients.secrets, secret, change);
  } catch (error) {
    throw error instanceof RangeError ? new Failure(error.message) : error;
  }
}
