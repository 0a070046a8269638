import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../../shared/data/published/', import.meta.url);

/** A table of numbers by column name; a column of words becomes the number of each word, in order of appearance. */
export function publishedTable(name: string): ReadonlyMap<string, Float64Array> | undefined {
  const file = new URL(name, FOLDER);
  if (!existsSync(file)) {
    console.log(`skipped: ../shared/data/published/${name} is not here`);
    return undefined;
  }
  const [head = '', ...lines] = readFileSync(file, 'utf8').replaceAll('"', '').trim().split('\n');
  const cells = lines.map((line) => line.split(','));
  return new Map(
    head.split(',').map((column, j) => {
      const words = [...new Set(cells.map((row) => row[j] ?? ''))];
      const numeric = words.every((word) => word !== '' && Number.isFinite(Number(word)));
      return [
        column,
        Float64Array.from(cells, (row) => (numeric ? Number(row[j]) : words.indexOf(row[j] ?? ''))),
      ];
    }),
  );
}

export function columnOf(table: ReadonlyMap<string, Float64Array>, name: string): Float64Array {
  const column = table.get(name);
  if (!column) throw new RangeError(`columnOf requires a column ${name}`);
  return column;
}
