import type { Template } from 'aws-cdk-lib/assertions';
import { resources } from './synthesise.ts';

export interface Grant {
  readonly action: string;
  readonly resource: string; // JSON of what the template says
}

/** Every action the policies of a function's role allow, one grant per action and resource. */
export function grantsOf(template: Template, functionId: string): Grant[] {
  const doors = resources(template, 'AWS::Lambda::Function').filter(([id]) => id === functionId);
  const [role] = doors.map(
    ([, { Properties }]) => (Properties['Role'] as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0],
  );
  return resources(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => JSON.stringify(Properties['Roles']).includes(`"${role}"`))
    .flatMap(([, { Properties }]) => grantsIn(Properties['PolicyDocument']));
}

/** Every grant of every policy document anywhere in a template. */
export function allGrants(template: Template): Grant[] {
  const found: Grant[] = [];
  JSON.stringify(template.toJSON(), (key, value) => {
    if (key.endsWith('PolicyDocument')) found.push(...grantsIn(value));
    return value;
  });
  return found;
}

export function grantsIn(document: unknown): Grant[] {
  const { Statement } = document as { Statement: Record<string, unknown>[] };
  return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((resource) => ({ action: String(action), resource: JSON.stringify(resource) })),
      ),
  );
}
