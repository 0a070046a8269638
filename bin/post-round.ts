import type { Stage } from '../lib/local/stage.ts';

const MINUTE = 60_000; // milliseconds

/** Does on this machine what the scheduler does in the cloud: sweeps the outbox now, and then every minute.
 *  @returns what ends it */
export function postEveryMinute(stage: Stage, say: (line: string) => void): () => void {
  const post = stage.functions.find(({ arn }) => arn.endsWith(`:function:${stage.outputs['PostFunction']}`));
  let stopped = false;
  const sweep = async () => {
    const outcome = await post?.invoke('{}');
    if (outcome?.ok === false && !stopped) say(`mails did not go out: ${outcome.error.errorType}`);
  };
  const round = () => {
    sweep().catch((failure) => stopped || say(`mails did not go out: ${String(failure)}`));
  };
  round();
  const timer = setInterval(round, MINUTE);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
