import { posix } from 'node:path';

/** The house: imports go down only, and rooms on one floor do not know each other. See docs/tour.md. */
const FLOORS: readonly (readonly string[])[] = [
  ['lib/domain', 'lib/stats', 'lib/html', 'lib/env.ts'],
  ['lib/link', 'lib/rounds', 'lib/language', 'lib/reader'],
  ['lib/store', 'lib/post', 'lib/trust'],
  ['lib/processes'],
  ['lib/survey', 'lib/report', 'lib/intake', 'lib/outreach', 'lib/simulation', 'lib/cost'],
  ['lib/jobs'],
  ['lib/infra', 'lib/local'],
  ['bin', 'lambdas'],
];

const CDK_ROOMS = ['lib/infra', 'bin/app.ts'];
const AWS_ROOMS = ['lib/store', 'lib/post', 'lib/local', 'lambdas', 'bin'];
/** Where clock, chance, environment and console may live. */
const DOORS = ['bin', 'lambdas', 'lib/local'];
/** What would make the same call answer differently tomorrow. */
const IMPURE = [
  { name: 'Math.random', pattern: /\bMath\s*\.\s*random\b/ },
  { name: 'new Date()', pattern: /\bnew\s+Date\s*(?:\(\s*\)|(?![\s(]))/ },
  { name: 'Date.now', pattern: /\bDate\s*\.\s*now\b/ },
  { name: 'performance.now', pattern: /\bperformance\s*\.\s*now\b/ },
  { name: 'process.env', pattern: /\bprocess\s*\.\s*env\b/ },
  { name: 'console', pattern: /\bconsole\s*\.\s*\w+/ },
  { name: 'crypto randomness', pattern: /\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b/ },
] as const;

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"]+)\1/g;

/** What a source file does that the house forbids, one sentence each; empty when it keeps the rules. */
export function violations(path: string, source: string): readonly string[] {
  const code = withoutComments(source);
  const imports = [...code.matchAll(IMPORT)].map((match) => match[2] ?? '');
  return [
    ...imports.filter((to) => to.startsWith('.')).flatMap((to) => houseViolation(path, to)),
    ...imports.filter((to) => !to.startsWith('.')).flatMap((to) => packageViolation(path, to)),
    ...(isIn(path, DOORS)
      ? []
      : IMPURE.filter(({ pattern }) => pattern.test(code)).map(({ name }) => `${path} uses ${name}`)),
  ];
}

function houseViolation(path: string, to: string): readonly string[] {
  const target = posix.join(posix.dirname(path), to);
  const from = place(path);
  const into = place(target);
  if (from === undefined) return [`${path} stands on no floor`];
  if (into === undefined) return [`${path} imports ${target}, which stands on no floor`];
  if (into.floor > from.floor) return [`${path} imports upward: ${target}`];
  if (into.floor === from.floor && into.room !== from.room) return [`${path} imports sideways: ${target}`];
  return [];
}

function packageViolation(path: string, to: string): readonly string[] {
  const cdk = /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/.test(to) && !isIn(path, CDK_ROOMS);
  const aws = /^@(aws-sdk|smithy)\//.test(to) && !isIn(path, AWS_ROOMS);
  return [
    ...(cdk ? [`${path} imports CDK: ${to}`] : []),
    ...(aws ? [`${path} imports the AWS SDK: ${to}`] : []),
  ];
}

function place(path: string): { floor: number; room: string } | undefined {
  for (const [floor, rooms] of FLOORS.entries()) {
    const room = rooms.find((name) => path === name || path.startsWith(`${name}/`));
    if (room !== undefined) return { floor, room };
  }
  return undefined;
}

function isIn(path: string, rooms: readonly string[]): boolean {
  return rooms.some((room) => path === room || path.startsWith(`${room}/`));
}

/** Blanks comments, and only comments: a `//` inside a string or template is code. */
function withoutComments(source: string): string {
  const token = /(['"`])(?:\\[\s\S]|(?!\1)[^\\])*\1|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return source.replace(token, (text) => (text.startsWith('/') ? ' ' : text));
}
