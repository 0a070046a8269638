import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { eventBus } from '../../lib/post/event-bus.ts';
import { eventDelivery } from '../../lib/post/event-delivery.ts';
import { withMails } from '../local/mails.ts';
import { NOW } from '../survey/marketplace.ts';

const mails = withMails();
const busOf = (name: string, caller = 'post') =>
  eventBus(new EventBridgeClient({ ...mails.settings(caller), maxAttempts: 1 }), name);
const PARCEL = {
  id: 'us|w1|s1|0',
  tenant: 'us',
  sellerId: 's1',
  recommendationId: 'r1',
  waveId: 'w1',
  reminder: 0,
  url: 'https://survey.example/s/TOKEN',
  closesAt: addDays(NOW, 5),
  at: NOW,
};

it('an invitation is an event with the link, and the same id every time', async () => {
  const delivery = eventDelivery(busOf('bus'));
  expect(delivery.by).toBe('events');
  expect(await delivery.send(PARCEL)).toEqual({ kind: 'sent' });
  await delivery.send(PARCEL);
  const { id, tenant, at, ...data } = PARCEL;
  const detail = {
    specversion: '1.0',
    id,
    source: `seller-trust/${tenant}`,
    type: 'invitation.created',
    time: at,
    data,
  };
  const event = { source: 'seller-trust', 'detail-type': 'invitation.created', detail };
  expect(mails.events()).toEqual([event, event]);
});

it('of the quarterly questionnaire names no recommendation', async () => {
  const { recommendationId: _, ...quarterly } = PARCEL;
  await eventDelivery(busOf('bus')).send(quarterly);
  expect(mails.events().at(-1).detail.data).not.toHaveProperty('recommendationId');
});

it('what the bus did not take may go out later', async () => {
  const event = { id: 'x', tenant: 'us', type: 'seller.contested' as const, at: NOW };
  const data = { sellerId: 's1', recommendationId: 'r1', messageId: 'm1' };
  expect(await busOf('other').put({ ...event, data })).toMatchObject({ kind: 'later', overloaded: false });
  expect(await busOf('bus', 'survey').put({ ...event, data })).toMatchObject({ kind: 'later' });
});
