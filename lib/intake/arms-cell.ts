import { isRefused, readNumber, type Refused } from '../rounds/rounds-file-cell.ts';

/** The arms of an experiment in one cell, `control:0.5;shown:0.5`; undefined where it is empty. */
export function readArms(cell: string): readonly { arm: string; share: number }[] | Refused | undefined {
  if (cell.trim() === '') return undefined;
  const arms: { arm: string; share: number }[] = [];
  for (const each of cell.split(';')) {
    const [arm = '', text, ...more] = each.split(':').map((part) => part.trim());
    const share = readNumber(text);
    if (share === null || isRefused(share) || more.length > 0)
      return { refused: 'not arms with their shares; write control:0.5;shown:0.5' };
    arms.push({ arm, share });
  }
  return arms;
}
