import * as z from 'zod/mini';
import type { Resource } from './assembly.ts';
import type { Resolve } from './intrinsics.ts';
import { type JsonObject, isList, list, object, text, texts } from './json.ts';

/** One synthesised IAM statement with its references resolved. */
export interface Statement {
  readonly policy: string; // logical id of the policy it stands in
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly leadingKeys?: readonly string[]; // the only partitions it is about
}

/** The statements of a role: its inline policies and those attached to it. AWS-managed policies grant only logging to
 *  the functions here, and nothing local asks for that.
 *  @throws RangeError naming a statement that needs what the stage cannot check: conditions but one on leading keys,
 *  NotAction, NotResource */
export function statementsOf(
  role: Resource,
  resources: readonly Resource[],
  resolve: Resolve,
): readonly Statement[] {
  const own = role.properties['Policies'];
  const inline = isList(own) ? own.map((policy) => ({ id: role.id, policy: object(policy, role.id) })) : [];
  const attached = resources
    .filter(({ type, stack }) => /^AWS::IAM::(Managed)?Policy$/.test(type) && stack === role.stack)
    .filter(({ properties }) => JSON.stringify(properties['Roles'] ?? []).includes(`{"Ref":"${role.id}"}`))
    .map(({ id, properties }) => ({ id, policy: properties }));
  return [...inline, ...attached].flatMap(({ id, policy }) => {
    const document = object(resolve(role.stack, policy['PolicyDocument'] ?? null), id);
    return list(document['Statement'], id).map((one) => statement(id, object(one, id)));
  });
}

function statement(policy: string, found: JsonObject): Statement {
  const leadingKeys = leadingKeysIn(found['Condition']);
  const unknown = leadingKeys === undefined ? ['Condition'] : [];
  const beyond = [...unknown, 'NotAction', 'NotResource'].find((field) => field in found);
  if (beyond !== undefined)
    throw new RangeError(
      `the local stage cannot check ${beyond}; policy ${policy}: ${JSON.stringify(found)}`,
    );
  return {
    policy,
    effect: text(found['Effect'], 'Effect'),
    actions: texts(found['Action'], 'Action'),
    resources: texts(found['Resource'], 'Resource'),
    ...(leadingKeys !== undefined && { leadingKeys }),
  };
}

/** The keys of a condition that is `ForAllValues:StringEquals` on `dynamodb:LeadingKeys` and nothing else. */
function leadingKeysIn(condition: unknown): readonly string[] | undefined {
  const read = z.safeParse(leadingKeysSchema, condition);
  return read.success ? [read.data['ForAllValues:StringEquals']['dynamodb:LeadingKeys']].flat() : undefined;
}

const leadingKeysSchema = z.strictObject({
  'ForAllValues:StringEquals': z.strictObject({
    'dynamodb:LeadingKeys': z.union([z.string(), z.array(z.string())]),
  }),
});

/** Whose calls are checked, and a memory of what was used, so that a grant nobody needs can be found. */
export interface Gate {
  /** Whether the caller may; remembers the grants that said so, and tells `denied` of a no.
   *  @param leadingKey the partition a call is about; without one no statement on partitions lets it through */
  allows(caller: string, action: string, resource: string, leadingKey?: string): boolean;
  /** Each granted action pattern, and whether any call has needed it yet. */
  grants(): readonly { caller: string; policy: string; action: string; used: boolean }[];
}

/** Decides as IAM does, of conditions only those on leading keys: an explicit deny wins, then any allow, else no. */
export function gate(
  callers: ReadonlyMap<string, readonly Statement[]>,
  operator: string,
  denied: (line: string) => void,
): Gate {
  const used = new Set<string>();
  return {
    allows(caller, action, resource, leadingKey) {
      if (caller === operator) return true;
      const matching = (callers.get(caller) ?? []).filter(
        ({ actions, resources, leadingKeys }) =>
          actions.some((one) => like(one, action, 'i')) &&
          resources.some((one) => like(one, resource)) &&
          (leadingKeys === undefined || (leadingKey !== undefined && leadingKeys.includes(leadingKey))),
      );
      const allowed = matching.length > 0 && matching.every(({ effect }) => effect === 'Allow');
      if (!allowed) denied(`DENIED ${caller || 'unsigned caller'} ${action} ${resource}`);
      for (const { policy, actions } of allowed ? matching : [])
        for (const one of actions) if (like(one, action, 'i')) used.add(`${caller} ${policy} ${one}`);
      return allowed;
    },
    grants: () =>
      [...callers].flatMap(([caller, statements]) =>
        statements
          .filter(({ effect }) => effect === 'Allow')
          .flatMap(({ policy, actions }) =>
            actions.map((action) => ({
              caller,
              policy,
              action,
              used: used.has(`${caller} ${policy} ${action}`),
            })),
          ),
      ),
  };
}

/** IAM's wildcards: `*` any text, `?` one character. */
function like(pattern: string, value: string, flags = ''): boolean {
  const literal = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${literal}$`, `s${flags}`).test(value);
}
