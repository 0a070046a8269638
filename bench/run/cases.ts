import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './case.ts';

const FOLDER = join(import.meta.dirname, '../cases');

/** A case and the file that exports it. */
export interface Placed {
  readonly file: string;
  readonly case: Case;
}

/** The cases of one file.
 *  @throws RangeError where it exports none */
export async function casesIn(file: string): Promise<readonly Case[]> {
  const { cases }: { cases?: readonly Case[] } = await import(join(FOLDER, file));
  if (cases === undefined) throw new RangeError(`bench/cases/${file} requires an export \`cases\``);
  return cases;
}

/** Every case of every file in bench/cases/, by file name.
 *  @throws RangeError for a file that exports none, or two cases of one name */
export async function allCases(): Promise<readonly Placed[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));
  const all: Placed[] = [];
  for (const file of files.sort()) all.push(...(await casesIn(file)).map((one) => ({ file, case: one })));
  const names = all.map((placed) => placed.case.name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw new RangeError(`two cases are called ${twice}`);
  return all;
}
