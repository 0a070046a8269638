import { Session, type Profiler } from 'node:inspector/promises';
import { ownerOf, type Owner } from './owners.ts';

/** Self time in milliseconds: in its own functions, and in what Node and V8 do when those call them. */
export interface Share {
  own: number;
  below: number;
}

export interface SelfTime {
  readonly byOwner: ReadonlyMap<Owner, Share>;
  readonly ours: readonly (readonly [place: string, milliseconds: number])[]; // functions of ours, most first
  readonly busy: number; // milliseconds, all but idle and what the measuring itself takes
}

const INTERVAL = 200; // microseconds between samples

/** CPU profile of a piece of work. */
export async function profileOf(work: () => Promise<unknown>): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return profile;
}

/** Self time by whose code it is. A function of Node's or V8's counts below the nearest function of the bundle that called it.
 *  @param file the bundle's path
 *  @param sourceAt the source file of one of its lines, counted from 0 */
export function selfTime(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  file: string,
  sourceAt: (line: number) => string,
): SelfTime {
  const parents = new Map<number, number>();
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const sourceOf = ({ callFrame: { url, lineNumber } }: Profiler.ProfileNode): string | undefined =>
    url.includes(file) ? sourceAt(lineNumber) : undefined;
  const spent = new Map<number, number>();
  samples.forEach((id, k) => spent.set(id, (spent.get(id) ?? 0) + (timeDeltas[k] ?? 0) / 1e3));
  const byOwner = new Map<Owner, Share>();
  const ours = new Map<string, number>();
  let busy = 0;
  for (const [id, milliseconds] of spent) {
    const node = byId.get(id);
    if (node === undefined || node.callFrame.functionName === '(idle)') continue;
    const source = sourceOf(node);
    const owner = source === undefined ? callerOf(node) : ownerOf(source);
    if (owner === undefined) continue;
    busy += milliseconds;
    const share = byOwner.get(owner) ?? { own: 0, below: 0 };
    share[source === undefined ? 'below' : 'own'] += milliseconds;
    byOwner.set(owner, share);
    if (source === undefined || owner !== 'ours') continue;
    const place = `${source} ${node.callFrame.functionName || '(anonymous)'}`;
    ours.set(place, (ours.get(place) ?? 0) + milliseconds);
  }
  return { byOwner, ours: [...ours].toSorted((a, b) => b[1] - a[1]), busy };

  /** @returns undefined for the measuring program */
  function callerOf(node: Profiler.ProfileNode): Owner | undefined {
    if (node.callFrame.functionName === '(garbage collector)') return 'garbage collector';
    for (let at: Profiler.ProfileNode | undefined = node; at; at = byId.get(parents.get(at.id) ?? -1)) {
      const source = sourceOf(at);
      if (source !== undefined) return ownerOf(source);
      if (/\/bench\/|inspector/.test(at.callFrame.url)) return undefined;
    }
    return 'Node and V8';
  }
}
