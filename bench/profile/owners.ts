/** Whose code a function of a bundle is. */
export const OWNERS = [
  'ours',
  'zod',
  'logging',
  'SDK: documents to attribute values',
  'SDK: protocol and JSON',
  'SDK: signing',
  'SDK: HTTP',
  'SDK: its middleware and the rest',
  'other packages',
  'Node and V8',
  'garbage collector',
] as const;
export type Owner = (typeof OWNERS)[number];

const BY_PATH: readonly (readonly [RegExp, Owner])[] = [
  [/^(lib|lambdas)\//, 'ours'],
  [/node_modules\/zod\//, 'zod'],
  [/@aws-lambda-powertools/, 'logging'],
  [/@aws-sdk\/(lib-dynamodb|util-dynamodb)|dynamodb-codec/, 'SDK: documents to attribute values'],
  [/signature-v4|sha256|hash-node|httpAuthSchemes|crc32/, 'SDK: signing'],
  [/node-http-handler|protocol-http/, 'SDK: HTTP'],
  [/submodules\/(protocols|schema|serde|cbor)|\/serde\/|schemas?_\d|protocols?\//, 'SDK: protocol and JSON'],
  [/@aws-sdk|@smithy|@aws-crypto|@aws\//, 'SDK: its middleware and the rest'],
  [/node_modules\//, 'other packages'],
];

export const ownerOf = (path: string): Owner =>
  BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? 'other packages';

/** The source file of every line of an unminified bundle, by the comment esbuild puts before each. */
export function sourcesOf(bundle: string): (line: number) => string {
  const starts: { readonly line: number; readonly path: string }[] = [];
  bundle.split('\n').forEach((text, line) => {
    const path = /^\/\/ ((?:node_modules|lib|lambdas)\/\S+)$/.exec(text)?.[1];
    if (path !== undefined) starts.push({ line, path });
  });
  return (line) => starts.findLast((start) => start.line <= line)?.path ?? '';
}
