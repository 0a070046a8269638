/** What a stage leaves behind that was destroyed, by the names its stacks put out. */
export interface Remains {
  readonly stage: string;
  readonly appStack: string;
  readonly dataStack: string;
  readonly facts: string;
  readonly ledger: string;
  readonly buckets: readonly string[];
  readonly linkSecret: string;
}

/** Deletes for good. Each may be called again, and of what is gone already says `gone`. */
export interface PurgePort {
  isStanding(stack: string): Promise<boolean>;
  unprotectStack(stack: string): Promise<Outcome>;
  unprotectTable(table: string): Promise<Outcome>;
  /** Every version of every file, and every mark of a deletion. */
  emptyBucket(bucket: string): Promise<Outcome>;
  deleteBucket(bucket: string): Promise<Outcome>;
  deleteTable(table: string): Promise<Outcome>;
  deleteSecret(secret: string): Promise<Outcome>;
  deleteStack(stack: string): Promise<Outcome>;
}
export type Outcome = 'done' | 'gone';

export interface Step {
  readonly does: string;
  readonly what: string;
  /** @returns what it came to */
  readonly take: (port: PurgePort) => Promise<Outcome>;
}

/** The order, docs/decisions/0128: protection first, then files, then the facts before the ledger that says who must not come
 *  back in them, then the root of the ledger's hashes; at last the stack, which then holds nothing. */
export function purgeSteps({ facts, ledger, buckets, linkSecret, dataStack }: Remains): Step[] {
  const tables = [facts, ledger];
  return [
    step('termination protection off', dataStack, (port) => port.unprotectStack(dataStack)),
    ...tables.map((one) => step('deletion protection off', one, (port) => port.unprotectTable(one))),
    ...buckets.flatMap((one) => [
      step('emptied of all versions', one, (port) => port.emptyBucket(one)),
      step('bucket deleted', one, (port) => port.deleteBucket(one)),
    ]),
    ...tables.map((one) => step('table deleted', one, (port) => port.deleteTable(one))),
    step('secret deleted', linkSecret, (port) => port.deleteSecret(linkSecret)),
    step('stack deleted', dataStack, (port) => port.deleteStack(dataStack)),
  ];
}

const step = (does: string, what: string, take: Step['take']): Step => ({ does, what, take });

/** Takes the steps one after the other; what was interrupted is begun again from the first.
 *  @param told is told of each step once it is taken
 *  @returns `standing` without a step while the app stack stands: it would write again what is deleted */
export async function purge(
  remains: Remains,
  port: PurgePort,
  told: (step: Step, outcome: Outcome) => void,
): Promise<'purged' | 'standing'> {
  if (await port.isStanding(remains.appStack)) return 'standing';
  for (const each of purgeSteps(remains)) told(each, await each.take(port));
  return 'purged';
}
