import { identifier } from '../../lib/domain/identifier.ts';
import { eraseSeller } from '../../lib/jobs/erase.ts';
import { exportSeller, type SellerExport } from '../../lib/jobs/export-seller.ts';
import { type ExitCode, UsageError, readArguments } from '../command.ts';
import { dataStage, sellerParts } from '../data-stage.ts';
import { configOf, tenantOf } from '../settings.ts';
import { writeWhole } from '../whole-file.ts';

export const usage = `trust seller show|export|erase <sellerId> [options]

show     what is held about a seller, counted
export   everything that is held about her, one JSON document (docs/seller-export.md)
erase    deletes it all, for good, and prints the certificate; interrupted, run it again. A seller who is erased stays so:
         what is sent about her later is refused, and her id cannot be used again

--yes                     erase: without it nothing is erased
--out <file>              writes the document or certificate there instead of printing it
--tenant <id>             which marketplace (default us)
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--config <name>           the settings it was deployed with, config/<name>.json (default dev; local for the local stage)
--json                    one line of JSON`;

const OPTIONS = {
  yes: { type: 'boolean', default: false },
  out: { type: 'string' },
  tenant: { type: 'string', default: 'us' },
  dir: { type: 'string', default: '.local' },
  'stage-outputs': { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
} satisfies Parameters<typeof readArguments>[1];

const ACTIONS = new Set(['show', 'export', 'erase']);

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [action = '', sellerId = '', ...more] = positionals;
  if (!ACTIONS.has(action) || more.length > 0 || !identifier.safeParse(sellerId).success)
    throw new UsageError('seller requires an action and an id: trust seller show|export|erase <sellerId>');
  const tenant = tenantOf(values.tenant, configOf(values)).id;
  const parts = await sellerParts(await dataStage(values));
  const print = (document: object) => {
    if (values.out === undefined) console.log(JSON.stringify(document, null, values.json ? 0 : 2));
    else writeWhole(values.out, `${JSON.stringify(document, null, 2)}\n`);
  };

  if (action === 'erase' && values.yes) {
    print(await eraseSeller(parts, tenant, sellerId));
    return 0;
  }
  const held = await exportSeller(parts, tenant, sellerId);
  if (action === 'export') print(held);
  else if (values.json) print(countsOf(held));
  else console.log(words(held));
  if (action === 'erase') throw new UsageError('nothing was erased; what is listed goes for good with --yes');
  return 0;
}

function countsOf({ sellerId, ledger, noticesAnsweredUnder, files, ...held }: SellerExport) {
  const rows = Object.entries(held).flatMap(([kind, found]) =>
    Array.isArray(found) ? [[kind, found.length] as const] : [],
  );
  const lines = files.reduce((sum, file) => sum + file.lines.length, 0);
  const inFiles = { files: files.length, lines };
  return { sellerId, ...ledger, noticesAnsweredUnder, rows: Object.fromEntries(rows), inFiles };
}

const line = (what: string, found: string | number) => `  ${what.padEnd(24)} ${found}`;

function words(held: SellerExport): string {
  const { rows, inFiles, optedOutSince, erasedSince, noticesAnsweredUnder } = countsOf(held);
  return [
    `${held.sellerId}, as of ${held.exportedAt}`,
    ...Object.entries(rows).map(([kind, count]) => line(kind, count)),
    line('lines in files', `${inFiles.lines} in ${inFiles.files}`),
    line('answered under', noticesAnsweredUnder.join(', ') || 'nothing answered'),
    line('opted out since', optedOutSince ?? 'not opted out'),
    line('erased since', erasedSince ?? 'not erased'),
  ].join('\n');
}
