import { App, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { OF_APP, OF_DATA } from '../../lib/infra/acknowledged.ts';
import { SellerTrust } from '../../lib/infra/stage.ts';
import { cdkContext, settingsOf } from './synthesise.ts';

/** What is open in a policy, and why. Every action is named; these are the resources. */
const OPEN: readonly { readonly of: RegExp; readonly reason: string }[] = [
  { of: /^\*$/, reason: 'tracing and log delivery know no resources' },
  {
    of: /^seller-trust-\w+-data:\w+\/(in|out|runs|snapshots|reports)\/\*$/,
    reason: 'objects below one prefix of one bucket',
  },
  {
    of: /^seller-trust-\w+-data:\w+\/runs\/\*\/manifest\.json$/,
    reason: 'one file of each run, which names its snapshots and no seller',
  },
  { of: /^<\w+\.Arn>:\*$/, reason: 'versions of one function, which its state machine or schedule calls' },
  {
    of: /:execution:\{"Fn::Select".*"Ref":"(Analysis|Wave)Machine\w+".*\}(\/\*)?:\*$/,
    reason: 'executions of the machine itself: a distributed map starts and watches its own',
  },
];

const reportSchema = z.object({
  pluginReports: z.array(z.object({ violations: z.array(z.object({ ruleName: z.string() })) })),
});

const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** The rules of AwsSolutions and Serverless that a stage does not follow and that nobody acknowledged. */
function findings(name: string, change: (stage: SellerTrust) => void = () => {}): string[] {
  const app = new App({
    builtinCloudFormationValidation: false,
    outdir: join(outdir, name),
    context: { ...cdkContext(), 'aws:cdk:bundling-stacks': [] },
  });
  change(new SellerTrust(app, 'dev', { settings: settingsOf('dev') }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  try {
    app.synth();
  } catch {
    // findings end a synth; they are in the report
  }
  const text = readFileSync(join(outdir, name, 'validation-report.json'), 'utf8');
  return reportSchema
    .parse(JSON.parse(text))
    .pluginReports.flatMap((one) => one.violations.map(({ ruleName }) => ruleName));
}

const WILDCARD = /^AwsSolutions-IAM5\[Resource::(.*)\]$/;

describe('cdk-nag', () => {
  let found: string[];
  beforeAll(() => {
    found = findings('as-it-is');
  });

  it('finds nothing that is not acknowledged with a reason', () => {
    expect(found.filter((rule) => !WILDCARD.test(rule))).toEqual([]);
  });

  it('finds no resource open but those named here, and each of these', () => {
    const open = found.flatMap((rule) => WILDCARD.exec(rule)?.[1] ?? []);
    expect(open.filter((resource) => !OPEN.some(({ of }) => of.test(resource)))).toEqual([]);
    for (const { of, reason } of OPEN)
      expect([reason, open.some((one) => of.test(one))]).toEqual([reason, true]);
  });

  it('finds a bucket that takes plain HTTP: it does look', () => {
    const seeded = findings('seeded', ({ app }) => void new Bucket(app, 'Open'));
    expect(seeded).toContain('AwsSolutions-S10');
  });

  it('every acknowledgement says why', () => {
    for (const { reason } of [...OF_APP, ...OF_DATA]) expect(reason.length).toBeGreaterThan(40);
  });
});
