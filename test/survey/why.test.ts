import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { addDays } from '../../lib/domain/instant.ts';
import type { Why } from '../../lib/rounds/round.ts';
import { fitted } from '../../lib/survey/shortened.ts';
import { withTables } from '../engine.ts';
import { fieldsOf, marketplace, NOW } from './marketplace.ts';

const { ask, answer } = marketplace(withTables());

const WHY: Why = {
  range: { low: 181.5, high: 263.5 },
  risk: { tooHigh: 'Unsold kettles until spring', tooLow: 'You sell out before the holidays' },
  promise: { text: 'Storage fees stay as they are', until: addDays(NOW, 60) },
};
const SECRETS = /Sales rose|181\.5|263\.5|kettles until|sell out|Storage fees/;
const ANSWER = { decision: 'accept', trust: '6' };

/** Step 2 and, once it is answered, the receipt. */
async function pages(order: Parameters<typeof ask>[0]) {
  const at = `/s/${(await ask({ arm: 'show', ...order })).token}`;
  const step = await answer('GET', at);
  await answer('POST', at, { form: { ...fieldsOf(step.body), ...ANSWER } });
  return [step.body, (await answer('GET', at)).body] as const;
}

describe('why it is recommended', () => {
  test('a range beside the point, both risks together, the promise with its end: on the page and the receipt', async () => {
    const [step, receipt] = await pages({ recommendation: { why: WHY } });
    expect(step).toMatch(/240 units[\s\S]*most likely between 181\.5 and 263\.5 units/);
    for (const body of [step, receipt]) {
      expect(body).toMatch(/too high[\s\S]*Unsold kettles[\s\S]*too low[\s\S]*You sell out/);
      expect(body).toMatch(/Storage fees stay as they are<\/bdi> This holds until January 21, 2027/);
      expect(body).toContain('Sales rose 18 %');
    }
  });

  test('one risk is never told without the other; a promise that is over is told as that', async () => {
    const why = { risk: { tooLow: 'You sell out' }, promise: { text: 'Fees stay', until: addDays(NOW, -1) } };
    const [step] = await pages({ recommendation: { why } });
    expect(step).toMatch(/too high<\/dt>\s*<dd><bdi>We have not said/);
    expect(step).toContain('This held until');
  });

  test('step 1 holds none of it', async () => {
    const { token } = await ask({ recommendation: { why: WHY } });
    const step1 = await answer('GET', `/s/${token}`);
    expect(step1.body).toContain('My own plan');
    expect(step1.body).not.toMatch(SECRETS);
  });

  test('an arm without reasons holds none of it, and no seller can tell it from a recommendation without any', async () => {
    const kept = await pages({ experiments: { withheld: ['reasons'] }, recommendation: { why: WHY } });
    const none = await pages({ recommendation: { reasons: [] } });
    for (const body of kept) expect(body).not.toMatch(SECRETS);
    expect(kept[0]).toContain('No reasons are shown here.');
    expect(kept.map(bare)).toEqual(none.map(bare));
    const other = await pages({ experiments: { withheld: ['protection'] }, recommendation: { why: WHY } });
    expect(other[0]).toMatch(SECRETS);
  });
});

/** A page without what differs on every link. */
function bare(body: string): string {
  return body.replaceAll(/name="(nonce|submission)" value="[^"]*"/g, '').replaceAll(/[\w-]{48}/g, 'TOKEN');
}

test('texts share a room: nothing is cut that fits, the longest first, and the room is never left', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 8 }),
      fc.integer({ min: 40, max: 400 }),
      (texts, room) => {
        const shown = fitted(texts, room);
        const size = (all: readonly string[]) => all.reduce((sum, text) => sum + escapedBytes(text), 0);
        expect(size(shown)).toBeLessThanOrEqual(Math.max(room, 3 * texts.length));
        expect(size(texts) > room || shown.every((text, i) => text === texts[i])).toBe(true);
        const whole = texts.filter((text, i) => shown[i] === text).map(escapedBytes);
        const cut = texts.filter((text, i) => shown[i] !== text).map(escapedBytes);
        expect(Math.max(0, ...whole)).toBeLessThanOrEqual(Math.min(Infinity, ...cut));
      },
    ),
    { seed: 4 },
  );
});

function escapedBytes(text: string): number {
  const signs = [...text].map((sign) =>
    /["'`&<>]/.test(sign) ? (sign === '"' ? 6 : 5) : Buffer.byteLength(sign),
  );
  return signs.reduce((sum, bytes) => sum + bytes, 0);
}
