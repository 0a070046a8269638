import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../domain/instant.ts';
import type { ToldExposure } from '../rounds/exposure.ts';
import type { RoundFacts } from '../rounds/merge.ts';
import type { Message } from '../rounds/message.ts';
import type { Process, ProcessVersion } from '../rounds/process.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { Reference } from '../rounds/reference.ts';
import type { Round } from '../rounds/round.ts';
import type { SellerFact } from '../rounds/seller.ts';
import {
  extendLink,
  reissueLink,
  revokeLink,
  type ExtendOutcome,
  type Reissue,
  type ReissueOutcome,
  type RevokeOutcome,
} from './change-link.ts';
import { recordExposures } from './exposures.ts';
import { attribute, expression, value } from './expression.ts';
import { importRounds, mergeIntoRounds, type Keeping } from './import-rounds.ts';
import type { InviteOutcome } from './ask-seller.ts';
import { invite, type InvitationOrder } from './invite.ts';
import { inviteQuarterly, type QuarterlyOrder } from './invite-quarterly.ts';
import { contactKey, linkKey, roundKey, sellerKey, sellerPrefix, shardPartition } from './key.ts';
import { readLinkState, type LinkState, type LinkSubject } from './link-state.ts';
import { type DeliveredTo, recordDelivery, silence, type Silence } from './mail-told.ts';
import { mergeRow } from './merge-row.ts';
import { putProcess, readProcesses } from './processes.ts';
import { queryItems, readItem } from './read-item.ts';
import {
  answerMessage,
  recordMessage,
  type AnswerOutcome,
  type MessageName,
  type MessageOutcome,
} from './record-message.ts';
import { readQuestion } from './read-question.ts';
import { recordPriorPlan, type PlanOutcome, type PlanSubmission, type Through } from './record-plan.ts';
import { recordQuarterly, type QuarterlyOutcome, type QuarterlyThrough } from './record-quarterly.ts';
import { recordReply, type ReplyOutcome, type Submission } from './record-reply.ts';
import { putReference, readReference } from './reference.ts';
import { ROW_VERSION, type Link } from './row-schema.ts';
import { history, histories, type SellerHistory } from './seller-history.ts';
import { readLinkRow, readRoundRow, readRow, type StoredRow } from './stored-row.ts';
import { TABLE } from './table.ts';
import { tableClient, type TableClient } from './table-client.ts';
import { touchedSellers } from './touched.ts';
import { readWaves, recordWave, type WaveRecord } from './wave-row.ts';
import { wirePages } from './wire-page.ts';
import { WireRow } from './wire-row.ts';
import { writeIf } from './write-if.ts';

/** The facts table: everything that is known about sellers and rounds. This is a good place to start. */
export interface FactsTable {
  /** Merges facts into rounds, many at a time. @returns how many rounds changed */
  importRounds(tenant: string, facts: Iterable<RoundFacts>, now: Instant): Promise<number>;
  /** The same for few rounds, one write a round. */
  mergeRounds(tenant: string, facts: Iterable<RoundFacts>, now: Instant): Promise<number>;
  /** Keeps the later description of a seller. @returns whether it was this one and new */
  putSeller(tenant: string, sellerId: string, seller: SellerFact, now: Instant): Promise<boolean>;
  /** Keeps exposures to processes, of rounds and of sellers. @returns how many rows changed */
  recordExposures(tenant: string, told: readonly ToldExposure[], now: Instant): Promise<number>;
  /** Keeps what was said about a process. @returns whether it was new */
  putProcess(tenant: string, version: ProcessVersion): Promise<boolean>;
  /** The process registry: every process as its last entry has it, with its history. */
  readProcesses(tenant: string): Promise<readonly Process[]>;
  /** Every row of a shard (0 to 1023), in the order of sort keys: all of one seller's rows come together. */
  readShard(tenant: string, shard: number): AsyncIterable<StoredRow>;
  /** The same, a seller at a time, each with her rounds in the order of recommendation ids. */
  readHistories(tenant: string, shard: number): AsyncIterable<SellerHistory>;
  readSeller(tenant: string, sellerId: string): Promise<SellerHistory>;
  /** Sellers of a shard of whom something that an analysis reads was written at an instant or later, by an index that is a
   *  second or so behind. */
  touchedSellers(tenant: string, shard: number, since: Instant): Promise<ReadonlySet<string>>;
  /** The rows that the page of a question needs: its own and the seller's. */
  readQuestion(tenant: string, subject: LinkSubject): Promise<SellerHistory>;
  readRound(tenant: string, sellerId: string, recommendationId: string): Promise<Round | undefined>;
  readLink(tenant: string, linkHash: string): Promise<Link | undefined>;
  /** How the link of a question stands; undefined where nothing was asked. */
  readLinkState(tenant: string, subject: LinkSubject): Promise<LinkState | undefined>;
  revokeLink(tenant: string, subject: LinkSubject): Promise<RevokeOutcome>;
  extendLink(tenant: string, subject: LinkSubject, closesAt: Instant): Promise<ExtendOutcome>;
  reissueLink(tenant: string, subject: LinkSubject, reissue: Reissue): Promise<ReissueOutcome>;
  invite(tenant: string, order: InvitationOrder): Promise<InviteOutcome>;
  /** Asks a seller the quarterly questionnaire; the same caps hold. */
  inviteQuarterly(tenant: string, order: QuarterlyOrder): Promise<InviteOutcome>;
  /** Keeps what a wave counted in one range, in the place of an earlier attempt's. */
  recordWave(
    tenant: string,
    wave: Omit<WaveRecord, 'ranges'>,
    counted: { readonly range: string; readonly counts: Readonly<Record<string, number>> },
  ): Promise<void>;
  /** Every wave with what it counted, the latest first. */
  readWaves(tenant: string): Promise<readonly WaveRecord[]>;
  recordQuarterly(through: QuarterlyThrough, answers: Quarterly['answers']): Promise<QuarterlyOutcome>;
  recordPriorPlan(through: Through, plan: PlanSubmission): Promise<PlanOutcome>;
  recordReply(through: Through, submission: Submission): Promise<ReplyOutcome>;
  /** Keeps what a seller wrote and announces it. */
  recordMessage(message: Message): Promise<MessageOutcome>;
  answerMessage(message: MessageName, text: string, now: Instant): Promise<AnswerOutcome>;
  /** How a recommender's recommendations turned out for other sellers. @returns whether it was kept */
  putReference(tenant: string, reference: Reference): Promise<boolean>;
  readReference(tenant: string, recommender: string): Promise<Reference | undefined>;
  /** The mirror of the ledger's opt-out: no wave asks her again. */
  optOut(tenant: string, sellerId: string, now: Instant): Promise<void>;
  /** No mail goes to her any more.
   *  @param now when we heard; else `at` */
  silence(tenant: string, sellerId: string, why: Silence, at: Instant, now?: Instant): Promise<void>;
  recordDelivery(tenant: string, delivered: DeliveredTo, at: Instant, now?: Instant): Promise<void>;
}

/** @param keeping for whoever imports rounds */
export function factsTable(client: DynamoDBClient, name: string, keeping: Keeping = {}): FactsTable {
  const table = tableClient(client, name);
  return {
    importRounds: (tenant, facts, now) => importRounds(table, tenant, facts, now, keeping),
    mergeRounds: (tenant, facts, now) => mergeIntoRounds(table, tenant, facts, now, keeping),
    putSeller: (tenant, sellerId, seller, now) =>
      mergeRow(table, sellerKey(tenant, sellerId), [['seller', seller]], now),
    recordExposures: (tenant, told, now) => recordExposures(table, tenant, told, now),
    putProcess: (tenant, version) => putProcess(table, tenant, version),
    readProcesses: (tenant) => readProcesses(table, tenant),
    readShard: (tenant, shard) => readShard(table, tenant, shard),
    readHistories: (tenant, shard) => histories(readShard(table, tenant, shard)),
    readSeller: (tenant, sellerId) => readSeller(table, tenant, sellerId),
    touchedSellers: (tenant, shard, since) => touchedSellers(table, tenant, shard, since),
    readQuestion: (tenant, subject) => readQuestion(table, tenant, subject),
    readRound: async (tenant, sellerId, recommendationId) => {
      const item = await readItem(table, roundKey(tenant, sellerId, recommendationId));
      return item && readRoundRow(tenant, sellerId, recommendationId, item);
    },
    readLink: async (tenant, linkHash) => {
      const item = await readItem(table, linkKey(tenant, linkHash));
      return item && readLinkRow(item);
    },
    readLinkState: (tenant, subject) => readLinkState(table, tenant, subject),
    revokeLink: (tenant, subject) => revokeLink(table, tenant, subject),
    extendLink: (tenant, subject, closesAt) => extendLink(table, tenant, subject, closesAt),
    reissueLink: (tenant, subject, reissue) => reissueLink(table, tenant, subject, reissue),
    invite: (tenant, order) => invite(table, tenant, order),
    inviteQuarterly: (tenant, order) => inviteQuarterly(table, tenant, order),
    recordWave: (tenant, wave, counted) => recordWave(table, tenant, wave, counted),
    readWaves: (tenant) => readWaves(table, tenant),
    recordQuarterly: (through, answers) => recordQuarterly(table, through, answers),
    recordPriorPlan: (through, plan) => recordPriorPlan(table, through, plan),
    recordReply: (through, submission) => recordReply(table, through, submission),
    recordMessage: (message) => recordMessage(table, message),
    answerMessage: (message, text, now) => answerMessage(table, message, text, now),
    putReference: (tenant, reference) => putReference(table, tenant, reference),
    readReference: (tenant, recommender) => readReference(table, tenant, recommender),
    optOut: (tenant, sellerId, now) => optOut(table, tenant, sellerId, now),
    silence: (tenant, sellerId, why, at, now = at) => silence(table, tenant, sellerId, why, { at, now }),
    recordDelivery: (tenant, delivered, at, now = at) =>
      recordDelivery(table, tenant, delivered, { at, now }),
  };
}

async function* readShard(table: TableClient, tenant: string, shard: number): AsyncGenerator<StoredRow> {
  const pages = wirePages(table.client, {
    TableName: table.name,
    ConsistentRead: true,
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': TABLE.partitionKey },
    ExpressionAttributeValues: { ':pk': { S: shardPartition(tenant, shard) } },
  });
  for await (const rows of pages) for (const each of rows) yield readRow(tenant, new WireRow(each));
}

async function readSeller(table: TableClient, tenant: string, sellerId: string): Promise<SellerHistory> {
  const { pk, prefix } = sellerPrefix(tenant, sellerId);
  const ofShard = expression`${attribute(TABLE.partitionKey)} = ${value(pk)}`;
  const ofSeller = expression`begins_with(${attribute(TABLE.sortKey)}, ${value(prefix)})`;
  const rows: StoredRow[] = [];
  for await (const item of queryItems(table, expression`${ofShard} and ${ofSeller}`))
    rows.push(readRow(tenant, item));
  return history(sellerId, rows);
}

async function optOut(table: TableClient, tenant: string, sellerId: string, now: Instant): Promise<void> {
  const first = expression`attribute_not_exists(${attribute('optedOutAt')})`;
  const set = expression`set ${attribute('v')} = ${value(ROW_VERSION)}, ${attribute('optedOutAt')} = ${value(now)}, ${attribute(TABLE.touchedAt)} = ${value(now)}`;
  await writeIf(table, contactKey(tenant, sellerId), set, first);
}
