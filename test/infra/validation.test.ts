import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cdkContext } from './synthesise.ts';

/** That `cdk synth` finds nothing says something only if it would find something: the validator within aws-cdk-lib, on
 *  what it is to stop. */
const outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'));
afterAll(() => rmSync(outdir, { recursive: true }));

it('a template that CloudFormation would refuse is named at synth, with resource and property', () => {
  const app = new App({ context: cdkContext(), outdir });
  const stack = new Stack(app, 'Seeded');
  resource(stack, 'Slow', 'AWS::Lambda::Function', { ...CODE, Timeout: 5000 });
  resource(stack, 'Misspelt', 'AWS::SQS::Queue', { VisibilityTimeot: 30 });
  resource(stack, 'Sound', 'AWS::SQS::Queue', { VisibilityTimeout: 30 });
  const found = faultOf(() => app.synth());
  expect(found).toMatch(/Timeout: 5000 exceeds maximum 900[^]*Seeded\/Slow/);
  expect(found).toMatch(/Did you mean 'VisibilityTimeout'[^]*Seeded\/Misspelt/);
  expect(found).not.toContain('Sound');
});

const CODE = {
  Code: { ZipFile: 'x' },
  Handler: 'x.y',
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::111111111111:role/x',
};

function resource(stack: Stack, id: string, type: string, properties: Record<string, unknown>): CfnResource {
  return new CfnResource(stack, id, { type, properties });
}

function faultOf(call: () => unknown): string {
  try {
    call();
    return 'nothing was found';
  } catch (cause) {
    return String(cause).split('ERROR').toSorted().join('ERROR');
  }
}
