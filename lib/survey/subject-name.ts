import { createHash } from 'node:crypto';

/** What stands for a recommendation in an address: eight characters, since ids from upstream may be long or tell much. */
export function subjectName(recommendationId: string): string {
  return createHash('sha256').update(recommendationId).digest('base64url').slice(0, 8);
}
