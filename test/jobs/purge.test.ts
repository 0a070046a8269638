import { describe, expect, test } from 'vitest';
import { purge, type PurgePort, purgeSteps } from '../../lib/jobs/purge.ts';

const REMAINS = {
  stage: 'dev',
  appStack: 'seller-trust-dev-app',
  dataStack: 'seller-trust-dev-data',
  facts: 'facts',
  ledger: 'ledger',
  buckets: ['intake', 'files', 'report'],
  linkSecret: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:link',
};

const ORDER = [
  'unprotectStack seller-trust-dev-data',
  'unprotectTable facts',
  'unprotectTable ledger',
  'emptyBucket intake',
  'deleteBucket intake',
  'emptyBucket files',
  'deleteBucket files',
  'emptyBucket report',
  'deleteBucket report',
  'deleteTable facts',
  'deleteTable ledger',
  'deleteSecret arn:aws:secretsmanager:eu-west-1:222222222222:secret:link',
  'deleteStack seller-trust-dev-data',
];

/** Writes down what it is told to do. */
function recording(stands: boolean, failsAt = Infinity): { port: PurgePort; calls: string[] } {
  const calls: string[] = [];
  const record = (name: string) => async (what: string) => {
    if (calls.length === failsAt) throw new Error('the network went');
    calls.push(`${name} ${what}`);
    return 'done' as const;
  };
  const port = {
    isStanding: async () => stands,
    unprotectStack: record('unprotectStack'),
    unprotectTable: record('unprotectTable'),
    emptyBucket: record('emptyBucket'),
    deleteBucket: record('deleteBucket'),
    deleteTable: record('deleteTable'),
    deleteSecret: record('deleteSecret'),
    deleteStack: record('deleteStack'),
  };
  return { port, calls };
}

describe('the order', () => {
  test('protection, files, facts, ledger, secret, stack', async () => {
    const { port, calls } = recording(false);
    expect(await purge(REMAINS, port, () => {})).toBe('purged');
    expect(calls).toEqual(ORDER);
  });

  test('nothing is touched while the app stack stands', async () => {
    const { port, calls } = recording(true);
    expect([await purge(REMAINS, port, () => {}), calls]).toEqual(['standing', []]);
  });

  test('wherever it is cut off, the ledger outlives the facts and the secret the ledger', async () => {
    for (let at = 0; at < purgeSteps(REMAINS).length; at += 1) {
      const { port, calls } = recording(false, at);
      await expect(purge(REMAINS, port, () => {})).rejects.toThrow('the network went');
      expect(calls).toEqual(ORDER.slice(0, at));
    }
  });
});
