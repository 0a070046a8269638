import { expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { readToken, tenantsByNumber } from '../../lib/link/token.ts';
import { trustOn } from '../bin/trust-on.ts';
import { QUARTERLY } from '../../lib/survey/questionnaire.ts';
import { withTables } from '../engine.ts';
import { instant, marketplace, NOW, RING, TENANT } from '../survey/marketplace.ts';

const tables = withTables();
const { ask, askQuarterly, facts, ledger } = marketplace(tables);
const links = (...args: string[]) => trustOn(tables(), 'links', ...args);
const FAR = instant('2999-01-01T00:00:00Z'); // the command has the real clock

test('prints the links that wait for an answer, and those of nobody who asked to be left alone', async () => {
  const open = await ask({ closesAt: FAR });
  const closed = await ask({ closesAt: addDays(NOW, -1000) });
  const quiet = await ask({ closesAt: FAR });
  await ledger().add(TENANT.id, 'optout', quiet.sellerId, NOW);

  const csv = await links();
  expect([csv.code, csv.stderr]).toEqual([0, '1 link waits for an answer\n']);
  const [header, line, end] = csv.stdout.split('\n');
  expect(header).toBe('seller_id,recommendation_id,wave,closes_at,url');
  expect(line).toMatch(
    /^seller-1,rec-now,wave-1,2999-01-01T00:00:00\.000Z,https:\/\/survey\.example\/s\/[\w-]{48}$/,
  );
  expect(end).toBe('');
  expect(csv.stdout).not.toContain(closed.sellerId);

  const json = await links('--json', '--wave', 'wave-1');
  const { url, ...named } = JSON.parse(json.stdout);
  expect(named).toMatchObject({ sellerId: open.sellerId, recommendationId: 'rec-now', wave: 'wave-1' });
  const configured = tenantsByNumber([{ ...TENANT, number: 1 }]);
  expect(readToken(RING, configured, String(url).slice(-48))?.tenant.id).toBe('us');

  const other = await links('--json', '--wave', 'wave-2');
  expect([other.code, other.stdout]).toEqual([0, '']);
});

test('a quarterly questionnaire waits until its last page is answered', async () => {
  const { sellerId, waveId, linkHash, token } = await askQuarterly({ closesAt: FAR });
  const through = { tenant: TENANT.id, sellerId, waveId, linkHash, now: NOW };
  const given = (items: readonly string[]) =>
    facts().recordQuarterly(through, Object.fromEntries(items.map((item) => [item, { at: NOW, rating: 4 }])));
  const [first = [], ...more] = Object.values(QUARTERLY);
  await given(first);
  const begun = await links('--wave', waveId);
  const [, line = ''] = begun.stdout.split('\n');
  expect(line).toMatch(
    new RegExp(`^${sellerId},,${waveId},2999-01-01T00:00:00.000Z,https://survey.example/s/`),
  );
  // the command's tenant has another number, and the link's id is the same
  const configured = tenantsByNumber([{ ...TENANT, number: 1 }]);
  const claimed = readToken(RING, configured, line.slice(-48));
  expect(claimed?.linkHash).toBe(readToken(RING, tenantsByNumber([TENANT]), token)?.linkHash);
  await given(more.flat());
  expect((await links('--wave', waveId)).stderr).toBe('0 links wait for an answer\n');
});

test('wrong usage ends with 2 and a sentence', async () => {
  const wrong = await links('--tenant', 'mars');
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain('--tenant mars is not in config/dev.json; use us');
});
