import { expect, test } from 'vitest';
import { tenantsByNumber } from '../../lib/link/token.ts';
import { withTables } from '../engine.ts';
import { instant, marketplace, NOW, TENANT } from '../survey/marketplace.ts';
import { trustOn } from './trust-on.ts';

const tables = withTables();
const { ask, askQuarterly, answer, facts, ledger } = marketplace(tables);
const links = (...args: string[]) => trustOn(tables(), 'links', ...args);
const FAR = instant('2999-01-01T00:00:00Z'); // the command has the real clock
/** The command has the settings of config/dev.json, where the marketplace has another number. */
const tenants = tenantsByNumber([{ ...TENANT, number: 1 }]);
const LATER = '2999-02-01T00:00:00.000Z';

test('a link is re-issued, extended and revoked by whom it asks about what', async () => {
  const { sellerId, recommendationId, token } = await ask({ closesAt: FAR });
  const about = ['--seller', sellerId, '--recommendation', recommendationId];

  const again = await links('reissue', ...about);
  expect([again.code, again.stderr]).toEqual([0, '']);
  const [, fresh = ''] = /^https:\/\/survey\.example\/s\/([\w-]{48})\n$/.exec(again.stdout) ?? [];
  expect(fresh).not.toBe(token);
  expect((await facts().readRound('us', sellerId, recommendationId))?.invitation?.issueNo).toBe(2);
  expect((await links('--json')).stdout).toContain(`/s/${fresh}`);
  expect((await answer('GET', `/s/${fresh}`, { tenants })).status).toBe(200);
  expect((await answer('GET', `/s/${token}`)).status).toBe(404);

  const extended = await links('extend', ...about, '--until', LATER, '--json');
  expect(JSON.parse(extended.stdout)).toEqual({ outcome: 'extended', closesAt: LATER });
  const shorter = await links('extend', ...about, '--until', FAR, '--json');
  expect(JSON.parse(shorter.stdout)).toEqual({ outcome: 'closes-later', closesAt: LATER });

  expect((await links('revoke', ...about)).code).toBe(0);
  const gone = await links('extend', ...about, '--until', LATER);
  expect([gone.code, gone.stderr]).toEqual([
    1,
    'trust: that link was revoked; trust links reissue makes a new one\n',
  ]);
  expect((await answer('GET', `/s/${fresh}`, { tenants })).status).toBe(404);
  expect((await links('--json')).stdout).not.toContain(sellerId);
});

test('the same of the quarterly questionnaire; not for whoever asked not to be asked', async () => {
  const { sellerId, waveId, token } = await askQuarterly({ closesAt: instant('2026-01-01T00:00:00Z') });
  const about = ['--seller', sellerId, '--wave', waveId];
  const late = await links('reissue', ...about);
  expect([late.code, late.stderr.slice(0, 50)]).toEqual([
    1,
    'trust: that question closed at 2026-01-01T00:00:00',
  ]);
  const url = JSON.parse((await links('reissue', ...about, '--until', LATER, '--json')).stdout).url;
  const page = await answer('GET', new URL(String(url)).pathname, { tenants });
  expect([page.status, page.body.includes('Step 1 of 5')]).toEqual([200, true]);
  expect((await answer('GET', `/s/${token}`)).status).toBe(404);

  await ledger().add(TENANT.id, 'optout', sellerId, NOW);
  const refused = await links('reissue', ...about, '--until', LATER);
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toContain('asked not to be asked');
});

test.each([
  [['revoke'], 'requires --seller and one of'],
  [['revoke', '--seller', 's', '--wave', 'w', '--recommendation', 'r'], 'requires --seller and one of'],
  [['extend', '--seller', 's', '--wave', 'w'], 'requires --until'],
  [['extend', '--seller', 's', '--wave', 'w', '--until', '2020-01-01T00:00:00Z'], 'requires --until'],
  [['revoke', '--seller', 's', '--wave', 'w', '--until', LATER], 'takes no --until'],
  [['revoke', 'all'], 'does not know "all"'],
])('%j is wrong usage', async (args, sentence) => {
  const wrong = await links(...args);
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain(sentence);
});

test('a link that nobody was sent', async () => {
  const none = await links('revoke', '--seller', 'nobody', '--recommendation', 'r');
  expect([none.code, none.stderr]).toEqual([
    1,
    'trust: seller nobody was sent no link about recommendation r\n',
  ]);
});
