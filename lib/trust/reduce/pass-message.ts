import * as z from 'zod/mini';
import type { PassSums } from './pass.ts';

/** The sums of a pass as they travel: integers in hexadecimal, some 180 bytes a point. */
export const passMessageSchema = z.strictObject({
  points: z.array(z.nullable(z.array(z.string().check(z.regex(/^-?[0-9a-f]+$/u))))),
});
export type PassMessage = z.infer<typeof passMessageSchema>;

export function passMessage({ points }: PassSums): PassMessage {
  return { points: points.map((sums) => sums && sums.map((sum) => sum.toString(16))) };
}

/** @throws ZodError for anything but a message */
export function parsePassMessage(value: unknown): PassSums {
  const { points } = passMessageSchema.parse(value);
  return { points: points.map((sums) => sums && sums.map((text) => integerOf(text))) };
}

function integerOf(text: string): bigint {
  return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
}
