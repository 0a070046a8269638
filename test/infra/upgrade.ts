import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { Replacing } from './service-spec.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
});
type Resource = z.infer<typeof resourceSchema>;

export const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.optional(z.record(z.string(), z.object({ Export: z.optional(z.object({ Name: z.string() })) }))),
});
export type Template = z.infer<typeof templateSchema>;

/** What holds nothing and is known outside all the same: links lead to the one, upstream sends to the other. */
const ADDRESSES = new Set(['AWS::ApiGatewayV2::Api', 'AWS::Events::EventBus']);

/** What keeps its resource and loses its content: Secrets Manager generates anew, and every open link is dead. */
const REGENERATED: Readonly<Record<string, readonly string[]>> = {
  'AWS::SecretsManager::Secret': ['GenerateSecretString', 'SecretString'],
};

/** What an upgrade of a stack from a released template to a new one would take away, one sentence each with its fix;
 *  empty: it may be deployed over the release. */
export function faultsOfUpgrade(released: Template, now: Template, replacing: Replacing): readonly string[] {
  return [
    ...Object.entries(toKeep(released)).flatMap(([id, resource]) =>
      faultsOf(id, resource, now.Resources[id], replacing),
    ),
    ...missingExports(released, now),
  ];
}

/** The resources that hold something or are known outside. */
export function toKeep({ Resources }: Template): Template['Resources'] {
  const kept = Object.entries(Resources).filter(
    ([, { Type, DeletionPolicy }]) => DeletionPolicy === 'Retain' || ADDRESSES.has(Type),
  );
  return Object.fromEntries(kept);
}

function faultsOf(id: string, old: Resource, now: Resource | undefined, replacing: Replacing): string[] {
  const name = `${id} (${old.Type})`;
  if (now === undefined)
    return [
      `${name} is gone: CloudFormation would make another one, empty, and leave this one behind; put the construct back under its old ` +
        `parent and id, or call overrideLogicalId('${id}')`,
    ];
  if (now.Type !== old.Type)
    return [
      `${name} is now ${now.Type}: CloudFormation refuses that; give the new one another id and copy what the old one holds`,
    ];
  const differs = (property: string) =>
    !isDeepStrictEqual(old.Properties?.[property], now.Properties?.[property]);
  const replaced = replacing(old.Type).filter(differs);
  const regenerated = (REGENERATED[old.Type] ?? []).filter(differs);
  return [
    ...replaced.map(
      (property) =>
        `${name}: ${property} changed, and CloudFormation replaces the resource for that; put it back, or make the new one under ` +
        'another id and copy what the old one holds',
    ),
    ...regenerated.map(
      (property) => `${name}: ${property} changed, and AWS generates a new value for that; put it back`,
    ),
    ...unprotected(name, old, now),
  ];
}

function unprotected(name: string, old: Resource, now: Resource): string[] {
  return (['DeletionPolicy', 'UpdateReplacePolicy'] as const)
    .filter((policy) => old[policy] === 'Retain' && now[policy] !== 'Retain')
    .map((policy) => `${name}: ${policy} is no longer Retain; give it RemovalPolicy.RETAIN again`);
}

/** The data stack is deployed first: an export that the older app stack still imports cannot go. */
function missingExports(released: Template, now: Template): string[] {
  const kept = new Set(exportsOf(now));
  return exportsOf(released)
    .filter((name) => !kept.has(name))
    .map(
      (name) =>
        `export ${name} is gone while the released app stack imports it: the data stack could not be deployed; keep it for one release ` +
        'with exportValue(…) in lib/infra/storage.ts',
    );
}

function exportsOf({ Outputs = {} }: Template): string[] {
  return Object.values(Outputs).flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]));
}
