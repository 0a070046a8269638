/** A mail's content, before it becomes text and markup: both say the same. */
export interface Letter {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph' | 'soft' | 'heading' | 'value'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Answers to click, one a line. */
  | { readonly kind: 'choices'; readonly legend: string; readonly choices: readonly Choice[] }
  /** Points of a scale, in a row where there is room. */
  | { readonly kind: 'scale'; readonly legend: string; readonly choices: readonly Choice[] }
  | ({ readonly kind: 'button' | 'way out' } & Choice);

export interface Choice {
  readonly text: string;
  readonly href: string;
}
