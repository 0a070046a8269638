import { addDays, milliseconds, type Instant } from '../domain/instant.ts';
import type { Invitation } from '../rounds/round.ts';
import { attribute, expression, value } from './expression.ts';

import { linkKey } from './key.ts';
import { LINK_KEPT, linkRow } from './link-row.ts';
import { changeQuestion, settle, type LinkState, type LinkSubject, type LinkWrite } from './link-state.ts';
import { readItem } from './read-item.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

export type RevokeOutcome = 'revoked' | 'no-link';
/** `closes-later`: it closes later than that already, and does so still. `revoked`: only a new link can help. */
export type ExtendOutcome = 'extended' | 'closes-later' | 'revoked' | 'no-link';
/** `overtaken`: the link has another issue number by now. */
export type ReissueOutcome = 'reissued' | 'overtaken' | 'no-link';

/** Revokes a link: its question no longer knows it, and its row says so. Whoever opens it meets the page of links that do
 *  not work; a POST that is under way is recorded before, or not at all. */
export function revokeLink(table: TableClient, tenant: string, subject: LinkSubject): Promise<RevokeOutcome> {
  return settle<RevokeOutcome>(table, tenant, subject, {
    judge: ({ revoked }) => (revoked ? 'revoked' : undefined),
    written: 'revoked',
    writes: async (state) => [
      changeQuestion(tenant, subject, state, 'revoked'),
      ...(await deathOf(table, tenant, state)),
    ],
  });
}

/** Lets a question and its link close later; one that has closed is open again. Of several extensions the latest holds. */
export function extendLink(
  table: TableClient,
  tenant: string,
  subject: LinkSubject,
  closesAt: Instant,
): Promise<ExtendOutcome> {
  return settle<ExtendOutcome>(table, tenant, subject, {
    judge: (state) => {
      if (state.revoked) return 'revoked';
      if (state.closesAt === closesAt) return 'extended';
      return state.closesAt > closesAt ? 'closes-later' : undefined;
    },
    written: 'extended',
    writes: async (state) => [
      changeQuestion(tenant, subject, state, { closesAt }),
      await expiryOf(table, tenant, state, closesAt),
    ],
  });
}

export interface Reissue extends Pick<Invitation, 'issueNo' | 'linkHash'> {
  readonly keyId: number;
  readonly closesAt?: Instant; // counts where it is later than the question closes
}

/** Puts a new link in the place of one that is lost, leaked or revoked; the old one is dead from then on. An issue number
 *  names one link, so whoever asks for the same one twice gets the same.
 *  @param reissue its issueNo is one more than the link has */
export function reissueLink(
  table: TableClient,
  tenant: string,
  subject: LinkSubject,
  { issueNo, linkHash, keyId, closesAt: wanted }: Reissue,
): Promise<ReissueOutcome> {
  return settle<ReissueOutcome>(table, tenant, subject, {
    judge: (state) => {
      if (state.linkHash === linkHash && !state.revoked) return 'reissued';
      return state.issueNo === issueNo - 1 ? undefined : 'overtaken';
    },
    written: 'reissued',
    writes: async (state) => {
      const closesAt = wanted !== undefined && wanted > state.closesAt ? wanted : state.closesAt;
      const order = { waveId: state.waveId, ...subject, keyId, issueNo, closesAt };
      return [
        changeQuestion(tenant, subject, state, { linkHash, issueNo, closesAt }),
        ...(await deathOf(table, tenant, state)),
        { key: linkKey(tenant, linkHash), item: linkRow(tenant, order) },
      ];
    },
  });
}

/** None for a link whose row was cleaned up, a year after it closed. */
async function deathOf(
  table: TableClient,
  tenant: string,
  { linkHash }: LinkState,
): Promise<readonly LinkWrite[]> {
  const key = linkKey(tenant, linkHash);
  const set = expression`set ${attribute('status')} = ${value('revoked')}`;
  return (await readItem(table, key)) === undefined ? [] : [{ key, set, condition: IS_THERE }];
}

async function expiryOf(
  table: TableClient,
  tenant: string,
  { linkHash }: LinkState,
  closesAt: Instant,
): Promise<LinkWrite> {
  const key = linkKey(tenant, linkHash);
  if ((await readItem(table, key)) === undefined)
    throw new RangeError('extendLink requires a link that was not cleaned up; re-issue it');
  const kept = Math.ceil(milliseconds(addDays(closesAt, LINK_KEPT)) / 1000);
  const ttl = expression`${attribute(TABLE.timeToLive)} = ${value(kept)}`;
  const set = expression`set ${attribute('expiresAt')} = ${value(closesAt)}, ${ttl}`;
  return { key, set, condition: IS_THERE };
}

const IS_THERE = expression`attribute_exists(${attribute(TABLE.partitionKey)})`;
