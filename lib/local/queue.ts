import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readIfThere, writeWhole } from './folder.ts';

const messageSchema = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.string()), // text only: the stage sends no others
  receives: z.number(),
  sentAt: z.number(), // milliseconds
  visibleAt: z.number(), // milliseconds
});
export type Message = z.infer<typeof messageSchema>;

/** A message in somebody's hands, and the handle by which it is deleted. */
export interface Received {
  readonly message: Message;
  readonly handle: string;
}

/** One standard queue, kept in a file soon after each change: what was in flight when the stage ended is received again. */
export interface Queue {
  readonly arn: string;
  put(body: string, attributes?: Readonly<Record<string, string>>): Message;
  /** At most `most` of those nobody holds, hidden from others for `hidden` milliseconds. */
  receive(most: number, hidden: number): Received[];
  delete(handle: string): void;
  release(handle: string, after: number): void;
  /** Writes now what is not yet written. */
  flush(): void;
  /** How many are visible, and how many are in somebody's hands. */
  depth(): { readonly waiting: number; readonly held: number };
}

export function queueAt(folder: string, name: string, arn: string): Queue {
  const file = join(folder, `${name}.json`);
  const stored = readIfThere(file)?.toString('utf8');
  const messages = new Map(
    z
      .parse(z.array(messageSchema), JSON.parse(stored ?? '[]'))
      .map((message) => [message.id, { ...message, visibleAt: 0 }]),
  );
  let written: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(written);
    written = undefined;
    writeWhole(file, JSON.stringify([...messages.values()]));
  };
  const keep = () => void (written ??= setTimeout(flush, KEPT_AFTER));
  return {
    arn,
    put(body, attributes = {}) {
      const now = Date.now();
      const message = { id: randomUUID(), body, attributes, receives: 0, sentAt: now, visibleAt: now };
      messages.set(message.id, message);
      keep();
      return message;
    },
    receive(most, hidden) {
      const now = Date.now();
      const found = [...messages.values()].filter(({ visibleAt }) => visibleAt <= now).slice(0, most);
      for (const message of found) {
        message.receives += 1;
        message.visibleAt = now + hidden;
      }
      if (found.length > 0) keep();
      return found.map((message) => ({ message, handle: message.id }));
    },
    delete(handle) {
      if (messages.delete(handle)) keep();
    },
    release(handle, after) {
      const message = messages.get(handle);
      if (message !== undefined) message.visibleAt = Date.now() + after;
    },
    flush() {
      if (written !== undefined) flush();
    },
    depth() {
      const now = Date.now();
      const held = [...messages.values()].filter(({ visibleAt }) => visibleAt > now).length;
      return { waiting: messages.size - held, held };
    },
  };
}

const KEPT_AFTER = 100; // milliseconds

/** What SQS tells of a body, and its SDK checks. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
