import * as z from 'zod/mini';
import type { Remains } from '../../lib/jobs/purge.ts';
import { UsageError } from '../command.ts';
import { type NamedStage, namedStage } from '../named-stage.ts';
import { jsonIn } from '../dlq/aside.ts';

const namesSchema = z.object({
  FactsTable: z.string(),
  LedgerTable: z.string(),
  FilesBucket: z.string(),
  ReportBucket: z.string(),
  IntakeBucket: z.string(),
  LinkSecret: z.string().check(z.regex(/^arn:[^:]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:/)),
});
type Names = z.infer<typeof namesSchema>;

/** What a deployed stage leaves, where, and in whose account. */
export interface Deployed extends Remains, Pick<NamedStage<Names>, 'region'> {
  readonly account: string;
}

/** @param text what `cdk deploy --outputs-file` wrote; it must be of one stage, since a stage is named to delete it */
export async function remainsOf(file: string, text: string): Promise<Deployed> {
  const { names, region } = await namedStage({ dir: '', 'stage-outputs': file }, namesSchema);
  const stage = stageIn(file, text);
  return {
    stage,
    region,
    account: names.LinkSecret.split(':')[4] ?? '',
    appStack: `seller-trust-${stage}-app`,
    dataStack: `seller-trust-${stage}-data`,
    facts: names.FactsTable,
    ledger: names.LedgerTable,
    buckets: [names.IntakeBucket, names.FilesBucket, names.ReportBucket],
    linkSecret: names.LinkSecret,
  };
}

function stageIn(file: string, text: string): string {
  const stacks = Object.keys(z.safeParse(z.looseObject({}), jsonIn(text)).data ?? {});
  const stages = new Set(
    stacks.flatMap((name) => /^seller-trust-(.+)-(?:app|data)$/.exec(name)?.slice(1) ?? []),
  );
  const [stage] = stages;
  if (stages.size === 1 && stage !== undefined) return stage;
  const why = stages.size === 0 ? 'names no stage' : `names several stages: ${[...stages].join(', ')}`;
  throw new UsageError(`${file} ${why}; use what cdk deploy --outputs-file wrote for one`);
}
