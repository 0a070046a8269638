import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeVersion } from '../../lib/infra/code-version.ts';
import { SellerTrust } from '../../lib/infra/stage.ts';
import { cdkContext, resources, settingsOf } from './synthesise.ts';

/** Every function bundled, as `npx cdk synth` does it. */
const outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'));
let bundles: readonly { id: string; folder: string }[];

beforeAll(() => {
  const app = new App({ context: cdkContext(), outdir, builtinCloudFormationValidation: false });
  const { app: stack } = new SellerTrust(app, 'dev', { settings: settingsOf('dev') });
  app.synth();
  bundles = resources(Template.fromStack(stack), 'AWS::Lambda::Function').map(([id, { Properties }]) => {
    const { S3Key } = Properties['Code'] as { S3Key: string };
    return { id, folder: join(outdir, `asset.${S3Key.replace('.zip', '')}`) };
  });
});
afterAll(() => rmSync(outdir, { recursive: true }));

describe('bundles', () => {
  it('are fourteen, each one file of code and its map', () => {
    expect(bundles).toHaveLength(14);
    for (const { folder } of bundles)
      expect(readdirSync(folder).sort()).toEqual(['index.mjs', 'index.mjs.map']);
  });

  it('are small: a seller waits for the first request after a quiet hour', () => {
    const sizes = bundles.map(({ id, folder }) => ({ id, bytes: statSync(join(folder, 'index.mjs')).size }));
    for (const { id, bytes } of sizes) console.log(`bundle ${id}: ${Math.round(bytes / 1000)} kB`);
    const heavy = sizes.filter(({ id, bytes }) => bytes > (id.startsWith('Survey') ? 500_000 : 1_500_000));
    expect(heavy).toEqual([]);
  });

  it('hold no CDK, no local stage, no test part, no source, no path of the machine that built them', () => {
    for (const { folder } of bundles) {
      expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).not.toContain(process.cwd());
      const map = JSON.parse(readFileSync(join(folder, 'index.mjs.map'), 'utf8'));
      const foreign = /aws-cdk-lib|\/lib\/(infra|local|simulation)\/|\/(test|bin)\/[^/]*$|^\//;
      expect(
        map.sources.filter((source: string) => foreign.test(source) && !source.includes('node_modules/@')),
      ).toEqual([]);
      expect(map.sourcesContent).toBeUndefined();
    }
  });

  it('come with a code version that is the same each time', () => {
    expect(codeVersion()).toMatch(/^[0-9a-f]{16}$/);
    expect(codeVersion()).toBe(codeVersion());
  });
});
