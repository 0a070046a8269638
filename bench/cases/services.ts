import type { Case, Pair } from '../run/case.ts';
import { replay } from '../services/recorder.ts';
import { visits, type Step } from '../services/visits.ts';

const OURS: Readonly<Record<Step, readonly [name: string, what: string, each: number]>> = {
  page: ['survey-get', 'GET of the page: the bundled handler, from event to answer', 10],
  plan: ['survey-plan', 'POST of a plan', 10],
  answer: ['survey-answer', 'POST of an answer', 10],
  batch: ['intake-batch', 'POST of 200 events', 1],
};

/** CPU time of the process the function runs in; the engine has its own. A ratio of 2: half of it is ours. */
export const cases: readonly Case[] = (['page', 'plan', 'answer', 'batch'] as const).map((step) => ({
  name: OURS[step][0],
  ours: OURS[step][1],
  baseline: 'a bare SDK client making the same calls to an equal engine',
  rounds: { quick: 9, full: 25 },
  prepare: (_size, most) => pairOf(step, most),
}));

async function pairOf(step: Step, most: number): Promise<Pair | string> {
  const each = OURS[step][2];
  const made = await visits(step, each * (most + 1)); // one round does not count
  if (typeof made === 'string') return made;
  const { events, calls, handler, bare } = made;
  const slice = <Item>(of: readonly Item[], round: number) => of.slice(round * each, (round + 1) * each);
  const round = { ours: 0, baseline: 0 };
  return {
    async ours() {
      for (const event of slice(events, round.ours++)) await handler(event);
    },
    async baseline() {
      for (const some of slice(calls, round.baseline++)) await replay(bare.client, some);
    },
    agree: () => `${(calls.flat().length / calls.length).toFixed(1)} calls each`,
    close: made.stop,
  };
}
