import { expect, it } from 'vitest';
import { kept } from '../../lib/language/kept.ts';

it('what was made for a locale and options is made once, and what was used longest ago is given up first', () => {
  const made: string[] = [];
  const format = kept((locale: string, options: { digits?: number }) => {
    made.push(`${locale} ${options.digits}`);
    return { locale, ...options };
  });
  const first = format('en', { digits: 2 });
  expect(format('en', { digits: 2 })).toBe(first);
  expect(format('en', { digits: 3 })).not.toBe(first);
  expect(format('de', { digits: 2 }).locale).toBe('de');
  expect(made).toEqual(['en 2', 'en 3', 'de 2']);
  for (let k = 0; k < 99; k++) format(`x-${k}`, {});
  format('en', { digits: 2 }); // the oldest two had to go
  expect(made.filter((each) => each === 'en 2')).toHaveLength(2);
  expect(format('x-98', {})).toBe(format('x-98', {}));
});
