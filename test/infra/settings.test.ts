import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lib/infra/settings.ts';
import { settingsOf } from './synthesise.ts';

const file = 'config/dev.json';
const parse = (changes: Record<string, unknown>) =>
  parseSettings(file, JSON.stringify({ ...settingsOf('dev'), ...changes }));

const route = (changes: Record<string, unknown>) => {
  const about = {
    issuer: 'https://login.example',
    clientId: 'c',
    scope: 'openid',
    audience: ['p'],
    tenantsClaim: 't',
  };
  return { signIn: { ...about, ...changes }, baseUrl: null, edge: 'none', webAclArn: null };
};

describe('settings', () => {
  it.each(['dev', 'prod', 'local'])('of %s are valid', (stage) => {
    expect(settingsOf(stage).tenants).toHaveLength(1);
  });

  it('name the file, the place and the nearest known key of a misspelt one', () => {
    expect(() => parse({ shardPerWorker: 8 })).toThrow(
      'config/dev.json: the file: unknown key "shardPerWorker"; use shardsPerWorker',
    );
    const analysis = { ...settingsOf('dev').analysis, shedule: 'x' };
    expect(() => parse({ analysis })).toThrow('analysis: unknown key "shedule"; use schedule');
    const tenants = [{ ...settingsOf('dev').tenants[0], anwserDays: 3 }];
    expect(() => parse({ tenants })).toThrow('tenants.0: unknown key "anwserDays"; use answerDays');
  });

  it('name a missing key', () => {
    expect(() => parse({ keepData: undefined })).toThrow('config/dev.json: keepData: this key is missing');
  });

  it('want a certificate with a domain, and CloudFront with a web ACL', () => {
    const { survey, report } = settingsOf('dev');
    const own = (domain: unknown) => () => parse({ survey: { ...survey, domain } });
    expect(own({ name: 'trust.example.com' })).toThrow('survey.domain.certificateArn: this key is missing');
    expect(own({ name: 'https://trust.example.com', certificateArn: 'x' })).toThrow('not a domain name');
    expect(own({ name: 'trust.example.com', certificateArn: 'x' })).toThrow(
      'not the ARN of an ACM certificate',
    );
    const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/reports/1';
    expect(() => parse({ report: { ...report, webAclArn } })).toThrow('set edge to "cloudfront"');
  });

  it('list the known keys where none is near', () => {
    expect(() => parse({ wave: { ...settingsOf('dev').wave, colour: 1 } })).toThrow('use schedule, timeZone');
  });

  it.each([
    ['shardsPerWorker', { shardsPerWorker: 100 }, 'not a divisor of 1024'],
    [
      'nights at the time of the full run',
      { analysis: { ...settingsOf('dev').analysis, nights: settingsOf('dev').analysis.schedule } },
      'analysis.nights: the same as analysis.schedule; leave its days out',
    ],
    ['a five-field cron', { wave: { schedule: 'cron(0 9 * * 2)', timeZone: 'Etc/UTC' } }, 'six fields'],
    ['a time zone', { wave: { schedule: 'cron(0 9 ? * 2 *)', timeZone: 'Mars' } }, 'not an IANA time zone'],
    [
      'a quarterly schedule',
      { wave: { ...settingsOf('dev').wave, quarterly: { schedule: 'quarterly', timeZone: 'Etc/UTC' } } },
      'wave.quarterly.schedule',
    ],
    [
      "a tenant's time zone",
      {
        tenants: settingsOf('dev').tenants.map((tenant) =>
          Object.assign(tenant, { outreach: { ...tenant.outreach, timeZone: 'Mars' } }),
        ),
      },
      'tenants.0.outreach.timeZone: not an IANA time zone',
    ],
    ['log days', { logDays: 15 }, 'logDays'],
    ['plain http', { survey: { ...settingsOf('dev').survey, baseUrl: 'http://a.example' } }, 'not https'],
    ['an issuer without https', { report: route({ issuer: 'http://login.example' }) }, 'not https'],
    ['a sign-in that is none', { report: route({ scope: 'profile' }) }, 'does not begin with openid'],
    ['mail from nobody', { outreach: { delivery: 'mail', sender: null } }, 'mail requires a sender'],
    [
      'two senders',
      { outreach: { delivery: 'mail', sender: 'A <a@b.example>, c@d.example' } },
      'not a sender',
    ],
    [
      'a second header',
      { outreach: { delivery: 'mail', sender: 'A\r\nBcc: x <a@b.example>' } },
      'not a sender',
    ],
    ['tenants', { tenants: [...settingsOf('dev').tenants, ...settingsOf('dev').tenants] }, 'one number'],
  ])('refuse a wrong value: %s', (_, changes, message) => {
    expect(() => parse(changes)).toThrow(message);
  });
});
