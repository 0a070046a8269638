import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { WholeStage } from './whole-stage.ts';

const placeSchema = z.object({ queue: z.string(), setAside: z.string() });
const placesSchema = z.object({ events: placeSchema, files: placeSchema });

/** A queue before the intake, where it sets aside, and a client for both. */
export function eventQueues({ stage }: WholeStage, name: 'events' | 'files' = 'events') {
  const { [name]: place } = placesSchema.parse(JSON.parse(stage.outputs['SetAside'] ?? '{}'));
  const sqs = new SQSClient({ ...addressOf(stage), useQueueUrlAsEndpoint: false });
  const attributes = async (QueueUrl: string) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return Attributes;
  };
  return {
    ...place,
    sqs,
    put: (body: string) => sqs.send(new SendMessageCommand({ QueueUrl: place.queue, MessageBody: body })),
    /** Nothing waits and nothing is in anybody's hands. */
    async isEmpty(url: string): Promise<boolean> {
      const found = await attributes(url);
      const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: held } = found;
      return waiting === '0' && held === '0';
    },
  };
}

/** Puts CloudEvents of a tenant on its bus. */
export async function putOnBus(
  { stage }: WholeStage,
  events: readonly Readonly<Record<string, unknown>>[],
  tenant = 'us',
): Promise<void> {
  const buses = z.record(z.string(), z.string()).parse(JSON.parse(stage.outputs['IntakeBuses'] ?? '{}'));
  const Entries = events.map((event) => ({
    EventBusName: buses[tenant] ?? '',
    Source: 'shop',
    DetailType: String(event['type']),
    Detail: JSON.stringify(event),
  }));
  await new EventBridgeClient(addressOf(stage)).send(new PutEventsCommand({ Entries }));
}

function addressOf({ endpoint, region }: WholeStage['stage']) {
  return { endpoint, region, credentials: { accessKeyId: 'local-operator', secretAccessKey: 'local' } };
}
