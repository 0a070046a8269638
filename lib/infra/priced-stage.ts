import { App, Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnStateMachine, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import * as z from 'zod/mini';
import type { Machine, PricedStage, States } from '../cost/stage.ts';
import { METRIC } from '../domain/metric.ts';
import { SHARDS } from '../store/table.ts';
import { Door } from './function.ts';
import { occurrences } from './occurrences.ts';
import type { Settings } from './settings.ts';
import { SellerTrust } from './stage.ts';

/** What of a stage has a price, counted in the very constructs that are deployed; nothing is bundled. */
export function pricedStage(settings: Settings): PricedStage {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const made = new SellerTrust(app, 'priced', { settings });
  const { analysis, wave, outreach, report, retention, tenants } = settings;
  const [tenant] = tenants;
  if (tenant === undefined) throw new RangeError('pricedStage requires a tenant');
  const { quietDays, perQuarter, remindAfterDays } = tenant.outreach;
  return {
    tenants: tenants.length,
    delivery: outreach.delivery,
    asking: {
      elicitationShare: tenant.elicitationShare,
      quietDays,
      perQuarter,
      reminders: remindAfterDays.length,
    },
    wavesAMonth: aMonth(wave.schedule),
    quarterliesAMonth: wave.quarterly === null ? 0 : aMonth(wave.quarterly.schedule),
    analysesAMonth: aMonth(analysis.schedule),
    nightsAMonth: analysis.nights === null ? 0 : aMonth(analysis.nights),
    ranges: SHARDS / settings.shardsPerWorker,
    workersAtOnce: settings.workersAtOnce,
    requestsPerSecond: settings.survey.requestsPerSecond,
    logDays: settings.logDays,
    filesDays: retention.filesDays,
    roundsDays: retention.roundsDays,
    reports: report.signIn === null ? 'none' : report.edge === 'cloudfront' ? 'edge' : 'api',
    firewall: report.webAclArn !== null,
    memory: Object.fromEntries(found(made, Door).map(({ file, memory }) => [file, memory])),
    rowsAtOnce: analysis.rowsAtOnce,
    machines: {
      analysis: statesOf(made.app.analysis.machine),
      wave: statesOf(made.app.wave.machine),
    },
    ...counts(made),
  };
}

const aMonth = (schedule: string): number => occurrences(schedule).aYear / 12;

/** Each metric of an alarm has its price, not each alarm. */
function counts(made: SellerTrust) {
  const reputation = made.app.outreach.configurationSet === undefined ? 0 : 2; // of the configuration set
  return {
    queuesPolled: found(made, CfnEventSourceMapping).length,
    secrets: found(made, CfnSecret).length,
    alarmMetrics: found(made, CfnAlarm).reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    dashboards: found(made, CfnDashboard).length,
    metrics: Object.keys(METRIC).length + reputation,
  };
}

const measured = z.array(z.object({ metricStat: z.optional(z.unknown()) }));

function metricsOf(alarm: CfnAlarm): number {
  if (alarm.metrics === undefined) return 1;
  const metrics = measured.parse(Stack.of(alarm).resolve(alarm.metrics));
  return metrics.filter(({ metricStat }) => metricStat !== undefined).length;
}

function found<Kind extends IConstruct>(
  scope: IConstruct,
  kind: abstract new (...args: never[]) => Kind,
): Kind[] {
  return scope.node.findAll().filter((each): each is Kind => each instanceof kind);
}

const stateSchema = z.object({
  Next: z.optional(z.string()),
  Default: z.optional(z.string()),
  Choices: z.optional(z.array(z.object({ Next: z.string() }))),
  ItemProcessor: z.optional(z.object({ States: z.record(z.string(), z.unknown()) })),
});
type State = z.infer<typeof stateSchema>;
const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

/** States that an execution enters once, those it comes back to, and those of its maps' children. */
function statesOf(machine: StateMachine): Machine {
  const [resource] = found(machine, CfnStateMachine);
  const definition = joined.parse(Stack.of(machine).resolve(resource?.definitionString));
  const text = definition['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'token')).join('');
  const { States } = z.object({ States: z.record(z.string(), stateSchema) }).parse(JSON.parse(text));
  const loops = (name: string) => reached(States, States[name]).has(name);
  const [once, again] = [false, true].map((isLoop) => {
    const states = Object.entries(States).filter(([name]) => loops(name) === isLoop);
    const inside = states.map(([, { ItemProcessor }]) => Object.keys(ItemProcessor?.States ?? {}).length);
    return { states: states.length, inRanges: inside.reduce((sum, count) => sum + count, 0) };
  });
  return { once: once ?? NO_STATES, again: again ?? NO_STATES };
}

const NO_STATES: States = { states: 0, inRanges: 0 };

/** Names of the states that may come after one. */
function reached(states: Readonly<Record<string, State>>, from: State | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  const follow = (state: State | undefined) => {
    const next = [state?.Next, state?.Default, ...(state?.Choices ?? []).map(({ Next }) => Next)];
    for (const name of next)
      if (name !== undefined && !names.has(name)) {
        names.add(name);
        follow(states[name]);
      }
  };
  follow(from);
  return names;
}
