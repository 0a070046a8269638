import { waveOf, type Questionnaire } from '../../lib/outreach/wave.ts';
import { type ExitCode } from '../command.ts';
import { finished, startExecution } from '../execution.ts';
import { fateLines, sumOf } from './fate-words.ts';
import type { WaveStage } from './wave-stage.ts';

/** Starts a wave as its schedule would, waits for it and tells whom it asked. */
export async function start(
  stage: WaveStage,
  questionnaire: Questionnaire,
  json: boolean,
): Promise<ExitCode> {
  const { machines, tenant, facts, now } = stage;
  const input = { questionnaire };
  const execution = await startExecution(machines, stage.machine(), tenant.id, now, input);
  console.error(`started ${execution}`);
  await finished(machines, execution, stage.isLocal ? 200 : 5000);
  const { waveId } = waveOf(questionnaire, now);
  const waves = await facts.readWaves(tenant.id);
  const counts = sumOf(waves.find((wave) => wave.waveId === waveId)?.ranges ?? {});
  if (json) console.log(JSON.stringify({ execution, wave: waveId, questionnaire, counts }));
  else console.log([`wave ${waveId}: ${counts['sellers'] ?? 0} sellers`, ...fateLines(counts)].join('\n'));
  return 0;
}
