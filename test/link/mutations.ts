import { createCipheriv } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Every text that is one keystroke away from a token of 48 characters: 48 x 63 with another character, 48 without one,
 *  49 x 64 with one more, and those with two neighbours swapped. */
export function* mutationsOf(token: string): Generator<string> {
  for (let at = 0; at <= token.length; at += 1) {
    const [before, character = '', after] = [token.slice(0, at), token[at], token.slice(at + 1)];
    for (const other of ALPHABET) {
      if (at < token.length && other !== character) yield before + other + after;
      yield before + other + character + after;
    }
    if (at < token.length) yield before + after;
    const next = token[at + 1];
    if (next !== undefined && next !== character) yield before + next + character + token.slice(at + 2);
  }
}

/** Tokens of random bytes; the first `kept` bytes are those of a genuine one: 0 none, 4 version, key and tenant, 18 all but
 *  its tag. The same ones for the same seed. */
export function* randomTokens(genuine: string, kept: number, count: number, seed: number): Generator<string> {
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  const bytes = Buffer.from(genuine, 'base64url');
  const zeros = Buffer.alloc(36 * 1024);
  for (let made = 0; made < count;) {
    const block = stream.update(zeros);
    for (let from = 0; from < block.length && made < count; from += 36, made += 1) {
      block.copy(bytes, kept, from + kept, from + 36);
      yield bytes.toString('base64url');
    }
  }
}
