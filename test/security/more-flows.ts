import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { finished, startExecution } from '../../bin/execution.ts';
import { toInstant } from '../../lib/domain/instant.ts';
import { eventQueues, putOnBus } from './bus.ts';
import type { WholeStage } from './whole-stage.ts';

/** What the canaries' own way leaves out: events on the bus, erasures by bus and by file, messages that are no events, the
 *  quarterly questionnaire, and a run that forgets. */
export async function moreFlows(whole: WholeStage): Promise<void> {
  const { stage, clients } = whole;
  const now = toInstant(Date.now());
  const event = (type: string, data: object) => ({
    specversion: '1.0',
    id: `${type}-${JSON.stringify(data)}`,
    source: 'shop',
    type,
    time: now,
    data,
  });
  const sellers = await sellersOf(whole);
  const [first = '', second = ''] = sellers;
  await putOnBus(whole, [
    event('seller.described', { sellerId: 'bus-1' }),
    event('seller.erased', { sellerId: first }),
  ]);
  await putOnBus(whole, [event('seller.described', { sellerId: '#' })]);
  const erasure = JSON.stringify(event('seller.erased', { sellerId: second }));
  const Bucket = stage.outputs['IntakeBucket'];
  await clients.files.send(
    new PutObjectCommand({ Bucket, Key: 'in/us/events/erase.jsonl', Body: `${erasure}\n` }),
  );
  const [events, files] = [eventQueues(whole, 'events'), eventQueues(whole, 'files')];
  await events.put('poison');
  await files.put('poison');
  while (!(await events.isEmpty(events.queue)) || !(await files.isEmpty(files.queue))) await sleep(50);
  const wave = await startExecution(clients.machines, stage.outputs['WaveMachine'] ?? '', 'us', now, {
    questionnaire: 'quarterly',
  });
  await finished(clients.machines, wave, 50);
  await whole.run('AnalysisMachine', { kind: 'night' });
  await whole.fn('OutreachPost').invoke('{}');
}

/** Sellers whom the canaries made, by their rows. */
async function sellersOf({ clients, tables }: WholeStage): Promise<string[]> {
  const { Items = [] } = await clients.tables.send(new ScanCommand({ TableName: tables.factsName }));
  const ids = Items.flatMap(({ sk }) => /^(CanarySeller-[^#]+)#S$/.exec(sk?.S ?? '')?.[1] ?? []);
  return ids.toSorted();
}
