import { existsSync } from 'node:fs';
import { findStage } from '../../lib/local/stage-file.ts';
import { removeStage, stageEntries } from '../../lib/local/stage-folder.ts';
import { type ExitCode, Failure } from '../command.ts';

/** Of a stage on this machine: what its folder holds, or that it is gone.
 *  @param purge whether to delete it
 *  @throws Failure while it runs */
export async function tearDownLocal(
  directory: string,
  purge: boolean,
  print: (fields: object, text: string) => void,
): Promise<ExitCode> {
  const entries = stageEntries(directory);
  if (entries.length === 0) {
    print({ directory, left: [] }, `${directory} holds no stage`);
    return 0;
  }
  if (!purge) {
    const command = `trust teardown --dir ${directory} --purge --i-understand local`;
    print(
      { directory, left: entries, commands: [command] },
      `${directory} holds ${entries.join(', ')}\nto delete it, for good:\n  ${command}`,
    );
    return 0;
  }
  const stage = await findStage(directory);
  if (stage !== undefined)
    throw new Failure(`a stage runs on ${directory} (process ${stage.pid}); stop it first, then repeat this`);
  const others = removeStage(directory);
  const left = existsSync(directory)
    ? `; ${directory} stays with ${others.join(', ')}, which is no stage's`
    : '';
  print({ directory, deleted: entries, left: others }, `deleted ${entries.join(', ')}${left}`);
  return 0;
}
