import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Choice, Condition, JsonPath, Pass, Result, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { shardRanges } from '../jobs/shard-range.ts';
import { type AnalysisDoors, analysisDoors, type AnalysisDoorsProps } from './analysis-doors.ts';
import { machine, schedules, type ScheduleProps } from './machine.ts';
import type { Settings } from './settings.ts';
import { ITEM, shardMap, task } from './shard-map.ts';

export interface AnalysisProps extends AnalysisDoorsProps {
  readonly settings: Settings;
}

/** A run: forget whoever was erased, snapshot every shard, fit (in passes over all shards where the sellers are too many
 *  for one function), estimate shard by shard, summarise, publish. A night between two runs does so for what is new. */
export class Analysis extends Construct {
  readonly machine: StateMachine;
  readonly doors: AnalysisDoors;
  readonly notStarted: readonly Queue[];

  constructor(scope: Construct, id: string, props: AnalysisProps) {
    super(scope, id);
    this.doors = analysisDoors(this, props);
    this.machine = machine(this, 'Machine', definition(this, this.doors, props.settings), props.logs);
    const { schedule, nights, timeZone } = props.settings.analysis;
    const each = { machine: this.machine, timeZone, tenants: props.settings.tenants };
    const full = schedules(this, { ...each, schedule });
    this.notStarted = nights === null ? [full] : [full, this.#nights({ ...each, schedule: nights })];
  }

  #nights(props: Omit<ScheduleProps, 'input'>): Queue {
    return schedules(new Construct(this, 'Nights'), { ...props, input: { kind: NIGHT } });
  }
}

/** The kind of a run that brings the last full one up to date. */
const NIGHT = 'night';

const tenant = JsonPath.stringAt('$.tenant');
const runId = JsonPath.stringAt('$.run.runId');
const cut = JsonPath.stringAt('$.scheduledAt');
const base = JsonPath.stringAt('$.night.base'); // null: there is none
const RANGES = '$.plan.ranges';

/** Only `snapshot-shard` reads the facts; everything after it reads the snapshots. What states hand on are names: `$.plan` what
 *  the settings say, `$.night` the run that a night rests on, `$.taken` the snapshots, `$.run` the run and how far its fit has come. */
function definition(scope: Construct, doors: AnalysisDoors, settings: Settings) {
  const { shardsPerWorker, workersAtOnce, analysis } = settings;
  const { model, rowsAtOnce } = analysis;
  const plan = new Pass(scope, 'Plan the run', {
    result: Result.fromObject({ ranges: shardRanges(shardsPerWorker), model, rowsAtOnce }),
    resultPath: '$.plan',
  });
  const snapshots = shardMap(scope, 'Take snapshots', {
    each: 'Take a snapshot',
    door: doors.snapshot,
    itemsPath: RANGES,
    item: { tenant, cut, range: ITEM, base },
    workersAtOnce,
    resultPath: '$.taken',
  });
  const fitInput = {
    tenant,
    cut,
    taken: JsonPath.objectAt('$.taken'),
    model: JsonPath.objectAt('$.plan.model'),
    rowsAtOnce: JsonPath.numberAt('$.plan.rowsAtOnce'),
    base,
  };
  return task(scope, 'Forget the erased', doors.forget, { tenant }, '$.forgotten')
    .next(plan)
    .next(restsOn(scope, doors))
    .next(snapshots)
    .next(task(scope, 'Fit the models', doors.fit, fitInput, '$.run'))
    .next(passes(scope, doors, workersAtOnce))
    .next(estimates(scope, doors, workersAtOnce))
    .next(task(scope, 'Summarise the run', doors.summarise, { tenant, runId }, '$.summary'))
    .next(task(scope, 'Publish the report', doors.publish, { tenant, runId }));
}

/** What of the last run a night takes over; nothing where it cannot, and of a full run. */
function restsOn(scope: Construct, doors: AnalysisDoors) {
  const find = task(
    scope,
    'Find what the night rests on',
    doors.plan,
    { tenant, cut, model: JsonPath.objectAt('$.plan.model') },
    '$.night',
  );
  const anew = new Pass(scope, 'Everything anew', {
    result: Result.fromObject({ base: null, why: null }),
    resultPath: '$.night',
  });
  const isNight = Condition.and(Condition.isPresent('$.kind'), Condition.stringEquals('$.kind', NIGHT));
  return new Choice(scope, 'A night?').when(isNight, find).otherwise(anew).afterwards();
}

/** Over all sellers again and again, until the fit has what it asked for; `add-pass` says when they are too many. */
function passes(scope: Construct, doors: AnalysisDoors, workersAtOnce: number) {
  const pass = JsonPath.numberAt('$.run.pass');
  const more = new Choice(scope, 'More passes?');
  const over = shardMap(scope, 'Pass over the sellers', {
    each: 'Pass over the sellers of a snapshot',
    door: doors.pass,
    itemsPath: RANGES,
    item: { tenant, runId, pass, range: ITEM },
    workersAtOnce,
    resultPath: JsonPath.DISCARD,
  });
  const add = task(scope, 'Add up the pass', doors.add, { tenant, runId, pass }, '$.run');
  more.when(Condition.booleanEquals('$.run.passing', true), over.next(add).next(more));
  return more.afterwards({ includeOtherwise: true });
}

function estimates(scope: Construct, doors: AnalysisDoors, workersAtOnce: number) {
  return shardMap(scope, 'Estimate sellers', {
    each: 'Estimate the sellers of a snapshot',
    door: doors.estimate,
    itemsPath: RANGES,
    item: { tenant, runId, range: ITEM, base },
    workersAtOnce,
    resultPath: JsonPath.DISCARD,
  });
}
