import { totalsLine } from './totals-line.ts';
import { startFaultyStage } from './faulty-stage.ts';
import { stageRun, type StageScale } from './run.ts';

const TIMES = 5; // each event is sent

/** So many deliveries through the bundled functions, told by a marketplace of this size. */
export function stageScale(events: number): StageScale {
  const sellers = Math.max(6, Math.ceil(events / 380));
  return {
    sellers,
    rounds: 10,
    days: 40,
    corrections: 4,
    batch: Math.min(250, Math.ceil(events / 10)),
    times: TIMES,
    killEvery: 2000,
    kills: Math.min(40, Math.ceil(events / 100)),
    engineKills: Math.min(8, Math.ceil(events / 500)),
    answers: Math.min(40, sellers),
  };
}

/** The stage under load and kills, its figures printed. @returns whether all invariants held */
export async function stageFaults(seed: number, events: number): Promise<boolean> {
  const started = performance.now();
  const stage = await startFaultyStage();
  try {
    const { seen, view, answered, violations } = await stageRun(stage, seed, stageScale(events), (line) =>
      console.log(line),
    );
    for (const { invariant, what } of violations.slice(0, 20)) console.log(`VIOLATED ${invariant}: ${what}`);
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`stage, seed ${seed}, ${seen.handled.get('events')} deliveries by HTTP, ${seconds} s`);
    console.log(totalsLine('handled', seen.handled));
    console.log(totalsLine('faults', seen.faults));
    console.log(totalsLine('killed', stage.kills));
    console.log(`rounds ${view.rounds.length}, answers told as taken ${answered.length}`);
    console.log(violations.length === 0 ? 'no invariant was violated' : `${violations.length} violations`);
    return violations.length === 0;
  } finally {
    await stage.stop();
  }
}
