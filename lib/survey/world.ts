import type { Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { KeyRing } from '../link/key-ring.ts';
import type { LinkClaim } from '../link/token.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import type { LanguageWish } from '../language/locale.ts';
import type { Posted } from './posted.ts';

/** Everything outside the survey that an answer depends on: six reads, five conditional writes, keys, time, chance. */
export interface SurveyWorld {
  readonly facts: Pick<
    FactsTable,
    | 'readLink'
    | 'readSeller'
    | 'readQuestion'
    | 'readReference'
    | 'readProcesses'
    | 'recordPriorPlan'
    | 'recordReply'
    | 'recordQuarterly'
    | 'recordMessage'
    | 'optOut'
  >;
  readonly ledger: Pick<LedgerTable, 'add' | 'has'>;
  readonly keyRing: KeyRing;
  readonly tenants: ReadonlyMap<number, Tenant>; // by the number in their links
  readonly now: Instant;
  /** A new unguessable id: 22 base64url characters. */
  readonly newId: () => string;
}

/** One request behind a genuine link. */
export interface Visit {
  readonly token: string;
  readonly claim: LinkClaim;
  readonly posted: Posted; // empty unless it is a POST
  readonly wish: LanguageWish;
}
