import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const workflows = readdirSync(FOLDER).map(
  (name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const,
);
const steps = (text: string, key: string) =>
  [...text.matchAll(new RegExp(`^\\s+(?:- )?${key}: (.*)$`, 'gm'))].map(([, value = '']) => value);

describe('the workflows for GitHub', () => {
  it('are the tests, and the deployment', () => {
    expect(workflows.map(([name]) => name)).toEqual(['ci.yml', 'deploy.yml']);
  });

  it.each(workflows)('%s runs no action that could change under its name', (_, text) => {
    const uses = steps(text, 'uses');
    expect(uses.length).toBeGreaterThan(1);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('name one commit an action, whatever the workflow', () => {
    const uses = new Set(workflows.flatMap(([, text]) => steps(text, 'uses')));
    expect(new Set([...uses].map((action) => action.split('@')[0])).size).toBe(uses.size);
  });

  it.each(workflows)('%s tests by the script that runs on a laptop', (_, text) => {
    expect(steps(text, 'run')[0]).toBe('.ci/run');
    expect(text).not.toMatch(/npm test|vitest/);
    expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).toBe(0o111);
  });

  it.each(workflows)('%s may read the code; only the deployment may ask for an identity', (name, text) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text).not.toMatch(
      /permissions: write-all|: write(?! # to take the role)|secrets\.|pull_request_target/,
    );
    expect(text.includes('id-token: write')).toBe(name === 'deploy.yml');
    expect(text.match(/persist-credentials: false/g)).toHaveLength(
      steps(text, 'uses').filter((each) => each.startsWith('actions/checkout')).length,
    );
  });

  it.each(workflows)('%s writes nothing from outside into a command', (_, text) => {
    for (const command of steps(text, 'run')) expect(command).not.toContain('${{');
  });

  it('the deployment takes its role from the variables of the repository and offers the stages there are', () => {
    const text = readFileSync(join(FOLDER, 'deploy.yml'), 'utf8');
    expect(steps(text, 'role-to-assume')).toEqual(['${{ vars.AWS_DEPLOY_ROLE }}']);
    const stages = readdirSync(join(ROOT, 'config')).map((file) => file.replace('.json', ''));
    expect(steps(text, 'options')).toEqual([`[${stages.filter((stage) => stage !== 'local').join(', ')}]`]);
  });
});
