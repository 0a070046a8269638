import { addDays } from '../lib/domain/instant.ts';
import { readToken } from '../lib/link/token.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { startEngine } from '../lib/local/engine.ts';
import { mutationsOf, randomTokens } from '../test/link/mutations.ts';
import { marketplace, NOW, RING, TENANT } from '../test/survey/marketplace.ts';
import { clientOf, createTables } from '../test/tables.ts';

/** How many forged links are taken for one of ours, and how often a table is asked about one:
 *      npx tsx bench/token-mutations.ts [random tokens, 10000000] [of them through the page, 100000] */
const [random = 10_000_000, pages = 100_000] = process.argv.slice(2).map(Number);

const engine = await startEngine();
const tables = await createTables(engine);
const { ask, answer, world } = marketplace(() => tables);
const genuine: string[] = [];
for (let n = 0; n < 5; n += 1) genuine.push((await ask({ closesAt: addDays(NOW, 5) })).token);
const [first = ''] = genuine;

let calls = 0;
const client = clientOf(engine);
client.middlewareStack.add((next) => (args) => ((calls += 1), next(args)), { step: 'initialize' });
const counted = {
  facts: factsTable(client, tables.factsName),
  ledger: ledgerTable(client, tables.ledgerName, RING),
};

const { tenants } = world();
console.log(
  `genuine: ${genuine.filter((token) => readToken(RING, tenants, token)?.tenant === TENANT).length} of 5 read`,
);
console.log('| tokens | of which | count | accepted | calls to a table | CPU s |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [kept, of] of [
  [0, 'all 36 bytes random'],
  [4, 'version, key and tenant right, the rest random'],
  [18, 'all right but the tag'],
] as const)
  await tell('read', of, randomTokens(first, kept, Math.ceil(random / 3), kept + 1), async (token) =>
    readToken(RING, tenants, token) === undefined ? 404 : 200,
  );
await tell('page asked for', 'all right but the tag', randomTokens(first, 18, pages, 99), through);
for (const token of genuine)
  await tell('page asked for', 'one keystroke away from a link', mutationsOf(token), through);
await engine.stop();

async function through(token: string): Promise<number> {
  return (await answer('GET', `/s/${token}`, counted)).status;
}

async function tell(
  how: string,
  of: string,
  tokens: Iterable<string>,
  open: (token: string) => Promise<number>,
): Promise<void> {
  const started = process.cpuUsage();
  let [count, accepted] = [0, 0];
  calls = 0;
  for (const token of tokens) {
    count += 1;
    if ((await open(token)) !== 404) accepted += 1;
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = ((user + system) / 1e6).toFixed(1);
  console.log(`| ${how} | ${of} | ${count.toLocaleString('en')} | ${accepted} | ${calls} | ${seconds} |`);
}
