import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeHtml, html, trusted } from '../../lib/html/html.ts';

describe('html', () => {
  test('escapes text and attribute values', () => {
    const name = `<svg onload=alert(1)> & "it's" \`x\``;
    expect(String(html`<p title="${name}">${name}</p>`)).toBe(
      '<p title="&lt;svg onload=alert(1)&gt; &amp; &quot;it&#39;s&quot; &#96;x&#96;">' +
        '&lt;svg onload=alert(1)&gt; &amp; &quot;it&#39;s&quot; &#96;x&#96;</p>',
    );
  });

  test('keeps markup made by html or trusted, joins lists, drops nothing-values, prints 0', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(String(html`<p>${items}${null}${undefined}${false}${0}${trusted('<hr>')}</p>`)).toBe(
      '<p><li>a</li><li>&lt;b&gt;</li>0<hr></p>',
    );
  });

  test('replaces control characters, which HTML cannot hold', () => {
    expect(escapeHtml('a\u0000b\u001bc\td\n')).toBe('a\uFFFDb\uFFFDc\td\n');
  });

  test('refuses holes where escaping would not help', () => {
    expect(() => html`<p class=${'x'}></p>`).toThrow('html requires quotes');
    expect(
      () =>
        html`<script>
          ${'x'};
        </script>`,
    ).toThrow(RangeError);
    expect(
      () =>
        html`<style>
            a {
            }</style
          ><style>
            ${'x'}
          </style>`,
    ).toThrow(RangeError);
    expect(() => html`<!-- ${'x'} -->`).toThrow(RangeError);
    expect(
      String(
        html`<style>
            a {
            }
          </style>
          <p>${'x'}</p>`,
      ),
    ).toContain('<p>x</p>');
  });

  test('an object with a toString of its own is not markup', () => {
    const forged = { toString: () => '<script>' };
    expect(() =>
      Reflect.apply(html, undefined, [Object.assign(['', ''], { raw: ['', ''] }), forged]),
    ).toThrow(TypeError);
  });

  test('no text can open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'`]/);
        expect(escapeHtml(text)).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39|#96);)/);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
