/** Markup that is safe to send: made only by `html`, which escapes, and by `trusted`, which does not. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }

  /** Escapes every value of the template that is not `Html` already. */
  static fromTemplate(literals: TemplateStringsArray, values: readonly Fragment[]): Html {
    const lean = checkedLiterals(literals);
    return new Html(lean.reduce((markup, literal, i) => markup + toMarkup(values[i - 1]) + literal));
  }

  static fromTrusted(markup: string): Html {
    return new Html(markup);
  }
}

/** What may stand in a hole of a template: text and numbers are escaped, lists are joined, nothing stays nothing. */
export type Fragment = Html | string | number | false | null | undefined | readonly Fragment[];

/** html`<p title="${text}">${text}</p>`: escapes by default. A hole may stand in text or in a quoted attribute value.
 *  Indentation of the template itself is dropped, so whitespace in a `pre` must come from a value.
 *  @throws RangeError when a hole stands in an unquoted attribute value, a script, a style or a comment */
export function html(literals: TemplateStringsArray, ...values: Fragment[]): Html {
  return Html.fromTemplate(literals, values);
}

/** The only way round the escaping: for markup that this program wrote itself (a style sheet, a drawn chart). */
export function trusted(markup: string): Html {
  return Html.fromTrusted(markup);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text as markup that shows it, in element content and in quoted attribute values alike. Control characters, which HTML
 *  cannot hold, become U+FFFD. */
export function escapeHtml(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g, '\uFFFD')
      .replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '')
  );
}

function toMarkup(value: Fragment): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(toMarkup).join('');
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The literals of a template, checked once and freed of their indentation. Escaping is only right where a hole stands
 *  in text or between quotes; elsewhere it would give a false sense of safety. */
function checkedLiterals(literals: TemplateStringsArray): readonly string[] {
  const before = known.get(literals);
  if (before) return before;
  literals.slice(0, -1).forEach((literal, i) => {
    const open = RAW_TEXT.exec(literals.slice(0, i + 1).join(''));
    if (open) throw new RangeError(`html requires text or a quoted attribute around a value, got ${open[0]}`);
    if (/=\s*$/.test(literal))
      throw new RangeError(`html requires quotes around an attribute's value: ${literal}`);
  });
  const lean = literals.map((literal) => literal.replaceAll(/\n\s+/g, '\n'));
  known.set(literals, lean);
  return lean;
}

/** A script, style or comment that was opened and not closed. */
const RAW_TEXT = /<(script|style)\b[^>]*>(?![\s\S]*<\/\1)|<!--(?![\s\S]*-->)/i;
