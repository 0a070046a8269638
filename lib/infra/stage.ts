import { CfnOutput, RemovalPolicy, Stack, Stage, Tags, type StackProps, type StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Analysis } from './analysis.ts';
import type { Logs } from './function.ts';
import { Intake } from './intake.ts';
import { Outreach } from './outreach.ts';
import type { Settings } from './settings.ts';
import { DataStack } from './storage.ts';
import { SurveySite } from './survey-site.ts';
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
      data: this.data,
      settings,
    });
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);
  }
}

export interface AppProps extends StackProps {
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

  constructor(scope: Construct, id: string, { data, settings, ...props }: AppProps) {
    super(scope, id, props);
    const logs: Logs = { days: settings.logDays, removal: RemovalPolicy.DESTROY };
    const part = { data, settings, logs, tenants: JSON.stringify(settings.tenants) };
    this.site = new SurveySite(this, 'SurveySite', part);
    this.intake = new Intake(this, 'Intake', { ...part, api: this.site.api });
    this.analysis = new Analysis(this, 'Analysis', part);
    this.wave = new Wave(this, 'Wave', part);
    const surveyUrl = this.site.baseUrl(settings);
    this.outreach = new Outreach(this, 'Outreach', { ...part, surveyUrl, intake: this.intake });
    outputs(this, {
      ApiUrl: this.site.api.apiEndpoint,
      SurveyUrl: surveyUrl,
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
    });
  }
}

/** What the command line reads to find its way in a deployed stage. */
function outputs(stack: Stack, values: Readonly<Record<string, string>>): CfnOutput[] {
  return Object.entries(values).map(([name, value]) => new CfnOutput(stack, name, { value }));
}
