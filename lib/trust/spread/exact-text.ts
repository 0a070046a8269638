import * as z from 'zod/mini';
import type { ExactSum } from '../../stats/exact-sum.ts';

/** An exact sum as it travels: an integer in hexadecimal. */
export const exactTextSchema = z.string().check(z.regex(/^-?[0-9a-f]+$/u, 'not an exact sum'));

export const textOf = (sum: ExactSum): string => sum.toString(16);

export function sumOf(text: string): ExactSum {
  return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
}
