/** What the pages say that a mail says too: it is handed in, so that both ask in the same words. */
export interface PageWords {
  readonly stop: string;
  readonly recommendation: string; // the heading over its value
  readonly reasons: string;
  readonly decision: {
    readonly legend: string;
    readonly accept: (amount: string) => string;
    readonly keepUnknown: string;
    readonly adjust: string;
  };
  readonly trust: { readonly legend: string; readonly points: readonly string[] };
  readonly notice: { readonly heading: string; readonly who: string; readonly confidential: string };
}
