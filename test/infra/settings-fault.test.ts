import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lib/infra/settings.ts';
import { settingsOf } from './synthesise.ts';

const file = 'config/prod.json';
type Path = readonly (string | number)[];
type Tree = Record<string | number, unknown>;
/** Settings in which no choice is left out. */
const FULL = {
  ...settingsOf('prod'),
  report: {
    signIn: {
      issuer: 'https://login.example',
      clientId: 'c',
      scope: 'openid',
      audience: ['p'],
      tenantsClaim: 't',
    },
    baseUrl: null,
    edge: 'cloudfront',
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/reports/1',
  },
  survey: {
    ...settingsOf('prod').survey,
    domain: {
      name: 'trust.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1',
    },
  },
  watch: { urgent: [], normal: [], monthlyBudget: { amount: 100, email: 'ops@example.com' } },
};

describe('a fault in settings', () => {
  it('there is none in what the tests start from', () => {
    expect(faultsAfter(() => {})).toBe('');
  });

  it.each(keys(FULL).map((path) => [path.join('.'), path] as const))(
    'at %s is told with its place and what belongs there: misspelt, missing, of another kind',
    (place, path) => {
      const key = String(path.at(-1));
      const misspelt = faultsAfter((tree) => {
        tree[`${key}x`] = tree[key];
        delete tree[key];
      }, path);
      expect(misspelt).toBe(
        `${file}: ${place.slice(0, -key.length - 1) || 'the file'}: unknown key "${key}x"; use ${key}`,
      );
      const missing = faultsAfter((tree) => delete tree[key], path);
      expect(missing).toContain(`${file}: ${place}: this key is missing; it takes `);
      const another = faultsAfter((tree) => (tree[key] = [[]]), path);
      expect(another).toContain(`${file}: ${place}`);
      expect(another).toMatch(/requires |takes |use |unknown key|write it/);
    },
  );

  it.each([
    ['config/prod.json: keepData: requires true or false, got "yes"', ['keepData'], 'yes'],
    ['workersAtOnce: requires a whole number of at least 1 and at most 1000, got 0', ['workersAtOnce'], 0],
    ['report.edge: requires one of "none", "cloudfront", got "cdn"', ['report', 'edge'], 'cdn'],
    ['survey: requires an object with domain, baseUrl, requestsPerSecond, burst, got null', ['survey'], null],
    [
      'survey.baseUrl: not https, or ends in a slash; write it as https:',
      ['survey', 'baseUrl'],
      'survey.example',
    ],
    [
      "analysis.schedule: Invalid hour value '99'; write it as cron(",
      ['analysis', 'schedule'],
      'cron(0 99 ? * MON *)',
    ],
    ['wave.schedule: Invalid combination of day-of-month', ['wave', 'schedule'], 'cron(0 9 * * TUE *)'],
    ['wave.schedule: not a cron(...) of six fields; write it as', ['wave', 'schedule'], 'cron(0 9 * * 2)'],
    ['tenants.0.directions.Not slug: is not a name; use', ['tenants', 0, 'directions'], { 'Not slug': 'up' }],
  ] as const)('%s', (message, path, value) => {
    const key = path.at(-1) ?? '';
    expect(faultsAfter((tree) => (tree[key] = value), path)).toContain(message);
  });

  it('a key that is near none is told with all there are', () => {
    expect(faultsAfter((tree) => (tree['colour'] = 1), ['retention', 'colour'])).toContain(
      'retention: unknown key "colour"; remove it, or use roundsDays, filesDays, intakeDays',
    );
  });
});

/** What is told of the settings after a change of the object that holds the last step of a path. */
function faultsAfter(change: (tree: Tree) => unknown, path: Path = ['']): string {
  const settings = JSON.parse(JSON.stringify(FULL));
  change(path.slice(0, -1).reduce((tree, step) => tree[step], settings));
  try {
    parseSettings(file, JSON.stringify(settings));
    return '';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** The paths of all keys of a tree, but for names that users give. */
function keys(tree: unknown, path: Path = []): Path[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => {
    const step = Array.isArray(tree) ? Number(key) : key;
    const here = [...path, step];
    const free = /^(tags|.*directions)$/.test(path.join('.'));
    const itself: Path[] = free || typeof step === 'number' ? [] : [here];
    return itself.concat(keys(value, here));
  });
}
