import { describe, expect, test } from 'vitest';
import { withTables } from '../engine.ts';
import { fieldsOf, marketplace } from './marketplace.ts';

const RACES = Number(process.env['RACES'] ?? 200);
const RUNNERS = 64;
const { ask, answer, facts } = marketplace(withTables());
const ANSWER = { decision: 'adjust', 'adjust-amount': '210', trust: '5', reason: 'feedback' };

/** Everybody at once. @returns how often each status and location came */
async function race(at: string, forms: readonly Record<string, string>[]) {
  const answers = await Promise.all(forms.map((form) => answer('POST', at, { form })));
  const seen: Record<string, number> = {};
  for (const { status, location } of answers) {
    const name = `${status} ${location?.replace(at, '.') ?? ''}`;
    seen[name] = (seen[name] ?? 0) + 1;
  }
  return seen;
}

const submission = (i: number) => String(i).padStart(22, 's');
const times = (n: number) => Array.from({ length: n }, (_, i) => i);

describe(`${RUNNERS} POSTs of one link at once, ${RACES} times over`, () => {
  test('one submission: one version and one receipt', { timeout: 600_000 }, async () => {
    for (const _ of times(RACES)) {
      const { token, sellerId } = await ask({ arm: 'show' });
      const form = { ...fieldsOf((await answer('GET', `/s/${token}`)).body), ...ANSWER };
      const seen = await race(
        `/s/${token}`,
        times(RUNNERS).map(() => form),
      );
      expect(seen).toEqual({ '303 .': RUNNERS });
      const round = await facts().readRound('us', sellerId, 'rec-now');
      expect(round?.reply).toMatchObject({ revision: 1, chosen: 210 });
      expect(round?.earlierReplies).toEqual([]);
    }
  });

  test('different submissions: one wins, the others are told', { timeout: 600_000 }, async () => {
    for (const _ of times(RACES)) {
      const { token, sellerId } = await ask({ arm: 'show' });
      const form = fieldsOf((await answer('GET', `/s/${token}`)).body);
      const forms = times(RUNNERS).map((i) =>
        Object.assign({}, form, ANSWER, { submission: submission(i), trust: String((i % 7) + 1) }),
      );
      const seen = await race(`/s/${token}`, forms);
      expect(seen).toEqual({ '303 .': 1, '303 .?told=already': RUNNERS - 1 });
      const round = await facts().readRound('us', sellerId, 'rec-now');
      expect(round?.reply?.revision).toBe(1);
      expect(round?.earlierReplies).toEqual([]);
    }
  });

  test(
    'own plans: the first stays, everybody goes on to the recommendation',
    { timeout: 600_000 },
    async () => {
      for (const _ of times(Math.ceil(RACES / 5))) {
        const { token, sellerId } = await ask();
        const form = fieldsOf((await answer('GET', `/s/${token}`)).body);
        const forms = times(RUNNERS).map((i) =>
          Object.assign({}, form, { submission: submission(i), plan: String(100 + i) }),
        );
        expect(await race(`/s/${token}`, forms)).toEqual({ '303 .': 1, '303 .?told=plan': RUNNERS - 1 });
        const first = (await facts().readRound('us', sellerId, 'rec-now'))?.priorPlan;
        expect(first?.value).toBe(100 + Number(first?.id.replaceAll('s', '')));
      }
    },
  );
});
