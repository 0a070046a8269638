import { isDeepStrictEqual } from 'node:util';

/** As much of a template as a deployment is about. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly id: string;
  readonly type: string;
}

interface ChangeSet {
  readonly name: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly text: string;
  readonly changes: readonly Change[];
}

export interface Stack {
  readonly id: string;
  readonly name: string;
  status: string;
  text: string | undefined; // undefined: a change set was made, none was executed
  protected: boolean;
  changeSet: ChangeSet | undefined;
  executed: readonly Change[];
  token: string; // of the last execution
}

/** What CloudFormation answers a wrong call with. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Stacks and their change sets; resources are named, never made. */
export class CloudFormation {
  readonly stacks = new Map<string, Stack>();
  /** Every change set that was executed, in order. */
  readonly history: { readonly stack: string; readonly changes: readonly Change[] }[] = [];

  /** @throws Refusal when there is none */
  stack(nameOrId: string): Stack {
    const found = [...this.stacks.values()].find(({ name, id }) => [name, id].includes(nameOrId));
    if (found !== undefined) return found;
    throw new Refusal('ValidationError', `Stack with id ${nameOrId} does not exist`);
  }

  createChangeSet(stackName: string, name: string, kind: 'CREATE' | 'UPDATE', text: string): Stack {
    const stack = kind === 'CREATE' ? this.#begin(stackName) : this.stack(stackName);
    if (kind === 'UPDATE' && stack.text === undefined)
      throw new Refusal('ValidationError', `Stack [${stackName}] has nothing to update`);
    stack.changeSet = { name, kind, text, changes: changesBetween(stack.text, text) };
    return stack;
  }

  /** @throws Refusal once it is deleted or executed */
  changeSet(stackName: string, name: string): ChangeSet {
    const { changeSet } = this.stack(stackName);
    if (changeSet !== undefined && name.includes(changeSet.name)) return changeSet;
    throw new Refusal('ChangeSetNotFound', `ChangeSet [${name}] does not exist`);
  }

  execute(stackName: string, name: string, token: string): void {
    const stack = this.stack(stackName);
    const { kind, text, changes } = this.changeSet(stackName, name);
    this.history.push({ stack: stack.name, changes });
    Object.assign(stack, {
      status: `${kind}_COMPLETE`,
      text,
      executed: changes,
      token,
      changeSet: undefined,
    });
  }

  #begin(name: string): Stack {
    const known = this.stacks.get(name);
    if (known?.text !== undefined) throw new Refusal('AlreadyExistsException', `Stack [${name}] exists`);
    const id = `arn:aws:cloudformation:us-east-1:111111111111:stack/${name}/1`;
    const stack: Stack = {
      id,
      name,
      status: 'REVIEW_IN_PROGRESS',
      text: undefined,
      protected: false,
      changeSet: undefined,
      executed: [],
      token: '',
    };
    this.stacks.set(name, stack);
    return stack;
  }
}

/** A resource is changed when anything of it is, metadata aside: the CDK's path in it changes nothing in the account. */
function changesBetween(before: string | undefined, after: string): Change[] {
  const old = resourcesIn(before ?? '{"Resources":{}}');
  const now = resourcesIn(after);
  const added = Object.keys(now).filter((id) => old[id] === undefined);
  const removed = Object.keys(old).filter((id) => now[id] === undefined);
  const modified = Object.keys(now).filter((id) => id in old && !isDeepStrictEqual(now[id], old[id]));
  return [
    ...added.map((id) => ({ action: 'Add' as const, id, type: now[id]?.Type ?? '' })),
    ...modified.map((id) => ({ action: 'Modify' as const, id, type: now[id]?.Type ?? '' })),
    ...removed.map((id) => ({ action: 'Remove' as const, id, type: old[id]?.Type ?? '' })),
  ];
}

function resourcesIn(text: string): Template['Resources'] {
  const { Resources }: Template = JSON.parse(text);
  return Object.fromEntries(
    Object.entries(Resources).map(([id, resource]) => [id, { ...resource, Metadata: undefined }]),
  );
}
