import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { AwsError, demand, jsonAnswer, type Service } from './endpoint.ts';
import type { JsonObject } from './json.ts';
import type { Gate } from './policy.ts';

const putEventsSchema = z.object({
  Entries: z
    .array(
      z.object({ EventBusName: z.string(), Source: z.string(), DetailType: z.string(), Detail: z.string() }),
    )
    .check(z.minLength(1), z.maxLength(10)),
});

export interface BusSettings {
  readonly folder: string;
  /** ARNs of the template's buses, by name. */
  readonly buses: ReadonlyMap<string, string>;
  readonly gate: Gate;
  /** Hands an event to the rules of its bus. */
  readonly told: (bus: string, event: JsonObject) => void;
}

/** EventBridge's PutEvents on the template's own buses: what a marketplace would hear, a line each in
 *  `<folder>/<bus>.jsonl`. */
export function eventBridge({ folder, buses, gate, told }: BusSettings): Service {
  return async (call, operation) => {
    if (operation !== 'PutEvents')
      throw new AwsError(400, 'UnknownOperationException', `${operation} is not here`);
    const read = z.safeParse(putEventsSchema, JSON.parse(call.body.toString('utf8')));
    if (!read.success) throw new AwsError(400, 'ValidationException', read.error.issues[0]?.message ?? '');
    for (const { EventBusName } of read.data.Entries) {
      const arn = buses.get(EventBusName);
      if (arn === undefined) throw new AwsError(400, 'ResourceNotFoundException', `no bus ${EventBusName}`);
      demand(
        gate.allows(call.caller, 'events:PutEvents', arn),
        call,
        'events:PutEvents',
        arn,
        'AccessDeniedException',
      );
    }
    mkdirSync(folder, { recursive: true });
    const Entries = read.data.Entries.map(({ EventBusName, Source, DetailType, Detail }) => {
      const id = randomUUID();
      const event = { source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) };
      appendFileSync(join(folder, `${EventBusName}.jsonl`), `${JSON.stringify(event)}\n`);
      told(EventBusName, { version: '0', id, time: new Date().toISOString(), ...event });
      return { EventId: id };
    });
    return jsonAnswer({ FailedEntryCount: 0, Entries });
  };
}
