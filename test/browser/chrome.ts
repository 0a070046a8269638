import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import packed from '@sparticuz/chromium';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

const SYSTEM = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];

/** A real browser: `CHROME_PATH`, else the system's Chrome or Chromium, else the one packed for Linux in the npm registry.
 *  A text says why there is none. */
export async function launchChrome(): Promise<Browser | string> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined) return await chromium.launch({ executablePath: named });
  const found = SYSTEM.map(onPath).find((path) => path !== undefined) ?? macChrome();
  if (found !== undefined) return await chromium.launch({ executablePath: found, args: ['--no-sandbox'] });
  return await launchPacked();
}

/** One process dies with its first closed context; the web's own security is what these tests are about. */
const UNWANTED = /^--(single-process|disable-web-security|disable-site-isolation-trials)/;

async function launchPacked(): Promise<Browser | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `no Chrome or Chromium on this ${process.platform}-${process.arch} machine; set CHROME_PATH to one`;
  }
  const args = packed.args.filter((arg) => !UNWANTED.test(arg));
  const options: LaunchOptions = { executablePath: await packed.executablePath(), args };
  try {
    return await chromium.launch(options);
  } catch (cause) {
    return `the packed Chromium does not start here: ${String(cause).split('\n')[0]}`;
  }
}

function onPath(name: string): string | undefined {
  const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function macChrome(): string | undefined {
  const path = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return existsSync(path) ? path : undefined;
}
