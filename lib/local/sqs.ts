import * as z from 'zod/mini';
import { AwsError, demand, jsonAnswer, type Service } from './endpoint.ts';
import type { Gate } from './policy.ts';
import { md5, type Queue } from './queue.ts';

const attributesSchema = z.record(z.string(), z.object({ DataType: z.string(), StringValue: z.string() }));
const callSchema = z.object({
  QueueUrl: z.string(),
  MessageBody: z.optional(z.string()),
  MessageAttributes: z.optional(attributesSchema),
  MaxNumberOfMessages: z.optional(z.int()),
  VisibilityTimeout: z.optional(z.int()), // seconds
  ReceiptHandle: z.optional(z.string()),
});
type Asked = z.infer<typeof callSchema>;

const HIDDEN = 30; // seconds, where a call does not say

/** SQS: the calls that the stage's functions and command line make, on the template's queues.
 *  @param queues by address */
export function sqs(queues: ReadonlyMap<string, Queue>, gate: Gate): Service {
  return async (call, operation) => {
    const asked = z.safeParse(callSchema, JSON.parse(call.body.toString('utf8')));
    if (!asked.success)
      throw new AwsError(400, 'InvalidParameterValue', asked.error.issues[0]?.message ?? '');
    const queue = queues.get(asked.data.QueueUrl);
    if (queue === undefined)
      throw new AwsError(400, 'QueueDoesNotExist', 'The specified queue does not exist.');
    const answer = ANSWERS[operation];
    if (answer === undefined)
      throw new AwsError(400, 'UnknownOperationException', `${operation} is not here`);
    const action = `sqs:${operation}`;
    demand(gate.allows(call.caller, action, queue.arn), call, action, queue.arn, 'AccessDeniedException');
    return jsonAnswer(answer(queue, asked.data));
  };
}

const ANSWERS: Readonly<Record<string, (queue: Queue, asked: Asked) => unknown>> = {
  SendMessage(queue, { MessageBody = '', MessageAttributes = {} }) {
    const texts = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]);
    const { id } = queue.put(MessageBody, Object.fromEntries(texts));
    return { MessageId: id, MD5OfMessageBody: md5(MessageBody) };
  },
  ReceiveMessage(queue, { MaxNumberOfMessages = 1, VisibilityTimeout = HIDDEN }) {
    const Messages = queue
      .receive(MaxNumberOfMessages, VisibilityTimeout * 1000)
      .map(({ message, handle }) => ({
        MessageId: message.id,
        ReceiptHandle: handle,
        Body: message.body,
        MD5OfBody: md5(message.body),
        Attributes: {
          ApproximateReceiveCount: String(message.receives),
          SentTimestamp: String(message.sentAt),
        },
        MessageAttributes: Object.fromEntries(
          Object.entries(message.attributes).map(([name, StringValue]) => [
            name,
            { DataType: 'String', StringValue },
          ]),
        ),
      }));
    return { Messages };
  },
  ChangeMessageVisibility(queue, { ReceiptHandle = '', VisibilityTimeout = HIDDEN }) {
    queue.release(ReceiptHandle, VisibilityTimeout * 1000);
    return {};
  },
  DeleteMessage(queue, { ReceiptHandle = '' }) {
    queue.delete(ReceiptHandle);
    return {};
  },
  GetQueueAttributes(queue) {
    const { waiting, held } = queue.depth();
    return {
      Attributes: {
        QueueArn: queue.arn,
        ApproximateNumberOfMessages: String(waiting),
        ApproximateNumberOfMessagesNotVisible: String(held),
      },
    };
  },
};
