import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { Delivered, Delivery, Mail, SendMail } from './delivery.ts';
import { toMessageTags } from './message-tags.ts';
import { notSent } from './not-sent.ts';

/** A mail whose answer was lost may be on its way, so nothing is tried twice: neither by us nor by the SDK. */
export const SEND_ONCE = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;

export interface SesSettings {
  readonly sender: string; // `Name <address>`, or an address
  readonly configurationSet: string;
}

/** Invitations as mails by SES.
 *  @param client made with `SEND_ONCE` */
export function sesDelivery(client: SESv2Client, { sender, configurationSet }: SesSettings): Delivery {
  const FromEmailAddress = encodedSender(sender);
  return {
    by: 'mail',
    async send(parcel) {
      const { mail } = parcel;
      if (mail === undefined) throw new RangeError('sesDelivery requires a parcel with a mail');
      const told = { ConfigurationSetName: configurationSet, EmailTags: toMessageTags(parcel) };
      return sendMail(client, mail, { FromEmailAddress, ...told });
    },
  };
}

/** Mails to people of the marketplace, of whose fate nobody is told.
 *  @param client made with `SEND_ONCE` */
export function sesMails(client: SESv2Client, sender: string): SendMail {
  const FromEmailAddress = encodedSender(sender);
  return (mail) => sendMail(client, mail, { FromEmailAddress });
}

type Envelope = Pick<
  ConstructorParameters<typeof SendEmailCommand>[0],
  'FromEmailAddress' | 'ConfigurationSetName' | 'EmailTags'
>;

/** SES puts the message together itself: nothing here writes a header line. */
async function sendMail(client: SESv2Client, mail: Mail, envelope: Envelope): Promise<Delivered> {
  if (!/^[\x21-\x7e]+$/.test(mail.to)) return { kind: 'refused', why: 'address is not ASCII' };
  if ((await client.config.maxAttempts()) !== 1)
    throw new RangeError('sesDelivery requires a client that tries once');
  const Destination = { ToAddresses: [mail.to] };
  const Content = { Simple: contentOf(mail) };
  try {
    await client.send(new SendEmailCommand({ ...envelope, Destination, Content }));
    return { kind: 'sent' };
  } catch (error) {
    const known = notSent(error);
    if (known === undefined) throw error;
    return known;
  }
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

function contentOf({ subject, text, html, stop }: Mail) {
  return {
    Subject: utf8(subject),
    Body: { Text: utf8(text), Html: utf8(html) },
    ...(stop !== undefined && {
      Headers: [
        { Name: 'List-Unsubscribe', Value: `<${stop}>` },
        { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
      ],
    }),
  };
}

/** A display name beyond ASCII as an encoded word (RFC 2047). */
export function encodedSender(sender: string): string {
  const [, name = '', address = ''] = /^(.*?)\s*<([^<>]+)>$/.exec(sender) ?? [];
  if (name === '' || /^[\x20-\x7e]*$/.test(name)) return sender;
  return `=?UTF-8?B?${Buffer.from(name, 'utf8').toString('base64')}?= <${address}>`;
}
