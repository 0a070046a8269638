import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listen } from '../lib/local/server.ts';
import { startStage } from '../lib/local/stage.ts';
import { fieldsOf } from '../test/survey/marketplace.ts';
import { startWholeStage, textsUnder } from '../test/security/whole-stage.ts';
import type { Load, Measured } from './survey/load.ts';
import { linksOn } from './survey/links.ts';

/** Requests per second and latency of the survey through the bundled function, its runtime, the HTTP front and the embedded
 *  engine of the local stage, beside a server that only sends a page of the same size:
 *      npx tsx bench/survey.ts [links, 400] */
const LINKS = Number(process.argv[2] ?? 400);
const CONNECTIONS = [1, 8, 32];

const whole = await startWholeStage();
const { directory, assembly, tables } = whole;
const tokens = await linksOn(whole, LINKS);
const { site } = whole.stage;
const paths = tokens.map((token) => `/s/${token}`);
const [path = ''] = paths;

const silent = () => undefined;
const cold: number[] = [];
for (let n = 0; n < 5; n += 1) {
  const fresh = await startStage({ assembly, directory, engine: tables.engine.endpoint, log: silent });
  const started = performance.now();
  const answered = await fetch(fresh.site + path);
  if (answered.status !== 200) throw new RangeError(`a cold start met ${answered.status}`);
  cold.push(performance.now() - started);
  await fresh.stop();
}
const bundle = readFileSync(join(bundleFolder(), 'index.mjs'));
console.log(
  `cold start, to the first page: ${cold.map((ms) => ms.toFixed(0)).join(', ')} ms; bundle ${kB(bundle)} kB, ${kB(gzipSync(bundle))} kB gzipped`,
);

const page = await (await fetch(site + path)).text();
const bare = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end(page));
});
const bareSite = `http://127.0.0.1:${await listen(bare)}`;
console.log(`page ${page.length} characters; load ${loadavg()[0]?.toFixed(1)}`);
console.log('| what | connections | per second | p50 ms | p99 ms | of a bare page |');
console.log('| --- | --- | --- | --- | --- | --- |');
const twice = [...paths, ...paths];
const gets = twice.map((each) => ({ method: 'GET', path: each }));
await load({ origin: site, connections: 8, status: 200, requests: gets.slice(0, 200) });
for (const connections of CONNECTIONS) {
  const bareTime = await load({ origin: bareSite, connections, status: 200, requests: gets });
  tell('bare node:http, a page of the same size', connections, bareTime, bareTime);
  const bad = gets.map((get) => ({ ...get, path: `${get.path.slice(0, -1)}!` }));
  tell(
    'GET, link that is none: nothing read',
    connections,
    await load({ origin: site, connections, status: 404, requests: bad }),
    bareTime,
  );
  tell('GET', connections, await load({ origin: site, connections, status: 200, requests: gets }), bareTime);
  const posts = await Promise.all(paths.map(postTo));
  tell(
    'POST of an answer',
    connections,
    await load({ origin: site, connections, status: 303, requests: posts }),
    bareTime,
  );
}
console.log(`within the function, by its own log: ${withinFunction()}`);
console.log(`load ${loadavg()[0]?.toFixed(1)}`);
bare.close();
await whole.stop();

async function postTo(at: string): Promise<Load['requests'][number]> {
  const form = fieldsOf(await (await fetch(`${site}${at}?edit`)).text());
  const answers = { ...form, decision: 'accept', trust: '6', reason: 'reasons' };
  return { method: 'POST', path: at, body: new URLSearchParams(answers).toString() };
}

async function load(order: Load): Promise<Measured> {
  const file = join(directory, 'load.json');
  writeFileSync(file, JSON.stringify(order));
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/survey/load.ts', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (chunk) => (told += String(chunk)));
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(told);
}

function tell(
  what: string,
  connections: number,
  { perSecond, p50, p99 }: Measured,
  bareTime: Measured,
): void {
  const ratio = `${(bareTime.perSecond / perSecond).toFixed(1)}x`;
  console.log(
    `| ${what} | ${connections} | ${perSecond.toFixed(0)} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${ratio} |`,
  );
}

/** The function tells the time of every answer, from the event to the page, without runtime and front. */
function withinFunction(): string {
  const lines = [...textsUnder(join(directory, 'logs')).values()].join('').split('\n');
  const answered = lines.filter((line) => line.includes('"answered"')).map((line) => JSON.parse(line));
  return ['GET', 'POST']
    .map((method) => {
      const times = answered
        .filter(({ route, status }) => String(route).startsWith(method) && status < 400)
        .map(({ milliseconds }) => Number(milliseconds))
        .sort((a, b) => a - b);
      const at = (share: number) => times[Math.floor(share * times.length)];
      return `${method} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms of ${times.length}`;
    })
    .join('; ');
}

function bundleFolder(): string {
  const found = [...textsUnder(assembly)].find(
    ([name, text]) => name.endsWith('index.mjs') && /serviceName: ?"survey"/.test(text),
  );
  if (found === undefined) throw new RangeError('bench/survey requires the bundle of the survey');
  return join(assembly, found[0], '..');
}

function kB(bytes: Buffer): string {
  return (bytes.length / 1000).toFixed(0);
}
