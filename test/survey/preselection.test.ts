import { describe, expect, test } from 'vitest';
import { withTables } from '../engine.ts';
import { dump, fieldsOf, marketplace } from './marketplace.ts';

const tables = withTables();
const { ask, answer, facts } = marketplace(tables);
const ANSWER = { decision: 'accept', trust: '5' };

async function chosenAt(token: string, query: string) {
  const { decision, trust } = fieldsOf((await answer('GET', `/s/${token}${query}`)).body);
  return [decision, trust];
}

describe('a click in a mail', () => {
  test('chooses on the page and records nothing', async () => {
    const { token } = await ask({ arm: 'show' });
    const before = await dump(tables());
    expect(await chosenAt(token, '?a=accept')).toEqual(['accept', undefined]);
    expect(await chosenAt(token, '?a=keep')).toEqual(['keep', undefined]);
    expect(await chosenAt(token, '?a=adjust&t=7')).toEqual(['adjust', '7']);
    expect(await chosenAt(token, '?t=1')).toEqual([undefined, '1']);
    expect(await dump(tables())).toBe(before);
  });

  test('of what nobody offers chooses nothing, and nothing of it is repeated', async () => {
    const { token } = await ask({ arm: 'show' });
    for (const query of [
      '?a=dismiss',
      '?a=',
      '?a=5',
      '?t=0',
      '?t=8',
      '?t=cannot-say',
      '?t=05',
      '?a=%3Csvg%3E',
    ]) {
      expect([query, ...(await chosenAt(token, query))]).toEqual([query, undefined, undefined]);
    }
    expect((await answer('GET', `/s/${token}?a=%3Csvg+onload%3D1%3E`)).body).not.toContain('onload');
    expect(await chosenAt(token, '?a=keep&a=accept')).toEqual(['keep', undefined]);
  });

  test('survives a change of language, and is what the form sends', async () => {
    const { token, sellerId, recommendationId } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    const page = fieldsOf((await answer('GET', `${at}?a=accept&t=6`)).body);
    const german = await answer('POST', at, { form: { ...page, switch: 'de' } });
    expect(german.body).toContain('lang="de"');
    const form = fieldsOf(german.body);
    expect([form['decision'], form['trust']]).toEqual(['accept', '6']);
    expect((await answer('POST', at, { form })).status).toBe(303);
    const round = await facts().readRound('us', sellerId, recommendationId);
    expect(round?.reply).toMatchObject({ decision: 'accept', trustRating: 6 });
  });

  test('does nothing where her own plan is asked first, before it and after', async () => {
    const { token } = await ask({ arm: 'elicit' });
    const at = `/s/${token}`;
    const plain = (await answer('GET', at)).body.replaceAll(/value="[^"]*"/g, '');
    const clicked = (await answer('GET', `${at}?a=accept&t=7`)).body.replaceAll(/value="[^"]*"/g, '');
    expect(clicked).toBe(plain);
    const form = { ...fieldsOf((await answer('GET', at)).body), plan: '100' };
    await answer('POST', at, { form });
    expect(await chosenAt(token, '?a=accept&t=7')).toEqual([undefined, undefined]);
  });

  test('does nothing to an answer that was given', async () => {
    const { token } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    await answer('POST', at, { form: { ...fieldsOf((await answer('GET', at)).body), ...ANSWER } });
    expect((await answer('GET', `${at}?a=keep&t=1`)).body).toContain('Your answer is recorded');
    expect(await chosenAt(token, '?edit&a=keep&t=1')).toEqual(['accept', '5']);
  });
});
