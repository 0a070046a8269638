/** What the pages say that a mail says too: it is handed in, so that both ask in the same words. */
export interface PageWords {
  readonly shell: { readonly stop: string };
  readonly advice: { readonly heading: string; readonly reasons: string };
  readonly items: {
    readonly 'decision@1': {
      readonly legend: string;
      readonly accept: (amount: string) => string;
      readonly keepUnknown: string;
      readonly adjust: string;
    };
    readonly 'trust@1': { readonly legend: string; readonly points: readonly string[] };
    readonly 'notice@1': {
      readonly heading: string;
      readonly who: string;
      readonly confidential: string;
    };
  };
}
