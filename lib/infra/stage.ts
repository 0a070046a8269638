import { CfnOutput, RemovalPolicy, Stack, Stage, Tags, type StackProps, type StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { acknowledge, OF_APP, OF_DATA } from './acknowledged.ts';
import { Analysis } from './analysis.ts';
import type { Logs } from './function.ts';
import type { Inlet } from './inlet.ts';
import { Intake } from './intake.ts';
import { occurrences } from './occurrences.ts';
import { Outreach } from './outreach.ts';
import type { Settings } from './settings.ts';
import { ReportRoute } from './report-route.ts';
import { DataStack } from './storage.ts';
import { SurveySite } from './survey-site.ts';
import { Watch } from './watch/watch.ts';
import { Wave } from './wave.ts';

export interface SellerTrustProps extends StageProps {
  readonly settings: Settings;
}

/** One environment: what must be kept apart from what is deployed often. */
export class SellerTrust extends Stage {
  readonly data: DataStack;
  readonly app: AppStack;

  constructor(scope: Construct, id: string, { settings, ...props }: SellerTrustProps) {
    super(scope, id, props);
    this.data = new DataStack(this, 'Data', {
      stackName: `seller-trust-${id}-data`,
      keepData: settings.keepData,
      retention: settings.retention,
    });
    this.app = new AppStack(this, 'App', {
      stackName: `seller-trust-${id}-app`,
      stage: id,
      data: this.data,
      settings,
    });
    acknowledge(this.data, OF_DATA);
    acknowledge(this.app, OF_APP);
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);
  }
}

export interface AppProps extends StackProps {
  readonly stage: string;
  readonly data: DataStack;
  readonly settings: Settings;
}

/** Everything that holds nothing: it may be destroyed and deployed again. */
export class AppStack extends Stack {
  readonly site: SurveySite;
  readonly intake: Intake;
  readonly analysis: Analysis;
  readonly wave: Wave;
  readonly outreach: Outreach;
  readonly watch: Watch;
  /** Undefined where the settings name nobody who lets readers in. */
  readonly reports: ReportRoute | undefined;

  constructor(scope: Construct, id: string, { stage, data, settings, ...props }: AppProps) {
    super(scope, id, props);
    const logs: Logs = {
      days: settings.logDays,
      removal: RemovalPolicy.DESTROY,
      metrics: `SellerTrust/${stage}`,
    };
    const part = { data, settings, logs, tenants: JSON.stringify(settings.tenants) };
    this.site = new SurveySite(this, 'SurveySite', part);
    const { signIn, baseUrl } = settings.report;
    this.reports = signIn === null ? undefined : new ReportRoute(this, 'Reports', { ...part, signIn });
    const reportUrl = this.reports?.url ?? baseUrl;
    this.intake = new Intake(this, 'Intake', { ...part, api: this.site.api });
    this.analysis = new Analysis(this, 'Analysis', part);
    this.wave = new Wave(this, 'Wave', part);
    const surveyUrl = this.site.baseUrl(settings);
    this.outreach = new Outreach(this, 'Outreach', { ...part, surveyUrl, intake: this.intake });
    if (reportUrl !== null) this.outreach.door.addEnvironment(ENV.reportUrl, reportUrl);
    this.watch = new Watch(this, 'Watch', {
      stage,
      settings,
      api: this.site.api,
      reports: this.reports?.api,
      doors: { survey: this.site.survey, intake: this.intake.door, post: this.outreach.door },
      tables: data,
      analysis: this.analysis.machine,
      daysBetweenRuns: occurrences(settings.analysis.schedule).longestGap,
      wave: this.wave.machine,
      untaken: [this.intake.files.setAside, this.intake.events.setAside],
      notStarted: [...this.analysis.notStarted, ...this.wave.notStarted],
      namespace: logs.metrics,
      configurationSet: this.outreach.configurationSet,
    });
    outputs(this, {
      ApiUrl: this.site.api.apiEndpoint,
      SurveyUrl: surveyUrl,
      ...(this.site.domainTarget !== undefined && { SurveyDomainTarget: this.site.domainTarget }),
      ...(reportUrl !== null && { ReportUrl: reportUrl }),
      FactsTable: data.facts.tableName,
      LedgerTable: data.ledger.tableName,
      FilesBucket: data.files.bucketName,
      ReportBucket: data.report.bucketName,
      IntakeBucket: data.intake.bucketName,
      LinkSecret: data.linkSecret.secretArn,
      AnalysisMachine: this.analysis.machine.stateMachineArn,
      WaveMachine: this.wave.machine.stateMachineArn,
      EventBus: this.outreach.bus.eventBusName,
      PostFunction: this.outreach.door.functionName,
      IntakeBuses: this.toJsonString(
        Object.fromEntries([...this.intake.buses].map(([tenant, bus]) => [tenant, bus.eventBusName])),
      ),
      SetAside: this.toJsonString({
        events: aside(this.intake.events),
        files: aside(this.intake.files),
        starts: [...this.analysis.notStarted, ...this.wave.notStarted].map(({ queueUrl }) => queueUrl),
      }),
    });
  }
}

/** Where what was set aside waits, and where it came from. */
const aside = ({ queue, setAside }: Inlet) => ({ queue: queue.queueUrl, setAside: setAside.queueUrl });

/** What the command line reads to find its way in a deployed stage. */
function outputs(stack: Stack, values: Readonly<Record<string, string>>): CfnOutput[] {
  return Object.entries(values).map(([name, value]) => new CfnOutput(stack, name, { value }));
}
