import type { Instant } from '../domain/instant.ts';

/** What a seller wrote to the marketplace about a recommendation, and what it answered. */
export interface Message {
  readonly tenant: string;
  readonly sellerId: string;
  readonly messageId: string;
  readonly recommendationId: string;
  readonly at: Instant;
  readonly text: string; // at most 1,000 characters
  readonly language: string; // of the page she wrote it on
  /** Why a robot may have sent it; it is kept and listed all the same. */
  readonly suspect?: readonly string[];
  readonly answer?: { readonly at: Instant; readonly text: string };
}
