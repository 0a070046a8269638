import { setTimeout as wait } from 'node:timers/promises';
import { finished, startExecution } from '../../../bin/execution.ts';
import { toInstant } from '../../../lib/domain/instant.ts';
import { TENANT } from '../../../test/survey/marketplace.ts';
import { chance, type Chance } from '../chance.ts';
import type { Violation } from '../check.ts';
import { contents, restore } from '../contents.ts';
import { oneAnswerAVersion } from '../invariants/answers.ts';
import { erasedStayErased } from '../invariants/forgotten.ts';
import { differences, expected, found, sameAsFold } from '../invariants/fold.ts';
import { poisonBlocksNothing } from '../invariants/intake.ts';
import { viewOf, type View } from '../invariants/view.ts';
import { DAY, marketplace, type Scale } from '../marketplace.ts';
import { count, witness } from '../witness.ts';
import type { FaultyStage } from './faulty-stage.ts';
import { post, putOnBus } from './load.ts';
import { answersAreKept, mailsOnce, reportIsWhole } from './outside.ts';
import { answer, type Answered, letters } from './people.ts';

export interface StageScale extends Scale {
  readonly batch: number; // events of one call
  readonly times: number; // each is sent
  readonly killEvery: number; // milliseconds, on average, while a phase has kills left
  readonly kills: number; // while events are sent; three in each later phase
  readonly engineKills: number;
  readonly answers: number; // mails that are answered
}

/** Everything the stage does in a week, at once with kills of its functions and of its engine; then what is held against the
 *  invariants. The clock is the real one. */
export async function stageRun(
  stage: FaultyStage,
  seed: number,
  scale: StageScale,
  log: (line: string) => void = () => undefined,
) {
  const seen = witness();
  const now = Date.now();
  const told = marketplace(seed, { ...scale, start: now - scale.days * DAY }).filter(({ at }) => at <= now);
  const by = chance(seed, 'stage');
  const killing = killer(stage, scale, chance(seed, 'kills'));
  await send(stage, seen, told, scale, by);
  const outcome = {
    delivered: told.map((_, index) => index),
    world: {
      tenant: { ...TENANT, id: 'us' },
      plain: stage.plain,
      seen,
      told,
      tables: stage.tables,
      clock: { now: () => Date.now() },
    },
  };
  await taken(outcome);
  log(`sent and taken, kills ${JSON.stringify([...stage.kills])}`);
  killing.allow(FEW);
  const unended = await machine(stage, seen, 'WaveMachine');
  log('wave is over');
  await sweeps(stage, 3);
  killing.allow(FEW);
  const answered: Answered[] = [];
  for (const letter of by.shuffled(letters(stage)).slice(0, scale.answers))
    answered.push(...(await answer(stage, seen, letter, by)));
  killing.allow(FEW);
  unended.push(...(await machine(stage, seen, 'AnalysisMachine')));
  log('analysis is over');
  await killing.stop();
  await sweeps(stage, 2);
  const view = await viewOf(outcome);
  const violations = await violationsOf(stage, view, answered);
  const anew = await rebuilt(stage, view, outcome);
  const all = [
    ...violations,
    ...unended.map((what) => ({ invariant: 'R10 a machine comes to its end', what })),
    ...anew.map((what) => ({ invariant: 'R15 the log rebuilds the table', what })),
  ];
  return { seen, view, answered, violations: all };
}

/** R15: the table is emptied and everything that was ever told comes in again, last first; what upstream systems told is
 *  what it was. */
async function rebuilt(
  stage: FaultyStage,
  { accepted, erased }: View,
  outcome: Parameters<typeof viewOf>[0],
): Promise<string[]> {
  const { client, factsName } = stage.tables;
  const { seen, told } = outcome.world;
  await restore(client, factsName, []);
  if ((await contents(client, factsName)).length > 0) return ['the table could not be emptied'];
  const again = witness();
  const log = [...seen.accepted].toReversed();
  for (let from = 0; from < log.length; from += LOG_AT_ONCE)
    await post(stage, again, told, log.slice(from, from + LOG_AT_ONCE));
  return differences(expected(accepted, erased), found(await viewOf(outcome)));
}

const LOG_AT_ONCE = 1000; // events

async function violationsOf(
  stage: FaultyStage,
  view: View,
  answered: readonly Answered[],
): Promise<Violation[]> {
  const all = {
    'R1 one answer a version': oneAnswerAVersion(view),
    'R2 accepted is durable': answersAreKept(view, answered),
    'R5 same as the fold': sameAsFold(view),
    'R6 no mail twice, none lost': mailsOnce(stage, view),
    'R7 poison blocks nothing': poisonBlocksNothing(view),
    'R11 a report is whole': await reportIsWhole(stage),
    'R13 erased stay erased': erasedStayErased(view),
  };
  return Object.entries(all).flatMap(([invariant, wrong]) => wrong.map((what) => ({ invariant, what })));
}

const SENDERS = 2;

async function send(
  stage: FaultyStage,
  seen: ReturnType<typeof witness>,
  told: Parameters<typeof post>[2],
  { batch, times }: StageScale,
  by: Chance,
): Promise<void> {
  const all = by.shuffled(Array.from({ length: times }, () => told.map((_, index) => index)).flat());
  const batches = Array.from({ length: Math.ceil(all.length / batch) }, (_, n) =>
    all.slice(n * batch, (n + 1) * batch),
  );
  const some = by.shuffled(told.map((_, index) => index)).slice(0, Math.ceil(told.length / 8));
  disorder(seen, told, all);
  const sender = async () => {
    for (let next = batches.shift(); next !== undefined; next = batches.shift())
      await post(stage, seen, told, next);
  };
  await Promise.all([putOnBus(stage, seen, told, some), ...Array.from({ length: SENDERS }, sender)]);
}

function disorder(
  seen: ReturnType<typeof witness>,
  told: Parameters<typeof post>[2],
  order: readonly number[],
) {
  const known = new Set<number>();
  for (const [place, index] of order.entries()) {
    const [event, before] = [told[index], told[order[place - 1] ?? index]];
    if (known.has(index)) count(seen.faults, 'duplicate');
    if ((event?.at ?? 0) < (before?.at ?? 0)) count(seen.faults, 'before its predecessor');
    if (Date.now() - (event?.at ?? 0) > DAY) count(seen.faults, 'late by more than a day');
    if (event?.poison === true) count(seen.faults, 'poison');
    known.add(index);
  }
}

const PATIENCE = 240_000; // milliseconds until the queue has handed over everything

async function taken(outcome: Parameters<typeof viewOf>[0]): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await wait(500)) {
    const view = await viewOf(outcome).catch(() => undefined); // the engine may just be gone
    if (view !== undefined && sameAsFold(view).length === 0) return;
  }
}

/** Runs a machine to its end; where it dies of the kills, another time, as its operator would. */
async function machine(
  { clients, stage }: FaultyStage,
  seen: ReturnType<typeof witness>,
  name: string,
): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    const at = toInstant(Date.now());
    const start = () => startExecution(clients.machines, stage.outputs[name] ?? '', 'us', at);
    try {
      // its schedule fires twice
      const [execution, other] = await Promise.all([start(), start()]);
      count(seen.faults, 'scheduled twice');
      if (execution !== other) throw new Error(`${name} runs twice at one instant`);
      await finished(clients.machines, execution, 250);
      return [];
    } catch (failure) {
      count(seen.faults, `${name} failed and was started again`);
      if (attempt === 5) return [`${name} never came to its end: ${String(failure)}`];
    }
  }
}

async function sweeps({ fn }: FaultyStage, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1)
    await Promise.all([fn('OutreachPost').invoke('{}'), fn('OutreachPost').invoke('{}')]);
}

const FEW = 3; // kills in a phase whose end is waited for

/** Kills functions at random moments, and the engine now and then, while the phase has kills left. */
function killer(stage: FaultyStage, { killEvery, kills, engineKills }: StageScale, by: Chance) {
  const stopping = new AbortController();
  const left = { kills, engine: engineKills };
  const work = async () => {
    while (!stopping.signal.aborted) {
      await wait(2 * killEvery * by.uniform());
      if (stopping.signal.aborted || left.kills === 0) continue;
      left.kills -= 1;
      if (left.kills % 3 === 1 && left.engine > 0) {
        left.engine -= 1;
        await stage.killEngine();
      } else stage.killFunction(by);
    }
  };
  const done = work();
  return {
    allow: (more: number) => void (left.kills = more),
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}
