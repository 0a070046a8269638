import { ASSUMED } from './assumed.ts';
import type { Good } from './prices.ts';
import { type Machine, MONTH, type PricedStage, type States } from './stage.ts';
import { RUN, STORED, UNITS } from './units.ts';
import { type Driver, uses, type Use } from './use.ts';
import { newsShare, nightJobs, nightReads } from './nights.ts';
import type { Load, Usage } from './usage.ts';
import { analysisJobs, gbSecondsOf, type Job, passesOf, type RunSize, waveJob } from './workers.ts';

type Goods = Partial<Record<Good, number>>;

/** All analyses of a month: what runs whether there is a seller or not, and what grows with what is kept. */
export function analysesOf(stage: PricedStage, usage: Usage, load: Load): Use[] {
  const runs = stage.analysesAMonth * stage.tenants;
  const size = (rows: number, sellers: number): RunSize => {
    return { rows: rows / stage.tenants, sellers: sellers / stage.tenants };
  };
  const empty = analysisGoods(stage, size(0, 0));
  const whole = analysisGoods(stage, size(load.kept, usage.sellers));
  return fixedAndMore('analyses', times(empty, runs), times(whole, runs));
}

function analysisGoods(stage: PricedStage, size: RunSize): Goods {
  const { ranges, machines } = stage;
  const { rows, sellers } = size;
  const passes = passesOf(stage, size);
  const transitions = transitionsOf(machines.analysis, ranges, passes);
  return {
    ...calledGoods(analysisJobs(stage, size), transitions),
    reads: rows * UNITS.read.reads + sellers * UNITS.lookedUp.reads,
    puts:
      ranges * (RUN.snapshot.puts + RUN.estimate.puts + passes) +
      RUN.fit.puts +
      RUN.summarise.puts +
      RUN.publish.puts,
    gets:
      ranges * (2 + RUN.estimate.gets + 3 * passes) + RUN.fit.gets + RUN.summarise.gets + RUN.publish.gets,
  };
}

/** All nights of a month. */
export function nightsOf(stage: PricedStage, usage: Usage, load: Load): Use[] {
  const nights = stage.nightsAMonth * stage.tenants;
  const size = { rows: load.kept / stage.tenants, sellers: usage.sellers / stage.tenants };
  const share = newsShare(usage);
  const empty = nightGoods(stage, { rows: 0, sellers: 0 }, 0);
  return fixedAndMore('nights', times(empty, nights), times(nightGoods(stage, size, share), nights));
}

function nightGoods(stage: PricedStage, size: RunSize, share: number): Goods {
  const transitions = transitionsOf(stage.machines.analysis, stage.ranges, 0);
  return {
    ...calledGoods(nightJobs(stage, size, share), transitions),
    ...nightReads(stage, size, share),
  };
}

function transitionsOf({ once, again }: Machine, ranges: number, times: number): number {
  const each = ({ states, inRanges }: States) => states + ranges * inRanges;
  return each(once) + times * each(again);
}

/** All waves of a month, the same. */
export function wavesOf(stage: PricedStage, usage: Usage, load: Load): Use[] {
  const waves = stage.tenants * (usage.waves === 0 ? 0 : usage.waves + stage.quarterliesAMonth);
  const size = { rows: load.kept / stage.tenants, sellers: usage.sellers / stage.tenants };
  const empty = waveGoods(stage, { rows: 0, sellers: 0 }, 0);
  const whole = waves === 0 ? empty : waveGoods(stage, size, load.invitations / waves);
  return fixedAndMore('waves', times(empty, waves), times(whole, waves));
}

function waveGoods(stage: PricedStage, size: RunSize, invitations: number): Goods {
  const { wave } = stage.machines;
  return {
    ...calledGoods([waveJob(stage, size, invitations)], transitionsOf(wave, stage.ranges, 0)),
    reads: size.rows * UNITS.read.reads + size.sellers * UNITS.lookedAt.reads,
    writes: invitations * UNITS.invited.writes,
  };
}

/** Rows with their recovery, and files for as long as they are kept. */
export function keepingOf(stage: PricedStage, usage: Usage, load: Load): Use[] {
  const { filesDays, tenants } = stage;
  const runsAMonth = stage.analysesAMonth + stage.nightsAMonth;
  const perSeller = STORED.seller + (load.invitations > 0 ? STORED.contact : 0);
  const links = load.invitations * Math.min(usage.months, 12) * STORED.link;
  const rows = (load.kept * STORED.round + usage.sellers * perSeller + links) / 1e9;
  const files = load.kept * RUN.snapshot.bytesRow + usage.sellers * RUN.estimate.bytesSeller;
  const runs = runsAMonth * Math.min(usage.months, filesDays / MONTH);
  const reports = runsAMonth * tenants * usage.months * RUN.publish.bytes;
  return [
    // earlier runs read less: half of today's files, on average
    ...uses('keeping', false, { rows, recovery: rows, files: (runs * files) / 2 / 1e9 }),
    ...uses('keeping', true, { files: reports / 1e9 }),
  ];
}

function calledGoods(jobs: readonly Job[], transitions: number): Goods {
  const calls = jobs.reduce((sum, job) => sum + job.calls, 0);
  const logged = (calls * ASSUMED.loggedCall + transitions * ASSUMED.loggedState) / 1e9;
  return { calls, computing: gbSecondsOf(jobs), transitions, starts: 1, logged };
}

const times = (goods: Goods, count: number): Goods =>
  Object.fromEntries(Object.entries(goods).map(([good, quantity]) => [good, quantity * count]));

function fixedAndMore(driver: Driver, fixed: Goods, whole: Goods): Use[] {
  const more = Object.entries(whole).map(([good, all]) => [good, all - (fixed[good as Good] ?? 0)]);
  return [...uses(driver, true, fixed), ...uses(driver, false, Object.fromEntries(more))];
}
