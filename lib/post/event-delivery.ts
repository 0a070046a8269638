import type { Delivery } from './delivery.ts';
import type { EventBus } from './event-bus.ts';

/** Invitations as events: the marketplace writes to its sellers itself, and no address is asked for. */
export function eventDelivery(bus: EventBus): Delivery {
  return {
    by: 'events',
    send: ({ id, tenant, at, sellerId, recommendationId, waveId, url, closesAt, reminder }) =>
      bus.put({
        id,
        tenant,
        type: 'invitation.created',
        at,
        data: {
          sellerId,
          ...(recommendationId !== undefined && { recommendationId }),
          waveId,
          url,
          closesAt,
          reminder,
        },
      }),
  };
}
