import { expect, test } from 'vitest';
import { withTables } from '../engine.ts';
import { subjectName } from '../../lib/survey/subject-name.ts';
import { fieldsOf, marketplace } from '../survey/marketplace.ts';
import { trustOn } from './trust-on.ts';

const tables = withTables();
const { ask, answer } = marketplace(tables);
const messages = (...args: string[]) => trustOn(tables(), 'messages', ...args);

test('what a seller writes is listed and answered, and she reads the answer', async () => {
  const { token, sellerId } = await ask({ arm: 'show' });
  const ledger = `/s/${token}/history`;
  const form = fieldsOf((await answer('GET', `${ledger}?about=${subjectName('rec-now')}`)).body);
  await answer('POST', ledger, { form: { ...form, text: '=HYPERLINK("x"),\nand more' } });

  const listed = await messages('ls', '--open');
  expect([listed.code, listed.stderr]).toEqual([0, '1 message\n']);
  const [head, ...lines] = listed.stdout.split('\n');
  expect(head).toBe('id,seller_id,recommendation_id,at,language,suspect,text,answered_at,answer');
  const id = `${sellerId}/${form['submission']}`;
  expect(lines.join('\n')).toBe(
    `${id},${sellerId},rec-now,2026-11-22T12:00:00.000Z,en,fast,"'=HYPERLINK(""x""),\nand more",,\n`,
  );

  const done = await messages('answer', id, 'We', 'lower', 'it.');
  expect([done.code, done.stdout]).toEqual([0, 'answered; it stands in her ledger now\n']);
  expect((await answer('GET', ledger)).body).toContain('We lower it.');
  const again = await messages('answer', id, 'No.');
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('has its answer already')]);
  expect((await messages('ls', '--open', '--json')).stdout).toBe('');
  expect(JSON.parse((await messages('ls', '--json')).stdout)).toMatchObject({
    id,
    answer: { text: 'We lower it.' },
  });
});

test.each([
  [['answer', 'nobody/xyz', 'text'], 1, 'no such message'],
  [['answer', 'nobody', 'text'], 2, 'requires the id of a message as ls prints it'],
  [['answer', 'a/b'], 2, 'requires a text'],
  [['list'], 2, 'messages requires ls'],
])('%j ends with %i', async (args, code, told) => {
  const failed = await messages(...args);
  expect([failed.code, failed.stderr]).toEqual([code, expect.stringContaining(told)]);
});
