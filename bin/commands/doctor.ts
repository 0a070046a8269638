import { toInstant } from '../../lib/domain/instant.ts';
import { findStage } from '../../lib/local/stage-file.ts';
import { type ExitCode, readArguments, UsageError } from '../command.ts';
import { accountPort, regionSet } from '../doctor/ask-account.ts';
import { type DoctorStage, stageNamesSchema, stagePort } from '../doctor/ask-stage.ts';
import { accountChecks, notHere, serviceChecks, stageChecks } from '../doctor/checks.ts';
import { type Finding, line } from '../doctor/finding.ts';
import { namedStage } from '../named-stage.ts';
import { configOf, readSettings } from '../settings.ts';

export const usage = `trust doctor [options]

Looks at everything a stage needs and says what to do about what is wrong, a line a check: ok, warn or fail; - is what a
machine without AWS cannot answer. Changes nothing. Before the first deployment, without a stage: the account, the region
and the bootstrap. Exit code 1 if a check fails.

--stage-outputs <file>    a deployed stage: the file that cdk deploy --outputs-file wrote
--config <name>           the settings it was deployed with, config/<name>.json (default dev; local for the local stage)
--dir <folder>            folder of the local stage (default .local)
--account                 the account only, even if a local stage runs
--json                    one line of JSON`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    'stage-outputs': { type: 'string' },
    config: { type: 'string' },
    dir: { type: 'string' },
    account: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw new UsageError(`doctor does not take ${JSON.stringify(positionals[0])}`);
  const stage = values.account ? undefined : await stageThere(values);
  const findings = await findingsOf(stage, configOf(values));
  if (values.json) console.log(JSON.stringify({ stage: stage !== undefined, findings }));
  else {
    for (const finding of findings) console.log(line(finding));
    if (stage === undefined)
      console.error('the account only: no local stage runs here, and --stage-outputs names no deployed one');
  }
  return findings.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}

/** Undefined: none is named and none runs here. */
async function stageThere(values: {
  readonly dir?: string | undefined;
  readonly 'stage-outputs'?: string | undefined;
}): Promise<DoctorStage | undefined> {
  const { dir = '.local', 'stage-outputs': outputs } = values;
  const isNamed = outputs !== undefined || values.dir !== undefined;
  if (!isNamed && (await findStage(dir)) === undefined) return undefined;
  return namedStage({ dir, 'stage-outputs': outputs }, stageNamesSchema);
}

async function findingsOf(stage: DoctorStage | undefined, config: string): Promise<Finding[]> {
  const now = toInstant(Date.now());
  if (stage?.endpoint !== undefined)
    return [...notHere(), ...(await stageChecks(stagePort(stage), stage.names, readSettings(config), now))];
  const region = await regionSet();
  const place = stage?.region ?? region;
  const port = place === undefined ? undefined : accountPort(place);
  const account = await accountChecks(port, region, stage);
  const isKnown = account.every(({ check, verdict }) => check !== 'account' || verdict !== 'fail');
  if (stage === undefined || port === undefined || !isKnown) return account;
  const settings = readSettings(config);
  const services = await serviceChecks(port, settings);
  return [...account, ...services, ...(await stageChecks(stagePort(stage), stage.names, settings, now))];
}
