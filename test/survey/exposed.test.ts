import { beforeAll, describe, expect, test } from 'vitest';
import { withTables } from '../engine.ts';
import { version } from '../processes/registry-entry.ts';
import { fieldsOf, marketplace, NOW, TENANT } from './marketplace.ts';

const { ask, answer, facts } = marketplace(withTables());
const ANSWER = { decision: 'adjust', 'adjust-amount': '210', trust: '5' };
const SHOWN = { assigned: { reasons: 'shown', guarantee: 'shown' } };
const CONTROL = { assigned: { reasons: 'control', guarantee: 'shown' }, withheld: ['reasons'] };
type Asking = NonNullable<Parameters<typeof ask>[0]>;

beforeAll(async () => {
  await facts().putProcess(TENANT.id, version(1));
  await facts().putProcess(TENANT.id, version(1, { process: 'guarantee', kind: 'protection' }));
});

/** Goes through the page as far as `upTo`, and tells which exposures stand in the round then. */
async function after(asking: Asking, upTo: 'page' | 'plan' | 'answer' | 'change') {
  const { token, sellerId } = await ask(asking);
  const at = `/s/${token}`;
  const post = async (values: Record<string, string>, path = at) =>
    answer('POST', path, { form: { ...fieldsOf((await answer('GET', path)).body), ...values } });
  await answer('GET', at);
  await answer('HEAD', at);
  if (upTo !== 'page' && asking.arm !== 'show') await post({ plan: '180' });
  if (upTo === 'answer' || upTo === 'change') await post(ANSWER);
  if (upTo === 'change') await post({ ...ANSWER, 'adjust-amount': '220' }, `${at}?edit=1`);
  const round = await facts().readRound(TENANT.id, sellerId, 'rec-now');
  return (round?.exposures ?? []).map(({ process, arm, dose, at: when }) => ({ process, arm, dose, when }));
}

const told = (arm: string, dose: number) => [{ process: 'reasons', arm, dose, when: NOW }];

describe('an experiment on reasons', () => {
  test('is logged with the plan, after which she sees them, or with the answer where none was asked', async () => {
    expect(await after({ experiments: SHOWN }, 'page')).toEqual([]);
    expect(await after({ experiments: SHOWN }, 'plan')).toEqual(told('shown', 1));
    expect(await after({ experiments: SHOWN }, 'answer')).toEqual(told('shown', 1));
    expect(await after({ experiments: SHOWN, arm: 'show' }, 'page')).toEqual([]);
    expect(await after({ experiments: SHOWN, arm: 'show' }, 'answer')).toEqual(told('shown', 1));
    expect(await after({ experiments: SHOWN, arm: 'show' }, 'change')).toEqual(told('shown', 1));
  });

  test('is logged as kept from her in its control', async () => {
    expect(await after({ experiments: CONTROL }, 'plan')).toEqual(told('control', 0));
    expect(await after({ experiments: CONTROL, arm: 'show' }, 'answer')).toEqual(told('control', 0));
  });

  test('is logged as not met where there were no reasons to give', async () => {
    const asking = { experiments: SHOWN, recommendation: { reasons: [] } };
    expect(await after(asking, 'plan')).toEqual(told('shown', 0));
  });

  test('that she is not in leaves no trace', async () => {
    expect(await after({}, 'answer')).toEqual([]);
    expect(await after({ experiments: { assigned: { guarantee: 'shown' } } }, 'answer')).toEqual([]);
  });
});
