import type { Reader } from './reader.ts';

/** The address of a page in the language she chose, if she did: choosing must not have to write anything.
 *  @param path without a query; '' is the page itself
 *  @param keys what else stands in the query: `edit`, `told=already` */
export function address(
  { chosen }: Pick<Reader, 'chosen'>,
  path: string,
  ...keys: readonly string[]
): string {
  const query = [...keys, ...(chosen === undefined ? [] : [`lang=${chosen}`])].join('&');
  return query === '' ? path || '?' : `${path}?${query}`;
}
