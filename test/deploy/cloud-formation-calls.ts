import { Refusal, type Change, type CloudFormation, type Stack } from './cloud-formation.ts';

interface World {
  readonly cloudFormation: CloudFormation;
  readonly objects: ReadonlyMap<string, Buffer>;
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** The inside of `<ActionResult>`; undefined for a call that is not known here.
 *  @throws Refusal as CloudFormation refuses */
export function answerCloudFormation(
  action: string,
  form: URLSearchParams,
  { cloudFormation, objects }: World,
): string | undefined {
  const stackName = form.get('StackName') ?? '';
  const changeSet = form.get('ChangeSetName') ?? '';
  switch (action) {
    case 'DescribeStacks':
      return `<Stacks>${element('member', stackXml(cloudFormation.stack(stackName)))}</Stacks>`;
    case 'GetTemplate':
      return element('TemplateBody', escape(cloudFormation.stack(stackName).text ?? '{}'));
    case 'CreateChangeSet': {
      const kind = form.get('ChangeSetType') === 'CREATE' ? 'CREATE' : 'UPDATE';
      const stack = cloudFormation.createChangeSet(stackName, changeSet, kind, templateOf(form, objects));
      return element('Id', `${stack.id}/${changeSet}`) + element('StackId', stack.id);
    }
    case 'DescribeChangeSet':
      return changeSetXml(cloudFormation, stackName, changeSet);
    case 'ExecuteChangeSet':
      cloudFormation.execute(stackName, changeSet, form.get('ClientRequestToken') ?? '');
      return '';
    case 'DeleteChangeSet':
      cloudFormation.stack(stackName).changeSet = undefined;
      return '';
    case 'UpdateTerminationProtection':
      cloudFormation.stack(stackName).protected = form.get('EnableTerminationProtection') === 'true';
      return element('StackId', cloudFormation.stack(stackName).id);
    case 'DescribeStackEvents':
      return `<StackEvents>${eventsXml(cloudFormation.stack(stackName))}</StackEvents>`;
    default:
      return undefined;
  }
}

/** A template by its address must have been published before: CloudFormation reads it from the bucket.
 *  @throws Refusal when it was not */
function templateOf(form: URLSearchParams, objects: ReadonlyMap<string, Buffer>): string {
  const address = form.get('TemplateURL');
  if (address === null) return form.get('TemplateBody') ?? '';
  const key = address.split('/').at(-1) ?? '';
  const found = [...objects].find(([name]) => name.endsWith(`/${key}`));
  if (found === undefined) throw new Refusal('ValidationError', `no template at ${address}`);
  return found[1].toString('utf8');
}

function changeSetXml(cloudFormation: CloudFormation, stackName: string, name: string): string {
  const stack = cloudFormation.stack(stackName);
  const { changes, name: shortName } = cloudFormation.changeSet(stackName, name);
  const status =
    changes.length > 0
      ? element('Status', 'CREATE_COMPLETE') + element('ExecutionStatus', 'AVAILABLE')
      : element('Status', 'FAILED') + element('StatusReason', escape(NO_CHANGES));
  return [
    element('ChangeSetName', shortName),
    element('ChangeSetId', `${stack.id}/${shortName}`),
    element('StackId', stack.id),
    element('StackName', stack.name),
    element('CreationTime', '2026-01-01T00:00:00Z'),
    status,
    element('Changes', changes.map(changeXml).join('')),
  ].join('');
}

function changeXml({ action, id, type }: Change): string {
  const change = [
    element('Action', action),
    element('LogicalResourceId', id),
    element('ResourceType', type),
    element('Replacement', 'False'),
  ].join('');
  return element('member', element('Type', 'Resource') + element('ResourceChange', change));
}

function stackXml(stack: Stack): string {
  return [
    element('StackId', stack.id),
    element('StackName', stack.name),
    element('StackStatus', stack.status),
    element('CreationTime', '2026-01-01T00:00:00Z'),
    element('EnableTerminationProtection', String(stack.protected)),
    '<Outputs/><Parameters/><Tags/>',
  ].join('');
}

/** The events of the last execution, newest first as CloudFormation gives them. */
function eventsXml(stack: Stack): string {
  const resources = stack.executed.map(({ id, type }) => eventXml(stack, id, type, 'CREATE_COMPLETE'));
  const own = eventXml(stack, stack.name, 'AWS::CloudFormation::Stack', stack.status);
  return [own, ...resources].join('');
}

function eventXml(stack: Stack, id: string, type: string, status: string): string {
  const fields = [
    element('StackId', stack.id),
    element('StackName', stack.name),
    element('EventId', `${id}-${stack.token}`),
    element('LogicalResourceId', id),
    element('PhysicalResourceId', id === stack.name ? stack.id : id),
    element('ResourceType', type),
    element('Timestamp', '2099-01-01T00:00:00Z'),
    element('ResourceStatus', status),
    element('ClientRequestToken', stack.token),
  ];
  return element('member', fields.join(''));
}

const element = (name: string, content: string) => `<${name}>${content}</${name}>`;
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
