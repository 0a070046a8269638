/** A browser takes a cookie of at most so many bytes, name and value together (RFC 6265, section 6.1). */
export const LONGEST_COOKIE = 4096;

/** A cookie that only this host sets and reads, over https, and no script sees (RFC 6265bis, section 4.1.3.2). Lax: a link in
 *  a mail brings it along, a form or an image elsewhere does not. `seconds` 0 takes it away. */
export function cookie(name: string, value: string, seconds: number): string {
  return `__Host-${name}=${value}; Path=/; Max-Age=${Math.floor(seconds)}; Secure; HttpOnly; SameSite=Lax`;
}

/** The value of one of them in `name=value` pairs as they arrived. */
export function cookieIn(pairs: readonly string[], name: string): string | undefined {
  const start = `__Host-${name}=`;
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length);
}
