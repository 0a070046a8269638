import { readFileSync } from 'node:fs';
import { load as loadOf, machine } from './run/machine.ts';
import { underLoad, wire, type Loaded } from './profile/load.ts';
import { OWNERS, sourcesOf } from './profile/owners.ts';
import { profileOf, selfTime } from './profile/self-time.ts';
import { replay } from './services/recorder.ts';
import { visits, type Step, type Visits } from './services/visits.ts';

/** Where the time of a page, a plan, an answer and a batch goes, and how far each is from what the embedded engine can do: the same
 *  calls by a bare SDK client, and as bytes without one.
 *      npm run -s bench:profile [-- page|plan|answer|batch ...] > /dev/null     tables go to stderr, the functions' logs to stdout */
const STEPS: Readonly<Record<Step, readonly [name: string, each: number]>> = {
  page: ['GET of the page', 60],
  plan: ['POST of a plan', 60],
  answer: ['POST of an answer', 60],
  batch: ['POST of 200 events', 6],
};
const LANES = [1, 8, 32];
const say = (text: string): void => console.error(text);
const steps = Object.keys(STEPS) as Step[];
const wanted = process.argv.slice(2).filter((name) => name !== '--');

say(`${machine()}; Node ${process.version}`);
for (const step of steps) if (wanted.length === 0 || wanted.includes(step)) await told(step);
process.exit();

async function told(step: Step): Promise<void> {
  const [name, each] = STEPS[step];
  const rounds = LANES.length + 2; // the first warms, the last is profiled
  const first = await visits(step, each * rounds, { minify: false });
  const second = await visits(step, each * rounds);
  if (typeof first === 'string' || typeof second === 'string') return say(`${name}: ${String(first)}`);
  const calls = first.calls.flat().length / first.calls.length;
  say(`\n### ${name}, ${calls.toFixed(1)} calls to the tables each, load ${loadOf()}\n`);
  await limits(first, second, each);
  await shares(first, each * (rounds - 1), each);
  await first.stop();
  await second.stop();
}

/** The handler, a bare client and bare bytes at each number of connections, each on calls of their own. */
async function limits(first: Visits, second: Visits, each: number): Promise<void> {
  say('| connections | by | per second | CPU ms each, asking process | engine | cores the engine used |');
  say('| --- | --- | --- | --- | --- | --- |');
  for (const [round, connections] of [1, ...LANES].entries()) {
    const from = round * each;
    const bytes = wire(second.bare.engine, connections);
    const ways: readonly (readonly [string, Loaded])[] = [
      [
        'the function',
        await underLoad(first.ours.engine, each, connections, (k) => first.handler(first.events[from + k])),
      ],
      [
        'a bare SDK client',
        await underLoad(first.bare.engine, each, connections, (k) =>
          replay(first.bare.client, first.calls[from + k] ?? []),
        ),
      ],
      [
        'bytes, no SDK',
        await underLoad(second.bare.engine, each, connections, (k) =>
          bytes.replay(second.calls[from + k] ?? []),
        ),
      ],
    ];
    bytes.stop();
    if (round === 0) continue; // warming
    for (const [by, { perSecond, cpu, engine, busy }] of ways)
      say(
        `| ${connections} | ${by} | ${perSecond.toFixed(0)} | ${cpu.toFixed(2)} | ${engine.toFixed(2)} | ${busy.toFixed(2)} |`,
      );
  }
}

async function shares({ ours, handler, events, file }: Visits, from: number, count: number): Promise<void> {
  const profile = await profileOf(() => underLoad(ours.engine, count, 8, (k) => handler(events[from + k])));
  const { byOwner, ours: functions, busy } = selfTime(profile, file, sourcesOf(readFileSync(file, 'utf8')));
  const percent = (milliseconds: number): string => ((100 * milliseconds) / busy).toFixed(1);
  say('\n| whose | own functions, % | Node and V8 called from there, % |');
  say('| --- | --- | --- |');
  for (const owner of OWNERS) {
    const { own = 0, below = 0 } = byOwner.get(owner) ?? {};
    if (own + below > 0) say(`| ${owner} | ${percent(own)} | ${percent(below)} |`);
  }
  say('\nMost of ours:');
  for (const [place, milliseconds] of functions.slice(0, 8)) say(`  ${percent(milliseconds)} %  ${place}`);
}
