import type { Fact } from './round.ts';

/** What the marketplace told us about a seller; holds from `at` on. */
export interface SellerFact extends Fact {
  readonly displayName?: string;
  readonly email?: string;
  readonly locale?: string; // BCP 47: de-AT
  readonly timeZone?: string; // IANA: Europe/Vienna
  readonly segments: Readonly<Record<string, string>>;
  readonly covariates: Readonly<Record<string, number>>;
}
