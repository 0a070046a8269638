import type { View } from './invariants/view.ts';
/** R15 */
export async function rebuilt(_view: View): Promise<readonly string[]> {
  return [];
}
