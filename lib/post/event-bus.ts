import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Instant } from '../domain/instant.ts';
import type { Delivered } from './delivery.ts';
import type { EventsOut } from './events-out.ts';
import { notSent } from './not-sent.ts';

/** An event out, a CloudEvent 1.0 but for its fixed attributes. */
export interface EventOut<Type extends keyof EventsOut = keyof EventsOut> {
  readonly id: string; // the same for every attempt: whoever hears of it twice can tell
  readonly tenant: string;
  readonly type: Type;
  readonly at: Instant;
  readonly data: EventsOut[Type];
}

export interface EventBus {
  /** @throws when nobody can tell whether it went out */
  put(event: EventOut): Promise<Delivered>;
}

export const EVENT_SOURCE = 'seller-trust';

/** An EventBridge bus: the whole CloudEvent is the detail, its type the detail type.
 *  @param bus its name */
export function eventBus(client: EventBridgeClient, bus: string): EventBus {
  return {
    async put(event) {
      const { id, tenant, type, at, data } = event;
      const source = `${EVENT_SOURCE}/${tenant}`;
      const Detail = JSON.stringify({ specversion: '1.0', id, source, type, time: at, data });
      const entry = { EventBusName: bus, Source: EVENT_SOURCE, DetailType: type, Detail };
      try {
        const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
        const why = Entries[0]?.ErrorCode;
        return why === undefined
          ? { kind: 'sent' }
          : { kind: 'later', why, overloaded: why === 'ThrottlingException' };
      } catch (error) {
        const known = notSent(error);
        if (known === undefined) throw error;
        return known;
      }
    },
  };
}
