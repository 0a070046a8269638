import type { ComparedEstimates, ComparedMethods, Side } from './compared-schema.ts';
import { listed } from './listed.ts';

/** What is otherwise in how the numbers were computed. */
export function methodChanges(before: Side, after: Side): string[] {
  const [a, b] = [before.estimates, after.estimates];
  return [
    ...fields({ 'Code version': [a.codeVersion, b.codeVersion], Seed: [a.seed, b.seed] }),
    ...fits(a, b),
    ...(before.methods && after.methods ? methods(before.methods, after.methods) : []),
    ...(before.methods
      ? []
      : ['The report before did not yet tell its settings and the versions of its words.']),
  ];
}

type Fit = ComparedEstimates['dynamics'][number];

/** How everybody was fitted. Settings say what was asked for, this what was taken. */
function fits(a: ComparedEstimates, b: ComparedEstimates): string[] {
  const [then, now] = [a, b].map(({ dynamics }) => dynamics.find(({ segment }) => segment === 'all'));
  if (then === undefined && now === undefined) return [];
  const of = <T>(value: (fit: Fit) => T): [T | null, T | null] => [
    then === undefined ? null : value(then),
    now === undefined ? null : value(now),
  ];
  return fields({
    Estimator: of(({ estimator }) => estimator),
    'Law of motion': of(({ law }) => law ?? null),
    Scale: of(({ scale }) => scale),
    'Smallest gap that counts': of(({ minGap }) => rounded(minGap)),
    'Reference gap, where trust is quoted': of(({ referenceGap }) => rounded(referenceGap)),
  });
}

const rounded = (value: number | null): number | null => value && Number(value.toPrecision(4));

/** Settings that say when, with what, and what was registered: told elsewhere. */
const ELSEWHERE = new Set(['asOf', 'codeVersion', 'seed', 'since', 'processes', 'scale', 'estimator']);

function methods(a: ComparedMethods, b: ComparedMethods): string[] {
  const [then, now] = [a.settings ?? {}, b.settings ?? {}];
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter(
    (name) => !ELSEWHERE.has(name),
  );
  const settings = names
    .filter((name) => !(name in FITTED && (then[name] == null) !== (now[name] == null)))
    .map((name): [string, readonly [unknown, unknown]] => [settingName(name), [then[name], now[name]]]);
  return [
    ...fields({
      'Node.js version': [a.runtime?.node, b.runtime?.node],
      'Kind of processor': [a.runtime?.arch, b.runtime?.arch],
      ...Object.fromEntries(settings),
    }),
    ...versions('Words defined otherwise', a.definitions, b.definitions),
    ...versions('Models of another version', a.models ?? {}, b.models ?? {}),
  ];
}

/** A series takes these from its first run: named by its second, they are no change. */
const FITTED = { referenceGap: true, minGap: true };

const NAMES: Readonly<Record<string, string>> = {
  minGap: 'Smallest gap as set',
  referenceGap: 'Reference gap as set',
  directions: 'Where the marketplace gains',
  smallestChange: 'Smallest change worth acting on',
  budget: 'Budget of a quarter',
  segments: 'Segments with a page',
  dropOutcomeOfUnusedRows: 'Outcomes of unused rounds dropped',
};
const settingName = (name: string): string => new Map(Object.entries(NAMES)).get(name) ?? `Setting ${name}`;

/** `Seed: 1 before, 2 now.` of what is not the same. */
function fields(found: Readonly<Record<string, readonly [unknown, unknown]>>): string[] {
  return Object.entries(found)
    .filter(([, [then, now]]) => shown(then) !== shown(now))
    .map(([name, [then, now]]) => `${name}: ${shown(then)} before, ${shown(now)} now.`);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.map(shown).join(', ') || 'none';
  if (typeof value !== 'object') return String(value);
  const parts = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return parts.map(([name, part]) => `${name} ${shown(part)}`).join(', ') || 'none';
}

function versions(
  what: string,
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): string[] {
  const [then, now] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  const found = [...new Set([...then.keys(), ...now.keys()])].flatMap((name) => {
    const [old, next] = [then.get(name), now.get(name)];
    if (old === next) return [];
    if (old === undefined) return [`${name} is new`];
    return [next === undefined ? `${name} is gone` : `${name} version ${old} before, ${next} now`];
  });
  return found.length === 0 ? [] : [`${what}: ${listed(found)}.`];
}
