import { createServer } from 'node:http';
import { join } from 'node:path';
import { toInstant } from '../lib/domain/instant.ts';
import type { Tenant } from '../lib/domain/tenant.ts';
import { readLatest } from '../lib/jobs/latest.ts';
import { reportAt } from '../lib/jobs/read-report.ts';
import { shown } from '../lib/jobs/report-answer.ts';
import { mailFile, mailsIn } from '../lib/local/mail-list.ts';
import { renderPage } from '../lib/local/page.ts';
import { type PageDoors, pageServer } from '../lib/local/page-server.ts';
import { close, listen } from '../lib/local/server.ts';
import type { StageFile } from '../lib/local/stage-file.ts';
import type { Stage } from '../lib/local/stage.ts';
import { s3Files } from '../lib/store/s3-files.ts';
import { Failure } from './command.ts';
import { startExecution } from './execution.ts';
import type { OpenLinks } from './open-link.ts';
import type { StageClients } from './stage-clients.ts';

export interface LocalPage {
  readonly facts: StageFile;
  stop(): Promise<void>;
}

interface PageSettings {
  readonly stage: Stage;
  readonly clients: StageClients;
  readonly tenant: Tenant;
  readonly links: OpenLinks;
  readonly directory: string;
  readonly port: number | undefined; // this one or none
  readonly usedLast: number | undefined; // this one if it is free
}

/** Serves the stage's own page and the report bucket. */
export async function openPage(settings: PageSettings): Promise<LocalPage> {
  const server = createServer();
  const port = await portFor(server, settings);
  const { endpoint, region, site, outputs } = settings.stage;
  const facts = { pid: process.pid, endpoint, region, site, page: `http://127.0.0.1:${port}`, outputs };
  server.on('request', pageServer(doors(settings, facts)));
  return { facts, stop: () => close(server) };
}

function portFor(server: Parameters<typeof listen>[0], { port, usedLast }: PageSettings): Promise<number> {
  if (port === undefined) return listen(server, usedLast).catch(() => listen(server));
  return listen(server, port).catch(() => {
    throw new Failure(`port ${port} is taken; choose another --port`);
  });
}

const MAILS_SHOWN = 20;

function doors({ stage, clients, tenant, links, directory }: PageSettings, facts: StageFile): PageDoors {
  const { AnalysisMachine: analysis = '', WaveMachine: wave = '', ReportBucket: bucket = '' } = stage.outputs;
  const files = s3Files(clients.files, bucket);
  const kinds = new Map([
    [analysis, 'Analysis'],
    [wave, 'Invitations'],
  ]);
  return {
    page: async () => {
      const link = await links.current();
      const runs = [...kinds].flatMap(([arn, kind]) =>
        stage.executions.list(arn).map((execution) => ({ kind, execution })),
      );
      return renderPage({
        tenant: tenant.name,
        survey: link?.survey,
        ledger: link?.ledger,
        report: (await readLatest(files, tenant.id)) && `/reports/${tenant.id}/latest/`,
        intake: `${stage.site}/v1/events`,
        command: commandFor(directory),
        mails: mailsIn(join(directory, 'mail'), MAILS_SHOWN),
        runs: runs.sort((a, b) => b.execution.startDate - a.execution.startDate),
      });
    },
    run: async () =>
      void (await startExecution(clients.machines, analysis, tenant.id, toInstant(Date.now()))),
    mail: (name) => mailFile(join(directory, 'mail'), name),
    report: async (path) => shown(await reportAt(files, [tenant], path)),
    facts: { '/stage.json': () => facts, '/grants.json': () => stage.gate.grants() },
  };
}

/** What to type in another terminal to run the analysis. */
export function commandFor(directory: string): string {
  return `npm run -s trust -- run start${directory === '.local' ? '' : ` --dir ${directory}`}`;
}
