import { describe, expect, it } from 'vitest';
import { tenantOf } from '../../lib/intake/principal.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { OUTREACH } from '../outreach-rules.ts';

const tenant = (id: string, ...intakePrincipals: string[]): Tenant => ({
  id,
  number: 1,
  name: id,
  currency: 'EUR',
  elicitationShare: 0.5,
  answerDays: 7,
  directions: {},
  ...OUTREACH,
  intakePrincipals,
});
const ROLE = 'arn:aws:iam::123456789012:role/team/feeds';
const SESSION = 'arn:aws:sts::123456789012:assumed-role/feeds/i-0abc';
const USER = 'arn:aws:iam::123456789012:user/feeds';

describe('the tenant of a caller', () => {
  it('is the only one there is, where nobody is listed', () => {
    expect(tenantOf(USER, [tenant('us')])?.id).toBe('us');
  });

  it('is the one that lists the user, the role, or the role of the session', () => {
    const tenants = [tenant('us', USER), tenant('de', ROLE)];
    expect(tenantOf(USER, tenants)?.id).toBe('us');
    expect(tenantOf(SESSION, tenants)?.id).toBe('de');
    expect(tenantOf(ROLE, tenants)?.id).toBe('de');
  });

  it.each([
    ['nobody', undefined, [tenant('us')]],
    ['an empty name', '', [tenant('us')]],
    ['somebody else, where one tenant lists callers', USER, [tenant('us', ROLE)]],
    ['somebody not listed', USER, [tenant('us'), tenant('de', ROLE)]],
    ['somebody listed twice', USER, [tenant('us', USER), tenant('de', USER)]],
    [
      'a role of that name in another account',
      SESSION.replace('1234', '9234'),
      [tenant('us', ROLE), tenant('de')],
    ],
    ['a longer name', SESSION.replace('feeds/', 'feeds-2/'), [tenant('us', ROLE), tenant('de')]],
    ['a user of a role’s name', USER, [tenant('us', ROLE), tenant('de')]],
  ])('is none for %s', (_, arn, tenants) => {
    expect(tenantOf(arn, tenants)).toBeUndefined();
  });
});
