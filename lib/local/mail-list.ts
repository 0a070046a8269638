import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readEml } from './eml.ts';
import { readIfThere } from './folder.ts';

/** A mail that went out, as the local page lists it. */
export interface ListedMail {
  readonly name: string; // of its file, without .eml
  readonly to: string;
  readonly subject: string;
}

export interface MailList {
  readonly count: number;
  readonly newest: readonly ListedMail[]; // first
}

const NAME = /^[A-Za-z0-9@._-]+$/;

/** @param folder where SES's files are
 *  @param most how many of the newest are read */
export function mailsIn(folder: string, most: number): MailList {
  const names = namesIn(folder);
  const newest = names
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .toSorted((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .flatMap(({ name }) => {
      const mail = readMail(folder, name);
      return mail === undefined ? [] : [{ name: name.slice(0, -4), to: mail.to, subject: mail.subject }];
    });
  return { count: names.length, newest };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.eml'));
  } catch {
    return []; // none was ever sent
  }
}

/** A mail as a page (`name`) or as the file it is (`name.eml`); undefined where there is none. */
export function mailFile(folder: string, name: string): { type: string; body: string } | undefined {
  if (!NAME.test(name)) return undefined;
  if (!name.endsWith('.eml')) {
    const mail = readMail(folder, `${name}.eml`);
    return mail && { type: 'text/html; charset=utf-8', body: mail.html };
  }
  const body = readIfThere(join(folder, name))?.toString('utf8');
  return body === undefined ? undefined : { type: 'text/plain; charset=utf-8', body };
}

function readMail(folder: string, name: string) {
  const file = readIfThere(join(folder, name));
  return file && readEml(file.toString('utf8'));
}
