import { SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import type { Parcel } from '../../lib/post/delivery.ts';
import { encodedSender, SEND_ONCE, sesDelivery } from '../../lib/post/ses-delivery.ts';
import { SET, withMails, withServer } from '../local/mails.ts';
import { NOW } from '../survey/marketplace.ts';

const mails = withMails();
const SENDER = 'Märktplatz <survey@example.com>';
const parcel = (over: Partial<Parcel['mail'] & object> = {}): Parcel => ({
  id: 'us|w1|s1|0',
  tenant: 'us',
  sellerId: 's1',
  recommendationId: 'r1',
  waveId: 'w1',
  reminder: 0,
  url: 'https://survey.example/s/TOKEN',
  closesAt: addDays(NOW, 5),
  at: NOW,
  mail: {
    to: 's1@example.com',
    subject: 'رأيكم في توصية 〈推奨〉',
    text: 'Hello\n\nhttps://survey.example/s/TOKEN\n',
    html: '<p>Hello</p>',
    stop: 'https://survey.example/s/TOKEN/stop',
    ...over,
  },
});
const deliveryTo = (settings: object, configurationSet = SET) =>
  sesDelivery(new SESv2Client({ ...SEND_ONCE, ...settings }), { sender: SENDER, configurationSet });

describe('mails by SES', () => {
  it('go out with text, markup, one-click unsubscribe and the tags that say whose they are', async () => {
    expect(await deliveryTo(mails.settings()).send(parcel())).toEqual({ kind: 'sent' });
    const [name = ''] = mails.files();
    expect(name).toMatch(/^s1@example\.com-[0-9a-f]{8}\.eml$/);
    const { headers, ...mail } = mails.read(name);
    expect(mail).toMatchObject({
      to: 's1@example.com',
      subject: 'رأيكم في توصية 〈推奨〉',
      text: 'Hello\n\nhttps://survey.example/s/TOKEN\n',
      html: '<p>Hello</p>',
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      From: '=?UTF-8?B?TcOkcmt0cGxhdHo=?= <survey@example.com>',
      'List-Unsubscribe': '<https://survey.example/s/TOKEN/stop>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(JSON.stringify(mails.told[0])).toContain(
      `"seller":["${Buffer.from('s1').toString('base64url')}"]`,
    );
  });

  it('a second one like it shows as a copy', async () => {
    const before = mails.files().length;
    await deliveryTo(mails.settings()).send(parcel({ text: 'twice' }));
    await deliveryTo(mails.settings()).send(parcel({ text: 'twice' }));
    expect(mails.files()).toHaveLength(before + 2);
    expect(mails.files().filter((name) => name.includes('-copy-2'))).toHaveLength(1);
  });

  it.each([
    ['a line break in the address', { to: 's1@example.com\r\nBcc: x@example.com' }, 'refused'],
    ['an address beyond ASCII', { to: 'sé@example.com' }, 'refused'],
    ['a line break in a header', { stop: 'https://a.example\r\nBcc: x@example.com' }, 'refused'],
  ])('%s never becomes a header', async (_, over, kind) => {
    const before = mails.files();
    expect((await deliveryTo(mails.settings()).send(parcel(over))).kind).toBe(kind);
    expect(mails.files()).toEqual(before);
  });

  it('who may not send as the sender, or through the configuration set, tries later', async () => {
    const denied = { kind: 'later', why: 'AccessDeniedException', overloaded: false };
    expect(await deliveryTo(mails.settings('intake')).send(parcel())).toEqual(denied);
    expect(await deliveryTo(mails.settings(), 'other').send(parcel())).toEqual(denied);
  });

  it('require a client that tries once', async () => {
    const eager = sesDelivery(new SESv2Client(mails.settings()), { sender: SENDER, configurationSet: SET });
    await expect(eager.send(parcel())).rejects.toThrow('tries once');
  });
});

describe('on a bad day', () => {
  let calls = 0;
  const answers = new Map<
    string,
    (response: { destroy(): void; answer(status: number, code: string): void }) => void
  >();
  let now = '';
  const address = withServer((request, response) => {
    calls += 1;
    request.resume().on('end', () =>
      answers.get(now)?.({
        destroy: () => void request.socket.destroy(),
        answer: (status, code) =>
          response
            .writeHead(status, { 'x-amzn-errortype': code, 'content-type': 'application/json' })
            .end('{}'),
      }),
    );
  });
  const day = (name: string, status: number, code: string) => {
    answers.set(name, ({ answer }) => answer(status, code));
    return name;
  };

  it.each([
    [429, 'TooManyRequestsException', { kind: 'later', overloaded: true }],
    [400, 'LimitExceededException', { kind: 'later', overloaded: true }],
    [400, 'SendingPausedException', { kind: 'later', overloaded: true }],
    [400, 'MailFromDomainNotVerifiedException', { kind: 'later', overloaded: false }],
    [404, 'NotFoundException', { kind: 'later', overloaded: false }],
    [400, 'MessageRejected', { kind: 'refused', why: 'MessageRejected' }],
    [400, 'BadRequestException', { kind: 'refused', why: 'BadRequestException' }],
  ])('%i %s says that it did not go out', async (status, code, expected) => {
    now = day(code, status, code);
    expect(await deliveryTo({ ...mails.settings(), endpoint: address() }).send(parcel())).toMatchObject(
      expected,
    );
  });

  it.each([
    [
      'a 500',
      ({ answer }: { answer(status: number, code: string): void }) =>
        answer(500, 'InternalServiceErrorException'),
    ],
    [
      'a 503',
      ({ answer }: { answer(status: number, code: string): void }) => answer(503, 'ServiceUnavailable'),
    ],
    ['a lost connection', ({ destroy }: { destroy(): void }) => destroy()],
  ])('after %s nobody can tell, and it is not sent again', async (name, answer) => {
    answers.set(name, answer);
    now = name;
    calls = 0;
    await expect(deliveryTo({ ...mails.settings(), endpoint: address() }).send(parcel())).rejects.toThrow(
      /./,
    );
    expect(calls).toBe(1);
  });

  it('a door that is shut says that nothing went out', async () => {
    const shut = deliveryTo({ ...mails.settings(), endpoint: 'http://127.0.0.1:9' });
    expect(await shut.send(parcel())).toEqual({ kind: 'later', why: 'ECONNREFUSED', overloaded: true });
  });
});

it('a sender in ASCII stays as it is', () => {
  expect(encodedSender('Seller Trust <survey@example.com>')).toBe('Seller Trust <survey@example.com>');
  expect(encodedSender('survey@example.com')).toBe('survey@example.com');
});
