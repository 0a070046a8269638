/** A number that a text counts: `n` chooses the form, `text` is what is shown, in the reader's digits. */
export interface Count {
  readonly n: number;
  readonly text: string;
}

/** A phrase in the forms its language has (Unicode CLDR plural categories); `other` stands in for those it has not. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, Phrase>> & { readonly other: Phrase };
type Phrase = string | ((text: string) => string);

/** Says how often or how many in a language: `times({ n: 2, text: '2' }, { one: 'once', other: (n) => `${n} times` })`. */
export function pluralIn(language: string): (count: Count, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return ({ n, text }, forms) => {
    const phrase = forms[rules.select(n)] ?? forms.other;
    return typeof phrase === 'string' ? phrase : phrase(text);
  };
}
