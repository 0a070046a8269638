import { QUESTIONNAIRES, type Questionnaire } from '../../lib/outreach/wave.ts';
import { type ExitCode, readArguments, UsageError } from '../command.ts';
import { preview } from '../invite/preview.ts';
import { start } from '../invite/start.ts';
import { status } from '../invite/status.ts';
import { STAGE_OPTIONS, STAGE_USAGE, waveStage } from '../invite/wave-stage.ts';

export const usage = `trust invite start|preview|status [options]

start    asks sellers now, as the schedule would: each at most one question, within the caps, and says why not the rest
preview  says whom that would ask and why not the rest; writes nothing
status   lists the waves: how many were asked, written to, began and answered, and what nobody can tell to have been sent

--questionnaire <name>    of start and preview: recommendation (default) or quarterly
--list                    of preview: one line a seller
--wave <id>               of status: this one only
${STAGE_USAGE}
--json                    one line of JSON; with preview --list one a seller`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    ...STAGE_OPTIONS,
    questionnaire: { type: 'string' },
    wave: { type: 'string' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const [action = '', ...more] = positionals;
  if (!isAction(action) || more.length > 0)
    throw new UsageError('invite requires one of start, preview and status');
  const { json, list, wave } = values;
  refuse(list && action !== 'preview', `invite ${action} takes no --list`);
  refuse(wave !== undefined && action !== 'status', `invite ${action} takes no --wave`);
  refuse(values.questionnaire !== undefined && action === 'status', 'invite status takes no --questionnaire');
  const questionnaire = questionnaireOf(values.questionnaire);
  const stage = await waveStage(values);
  if (action === 'start') return start(stage, questionnaire, json);
  return action === 'preview'
    ? preview(stage, questionnaire, { json, list })
    : status(stage, { json, only: wave });
}

const ACTIONS = ['start', 'preview', 'status'] as const;

function isAction(text: string): text is (typeof ACTIONS)[number] {
  return ACTIONS.some((action) => action === text);
}

function questionnaireOf(text: string = 'recommendation'): Questionnaire {
  const found = QUESTIONNAIRES.find((each) => each === text);
  if (found !== undefined) return found;
  throw new UsageError(`--questionnaire ${text} is not known; use ${QUESTIONNAIRES.join(' or ')}`);
}

function refuse(wrong: boolean, why: string): void {
  if (wrong) throw new UsageError(why);
}
