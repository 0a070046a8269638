import type { Tenant } from '../domain/tenant.ts';

const ASSUMED = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/;

/** Whose events a caller may send, by IAM alone: nothing in a request's body says it. Where there is one tenant and no
 *  list, that one; undefined where no tenant lists the caller.
 *  @param arn of the caller: a user, a role, or a role's session */
export function tenantOf(arn: string | undefined, tenants: readonly Tenant[]): Tenant | undefined {
  if (arn === undefined || arn === '') return undefined;
  const [only] = tenants;
  if (tenants.length === 1 && only?.intakePrincipals.length === 0) return only;
  const allowing = tenants.filter(({ intakePrincipals }) =>
    intakePrincipals.some((listed) => listed === arn || isSessionOf(arn, listed)),
  );
  // a caller listed twice could write into either: refused until the list is put right
  return allowing.length === 1 ? allowing[0] : undefined;
}

/** A session's ARN names its role without the role's path. */
function isSessionOf(arn: string, role: string): boolean {
  const [, partition, account, name] = ASSUMED.exec(arn) ?? [];
  if (name === undefined) return false;
  const start = `arn:${partition}:iam::${account}:role/`;
  return role.startsWith(start) && role.slice(role.lastIndexOf('/') + 1) === name;
}
