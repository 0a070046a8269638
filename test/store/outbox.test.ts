import { describe } from 'vitest';
import { enginesPresent } from '../../lib/local/engine.ts';
import { withTables } from '../engine.ts';
import { outboxContract } from './outbox-contract.ts';

describe.each(enginesPresent())('the outbox on %s', (name) => {
  outboxContract(withTables({ name }));
});
