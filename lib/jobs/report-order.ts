import type { Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { SendMail } from '../post/delivery.ts';
import type { EventBus, EventOut } from '../post/event-bus.ts';
import type { ReportRow } from '../store/outbox-row.ts';
import { addresseeOf } from './addressee.ts';
import { digestMail } from './digest-mail.ts';
import type { Order } from './order.ts';

/** Why word of a report does not go out. */
export const UNTOLD = [
  'noMails', // the marketplace writes its mails itself, from the event
  'notInAudience', // the settings name this address no more
] as const;
export type WhyUntold = (typeof UNTOLD)[number];

interface ReportOrderParts {
  readonly tenant: Tenant;
  readonly bus: EventBus;
  readonly mails?: SendMail;
  readonly reportUrl?: string;
  readonly clock: () => Instant;
}

/** Word of a report: the link and the address are those of this moment. */
export function reportOrder(parts: ReportOrderParts, row: ReportRow): Order {
  if (row.kind === 'digest') return digestOrder(parts, row);
  const { tenant, bus, clock } = parts;
  const event = { id: `${tenant.id}|${row.id}`, tenant: tenant.id, at: clock() };
  const url = urlOf(row.told.permalink, parts.reportUrl);
  const opened = url === undefined ? {} : { url };
  const out: EventOut =
    row.kind === 'report-published'
      ? { ...event, type: 'report.published', data: { ...row.told, ...opened } }
      : { ...event, type: 'alert.raised', data: { ...row.told, ...opened } };
  return { kind: 'send', send: () => bus.put(out) };
}

function digestOrder(
  { tenant, mails, reportUrl }: ReportOrderParts,
  { permalink, to, digest }: Extract<ReportRow, { kind: 'digest' }>,
): Order {
  if (mails === undefined) return { kind: 'drop', why: 'noMails' };
  const address = tenant.report.audience.find((each) => addresseeOf(permalink, each) === to);
  if (address === undefined) return { kind: 'drop', why: 'notInAudience' };
  const mail = digestMail(digest, { to: address, permalink, url: urlOf(permalink, reportUrl) });
  return { kind: 'send', send: () => mails(mail) };
}

function urlOf(permalink: string, reportUrl: string | undefined): string | undefined {
  return reportUrl === undefined ? undefined : `${reportUrl}/${permalink}/`;
}
