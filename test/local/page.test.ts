import { createServer, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOT_FOUND, shown } from '../../lib/jobs/report-answer.ts';
import { renderPage } from '../../lib/local/page.ts';
import { pageServer } from '../../lib/local/page-server.ts';
import { close, listen } from '../../lib/local/server.ts';

const execution = { executionArn: 'a', stateMachineArn: 'm', name: 'n', startDate: 1, input: '{}' } as const;
const facts = {
  tenant: 'A & <B>',
  survey: undefined,
  ledger: undefined,
  report: '/reports/us/latest/',
  intake: 'http://127.0.0.1:1/v1/events',
  command: 'npm run',
  mails: { count: 0, newest: [] },
};

describe('the local page', () => {
  it('has a button and a way to the report, escapes what it is given', () => {
    const page = renderPage({
      ...facts,
      runs: [
        {
          kind: 'Analysis',
          execution: { ...execution, status: 'FAILED', error: 'E', cause: '<i>', stopDate: 2 },
        },
      ],
    });
    expect(page).toContain('<button>Run the analysis now</button>');
    expect(page).toContain('href="/reports/us/latest/"');
    expect(page).toContain('A &amp; &lt;B&gt;');
    expect(page).toContain('failed: E &lt;i&gt;');
    expect(page).not.toContain('http-equiv="refresh"');
  });

  it('lists the newest mails, escaped, with ways to read them', () => {
    const mail = { name: 'a@example.com-1', to: 'a@example.com', subject: '<b>Subject' };
    const page = renderPage({ ...facts, runs: [], mails: { count: 3, newest: [mail] } });
    expect(page).toContain('<a href="/mail/a@example.com-1"><bdi>&lt;b&gt;Subject</bdi></a>');
    expect(page).toContain('href="/mail/a@example.com-1.eml"');
    expect(page).toContain('3 went out');
    expect(page).toContain('the newest 1');
  });

  it('reloads itself, and has no button, while something runs', () => {
    const page = renderPage({
      ...facts,
      runs: [{ kind: 'Analysis', execution: { ...execution, status: 'RUNNING' } }],
    });
    expect(page).toContain('http-equiv="refresh"');
    expect(page).not.toContain('<button>');
  });
});

describe('its server', () => {
  let runs = 0;
  let port = 0;
  const server = createServer(
    pageServer({
      page: async () => 'the page',
      run: async () => void (runs += 1),
      report: async (path) =>
        path === '/reports/us/latest/'
          ? shown({ kind: 'file', name: 'report.html', body: Buffer.from('the report') })
          : NOT_FOUND,
      mail: (name) => (name === 'a-1.eml' ? { type: 'text/plain', body: 'the mail' } : undefined),
      facts: { '/stage.json': () => ({ pid: 1 }) },
    }),
  );
  beforeAll(async () => void (port = await listen(server)));
  afterAll(() => close(server));

  const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
    new Promise<number | undefined>((resolve) => {
      const sent = request({ port, host: '127.0.0.1', method, path, headers }, (answer) =>
        resolve(answer.resume().statusCode),
      );
      sent.end();
    });

  it('shows the page, facts and reports, and nothing else', async () => {
    const statuses = [
      '/',
      '/stage.json',
      '/reports/us/latest/',
      '/reports/../secrets.json',
      '/secrets.json',
      '/mail/a-1.eml',
      '/mail/b',
      '/mail/%',
    ];
    expect(await Promise.all(statuses.map((path) => ask('GET', path)))).toEqual([
      200, 200, 200, 404, 404, 200, 404, 404,
    ]);
  });

  it('runs for its own form, and for no other page’s', async () => {
    expect(await ask('POST', '/run', { origin: `http://127.0.0.1:${port}` })).toBe(303);
    expect(await ask('POST', '/run')).toBe(303);
    expect(await ask('POST', '/run', { origin: 'https://elsewhere.example' })).toBe(403);
    expect(await ask('GET', '/', { host: 'elsewhere.example' })).toBe(403);
    expect(await ask('DELETE', '/')).toBe(405);
    expect(runs).toBe(2);
  });
});
