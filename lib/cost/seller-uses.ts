import { ASSUMED } from './assumed.ts';
import type { Good } from './prices.ts';
import type { PricedStage } from './stage.ts';
import { UNITS, type Unit } from './units.ts';
import { called, uses, type Use } from './use.ts';
import type { Load, Usage } from './usage.ts';

const { atOnce, eventsInBatch, messagesInBatch } = ASSUMED;

/** Events come in batches over HTTP; each round has four, and each seller is described again now and then. */
export function eventsOf(stage: PricedStage, { sellers }: Usage, { rounds }: Load): Use[] {
  const kinds: readonly (readonly [Unit, number])[] = [
    [UNITS.described, sellers * ASSUMED.described],
    [UNITS.recommended, rounds],
    [UNITS.acted, rounds],
    [UNITS.observed, rounds],
    [UNITS.shown, rounds],
  ];
  return kinds.flatMap(([unit, count]) => {
    const batches = count / eventsInBatch;
    const call = called(stage, 'intake', batches, { unit, work: eventsInBatch, atOnce });
    return uses('events', false, { ...withRequest(call, batches) });
  });
}

/** What goes out: by mail, whose word of delivery comes back through a queue; or as an event. */
export function sendingOf(stage: PricedStage, load: Load): Use[] {
  const { invitations, reminders, answers } = load;
  const { delivery, asking } = stage;
  const sent = invitations + reminders;
  const mails = delivery === 'mail' ? sent : 0;
  const batch = { work: messagesInBatch, atOnce };
  const inBatches = (count: number, unit: Unit) =>
    uses('sending', false, called(stage, 'post', count / messagesInBatch, { ...batch, unit }));
  return [
    ...inBatches(invitations, UNITS.sent),
    ...inBatches(invitations * asking.reminders, UNITS.reminder),
    ...inBatches(answers, UNITS.told),
    ...uses('sending', false, { mails, events: sent - mails + answers }),
    // sent to the queue, and taken from it in batches
    ...uses('sending', false, { messages: mails * (1 + 2 / messagesInBatch) }),
    ...uses(
      'sending',
      false,
      called(stage, 'intake', mails / messagesInBatch, { ...batch, unit: UNITS.delivered }),
    ),
  ];
}

/** Every page is one request and one call. */
export function pagesOf(stage: PricedStage, { invitations, opened, answers }: Load): Use[] {
  const scans = stage.delivery === 'mail' ? invitations * ASSUMED.scans : 0;
  const planned = answers * stage.asking.elicitationShare;
  const pages: readonly (readonly [Unit, number])[] = [
    [UNITS.opened, opened + planned + scans],
    [UNITS.planned, planned],
    [UNITS.answered, answers],
    [UNITS.receipt, answers],
    [UNITS.history, answers * ASSUMED.histories],
  ];
  return pages.flatMap(([unit, count]) =>
    uses('pages', false, withRequest(called(stage, 'survey', count, { unit }), count)),
  );
}

function withRequest(goods: Partial<Record<Good, number>>, requests: number): Partial<Record<Good, number>> {
  const logged = (goods.logged ?? 0) + (requests * ASSUMED.loggedRequest) / 1e9;
  return { ...goods, requests, logged };
}
