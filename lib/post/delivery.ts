import type { Instant } from '../domain/instant.ts';

/** How an invitation goes out: as a mail by SES, or as an event to a marketplace that writes to its sellers itself. */
export interface Delivery {
  readonly by: 'mail' | 'events';
  /** Sends once.
   *  @throws when nobody can tell whether it went out: it must not be sent again */
  send(parcel: Parcel): Promise<Delivered>;
}

export interface Parcel {
  readonly id: string; // the same for every attempt at one invitation or reminder
  readonly tenant: string;
  readonly sellerId: string;
  readonly recommendationId?: string; // absent: the quarterly questionnaire
  readonly waveId: string;
  readonly reminder: number; // 0: the invitation itself
  readonly url: string; // opens the question
  readonly closesAt: Instant;
  readonly at: Instant; // when it is sent
  readonly mail?: Mail; // where it goes by mail
}

/** What a mail says and to whom. */
export interface Mail {
  readonly to: string;
  readonly subject: string; // one line
  readonly text: string;
  readonly html: string;
  readonly stop?: string; // where one click stops further mails, RFC 8058; absent: it goes to nobody's seller
}

/** Sends mails, each once.
 *  @throws when nobody can tell whether it went out: it must not be sent again */
export type SendMail = (mail: Mail) => Promise<Delivered>;

/** `later` and `refused`: it did certainly not go out. */
export type Delivered =
  | { readonly kind: 'sent' }
  /** `overloaded`: nothing more should be sent for a while. */
  | { readonly kind: 'later'; readonly why: string; readonly overloaded: boolean }
  | { readonly kind: 'refused'; readonly why: string };
