import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPair, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChrome } from '../browser/chrome.ts';
import { settingsOf } from '../infra/synthesise.ts';
import { temporaryFolder } from '../local/with-stage.ts';
import { TestBrowser } from './browser.ts';
import { CLIENT, startIssuer, type TestIssuer } from './issuer.ts';
import { startReportStage, type ReportStage } from './report-stage.ts';

const [tenant] = settingsOf('dev').tenants;
if (tenant === undefined) throw new RangeError('config/dev.json has no tenant');
const tenants = [tenant, { ...tenant, id: 'eu', number: 2, name: 'Marketplace EU' }];
const folderOf = (id: string) => `reports/${id}/2026-W47/${'0123456789abcdef'.repeat(2)}`;
const [US, EU] = [folderOf('us'), folderOf('eu')];
const REPORT = `<!doctype html><title>Report</title>${'<p>Trust rose.</p>'.repeat(200)}`;

const closers: (() => Promise<void> | void)[] = [];
const directory = temporaryFolder(closers);
let issuer: TestIssuer;
let served: ReportStage;
const at = (path: string) => `${served.stage.outputs['ReportUrl']}${path}`;

beforeAll(async () => {
  issuer = await startIssuer();
  closers.push(issuer.stop);
  const signIn = {
    issuer: issuer.address,
    clientId: CLIENT,
    scope: 'openid',
    audience: ['programs'],
    tenantsClaim: 'tenants',
  };
  served = await startReportStage(directory, signIn, tenants, closers);
  for (const folder of [US, EU]) {
    await served.files.put(`${folder}/report.html`, REPORT);
    await served.files.put(`${folder}/estimates.json`, '{"a":1}');
  }
  const shown = { period: '2026-W47', asOf: '2026-11-16T02:00:00.000Z', runId: 'r' };
  const latest = { schema: 'seller-trust/latest@1', tenant: 'us', ...shown, permalink: US };
  await served.files.put('reports/us/latest.json', JSON.stringify(latest));
  await served.files.put('other/secret.json', '{}');
}, 60_000);
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});
beforeEach(() => void (issuer.claims = { tenants: ['us'] }));

describe('a link in a mail', () => {
  it('leads a browser to sign in and back to the very report, which no cache keeps', async () => {
    const browser = new TestBrowser();
    const response = await browser.open(at(`/${US}/`));
    expect([response.status, await response.text()]).toEqual([200, REPORT]);
    expect(browser.visited.at(-1)).toBe(at(`/${US}/`));
    const header = (name: string) => response.headers.get(name);
    expect(header('content-type')).toBe('text/html; charset=utf-8');
    expect(header('content-encoding')).toBe('gzip');
    expect(header('cache-control')).toBe('no-store');
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('referrer-policy')).toBe('no-referrer');
    expect(header('content-security-policy')).toContain("default-src 'none'");
    expect(header('content-security-policy')).toContain("frame-ancestors 'none'");
    const visits = browser.visited.length;
    expect((await browser.open(at(`/${US}/estimates.json`))).headers.get('content-type')).toBe(
      'application/json',
    );
    expect(browser.visited).toHaveLength(visits + 1); // she is signed in
    expect([...(browser.jar.get(new URL(at('/')).host)?.keys() ?? [])]).toEqual(['__Host-reader']);
  });

  it('works in a browser, from a page of another site', async (ctx) => {
    const chrome = await launchChrome();
    if (typeof chrome === 'string') {
      console.log(`skipped: ${chrome}`);
      return ctx.skip(chrome);
    }
    const page = await chrome.newPage();
    await page.setContent(`<a href="${at(`/${US}/`)}">The report</a>`);
    await page.click('a');
    await page.waitForURL(at(`/${US}/`));
    expect(await page.title()).toBe('Report');
    expect(await page.context().cookies()).toMatchObject([
      { name: '__Host-reader', secure: true, httpOnly: true, sameSite: 'Lax' },
    ]);
    await chrome.close();
  });

  it('works for several reports opened at once', async () => {
    issuer.claims = { tenants: 'us eu' };
    const browser = new TestBrowser();
    const [one, two] = [await browser.get(at(`/${US}/`)), await browser.get(at(`/${EU}/`))];
    for (const [begun, path] of [
      [two, `/${EU}/`],
      [one, `/${US}/`],
    ] as const) {
      const back = await browser.get(begun.headers.get('location') ?? '');
      const taken = await browser.get(back.headers.get('location') ?? '');
      expect(taken.headers.get('location')).toBe(path);
    }
  });

  it('latest is the newest permalink, a folder its report', async () => {
    const browser = new TestBrowser();
    await browser.open(at('/reports/us/latest/'));
    expect(browser.visited.at(-1)).toBe(at(`/${US}/`));
    await browser.open(at('/reports/us/latest/estimates.json'));
    expect(browser.visited.at(-1)).toBe(at(`/${US}/estimates.json`));
    await browser.open(at(`/${US}`));
    expect(browser.visited.at(-1)).toBe(at(`/${US}/`));
  });

  it("shows her marketplaces' reports and index rows only", async () => {
    const browser = new TestBrowser();
    const index = await (await browser.open(at('/reports'))).text();
    expect(index).toContain(tenant.name);
    expect(index).not.toContain('Marketplace EU');
    for (const path of [`/${EU}/`, '/reports/eu/latest/', '/reports/eu/history.json', '/reports/eu/'])
      expect([path, (await browser.open(at(path))).status]).toEqual([path, 404]);
    const stranger = new TestBrowser();
    issuer.claims = { groups: ['us'] };
    expect(await (await stranger.open(at('/reports/'))).text()).toContain('No marketplace is open to you');
    expect((await stranger.open(at(`/${US}/`))).status).toBe(404);
  });

  it.each(['/reports/us/..%2f..%2fother/secret.json', `/${US}//report.html`, `/${US}/.hidden`])(
    'nothing is found at %s',
    async (path) => {
      const browser = new TestBrowser();
      await browser.open(at('/reports/'));
      expect((await browser.open(at(path))).status).toBe(404);
    },
  );
});

const statusWith = async (token: string) => {
  const browser = new TestBrowser();
  browser.cookie(at('/'), 'reader', token);
  return (await browser.get(at(`/${US}/`))).status;
};

describe('a session', () => {
  it('is a token of the issuer, for this client, signed with its key, not run out', async () => {
    const good = { tenants: ['us'] };
    const now = Math.floor(Date.now() / 1000);
    const { privateKey: stranger } = await generateKeyPair('RS256');
    const sign = (claims: JWTPayload) => issuer.sign({ ...good, ...claims });
    const token = await sign({});
    const [head, , signature] = token.split('.');
    const claims = Buffer.from(
      JSON.stringify({ ...good, iss: issuer.address, aud: CLIENT, iat: now, exp: now + 60 }),
    );
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const shared = new TextEncoder().encode(
      JSON.stringify(await (await fetch(`${issuer.address}/keys`)).json()),
    );
    expect(await statusWith(token)).toBe(200);
    for (const [why, wrong] of Object.entries({
      'run out': await sign({ iat: now - 7200, exp: now - 3600 }),
      'of last week, though good for a month': await sign({ iat: now - 7 * 86_400, exp: now + 20 * 86_400 }),
      'for another client': await sign({ aud: 'other' }),
      'of another issuer': await sign({ iss: 'https://evil.example' }),
      "with a stranger's signature": await issuer.sign(good, stranger),
      'with a shared secret': await issuer.sign(good, shared, 'HS256'),
      'with other claims than were signed': `${head}.${claims.toString('base64url')}.${signature}`,
      unsigned: `${none}.${claims.toString('base64url')}.`,
      'no token': 'x',
    }))
      expect([why, await statusWith(wrong)]).toEqual([why, 303]);
  });
});

const begin = async (browser: TestBrowser, path = `/${US}/`) => {
  browser.jar.get(new URL(at('/')).host)?.delete('__Host-reader');
  const first = await browser.get(at(path));
  const back = await browser.get(first.headers.get('location') ?? '');
  return back.headers.get('location') ?? '';
};

describe('coming back from the issuer', () => {
  it('only the browser that began a sign-in ends it: nobody is signed in as somebody else by a link', async () => {
    const link = await begin(new TestBrowser());
    const victim = new TestBrowser();
    expect((await victim.open(link)).status).toBe(403);
    await begin(victim); // a sign-in of her own under way does not help
    expect((await victim.open(link)).status).toBe(403);
    expect([...(victim.jar.get(new URL(link).host)?.keys() ?? [])]).not.toContain('__Host-reader');
  });

  it('a code is good once, and a refusal or a token for another sign-in for nothing', async () => {
    const browser = new TestBrowser();
    const link = await begin(browser);
    expect((await browser.get(link)).status).toBe(303);
    expect((await browser.get(link)).status).toBe(403);
    const refused = new URL(await begin(browser));
    refused.searchParams.delete('code');
    expect((await browser.get(refused.href)).status).toBe(403);
    issuer.claims = { tenants: ['us'], nonce: 'of another sign-in' };
    expect((await browser.get(await begin(browser))).status).toBe(403);
    issuer.claims = { tenants: ['us'], aud: [CLIENT, 'other'], azp: 'other' };
    expect((await browser.get(await begin(browser))).status).toBe(403);
  });

  it('leads to reports only', async () => {
    const browser = new TestBrowser();
    const { host } = new URL(at('/'));
    for (const path of [
      '/reports//evil.example',
      '/reports/%5Cevil.example',
      '/reports/x/y?to=https://evil.example',
    ]) {
      const taken = await browser.get(await begin(browser, path));
      expect(taken.headers.get('location')).toBe('/reports/');
    }
    const link = await begin(browser);
    const state = new URL(link).searchParams.get('state') ?? '';
    const name = `__Host-sign-in-${state.slice(0, 12)}`;
    const begun = JSON.parse(Buffer.from(browser.jar.get(host)?.get(name) ?? '', 'base64url').toString());
    for (const to of ['https://evil.example/', '//evil.example', '/reports/../x']) {
      const value = Buffer.from(JSON.stringify({ ...begun, to })).toString('base64url');
      browser.cookie(link, name.replace('__Host-', ''), value);
      const taken = await browser.get(link);
      expect([403, 404]).toContain(taken.status);
      expect(taken.headers.get('location')).toBeNull();
    }
  });

  it('a token too long for a cookie is told, not tried for ever', async () => {
    issuer.claims = { tenants: ['us'], groups: 'g'.repeat(4000) };
    const response = await new TestBrowser().open(at(`/${US}/`));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('too long for a cookie');
  });
});

const ask = async (path: string, claims: JWTPayload | undefined) => {
  const token = claims && (await issuer.sign({ aud: 'programs', tenants: ['us'], ...claims }));
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(at(`/v1${path}`), { headers, redirect: 'manual' });
};

describe('programs', () => {
  it('read with a bearer token of the issuer, and are told 401 without one', async () => {
    const good = await ask(`/${US}/estimates.json`, {});
    expect([good.status, await good.json()]).toEqual([200, { a: 1 }]);
    expect((await ask('/reports/us/latest/estimates.json', {})).headers.get('location')).toBe(
      `/v1/${US}/estimates.json`,
    );
    expect((await ask(`/${EU}/estimates.json`, {})).status).toBe(404);
    for (const claims of [undefined, { aud: 'other' }, { exp: 1, iat: 0 }, { iss: 'https://evil.example' }])
      expect([claims, (await ask(`/${US}/estimates.json`, claims)).status]).toEqual([claims, 401]);
  });

  it('cannot read with a session, nor browsers with a bearer token', async () => {
    const session = await issuer.sign({ tenants: ['us'] });
    const cookie = { cookie: `__Host-reader=${session}` };
    expect((await fetch(at(`/v1/${US}/estimates.json`), { headers: cookie })).status).toBe(401);
    const bearer = { authorization: `Bearer ${session}` };
    expect((await fetch(at(`/${US}/`), { headers: bearer, redirect: 'manual' })).status).toBe(303);
  });
});

it('no log holds a token, a code or what was read, and no permission is missing or too many', async () => {
  const browser = new TestBrowser();
  await browser.open(at(`/${US}/`));
  const logs = readdirSync(join(directory, 'logs')).map((name) =>
    readFileSync(join(directory, 'logs', name), 'utf8'),
  );
  const codes = issuer.requests.join(' ');
  expect(logs.join('')).toContain('answered');
  expect(logs.join('')).not.toMatch(/eyJ|code=|2026-W47|__Host/);
  expect(codes).not.toContain('code_verifier');
  expect(browser.visited.join(' ')).not.toContain('eyJ'); // no token in an address
  expect(served.log.filter((line) => /denied/i.test(line))).toEqual([]);
  const unused = served.stage.gate.grants().filter(({ used, action }) => !used && action.startsWith('s3:'));
  expect(unused).toEqual([]);
});
