import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDoorEvent } from '../../lib/intake/door-event.ts';
import { emlOf, readEml } from '../../lib/local/eml.ts';
import { mailFile, mailsIn } from '../../lib/local/mail-list.ts';
import { matches } from '../../lib/local/events.ts';
import { toMessageTags } from '../../lib/post/message-tags.ts';
import { SET, withMails } from './mails.ts';

const mails = withMails();
const IDS = { tenant: 'us', sellerId: 'seller/1', waveId: '2026-11-22T12:00:00.000Z' };

const data = (Data: string) => ({ Data });

/** What the template's rule lets through. */
const rule = (set: string) => ({
  source: ['aws.ses'],
  'detail-type': ['Email Bounced', 'Email Complaint Received', 'Email Delivered'],
  detail: { mail: { tags: { 'ses:configuration-set': [set] } } },
});

async function sendTo(to: string, subject = 'Subject') {
  const Body = { Text: data('text'), Html: data('<p>html</p>') };
  await new SESv2Client(mails.settings()).send(
    new SendEmailCommand({
      FromEmailAddress: 'survey@example.com',
      Destination: { ToAddresses: [to] },
      ConfigurationSetName: SET,
      EmailTags: toMessageTags(IDS),
      Content: { Simple: { Subject: data(subject), Body } },
    }),
  );
  const event = mails.told.at(-1);
  if (event === undefined) throw new RangeError('sendTo requires word of the mail');
  return event;
}

describe('the local SES', () => {
  it.each([
    ['bounce@simulator.amazonses.com', 'Email Bounced', { kind: 'told', event: { type: 'mail.bounced' } }],
    ['complaint@simulator.amazonses.com', 'Email Complaint Received', { event: { type: 'mail.complained' } }],
    ['shop@example.com', 'Email Delivered', { kind: 'delivered', of: IDS }],
  ])(
    'tells of a mail to %s what the rule lets through and the intake understands',
    async (to, type, fate) => {
      const event = await sendTo(to);
      expect(event['detail-type']).toBe(type);
      expect([matches(rule(SET), event), matches(rule('another stage'), event)]).toEqual([true, false]);
      expect(readDoorEvent(event)).toMatchObject({ kind: 'mail', fate });
    },
  );

  it('lists its mails, newest first, and shows one as a page and as a file', async () => {
    await sendTo('last@example.com', '推奨 <b>');
    const { count, newest } = mailsIn(mails.folder, 2);
    expect(count).toBe(mails.files().length);
    expect(newest).toHaveLength(2);
    const last = newest.find(({ to }) => to === 'last@example.com');
    expect(last?.subject).toBe('推奨 <b>');
    expect(mailFile(mails.folder, last?.name ?? '')).toEqual({
      type: 'text/html; charset=utf-8',
      body: '<p>html</p>',
    });
    expect(mailFile(mails.folder, `${last?.name}.eml`)?.body).toContain('To: last@example.com');
    for (const odd of ['', 'none', '..', '../secrets.json', 'a/b.eml', '%2e%2e.eml'])
      expect(mailFile(mails.folder, odd)).toBeUndefined();
    expect(mailsIn('/nowhere', 2)).toEqual({ count: 0, newest: [] });
  });
});

it('a mail is read from its file as it was sent', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 120 }).map((text) => text.replaceAll(/[\r\n]/g, ' '));
  const body = fc.array(line, { maxLength: 6 }).map((lines) => `${lines.join('\n')}\n--part\n`);
  fc.assert(
    fc.property(line, body, body, (subject, text, html) => {
      const mail = { from: 'a@example.com', to: 'b@example.com', subject, text, html, headers: [] };
      const { headers: _, ...read } = readEml(emlOf({ ...mail, date: new Date(0) }));
      expect(read).toEqual({ from: mail.from, to: mail.to, subject, text, html });
    }),
    { numRuns: 300, seed: 7 },
  );
});
